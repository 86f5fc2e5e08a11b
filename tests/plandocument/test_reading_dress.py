"""The same plan in other dress is read to the same registers: HTML, columns of spaces, pipes, pages, wrapped lines."""

import textwrap
from pathlib import Path

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.shared import Cm

from samordner.plandocument.reading import Reading, correct, corrections_of, general, read
from tests.plandocument.plans import PLANS, add_table, placed_words, saved, source_words, strays

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'

NORDLIA = (PLANS / "nordlia.txt").read_text(encoding="utf-8")
COUNTS = read(NORDLIA.encode(), general()).counts()


def plan(name: str) -> Reading:
    return read(PLANS / name, general())


def partners(reading: Reading) -> list[tuple[str, str | None, bool]]:
    return [(row.cells["partner"], row.parent, row.certain) for row in reading.rows["cooperation"]]


def test_a_plan_with_running_titles_and_wrapped_lines_between_its_rows() -> None:
    found = plan("innherad.txt")
    assert {key: count for key, count in found.counts().items() if count} == {
        "actors": 3,
        "meetings": 3,
        "period_plan": 4,
        "cooperation": 5,
        "communication": 2,
        "follow_up": 3,
        "audiences": 2,
    }
    titles = [one for one in found.furniture if one.kind == "page" and "gjennomføringsplan" in one.text]
    assert len(titles) == 6
    assert found.chapters[1].text == "Kapittel 2 Organisering\n\nStøtteapparatet møtes seks ganger i året."
    assert partners(found) == [
        ("Sykehuset Innherad", None, True),
        ("Tannhelse", "Fylkeskommunen", True),
        ("Folkehelse", "Fylkeskommunen", True),
        ("Husbanken", None, True),
        ("NAV", None, True),
    ]


def test_claims_are_read_across_the_margin_with_the_lines_they_stand_on() -> None:
    found = [(one.numerator, one.denominator, one.lines) for one in plan("innherad.txt").claims]
    assert found == [(12, 43, (28, 30)), (33, 43, (28, 30))]


def test_labels_of_the_front_page_may_stand_on_lines_of_their_own() -> None:
    front = plan("innherad.txt").front
    assert front.date is not None
    assert (front.date.label, str(front.date.start), front.approved_by) == (
        "1. mai 2019",
        "2019-05-01",
        "Styringsgruppen",
    )
    assert front.prepared_by == (
        "Statsforvalteren i Innherad",
        "KS",
        "USHT Innherad",
        "Senter for omsorgsforskning",
    )


def test_tables_left_as_html_are_read_as_their_tags_tell() -> None:
    found = plan("vestfjordane.txt")
    assert {key: count for key, count in found.counts().items() if count} == {
        "actors": 2,
        "period_plan": 3,
        "cooperation": 2,
        "networks": 2,
    }
    assert [one.title for one in found.chapters] == [
        "Bakgrunn",
        "Kven gjer kva",
        "Periodeplan",
        "Samarbeid",
        "Nettverk",
    ]
    assert found.rows["cooperation"][0].cells["responsibilities"] == "- Utskriving\n- Palliasjon"
    assert found.rows["cooperation"][0].lines[1] - found.rows["cooperation"][0].lines[0] == 4
    merged = found.rows["period_plan"][1]
    assert (merged.cells["area"], merged.carried, merged.certain) == ("Helse", {"year": "2024"}, True)
    assert found.front.approved_by == "Leiargruppa"
    assert found.front.date is not None
    assert str(found.front.date.start) == "2024-03-12"


def test_columns_of_spaces_are_tables_and_hospitals_stand_under_their_trust() -> None:
    found = plan("dalane.txt")
    assert {key: count for key, count in found.counts().items() if count} == {
        "meetings": 3,
        "cooperation": 5,
        "guidelines": 3,
        "follow_up": 2,
    }
    assert found.rows["meetings"][0].cells["topic"] == "Oppstart av arbeidet i det regionale støtteapparatet"
    assert partners(found) == [
        ("Helse Vestkyst", None, True),
        ("Dalane sjukehus", "Helse Vestkyst", False),
        ("Eigersund DPS", "Helse Vestkyst", False),
        ("Husbanken", None, True),
        ("Nasjonalforeningen for folkehelsen", None, False),
    ]


@pytest.mark.parametrize("name", ["innherad.txt", "vestfjordane.txt", "dalane.txt"])
def test_every_word_is_in_exactly_one_place(name: str) -> None:
    text = (PLANS / name).read_text(encoding="utf-8").replace("\x0c", "")
    plain = plan(name).as_json()
    assert placed_words(plain) == source_words(text.replace("&nbsp;", " ").replace("&ndash;", "–"))
    assert strays(plain, text) == []


def wrapped(text: str) -> str:
    return "\n".join(
        line if "\t" in line or len(line) < 70 else textwrap.fill(line, 60) for line in text.split("\n")
    )


DRESSES = {
    "pipes": NORDLIA.replace("\t", " | "),
    "carriage returns and a mark": "\ufeff" + NORDLIA.replace("\n", "\r\n"),
    "chapters as words": NORDLIA.replace("\n1. UTG", "\nKapittel 1 UTG").replace(
        "\n2. ORG", "\nKapittel 2 ORG"
    ),
    "no contents list": NORDLIA[: NORDLIA.index("Innhold\n")] + NORDLIA[NORDLIA.index("1. UTGANGSPUNKT") :],
    "a line break at each end": NORDLIA.replace("\n", "<br>\n"),
    "wrapped paragraphs": wrapped(NORDLIA),
}


@pytest.mark.parametrize("dress", DRESSES)
def test_the_same_plan_in_other_dress_has_the_same_registers(dress: str) -> None:
    found = read(DRESSES[dress].encode(), general())
    assert found.counts() == COUNTS
    assert len(found.chapters) == 9
    assert [row.parent for row in found.rows["cooperation"]].count("Fylkeskommunen (FK)") == 4


def test_a_title_on_every_page_is_furniture_but_a_sentence_on_every_page_is_not() -> None:
    page = "Plan for Nordlia\nSide {} av 4\n\nVi møter Husbanken {} ganger i året.\n\nKS\n\n\f"
    pages = "1. Bakgrunn\n\nVi er i gang.\n\n\f" + "".join(
        page.format(number, number) for number in (1, 2, 3, 4)
    )
    found = read((pages + "2. Økonomi\n\nLite penger.").encode(), general())
    kept = "\n".join(one.text for one in found.chapters)
    assert (kept.count("Husbanken"), kept.count("Plan for Nordlia")) == (4, 0)


def test_the_numbers_behind_a_figure_are_furniture_and_a_table_of_words_is_kept() -> None:
    text = (
        "1. Bakgrunn\n\nVi har talt.\n\nFigur 1. Status\nStatus\tAntall\nVedtatt\t7\nI gang\t19\n\n"
        "2. Økonomi\n\nLite penger.\n\nFigur 2. Poster\nPost\tTekst\nKurs\tDyrt\nReise\tDyrere\n"
    )
    found = read(text.encode(), general())
    assert [one.text for one in found.furniture if one.kind == "figure"] == [
        "Status\tAntall",
        "Vedtatt\t7",
        "I gang\t19",
    ]
    assert found.chapters[1].text.endswith("Post\tTekst\nKurs\tDyrt\nReise\tDyrere")
    assert [one.lines for one in found.unread] == [(15, 17)]


def test_a_heading_that_only_names_its_register_is_furniture_unless_it_tells_a_year() -> None:
    text = "1. Organisering\n\nOm oss.\n\n{}\n\nDato\tTema\n1. mai\tOppstart\n\n2. Økonomi\n\nLite.\n"
    named = read(text.format("Møteplan").encode(), general())
    dated = read(text.format("Møteplan 2021").encode(), general())
    assert named.chapters[0].text == "1. Organisering\n\nOm oss."
    assert dated.chapters[0].text == "1. Organisering\n\nOm oss.\n\nMøteplan 2021"
    assert str(dated.rows["meetings"][0].periods["date"].start) == "2021-05-01"


def test_a_number_of_the_meeting_is_not_its_day() -> None:
    text = "1. Møter\n\nMøte\tDato\tTema\n1\t12.1.2022\tOppstart\n2\t9.3.2022\tKartlegging\n"
    first = read(text.encode(), general()).rows["meetings"][0]
    assert (first.cells["date"], first.cells["topic"], first.cells["møte"]) == ("12.1.2022", "Oppstart", "1")


def test_columns_that_sound_alike_are_told_apart() -> None:
    heads = "Nettverk\tEigar\tNytt eller eksisterande\tDeltakarar\tTema\tFrekvens\tNytte"
    text = f"1. Nettverk\n\n{heads}\nDemens\tUSHT\tNytt\tAlle\tDemens\tKvart år\tBetre tenester\n"
    row = read(text.encode(), general()).rows["networks"][0]
    assert (row.cells["status"], row.cells["benefit"]) == ("Nytt", "Betre tenester")


def corrected(*edits: dict[str, str | int | None]) -> Reading:
    return correct(plan("nordlia.txt"), corrections_of(edits))


def test_a_person_settles_the_doubtful_partners_of_a_plan(tmp_path: Path) -> None:
    before = plan("nordlia.txt").rows["cooperation"]
    doubtful = [row for row in before if not row.certain]
    edits: list[dict[str, str | int | None]] = [
        {"do": "mark-certain", "register": "cooperation", "row": row.key} for row in doubtful[:-1]
    ]
    last = doubtful[-1]
    edits.append({"do": "set-parent", "register": "cooperation", "row": last.key, "parent": "Trossamfunn"})
    edits.append({"do": "mark-certain", "register": "cooperation", "row": last.key})
    after = corrected(*edits)
    assert all(row.certain for row in after.rows["cooperation"])
    assert after.rows["cooperation"][-1].parent == "Trossamfunn"
    assert placed_words(after.as_json()) == source_words(NORDLIA)


def test_a_row_taken_for_the_same_after_a_page_is_parted_and_its_words_moved_back() -> None:
    rows = plan("nordlia.txt").rows["cooperation"]
    at = next(row for row in rows if row.cells["partner"].startswith("Kultur"))
    move = {
        "do": "move-words",
        "register": "cooperation",
        "row": at.key,
        "cell": "form",
        "text": "Egen avtale om den kulturelle spaserstokken.",
        "to_cell": "responsibilities",
    }
    after = corrected(dict(move))
    row = next(one for one in after.rows["cooperation"] if one.key == at.key)
    assert row.cells["form"] == ""
    assert row.cells["responsibilities"].endswith("Egen avtale om den kulturelle spaserstokken.")
    assert "form" not in {doubt.cell for doubt in row.doubts}
    assert placed_words(after.as_json()) == source_words(NORDLIA)


def word_plan() -> bytes:
    """A plan as Word keeps it: numbered heading styles, a contents field, tracked changes, two rows of headings."""
    document = Document()
    document.add_paragraph("Regional gjennomføringsplan 2022–2025", style="Title")
    entries = "".join(
        f'<w:p><w:hyperlink w:anchor="a{n}"><w:r><w:t>{n}</w:t><w:tab/><w:t>{title}</w:t><w:tab/>'
        "<w:t>3</w:t></w:r></w:hyperlink></w:p>"
        for n, title in enumerate(("Bakgrunn", "Samarbeid", "Organisering"), 1)
    )
    contents = f"<w:p><w:r><w:t>Innhald</w:t></w:r></w:p>{entries}"
    body = document.element.body
    body.insert(len(body) - 1, parse_xml(f"<w:sdt {W}><w:sdtContent>{contents}</w:sdtContent></w:sdt>"))
    document.add_heading("Bakgrunn", 1)
    told = document.add_paragraph("I fylket har ")
    gone = "<w:r><w:delText>tre</w:delText></w:r>"
    added = '<w:r><w:t xml:space="preserve">åtte av 15 kommunar </w:t></w:r>'
    told._p.append(parse_xml(f'<w:del {W} w:id="1">{gone}</w:del>'))
    told._p.append(parse_xml(f'<w:ins {W} w:id="2">{added}</w:ins>'))
    told.add_run("vedteke ein plan.")
    document.add_heading("Samarbeid", 1)
    table = add_table(
        document,
        ("Samarbeid med andre", "", ""),
        ("Samarbeidspart", "Samarbeidsform", "Ansvar/oppgåver"),
        ("Helse Fjell RHF", "Avtale", "Overordna"),
        ("Vik sjukehus", "Møte", "Utskriving"),
        ("Fylkeskommunen", "", ""),
        ("Folkehelse", "Møte", "Oversikt"),
        ("Husbanken", "Møte", "Bustad"),
    )
    table.cell(0, 0).merge(table.cell(0, 2))
    table.cell(4, 0).merge(table.cell(4, 2))
    for at in (3, 5):
        table.cell(at, 0).paragraphs[0].paragraph_format.left_indent = Cm(0.6)
    document.add_heading("Organisering", 1)
    document.add_heading("Aktørar", 2)
    add_table(document, ("Aktør", "Mandat", "Ressursar"), ("KS", "Forankre", "20 %"))
    document.add_paragraph("Vi skal også:")
    for text in ("Ringje", "Besøkje"):
        document.add_paragraph(text, style="List Bullet")
    document.add_heading("Oversikt over målgrupper", 1)
    add_table(document, ("Målgruppe", "Behov", "Tiltak"), ("Pårørande", "Avlasting", "Samtalar"))
    return saved(document)


def test_a_plan_as_word_keeps_it_is_read_with_its_changes_accepted() -> None:
    found = read(word_plan(), general())
    assert [(one.number, one.title) for one in found.chapters] == [
        (1, "Bakgrunn"),
        (2, "Samarbeid"),
        (3, "Organisering"),
        (4, "Oversikt over målgrupper"),
    ]
    assert [(one.numerator, one.denominator) for one in found.claims] == [(8, 15)]
    assert partners(found) == [
        ("Helse Fjell RHF", None, True),
        ("Vik sjukehus", "Helse Fjell RHF", False),
        ("Folkehelse", "Fylkeskommunen", True),
        ("Husbanken", None, True),
    ]
    assert found.chapters[2].text == "Organisering\n\nVi skal også:\n\n- Ringje\n- Besøkje"
    assert [one.text for one in found.furniture if one.kind == "heading"] == ["Aktørar"]


def test_an_unnumbered_heading_after_the_last_number_is_an_attachment() -> None:
    document = Document()
    for heading, text in (("1. Bakgrunn", "Om oss."), ("2. Økonomi", "Lite pengar.")):
        document.add_heading(heading, 1)
        document.add_paragraph(text)
    document.add_heading("Oversikt over målgrupper", 1)
    add_table(document, ("Målgruppe", "Behov", "Tiltak"), ("Pårørande", "Avlasting", "Samtalar"))
    found = read(saved(document), general())
    assert [one.title for one in found.chapters] == ["Bakgrunn", "Økonomi"]
    assert len(found.rows["audiences"]) == 1
    assert [one.kind for one in found.furniture] == ["attachment", "columns"]


def test_a_paragraph_broken_at_the_margin_is_one_paragraph_and_its_hyphens_are_soft() -> None:
    text = plan("innherad.txt").chapters[0].text
    assert "mindre bekym\u00adring. I fylket" in text
    assert "\n\nOm lag 60 prosent av kommunene ønsker hjelp. 3 av 4 aktører møttes i februar." in text
