"""The sheets, a read model: kept up with every deed, the same as made anew, and not believed when they are behind."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from samordner.participation.lines import Unread, read, read_some, standing_of, text_of
from samordner.participation.models import Participation, Sheet
from samordner.participation.operations import correct, register_many, withdraw
from samordner.participation.queries import state
from samordner.participation.reading import A_FEW, MANY
from samordner.participation.remembered import digest_of
from samordner.participation.sheets import behind, rebuild
from samordner.participation.statements import Series, Statement
from samordner.timeline.periods import Period
from tests.factories.participation import BY, DAY, NOW, Region, raw, region, say

pytestmark = pytest.mark.django_db

KEYS = ["a", "ab", "b/1", "b", "d", "e", "f"]
"""More than are looked for one by one."""
FAR = NOW + timedelta(days=20_000)


@pytest.fixture
def two() -> Region:
    return region(2)


@pytest.fixture
def four() -> Region:
    """So many that their sheets are asked for by what they say."""
    return region(A_FEW + 1)


def sheets() -> list[tuple[int, date, str]]:
    rows = Sheet.objects.order_by("participation", "since")
    found = list(rows.values_list("participation", "since", "text", "digest"))
    assert [digest for *_sheet, digest in found] == [digest_of(text) for _pk, _since, text, _digest in found]
    return [(pk, since, text) for pk, since, text, _digest in found]


def answers(place: Region, day: date, **known: Any) -> dict[Any, Any]:
    return dict(state(place.participations, place.definition, day, **known).standings)


VALUES = ("not_begun", "in_process", "to_be_decided", "decided")
DEEDS = some.lists(
    some.tuples(
        some.sampled_from(["say", "say", "say", "many", "correct", "withdraw"]),
        some.integers(0, 1),
        some.integers(0, 600),
        some.sampled_from(VALUES),
    ),
    max_size=9,
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(deeds=DEEDS, ahead=some.integers(0, 700))
def test_kept_up_through_corrections_withdrawals_and_entries_of_earlier_days_they_are_as_made_anew(
    four: Region, deeds: list[tuple[str, int, int, str]], ahead: int
) -> None:
    first, number = date(2019, 3, 1), 0
    with transaction.atomic():
        last: Any = None
        for verb, who, days, value in deeds:
            number += 1
            now, since = NOW + timedelta(hours=number), first + timedelta(days=days)
            statement = Statement(subject="plan_status", value=value, since=since)
            if verb == "correct" and last:
                last = correct(last, statement, by=BY, now=now)
            elif verb == "withdraw" and last:
                withdraw(last, note="wrong", by=BY, now=now)
                last = None
            elif verb == "many":
                register_many([(row, statement) for row in four.participations], by=BY, now=now)
            else:
                last = say(four[who], "plan_status", value, since, now=now)
        kept, day = sheets(), first + timedelta(days=ahead)
        assert behind() == []
        quick = answers(four, day)
        assert quick == answers(four, day, known_at=FAR)
        rebuild([row.pk for row in four.participations])
        assert sheets() == kept
        transaction.set_rollback(True)


def test_what_was_written_past_the_deeds_is_told_all_the_same_and_read_by_the_next_one(two: Region) -> None:
    say(two[0], "plan_status", "decided", date(2021, 2, 1))
    raw(two[0], subject="phase", value="2", since=date(2020, 5, 5))
    assert behind() == [two[0].pk]
    assert state(two.participations, two.definition, DAY).value(two[0].pk, "phase") == "2"
    say(two[0], "plan_status", "in_process", date(2021, 3, 1))
    assert behind() == []
    found = state(two.participations, two.definition, date(2020, 12, 31))
    assert (found.value(two[0].pk, "phase"), found.value(two[0].pk, "plan_status")) == ("2", "")
    assert dict(found.standings) == answers(two, date(2020, 12, 31), known_at=FAR)


def test_a_month_without_anything_new_has_no_sheet_and_reads_the_one_before(two: Region) -> None:
    say(two[0], "plan_status", "in_process", date(2019, 4, 10))
    say(two[0], "plan_status", "decided", date(2020, 11, 20))
    assert [since for _pk, since, _text in sheets()] == [date(2019, 4, 1), date(2020, 11, 1)]
    values = [
        state(two.participations, two.definition, day).value(two[0].pk, "plan_status")
        for day in (date(2019, 4, 9), date(2019, 4, 10), date(2020, 11, 19), date(2020, 11, 20))
    ]
    assert values == ["", "in_process", "in_process", "decided"]


def test_a_standing_reads_back_from_its_text_whatever_was_written(two: Region) -> None:
    wild = Period('innan\t"30."\n juni', None, date(2021, 6, 30))
    say(two[0], "plan_status", "in_process", expected=wild, precision="month", evidence="self_reported")
    found = state(two.participations, two.definition, DAY, known_at=FAR).get(two[0].pk, "plan_status")
    assert found is not None
    assert found.expected == wild
    assert standing_of(two[0].pk, Series("plan_status"), text_of(found)) == found
    assert state(two.participations, two.definition, DAY).get(two[0].pk, "plan_status") == found


@pytest.mark.parametrize("count", [1, 3])
def test_any_day_of_any_number_of_municipalities_is_one_query(count: int) -> None:
    place = region(count)
    for row in place.participations:
        say(row, "plan_status", "decided")
    rows = list(Participation.objects.all())
    with CaptureQueriesContext(connection) as queries:
        found = state(rows, place.definition, DAY)
    assert (len(queries), len(found.standings)) == (1, count)


def asked(place: Region) -> tuple[int, dict[Any, Any]]:
    """How many queries it takes to read what is known, and the answer."""
    with CaptureQueriesContext(connection) as queries:
        found = answers(place, DAY)
    return len(queries), found


def test_what_was_read_before_is_not_fetched_again_and_what_is_new_is_seen_at_once(four: Region) -> None:
    for row in four.participations:
        say(row, "plan_status", "in_process", date(2020, 3, 1))
    before = answers(four, DAY, known_at=FAR)
    assert [asked(four), asked(four)] == [(2, before), (1, before)]
    say(four[0], "plan_status", "decided", date(2020, 4, 1))
    after = answers(four, DAY, known_at=FAR)
    assert (after != before, asked(four), asked(four)) == (True, (2, after), (1, after))


def test_of_a_large_programme_some_are_read_some_are_behind_and_of_most_nothing_is_known() -> None:
    place = region(MANY + 1)
    for row in place.participations[:3]:
        say(row, "plan_status", "in_process", date(2020, 3, 1))
    raw(place[2], subject="phase", value="2", since=date(2020, 5, 5))
    exact = answers(place, DAY, known_at=FAR)
    assert len(exact) == 4
    # What is behind is asked of the observations, each time
    assert [asked(place), asked(place)] == [(3, exact), (2, exact)]


def test_what_was_undone_with_its_transaction_is_not_remembered_for_what_takes_its_number(
    four: Region,
) -> None:
    say(four[0], "plan_status", "in_process", date(2020, 3, 1))
    for value in ("decided", "to_be_decided"):
        with transaction.atomic():
            say(four[0], "plan_status", value, date(2020, 4, 1))
            assert state(four.participations, four.definition, DAY).value(four[0].pk, "plan_status") == value
            transaction.set_rollback(True)
    assert state(four.participations, four.definition, DAY).value(four[0].pk, "plan_status") == "in_process"


@given(
    lines=some.lists(some.tuples(some.sampled_from(["a", "ab", "b/1"]), some.integers(0, 9)), max_size=12),
    day=some.integers(0, 9),
    keys=some.sets(some.sampled_from(["a", "ab", "b/1", "c"])),
)
def test_a_few_keys_of_a_sheet_are_read_as_the_whole_of_it_is(
    lines: list[tuple[str, int]], day: int, keys: set[str]
) -> None:
    said = [(key, DAY + timedelta(days=after)) for key, after in sorted(lines, key=lambda one: one[1])]
    sheet = "\n".join(f"{key}\n{since} {since} a b\t" for key, since in said)
    whole = read(sheet, DAY + timedelta(days=day))
    assert read_some(sheet, DAY + timedelta(days=day), keys) == {
        key: text for key, text in whole.items() if key in keys
    }


@given(
    lines=some.lists(some.tuples(some.sampled_from(KEYS), some.integers(0, 9)), max_size=12),
    day=some.integers(0, 9),
    asks=some.lists(
        some.tuples(some.sampled_from(["get", "in", "item", "once", "all"]), some.sampled_from([*KEYS, "c"])),
        max_size=25,
    ),
)
def test_whatever_is_asked_of_a_sheet_and_in_whichever_order_it_answers_as_the_whole_of_it(
    lines: list[tuple[str, int]], day: int, asks: list[tuple[str, str]]
) -> None:
    said = [(key, DAY + timedelta(days=after)) for key, after in sorted(lines, key=lambda one: one[1])]
    sheet = "\n".join(f"{key}\n{since} {since} a b\t" for key, since in said)
    whole, asked = read(sheet, DAY + timedelta(days=day)), Unread(sheet, DAY + timedelta(days=day))
    for how, key in asks:
        match how:
            case "get":
                assert (asked.get(key), asked.get(key, "?")) == (whole.get(key), whole.get(key, "?"))
            case "in":
                assert (key in asked) == (key in whole)
            case "item" if key in whole:
                assert asked[key] == whole[key]
            case "item":
                with pytest.raises(KeyError):
                    asked[key]
            case "once":
                assert asked.once(key, lambda found, key=key: (key, dict(found))) == (key, whole)  # type: ignore[misc]
            case _:
                assert (dict(asked), len(asked)) == (whole, len(whole))


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite never makes a text smaller")
@pytest.mark.parametrize("length", [100, 6_000, 40_000])
def test_the_database_keeps_their_texts_as_they_are(two: Region, length: int) -> None:
    """Unpacking the texts of a whole country took longer than all the rest of a board."""
    text = "same " * (length // 5)
    one = Sheet.objects.create(
        participation=two[0], since=DAY.replace(day=1), text=text, digest=digest_of(text)
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_column_size(text) FROM participation_sheet WHERE id = %s", [one.pk])
        assert cursor.fetchone()[0] >= length
