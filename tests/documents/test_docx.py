"""What was printed is read back with python-docx, and with nothing but what a person can see in Word."""

import io
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from typing import Any

import docx
import resvg_py
from docx.oxml.ns import qn
from docx.table import Table as WordTable
from hypothesis import given, settings
from hypothesis import strategies as st

from samordner.charts.pictures import FAMILIES, png
from samordner.documents import docx as printer
from samordner.documents.blocks import Block, Document, Heading, PageBreak, Paragraph, Table
from samordner.documents.cells import MEMBER, cell_text
from samordner.documents.columns import Column, Kind, Layout, TableDefinition
from samordner.documents.fonts import font_files
from samordner.documents.landscape import landscapes
from samordner.documents.lines import clean
from samordner.documents.look import Look
from tests.documents.invented import DOCUMENT, EVERYTHING, FIGURE, PARTNERS, ROWS, Partner

WORDS = TableDefinition[tuple[str, str]](
    key="words",
    title="Words",
    columns=(
        Column(key="a", title="A", kind=Kind.TEXT, value=lambda row: row[0]),
        Column(key="b", title="B", kind=Kind.TEXT, value=lambda row: row[1]),
    ),
)


def opened(document: Document) -> Any:
    return docx.Document(io.BytesIO(printer.file(document)))


def table_in(definition: TableDefinition[Any], rows: tuple[Any, ...]) -> tuple[Any, WordTable]:
    file = docx.Document(io.BytesIO(printer.table_file(definition, rows, language="nb")))
    return file, file.tables[0]


def cell_lines(cell: Any, file: Any) -> Iterator[str]:
    """A line a paragraph; before a list item the marker that its list draws."""
    for paragraph in cell.paragraphs:
        numbers = paragraph._p.pPr.numPr
        if numbers is None:
            yield paragraph.text
            continue
        level, number = numbers.ilvl.val, numbers.numId.val
        drawn = file.part.numbering_part.element.xpath(
            f"//w:abstractNum[@w:abstractNumId='{number}']/w:lvl[@w:ilvl='{level}']/w:lvlText/@w:val"
        )
        yield f"{'  ' * level}{drawn[0]} {paragraph.text}"


def read_back(file: Any, table: WordTable) -> list[tuple[str, ...]]:
    """The rows under the titles: (group, cells…), by the rule in the printer's docstring."""
    found, group = [], ""
    for row in table.rows[1:]:
        if len(row._tr.tc_lst) == 1:
            group = row.cells[0].text
            continue
        cells = ["\n".join(cell_lines(cell, file)) for cell in row.cells]
        if group and not cells[0].startswith(MEMBER):
            group = ""
        found.append((group, cells[0].removeprefix(MEMBER) if group else cells[0], *cells[1:]))
    return found


def test_every_cell_and_group_reads_back() -> None:
    file, table = table_in(EVERYTHING, ROWS)
    assert [cell.text for cell in table.rows[0].cells] == [str(column.title) for column in PARTNERS.columns]
    assert read_back(file, table) == [
        (row.parent, *(cell_text(column, row) for column in PARTNERS.columns)) for row in ROWS
    ]


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.text(), st.text()), max_size=4))
def test_any_text_reads_back(rows: list[tuple[str, str]]) -> None:
    file, table = table_in(WORDS, tuple(rows))
    assert read_back(file, table) == [("", clean(a), clean(b)) for a, b in rows]


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from(["", "", "Fylket", "Regionen"]), max_size=8))
def test_groups_of_any_order_read_back(parents: list[str]) -> None:
    rows = tuple(Partner(f"P{index}", parent=parent) for index, parent in enumerate(parents))
    file, table = table_in(PARTNERS, rows)
    assert [row[:2] for row in read_back(file, table)] == [(row.parent, row.name) for row in rows]


def test_bullets_are_list_items_and_a_link_is_a_link() -> None:
    _file, table = table_in(EVERYTHING, ROWS)
    cells = table.rows[1].cells
    assert [bool(p._p.xpath("w:pPr/w:numPr")) for p in cells[1].paragraphs] == [0, 1, 1, 1, 1, 0, 0]
    assert [link.address for p in cells[6].paragraphs for link in p.hyperlinks] == [
        "https://example.org/a?b=1&c=2"
    ]


def test_titles_are_repeated_on_every_page_and_no_row_is_cut() -> None:
    _file, table = table_in(PARTNERS, ROWS)
    assert [bool(row._tr.xpath("w:trPr/w:tblHeader")) for row in table.rows] == [True] + [False] * 5
    assert all(row._tr.xpath("w:trPr/w:cantSplit") for row in table.rows)
    assert [row._tr.xpath("w:tc/w:tcPr/w:gridSpan/@w:val") for row in table.rows].count(["3"]) == 1
    assert table._tbl.xpath("w:tblPr/w:tblCaption/@w:val") == ["Samarbeid med andre"]


def test_columns_follow_the_layout_and_the_page_lies_down_for_a_wide_table() -> None:
    file = opened(DOCUMENT)
    table = next(
        table for table in file.tables if len(table.columns) == 3 and table.cell(0, 0).text == "Organisasjon"
    )
    widths = [column.width for column in table.columns]
    assert widths[1] > 2 * widths[0]
    assert sum(widths) == 14570 * 635
    assert [(section.page_width > section.page_height) for section in file.sections] == [False, True, False]


def test_a_word_is_not_broken_by_a_narrow_column() -> None:
    layout = Layout(("a", "b"), (1, 20))
    _file, table = table_in(replace(WORDS, layout=layout), (("Omsorgsforskningssenteret", "x y z"),))
    assert table.columns[0].width > 2000 * 635


def test_headings_contents_and_front_page_are_what_word_knows_them_as() -> None:
    file = opened(DOCUMENT)
    styled = [(paragraph.style.name, paragraph.text) for paragraph in file.paragraphs]
    assert [pair for pair in styled if pair[0].startswith("Heading")] == [
        ("Heading 1", "1. Bakgrunn"),
        ("Heading 2", "Hvem"),
        ("Heading 1", "2. Samarbeid"),
        ("Heading 1", "3. Krav"),
    ]
    assert [pair for pair in styled if pair[0].startswith("toc")] == [
        ("toc 1", "1. Bakgrunn\t"),
        ("toc 2", "Hvem\t"),
        ("toc 1", "2. Samarbeid\t"),
        ("toc 1", "3. Krav\t"),
    ]
    body = file.element.body
    marks = body.xpath("//w:bookmarkStart/@w:name")
    pages = [f" PAGEREF {mark} \\h " for mark in marks]
    assert body.xpath("//w:instrText/text()") == pages
    assert body.xpath("//w:fldChar/@w:dirty") == ["true"] * len(marks)
    assert body.xpath("//w:hyperlink/@w:anchor") == marks
    assert ("Title", "Plan for perioden") in styled
    assert [[cell.text for cell in row.cells] for row in file.tables[0].rows] == [
        ["Dato", "27. april"],
        ["Utarbeidet av", "Embetet\nKS"],
    ]


def test_head_foot_and_properties_name_the_document() -> None:
    file = opened(DOCUMENT)
    first = file.sections[0]
    assert first.header.paragraphs[0].text == "Oppdiktede tall · Plan for perioden"
    assert first.footer._element.xpath("//w:fldSimple/@w:instr") == ["PAGE", "NUMPAGES"]
    assert first.different_first_page_header_footer
    assert all(section.header.is_linked_to_previous for section in list(file.sections)[1:])
    core = file.core_properties
    assert (core.title, core.language, core.author) == ("Plan for perioden", "nb-NO", "Embetet")


def test_text_in_another_language_is_marked() -> None:
    file = opened(DOCUMENT)
    marked = file.element.body.xpath("//w:r[w:rPr/w:lang/@w:val='nn-NO']")
    assert "Slik er det <nå>." in [run.text for run in marked]
    assert f"{MEMBER}Tenner" in [run.text for run in marked]
    assert file.styles.element.xpath("w:docDefaults//w:lang/@w:val") == ["nb-NO"]


def test_a_figure_is_a_picture_with_its_words_and_its_table() -> None:
    file = opened(DOCUMENT)
    (picture,) = file.element.body.xpath("//wp:docPr")
    assert (picture.get("descr"), picture.get("title")) == (FIGURE.alt, "Status")
    assert next(iter(file.inline_shapes)).width == 9638 * 635
    assert ("Caption", "Figur 1. Status") in [(p.style.name, p.text) for p in file.paragraphs]
    table = next(table for table in file.tables if table.cell(0, 0).text == "Status")
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["Status", "Kommuner"],
        ["Vedtatt", "7"],
        ["I prosess", "19"],
        ["I alt", "26"],
    ]


def test_every_style_that_is_used_exists() -> None:
    file = opened(DOCUMENT)
    known = set(file.styles.element.xpath("w:style/@w:styleId"))
    used = set(file.element.body.xpath("//w:pStyle/@w:val | //w:rStyle/@w:val | //w:tblStyle/@w:val"))
    assert used - known == set()


def test_two_tables_never_touch() -> None:
    table = Table(WORDS, (("a", "b"),))
    file = opened(Document("T", "nb", (table, table)))
    body = [child.tag for child in file.element.body]
    assert (qn("w:tbl"), qn("w:tbl")) not in list(pairwise(body))


def test_a_page_is_broken_right_under_a_table_so_that_one_which_fills_its_page_leaves_no_empty_one() -> None:
    rows = (("a", "b"),)
    blocks = (Table(WORDS, rows), PageBreak(), Heading(1, "Neste"), Table(WORDS, rows), Paragraph("Slutt"))
    body = opened(replace(DOCUMENT, blocks=blocks, front=None)).element.body
    tables = list(body.iter(qn("w:tbl")))
    under = [one.getnext() for one in tables]
    assert [bool(list(one.iter(qn("w:br")))) for one in under] == [True, False]


def test_a_wide_table_takes_its_heading_and_short_text_along_but_not_long_text() -> None:
    wide = Table(PARTNERS, ROWS)
    short, long = Paragraph("x" * 300), Paragraph("x" * 3000)
    head = Heading(1, "H")
    cases: list[tuple[tuple[Block, ...], list[bool]]] = [
        (
            (short, head, Heading(2, "h"), short, wide, short, head),
            [False, True, True, True, True, True, False],
        ),
        ((head, long, wide, long), [False, False, True, False]),
        ((head, short), [False, False]),
    ]
    assert [landscapes(blocks) for blocks, _ in cases] == [expected for _, expected in cases]


def test_a_short_table_of_numbers_stays_with_its_drawing() -> None:
    file = opened(DOCUMENT)
    table = next(table for table in file.tables if table.cell(0, 0).text == "Status")
    kept = [[p.style.name for cell in row.cells for p in cell.paragraphs] for row in table.rows]
    assert kept == [
        ["Table Heading"] * 2,
        ["Table Text Kept", "Table Number Kept"],
        ["Table Text Kept", "Table Number Kept"],
        ["Table Text", "Table Number"],
    ]
    styles = file.styles.element
    for name in ("Figure", "Caption", "TableHeading", "TableTextKept", "TableNumberKept"):
        assert styles.xpath(f"w:style[@w:styleId='{name}']/w:pPr/w:keepNext"), name


def test_the_words_in_a_figure_need_no_font_of_the_machine() -> None:
    svg = FIGURE.svg.replace("<svg ", f'<svg font-family="{FAMILIES}" ', 1)
    bare: dict[str, Any] = {"svg_string": svg, "width": 400, "background": "white", "skip_system_fonts": True}
    with_ours = bytes(resvg_py.svg_to_bytes(**bare, font_files=font_files()))
    assert png(FIGURE, width=400, font_files=font_files()) == with_ours
    assert with_ours != bytes(resvg_py.svg_to_bytes(**bare))


def test_the_head_and_foot_do_not_say_the_title_twice() -> None:
    first = opened(replace(DOCUMENT, footer=DOCUMENT.title)).sections[0]
    assert first.header.paragraphs[0].text == "Oppdiktede tall · Plan for perioden"
    assert first.footer.paragraphs[0].text.startswith("Embetet · Side ")


def test_the_offices_colour_is_in_headings_and_tables() -> None:
    file = opened(replace(DOCUMENT, look=Look("#6b1f3a")))
    heading = file.styles.element.xpath("w:style[@w:styleId='Heading1']/w:rPr/w:color/@w:val")
    fills = set(file.element.body.xpath("//w:tcPr/w:shd/@w:fill"))
    assert (heading, fills) == (["6B1F3A"], {"6B1F3A", "F8E7ED"})
