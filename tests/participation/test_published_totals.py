"""Published totals come out exactly from observations that we MADE UP to add up to them.

Which municipalities stood behind the published numbers is not public. Every observation here is invented, and
says so in its reference; only the sums agree with what was published.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime

import pytest

from samordner.participation.models import Participation, SourceKind
from samordner.participation.operations import enrol, register_many
from samordner.participation.published import Beside, beside, bounds, published_of
from samordner.participation.queries import State, state, taking_part, tally
from samordner.participation.statements import Statement
from samordner.places.facts import read
from samordner.places.models import Office
from samordner.places.operations import load as load_places
from samordner.programmes.models import Programme
from samordner.programmes.operations import load_shipped
from samordner.programmes.queries import definition
from samordner.timeline.periods import Period

REFORM = "leve-hele-livet"
NOW = datetime(2022, 12, 31, 12, 0, tzinfo=UTC)
MADE_UP = "Made up for a test, to add up to a published total"


@pytest.fixture
def reform(db: None) -> Programme:
    """Real municipalities and the real reform; every office takes part, and nothing is known of anyone."""
    load_places(read(), by="test", now=NOW)
    load_shipped(by="test", now=NOW)
    programme = Programme.objects.get(key=REFORM)
    for office in Office.objects.all():
        enrol(programme, office, since=date(2019, 1, 1), until=date(2024, 1, 1), by="test", now=NOW)
    return programme


def say(
    rows: Iterable[Participation], subject: str, value: str, day: date, *, item: str = "",
    expected: Period | None = None,
) -> None:  # fmt: skip
    one = Statement(
        subject=subject, item=item, value=value, since=day, expected=expected,
        source_kind=SourceKind.SURVEY, source_key=MADE_UP,
    )  # fmt: skip
    register_many([(row, one) for row in rows], by="test", now=NOW)


def asked(office: str, day: date) -> tuple[Sequence[Participation], State]:
    rows = list(taking_part(REFORM, day, office=office))
    return rows, state(rows, definition(REFORM), day)


def table(known: State, office: str, until: date) -> list[tuple[int, int, bool]]:
    """Each published total of the office by that day: what is counted here, of how many, and whether it agrees."""
    says = definition(REFORM)
    found = [beside(says, known, one) for one in published_of(says, office) if one.day <= until]
    return [(one.counted.count, one.counted.of, one.agrees) for one in found]


def test_more_og_romsdal_2021_is_seven_nineteen_and_twenty_six_of_twenty_six(reform: Programme) -> None:
    day = date(2021, 4, 27)
    rows, _nothing = asked("more-og-romsdal", day)
    say(rows[:7], "plan_status", "decided", date(2021, 3, 1))
    say(rows[7:], "plan_status", "in_process", date(2021, 3, 1))
    say(rows, "grant_priority", "approved", date(2021, 3, 1))

    _rows, known = asked("more-og-romsdal", day)
    assert table(known, "more-og-romsdal", day) == [(7, 26, True), (19, 26, True), (26, 26, True)]


def test_vestland_2020_counts_its_ten_silent_municipalities_neither_as_yes_nor_as_no(
    reform: Programme,
) -> None:
    day = date(2020, 12, 31)
    rows, _nothing = asked("vestland", day)
    answered, silent = rows[:33], rows[33:]
    said = date(2020, 5, 1)
    say(answered[:13], "plan_status", "decided", said)
    say(answered[13:27], "plan_status", "in_process", said)
    say(answered[:26], "stand_on_solutions", "taken", said)
    say(answered[:16], "anchoring", "yes", said, item="planning_strategy")
    say(answered[27:], "phase", "1", said)  # they answered, but not what was asked of the plan

    rows, known = asked("vestland", day)
    assert table(known, "vestland", day) == [
        (33, 43, True), (13, 43, True), (14, 43, True), (26, 43, True), (16, 43, True),
    ]  # fmt: skip
    says = definition(REFORM)
    plans = tally(known, says, "plan_status")
    assert (plans.known, len(plans.unknown), plans.count("not_begun")) == (27, 16, 0)
    assert {one.pk for one in silent} <= set(plans.unknown)
    decided = bounds(plans, "decided")
    assert (decided.count, decided.most, decided.of) == (13, 29, 43)
    answers: Beside = beside(says, known, published_of(says, "vestland", subject="")[0])
    assert (answers.counted.low, answers.counted.high) == (33 / 43, 1.0)


def test_the_nation_at_the_end_of_2022_keeps_decided_and_documented_intention_apart(
    reform: Programme,
) -> None:
    day = date(2022, 12, 31)
    rows, _nothing = asked("", day)
    assert len(rows) == 356
    say(rows[:281], "plan_status", "decided", date(2022, 6, 1))
    say(rows[281:307], "plan_status", "to_be_decided", date(2022, 11, 1))

    _rows, known = asked("", day)
    plans = tally(known, definition(REFORM), "plan_status")
    assert {value: len(rows) for value, rows in plans.groups.items()} == {
        "not_begun": 0, "in_process": 0, "to_be_decided": 26, "decided": 281,
    }  # fmt: skip
    assert (plans.count("decided", "to_be_decided"), plans.denominator, len(plans.unknown)) == (307, 356, 49)
    assert table(known, "", day) == [(281, 356, False), (307, 356, True)]


def test_a_claim_of_more_than_three_hundred_agrees_only_with_more(reform: Programme) -> None:
    day = date(2022, 11, 1)
    rows, _nothing = asked("", day)
    say(rows[:300], "plan_status", "decided", date(2022, 6, 1))
    _rows, known = asked("", day)
    assert table(known, "", day) == [(300, 356, False)]
    say(rows[300:301], "plan_status", "decided", date(2022, 6, 1))
    _rows, known = asked("", day)
    assert table(known, "", day) == [(301, 356, True)]
