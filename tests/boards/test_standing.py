"""A municipality's page reads little of a long history, and tells the same as who reads all of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from samordner.boards.municipality.standing import NEWEST, Step, steps, steps_later
from samordner.participation.models import Observation
from samordner.participation.operations import correct, register, withdraw
from samordner.participation.queries import state
from samordner.participation.statements import Series, Statement, series_of, values_allowed
from samordner.participation.turns import Turn, turns
from tests.factories.participation import BY, DAY, NOW, Region, raw, region

pytestmark = pytest.mark.django_db

SERIES = (("plan_status", ""), ("last_contact", ""), ("anchoring", "own_case"), ("anchoring", "theme_plan"),
          ("solution_stage", "C4"))  # fmt: skip
STORY = some.lists(
    some.tuples(
        some.sampled_from(["say", "say", "say", "correct", "withdraw"]),
        some.integers(0, len(SERIES) - 1),
        some.integers(0, 1),
        some.integers(0, 12),
    ),
    max_size=16,
)


@pytest.fixture
def place() -> Region:
    return region(1)


def tell(place: Region, story: Sequence[tuple[str, int, int, int]]) -> None:
    """One deed an hour, each by somebody else; days come again, so that much holds since the same day."""
    last: Observation | None = None
    for number, (verb, at, which, days) in enumerate(story):
        (subject, item), since = SERIES[at], date(2021, 1, 1) + timedelta(days=days)
        values = values_allowed(place.definition, subject)[:2] or (since.isoformat(), "2020-05-05")
        said = Statement(subject=subject, item=item, value=values[which], since=since)
        by, now = f"u{number}", NOW + timedelta(hours=number)
        if verb == "say" or last is None:
            last = register(place[0], said, by=by, now=now)
        elif verb == "correct":
            last = correct(
                last, replace(said, subject=last.subject, item=last.item, value=last.value), by=by, now=now
            )
        else:
            withdraw(last, note="wrong", by=by, now=now)
            last = None


def plainly(place: Region, day: date, known_at: datetime | None) -> list[Observation]:
    """What stands on the day, the newest first, out of every observation that there is."""
    rows = [one for one in Observation.objects.all() if known_at is None or one.recorded_at <= known_at]
    hidden = {one.corrects_id for one in rows}
    standing = [one for one in rows if not one.withdrawn and one.pk not in hidden and one.since <= day]
    return sorted(standing, key=lambda one: (one.since, one.recorded_at, one.pk), reverse=True)


def turned(said: Sequence[Observation]) -> dict[Series, Turn]:
    found: dict[Series, Turn] = {}
    for series in {Series(one.subject, one.item) for one in said}:
        newest, *rest = [one for one in said if (one.subject, one.item) == (series.subject, series.item)]
        other = next((one for one in rest if one.value != newest.value), None)
        found[series] = Turn(
            newest.recorded_by,
            other.value if other else "",
            other.since if other else None,
            other.precision if other else "",
        )
    return found


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(story=STORY, ahead=some.integers(0, 13), known=some.none() | some.integers(0, 16))
def test_what_changed_last_is_the_same_as_read_from_the_whole_history(
    place: Region, story: list[tuple[str, int, int, int]], ahead: int, known: int | None
) -> None:
    day = date(2021, 1, 1) + timedelta(days=ahead)
    known_at = None if known is None else NOW + timedelta(hours=known)
    with transaction.atomic():
        tell(place, story)
        now = state(place.participations, place.definition, day, known_at=known_at)
        said = plainly(place, day, known_at)
        assert turns(now, place[0].pk, place.definition) == turned(said)
        found, number = steps(steps_later(place[0], day, known_at, whole=False))
        assert (found, number) == ([step(one) for one in said], len(said))
        transaction.set_rollback(True)


def step(one: Observation) -> Step:
    return Step(
        one.pk, one.subject, one.item, one.value, one.since.isoformat(), one.precision, one.recorded_by
    )


@pytest.mark.parametrize("more", [0, 1, 80])
def test_of_many_observations_the_newest_are_told_and_how_many_there_are(place: Region, more: int) -> None:
    for number in range(NEWEST + more):
        raw(place[0], since=DAY - timedelta(days=number), recorded_by=BY)
    found, number = steps(steps_later(place[0], DAY, None, whole=False))
    assert (len(found), found[0].day, number) == (NEWEST, DAY, NEWEST + more)
    every, number = steps(steps_later(place[0], DAY, None, whole=True))
    assert (len(every), number, every[:NEWEST]) == (NEWEST + more, NEWEST + more, found)


@pytest.mark.parametrize("count", [1, 30])
def test_what_changed_last_of_everything_is_one_query_however_long_the_history(
    place: Region, count: int
) -> None:
    for number in range(count):
        for subject in ("plan_status", "phase"):
            value = ("decided", "in_process")[number % 2] if subject == "plan_status" else "2"
            raw(place[0], subject=subject, value=value, since=DAY - timedelta(days=number))
    known = state(place.participations, place.definition, DAY)
    with CaptureQueriesContext(connection) as queries:
        found = turns(known, place[0].pk, place.definition)
    assert len(queries) == 1
    assert len(found) == 2
    assert all(series in series_of(place.definition, series.subject) for series in found)
    assert found[Series("phase")].since is None, "it was never said otherwise"
    assert (found[Series("plan_status")].since is None) == (count == 1)
