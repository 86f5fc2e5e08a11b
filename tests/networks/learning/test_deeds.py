"""Deeds on learning networks: what they do, what they refuse and why, and that nobody overwrites another unseen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from samordner.journal.deeds import Conflict, Refusal
from samordner.journal.models import Entry
from samordner.meetings.models import Meeting
from samordner.meetings.operations import Facts, plan_meeting
from samordner.networks.learning.operations.cohorts import (
    CohortSaid,
    GatheringSaid,
    attach_meeting,
    change_cohort,
    change_gathering,
    detach_meeting,
    make_meeting,
)
from samordner.networks.learning.operations.following import GuidanceSaid, change_guidance, say
from samordner.networks.learning.operations.keeping import remove, restore
from samordner.networks.learning.operations.teams import (
    MemberSaid,
    TeamSaid,
    change_member,
    change_team,
    come_back,
    erase_member,
    leave,
    said_of,
    set_phase,
)
from samordner.networks.learning.queries.teams import course, homework_item, latest_ticks
from samordner.networks.models import Assessment, Attendance, Cohort, Gathering, NetworkMeeting, Team
from samordner.timeline.periods import read
from tests.factories import learning as make
from tests.factories.participation import BY, DAY, NOW, Region, region

pytestmark = pytest.mark.django_db
ACTS: dict[str, Any] = {"by": BY, "now": NOW}
LATER = DAY + timedelta(days=30)


@pytest.fixture
def place() -> Region:
    return region(2)


@pytest.fixture
def cohort(place: Region) -> Cohort:
    return make.cohort(place)


@pytest.fixture
def team(cohort: Cohort, place: Region) -> Team:
    return make.team(cohort, place[0])


def entries() -> list[str]:
    return [f"{one.kind} {one.verb}" for one in Entry.objects.order_by("number")]


# Cohorts and gatherings


def test_cohorts_of_one_network_may_overlap(place: Region) -> None:
    spring = make.cohort(place, until=date(2022, 3, 1))
    autumn = make.cohort(place, "Høst 2021", of=spring.network, since=date(2021, 9, 1))
    assert (spring.gatherings_planned, spring.guidance_least) == (4, 4)
    assert set(spring.network.cohorts.all()) == {spring, autumn}
    assert entries()[-2:] == ["cohort begin", "cohort begin"]


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"name": "  "}, "name"), ({"name": "vår 2021"}, "name"), ({"until": make.BEGUN}, "until"),
        ({"gatherings_planned": 0}, "gatherings_planned"), ({"guidance_least": 41}, "guidance_least"),
        ({"since": date(1850, 1, 1)}, "since"),
    ],
)  # fmt: skip
def test_a_cohort_that_says_something_impossible_is_refused(
    cohort: Cohort, place: Region, said: dict[str, Any], field: str
) -> None:
    with pytest.raises(Refusal) as refused:
        make.cohort(place, of=cohort.network, **{"name": "Ny", **said})
    assert refused.value.field == field
    assert Cohort.objects.count() == 1


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"ordinal": 1}, "ordinal"), ({"ordinal": 0}, "ordinal"), ({"homework_due": date(2021, 5, 1)}, "homework"),
        ({"homework": "Mål", "homework_due": date(2021, 3, 1)}, "homework_due"),
        ({"called_off": True, "day": None}, "called_off"), ({"day": date(2150, 1, 1)}, "day"),
    ],
)  # fmt: skip
def test_a_gathering_that_says_something_impossible_is_refused(
    cohort: Cohort, said: dict[str, Any], field: str
) -> None:
    make.gathering(cohort)
    with pytest.raises(Refusal) as refused:
        make.gathering(cohort, **{"ordinal": 2, **said})
    assert refused.value.field == field


def test_a_gathering_becomes_a_meeting_in_one_step_and_its_day_is_the_meeting_s(cohort: Cohort) -> None:
    row = make.gathering(cohort, topic="Mål")
    facts = Facts(topic="Samling 1", period=read("12.03.2021"), place="Kulturhuset")
    make_meeting(row, facts, version=1, **ACTS)
    meeting = Meeting.objects.get()
    assert (row.meeting, row.day, row.on, row.version) == (meeting, None, date(2021, 3, 12), 2)
    assert NetworkMeeting.objects.filter(network=cohort.network, meeting=meeting).exists()
    with pytest.raises(Refusal) as refused:
        change_gathering(row, GatheringSaid(ordinal=1, day=DAY), version=2, **ACTS)
    assert refused.value.field == "day"
    detach_meeting(row, version=2, **ACTS)
    assert (row.meeting, row.day) == (None, date(2021, 3, 12))


def test_only_a_meeting_of_the_own_office_is_attached_and_none_twice(cohort: Cohort, place: Region) -> None:
    far = region(1, key="sorviken", county="92")
    facts = Facts(topic="Samling", period=read("12.03.2021"))
    ours = plan_meeting(place.programme, place.office, facts, **ACTS)
    theirs = plan_meeting(far.programme, far.office, facts, **ACTS)
    first, second = make.gathering(cohort), make.gathering(cohort, 2)
    with pytest.raises(Refusal):
        attach_meeting(first, theirs, version=1, **ACTS)
    attach_meeting(first, ours, version=1, **ACTS)
    with pytest.raises(Refusal):
        attach_meeting(second, ours, version=1, **ACTS)
    assert Gathering.objects.filter(meeting__isnull=False).count() == 1


# Who was there


def test_nobody_came_is_not_the_same_as_not_noted(cohort: Cohort, team: Team, place: Region) -> None:
    row, other = make.gathering(cohort), make.team(cohort, place[1])
    make.attendance(row, team, 0)
    assert {one.team: one.count for one in Attendance.objects.all()} == {team: 0}
    make.attendance(row, team, None, version=1)
    make.attendance(row, other, None)
    assert [(one.team, one.count) for one in Attendance.objects.all()] == [(team, None)]


def test_two_at_the_door_overwrite_each_other_only_where_they_said_the_same_team(
    cohort: Cohort, team: Team, place: Region
) -> None:
    row, other = make.gathering(cohort), make.team(cohort, place[1])
    make.attendance(row, team, 3)
    make.attendance(row, other, 2)
    with pytest.raises(Conflict):
        make.attendance(row, team, 4)  # the second had seen nothing there
    with pytest.raises(Conflict):
        make.attendance(row, team, 4, version=7)
    make.attendance(row, team, 3)  # the same again is no quarrel
    make.attendance(row, team, 4, version=1)
    assert {one.team: one.count for one in Attendance.objects.all()} == {team: 4, other: 2}


@pytest.mark.parametrize("more", [{"day": LATER}, {"day": None}, {"called_off": True}])
def test_attendance_is_noted_from_the_day_itself_and_not_of_what_was_called_off(
    cohort: Cohort, team: Team, more: dict[str, Any]
) -> None:
    row = make.gathering(cohort, **{"day": DAY, **more})
    with pytest.raises(Refusal):
        make.attendance(row, team)


def test_a_team_of_another_cohort_cannot_be_noted(cohort: Cohort, place: Region) -> None:
    far = make.team(make.cohort(place, "Høst", of=cohort.network), place[0])
    with pytest.raises(Refusal):
        make.attendance(make.gathering(cohort), far)
    with pytest.raises(Refusal):
        make.attendance(make.gathering(cohort, 2), make.team(cohort, place[0]), 501)


# Teams


def test_a_municipality_may_have_several_teams_but_not_two_of_one_name(cohort: Cohort, place: Region) -> None:
    make.team(cohort, place[0])
    make.team(cohort, place[0], "Team Fjell")
    with pytest.raises(Refusal) as refused:
        make.team(cohort, place[0], "team strand")
    assert (refused.value.field, Team.objects.count()) == ("name", 2)


def test_a_team_comes_from_a_municipality_that_follows_the_office_then(cohort: Cohort, place: Region) -> None:
    far = region(1, key="sorviken", county="92")
    with pytest.raises(Refusal) as refused:
        make.team(cohort, far[0])
    assert refused.value.field == "participation"
    with pytest.raises(Refusal) as refused:
        make.team(cohort, place[0], began_on=date(2030, 1, 1))
    assert refused.value.field == "began_on"
    with pytest.raises(Refusal) as refused:
        make.team(cohort, place[0], solutions=("finnes-ikke",))
    assert refused.value.field == "solutions"


def test_a_team_leaves_for_a_reason_is_counted_still_and_may_come_back(team: Team) -> None:
    with pytest.raises(Refusal) as refused:
        leave(team, on=DAY, why=" ", today=DAY, version=1, **ACTS)
    assert refused.value.field == "why"
    leave(team, on=DAY, why="Omorganisering", today=DAY, version=1, **ACTS)
    assert (team.left_on, team.left_why, team.removed_at) == (DAY, "Omorganisering", None)
    assert (team.is_in(DAY - timedelta(days=1)), team.is_in(DAY)) == (True, False)
    with pytest.raises(Refusal):
        leave(team, on=DAY, why="Igjen", today=DAY, version=2, **ACTS)
    come_back(team, day=DAY, version=2, **ACTS)
    assert (team.left_on, team.left_why) == (None, "")
    assert [one.kind for one in course(team).steps] == ["joined", "left", "returned"]


def test_the_phases_of_a_team_tell_since_when_and_may_go_back(team: Team) -> None:
    day = make.BEGUN + timedelta(days=10)
    set_phase(team, "carry_out", day=day, today=DAY, version=1, **ACTS)
    set_phase(team, "prepare", day=DAY, today=DAY, version=2, **ACTS)
    assert (team.phase, course(team).phase_since) == ("prepare", DAY)
    for phase, on in (
        ("prepare", DAY),
        ("nonsense", DAY),
        ("continue", LATER),
        ("continue", date(2020, 1, 1)),
    ):
        with pytest.raises(Refusal):
            set_phase(team, phase, day=on, today=DAY, version=3, **ACTS)


def test_the_day_of_joining_is_corrected_without_a_trace_in_the_history_that_is_shown(team: Team) -> None:
    change_team(
        team,
        TeamSaid(name=team.name, began_on=date(2021, 3, 8), service="Strand sjukeheim"),
        version=1,
        **ACTS,
    )
    assert [(one.kind, one.day) for one in course(team).steps] == [("joined", date(2021, 3, 8))]
    assert said_of(team).service == "Strand sjukeheim"


def test_a_member_is_erased_wholly_and_never_stands_in_the_journal(team: Team) -> None:
    row = make.member(team, "Kari Strand", email="kari@strand.example", position="Sjukepleiar")
    erase_member(row, version=1, **ACTS)
    assert (row.name, row.email, row.position, row.role) == ("", "", "", "leader")
    with pytest.raises(Refusal):
        change_member(row, MemberSaid(role="leader", name="Kari"), version=2, **ACTS)
    written = " ".join(f"{one.verb} {one.key} {one.detail}" for one in Entry.objects.all())
    assert "Kari" not in written
    assert "strand" not in written


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"name": ""}, "name"), ({"role": "boss"}, "role"), ({"email": "KARI@strand.example"}, "email"),
        ({"since": DAY, "until": DAY}, "until"),
    ],
)  # fmt: skip
def test_a_member_that_cannot_be_is_refused(team: Team, more: dict[str, Any], field: str) -> None:
    make.member(team, email="kari@strand.example")
    with pytest.raises(Refusal) as refused:
        make.member(team, **{"name": "Ola", **more})
    assert refused.value.field == field


# What follows a team


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"day": LATER, "state": "held"}, "state"), ({"day": date(2021, 1, 5)}, "day"), ({"state": "done"}, "state"),
        ({"how": "smoke"}, "how"),
    ],
)  # fmt: skip
def test_a_guidance_meeting_that_cannot_be_is_refused(team: Team, said: dict[str, Any], field: str) -> None:
    with pytest.raises(Refusal) as refused:
        make.guidance(team, **said)
    assert refused.value.field == field


def test_a_guidance_meeting_is_planned_then_held_and_why_is_kept_only_when_called_off(team: Team) -> None:
    row = make.guidance(team, DAY, "planned", why="Ikke ennå")
    assert (row.state, row.why, row.is_unwritten(DAY), row.is_unwritten(LATER)) == (
        "planned",
        "",
        False,
        True,
    )
    change_guidance(
        row, GuidanceSaid(day=DAY, state="held", said="Prøver tavlemøte"), today=DAY, version=1, **ACTS
    )
    change_guidance(row, GuidanceSaid(day=DAY, state="cancelled", why="Sykdom"), today=DAY, version=2, **ACTS)
    assert (row.state, row.why, row.said) == ("cancelled", "Sykdom", "")
    with pytest.raises(Conflict):
        change_guidance(row, GuidanceSaid(day=DAY, state="held"), today=DAY, version=2, **ACTS)


def test_who_ticked_what_and_when_is_kept_and_the_latest_stands(cohort: Cohort, team: Team) -> None:
    say(team, "calm", "no", by="u1", now=NOW)
    assert say(team, "calm", "no", by="u2", now=NOW) is None
    say(team, "calm", "yes", by="u2", now=NOW)
    homework = make.gathering(cohort, homework="Mål i to uker")
    say(team, homework_item(homework), "yes", by="u1", now=NOW)
    stands = {item: (tick.answer, tick.by) for (_team, item), tick in latest_ticks([team.pk]).items()}
    assert stands == {"calm": ("yes", "u2"), homework_item(homework): ("yes", "u1")}
    for item, answer in (("nonsense", "yes"), ("calm", "perhaps"), (f"homework-{homework.pk + 1}", "yes")):
        with pytest.raises(Refusal):
            say(team, item, answer, **ACTS)


@pytest.mark.parametrize("score", ["0.0", "0.7", "2.25", "5.5", "-1"])
def test_an_assessment_is_in_halves_from_a_half_to_five(team: Team, score: str) -> None:
    with pytest.raises(Refusal):
        make.assessment(team, score)
    assert Assessment.objects.count() == 0


def test_both_sides_assess_each_by_itself_and_nothing_of_it_is_changed_afterwards(team: Team) -> None:
    make.assessment(team, "2.5")
    make.assessment(team, "1.5", by_team=False)
    assert [(one.by_team, one.score) for one in team.assessments.all()] == [
        (True, Decimal("2.5")), (False, Decimal("1.5"))
    ]  # fmt: skip
    for table in (team.assessments, team.steps):
        with pytest.raises(DatabaseError), transaction.atomic():
            table.update(day=LATER)
    with pytest.raises(Refusal):
        make.assessment(team, day=LATER)


# Removing and conflicts


def test_what_has_a_history_is_kept_and_the_rest_is_removed_and_brought_back(
    cohort: Cohort, team: Team
) -> None:
    row = make.gathering(cohort)
    with pytest.raises(Refusal):
        remove(cohort, version=1, **ACTS)
    make.attendance(row, team)
    for kept in (row, team):
        with pytest.raises(Refusal):
            remove(kept, version=1, **ACTS)
    empty = make.gathering(cohort, 2)
    remove(empty, version=1, **ACTS)
    again = make.gathering(cohort, 2)
    with pytest.raises(Refusal):
        restore(empty, version=2, **ACTS)
    remove(again, version=1, **ACTS)
    restore(empty, version=2, **ACTS)
    assert list(cohort.gatherings.filter(removed_at=None)) == [row, empty]


def test_each_deed_on_a_row_that_another_changed_is_a_conflict_and_writes_nothing(
    cohort: Cohort, team: Team
) -> None:
    row, member = make.gathering(cohort), make.member(team)
    deeds: list[Callable[[], object]] = [
        lambda: change_cohort(cohort, CohortSaid(name="Ny", since=make.BEGUN), version=2, **ACTS),
        lambda: change_gathering(row, GatheringSaid(ordinal=3), version=2, **ACTS),
        lambda: change_team(team, said_of(team), version=2, **ACTS),
        lambda: set_phase(team, "continue", day=DAY, today=DAY, version=2, **ACTS),
        lambda: leave(team, on=DAY, why="Slik", today=DAY, version=2, **ACTS),
        lambda: change_member(member, MemberSaid(role="member", name="Ola"), version=2, **ACTS),
        lambda: erase_member(member, version=2, **ACTS),
        lambda: remove(member, version=2, **ACTS),
    ]
    before = entries()
    for deed in deeds:
        with pytest.raises(Conflict), transaction.atomic():
            deed()
    assert entries() == before
