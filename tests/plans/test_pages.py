"""The pages of plans and registers: what people see, and that nothing typed is lost."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from samordner.documents.cells import cell_text, value_data
from samordner.documents.csv import read as csv_rows
from samordner.plans.models import Chapter, Earlier, Plan
from samordner.plans.operations import add_row, change_chapter, change_row, remove_row
from samordner.plans.registers import Register, register
from samordner.plans.registers import registers as all_registers
from samordner.programmes.definition import read_programme
from samordner.programmes.operations import load
from tests.factories import plans as make
from tests.factories.plans import BY, NOW, NewChapter, NewRow
from tests.plans.conftest import SignIn

pytestmark = pytest.mark.django_db
EVERY = pytest.mark.parametrize("key", [each.key for each in all_registers()])
FIXTURES = Path(__file__).parents[1] / "fixtures" / "programmes"
HTMX = {"HX-Request": "true"}


def typed(of: Register[Any], text: str, version: int = 1) -> dict[str, str]:
    """A whole form for a row, with a text in every cell."""
    data = {"version": str(version)}
    for column in of.columns:
        key, words = column.key, f"{text} {column.key}"
        match column.kind:
            case "period":
                data |= {key: f"{words} 2022", f"{key}_from": "", f"{key}_to": ""}
            case "choice":
                data |= {key: "done", f"{key}_words": words}
            case "day":
                data[key] = "2022-06-01"
            case "people":
                data |= {key: "3", f"{key}_other": words} if key == "sdgs" else {key: words}
            case _:
                data[key] = words
    return data


def at(plan: Plan, of: Register[Any], rest: str = "") -> str:
    return f"/planer/{plan.pk}/{of.address}/{rest}"


def page(client: Client, address: str, **more: Any) -> str:
    response = client.get(address, **more)
    assert response.status_code == 200, (address, response.status_code)
    return response.content.decode()


# Reading


def test_an_empty_list_of_plans_teaches_the_coordinator_how_to_begin(sign_in: SignIn) -> None:
    assert 'href="/planer/ny/"' in page(sign_in("coordinator"), "/planer/")
    assert 'href="/planer/ny/"' not in page(sign_in("partner"), "/planer/")


def test_the_list_shows_the_plans_of_one_s_own_office_only(sign_in: SignIn) -> None:
    make.plan("fjordane", title="Vår plan")
    make.plan("innlandet", title="Deres plan")
    shown = page(sign_in("partner"), "/planer/")
    assert ("Vår plan" in shown, "Deres plan" in shown) == (True, False)


def test_a_plan_shows_its_chapters_how_much_each_register_holds_and_what_to_check(sign_in: SignIn) -> None:
    plan = make.plan(chapters=(NewChapter("Bakgrunn", 1, "Slik står det."),))
    of = register("cooperation")
    make.row(of, plan, doubts={"form": "few-cells"})
    make.row(of, plan)
    remove_row(of, make.row(of, plan, doubts={"form": "few-cells"}), version=1, by=BY, now=NOW)
    shown = page(sign_in("coordinator"), f"/planer/{plan.pk}/")
    assert "1. Bakgrunn" in shown
    assert "Slik står det." in shown
    assert re.search(r"samarbeid/\">.*?2 rader.*?1 å sjekke", shown, re.DOTALL)


@EVERY
def test_a_register_shows_every_cell_in_the_plan_s_order(key: str, sign_in: SignIn) -> None:
    of, plan = register(key), make.plan()
    make.row(of, plan, "Første")
    make.row(of, plan, "Andre")
    shown = page(sign_in("directorate"), at(plan, of))
    column = next(each.key for each in of.table.columns if each.kind == "text")
    assert shown.index(f"Første om {column}") < shown.index(f"Andre om {column}")
    assert "/endre/" not in shown


@EVERY
def test_an_empty_register_says_what_it_is_for(key: str, sign_in: SignIn) -> None:
    of, plan = register(key), make.plan()
    shown = page(sign_in("coordinator"), at(plan, of))
    assert str(of.about).split(",")[0] in shown.replace("&#x27;", "'")
    assert at(plan, of, "ny/") in shown


def test_what_people_wrote_is_shown_as_text_never_as_code(sign_in: SignIn) -> None:
    of, plan = register("actors"), make.plan()
    make.row(of, plan, "<script>alert(1)</script>", more={"<b>Overskrift": "<i>tekst"})
    client = sign_in("coordinator")
    row = of.model._default_manager.get()
    for address in (at(plan, of), at(plan, of, f"{row.pk}/endre/"), at(plan, of, f"{row.pk}/tidligere/")):
        assert "<script>alert" not in page(client, address)
        assert "<b>Overskrift" not in page(client, address)


def test_rows_are_found_by_their_words_and_sorted_by_a_column(sign_in: SignIn) -> None:
    of, plan = register("follow_up"), make.plan()
    for text in ("Østlandet", "Aurland", "Ålesund og Aurland"):
        add_row(of, plan, NewRow({"text": text}), by=BY, now=NOW)
    client = sign_in("coordinator")
    found = page(client, at(plan, of, "?q=aurland"))
    assert ("Østlandet" in found, "Ålesund" in found) == (False, True)
    ordered = page(client, at(plan, of, "?sort=text"))
    assert ordered.index("Aurland</div>") < ordered.index("Østlandet</div>") < ordered.index("Ålesund og")
    assert "/flytt/" in page(client, at(plan, of))
    assert "/flytt/" not in ordered


def test_rows_of_one_body_stand_under_its_heading(sign_in: SignIn) -> None:
    of, plan = register("cooperation"), make.plan()
    for partner, parent in (("Tannhelse", "Fylkeskommunen"), ("Kultur", "Fylkeskommunen"), ("Banken", "")):
        add_row(of, plan, NewRow({"partner": partner, "parent": parent}), by=BY, now=NOW)
    shown = page(sign_in("contact"), at(plan, of))
    assert shown.count("Fylkeskommunen") == 1
    client = sign_in("coordinator")
    client.post(at(plan, of, "ny/"), typed(of, "Ny") | {"parent": "Fylkeskommunen"})
    rows = of.model._default_manager.order_by("position").values_list("partner", flat=True)
    assert list(rows) == ["Tannhelse", "Kultur", "Ny partner", "Banken"]


def test_a_proposed_cell_is_marked_with_its_reason_and_confirmed(sign_in: SignIn) -> None:
    of, plan = register("cooperation"), make.plan()
    row = make.row(of, plan, doubts={"form": "Stod på to sider", "parent": "Gjettet"})
    client = sign_in("coordinator")
    shown = page(client, at(plan, of))
    assert ("Stod på to sider" in shown, "Gjettet" in shown) == (True, True)
    answer = client.post(at(plan, of, f"{row.pk}/bekreft/"), {"version": 1, "cell": "form"}, headers=HTMX)
    assert "Stod på to sider" not in answer.content.decode()
    client.post(at(plan, of, f"{row.pk}/bekreft/"), {"version": 1})
    row.refresh_from_db()
    assert row.doubts == {}


def test_an_inferred_year_is_said_to_be_inferred(sign_in: SignIn) -> None:
    of, plan = register("meetings"), make.plan()
    add_row(of, plan, NewRow({"date": "11.januar"}), by=BY, now=NOW)
    shown = page(sign_in("partner"), at(plan, of))
    assert "11.01.2021" in shown
    assert "året står ikke skrevet" in shown


# Writing


@EVERY
def test_a_row_is_written_in_place(key: str, sign_in: SignIn) -> None:
    of, plan = register(key), make.plan()
    row = make.row(of, plan)
    client = sign_in("coordinator")
    form = page(client, at(plan, of, f"{row.pk}/endre/"), headers=HTMX)
    assert form.lstrip().startswith("<tr")
    answer = client.post(at(plan, of, f"{row.pk}/endre/"), typed(of, "Nytt"), headers=HTMX)
    assert answer.status_code == 200
    row.refresh_from_db()
    text = next(each.key for each in of.table.columns if each.kind == "text")
    assert (getattr(row, text), row.version) == (f"Nytt {text}", 2)


@EVERY
def test_a_row_is_added_last_with_or_without_a_script(key: str, sign_in: SignIn) -> None:
    of, plan = register(key), make.plan()
    client = sign_in("coordinator")
    assert client.post(at(plan, of, "ny/"), typed(of, "En")).status_code == 302
    assert client.post(at(plan, of, "ny/"), typed(of, "To"), headers=HTMX)["HX-Refresh"] == "true"
    assert [place for place, _pk in make.order(of, plan)] == [1, 2]


@EVERY
def test_the_second_of_two_gets_both_versions_and_keeps_what_was_typed(key: str, sign_in: SignIn) -> None:
    of, plan = register(key), make.plan()
    row = make.row(of, plan)
    text = next(each.key for each in of.table.columns if each.kind == "text")
    client = sign_in("coordinator")
    change_row(of, row, version=1, cells={text: "Deres ord"}, by="u7", now=NOW)
    for headers in ({}, HTMX):
        answer = client.post(at(plan, of, f"{row.pk}/endre/"), typed(of, "Mine"), headers=headers)
        assert answer.status_code == 409
        shown = answer.content.decode()
        assert "<mark>Deres</mark>" in shown
        assert f">\nMine {text}</textarea>" in shown
        assert f'name="version" value="2" id="row-{row.pk}-version"' in shown
        row.refresh_from_db()
        assert (getattr(row, text), row.version) == ("Deres ord", 2)
    client.post(at(plan, of, f"{row.pk}/endre/"), typed(of, "Mine", version=2))
    row.refresh_from_db()
    assert (getattr(row, text), row.version) == (f"Mine {text}", 3)


def test_each_cell_of_two_versions_can_be_mine_theirs_or_both(sign_in: SignIn) -> None:
    of, plan = register("actors"), make.plan()
    row = make.row(of, plan)
    theirs = {"organisation": "Deres navn", "mandate": "Deres mandat", "focus": "Deres fokus"}
    change_row(of, row, version=1, cells=theirs, by="u7", now=NOW)
    choices = {"choose_organisation": "mine", "choose_mandate": "theirs", "choose_focus": "both"}
    sign_in("coordinator").post(at(plan, of, f"{row.pk}/endre/"), typed(of, "Mine", version=2) | choices)
    row.refresh_from_db()
    assert [row.organisation, row.mandate, row.focus, row.arenas] == [
        "Mine organisation",
        "Deres mandat",
        "Deres fokus\nMine focus",
        "Mine arenas",
    ]


def test_keeping_all_of_mine_overrules_the_choices(sign_in: SignIn) -> None:
    of, plan = register("follow_up"), make.plan()
    row = make.row(of, plan)
    change_row(of, row, version=1, cells={"text": "Deres"}, by="u7", now=NOW)
    data = typed(of, "Mine", version=2) | {"choose_text": "theirs", "choose": "mine"}
    sign_in("coordinator").post(at(plan, of, f"{row.pk}/endre/"), data)
    row.refresh_from_db()
    assert row.text == "Mine text"


def test_what_only_the_other_changed_is_proposed_as_theirs(sign_in: SignIn) -> None:
    of, plan = register("guidelines"), make.plan()
    row = make.row(of, plan)
    change_row(of, row, version=1, cells={"text": "Deres"}, by="u7", now=NOW)
    same = {"version": "1", "text": make.cells(of)["text"]}
    shown = sign_in("coordinator").post(at(plan, of, f"{row.pk}/endre/"), same).content.decode()
    assert re.search(r'name="choose_text" value="theirs" checked', shown)


def test_beside_the_other_s_version_a_new_label_has_its_own_days(sign_in: SignIn) -> None:
    of, plan = register("meetings"), make.plan()
    row = add_row(of, plan, NewRow({"date": "vår 2021", "topic": "Reiser"}), by=BY, now=NOW)
    change_row(of, row, version=1, cells={"topic": "Deres"}, by="u7", now=NOW)
    mine = {"date": "haust 2022", "date_from": "2021-01-01", "date_to": "2021-06-30", "topic": "Reiser"}
    answer = sign_in("coordinator").post(at(plan, of, f"{row.pk}/endre/"), mine | {"version": "1"})
    shown = answer.content.decode()
    assert (answer.status_code, 'value="2022-08-01"' in shown, 'value="2021-06-30"' in shown) == (
        409,
        True,
        False,
    )


def test_writing_in_a_row_that_was_removed_offers_it_back_with_the_text(sign_in: SignIn) -> None:
    of, plan = register("follow_up"), make.plan()
    row = make.row(of, plan)
    remove_row(of, row, version=1, by="u7", now=NOW)
    client = sign_in("coordinator")
    answer = client.post(at(plan, of, f"{row.pk}/endre/"), typed(of, "Mine"))
    assert (answer.status_code, ">\nMine text</textarea>" in answer.content.decode()) == (409, True)
    client.post(at(plan, of, f"{row.pk}/endre/"), typed(of, "Mine", version=2))
    row.refresh_from_db()
    assert (row.text, row.removed_at) == ("Mine text", None)


def test_days_typed_by_a_person_stay_when_the_label_changes(sign_in: SignIn) -> None:
    of, plan = register("meetings"), make.plan()
    row = add_row(of, plan, NewRow({"date": "vår 2021"}), by=BY, now=NOW)
    client, address = sign_in("coordinator"), at(plan, of, f"{row.pk}/endre/")

    def write(version: int, label: str, first: str, last: str) -> tuple[str, str, str]:
        data = {"version": version, "date": label, "date_from": first, "date_to": last, "topic": ""}
        client.post(address, data)
        row.refresh_from_db()
        return (row.period_label, str(row.period_start), str(row.period_end))

    untouched = ("2021-01-01", "2021-06-30")
    assert write(1, "haust 2021", *untouched) == ("haust 2021", "2021-08-01", "2021-12-31")
    typed_days = ("2021-09-01", "2021-09-02")
    assert write(2, "haust 2021", *typed_days) == ("haust 2021", *typed_days)
    assert write(3, "hausten", *typed_days) == ("hausten", *typed_days)
    assert write(4, "vår 2022", "", "") == ("vår 2022", "2022-01-01", "2022-06-30")


def test_a_form_that_is_refused_keeps_what_was_typed(sign_in: SignIn) -> None:
    of, plan = register("meetings"), make.plan()
    row = make.row(of, plan)
    data = {
        "version": 1,
        "date": "x",
        "date_from": "2021-05-02",
        "date_to": "2021-05-01",
        "topic": "Mitt tema",
    }
    client = sign_in("coordinator")
    for address in (at(plan, of, f"{row.pk}/endre/"), at(plan, of, "ny/")):
        answer = client.post(address, data)
        shown = answer.content.decode()
        assert answer.status_code == 422
        assert ">\nMitt tema</textarea>" in shown
        assert "Den siste dagen er før den første." in shown


def test_a_removed_row_is_undone_on_the_spot_and_also_later(sign_in: SignIn) -> None:
    of, plan = register("actors"), make.plan()
    a, b = make.row(of, plan, "A"), make.row(of, plan, "B")
    client = sign_in("coordinator")
    answer = client.post(at(plan, of, f"{a.pk}/fjern/"), {"version": 1}, headers=HTMX).content.decode()
    assert at(plan, of, f"{a.pk}/angre/") in answer
    assert make.order(of, plan) == [(1, b.pk)]
    assert at(plan, of, f"{a.pk}/angre/") in page(client, at(plan, of))
    assert client.post(at(plan, of, f"{a.pk}/angre/")).status_code == 302
    assert make.order(of, plan) == [(1, a.pk), (2, b.pk)]


def test_a_row_that_changed_meanwhile_is_not_removed_and_is_shown_as_it_stands(sign_in: SignIn) -> None:
    of, plan = register("actors"), make.plan()
    row = make.row(of, plan)
    change_row(of, row, version=1, cells={"mandate": "Deres mandat"}, by="u7", now=NOW)
    answer = sign_in("coordinator").post(at(plan, of, f"{row.pk}/fjern/"), {"version": 1}, headers=HTMX)
    assert (answer.status_code, "Deres mandat" in answer.content.decode()) == (409, True)
    assert len(make.order(of, plan)) == 1


def test_rows_are_moved_by_their_buttons(sign_in: SignIn) -> None:
    of, plan = register("follow_up"), make.plan()
    a, b = make.row(of, plan, "A"), make.row(of, plan, "B")
    client = sign_in("coordinator")
    shown = client.post(at(plan, of, f"{b.pk}/flytt/"), {"to": "up"}, headers=HTMX).content.decode()
    assert shown.index(f'id="row-{b.pk}"') < shown.index(f'id="row-{a.pk}"')
    client.post(at(plan, of, f"{b.pk}/flytt/"), {"to": "up"})
    assert make.order(of, plan) == [(1, b.pk), (2, a.pk)]
    client.post(at(plan, of, f"{b.pk}/flytt/"), {"to": "2"})
    assert make.order(of, plan) == [(1, a.pk), (2, b.pk)]


def test_an_earlier_version_of_a_row_is_seen_and_brought_back(sign_in: SignIn) -> None:
    of, plan = register("networks"), make.plan()
    row = make.row(of, plan, "Slik det stod")
    change_row(of, row, version=1, cells={"theme": "Nytt tema"}, by="u7", now=NOW)
    client = sign_in("coordinator")
    assert "Slik det stod om theme" in page(client, at(plan, of, f"{row.pk}/tidligere/"))
    stood = Earlier.objects.get()
    client.post(at(plan, of, f"{row.pk}/tidligere/{stood.pk}/"), {"version": 2})
    row.refresh_from_db()
    assert row.theme == "Slik det stod om theme"


def test_what_a_document_had_beside_the_columns_is_kept_and_can_be_written(sign_in: SignIn) -> None:
    of, plan = register("networks"), make.plan()
    row = make.row(of, plan, more={"Merknad": "Se vedlegg"})
    client = sign_in("coordinator")
    assert "Se vedlegg" in page(client, at(plan, of))
    client.post(at(plan, of, f"{row.pk}/endre/"), typed(of, "Nytt") | {"more_0": "Se vedlegg 2"})
    row.refresh_from_db()
    assert row.more == {"Merknad": "Se vedlegg 2"}


def test_a_chapter_is_written_in_place_and_two_writers_see_both_texts(sign_in: SignIn) -> None:
    plan = make.plan(chapters=(NewChapter("Bakgrunn", 1, "Slik"),))
    chapter = Chapter.objects.get()
    address = f"/planer/{plan.pk}/kapittel/{chapter.pk}/endre/"
    client = sign_in("coordinator")
    assert (
        client.post(address, {"version": 1, "title": "Bakgrunn", "text": "En"}, headers=HTMX).status_code
        == 200
    )
    change_chapter(chapter, version=2, title="Bakgrunn", text="Deres", by="u7", now=NOW)
    answer = client.post(address, {"version": 2, "title": "Bakgrunn", "text": "Mitt"}, headers=HTMX)
    shown = answer.content.decode()
    assert (answer.status_code, "<mark>Deres</mark>" in shown, ">\nMitt</textarea>" in shown) == (
        409,
        True,
        True,
    )
    client.post(address, {"version": 3, "title": "Bakgrunn", "text": "Mitt", "choose_text": "both"})
    chapter.refresh_from_db()
    assert chapter.text == "Deres\nMitt"
    stood = Earlier.objects.get(version=1)
    client.post(f"/planer/{plan.pk}/kapittel/{chapter.pk}/tidligere/{stood.pk}/", {"version": 4})
    chapter.refresh_from_db()
    assert chapter.text == "Slik"


def test_the_front_page_is_written_and_two_writers_see_both(sign_in: SignIn) -> None:
    plan = make.plan()
    client, address = sign_in("coordinator"), f"/planer/{plan.pk}/forside/"
    data = {
        "version": 1, "title": "Ny tittel", "lasting": "2022-2024", "lasting_from": "2021-01-01",
        "lasting_to": "2023-12-31", "dated": "27.april", "dated_from": "2021-04-27", "dated_to": "2021-04-27",
        "approved_by": "Gruppa", "prepared_by": "Én\nTo", "language": "nn",
    }  # fmt: skip
    assert client.post(address, data).status_code == 302
    plan.refresh_from_db()
    assert (plan.title, str(plan.period_start), plan.dated_inferred, plan.authors) == (
        "Ny tittel",
        "2022-01-01",
        True,
        ("Én", "To"),
    )
    answer = client.post(address, data | {"title": "Min tittel"})
    shown = answer.content.decode()
    assert (answer.status_code, 'value="Min tittel"' in shown, "Ny</mark>" in shown) == (409, True, True)


def test_an_empty_plan_begins_with_its_standard_chapters(sign_in: SignIn) -> None:
    load(read_programme(FIXTURES / "klart-vann"), by=BY, now=NOW)
    client = sign_in("coordinator")
    assert '<option value="klart-vann"' in page(client, "/planer/ny/")
    data = {
        "version": 1,
        "programme": "klart-vann",
        "office": "fjordane",
        "language": "nn",
        "lasting": "2024-2026",
    }
    refused = client.post("/planer/ny/", data | {"title": " ", "approved_by": "Mitt ord"})
    assert (refused.status_code, "Mitt ord</textarea>" in refused.content.decode()) == (422, True)
    client.post("/planer/ny/", data | {"title": "Ein ny plan"})
    plan = Plan.objects.get()
    assert (plan.title, plan.period_end and plan.period_end.year) == ("Ein ny plan", 2026)
    assert [each.position for each in plan.chapters.all()] == list(range(1, plan.chapters.count() + 1))
    assert plan.chapters.count() > 0


# Exports


@EVERY
def test_every_export_holds_the_rows_that_the_page_shows(key: str, sign_in: SignIn) -> None:
    of, plan = register(key), make.plan()
    rows = [make.row(of, plan, text) for text in ("En", "To")]
    gone = make.row(of, plan, "Fjernet")
    remove_row(of, gone, version=1, by=BY, now=NOW)
    client = sign_in("directorate")
    files = {
        name: client.get(at(plan, of, f"eksport/{name}/")) for name in ("json", "csv", "xlsx", "docx", "html")
    }
    assert {name: file.status_code for name, file in files.items()} == dict.fromkeys(files, 200)
    data = json.loads(files["json"].content)
    assert data["rows"] == [
        {column.key: value_data(column, column.read(row)) for column in of.columns} for row in rows
    ]
    table = csv_rows(files["csv"].content)
    assert len(table) == 3
    assert {cell_text(column, rows[0]) for column in of.columns if column.kind != "day"} <= set(table[1])


def test_an_export_holds_only_what_was_asked_for(sign_in: SignIn) -> None:
    of, plan = register("follow_up"), make.plan()
    for text in ("Alfa", "Beta"):
        add_row(of, plan, NewRow({"text": text}), by=BY, now=NOW)
    data = json.loads(sign_in("partner").get(at(plan, of, "eksport/json/?q=beta")).content)
    assert [row["text"] for row in data["rows"]] == ["Beta"]


def test_there_is_no_export_in_an_unknown_format(sign_in: SignIn) -> None:
    of, plan = register("follow_up"), make.plan()
    assert sign_in("partner").get(at(plan, of, "eksport/exe/")).status_code == 404


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "htmx"])
def test_what_was_typed_in_a_row_or_a_chapter_that_is_gone_stands_there_still(
    headers: dict[str, str], sign_in: SignIn
) -> None:
    of, plan = register("follow_up"), make.plan(chapters=(NewChapter("Bakgrunn", 1, "Slik"),))
    row, chapter, client = make.row(of, plan), plan.chapters.get(), sign_in("coordinator")
    change, change_text = at(plan, of, f"{row.pk}/endre/"), f"/planer/{plan.pk}/kapittel/{chapter.pk}/endre/"
    row.delete()
    chapter.delete()
    response = client.post(change, typed(of, "Mitt"), headers=headers)
    assert (response.status_code, response.headers.get("HX-Retarget")) == (409, "#add" if headers else None)
    html = response.content.decode()
    assert f'action="{at(plan, of, "ny/")}"' in html
    assert "Mitt text" in html
    response = client.post(change_text, {"version": "1", "title": "Min", "text": "Mine ord"}, headers=headers)
    assert (response.status_code, "Mine ord" in response.content.decode()) == (409, True)
    assert (of.model._default_manager.exists(), Chapter.objects.exists()) == (False, False)


def test_what_was_typed_stands_there_still_when_the_row_goes_while_it_is_saved(sign_in: SignIn) -> None:
    of, plan = register("follow_up"), make.plan(chapters=(NewChapter("Bakgrunn", 1, "Slik"),))
    row, chapter, client = make.row(of, plan), plan.chapters.get(), sign_in("coordinator")
    texts = {"version": "1", "title": "Min", "text": "Mine ord"}
    for gone, address, data in (
        (row, at(plan, of, f"{row.pk}/endre/"), typed(of, "Mitt")),
        (chapter, f"/planer/{plan.pk}/kapittel/{chapter.pk}/endre/", texts),
    ):
        waiting = [gone]

        def another(execute: Any, sql: str, *rest: Any, waiting: list[Any] = waiting) -> Any:
            if sql.startswith("SAVEPOINT") and waiting:
                waiting.pop().delete()
            return execute(sql, *rest)

        with connection.execute_wrapper(another):
            response = client.post(address, data)
        assert (waiting, response.status_code) == ([], 409)
        assert ("Mitt text" if gone is row else "Mine ord") in response.content.decode()


def test_nothing_is_said_of_rows_and_chapters_to_those_who_may_not_write_them(sign_in: SignIn) -> None:
    of, plan = register("follow_up"), make.plan(chapters=(NewChapter("Bakgrunn", 1, "Slik"),))
    for role, place, status in (("partner", "fjordane", 403), ("coordinator", "innlandet", 404)):
        client = sign_in(role, place)
        for gone in (at(plan, of, "999/endre/"), f"/planer/{plan.pk}/kapittel/999/endre/"):
            assert (gone, client.post(gone, {"version": "1"}).status_code) == (gone, status)
