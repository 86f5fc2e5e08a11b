"""Web pages on their way in: as Word, LibreOffice and browsers write them, what stands on the page is read."""

from __future__ import annotations

import pytest

from samordner.documents.recognition.opening import open_source
from samordner.documents.recognition.sources import Block, Unreadable


def blocks(body: str, *, head: str = "<meta charset='utf-8'>") -> tuple[Block, ...]:
    return open_source(f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>".encode()).blocks


def told(body: str) -> list[tuple[str, ...]]:
    return [
        (block.role or (f"h{block.level}" if block.level else ""), *block.cells) for block in blocks(body)
    ]


def test_a_page_is_known_by_its_content_whatever_stands_before_it() -> None:
    for begins in ("<html>", "\ufeff<!doctype HTML>", "<!-- saved from url=(0014)about:internet -->\n<html>"):
        assert open_source(f"{begins}<body><p>Hei</p>".encode()).kind == "html"
    assert open_source("<html><p>Ærlig</p>".encode("utf-16")).blocks[0].text == "Ærlig"
    assert open_source(b"Om <html> og slikt").kind == "txt"


@pytest.mark.parametrize("encoding", ["windows-1252", "utf-8", "iso-8859-1"])
def test_the_encoding_that_a_page_names_is_used(encoding: str) -> None:
    page = f"<html><head><meta http-equiv=Content-Type content='text/html; charset={encoding}'></head><p>Målgruppe"
    assert open_source(page.encode(encoding)).blocks[0].text == "Målgruppe"


def test_menus_scripts_and_what_is_hidden_are_not_read() -> None:
    assert told(
        "<nav><a href='/'>Hjem</a></nav><script>var a = '<p>nei</p>'</script><style>p { }</style>"
        "<div class='breadcrumb'>Du er her</div><div id='cookie-banner'>Vi bruker</div>"
        "<aside>Les også</aside><div role=search>Søk</div><p hidden>Skjult</p><p style='display:none'>Skjult</p>"
        "<main><p>Planen</p></main><footer>Kontakt oss</footer>"
    ) == [("", "Planen")]


def test_the_only_heading_of_the_first_level_is_the_title() -> None:
    assert told("<h1>Plan</h1><h2>1. Bakgrunn</h2><h2>2. Mål</h2>") == [
        ("title", "Plan"),
        ("h2", "1. Bakgrunn"),
        ("h2", "2. Mål"),
    ]
    assert told("<h1>Bakgrunn</h1><h1>Mål</h1>") == [("h1", "Bakgrunn"), ("h1", "Mål")]


def test_lines_are_put_together_as_the_page_shows_them() -> None:
    assert told(
        "<p>En setning\n   over <b>to</b> lin<i>jer</i>.<br>Ny linje&nbsp;her</p>Løs tekst<p>&nbsp;</p>"
    ) == [
        ("", "En setning over to linjer.\nNy linje her"),
        ("", "Løs tekst"),
    ]
    assert told("<p>A &lt;b&gt; &amp; C</p>") == [("", "A <b> & C")]


def test_bold_paragraphs_and_captions_are_told_apart() -> None:
    assert told(
        "<p><b>Bakgrunn</b></p><p><span style='font-weight:bold'>Mål</span></p><p><b>Fet</b> tekst</p>"
    ) == [
        ("strong", "Bakgrunn"),
        ("strong", "Mål"),
        ("", "Fet tekst"),
    ]
    assert told("<p class=MsoCaption>Tabell 1</p><figure><svg><text>x</text></svg><figcaption>Figur 1") == [
        ("caption", "Tabell 1"),
        ("caption", "Figur 1"),
    ]


def test_a_table_that_only_places_things_is_no_table() -> None:
    assert told("<table><tr><td><h2>Til venstre</h2><p>Tekst</p></td><td>Meny</td></tr></table>") == [
        ("h2", "Til venstre"),
        ("", "Tekst"),
        ("", "Meny"),
    ]
    inner = "<table><tr><th>År<th>Tiltak<tr><td>2022<td>Kurs</table>"
    assert told(f"<table role=presentation><tr><td>Over</td></tr><tr><td>{inner}</td></tr></table>") == [
        ("", "Over"),
        ("", "År", "Tiltak"),
        ("", "2022", "Kurs"),
    ]


def test_merged_cells_lie_on_their_columns() -> None:
    head, first, second, group = blocks(
        "<table><thead><tr><th>År<th>Område<th>Tiltak</thead>"
        "<tr><td rowspan=2>2022<td>Mat<td>Kurs<tr><td>Helse<td><tr><td colspan=3>Fylkeskommunen</table>"
    )
    assert (head.head, head.cells) == (True, ("År", "Område", "Tiltak"))
    assert (first.cells, first.carried) == (("2022", "Mat", "Kurs"), frozenset())
    assert (second.cells, second.carried) == (("", "Helse", ""), frozenset({0}))
    assert (group.cells[0], group.banner) == ("Fylkeskommunen", True)


def test_a_row_of_bold_cells_is_one_of_headings() -> None:
    head, row = blocks("<table><tr><td><p><b>År</b></p><td><b>Tiltak</b><tr><td>2022<td>Kurs</table>")
    assert (head.head, row.head) == (True, False)


def test_lists_in_cells_are_lines_with_signs_and_levels() -> None:
    (row,) = blocks(
        "<table><tr><td>KS<td><p>Vi skal:</p><ul><li>lytte<ul><li>lenge</ul><li><p>hjelpe</p></ul></table>"
    )
    assert row.cells[1] == "Vi skal:\n- lytte\n  - lenge\n- hjelpe"


def test_lists_as_word_draws_them_lose_the_sign_that_the_list_drew() -> None:
    drawn = (
        "<p class=MsoListParagraphCxSpFirst style='margin-left:36.0pt;text-indent:-18.0pt;mso-list:l0 level1 lfo1'>"
        "<![if !supportLists]><span style='font-family:Symbol'><span style='mso-list:Ignore'>·<span>&nbsp;&nbsp;"
        "</span></span></span><![endif]>Første<o:p></o:p></p>"
        "<p class=MsoListParagraphCxSpLast style='margin-left:72.0pt;text-indent:-18.0pt'>"
        "<span style='font-family:\"Courier New\"'>o<span>&nbsp;&nbsp; </span></span>Under</p>"
    )
    assert [(block.role, block.text, block.indent) for block in blocks(drawn)] == [
        ("bullet", "Første", 0),
        ("bullet", "Under", 360),
    ]


def test_contents_and_footnotes_of_word_are_known() -> None:
    assert told(
        "<p class=MsoToc1>1. Bakgrunn<span style='mso-tab-count:1 dotted'>...... </span>2</p>"
        "<p>Planen<a href='#_ftn1'><span class=MsoFootnoteReference>[1]</span></a> gjelder.</p>"
        "<div id=ftn1><p class=MsoFootnoteText>[1] Vedtatt</p></div>"
    ) == [("toc", "1. Bakgrunn...... 2"), ("", "Planen gjelder."), ("note", "[1] Vedtatt")]


def test_soft_hyphens_say_nothing_in_a_cell_and_letters_are_one_sign_each() -> None:
    (row,) = blocks("<table><tr><td>kom&shy;munane<td>A\u030as</table>")
    assert row.cells == ("kommunane", "Ås")


def test_labels_with_values_are_rows_of_two() -> None:
    assert told("<dl><div><dt>Dato</dt><dd>1. mai</dd></div><dt>Godkjent av<dd>Styringsgruppa</dl>") == [
        ("", "Dato", "1. mai"),
        ("", "Godkjent av", "Styringsgruppa"),
    ]


def test_a_page_break_is_known() -> None:
    found = blocks("<p>En</p><br clear=all style='page-break-before:always'><p>To</p>")
    assert [block.page for block in found] == [False, True]


def test_a_table_wider_than_any_plans_is_refused() -> None:
    with pytest.raises(Unreadable, match="more than 100 columns"):
        blocks("<table><tr><td colspan=60>a<td colspan=60>b</table>")
