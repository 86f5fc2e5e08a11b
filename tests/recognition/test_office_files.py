"""Word and ODT files as programs write them: what is merged, tracked, boxed, listed and noted."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest
from docx import Document
from docx.oxml import parse_xml

from samordner.documents.recognition.opening import open_source
from samordner.documents.recognition.sources import Block
from tests.plandocument.plans import saved

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
ODF = "urn:oasis:names:tc:opendocument:xmlns"
SPACES = (
    " ".join(
        f'xmlns:{key}="{ODF}:{name}:1.0"'
        for key, name in (("office", "office"), ("text", "text"), ("table", "table"), ("style", "style"))
    )
    + f' xmlns:fo="{ODF}:xsl-fo-compatible:1.0" xmlns:draw="{ODF}:drawing:1.0"'
)

DOWN, ACROSS = 'table:number-rows-spanned="2"', 'table:number-columns-spanned="3"'


def word(body: str) -> tuple[Block, ...]:
    document = Document()
    for element in parse_xml(f"<w:body {W}>{body}</w:body>"):
        document.element.body.insert(len(document.element.body) - 1, element)
    return open_source(saved(document)).blocks


def said(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def cell(content: str) -> str:
    return f"<w:tc>{content}</w:tc>"


def test_what_was_deleted_is_gone_and_what_was_inserted_stands() -> None:
    rows = (
        f"<w:tr>{cell(said('Dato'))}{cell(said('Tema'))}</w:tr>"
        f"<w:tr><w:trPr><w:del w:id='1'/></w:trPr>{cell(said('1. mai'))}{cell(said('Borte'))}</w:tr>"
        f"<w:tr><w:trPr><w:ins w:id='2'/></w:trPr>{cell(said('2. mai'))}{cell(said('Ny'))}</w:tr>"
    )
    assert [block.cells for block in word(f"<w:tbl>{rows}</w:tbl>")] == [("Dato", "Tema"), ("2. mai", "Ny")]


def test_a_table_in_a_content_control_and_text_in_a_box_are_read() -> None:
    table = f"<w:tbl><w:tr>{cell(said('Dato'))}{cell(said('Tema'))}</w:tr></w:tbl>"
    boxed = (
        "<w:p><w:r><w:pict><v:shape xmlns:v='urn:schemas-microsoft-com:vml'><v:textbox><w:txbxContent>"
        f"{said('I boks')}{table}</w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>"
    )
    found = word(f"<w:sdt><w:sdtContent>{table}</w:sdtContent></w:sdt>{boxed}")
    assert [block.cells for block in found] == [("Dato", "Tema"), ("I boks",), ("Dato", "Tema")]


def test_a_table_of_one_cell_is_a_box_around_text() -> None:
    found = word(f"<w:tbl><w:tr>{cell(said('Bakgrunn') + said('Om oss.'))}</w:tr></w:tbl>")
    assert [(block.row, block.text) for block in found] == [(False, "Bakgrunn"), (False, "Om oss.")]


def test_a_table_within_a_cell_is_lines_of_the_cell() -> None:
    inner = f"<w:tbl><w:tr>{cell(said('a'))}{cell(said('b'))}</w:tr></w:tbl>"
    (row,) = word(
        f"<w:tbl><w:tr>{cell(said('KS'))}{cell(said('Vi:') + inner + said('slutt'))}</w:tr></w:tbl>"
    )
    assert row.cells == ("KS", "Vi:\na\nb\nslutt")


def test_rows_that_word_repeats_on_each_page_are_headings() -> None:
    head = f"<w:tr><w:trPr><w:tblHeader/></w:trPr>{cell(said('År'))}{cell(said('Tiltak'))}</w:tr>"
    found = word(f"<w:tbl>{head}<w:tr>{cell(said('2022'))}{cell(said('Kurs'))}</w:tr></w:tbl>")
    assert [block.head for block in found] == [True, False]


@pytest.mark.parametrize("style", ["Heading2", "Overskrift2", "Overskrift 2", "Heading_20_2"])
def test_a_heading_is_known_by_the_name_of_its_style_even_without_the_style(style: str) -> None:
    body = f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr><w:r><w:t>Bakgrunn</w:t></w:r></w:p>'
    assert [block.level for block in word(body)] == [2]


def test_a_paragraph_is_bold_by_its_style_too() -> None:
    document = Document()
    document.styles.add_style("Mellomtittel", 1).font.bold = True
    document.add_paragraph("Bakgrunn", style="Mellomtittel")
    quiet = document.add_paragraph(style="Mellomtittel").add_run("Ikke fet")
    quiet.bold = False
    assert [block.role for block in open_source(saved(document)).blocks] == ["strong", ""]


def test_soft_hyphens_say_nothing_in_a_cell_and_smart_quotes_stand() -> None:
    cells = cell(said("kom\u00admunane")) + cell(said("“Heime”"))
    (row,) = word(f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>")
    assert row.cells == ("kommunane", "“Heime”")


def test_the_main_part_may_have_another_name() -> None:
    old = saved(Document())
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(old)) as source, zipfile.ZipFile(target, "w") as made:
        for name in source.namelist():
            content = source.read(name).replace(b"word/document.xml", b"word/document2.xml")
            if name == "word/document.xml":
                content = f"<w:document {W}><w:body>{said('Hei')}</w:body></w:document>".encode()
            made.writestr(name.replace("document.xml", "document2.xml"), content)
    assert [block.text for block in open_source(target.getvalue()).blocks] == ["Hei"]


def odt(body: str, styles: str = "") -> tuple[Block, ...]:
    content = (
        f"<office:document-content {SPACES}><office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as made:
        made.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        made.writestr("content.xml", content)
    return open_source(target.getvalue()).blocks


def told(blocks: tuple[Block, ...]) -> list[tuple[Any, ...]]:
    return [(block.role or (f"h{block.level}" if block.level else ""), *block.cells) for block in blocks]


def test_an_odt_file_is_read_in_order_with_headings_lists_and_notes() -> None:
    bold = (
        '<style:style style:name="P1" style:family="paragraph"><style:text-properties fo:font-weight="bold"/>'
    )
    note = "<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>Vedtatt</text:p>"
    body = (
        "<text:tracked-changes><text:p>Slettet</text:p></text:tracked-changes>"
        '<text:h text:outline-level="1">Bakgrunn</text:h>'
        f"<text:p>Planen{note}</text:note-body></text:note> gjelder<text:s text:c='2'/>nå.<text:line-break/>Ja.</text:p>"
        '<text:p text:style-name="P1">Mellomtittel</text:p>'
        "<text:list><text:list-item><text:p>Ein</text:p><text:list><text:list-item><text:p>To</text:p>"
        "</text:list-item></text:list></text:list-item></text:list>"
        '<text:p text:style-name="Heading_20_2">Under</text:p>'
    )
    styles = bold + '</style:style><style:style style:name="Heading_20_2" style:display-name="Heading 2"/>'
    assert told(odt(body, styles)) == [
        ("h1", "Bakgrunn"),
        ("", "Planen gjelder nå.\nJa."),
        ("strong", "Mellomtittel"),
        ("bullet", "Ein"),
        ("bullet", "To"),
        ("h2", "Under"),
        ("note", "Vedtatt"),
    ]


def test_merged_cells_of_an_odt_table_lie_on_their_columns() -> None:
    def made(text: str, more: str = "") -> str:
        return f"<table:table-cell {more}><text:p>{text}</text:p></table:table-cell>"

    covered = "<table:covered-table-cell/>"
    rows = (
        f"<table:table-header-rows><table:table-row>{made('År')}{made('Område')}{made('Tiltak')}</table:table-row>"
        "</table:table-header-rows>"
        f"<table:table-row>{made('2022', DOWN)}{made('Mat')}{made('Kurs')}</table:table-row>"
        f"<table:table-row>{covered}{made('Helse')}{made('')}</table:table-row>"
        f"<table:table-row>{made('Fylket', ACROSS)}{covered}{covered}</table:table-row>"
    )
    head, first, second, group = odt(f"<table:table>{rows}</table:table>")
    assert (head.head, head.cells, first.cells) == (
        True,
        ("År", "Område", "Tiltak"),
        ("2022", "Mat", "Kurs"),
    )
    assert (second.cells, second.carried) == (("", "Helse", ""), frozenset({0}))
    assert (group.cells, group.banner, group.carried) == (("Fylket", "", ""), True, frozenset())
