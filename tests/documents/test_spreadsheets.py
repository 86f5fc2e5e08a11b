import csv as standard_csv
import io
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from samordner.documents import csv, xlsx
from samordner.documents.columns import Column, Kind, TableDefinition
from samordner.documents.lines import clean
from tests.documents.invented import PARTNERS, ROWS

TITLES = [
    "Hører til", "Organisasjon", "Ansvar", "Stadium", "Når", "Når, fra", "Når, til", "Første møte", "Møter",
    "Nettside", "Nettside, adresse", "Kontakter",
]  # fmt: skip
ONE_COLUMN = TableDefinition[str](
    key="words",
    title="Words",
    columns=(Column(key="word", title="Word", kind=Kind.TEXT, value=lambda row: row),),
)
RISKY = st.one_of(
    st.text(),
    st.builds(str.__add__, st.sampled_from(["=", "+", "-", "@", "\t", "\r", "'", "＝", '"', ";"]), st.text()),
    st.from_regex("_x[0-9A-F]{4}_"),
)


def sheet(content: bytes) -> list[list[Any]]:
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()


def test_a_sheet_holds_every_column_with_true_days_and_numbers() -> None:
    rows = sheet(xlsx.file(PARTNERS, ROWS, language="nb"))
    assert rows[0] == TITLES
    assert rows[1] == [
        "", "Sykehuset <Vest>", ROWS[0].text, "Avtalt", "vår 2020", date(2020, 1, 1), date(2020, 6, 30),
        date(2021, 4, 27), 12500.0, "Sykehuset", "https://example.org/a?b=1&c=2", "Berg, Kari\nOla",
    ]  # fmt: skip
    assert rows[2][:3] == ["Fylket (FK)", "Tenner", "- eitt møte"]
    assert rows[4][1:4] == ["Banken", "=HYPERLINK(1)", "ukjent"]


def test_a_sheet_has_its_titles_frozen_a_filter_and_no_formula() -> None:
    book = load_workbook(io.BytesIO(xlsx.file(PARTNERS, ROWS, language="nb")))
    page = book["Samarbeid med andre"]
    assert (page.freeze_panes, page.auto_filter.ref, page.print_title_rows) == ("A2", "A1:L5", "$1:$1")
    cells = [cell for row in page.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} == {"s", "n", "d"}
    assert [cell.value for cell in cells if cell.quotePrefix] == ["- eitt møte", "=HYPERLINK(1)"]
    assert (book.properties.title, book.properties.language) == ("Samarbeid med andre", "nb")


@given(st.lists(RISKY, max_size=4))
def test_whatever_a_cell_begins_with_reads_back_from_a_sheet(texts: list[str]) -> None:
    rows = sheet(xlsx.file(ONE_COLUMN, texts, language="nb"))[1:]
    rows += [[""]] * (len(texts) - len(rows))  # the reader leaves out empty rows at the end
    assert [row[0] for row in rows] == [clean(text) for text in texts]


@given(st.lists(RISKY, max_size=4))
def test_whatever_a_cell_begins_with_reads_back_from_csv_and_is_no_formula(texts: list[str]) -> None:
    content = csv.file(ONE_COLUMN, texts, language="nb")
    assert csv.read(content) == [["Word"], *([clean(text)] for text in texts)]
    raw = standard_csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";")
    assert not [cell for row in raw for cell in row if cell[:1] in set("=+-@\t\r＝＋－＠")]


def test_csv_opens_in_norwegian_excel_with_its_signs() -> None:
    content = csv.file(PARTNERS, ROWS[:1], language="nb")
    assert content.startswith(b'\xef\xbb\xbf"H\xc3\xb8rer til";')
    assert csv.read(content)[1] == [
        "", "Sykehuset <Vest>", ROWS[0].text, "Avtalt", "vår 2020", "2020-01-01", "2020-06-30", "2021-04-27",
        "12500", "Sykehuset", "https://example.org/a?b=1&c=2", "Berg, Kari\nOla",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("language", "titles"), [("nn", ["Når, frå", "Når, til"]), ("en", ["Når, from", "Når, to"])]
)
def test_the_columns_of_a_period_are_named_in_the_readers_language(language: str, titles: list[str]) -> None:
    assert csv.read(csv.file(PARTNERS, ROWS, language=language))[0][5:7] == titles
