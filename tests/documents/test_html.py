import json as standard_json
import re
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.utils.translation import override
from lxml import html as lxml_html

from samordner.documents import html, json
from samordner.documents.blocks import Document, Paragraph
from samordner.documents.cells import day_text, number_text
from samordner.documents.columns import Column, Kind, Layout, Link, TableDefinition
from samordner.documents.look import Look
from samordner.documents.printing import DocumentFormat, TableFormat, print_document, print_table
from tests.documents.invented import DOCUMENT, EVERYTHING, PARTNERS, ROWS


def tree(markup: str) -> lxml_html.HtmlElement:
    return lxml_html.fromstring(markup)


def words(element: lxml_html.HtmlElement) -> str:
    return " ".join(" ".join(element.itertext()).split())


def test_a_table_says_what_its_titles_rows_and_groups_are() -> None:
    page = tree(html.table(PARTNERS, ROWS, language="nb"))
    assert [words(cell) for cell in page.xpath("//thead//th[@scope='col']")] == [
        "Organisasjon",
        "Ansvar",
        "Når",
    ]
    assert [words(cell) for cell in page.xpath("//th[@scope='row']")] == [row.name for row in ROWS]
    assert [(words(cell), cell.get("colspan")) for cell in page.xpath("//th[@scope='rowgroup']")] == [
        ("Fylket (FK)", "3")
    ]
    assert [len(part.xpath("tr")) for part in page.xpath("//tbody")] == [1, 3, 1]
    assert [words(caption) for caption in page.xpath("//caption")] == ["Samarbeid med andre"]


def test_a_table_of_cards_names_the_column_in_every_cell() -> None:
    plain, cards = (tree(html.table(PARTNERS, ROWS, language="nb", cards=each)) for each in (False, True))
    assert {cell.get("data-title") for cell in plain.xpath("//td")} == {None}
    assert [cell.get("data-title") for cell in cards.xpath("//tbody[1]/tr[1]/td")] == ["Ansvar", "Når"]
    assert [table.get("class") for table in cards.xpath("//table")] == ["ds-table as-cards"]


def test_a_cell_keeps_its_paragraphs_and_levels_of_bullets() -> None:
    page = tree(html.table(PARTNERS, ROWS[:1], language="nb"))
    cell = page.xpath("//tbody//td")[0]
    assert [part.tag for part in cell] == ["p", "ul", "p"]
    assert [words(item) for item in cell.xpath("ul/li")] == ['fast møte "i mars"', "kurs for nye", "plan"]
    assert [words(item) for item in cell.xpath("ul/li/ul/li")] == ["for nye"]


def test_every_kind_of_cell_reads_as_people_write_it() -> None:
    page = tree(html.table(EVERYTHING, ROWS[:1], language="nb"))
    assert [words(cell) for cell in page.xpath("//tbody//td")][1:] == [
        "Avtalt", "vår 2020", "27.04.2021", "12 500", "Sykehuset", "Berg, Kari Ola",
    ]  # fmt: skip
    assert page.xpath("//tbody//a/@href") == ["https://example.org/a?b=1&c=2"]


def test_a_row_in_another_language_is_marked() -> None:
    page = tree(html.table(EVERYTHING, ROWS, language="nb"))
    assert [(row.get("lang"), words(row[0])) for row in page.xpath("//tr[@lang]")] == [("nn", "Tenner")]
    assert page.xpath("//tr[@lang='nn']/td[@lang]/@lang") == ["nb"]  # the label of a choice is ours


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "//evil.example"])
def test_an_address_that_could_run_something_is_no_link(address: str) -> None:
    column = Column[Link](key="page", title="Page", kind=Kind.LINK, value=lambda link: link)
    table = TableDefinition(key="links", title="Links", columns=(column,))
    assert tree(html.table(table, [Link(address)], language="nb")).xpath("//a") == []


def test_a_file_stands_alone_in_its_language() -> None:
    page = tree(html.file(DOCUMENT))
    assert page.get("lang") == "nb"
    assert page.xpath("/html/head/title/text()") == ["Plan for perioden"]
    assert page.xpath("//script | //link | //img | //*[@style]") == []
    assert page.xpath("//a[@class='skip']/@href") == ["#main"]
    assert page.xpath("//h1/text()") == ["Plan for perioden"]
    assert [words(item) for item in page.xpath("//*[@role='note']")] == ["Oppdiktede tall"]
    assert [words(item) for item in page.xpath("//figcaption")] == ["Figur 1. Status"]
    assert [words(row) for row in page.xpath("//figure//tbody/tr")] == [
        "Vedtatt 7",
        "I prosess 19",
        "I alt 26",
    ]
    assert [words(item) for item in page.xpath("//ul[@class='checklist']/li")] == [
        "Nei: Avtaler ingen", "Ja: Dialog",
    ]  # fmt: skip
    assert [words(part) for part in page.xpath("//main//*[@lang='nn'][self::div]")] == [
        "Slik er det <nå>. éin ting, sjå https://example.org/x ."
    ]


def test_a_wide_table_is_printed_on_a_lying_page_with_its_heading() -> None:
    page = tree(html.file(DOCUMENT))
    assert [[part.tag for part in wide] for wide in page.xpath("//div[@class='wide']")] == [["h2", "div"]]


def test_the_contents_lead_to_every_heading_and_ids_are_unique() -> None:
    page = tree(html.file(DOCUMENT))
    links = {link.get("href")[1:]: words(link) for link in page.xpath("//nav//a")}
    headings = {
        part.get("id"): words(part) for part in page.xpath("//main//*[self::h2 or self::h3][@id!='contents']")
    }
    assert links == headings
    assert list(links.values()) == ["1. Bakgrunn", "Hvem", "2. Samarbeid", "3. Krav"]
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))


def test_a_title_row_is_printed_on_every_sheet_and_no_row_is_cut() -> None:
    style = tree(html.file(DOCUMENT)).xpath("string(//style)")
    assert "thead { display: table-header-group; }" in style
    assert "tr, figure svg, figure table { break-inside: avoid; }" in style


@pytest.mark.parametrize(("language", "name"), [("nb", "Innhold"), ("nn", "Innhald"), ("en", "Contents")])
def test_labels_follow_the_documents_language(language: str, name: str) -> None:
    page = tree(html.file(replace(DOCUMENT, language=language)))
    assert page.xpath("//nav/h2/text()") == [name]


def test_markup_in_text_is_text() -> None:
    document = Document("<b>", "nb", (Paragraph('<script>"x"</script>'),))
    assert tree(html.file(document)).xpath("//main")[0].text_content().strip() == '<script>"x"</script>'


def test_json_holds_keys_typed_values_and_labels_as_written() -> None:
    data = standard_json.loads(print_table(PARTNERS, ROWS, TableFormat.JSON, language="nb").content)
    assert [column["key"] for column in data["columns"]] == [
        "parent", "name", "text", "stage", "when", "first", "meetings", "page", "people",
    ]  # fmt: skip
    assert data["rows"][0] == {
        "parent": "",
        "name": "Sykehuset <Vest>",
        "text": ROWS[0].text,
        "stage": {"key": "agreed", "label": "Avtalt"},
        "when": {
            "label": "vår 2020",
            "start": "2020-01-01",
            "end": "2020-06-30",
            "recurrence": None,
            "inferred": False,
        },
        "first": "2021-04-27",
        "meetings": 12500,
        "page": {"address": "https://example.org/a?b=1&c=2", "label": "Sykehuset"},
        "people": ["Berg, Kari", "Ola"],
    }
    blocks = standard_json.loads(json.document_file(DOCUMENT))["blocks"]
    assert [block["type"] for block in blocks] == [
        "contents", "heading", "paragraph", "figure", "heading", "list", "facts", "heading", "table",
        "page-break", "heading", "checklist",
    ]  # fmt: skip


def test_every_format_prints() -> None:
    tables = [print_table(PARTNERS, ROWS, each, language="nn") for each in TableFormat]
    documents = [print_document(DOCUMENT, each) for each in DocumentFormat]
    assert [printed.extension for printed in tables + documents] == [*TableFormat, *DocumentFormat]
    assert all(printed.content for printed in tables + documents)


def test_a_value_of_the_wrong_kind_is_refused() -> None:
    table = TableDefinition[str](
        key="x", title="X", columns=(Column(key="d", title="D", kind=Kind.DAY, value=lambda row: row),)
    )
    with pytest.raises(TypeError, match="'d' holds day, not str"):
        html.table(table, ["2021"], language="nb")


def test_a_layout_has_a_width_for_each_column() -> None:
    with pytest.raises(ValueError, match="2 columns but 1 widths"):
        Layout(("a", "b"), (1,))


def test_days_and_numbers_are_written_in_the_readers_language() -> None:
    with override("nn"):
        assert (day_text(date(2021, 4, 7)), number_text(Decimal("12345.60"))) == (
            "07.04.2021",
            "12\u00a0345,60",
        )
        assert [number_text(number) for number in (None, 0, -3, 9999, 0.1, 1e-7)] == [
            "", "0", "-3", "9999", "0,1", "0,0000001",
        ]  # fmt: skip
    with override("en"):
        assert (day_text(date(2021, 4, 7)), number_text(12345.5)) == ("7 April 2021", "12\u00a0345.5")


def test_print_has_running_heads_page_numbers_and_the_offices_colour() -> None:
    document = replace(DOCUMENT, title='Plan "A" </style>', look=Look("#6b1f3a"))
    style = re.search("<style>(.*?)</style>", html.file(document), re.DOTALL)
    assert style
    assert '@top-left { content: "Plan\\20 \\22 A\\22 \\20 \\3c \\2f style\\3e "; }' in style[1]
    assert '@top-right { content: "Oppdiktede\\20 tall"; }' in style[1]
    assert '"Side\\20 " counter(page) "\\20 av\\20 " counter(pages) ""' in style[1]
    assert "--accent: #6b1f3a; --soft: #f8e7ed;" in style[1]
    assert "thead { display: table-header-group; }" in style[1]


def test_a_number_that_is_none_is_written_as_it_is() -> None:
    assert [number_text(float(one)) for one in ("nan", "inf", "-inf")] == ["nan", "inf", "-inf"]
