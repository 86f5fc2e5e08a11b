"""A reading is begun, corrected, accepted whole or not at all, or put away."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from samordner.files.models import File
from samordner.journal.deeds import Conflict, Refusal
from samordner.journal.models import Entry
from samordner.meetings.models import Meeting
from samordner.participation.models import Participation
from samordner.participation.queries import taking_part
from samordner.plandocument.models import Claim, PlanReading
from samordner.plandocument.operations import (
    accept_reading,
    begin_reading,
    correct_reading,
    drop_reading,
    match_claim,
    same_plan,
)
from samordner.plandocument.states import fingerprint
from samordner.plans.models import Earlier, Plan
from samordner.plans.new import Taken
from samordner.plans.operations import change_plan, change_row
from samordner.plans.registers import register
from samordner.timeline.periods import read
from tests.conftest import NOW
from tests.factories import participation as region_of
from tests.factories.participation import Region
from tests.plandocument.plans import PLANS
from tests.plandocument.stating import STATED, accepted, begun, differing, everything, text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
TOO_LATE = "This reading is accepted: go on in the plan's registers."


@pytest.fixture
def region() -> Region:
    return region_of.region(3)


def entries(kind: str = "") -> list[tuple[str, str]]:
    found = Entry.objects.order_by("number")
    return list((found.filter(kind=kind) if kind else found).values_list("verb", "kind"))


def meetings(plan: Plan) -> list[tuple[str, str]]:
    return list(plan_rows(plan).values_list("period_label", "topic"))


def plan_rows(plan: Plan) -> Any:
    return Meeting.objects.filter(plan=plan, removed_at=None).order_by("position")


def accept(reading: PlanReading, **change: Any) -> tuple[Plan, Taken]:
    usual = {"into": None, "version": reading.version, "language": "nb", "by": "u1", "now": NOW}
    return accept_reading(reading, **{**usual, **change})


# Begun


def test_a_document_is_kept_and_read_in_one_deed(region: Region) -> None:
    reading = begun(text(), region.office, region.programme, name="Plan 2021.txt")
    assert (reading.name, reading.status, reading.version, reading.plan) == ("Plan 2021.txt", "open", 1, None)
    assert bytes(File.objects.get().content) == text()
    assert reading.result["registers"] | {"meetings": 2, "guidelines": 2} == reading.result["registers"]
    assert entries()[-2:] == [("receive", "file"), ("read", "plan_reading")]


def test_two_offices_that_give_one_file_do_not_see_each_others_name_for_it(region: Region) -> None:
    other = region_of.office("solvik", "Solvik")
    begun(text(), region.office, region.programme, name="Hemmelig.txt")
    theirs = begun(text(), other, region.programme, name="plan.txt")
    assert (theirs.name, str(theirs), File.objects.count()) == ("plan.txt", "plan.txt", 1)


def test_a_document_that_cannot_be_read_is_not_kept_either(region: Region) -> None:
    before = Entry.objects.count()
    with pytest.raises(Refusal) as refusal:
        begin_reading(
            "plan.docx",
            b"PK\x03\x04 but no archive",
            office=region.office,
            programme=region.programme,
            by="u1",
            now=NOW,
        )
    assert "damaged" in str(refusal.value.sentence)
    assert (File.objects.count(), PlanReading.objects.count(), Entry.objects.count()) == (0, 0, before)


# Corrected


def test_a_correction_is_kept_and_shows_in_what_was_read(region: Region) -> None:
    reading = begun(text(), region.office, region.programme)
    key = reading.result["rows"]["meetings"][1]["key"]
    edit = {"do": "set-cell", "register": "meetings", "row": key, "cell": "topic", "value": "Rikting"}
    correct_reading(reading, [edit], version=1, by="u2", now=NOW)
    reading.refresh_from_db()
    assert (reading.corrections, reading.version) == ([edit], 2)
    assert reading.result["rows"]["meetings"][1]["cells"]["topic"] == "Rikting"
    assert entries("plan_reading") == [("read", "plan_reading"), ("correct", "plan_reading")]


def test_taking_the_last_correction_back_gives_what_was_read(region: Region) -> None:
    reading = begun(text(), region.office, region.programme)
    before = reading.result
    edit = {"do": "set-front", "field": "title", "value": "En annen plan"}
    correct_reading(reading, [edit], version=1, by="u1", now=NOW)
    correct_reading(reading, [], version=2, by="u1", now=NOW)
    reading.refresh_from_db()
    assert (reading.result, reading.corrections) == (before, [])


def test_a_correction_that_fits_nothing_changes_nothing(region: Region) -> None:
    reading = begun(text(), region.office, region.programme)
    before = PlanReading.objects.values().get()
    fits = {"do": "set-front", "field": "title", "value": "En annen plan"}
    wrong = {"do": "mark-certain", "register": "meetings", "row": "99@1-1"}
    with pytest.raises(Refusal) as refusal:
        correct_reading(reading, [fits, wrong], version=1, by="u1", now=NOW)
    assert "nothing was changed" in str(refusal.value.sentence)
    assert PlanReading.objects.values().get() == before
    assert entries("plan_reading") == [("read", "plan_reading")]


def test_the_second_of_two_who_correct_at_once_is_told(region: Region) -> None:
    reading = begun(text(), region.office, region.programme)
    mine, theirs = (PlanReading.objects.get(pk=reading.pk) for _ in range(2))
    edit = {"do": "set-front", "field": "title", "value": "Den første"}
    correct_reading(mine, [edit], version=1, by="u1", now=NOW)
    with pytest.raises(Conflict):
        correct_reading(theirs, [], version=1, by="u2", now=NOW)
    current = PlanReading.objects.get(pk=reading.pk)
    with pytest.raises(Conflict):
        correct_reading(current, [], version=1, by="u2", now=NOW)
    assert PlanReading.objects.get().result["front"]["title"] == "Den første"


# Accepted


def test_an_accepted_reading_becomes_a_plan_with_all_that_was_read(region: Region) -> None:
    reading, plan = accepted(text(), region.office, region.programme)
    assert (plan.title, plan.period, plan.dated.start, plan.approved_by, plan.authors) == (
        "PLAN FOR GODE DAGER 2021-2023",
        read("2021-2023"),
        date(2021, 4, 27),
        "Styringsgruppa",
        ("Embetet", "KS"),
    )
    assert meetings(plan) == [("11.januar", "Oppstart"), ("1.juni", "Reiser")]
    assert [(each.number, each.title, each.answers) for each in plan.chapters.all()] == [
        (1, "Bakgrunn", "background"),
        (2, "Organisering og ansvar", "organisation"),
        (3, "Nasjonale føringer", "guidelines"),
    ]
    assert [(each.numerator, each.denominator) for each in plan.claims.all()] == [(1, 3), (2, 3), (3, 3)]
    reading.refresh_from_db()
    assert (reading.status, reading.accepted_at, reading.plan) == ("accepted", NOW, plan)
    assert entries()[-2:] == [("create", "plan"), ("accept", "plan_reading")]


def test_a_fault_half_way_leaves_nothing(region: Region, monkeypatch: pytest.MonkeyPatch) -> None:
    reading = begun(text(), region.office, region.programme)
    before = (Entry.objects.count(), PlanReading.objects.values().get())

    def full(*_args: Any, **_more: Any) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr("samordner.plandocument.operations.accepting.Claim.objects.bulk_create", full)
    with pytest.raises(OSError, match="the disk is full"):
        accept(reading)
    assert (Plan.objects.count(), Meeting.objects.count(), Claim.objects.count()) == (0, 0, 0)
    assert (Entry.objects.count(), PlanReading.objects.values().get()) == before


def test_a_reading_that_another_corrected_meanwhile_is_not_accepted_and_leaves_nothing(
    region: Region,
) -> None:
    reading = begun(text(), region.office, region.programme)
    correct_reading(
        PlanReading.objects.get(pk=reading.pk),
        [{"do": "set-front", "field": "title", "value": "Ny"}],
        version=1,
        by="u2",
        now=NOW,
    )
    with pytest.raises(Conflict):
        accept(reading, version=1)
    assert (Plan.objects.count(), Meeting.objects.count()) == (0, 0)
    assert entries("plan") == []


def test_reading_the_same_document_again_changes_nothing(region: Region) -> None:
    _reading, plan = accepted(text(), region.office, region.programme)
    match_claim(plan.claims.all()[0], subject="phase", values=["1"], by="u1", now=NOW)
    before = everything(plan)
    again = begun(text(), region.office, region.programme)
    assert same_plan(again) == plan
    assert differing(again, plan) == []
    _plan, taken = accept(again, into=plan)
    assert (taken.any, _plan) == (False, plan)
    assert everything(plan) == before


@pytest.mark.parametrize("name", ["fjordlandet.txt", "nordlia.txt", "vestlandia.txt"])
def test_reading_a_whole_plan_again_changes_nothing(region: Region, name: str) -> None:
    content = (PLANS / name).read_bytes()
    _reading, plan = accepted(content, region.office, region.programme)
    before = everything(plan)
    accepted(content, region.office, region.programme, into=plan)
    assert (everything(plan), Earlier.objects.count()) == (before, 0)


def test_a_revised_document_changes_only_what_differs_and_keeps_what_stood_there(region: Region) -> None:
    _reading, plan = accepted(text(), region.office, region.programme)
    first, second = plan_rows(plan)
    revised = begun(text(tema="Rikting"), region.office, region.programme)
    assert differing(revised, plan) == [("Meeting plan", "changed", "1.juni", True)]
    _plan, taken = accept(revised, into=plan)
    assert (taken.added, taken.changed, taken.removed) == (0, 1, 0)
    assert [row.pk for row in plan_rows(plan)] == [first.pk, second.pk]
    assert meetings(plan) == [("11.januar", "Oppstart"), ("1.juni", "Rikting")]
    kept = Earlier.objects.get()
    assert (kept.kind, kept.key, kept.fields["topic"]) == ("meetings", second.pk, "Reiser")
    assert entries("plan") == [("create", "plan"), ("take_in", "plan")]


def test_a_revised_front_page_is_taken_in_and_a_silent_one_keeps_what_stands(region: Region) -> None:
    _reading, plan = accepted(text(), region.office, region.programme)
    content = text().replace(b"Styringsgruppa", b"Rektoratet").replace(b"Utarbeidet av: Embetet og KS\n", b"")
    revised = begun(content, region.office, region.programme)
    assert differing(revised, plan) == [("Front page", "changed", "Approved by", True)]
    _plan, taken = accept(revised, into=plan)
    plan.refresh_from_db()
    assert (taken.changed, plan.approved_by, plan.authors) == (1, "Rektoratet", ("Embetet", "KS"))
    assert Earlier.objects.get().fields["approved_by"] == "Styringsgruppa"


def test_what_a_person_wrote_after_the_reading_gives_way_and_is_kept(region: Region) -> None:
    _reading, plan = accepted(text(), region.office, region.programme)
    row = plan_rows(plan)[0]
    change_row(register("meetings"), row, version=1, cells={"topic": "Skrevet for hånd"}, by="u2", now=NOW)
    accepted(text(), region.office, region.programme, into=plan)
    assert meetings(plan)[0] == ("11.januar", "Oppstart")
    kept = [each.fields["topic"] for each in Earlier.objects.order_by("pk")]
    assert kept == ["Oppstart", "Skrevet for hånd"]


def test_the_same_plan_is_known_by_its_title_and_by_its_period(region: Region) -> None:
    _reading, plan = accepted(text(), region.office, region.programme)
    retitled = begun(
        text().replace(b"PLAN FOR GODE DAGER", b"REVIDERT PLAN"), region.office, region.programme
    )
    assert same_plan(retitled) == plan
    change_plan(
        plan, version=plan.version, title=plan.title, period=read("2024"), dated=None, approved_by="",
        prepared_by=[], language="nb", by="u1", now=NOW,
    )  # fmt: skip
    assert same_plan(retitled) is None
    assert same_plan(begun(text(), region.office, region.programme)) == plan
    other = region_of.office("solvik", "Solvik")
    assert same_plan(begun(text(), other, region.programme)) is None


def test_an_accepted_or_dropped_reading_is_changed_no_more(region: Region) -> None:
    reading, _plan = accepted(text(), region.office, region.programme)
    with pytest.raises(Refusal) as refusal:
        accept(reading)
    assert str(refusal.value.sentence) == TOO_LATE
    with pytest.raises(Refusal):
        drop_reading(reading, version=reading.version, by="u1", now=NOW)
    dropped = begun(text(), region.office, region.programme)
    drop_reading(dropped, version=1, by="u1", now=NOW)
    assert (dropped.status, File.objects.count()) == ("dropped", 1)
    with pytest.raises(Refusal) as refusal:
        accept(dropped)
    assert str(refusal.value.sentence) == "This reading was dropped. Read the document again to go on."
    assert Plan.objects.count() == 1


def test_only_the_reading_as_one_saw_it_can_be_dropped(region: Region) -> None:
    reading = begun(text(), region.office, region.programme)
    with pytest.raises(Conflict):
        drop_reading(reading, version=7, by="u1", now=NOW)
    assert PlanReading.objects.get().status == "open"


# Who takes part afterwards


def test_the_offices_municipalities_take_part_when_none_did(region: Region) -> None:
    office = region_of.office("solvik", "Solvik")
    region_of.municipalities(4, office=office, county="92")
    _reading, plan = accepted(text(), office, region.programme)
    period = region.definition.period
    rows = Participation.objects.filter(office=office)
    assert {(row.since, row.until) for row in rows} == {(period.since, period.until)}
    assert taking_part(region.programme.key, date(2021, 4, 27), office="solvik").count() == 4
    assert [claim.denominator for claim in plan.claims.all()] == [3, 3, 3]


def test_those_who_take_part_already_are_left_as_they_are(region: Region) -> None:
    before = list(Participation.objects.values())
    accepted(text(), region.office, region.programme)
    assert list(Participation.objects.values()) == before


# What a person matched


def test_a_persons_match_stays_when_only_other_sentences_are_new(region: Region) -> None:
    _reading, plan = accepted(text(), region.office, region.programme)
    match_claim(plan.claims.all()[0], subject="phase", values=["1"], by="u1", now=NOW)
    accepted(
        text(bakgrunn=f"{STATED} Samtlige 3 kommuner har svart."), region.office, region.programme, into=plan
    )
    assert [(claim.numerator, claim.subject) for claim in plan.claims.all()] == [
        (1, "phase"),
        (2, "plan_status"),
        (3, "grant_priority"),
        (3, ""),
    ]


def test_what_another_wrote_after_the_differences_were_shown_is_not_written_over_unseen(
    region: Region,
) -> None:
    _reading, plan = accepted(text(), region.office, region.programme)
    again = begun(text(), region.office, region.programme)
    shown = fingerprint(plan)
    row = plan_rows(plan)[0]
    change_row(register("meetings"), row, version=1, cells={"topic": "Skrevet for hånd"}, by="u2", now=NOW)
    with pytest.raises(Conflict):
        accept(again, into=plan, seen=shown)
    assert meetings(plan)[0] == ("11.januar", "Skrevet for hånd")
    again.refresh_from_db()
    assert again.is_open
    accept(again, into=plan, seen=fingerprint(plan))
    assert meetings(plan)[0] == ("11.januar", "Oppstart")
