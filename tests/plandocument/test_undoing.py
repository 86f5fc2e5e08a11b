"""An accepted reading is undone as one deed: the plan says again what it said before, or the deed is refused whole."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from samordner.journal.deeds import Conflict, Refusal
from samordner.journal.models import Entry
from samordner.journal.queries import first_break
from samordner.participation.models import Participation
from samordner.people.models import User
from samordner.plandocument.models import Claim, PlanReading
from samordner.plandocument.operations import (
    accept_reading,
    match_claim,
    undo_reading,
    what_undoing_does,
    why_not_undo,
)
from samordner.plans.models import Chapter, Earlier, Plan
from samordner.plans.operations import add_row, change_chapter, change_row, confirm_row, move_row, remove_row
from samordner.plans.registers import register, registers
from samordner.revisions.operations import begin_revision
from tests.conftest import NOW
from tests.factories import participation as region_of
from tests.factories.participation import Region, say
from tests.factories.plans import NewRow
from tests.plandocument.plans import PLANS
from tests.plandocument.stating import accepted, begun, said, text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
LATER = NOW + timedelta(hours=1)
MEETINGS = "meetings"


@pytest.fixture
def region() -> Region:
    return region_of.region(3)


def accept(reading: PlanReading, into: Plan | None = None, *, gone: bool = False) -> Plan:
    plan, _taken = accept_reading(
        reading, into=into, version=reading.version, language="nb", by="u1", now=LATER, gone=gone
    )
    return plan


def undo(reading: PlanReading, **more: Any) -> Any:
    reading.refresh_from_db()
    return undo_reading(reading, **{"version": reading.version, "by": "u1", "now": LATER, **more})


def rows(plan: Plan, key: str = MEETINGS) -> Any:
    return register(key).model._default_manager.filter(plan=plan, removed_at=None).order_by("position")


def refused(reading: PlanReading) -> str:
    """The sentence that undoing is refused with; nothing is changed by it."""
    reading.refresh_from_db()
    before, entries = said(reading.plan) if reading.plan else None, Entry.objects.count()
    with pytest.raises(Refusal) as refusal:
        undo(reading)
    assert (said(reading.plan) if reading.plan else None, Entry.objects.count()) == (before, entries)
    return str(refusal.value.sentence)


# Undone


@pytest.mark.parametrize("gone", [False, True])
@pytest.mark.parametrize(("first", "second"), [("fjordlandet", "nordlia"), ("vestlandia", "fjordlandet")])
def test_the_plan_says_again_exactly_what_it_said(
    first: str, second: str, gone: bool, region: Region
) -> None:
    _reading, plan = accepted((PLANS / f"{first}.txt").read_bytes(), region.office, region.programme)
    match_claim(plan.claims.all()[0], subject="phase", values=["1"], by="u1", now=NOW)
    before, taking_part = said(plan), list(Participation.objects.values())
    reading = begun((PLANS / f"{second}.txt").read_bytes(), region.office, region.programme)
    accept(reading, plan, gone=gone)
    assert said(plan) != before
    undo(reading)
    assert (said(plan), list(Participation.objects.values())) == (before, taking_part)
    assert Entry.objects.order_by("-number").values_list("verb", "kind", "key")[0] == (
        "undo", "plan_reading", str(reading.pk),
    )  # fmt: skip
    assert first_break() is None


def test_a_plan_that_the_acceptance_made_goes_with_all_its_rows(region: Region) -> None:
    reading, _plan = accepted(text(), region.office, region.programme)
    does = what_undoing_does(reading)
    assert (does.plan_goes, does.rows_removed, does.chapters, does.claims, does.leaving) == (True, 4, 3, 3, 0)
    undo(reading)
    assert [
        Plan.objects.count(),
        Chapter.objects.count(),
        Claim.objects.count(),
        Earlier.objects.count(),
    ] == [0] * 4
    assert [each.model._default_manager.count() for each in registers()] == [0] * len(registers())
    assert (reading.status, reading.plan, reading.accepted_at, reading.undoing) == ("open", None, None, {})


def test_after_undoing_the_reading_can_be_accepted_and_undone_anew(region: Region) -> None:
    reading, _plan = accepted(text(), region.office, region.programme)
    undo(reading)
    plan = accept(reading)
    assert [row.topic for row in rows(plan)] == ["Oppstart", "Reiser"]
    undo(reading)
    assert Plan.objects.count() == 0


def test_who_had_the_row_open_before_the_acceptance_was_undone_is_told(region: Region) -> None:
    _reading, plan = accepted(text(), region.office, region.programme)
    again = begun(text(tema="Rikting"), region.office, region.programme)
    accept(again, plan)
    seen = rows(plan)[1]
    undo(again)
    with pytest.raises(Conflict):
        change_row(
            register(MEETINGS),
            rows(plan)[1],
            version=seen.version,
            cells={"topic": "Mitt"},
            by="u2",
            now=LATER,
        )
    assert [each.fields["topic"] for each in Earlier.objects.filter(kind=MEETINGS, key=seen.pk)] == [
        "Rikting",
        "Reiser",
    ]


def test_an_acceptance_that_changed_nothing_is_undone_without_a_trace_in_the_plan(region: Region) -> None:
    _reading, plan = accepted(text(), region.office, region.programme)
    before = said(plan)
    again = begun(text(), region.office, region.programme)
    accept(again, plan)
    undo(again)
    assert (said(plan), Earlier.objects.count()) == (before, 0)


def test_what_was_removed_before_the_acceptance_is_still_removed_after_undoing_it(region: Region) -> None:
    _reading, plan = accepted(text(), region.office, region.programme)
    remove_row(register(MEETINGS), rows(plan)[0], version=1, by="u1", now=NOW)
    before = said(plan)
    again = begun(text(), region.office, region.programme)
    accept(again, plan)
    undo(again)
    assert said(plan) == before


# Who takes part


def test_municipalities_that_were_enrolled_by_it_take_part_no_more(region: Region) -> None:
    office = region_of.office("solvik", "Solvik")
    region_of.municipalities(4, office=office, county="92")
    reading, _plan = accepted(text(), office, region.programme)
    assert what_undoing_does(reading).leaving == 4
    undo(reading)
    assert Participation.objects.filter(office=office).count() == 0
    assert Participation.objects.filter(office=region.office).count() == 3


def test_municipalities_of_which_something_is_known_by_now_go_on_taking_part(region: Region) -> None:
    office = region_of.office("solvik", "Solvik")
    region_of.municipalities(4, office=office, county="92")
    reading, _plan = accepted(text(), office, region.programme)
    say(Participation.objects.filter(office=office)[0], "phase", "1")
    does = what_undoing_does(reading)
    assert (does.leaving, does.staying) == (0, 4)
    undo(reading)
    assert (Plan.objects.count(), Participation.objects.filter(office=office).count()) == (0, 4)


# Refused


def change_topic(plan: Plan) -> None:
    change_row(register(MEETINGS), rows(plan)[0], version=1, cells={"topic": "Ny"}, by="u7", now=LATER)


def move(plan: Plan) -> None:
    move_row(register(MEETINGS), rows(plan)[0], to=2, by="u7", now=LATER)


def add(plan: Plan) -> None:
    add_row(register(MEETINGS), plan, NewRow({"topic": "Enda et"}), by="u7", now=LATER)


def write_a_chapter(plan: Plan) -> None:
    change_chapter(plan.chapters.all()[0], version=1, title="Bakgrunn", text="Nytt", by="u7", now=LATER)


def match(plan: Plan) -> None:
    match_claim(plan.claims.all()[0], subject="phase", values=["1"], by="u7", now=LATER)


@pytest.mark.parametrize(
    ("deed", "where"),
    [
        (change_topic, "Meeting plan “11.januar” (Kim Nes, 27 April 2021)"),
        (move, "Meeting plan “11.januar” (Kim Nes, 27 April 2021)"),
        (add, "Meeting plan “Enda et” (Kim Nes, 27 April 2021)"),
        (write_a_chapter, "Chapter “1. Bakgrunn” (Kim Nes, 27 April 2021)"),
        (match, "Stated numbers (Kim Nes, 27 April 2021)"),
    ],
)
def test_work_done_since_is_not_thrown_away_and_one_is_told_where_and_by_whom(
    deed: Any, where: str, region: Region
) -> None:
    User.objects.create(pk=7, email="kim@example.org", name="Kim Nes", created_at=NOW, is_demo=True)
    reading, plan = accepted(text(), region.office, region.programme)
    deed(plan)
    sentence = refused(reading)
    assert sentence.startswith("The plan has been worked in since:")
    assert where in sentence


def test_a_cell_that_was_said_to_be_right_since_is_work_too(region: Region) -> None:
    reading, plan = accepted((PLANS / "nordlia.txt").read_bytes(), region.office, region.programme)
    proposed = next(row for each in registers() for row in rows(plan, each.key) if row.doubts)
    key = next(each for each in registers() if isinstance(proposed, each.model))
    confirm_row(key, proposed, version=1, by="u7", now=LATER)
    assert "worked in since" in refused(reading)


def test_of_much_work_three_places_are_named_and_the_rest_counted(region: Region) -> None:
    reading, plan = accepted(text(), region.office, region.programme)
    for deed in (add, add, add, write_a_chapter, match):
        deed(plan)
    assert "; 2 more." in refused(reading)


def test_a_later_reading_into_the_plan_must_be_undone_first(region: Region) -> None:
    reading, plan = accepted(text(), region.office, region.programme)
    again = begun(text(tema="Rikting"), region.office, region.programme, name="Seinere.txt")
    accept(again, plan)
    assert refused(reading) == "“Seinere.txt” was read into the plan later. Undo that first."
    undo(again)
    assert why_not_undo(PlanReading.objects.get(pk=reading.pk)) is None


@pytest.mark.parametrize("made", [True, False])
def test_a_plan_that_a_revision_has_been_made_of_keeps_what_was_accepted(made: bool, region: Region) -> None:
    reading, plan = accepted(text(), region.office, region.programme)
    if not made:
        reading = begun(text(tema="Rikting"), region.office, region.programme)
        accept(reading, plan)
    begin_revision(plan, by="u1", now=LATER)
    assert refused(reading).startswith("Something has been made of the plan since: revisions.")


def test_what_is_not_accepted_cannot_be_undone(region: Region) -> None:
    assert (
        str(why_not_undo(begun(text(), region.office, region.programme))) == "This reading is not accepted."
    )


def test_only_the_reading_as_one_saw_it_can_be_undone(region: Region) -> None:
    reading, plan = accepted(text(), region.office, region.programme)
    with pytest.raises(Conflict):
        undo(reading, version=9)
    assert Plan.objects.get() == plan


def test_a_fault_half_way_leaves_the_plan_as_it_was(region: Region, monkeypatch: pytest.MonkeyPatch) -> None:
    _reading, plan = accepted(text(), region.office, region.programme)
    again = begun(text(tema="Rikting", bakgrunn="Nytt"), region.office, region.programme)
    accept(again, plan)
    before = said(plan)

    def full(*_args: Any, **_more: Any) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr("samordner.plandocument.operations.undoing.record", full)
    with pytest.raises(OSError, match="the disk is full"):
        undo(again)
    assert said(plan) == before
    assert PlanReading.objects.get(pk=again.pk).status == "accepted"
