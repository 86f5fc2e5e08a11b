"""A course says of each of its days what the state of that day says, each day by its own municipalities."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from samordner.participation.courses import AT_MOST, Moment, course, days
from samordner.participation.figures import areas, draw, tiles
from samordner.participation.models import Participation
from samordner.participation.operations import enrol, withdraw
from samordner.participation.queries import state, taking_part
from samordner.participation.statements import Series
from samordner.programmes.definition import read_programme
from samordner.programmes.operations import load
from tests.factories.participation import (
    BY,
    DAY,
    END,
    NOW,
    START,
    Region,
    municipalities,
    office,
    raw,
    region,
    say,
)
from tests.programmes.invented import invented

pytestmark = pytest.mark.django_db
PLAN = Series("plan_status")
STATUSES = ("not_begun", "in_process", "to_be_decided", "decided")


def everyone(place: Region) -> list[Moment]:
    return course(Participation.objects.all(), place.definition, "plan_status", DAY)


def test_the_days_are_ends_of_periods_and_the_last_day_is_the_one_asked_for() -> None:
    assert days(date(2021, 1, 5), date(2021, 3, 15)) == [
        date(2021, 1, 31),
        date(2021, 2, 28),
        date(2021, 3, 15),
    ]
    quarters = days(START, date(2023, 12, 31))
    assert (quarters[0], quarters[-2:], len(quarters)) == (
        date(2019, 3, 31), [date(2023, 9, 30), date(2023, 12, 31)], 20,
    )  # fmt: skip


@given(st.dates(date(2018, 1, 1), date(2040, 1, 1)), st.integers(0, 24 * 365))
def test_a_course_of_any_length_has_few_days_in_order_and_ends_where_it_should(
    first: date, length: int
) -> None:
    last = first + timedelta(days=length)
    found = days(first, last)
    assert found == sorted(set(found))
    assert (found[-1], len(found) <= AT_MOST + 1, found[0] >= first) == (last, True, True)


def test_a_decision_shows_from_the_day_it_was_made_and_what_went_back_goes_back() -> None:
    place = region(3)
    say(place[0], "plan_status", "decided", date(2020, 7, 1))
    say(place[1], "plan_status", "in_process", date(2019, 5, 1))
    say(place[1], "plan_status", "not_begun", date(2020, 8, 1))
    told = {
        one.day.isoformat(): (*(one.count(PLAN, value) for value in STATUSES), one.unknown(PLAN))
        for one in everyone(place)
    }
    assert list(told) == [
        "2019-03-31", "2019-06-30", "2019-09-30", "2019-12-31", "2020-03-31", "2020-06-30", "2020-09-30",
        "2020-12-31", "2021-03-31", "2021-04-27",
    ]  # fmt: skip
    assert [told[day] for day in ("2019-03-31", "2019-06-30", "2020-06-30", "2020-09-30", "2021-04-27")] == [
        (0, 0, 0, 0, 3), (0, 1, 0, 0, 2), (0, 1, 0, 0, 2), (1, 0, 0, 1, 1), (1, 0, 0, 1, 1),
    ]  # fmt: skip


def test_each_day_has_its_own_municipalities() -> None:
    home, says = office(), read_programme("leve-hele-livet")
    programme = load(says, by=BY, now=NOW).programme
    municipalities(2, office=home, until=date(2020, 1, 1))
    enrol(programme, home, since=START, until=date(2020, 1, 1), by=BY, now=NOW)
    municipalities(3, office=home, county="92", since=date(2020, 1, 1))
    enrol(programme, home, since=date(2020, 1, 1), until=END, by=BY, now=NOW)
    found = course(Participation.objects.all(), says, "plan_status", DAY)
    assert {one.day.year: len(one.participations) for one in found} == {2019: 2, 2020: 3, 2021: 3}


def test_what_was_recorded_later_is_not_in_a_course_as_it_was_known_before() -> None:
    place = region(1)
    say(place[0], "plan_status", "decided", date(2021, 1, 1), now=datetime(2021, 4, 1, tzinfo=UTC))
    rows = Participation.objects.all()
    before = course(rows, place.definition, "plan_status", DAY, known_at=datetime(2021, 3, 31, tzinfo=UTC))
    assert [one.count(PLAN, "decided") for one in (before[-1], everyone(place)[-1])] == [0, 1]


@pytest.fixture
def place(db: None) -> Region:
    return region(3)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(
            st.integers(0, 2), st.integers(0, 900), st.sampled_from(STATUSES), st.integers(0, 30), st.booleans(),
        ),
        max_size=14,
    ),
    st.one_of(st.none(), st.integers(0, 30)),
)  # fmt: skip
def test_it_says_of_every_day_what_the_state_of_that_day_says(
    place: Region, said: list[tuple[int, int, str, int, bool]], known: int | None
) -> None:
    with transaction.atomic():
        _said_and_compared(place, said, known)
        transaction.set_rollback(True)


def _said_and_compared(place: Region, said: list[tuple[int, int, str, int, bool]], known: int | None) -> None:
    for who, ago, value, later, taken_back in said:
        made = raw(
            place[who], value=value, since=DAY - timedelta(days=ago), recorded_at=NOW + timedelta(days=later)
        )
        if taken_back:
            withdraw(made, note="tatt tilbake", by=BY, now=NOW + timedelta(days=later + 2))
    known_at = None if known is None else NOW + timedelta(days=known)
    rows = Participation.objects.filter(pk__in=[row.pk for row in place.participations])
    for moment in course(rows, place.definition, "plan_status", DAY, known_at=known_at):
        day = moment.day
        here = list(taking_part(place.programme.key, day, office=place.office.key))
        expected = state(here, place.definition, day, subjects=["plan_status"], known_at=known_at)
        assert set(moment.participations) == set(expected.participations)
        assert {pk: moment.values.get((pk, PLAN), "") for pk in moment.participations} == {
            row.pk: expected.value(row.pk, "plan_status") for row in here
        }


@pytest.mark.parametrize("many", [1, 3])
def test_a_course_takes_two_queries_however_long_and_wide(many: int) -> None:
    place = region(many)
    for row in place.participations:
        for ago in range(many):
            say(row, "plan_status", "in_process", DAY - timedelta(days=90 * ago))
    with CaptureQueriesContext(connection) as captured:
        everyone(place)
    assert len(captured) == 2


def test_an_area_counts_a_municipality_once_however_many_solutions_it_uses() -> None:
    place = region(2)
    for item in ("A1", "A2", "B1"):
        say(place[0], "solution_stage", "in_use", item=item)
    say(place[1], "solution_stage", "considered", item="A1")
    drawn = place.definition.figure("areas_course")
    [moment] = course(Participation.objects.all(), place.definition, "solution_stage", DAY)[-1:]
    counts = [moment.any(series, *values) for _name, series, values in areas(drawn, place.definition)]
    assert counts == [1, 1, 0, 0, 0]


def test_the_figure_of_a_course_says_so_in_the_readers_language() -> None:
    place = region(2)
    say(place[0], "plan_status", "decided", date(2020, 7, 1))
    known = state(place.participations, place.definition, DAY)
    with override("nn"):
        figure = draw(
            place.definition.figure("plan_status_course"), place.participations, place.definition, known
        )
    assert figure.title == "Planstatus gjennom tid, til 27.04.2021"
    assert figure.table.columns == (
        "Dag", "Ikkje starta", "I prosess", "Dokumentert at han skal vedtakast", "Vedteken", "Ukjent", "kommunar i alt",
    )  # fmt: skip
    assert figure.table.rows[-1] == ("27.04.2021", 0, 0, 0, 1, 1, 2)


def test_without_a_lay_out_for_its_municipalities_there_is_a_table_and_no_wrong_map() -> None:
    place = region(2)  # invented numbers, which no map has
    say(place[0], "plan_status", "decided")
    known = state(place.participations, place.definition, DAY)
    with override("en"):
        figure = tiles(
            place.definition.figure("plan_status_map"), place.participations, place.definition, known, key="k"
        )
    assert "polygon" not in figure.svg
    assert figure.alt.startswith("There is no tile map of the municipalities of this day.")
    assert figure.table.rows[3:] == (
        ("Decided", 1, str(place[0].municipality)), ("Unknown", 1, str(place[1].municipality)),
        ("municipalities in all", 2, ""),
    )  # fmt: skip


def test_a_programme_with_other_words_has_a_course_of_its_own() -> None:
    place = region(2, definition=invented(), since=START)
    found = course(Participation.objects.all(), place.definition, "agreement", DAY)
    assert found[-1].unknown(Series("agreement")) == 2
    assert course(Participation.objects.none(), place.definition, "agreement", DAY) == []
    with pytest.raises(KeyError):
        course(Participation.objects.all(), place.definition, "plan_status", DAY)
