"""A published plan is read into registers, chapters and claims, and no word of it is lost."""

from dataclasses import replace

import pytest

from samordner.documents.recognition.opening import open_source
from samordner.plandocument.reading import Row, general, of_programme, read
from samordner.plandocument.reading.result import Unaccounted
from tests.plandocument.plans import PLANS, pasted, placed_words, printed_plan, source_words, strays

NORDLIA = read(PLANS / "nordlia.txt", general())


def rows(register: str) -> tuple[Row, ...]:
    return NORDLIA.rows[register]


def filled(row: Row) -> dict[str, str]:
    """The cells of a row that say something."""
    return {key: text for key, text in row.cells.items() if text}


def test_the_registers_of_a_plan_with_page_faults_are_counted_right() -> None:
    assert NORDLIA.counts() == {
        "actors": 5,
        "meetings": 3,
        "period_plan": 5,
        "cooperation": 10,
        "communication": 6,
        "networks": 3,
        "guidelines": 3,
        "follow_up": 2,
    }


def test_the_programmes_own_words_change_nothing_where_the_general_ones_suffice() -> None:
    assert read(PLANS / "nordlia.txt", of_programme(None)).as_json() == NORDLIA.as_json()


def test_the_front_page_is_read_with_the_year_inferred_from_the_period() -> None:
    front = NORDLIA.as_json()["front"]
    assert front["title"] == "REVIDERT GJENNOMFØRINGSPLAN TRYGG ALDERDOM 2022-2024"
    assert (front["period"]["start"], front["period"]["end"]) == ("2022-01-01", "2024-12-31")
    assert (front["date"]["label"], front["date"]["start"], front["date"]["inferred"]) == (
        "8.mars",
        "2022-03-08",
        True,
    )
    assert front["approved_by"] == "Styringsgruppa for reforma"
    assert front["prepared_by"] == [
        "Statsforvaltaren",
        "KS",
        "USHT",
        "Fylkeseldrerådet",
        "Senter for omsorgsforskning",
    ]


def test_the_chapters_are_those_of_the_contents_list_with_their_sections() -> None:
    assert [chapter.number for chapter in NORDLIA.chapters] == list(range(1, 10))
    assert NORDLIA.chapters[0].title == "UTGANGSPUNKT"
    assert NORDLIA.chapters[2].sections == (("a)", "Hjelp der kommunene er", 69), ("b)", "Fagdager", 73))
    assert NORDLIA.chapters[4].text == (
        "5. SAMARBEID MED ANDRE AKTØRER\n\nSkjemaet viser hvem vi arbeider sammen med."
    )
    assert NORDLIA.chapters[6].text.endswith("De tre regionrådene er også arenaer vi bruker.")


def test_a_row_that_a_page_break_parts_is_one_row() -> None:
    office, *_, council, _ = rows("actors")
    assert office.cells["mandate"] == (
        "Leder arbeidet i fylket.\nHolder kontakten med direktoratet og de andre embetene i landsdelen."
    )
    assert office.cells["arenas"] == "Ledermøte\nFagforum\nVårkonferanse"
    assert council.cells["mandate"] == "Uttaler seg i saker som angår eldre."
    assert office.lines == (54, 56)
    assert office.certain


def test_a_year_in_a_merged_cell_is_carried_and_in_doubt() -> None:
    plan = rows("period_plan")
    assert [row.cells["year"] or row.carried["year"] for row in plan] == [
        "2022",
        "2022",
        "2023",
        "2024",
        "2024",
    ]
    last = plan[-1]
    assert (last.cells["area"], last.certain, last.periods["year"].inferred) == ("Sluttrapport", False, True)


def test_a_list_that_goes_on_after_a_page_break_is_no_new_row() -> None:
    assert filled(rows("period_plan")[2]) == {
        "year": "2023",
        "area": "Fellesskap\n- Kor og dans\n- Besøksvenner\n- Tro og livssyn",
        "measure": "Konferanse for frivillige\nStand på torget",
    }


def test_partners_in_loose_lines_are_found_under_their_group_and_proposed() -> None:
    found = [(row.cells["partner"], row.parent, row.certain) for row in rows("cooperation")]
    county = "Fylkeskommunen (FK)"
    assert found == [
        ("Helse Nordlia", None, True),
        ("Pasient og brukerombudet", None, False),
        ("Fylkestannlegen", county, False),
        ("Kultur/ Idrett", county, False),
        ("Samferdsel", county, False),
        ("Statistikk og analyse", county, False),
        ("Husbanken", None, False),
        ("Høgskolen i Nordlia", None, False),
        ("KoRus", None, False),
        ("Den norske kirke", None, False),
    ]


def test_loose_items_go_on_with_the_last_cell_of_the_row_above() -> None:
    assert rows("cooperation")[1].cells["responsibilities"] == (
        "Vi deler erfaringer.\n○ Råd til innbyggere\n- Felles temadag\n- Innlegg på samlinger"
    )
    assert rows("cooperation")[2].cells["form"] == "Møte 2g/år om munnhelse"


def test_every_doubt_names_its_cell_and_its_reason() -> None:
    teeth = NORDLIA.as_json()["rows"]["cooperation"][2]
    assert teeth["doubts"] == [
        {"cell": "partner", "why": "loose-lines"},
        {"cell": "parent", "why": "group-by-order"},
        {"cell": "form", "why": "loose-lines"},
        {"cell": "responsibilities", "why": "loose-lines"},
    ]


def test_a_row_printed_again_after_each_page_break_is_set_aside_even_when_split() -> None:
    assert [(entry.kind, entry.lines) for entry in NORDLIA.repeated] == [
        ("headings", (146, 146)),
        ("row", (147, 147)),
        ("headings", (151, 151)),
        ("row", (152, 153)),
    ]
    assert [row.cells["audience"] for row in rows("communication")].count("Innbyggerne") == 1
    cut = rows("communication")[4]
    assert cut.cells["goal"] == "Vise fram det som gjøres, og gi flere lyst til å bli med"
    assert cut.certain


def test_a_row_with_few_cells_is_in_doubt_about_where_they_belong() -> None:
    assert [row.certain for row in rows("networks")] == [True, True, False]


def test_times_stand_beside_the_cell_as_written() -> None:
    first = NORDLIA.as_json()["rows"]["meetings"][0]
    assert first["cells"]["date"] == "14.januar"
    assert first["periods"]["date"] == {
        "label": "14.januar",
        "start": "2022-01-14",
        "end": "2022-01-14",
        "recurrence": None,
        "inferred": True,
    }
    assert rows("networks")[0].periods["working_form"].recurrence == "3/year"


def test_claims_keep_their_sentence_day_and_place() -> None:
    found = [(one.numerator, one.denominator, one.day, one.inferred, one.lines) for one in NORDLIA.claims]
    assert found == [
        (5, 18, "2022", (), (34, 34)),
        (9, 18, "2022", (), (34, 34)),
        (18, 18, "2022", ("day",), (38, 38)),
    ]


@pytest.mark.parametrize("name", ["nordlia.txt", "vestlandia.txt", "fjordlandet.txt"])
def test_every_word_is_in_exactly_one_place_and_on_the_lines_of_its_row(name: str) -> None:
    text = (PLANS / name).read_text(encoding="utf-8")
    plain = read(PLANS / name, general()).as_json()
    assert placed_words(plain) == source_words(text)
    assert strays(plain, text) == []
    accounting = plain["accounting"]
    parts = sum(accounting[key] for key in ("rows", "chapters", "repeated", "furniture"))
    assert accounting["words"] == parts == source_words(text).total()


def test_a_reading_that_loses_a_word_is_caught() -> None:
    lost = replace(NORDLIA, furniture=NORDLIA.furniture[1:])
    with pytest.raises(Unaccounted, match="Statsforvaltaren"):
        lost.accounting()


def test_a_nynorsk_plan_without_contents_or_numbers_in_another_column_order() -> None:
    plan = read(PLANS / "fjordlandet.txt", general())
    assert plan.counts() == {
        "actors": 3,
        "meetings": 0,
        "period_plan": 3,
        "cooperation": 0,
        "communication": 2,
        "networks": 0,
        "guidelines": 0,
        "follow_up": 2,
    }
    assert [chapter.title for chapter in plan.chapters] == [
        "BAKGRUNN",
        "KVEN GJER KVA",
        "TILTAK I PERIODEN",
        "KOMMUNIKASJON",
        "VIDARE OPPFØLGING",
    ]
    assert filled(plan.rows["actors"][0]) == {
        "organisation": "Statsforvaltaren",
        "mandate": "Leier arbeidet",
        "focus": "Mat, helse",
        "arenas": "Fylkesmøte",
        "resources": "1 stilling",
    }
    assert [(one.numerator, one.denominator) for one in plan.claims] == [(11, 22), (6, 22), (22, 22)]
    assert plan.front.prepared_by == ("Statsforvaltaren", "KS", "USHT", "Fylkeseldrerådet")


def test_a_plan_with_dotted_sections_extra_columns_and_attachments_with_tables() -> None:
    plan = read(PLANS / "vestlandia.txt", general())
    assert plan.counts() == {
        "actors": 2,
        "meetings": 3,
        "period_plan": 0,
        "cooperation": 4,
        "communication": 0,
        "networks": 2,
        "guidelines": 3,
        "follow_up": 2,
        "audiences": 1,
        "actor_measures": 3,
    }
    assert filled(plan.rows["meetings"][1]) == {
        "date": "12.03",
        "topic": "Status og veien videre",
        "sted": "Byen",
    }
    partners = [(row.cells["partner"], row.parent) for row in plan.rows["cooperation"]]
    assert partners == [
        ("Husbanken", None),
        ("Kultur", "Fylkeskommunen"),
        ("Samferdsel", "Fylkeskommunen"),
        ("NAV", None),
    ]
    assert plan.rows["guidelines"][1].cells["text"] == "Eldreplanen, som gjelder til 2030"
    assert [(one.numerator, one.denominator) for one in plan.claims] == [(3, 14)]


def test_a_table_that_is_not_understood_stays_as_text_in_its_chapter() -> None:
    text = "1. Bakgrunn\n\nVi har lite penger.\n\n2. Penger\n\nPost\tBeløp\nKurs\t10\nReise\t20\n"
    plan = read(text.encode(), general())
    assert plan.chapters[1].text == "2. Penger\n\nPost\tBeløp\nKurs\t10\nReise\t20"
    assert [(one.lines, one.chapter) for one in plan.unread] == [((7, 9), 2)]


@pytest.mark.parametrize("name", ["nordlia.txt", "vestlandia.txt", "fjordlandet.txt"])
def test_a_plan_pasted_into_word_reads_to_the_same_registers(name: str) -> None:
    as_text, as_word = read(PLANS / name, general()), read(pasted(name), general())
    assert as_word.counts() == as_text.counts()
    assert [row.cells for row in as_word.all_rows()] == [row.cells for row in as_text.all_rows()]


def test_roman_chapters_and_an_unknown_group_of_known_bodies() -> None:
    text = (
        "Handlingsplan 2021\n\nI. Bakgrunn\n\nTjuefem av dei 30 kommunane har svart.\n\nII. Samarbeid\n\n"
        "Samarbeidspartner\tSamarbeidsform\tAnsvar\nSjukehuset\tMøte\tOvergangar\n\n"
        "Frivillige organisasjonar\n\nDemensforeininga\n\nÅrleg møte om demens.\n\n"
        "Raudekrossen\n\nBesøksven.\n"
    )
    plan = read(text.encode(), general())
    assert [(one.number, one.title) for one in plan.chapters] == [(1, "Bakgrunn"), (2, "Samarbeid")]
    assert [(row.cells["partner"], row.parent) for row in plan.rows["cooperation"]] == [
        ("Sjukehuset", None),
        ("Demensforeininga", "Frivillige organisasjonar"),
        ("Raudekrossen", "Frivillige organisasjonar"),
    ]


def test_a_numbered_list_in_a_chapter_is_no_row_of_chapters() -> None:
    listed = "1. Dialog\n\n2. Nettverk\n\n3. Nettside\n\n"
    text = f"1 Innleiing\nVi prioriterer slik:\n\n{listed}2 Økonomi\nLite pengar.\n"
    plan = read(text.encode(), general())
    assert [(one.number, one.title) for one in plan.chapters] == [(1, "Innleiing"), (2, "Økonomi")]


@pytest.mark.parametrize("member", ["", "–\u00a0"])
def test_a_word_document_reads_to_the_same_registers_with_merged_cells_certain(member: str) -> None:
    content = printed_plan(member)
    plan = read(content, general())
    counts = {key: count for key, count in plan.counts().items() if count}
    assert counts == {"meetings": 2, "period_plan": 3, "cooperation": 4, "guidelines": 2}
    assert [(one.number, one.title) for one in plan.chapters] == [
        (1, "Bakgrunn"),
        (2, "Organisering og ansvar"),
        (3, "Samarbeid med andre aktører"),
        (4, "Nasjonale føringer"),
    ]
    assert all(row.certain for row in plan.all_rows())
    assert plan.rows["period_plan"][1].carried == {"year": "2024"}
    assert plan.rows["period_plan"][1].cells["measure"] == "Fagdag\nNettmøte"
    assert [(row.cells["partner"], row.parent) for row in plan.rows["cooperation"]] == [
        ("Helseforetaket", None),
        ("Tannhelse", "Fylkeskommunen"),
        ("Framtidskontoret", "Fylkeskommunen"),
        ("Bondelaget", None),
    ]
    assert plan.rows["cooperation"][3].cells["responsibilities"] == "Inn på tunet\n- Gårdsbesøk"
    assert (plan.front.title, plan.front.prepared_by) == (
        "Regional gjennomføringsplan 2024–2026",
        ("KS", "USHT", "NAV"),
    )
    assert placed_words(plan.as_json()) == open_source(content).words
