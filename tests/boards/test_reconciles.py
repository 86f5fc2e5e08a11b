"""Municipality, office and nation reconcile: every number is the sum of its parts, and opens to its rows."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from samordner.boards.board import Board, board
from samordner.boards.queries import Scope, Selection, scope, selected
from samordner.participation.models import Observation, Participation
from samordner.participation.operations import correct, register, withdraw
from samordner.participation.queries import State, observations, state
from samordner.participation.statements import Statement, series_of, values_allowed
from samordner.programmes.definition import Definition, read_programme
from tests.factories.participation import BY, START, region

OFFICES = ("havbukta", "fjordane", "innlandet")
SAYS: Definition = read_programme("leve-hele-livet")
SERIES = [(one.subject, one.item) for subject in SAYS.subjects for one in series_of(SAYS, subject.key)]
FIRST = datetime(2021, 1, 1, 12, 0, tzinfo=UTC)

said = some.tuples(
    some.integers(0, 8),  # which of the nine municipalities
    some.sampled_from(SERIES),
    some.integers(0, 99),  # which value
    some.integers(0, 700),  # days after the start that it holds from
    some.sampled_from(["say", "say", "say", "correct", "withdraw"]),
)


@pytest.fixture
def rows(db: None) -> list[Participation]:
    return [
        row
        for at, key in enumerate(OFFICES)
        for row in region(3, key=key, county=f"9{at + 1}").participations
    ]


def value(subject: str, number: int) -> str:
    allowed = values_allowed(SAYS, subject)
    return allowed[number % len(allowed)] if allowed else (START + timedelta(number)).isoformat()


def tell(rows: list[Participation], story: list[tuple[int, tuple[str, str], int, int, str]]) -> None:
    """Register the story, one statement a day; some of them corrected or withdrawn again the day after."""
    for at, (who, (subject, item), number, days, then) in enumerate(story):
        now = FIRST + timedelta(days=2 * at)
        since = min(START + timedelta(days), now.date())
        said_first = Statement(subject=subject, item=item, since=since, value=value(subject, number))
        made = register(rows[who], said_first, by=BY, now=now)
        if then == "correct":
            other = replace(said_first, value=value(subject, number + 1))
            correct(made, other, by=BY, now=now + timedelta(days=1))
        elif then == "withdraw":
            withdraw(made, note="wrong", by=BY, now=now + timedelta(days=1))


def asked(day: date, known_at: datetime | None, office: str = "") -> tuple[Scope, State]:
    found = scope(Participation.objects.all(), day=day, asked=True, office=office, known_at=known_at)
    assert found is not None
    return found, state(found.participations, SAYS, day, known_at=known_at)


def boards_of(found: Scope, known: State) -> list[Board]:
    """The main board, and the one of the solutions if the programme has one."""
    views = ["", *(subject.key for subject in SAYS.subjects if subject.per)]
    return [board(found, known, view=view) for view in views]


def numbers(found: Scope, known: State) -> Counter[Selection]:
    return Counter(
        {
            count.selection: count.number
            for each in boards_of(found, known)
            for total in each.totals
            for count in total.counts
        }
    )


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    story=some.lists(said, max_size=14), day=some.integers(0, 1000), known=some.none() | some.integers(0, 30)
)
def test_the_nations_numbers_are_the_sums_of_the_offices_and_of_the_municipalities(
    rows: list[Participation],
    story: list[tuple[int, tuple[str, str], int, int, str]],
    day: int,
    known: int | None,
) -> None:
    on, known_at = START + timedelta(day), None if known is None else FIRST + timedelta(days=known)
    with transaction.atomic():
        tell(rows, story)
        nation, whole = asked(on, known_at)
        of_nation = numbers(nation, whole)
        assert of_nation, "the board counts something"
        parts = [asked(on, known_at, office) for office in OFFICES]
        of_offices = sum((numbers(*part) for part in parts), Counter[Selection]())
        assert +of_nation == +of_offices

        single = {row.pk: state([row], SAYS, on, known_at=known_at) for row in rows}
        for selection, number in of_nation.items():
            ids = selected(selection, whole, SAYS)
            assert len(ids) == len(set(ids)) == number
            assert set(ids) == {pk for part in parts for pk in selected(selection, part[1], SAYS)}
            alone = {pk for pk, known_alone in single.items() if selected(selection, known_alone, SAYS)}
            assert set(ids) == alone
            if selection.kind == "value":
                opened(selection, whole, ids, on, known_at)
        transaction.set_rollback(True)


def opened(
    selection: Selection, whole: State, ids: tuple[int, ...], on: date, known_at: datetime | None
) -> None:
    """The observations behind a number say the value, by that day, as known then."""
    behind = [whole.get(pk, selection.subject, selection.item) for pk in ids]
    found = {one.pk: one for one in observations(one.observation for one in behind if one)}
    assert len(found) == len(ids)
    for one in found.values():
        assert one.value in selection.values
        assert one.since <= on
        assert not one.withdrawn
        assert known_at is None or one.recorded_at <= known_at
        hidden = Observation.objects.filter(corrects=one)
        assert not (hidden.filter(recorded_at__lte=known_at) if known_at else hidden).exists()


def test_every_municipality_is_counted_once_in_each_column_of_one_value(rows: list[Participation]) -> None:
    tell(rows, [(at, SERIES[at % len(SERIES)], at, 10 * at, "say") for at in range(9)])
    found, known = asked(date(2021, 6, 1), None)
    for each in boards_of(found, known):
        for total in each.totals:
            if not SAYS.subject(total.column.subject).many:
                assert sum(count.number for count in total.counts) == total.whole == 9
