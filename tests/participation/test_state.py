"""What is known on a day, as known at a moment: the same by the database as by reading all in order."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from samordner.participation.models import Observation
from samordner.participation.operations import correct
from samordner.participation.queries import Tally, latest, observations, state, tally
from samordner.participation.statements import Series, Statement
from tests.factories.participation import BY, DAY, NOW, Region, raw, region, say

pytestmark = pytest.mark.django_db


def test_unknown_is_counted_as_itself_and_never_as_no() -> None:
    place = region(4)
    say(place[0], "plan_status", "decided")
    say(place[1], "plan_status", "to_be_decided")
    say(place[2], "plan_status", "not_begun")
    found = tally(state(place.participations, place.definition, DAY), place.definition, "plan_status")
    pks = [row.pk for row in place.participations]
    assert found == Tally(
        Series("plan_status"),
        {"not_begun": (pks[2],), "in_process": (), "to_be_decided": (pks[1],), "decided": (pks[0],)},
        (pks[3],),
    )
    assert (found.count("decided"), found.denominator, found.known) == (1, 4, 3)
    assert found.count("decided", "to_be_decided") == 2
    assert found.rows("decided") == (pks[0],)


def test_several_options_of_a_many_valued_subject_hold_at_once() -> None:
    place = region(1)
    say(place[0], "anchoring", "yes", item="own_case")
    say(place[0], "anchoring", "yes", item="planning_strategy")
    say(place[0], "anchoring", "no", item="theme_plan")
    found = state(place.participations, place.definition, DAY, subjects=["anchoring"])
    assert {series.item: one.value for (_pk, series), one in found.standings.items()} == {
        "own_case": "yes", "planning_strategy": "yes", "theme_plan": "no",
    }  # fmt: skip


def test_a_phase_may_go_back_and_each_day_has_its_own_answer() -> None:
    place = region(1)
    for day, phase in [(date(2019, 5, 1), "1"), (date(2020, 2, 1), "3"), (date(2020, 9, 1), "2")]:
        say(place[0], "phase", phase, day)
    days = [date(2019, 4, 30), date(2019, 5, 1), date(2020, 3, 1), date(2020, 8, 31), date(2020, 9, 1)]
    found = [state(place.participations, place.definition, day) for day in days]
    assert [one.value(place[0].pk, "phase") for one in found] == ["", "1", "3", "3", "2"]


def test_what_was_known_at_a_moment_does_not_change_when_we_learn_more() -> None:
    place = region(1)
    wrong = say(place[0], "plan_status", "decided", date(2021, 1, 10), now=NOW - timedelta(days=50))
    later = NOW - timedelta(days=10)
    correct(
        wrong, Statement(subject="plan_status", value="in_process", since=date(2021, 1, 10)), by=BY, now=later
    )
    seen = [
        state(place.participations, place.definition, DAY, known_at=moment).value(place[0].pk, "plan_status")
        for moment in (
            NOW - timedelta(days=51),
            NOW - timedelta(days=50),
            later - timedelta(seconds=1),
            later,
            None,
        )
    ]
    assert seen == ["", "decided", "decided", "in_process", "in_process"]


def test_the_state_of_a_whole_board_is_one_query_however_large_and_one_more_for_what_nobody_has_read() -> (
    None
):
    for count, key, county, first in (
        (1, "havbukta", "91", 1),
        (5, "sorviken", "92", 2),
        (9, "nordviken", "93", 2),
    ):
        place = region(count, key=key, county=county)
        for row in place.participations:
            say(row, "plan_status", "decided")
        for expected in (first, 1):
            with CaptureQueriesContext(connection) as queries:
                found = state(place.participations, place.definition, DAY)
            assert (len(queries), len(found.standings)) == (expected, count)


def test_a_standing_tells_what_it_rests_on() -> None:
    place = region(1)
    made = say(
        place[0], "plan_status", "decided", date(2021, 3, 1), evidence="documented", case_number="3/21",
        decision_day=date(2021, 2, 28), precision="month",
    )  # fmt: skip
    found = state(place.participations, place.definition, DAY).get(place[0].pk, "plan_status")
    assert found is not None
    assert (found.observation, found.since, found.precision, found.decision_day, found.recorded_at) == (
        made.pk, date(2021, 3, 1), "month", date(2021, 2, 28), NOW,
    )  # fmt: skip
    assert [row.pk for row in observations([found.observation])] == [made.pk]
    assert latest(place.participations, at_most=3) == [made]


def test_municipality_office_and_nation_reconcile() -> None:
    one, two = region(3), region(2, key="sorviken", county="92")
    for row in (*one.participations[:2], *two.participations):
        say(row, "plan_status", "decided")
    nation = [*one.participations, *two.participations]
    found = state(nation, one.definition, DAY)
    whole = tally(found, one.definition, "plan_status")
    parts = [
        tally(found, one.definition, "plan_status", among=[row.pk for row in place.participations])
        for place in (one, two)
    ]
    assert whole.count("decided") == sum(part.count("decided") for part in parts) == 4
    assert whole.denominator == sum(part.denominator for part in parts) == 5
    alone = [tally(found, one.definition, "plan_status", among=[row.pk]) for row in nation]
    assert sum(part.count("decided") for part in alone) == 4
    assert sum(len(part.unknown) for part in alone) == len(whole.unknown) == 1


# The same by reading the history in order


class Event(NamedTuple):
    number: int
    place: int
    subject: str
    item: str
    value: str
    since: date
    recorded_at: datetime
    corrects: int | None
    withdrawn: bool


CELLS = [("plan_status", "", "decided"), ("plan_status", "", "in_process"), ("anchoring", "own_case", "yes")]
FIRST, MOMENT = date(2020, 1, 1), datetime(2020, 1, 1, 12, tzinfo=UTC)


@st.composite
def histories(draw: st.DrawFn) -> list[Event]:
    events: list[Event] = []
    for number in range(draw(st.integers(0, 10))):
        subject, item, value = draw(st.sampled_from(CELLS))
        place = draw(st.integers(0, 1))
        since = FIRST + timedelta(days=draw(st.integers(0, 5)))
        recorded = MOMENT + timedelta(days=draw(st.integers(0, 5)))
        free = [
            old.number
            for old in events
            if not old.withdrawn
            and (old.place, old.subject, old.item) == (place, subject, item)
            and old.number not in {event.corrects for event in events}
        ]
        corrects = draw(st.sampled_from([None, *free]))
        withdrawn = corrects is not None and draw(st.booleans())
        events.append(Event(number, place, subject, item, value, since, recorded, corrects, withdrawn))
    return events


def folded(events: Sequence[Event], day: date, known_at: datetime | None) -> dict[tuple[int, str, str], int]:
    """The naive answer: walk through what was known by then, later steps on top of earlier ones."""
    known = [event for event in events if known_at is None or event.recorded_at <= known_at]
    hidden = {event.corrects for event in known}
    answer: dict[tuple[int, str, str], int] = {}
    for event in sorted(known, key=lambda event: (event.since, event.recorded_at, event.number)):
        if event.since <= day and not event.withdrawn and event.number not in hidden:
            answer[event.place, event.subject, event.item] = event.number
    return answer


@pytest.fixture
def two() -> Region:
    return region(2)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    events=histories(),
    ahead=st.integers(-1, 6),
    known=st.one_of(st.none(), st.integers(-1, 6)),
    data=st.data(),
)
def test_the_database_answers_like_a_walk_through_the_history(
    two: Region, events: list[Event], ahead: int, known: int | None, data: st.DataObject
) -> None:
    from django.db import transaction

    day = FIRST + timedelta(days=ahead)
    known_at = None if known is None else MOMENT + timedelta(days=known)
    with transaction.atomic():
        kept: list[Observation] = []
        for event in events:
            kept.append(
                raw(
                    two[event.place], subject=event.subject, item=event.item, value=event.value,
                    since=event.since, recorded_at=event.recorded_at, withdrawn=event.withdrawn,
                    corrects=None if event.corrects is None else kept[event.corrects],
                )
            )  # fmt: skip
        found = state(two.participations, two.definition, day, known_at=known_at)
        numbers = {observation.pk: number for number, observation in enumerate(kept)}
        places = {row.pk: number for number, row in enumerate(two.participations)}
        answer = {
            (places[pk], series.subject, series.item): numbers[one.observation]
            for (pk, series), one in found.standings.items()
        }
        transaction.set_rollback(True)
    assert answer == folded(events, day, known_at)
    assert all(row.value == event.value for row, event in zip(kept, events, strict=True))
