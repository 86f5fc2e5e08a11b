"""Files on their way in: what is read as lines and rows, and what is refused with a sentence."""

import io
import zipfile
from pathlib import Path

import pytest
from docx import Document

from samordner.documents.recognition.opening import open_source
from samordner.documents.recognition.sources import Unreadable


def texts(content: bytes) -> list[tuple[str, ...]]:
    return [block.cells for block in open_source(content).blocks]


def test_a_line_is_text_and_a_line_with_tabs_is_a_row() -> None:
    assert texts("Møteplan\n\nDato\tTema\n\tmer".encode()) == [("Møteplan",), ("Dato", "Tema"), ("", "mer")]


def test_a_tab_after_a_headings_number_makes_no_row() -> None:
    assert texts(b"1.\tBakgrunn\n-\tPunkt") == [("1. Bakgrunn",), ("- Punkt",)]


def test_pipes_between_cells_make_rows_too() -> None:
    assert texts(b"| Dato | Tema |\n|---|---|\n| 1. mai | Tog |")[::2] == [
        ("Dato", "Tema"),
        ("1. mai", "Tog"),
    ]


def test_html_remains_become_paragraphs_and_items() -> None:
    line = '<p>Vi skal:</p> <ul style="list-style-type: none"> • lytte • <b>hjel</b>pe'
    assert texts(line.encode()) == [("Vi skal:\n• lytte\n• hjelpe",)]
    assert texts(b"<ul><li>ein</li><li>to</li></ul>") == [("- ein\n- to",)]


def test_a_list_that_is_never_closed_is_known_as_open() -> None:
    blocks = open_source(b"KS\t<ul> - en - to\nNAV\t<ul><li>en</li></ul>").blocks
    assert [block.open_list for block in blocks] == [True, False]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1", "utf-16"])
def test_norwegian_letters_survive_every_usual_encoding(encoding: str) -> None:
    assert texts("Målgruppe på Ås, ærlig".encode(encoding)) == [("Målgruppe på Ås, ærlig",)]


def test_lines_are_numbered_as_an_editor_numbers_them() -> None:
    blocks = open_source(b"en\r\n\r\nto\r\n\x0ctre").blocks
    assert [(block.number, block.gap, block.page) for block in blocks] == [
        (1, False, False),
        (3, True, False),
        (4, True, True),
    ]


def zipped(**members: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return target.getvalue()


SPACE = b'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
PARAGRAPHS = b"<w:document %b><w:body>%b</w:body></w:document>" % (SPACE, b"<w:p/>" * 10_001)
ROWS = b"<w:document %b><w:body><w:tbl>%b</w:tbl></w:body></w:document>" % (SPACE, b"<w:tr/>" * 10_001)
LETTERS = b"<w:document %b><w:body><w:p><w:r><w:t>%b</w:t></w:r></w:p></w:body></w:document>" % (
    SPACE,
    b"a" * 2_000_001,
)
TOO_LONG = (
    "The file has more than 10,000 lines or 2 million letters. No plan is that long: is it the right file?"
)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty."),
        (b"%PDF-1.7 ...", "The file is damaged: its end is missing. Fetch or save it once more."),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
            "This is an old or a locked Word file. Save it as DOCX without a password.",
        ),
        (b"{\\rtf1 hei}", "This is an RTF file. Save it as DOCX or as text first."),
        (b"\x00\x01\x02\x03" * 100, "The file is not text."),
        (b"a" * (20 * 1024 * 1024 + 1), "The file is larger than 20 MB."),
        (b"en linje\n" * 10_001, TOO_LONG),
        (b"a" * 2_000_001, TOO_LONG),
        (zipped(word__document_xml=LETTERS), TOO_LONG),
        (zipped(word__document_xml=PARAGRAPHS), TOO_LONG),
        (zipped(word__document_xml=ROWS), TOO_LONG),
        (b"PK\x03\x04 broken", "The file is damaged."),
        (zipped(content_xml=b"<x/>"), "This is no Word document. Save it as DOCX or as text first."),
        (zipped(word__document_xml=b"<w:document"), "The file is damaged."),
        (
            zipped(**{f"m{n}": b"" for n in range(1001)}),
            "The file unpacks to more than 100 MB or 1000 parts.",
        ),
        (
            zipped(word__document_xml=b" " * (100 * 1024 * 1024 + 1)),
            "The file unpacks to more than 100 MB or 1000 parts.",
        ),
        (
            zipped(word__document_xml=b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'),
            "The file holds XML declarations that no Word document has.",
        ),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_sentence(content: bytes, sentence: str) -> None:
    with pytest.raises(Unreadable) as refused:
        open_source(content)
    assert str(refused.value) == sentence


def test_a_locked_word_file_is_refused() -> None:
    content = bytearray(zipped(word__document_xml=b"<x/>"))
    at = content.index(b"PK\x01\x02")
    content[at + 8] |= 1  # the flag "encrypted" in the directory
    with pytest.raises(Unreadable, match="locked"):
        open_source(bytes(content))


def test_a_missing_file_is_refused_with_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="cannot be opened"):
        open_source(tmp_path / "nowhere.txt")


def test_word_paragraphs_and_rows_come_in_order_with_merged_cells_known() -> None:
    document = Document()
    document.add_heading("1. Tiltak", 1)
    table = document.add_table(4, 3)
    for at, text in enumerate(("År", "Område", "Tiltak")):
        table.cell(0, at).text = text
    table.cell(1, 0).merge(table.cell(2, 0)).text = "2022"
    table.cell(1, 1).text, table.cell(2, 1).text = "Mat", "Helse"
    table.cell(3, 0).merge(table.cell(3, 2)).text = "Fylkeskommunen"
    document.add_paragraph("Et punkt", style="List Bullet")
    target = io.BytesIO()
    document.save(target)
    heading, head, first, second, banner, bullet = open_source(target.getvalue()).blocks
    assert (heading.text, heading.level) == ("1. Tiltak", 1)
    assert head.cells == ("År", "Område", "Tiltak")
    assert (first.cells, second.cells, second.carried) == (
        ("2022", "Mat", ""),
        ("", "Helse", ""),
        frozenset({0}),
    )
    assert (banner.banner, banner.cells[0]) == (True, "Fylkeskommunen")
    assert (bullet.role, bullet.text) == ("bullet", "Et punkt")
