"""A printed PDF says aloud, in order and in the right language, what the document says."""

from dataclasses import replace
from pathlib import Path

import outloud  # type: ignore[import-untyped]
import pdfua
import pytest
from django.utils.translation import override
from hypothesis import example, given, settings
from hypothesis import strategies as st

from samordner.documents import pdf
from samordner.documents.blocks import Document, Front, Heading, PageBreak, Paragraph, Table
from samordner.documents.cells import MEMBER, cell_text
from samordner.documents.columns import Column, Kind, TableDefinition
from samordner.documents.lines import clean
from samordner.documents.pdf.letters import RANGES, printable
from tests.documents.invented import DOCUMENT, EVERYTHING, FIGURE, PARTNERS, ROWS
from tests.documents.pdf.aloud import Element, Pdf, lines, rows

WORDS = TableDefinition[tuple[str, str]](
    key="words",
    title="Words",
    columns=(
        Column(key="a", title="A", kind=Kind.TEXT, value=lambda row: row[0]),
        Column(key="b", title="B", kind=Kind.TEXT, value=lambda row: row[1]),
    ),
)
SPOKEN = {"Title", "P", "H1", "H2", "H3", "Lbl", "LBody", "TH", "TD", "Caption", "Figure", "TOCI"}


def spoken(document: Document) -> Pdf:
    return Pdf(pdf.file(document))


def heard(element: Element) -> list[tuple[str, str, str]]:
    """(kind, text, language) of every element that speaks and holds no other that does."""
    return [
        (each.kind, each.alt or " ".join(each.text.split()), each.language)
        for each in element.walk()
        if each.kind in SPOKEN and not any(inner.kind in SPOKEN for inner in list(each.walk())[1:])
    ]


def test_the_whole_document_is_heard_in_order_and_in_its_languages() -> None:
    nb, nn = "nb-NO", "nn-NO"
    assert heard(spoken(DOCUMENT).tree) == [
        ("P", "Embetet", nb),
        ("Title", "Plan for perioden", nb),
        ("P", "Fylket", nb),
        ("Lbl", "Dato", nb),
        ("LBody", "27. april", nb),
        ("Lbl", "Utarbeidet av", nb),
        ("P", "Embetet", nb),
        ("P", "KS", nb),
        ("P", "Oppdiktede tall", nb),
        ("H1", "Innhold", nb),
        ("TOCI", "1. Bakgrunn 2", nb),
        ("TOCI", "Hvem 2", nb),
        ("TOCI", "2. Samarbeid 3", nb),
        ("TOCI", "3. Krav 4", nb),
        ("H1", "1. Bakgrunn", nb),
        ("P", "Slik er det <nå>.", nn),
        ("Lbl", "-", nn),
        ("LBody", "éin ting, sjå https://example.org/x.", nn),
        ("Caption", "Figur 1. Status", nb),
        ("Figure", FIGURE.alt, nb),
        ("TH", "Status", nb),
        ("TH", "Kommuner", nb),
        ("TD", "Vedtatt", nb),
        ("TD", "7", nb),
        ("TD", "I prosess", nb),
        ("TD", "19", nb),
        ("TD", "I alt", nb),
        ("TD", "26", nb),
        ("H2", "Hvem", nb),
        ("Lbl", "•", nb),
        ("LBody", "En", nb),
        ("Lbl", "•", nb),
        ("LBody", "To", nb),
        ("Lbl", "Sted", nb),
        ("LBody", "Molde", nb),
        ("H1", "2. Samarbeid", nb),
        ("Caption", "Samarbeid", nb),
        ("TH", "Organisasjon", nb),
        ("TH", "Ansvar", nb),
        ("TH", "Når", nb),
        ("TD", "Sykehuset <Vest>", nb),
        ("P", "Møter & råd:", nb),
        ("Lbl", "-", nb),
        ("LBody", 'fast møte "i mars"', nb),
        ("Lbl", "-", nb),
        ("P", "kurs", nb),
        ("Lbl", "o", nb),
        ("LBody", "for nye", nb),
        ("Lbl", "•", nb),
        ("LBody", "plan", nb),
        ("P", "Slutt.", nb),
        ("TD", "vår 2020", nb),
        ("TD", "Fylket (FK)", nb),
        ("TD", "– Tenner", nn),
        ("Lbl", "-", nn),
        ("LBody", "eitt møte", nn),
        ("TD", "", nn),
        ("TD", "– Kultur", nb),
        ("TD", "Årleg samling", nb),
        ("TD", "årleg", nb),
        ("TD", "Banken", nb),
        ("TD", "=HYPERLINK(1)", nb),
        ("TD", "", nb),
        ("H1", "3. Krav", nb),
        ("TH", "Innhold", nb),
        ("TH", "På plass", nb),
        ("TH", "Hvor", nb),
        ("TD", "Avtaler", nb),
        ("TD", "Nei", nb),
        ("TD", "ingen", nb),
        ("TD", "Dialog", nb),
        ("TD", "Ja", nb),
        ("TD", "", nb),
    ]


def test_title_author_and_language_are_said_of_the_file() -> None:
    made = spoken(DOCUMENT)
    with made.file.open_metadata() as told:
        assert (told["dc:title"], told["dc:creator"], told["pdfuaid:part"]) == (
            "Plan for perioden",
            ["Embetet"],
            "1",
        )
        assert "xmp:CreateDate" not in told
    root = made.file.Root
    assert (str(root.Lang), bool(root.ViewerPreferences.DisplayDocTitle), bool(root.MarkInfo.Marked)) == (
        "nb-NO",
        True,
        True,
    )
    assert made.outline() == ["Innhold", "1. Bakgrunn", "Hvem", "2. Samarbeid", "3. Krav"]


def test_labels_follow_the_language_of_the_document() -> None:
    made = spoken(replace(DOCUMENT, language="nn"))
    assert [each.text for each in made.tree.all("H1", "TH")][:1] == ["Innhald"]
    assert "Side 2 av 4" in made.artifacts(2)
    assert str(made.file.Root.Lang) == "nn-NO"
    assert "Page 2 of 4" in spoken(replace(DOCUMENT, language="en")).artifacts(2)


def test_every_title_of_a_table_is_a_header_of_its_column() -> None:
    for table in spoken(DOCUMENT).tree.all("Table"):
        first, *others = table.all("TR")
        assert {cell.kind for cell in first.walk()} >= {"TR", "TH"}
        assert {str(cell.attributes["/Scope"]) for cell in first.all("TH")} == {"/Column"}
        assert all(not row.all("TH") and row.all("TD") for row in others)
        assert all(cell.attributes["/Headers"] for row in others for cell in row.all("TD"))


def test_a_group_is_one_cell_across_and_its_rows_begin_with_a_dash() -> None:
    (table,) = [each for each in spoken(DOCUMENT).tree.all("Table") if each.all("Caption")]
    cells = [row.all("TD") for row in table.all("TR")[1:]]
    assert [int(row[0].attributes.get("/ColSpan", 1)) for row in cells] == [1, 3, 1, 1, 1]
    assert [row[0].text for row in cells] == [
        "Sykehuset <Vest>",
        "Fylket (FK)",
        f"{MEMBER}Tenner",
        f"{MEMBER}Kultur",
        "Banken",
    ]


def test_every_cell_reads_back() -> None:
    made = Pdf(pdf.table_file(EVERYTHING, ROWS, language="nb"))
    (table,) = made.tree.all("Table")
    with override("nb"):
        assert rows(table) == [
            [str(column.title) for column in PARTNERS.columns],
            *[
                [group]
                if group
                else [
                    "\n".join(
                        part.replace("\t", " ")
                        for part in (
                            MEMBER * (not index and bool(row.parent)) + cell_text(column, row)
                        ).split("\n")
                        if part
                    )
                    for index, column in enumerate(PARTNERS.columns)
                ]
                for group, row in [("", ROWS[0]), ("Fylket (FK)", ROWS[1]), *[("", row) for row in ROWS[1:]]]
            ],
        ]
    links = [str(each.A.URI) for page in made.file.pages for each in page.get("/Annots", [])]
    assert links == ["https://example.org/a?b=1&c=2"]


def test_running_heads_and_page_numbers_are_not_read_aloud() -> None:
    made = spoken(DOCUMENT)
    assert [made.artifacts(number).splitlines() for number in (1, 3)] == [
        [],
        ["Plan for perioden Oppdiktede tall", "Revidert Side 3 av 4"],
    ]
    assert "Side" not in made.tree.text


def test_contents_name_the_pages_on_which_the_headings_stand() -> None:
    chapters = tuple(
        part
        for number in range(1, 30)
        for part in (
            Heading(1, f"Kapittel{number}", str(number)),
            Paragraph("Ord og atter ord. " * 60 * (number % 4)),
        )
    )
    made = spoken(replace(DOCUMENT, blocks=(DOCUMENT.blocks[0], *chapters)))
    said = [" ".join(each.text.split()).rsplit(" ", 1) for each in made.tree.all("TOCI")]
    stand = [[each.text, str(min(each.pages))] for each in made.tree.all("H1")[1:]]
    assert said == stand
    assert len({page for _title, page in stand}) > 3


@settings(max_examples=40, deadline=None)
@given(st.text(), st.text(), st.text())
@example('#panic("x") $x^2$ *b* _i_ @ref <label> // note \\ `raw` = Heading', '#import "/etc/passwd"', "]#[")
@example("\\u{41} \"quoted\" 'single' -- --- ... ~ https://example.org/#f{}", "#sys.inputs", "{{ }} %s \0")
@example("Ǧákti ŋ ŧ đ ①②③ ﬁ ½ 🎉 中 שלום \u00ad\u200b\ufeff\u202e", "e\u0301", "\t\x0b\u2028")
def test_any_text_comes_out_as_itself(one: str, two: str, three: str) -> None:
    made = spoken(
        Document(
            f"T {one}",
            "nb",
            (
                Heading(1, f"H {one}"),
                Paragraph(f"P {two}"),
                Table(WORDS, ((f"x {three}", one),), caption=f"C {two}"),
            ),
            Front(f"I {three}", f"S {one}", ((f"F {two}", f"V {three}"),)),
            f"N {two}",
        )
    )

    def told(text: str) -> str:
        return printable(clean(text).replace("\n", " "))

    tree = made.tree
    assert squeezed(tree.all("Title")[0].text) == squeezed(f"T {told(one)}")
    assert squeezed(tree.all("H1")[0].text) == squeezed(f"H {told(one)}")
    body = "\n".join(lines(tree))
    for text in (f"P {two}", f"x {three}", one, f"I {three}", f"V {three}", f"N {two}"):
        for part in clean(text).split("\n"):
            assert squeezed(printable(part)) in squeezed(body)


def squeezed(text: str) -> str:
    """Without white space, which lists, lines and pages may change."""
    return "".join(text.split())


def test_every_letter_that_is_said_to_print_prints() -> None:
    ends = [[int(end, 16) for end in part.split("-")] for part in RANGES.split()]
    letters = "".join(chr(code) for first, *last in ends for code in range(first, (last or [first])[0] + 1))
    words = [letters[at : at + 60] for at in range(0, len(letters), 60)]
    # typst refuses to print a letter without a shape; a heading is bold.
    made = spoken(Document("T", "nb", (Paragraph("\n".join(words)), *(Heading(1, each) for each in words))))
    assert made.errors == []


def test_only_the_fonts_that_come_along_are_used() -> None:
    made = spoken(replace(DOCUMENT, notice="○ ▪ ◔ ①"))
    fonts = {
        font.split("+")[1].split("-")[0]
        for page in made.pages
        for font in {c["fontname"] for c in page.chars}
    }
    assert fonts == {"SourceSansPro", "DejaVuSansMono"}


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_two_checkers_find_nothing(language: str, tmp_path: Path) -> None:
    path = tmp_path / "document.pdf"
    path.write_bytes(pdf.file(replace(DOCUMENT, language=language)))
    report = pdfua.validate(str(path))
    assert not report.findings
    result = outloud.check(str(path))
    assert (result.error, result.findings) == (None, [])
    assert Pdf(path.read_bytes()).errors == []


def test_the_one_thing_that_a_checker_holds_against_a_long_table_are_its_repeated_titles(
    tmp_path: Path,
) -> None:
    """Titles repeated on a second page are artifacts, or they would be read twice. The rule TAG-002 takes a long line of
    them for prose unless it stands on three pages; nothing else is found."""
    titles = "hva vi gjør sammen med andre i hele fylket"
    definition = replace(WORDS, columns=(WORDS.columns[0], replace(WORDS.columns[1], title=titles)))
    path = tmp_path / "document.pdf"
    words = ("Bakgrunn", "Formål", "Oppdrag", "Ansvar", "Møter")
    before = [
        block for word in words for block in (Heading(1, word), Paragraph(f"Om {word.lower()}."), PageBreak())
    ]
    table = Table(definition, (("ord", "ord " * 60),) * 20)
    path.write_bytes(pdf.file(Document("Plan", "nb", (*before, table))))
    made = Pdf(path.read_bytes())
    assert made.tree.all("Table")[0].pages == {6, 7}
    found = [
        (each.rule, each.page, each.evidence)
        for each in outloud.check(str(path)).findings
        if each.severity == "error"
    ]
    assert found == [("TAG-002", 7, f"A {titles}")]
    assert not pdfua.validate(str(path)).findings


def test_the_same_document_is_the_same_file() -> None:
    assert pdf.file(DOCUMENT) == pdf.file(DOCUMENT)
