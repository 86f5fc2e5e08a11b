"""A table is understood whole or not at all: every bad row is named, and nothing is written before it is accepted."""

from __future__ import annotations

import io
import re
import time
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.translation import override
from openpyxl import Workbook, load_workbook

from samordner.boards.importing.said_once import Common
from samordner.boards.models import Import
from samordner.boards.operations import accept_import, begin_import, previewed
from samordner.files.models import File
from samordner.journal.deeds import Refusal
from samordner.journal.models import Entry
from samordner.participation.models import Observation
from samordner.participation.queries import state
from samordner.participation.sheets import behind
from tests.boards.conftest import SignIn
from tests.factories.participation import BY, DAY, NOW, Region, region, say

pytestmark = pytest.mark.django_db


@pytest.fixture
def place(today: date) -> Region:
    return region(3)


@pytest.fixture
def client(place: Region, signed_in: SignIn) -> Client:
    return signed_in(office=place.office)


def xlsx(*rows: Sequence[Any], sheet: str = "Ark1") -> bytes:
    book = Workbook()
    page = book.active
    assert page is not None
    page.title = sheet
    for row in rows:
        page.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def table(*rows: Sequence[Any], heads: Sequence[str] = ("number", "subject", "value", "since")) -> bytes:
    return xlsx(heads, *rows)


def begun(place: Region, content: bytes, **common: Any) -> Import:
    return begin_import(
        "status.xlsx", content, office=place.office, programme=place.programme, common=Common(**common),
        by=BY, now=NOW,
    )  # fmt: skip


def accepted(found: Import) -> Import:
    seen = previewed(found, today=DAY).seen
    return accept_import(found, version=found.version, seen=seen, by=BY, now=NOW)


def value(place: Region, number: int, subject: str = "plan_status", item: str = "") -> str:
    return state(place.participations, place.definition, DAY).value(place[number].pk, subject, item)


def code(place: Region, number: int) -> str:
    return place[number].municipality.code


def test_nothing_is_written_before_it_is_accepted_and_then_all_with_the_file_as_source(place: Region) -> None:
    found = begun(
        place,
        table(
            (code(place, 0), "plan_status", "decided", date(2021, 3, 4)),
            (int(code(place, 1)), "Fase", "2", "2021"),
        ),
    )
    assert (Observation.objects.count(), len(previewed(found, today=DAY).changes)) == (0, 2)
    accepted(found)
    assert behind() == []  # the boards' sheets have read it
    kept = list(Observation.objects.order_by("pk"))
    assert [(one.subject, one.value, one.since, one.precision, one.source_kind) for one in kept] == [
        ("plan_status", "decided", date(2021, 3, 4), "day", "import"),
        ("phase", "2", date(2021, 1, 1), "year", "import"),
    ]
    assert kept[0].source_key == "status.xlsx · Ark1 · 2"
    assert bytes(File.objects.get().content).startswith(b"PK")
    entry = Entry.objects.get(verb="accept")
    assert (entry.kind, entry.detail["registered"], entry.detail["first"]) == ("import", 2, kept[0].pk)


def test_accepting_twice_writes_once_and_the_same_file_is_not_begun_anew(place: Region) -> None:
    content = table((code(place, 0), "plan_status", "decided", date(2021, 3, 4)))
    found = begun(place, content)
    assert begun(place, content) == found
    stale = Import.objects.get(pk=found.pk)
    seen = previewed(found, today=DAY).seen
    accepted(found)
    with override("en"):
        for again in (found, stale):
            with pytest.raises(Refusal, match="Nothing is registered from it twice"):
                accept_import(again, version=1, seen=seen, by=BY, now=NOW)
        with pytest.raises(Refusal, match="was accepted on"):
            begun(place, content)
    assert Observation.objects.count() == 1
    assert Entry.objects.filter(verb="accept").count() == 1


def test_it_is_refused_when_the_register_has_changed_since_it_was_looked_over(place: Region) -> None:
    found = begun(place, table((code(place, 0), "plan_status", "decided", date(2021, 3, 4))))
    seen = previewed(found, today=DAY).seen
    say(place[0], "plan_status", "in_process", date(2021, 2, 1))
    with override("en"), pytest.raises(Refusal, match="has changed since you looked"):
        accept_import(found, version=found.version, seen=seen, by=BY, now=NOW)
    assert Observation.objects.count() == 1
    assert Import.objects.get().is_open


def test_every_change_stands_beside_what_it_says_now_and_the_same_is_skipped(
    place: Region, client: Client
) -> None:
    say(place[0], "plan_status", "in_process", date(2021, 1, 15))
    say(place[1], "plan_status", "decided", date(2021, 2, 1))
    say(place[2], "plan_status", "decided", date(2021, 2, 1), evidence="documented", source_key="sak 1")
    content = table(
        (code(place, 0), "plan_status", "decided", date(2021, 3, 4)),
        (code(place, 1), "plan_status", "Vedtatt", "01.02.2021"),
        (code(place, 2), "plan_status", "Vedteken", "2021-02-01"),
        (code(place, 1), "plan_status", "not_begun", "2019"),
        (code(place, 2), "phase", "1", "mai 2020"),
        (code(place, 2), "phase", "", ""),
    )
    found = begun(place, content)
    result = previewed(found, today=DAY)
    told = [(one.line.row, one.kind, one.now.value if one.now else "") for one in result.changes]
    assert told == [(2, "changed", "in_process"), (5, "history", "decided"), (6, "new", "")]
    assert ([one.line.row for one in result.skipped], result.empty) == ([3, 4], 1)
    page = client.get(f"/tavle/registrer/fil/{found.pk}/").content.decode()
    assert ">In process, 15 January 2021, self-reported" in page
    assert ">Decided, 4 March 2021, self-reported" in page
    assert "2 are the same and are skipped" in page
    same = client.get(f"/tavle/registrer/fil/{found.pk}/?show=same").content.decode()
    assert same.count("the same: skipped") == 2


BAD: list[tuple[dict[str, Any], str, str]] = [
    ({"number": "9999"}, "A · number", "You follow no municipality with this number."),
    ({"name": "Ukjendvik"}, "B · name", "number and name do not agree"),
    ({"number": "", "name": "Ukjendvik"}, "B · name", "You follow no municipality with this name."),
    ({"number": ""}, "A · number", "The municipality is missing"),
    ({"subject": "weather"}, "C · subject", "The programme does not ask about this."),
    ({"subject": "solution_stage", "value": "in_use"}, "D · item", "piece by piece"),
    ({"subject": "solution_stage", "item": "Q9", "value": "in_use"}, "D · item", "has no such part"),
    ({"value": "perhaps"}, "E · value", "It can be: Not begun, In process"),
    ({"value": "=1+1"}, "E · value", "cannot be this"),
    ({"since": "12/31/2021"}, "F · since", "This is no day."),
    ({"since": "31.12.21"}, "F · since", "This is no day."),
    ({"since": "2031-01-01"}, "F · since", "a day that has not come"),
    ({"since": "2001-01-01"}, "F · since", "does not take part on"),
    ({"since": ""}, "F · since", "not said from which day it holds"),
    ({"since": "2021", "precision": "day"}, "G · precision", "not written as exactly"),
    ({"evidence": "sure"}, "H · evidence", "none of the choices"),
    ({"evidence": "documented"}, "I · reference", "must say where"),
    ({"decision_day": "soon"}, "J · decision_day", "This is no day."),
    ({"link": "javascript:alert(1)"}, "K · link", "This is no address."),
    ({"reach_count": "3"}, "L · reach_count", "Only what is in use"),
    (
        {"subject": "solution_stage", "item": "A1", "value": "in_use", "reach_count": 9, "reach_of": 8},
        "L · reach_count", "more than all",
    ),
    ({"reach_of": "-1"}, "M · reach_of", "no whole number"),
    ({"case_number": "x" * 61}, "N · case_number", "at most 60 letters"),
]  # fmt: skip
ALL = (
    "number", "name", "subject", "item", "value", "since", "precision", "evidence", "reference", "decision_day",
    "link", "reach_count", "reach_of", "case_number",
)  # fmt: skip


@pytest.mark.parametrize(("changed", "column", "reason"), BAD)
def test_a_bad_cell_is_named_by_sheet_row_column_and_reason(
    place: Region, changed: dict[str, Any], column: str, reason: str
) -> None:
    good = {"number": code(place, 0), "subject": "plan_status", "value": "in_process", "since": "2021-03-01"}
    rows = [[row.get(name, "") for name in ALL] for row in (good, good | changed)]
    content = xlsx(ALL, *rows)
    book = load_workbook(io.BytesIO(content))
    for row in book["Ark1"].iter_rows(min_row=3):  # a formula is written as one
        for cell in row:
            if str(cell.value).startswith("="):
                cell.data_type = "f"
    out = io.BytesIO()
    book.save(out)
    with override("en"):
        result = previewed(begun(place, out.getvalue()), today=DAY)
    assert [(one.sheet, one.row, one.column) for one in result.faults] == [("Ark1", 3, column)]
    assert reason in result.faults[0].reason
    with pytest.raises(Refusal):
        accepted(Import.objects.get())
    assert Observation.objects.count() == 0


def test_a_municipality_of_another_office_is_as_unknown_as_one_that_does_not_exist(
    place: Region, client: Client
) -> None:
    other = region(1, key="sorviken", county="92")
    theirs = other[0].municipality
    content = xlsx(
        ("number", "name", "subject", "value", "since"),
        (theirs.code, "", "plan_status", "decided", "2021-03-01"),
        ("9999", "", "plan_status", "decided", "2021-03-01"),
    )
    with override("en"):
        faults = previewed(begun(place, content), today=DAY).faults
    assert [one.reason for one in faults] == ["You follow no municipality with this number."] * 2
    page = client.get(f"/tavle/registrer/fil/{Import.objects.get().pk}/").content.decode()
    assert "Sorviken" not in page
    assert theirs.code not in client.get("/tavle/registrer/fil/mal/?format=csv").content.decode()


def test_headings_and_values_are_read_in_all_three_languages(place: Region) -> None:
    names = [str(row.municipality) for row in place.participations]
    for heads, said in [
        (("Kommune", "Hva det gjelder", "Status", "Gjelder fra"), ("Planstatus", "Vedtatt")),
        (("Kommune", "Kva det gjeld", "Status", "Gjeld frå"), ("planstatus", "● Vedteken")),
        (("Municipality", "What it is about", "Status", "Since"), ("Plan status", "DECIDED")),
    ]:
        rows = [(name, *said, "4. mars 2021") for name in names]
        result = previewed(begun(place, xlsx(heads, *rows)), today=DAY)
        assert not result.faults
        assert {(one.line.statement.value, one.line.statement.since) for one in result.changes} == {
            ("decided", date(2021, 3, 4))
        }


def test_the_wide_form_has_a_column_for_each_subject_and_one_day_for_all(place: Region) -> None:
    content = xlsx(
        ("Kommunenummer", "Planstatus", "Forankret i", "Siste kontakt", "A1", "Merknad"),
        (code(place, 0), "Vedtatt", "Egen sak; Kommunal planstrategi", date(2021, 4, 2), "I bruk", "Ringte"),
        (code(place, 1), "?", "", "", "", ""),
    )
    found = begun(place, content, since=date(2021, 3, 1), evidence="documented", reference="Kartlegging 2021")
    accepted(found)
    kept = Observation.objects.order_by("pk").values_list("subject", "item", "value", "since", "evidence")
    assert list(kept) == [
        ("plan_status", "", "decided", date(2021, 3, 1), "documented"),
        ("anchoring", "own_case", "yes", date(2021, 3, 1), "documented"),
        ("anchoring", "planning_strategy", "yes", date(2021, 3, 1), "documented"),
        ("last_contact", "", "2021-04-02", date(2021, 4, 2), "documented"),
        ("solution_stage", "A1", "in_use", date(2021, 3, 1), "documented"),
    ]
    assert Observation.objects.first().source_key == "Kartlegging 2021 (status.xlsx · Ark1 · 2)"  # type: ignore[union-attr]
    assert value(place, 1) == ""


def test_with_one_day_for_all_what_held_before_and_still_holds_is_no_news(place: Region) -> None:
    say(place[0], "plan_status", "decided", date(2021, 2, 1))
    content = xlsx(("number", "plan_status"), (code(place, 0), "decided"), (code(place, 1), "decided"))
    result = previewed(begun(place, content, since=date(2021, 4, 1)), today=DAY)
    assert (len(result.changes), len(result.skipped)) == (1, 1)


def test_two_rows_that_say_different_things_of_the_same_are_both_pointed_to(place: Region) -> None:
    row = (code(place, 0), "plan_status", "decided", "2021-03-01")
    other = (code(place, 0), "plan_status", "in_process", "2021-03-01")
    with override("en"):
        result = previewed(begun(place, table(row, row, other)), today=DAY)
    assert [(one.row, one.reason) for one in result.faults] == [
        (4, "Row 2 of Ark1 says something else of the same.")
    ]
    assert [one.line.row for one in result.skipped] == [3, 4]


def test_a_whole_statement_comes_through_a_table(place: Region) -> None:
    heads = (
        "number", "subject", "item", "value", "since", "precision", "evidence", "source", "reference",
        "decision_body", "decision_day", "case_number", "link", "outcome", "reach_count", "reach_of", "reach_unit",
        "fidelity", "expected", "note",
    )  # fmt: skip
    row = (
        code(place, 0), "solution_stage", "A1", "in_use", date(2021, 2, 3), "month", "verified",
        "council minutes", "møtebok 3", "kommunestyret", "3.2.2021", "12/21", "https://example.org/sak", "adopted",
        3, 8, "avdelingar", "mostly", "", "=HYPERLINK(1)",
    )  # fmt: skip
    accepted(begun(place, xlsx(heads, row)))
    kept = Observation.objects.get()
    assert (kept.since, kept.precision, kept.evidence, kept.source_kind, kept.source_key) == (
        date(2021, 2, 1), "month", "verified", "minutes", "møtebok 3",
    )  # fmt: skip
    assert (kept.decision_body, kept.decision_day, kept.case_number, kept.link, kept.outcome) == (
        "kommunestyret", date(2021, 2, 3), "12/21", "https://example.org/sak", "adopted",
    )  # fmt: skip
    assert (kept.reach_count, kept.reach_of, kept.reach_unit, kept.fidelity) == (3, 8, "avdelingar", "mostly")
    assert kept.note == "=HYPERLINK(1)"


def test_the_template_that_is_downloaded_is_understood_and_says_nothing(
    place: Region, client: Client
) -> None:
    for address in ("", "?form=wide", "?form=wide&subject=solution_stage", "?subject=plan_status"):
        content = client.get(f"/tavle/registrer/fil/mal/{address}").content
        result = previewed(begun(place, content), today=DAY)
        assert (result.faults, result.changes, result.empty) == ((), (), 3)
    rows = list(load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True))  # type: ignore[union-attr]
    assert [(row[0], row[1]) for row in rows[1:]] == [
        (row.municipality.code, row.municipality.name) for row in place.participations
    ]


@pytest.mark.once
def test_of_ten_thousand_rows_every_bad_one_is_named_and_none_is_written(place: Region) -> None:
    first = date(2019, 1, 2)
    rows = [
        (
            code(place, at % 3), "solution_stage", f"A{1 + at % 5}", "in_use" if at % 100 else "soon",
            first + timedelta(days=at // 15), at % 7, f"samtale {at}",
        )
        for at in range(10_000)
    ]  # fmt: skip
    content = table(*rows, heads=("number", "subject", "item", "value", "since", "reach_count", "note"))
    began = time.perf_counter()
    result = previewed(begun(place, content), today=DAY)
    print(f"10,000 rows looked over in {time.perf_counter() - began:.1f} s")
    assert [one.row for one in result.faults] == list(range(2, 10_002, 100))
    with pytest.raises(Refusal):
        accepted(Import.objects.get())
    assert Observation.objects.count() == 0


# The pages


def test_a_file_is_brought_looked_over_and_accepted_in_the_pages(place: Region, client: Client) -> None:
    content = table((code(place, 0), "plan_status", "decided", date(2021, 3, 4)))
    upload = SimpleUploadedFile("status.xlsx", content)
    answer = client.post("/tavle/registrer/fil/", {"file": upload, "evidence": "self_reported"})
    assert answer.status_code == 302
    page = client.get(answer["Location"]).content.decode()
    assert "Register 1 status" in page
    typed = {name: _hidden(page, name) for name in ("version", "seen")}
    done = client.post(answer["Location"], typed)
    assert (done.status_code, value(place, 0)) == (302, "decided")
    assert "was accepted on" in client.get(done["Location"]).content.decode()
    again = client.post(answer["Location"], typed)
    assert (again.status_code, Observation.objects.count()) == (409, 1)


def _hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found
    return found[1]


def test_pasted_cells_are_a_table_too_and_what_was_typed_stays_when_it_is_refused(
    place: Region, client: Client
) -> None:
    pasted = f"Kommunenummer\tPlanstatus\n{code(place, 0)}\tVedtatt\n"
    answer = client.post("/tavle/registrer/fil/", {"pasted": pasted, "since": "2021-03-01"})
    assert answer.status_code == 302
    assert len(previewed(Import.objects.get(), today=DAY).changes) == 1
    refused = client.post("/tavle/registrer/fil/", {"pasted": "PK\x03\x04 no table", "reference": "brev 7"})
    assert refused.status_code == 422
    assert "brev 7" in refused.content.decode()
    nothing = client.post("/tavle/registrer/fil/", {})
    assert (nothing.status_code, "Choose a file, or paste the cells." in nothing.content.decode()) == (
        422,
        True,
    )


@pytest.mark.parametrize(
    ("role", "mine", "status"),
    [
        ("coordinator", True, 200), ("partner", True, 200), ("coordinator", False, 404), ("partner", False, 404),
        ("contact", True, 403), ("directorate", True, 403), ("administrator", True, 403),
    ],
)  # fmt: skip
def test_who_may_see_and_accept_a_table(
    place: Region, signed_in: SignIn, role: str, mine: bool, status: int
) -> None:
    other = region(1, key="sorviken", county="92")
    found = begun(place, table((code(place, 0), "plan_status", "decided", date(2021, 3, 4))))
    office = place.office if mine else other.office
    client = signed_in(role, office, place[0].municipality if role == "contact" else None)
    address = f"/tavle/registrer/fil/{found.pk}/"
    assert client.get(address).status_code == status
    expected = 200 if status == 404 else status
    assert [client.get(f"/tavle/registrer/fil/{more}").status_code for more in ("", "mal/")] == [expected] * 2
    if status != 200:
        assert client.post(address, {"version": 1}).status_code == status
    else:
        assert client.post(address, {"version": 1}).status_code == 422
    if not mine:
        assert "status.xlsx" not in client.get("/tavle/registrer/fil/").content.decode()
    assert Observation.objects.count() == 0
