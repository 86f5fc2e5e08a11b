"""How a printed PDF falls on pages: no row is cut, no heading stands alone, wide tables lie down."""

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from samordner.documents import pdf
from samordner.documents.blocks import Block, Document, Heading, PageBreak, Paragraph, Table
from samordner.documents.columns import Layout, TableDefinition
from samordner.documents.look import Look
from tests.documents.invented import DOCUMENT, PARTNERS, ROWS, Partner
from tests.documents.pdf.aloud import Element, Pdf, rows

STANDING = replace(PARTNERS, layout=Layout(("name", "text", "when"), (1, 3, 1)))
SENTENCE = "Ord som folk skriver om det de gjør sammen. "


def printed(*blocks: Table[Partner] | Heading | Paragraph) -> Pdf:
    return Pdf(pdf.file(Document("Plan", "nb", blocks)))


def body_rows(made: Pdf) -> list[Element]:
    (table,) = made.tree.all("Table")
    return table.all("TR")[1:]


def partners(lengths: list[int], groups: list[str] | None = None) -> tuple[Partner, ...]:
    parents = groups or [""] * len(lengths)
    return tuple(
        Partner(f"P{number}", text=SENTENCE * length, parent=parent)
        for number, (length, parent) in enumerate(zip(lengths, parents, strict=True))
    )


@pytest.mark.parametrize("definition", [PARTNERS, STANDING])
def test_no_row_is_cut_in_two(definition: object) -> None:
    lengths = [(7 * number) % 31 + (40 if number % 5 == 0 else 0) for number in range(40)]
    made = printed(Table(PARTNERS if definition is PARTNERS else STANDING, partners(lengths)))
    pages = [row.pages for row in body_rows(made)]
    assert len(made.pages) > 4
    assert [len(each) for each in pages] == [1] * 40
    assert [text for _name, text, _when in rows(made.tree.all("Table")[0])[1:]] == [
        SENTENCE * length for length in lengths
    ]


def test_a_row_taller_than_a_page_runs_over_and_nothing_of_it_is_lost() -> None:
    made = printed(Table(STANDING, partners([3, 400, 3])))
    pages = [sorted(row.pages) for row in body_rows(made)]
    assert len(pages[1]) > 1
    assert (len(pages[0]), len(pages[2])) == (1, 1)
    assert body_rows(made)[1].text.count("folk skriver") == 400
    for page in made.pages:
        letters = [letter for letter in page.chars if letter["mcid"] is not None]
        assert max(letter["bottom"] for letter in letters) < page.height - 50


@pytest.mark.parametrize("parent", ["", "Fylket"])
@pytest.mark.parametrize("definition", [PARTNERS, STANDING])
def test_a_row_about_as_tall_as_a_page_leaves_no_page_empty(
    definition: TableDefinition[Partner], parent: str
) -> None:
    for lines in range(30, 40) if definition is PARTNERS else range(52, 62):
        text = "\n".join(["Ord"] * lines)
        table = Table(definition, tuple(Partner(name, text=text, parent=parent) for name in "ABC"))
        made = printed(Heading(1, "Før"), Paragraph(SENTENCE * 60), Heading(1, "Samarbeid"), table)
        group, *others = body_rows(made)
        held = set().union(*(part.pages for part in made.tree.all("H1", "P", "TR")))
        assert held == set(range(1, len(made.pages) + 1))
        assert max(map(len, (row.pages for row in others))) <= 2
        if parent:
            assert group.pages == {min(others[0].pages)}
            assert max(made.tree.all("H1")[-1].pages) == min(group.pages)


def test_titles_stand_on_every_page_of_a_table_but_are_read_once() -> None:
    made = printed(Table(STANDING, partners([20] * 30)))
    assert len(made.pages) > 2
    assert ["Organisasjon Ansvar Når" in made.artifacts(number + 1) for number in range(len(made.pages))] == [
        False
    ] + [True] * (len(made.pages) - 1)
    assert [cell.text for cell in made.tree.all("TH")] == ["Organisasjon", "Ansvar", "Når"]


@settings(max_examples=8, deadline=None)
@given(st.lists(st.integers(1, 18), min_size=25, max_size=40), st.integers(1, 3))
@example(
    [
        4,
        16,
        9,
        8,
        16,
        17,
        3,
        10,
        4,
        5,
        8,
        13,
        8,
        6,
        9,
        11,
        5,
        6,
        16,
        10,
        13,
        10,
        12,
        15,
        2,
        11,
        12,
        13,
        17,
        16,
        1,
        1,
    ],
    1,
)
def test_a_groups_heading_never_stands_alone_at_the_foot_of_a_page(lengths: list[int], size: int) -> None:
    parents = [f"Gruppe {number // size}" for number in range(len(lengths))]
    for row, below in _neighbours(body_rows(printed(Table(STANDING, partners(lengths, parents))))):
        if len(row.all("TD")) == 1:
            assert row.pages == below.pages


def test_a_heading_never_stands_alone_at_the_foot_of_a_page() -> None:
    blocks = [
        block
        for number in range(24)
        for block in (Heading(1 + number % 3, f"H{number}"), Paragraph(SENTENCE * (number * 5 % 17 + 6)))
    ]
    parts = [each for each in printed(*blocks).tree.children if isinstance(each, Element)]
    for part, below in _neighbours(parts):
        if part.kind.startswith("H"):
            assert max(part.pages) == min(below.pages)


def test_a_wide_table_and_its_heading_lie_on_a_page_of_their_own_and_no_page_is_empty() -> None:
    made = Pdf(pdf.file(DOCUMENT))
    assert [page.width > page.height for page in made.pages] == [False, False, True, False]
    lying = printed(Heading(1, "Før"), Paragraph("Ord"), Heading(1, "Bred"), Table(PARTNERS, ROWS))
    assert [page.width > page.height for page in lying.pages] == [False, True]
    assert [min(each.pages) for each in lying.tree.all("H1")] == [1, 2]


def test_no_page_is_empty_between_pages_that_stand_and_lie() -> None:
    wide, head = Table(PARTNERS, ROWS), Heading(1, "Om")
    cases: list[tuple[list[Block], list[bool]]] = [
        ([wide], [True]),
        ([Paragraph("Ord"), PageBreak(), wide], [False, True]),
        ([wide, PageBreak(), head, Paragraph("Ord")], [True, False]),
        ([head, Paragraph("Ord"), PageBreak(), PageBreak(), head, wide, PageBreak()], [False, True]),
        ([], [False]),
    ]
    for blocks, lying in cases:
        made = Pdf(pdf.file(Document("Plan", "nb", tuple(blocks))))
        assert [page.width > page.height for page in made.pages] == lying
        assert made.tree.all("Title")[0].pages == {1}


def test_no_word_leaves_its_column_or_the_page() -> None:
    word = "Omsorgsforskningssentersamarbeidsavtaleforhandlingsutvalg" * 3
    made = printed(
        Table(STANDING, (Partner(word, text=f"{word} https://example.org/{word}"),)), Paragraph(word)
    )
    (first, *_others) = body_rows(made)
    assert rows(made.tree.all("Table")[0])[1][:2] == [word, f"{word} https://example.org/{word}"]
    letters = [each for page in made.pages for each in page.chars]
    assert max(letter["x1"] for letter in letters) <= made.pages[0].width - 56
    assert first.pages == {1}


def test_the_offices_colour_is_on_the_page() -> None:
    made = Pdf(pdf.file(replace(DOCUMENT, look=Look("#6b1f3a"))))
    colours = {
        tuple(round(255 * part) for part in each["non_stroking_color"]) for each in made.pages[0].rects
    }
    assert (0x6B, 0x1F, 0x3A) in colours
    assert (0x1F, 0x3A, 0x5F) not in colours


def _neighbours(parts: list[Element]) -> list[tuple[Element, Element]]:
    return list(pairwise(parts))
