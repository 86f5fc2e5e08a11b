"""What was measured: three different things, one row a period, nothing overwritten unseen, old and new verdict kept."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction

from samordner.journal.deeds import Conflict, Refusal
from samordner.journal.models import Entry as Journalled
from samordner.journal.queries import first_break
from samordner.measurement.entries import Entry
from samordner.measurement.models import Correction, Indicator, Measurement, State
from samordner.measurement.operations.measuring import Brought, bring, enter, seen_mark, why_not_measure
from samordner.measurement.queries.entering import doubts, due_of, waiting
from samordner.measurement.queries.series import fresh
from tests.factories.participation import BY, DAY, NOW, region
from tests.measurement import making as make

pytestmark = pytest.mark.django_db
APRIL = date(2020, 4, 1)


@pytest.fixture
def row() -> Indicator:
    return make.indicator(make.project(region(1)[0]))


def test_nought_not_measured_and_not_relevant_are_three_different_things(row: Indicator) -> None:
    make.written(row, make.month(0), 0, 10)
    for place, state in ((1, State.MISSING), (2, State.NOT_RELEVANT)):
        enter(row, make.month(place), Entry(state=state), version=0, how="page", today=DAY, by=BY, now=NOW)
    make.written(row, make.month(4), 5, 10)
    spots = fresh(row).spots
    assert [spot.y for spot in spots] == [0.0, None, None, None, 0.5]
    assert [spot.row.state if spot.row else None for spot in spots] == [
        "value", "missing", "not_relevant", None, "value"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "value", "of", "word"),
    [
        ("proportion", 11, 10, "more than all"), ("proportion", "2.5", 10, "whole number"), ("proportion", -1, 10, "below zero"),
        ("proportion", 0, 0, "not relevant"), ("proportion", 3, None, "of how many"), ("count", -1, None, "below zero"),
        ("count", "1.5", None, "whole number"), ("rate", 3, -1, "below zero"), ("rate", 3, None, "of how many"),
        ("measurement", "1e13", None, "twelve digits"), ("measurement", 3, 3, "Nothing is divided"),
        ("between", -1, None, "below zero"),
    ],
)  # fmt: skip
def test_what_cannot_have_been_measured_is_refused_in_a_sentence(
    row: Indicator, kind: str, value: object, of: object, word: str
) -> None:
    row.value_kind = kind
    entry = Entry(value=Decimal(str(value)), denominator=None if of is None else Decimal(str(of)))
    sentence = why_not_measure(row, APRIL, entry, DAY)
    assert sentence is not None
    assert word in sentence


@pytest.mark.parametrize("text", ["NaN", "Infinity", "-Infinity", "sNaN", "1e400", "-1e400"])
def test_no_number_that_is_none_gets_in(row: Indicator, text: str) -> None:
    entry = Entry(value=Decimal(text), denominator=Decimal(text))
    assert why_not_measure(row, APRIL, entry, DAY) is not None
    row.value_kind = "measurement"
    assert why_not_measure(row, APRIL, Entry(value=Decimal(text)), DAY) is not None
    row.value_kind = "subgroup"
    assert why_not_measure(row, APRIL, Entry(values=(Decimal(text),)), DAY) is not None


def test_a_percentage_above_a_hundred_a_day_to_come_and_a_state_with_a_number_are_refused(
    row: Indicator,
) -> None:
    assert "not come" in (
        why_not_measure(row, date(2021, 5, 1), Entry(value=Decimal(1), denominator=Decimal(2)), DAY) or ""
    )
    both = Entry(state=State.MISSING, value=Decimal(1), denominator=Decimal(2))
    assert "not both" in (why_not_measure(row, APRIL, both, DAY) or "")
    row.value_kind, row.unit = "measurement", "%"
    assert "between 0 and 100" in (why_not_measure(row, APRIL, Entry(value=Decimal(101)), DAY) or "")


def test_the_database_itself_keeps_numbers_and_silence_apart(row: Indicator) -> None:
    made = make.written(row, APRIL, 4, 10)
    for fields in ({"state": "missing"}, {"value": None}, {"denominator": -1}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Measurement.objects.filter(pk=made.pk).update(**fields)


def test_the_same_twice_is_once_and_another_number_meanwhile_is_a_conflict(row: Indicator) -> None:
    made = make.written(row, APRIL, 4, 10)
    assert make.written(row, APRIL, 4, 10) == made
    with pytest.raises(Conflict) as conflict:
        make.written(row, APRIL, 5, 10)
    assert conflict.value.current == made
    assert (Measurement.objects.count(), Journalled.objects.filter(kind="measurement").count()) == (1, 1)


def test_a_correction_keeps_what_stood_there_with_what_the_chart_said_before_and_after(
    row: Indicator,
) -> None:
    make.filled(row, make.BETTER)
    last = row.measurements.order_by("day").last()
    assert last is not None
    for place in range(12, 24):
        one = row.measurements.get(day=make.month(place))
        make.written(row, one.day, 50 + place % 2, 100, version=1)
    first, newest = Correction.objects.order_by("pk").first(), Correction.objects.order_by("pk").last()
    assert first is not None
    assert newest is not None
    assert (first.before["value"], first.after["value"], first.before["state"]) == ("75", "50", "value")
    assert first.verdict_before["en"] != newest.verdict_after["en"]
    assert set(first.verdict_before) == {"nb", "nn", "en"}
    assert Journalled.objects.filter(verb="correct").count() == 12
    assert "75" not in str(list(Journalled.objects.filter(verb="correct").values_list("detail", flat=True)))
    with pytest.raises(Exception, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE measurement_correction SET why = 'x'")


def test_a_table_is_written_whole_or_not_at_all_and_only_what_was_looked_at(row: Indicator) -> None:
    make.written(row, make.month(0), 40, 100)
    there = row.measurements.get()
    rows = [
        Brought(make.month(0), Entry(value=Decimal(41), denominator=Decimal(100)), there),
        Brought(make.month(1), Entry(value=Decimal(42), denominator=Decimal(100))),
    ]
    seen = seen_mark(rows)
    bad = [*rows, Brought(make.month(2), Entry(value=Decimal(101), denominator=Decimal(100)))]
    with pytest.raises(Refusal, match="June 2019: 101 of 100"):
        bring(row, bad, seen=seen_mark(bad), how="paste", today=DAY, by=BY, now=NOW)
    assert row.measurements.count() == 1
    make.written(row, make.month(1), 30, 100)
    with pytest.raises(Refusal, match="meanwhile"):
        bring(row, rows, seen=seen, how="paste", today=DAY, by=BY, now=NOW)
    there.refresh_from_db()
    fresh_rows = [rows[0], Brought(rows[1].day, rows[1].entry, row.measurements.get(day=make.month(1)))]
    assert bring(row, fresh_rows, seen=seen_mark(fresh_rows), how="paste", today=DAY, by=BY, now=NOW) == (
        0,
        2,
    )
    assert [one.value for one in row.measurements.all()] == [41, 42]
    assert Correction.objects.count() == 2
    assert Journalled.objects.filter(verb="bring").count() == 1
    assert first_break() is None


def test_the_oldest_period_that_is_over_and_empty_comes_first(row: Indicator) -> None:
    written = {make.month(place) for place in range(22) if place != 3}
    assert waiting(row, written, DAY) == (make.month(3), make.month(22), make.month(23))
    make.filled(row, [50] * 24)
    (due,) = due_of(Indicator.objects.all(), DAY)
    assert (due.next, due.last and due.last.day) == (None, make.month(23))


def test_what_is_unlike_all_before_is_asked_about_and_what_is_usual_is_not(row: Indicator) -> None:
    make.filled(row, make.CALM)
    others = list(row.measurements.all())

    def asked(value: object, of: object = 100) -> int:
        entry = Entry(value=Decimal(str(value)), denominator=Decimal(str(of)))
        return len(doubts(row, APRIL, entry, others))

    assert [asked(50), asked(56), asked(5), asked(0), asked(100), asked(500, 1000)] == [0, 0, 1, 1, 1, 1]
    assert doubts(row, APRIL, Entry(state=State.MISSING), others) == []
    assert doubts(row, APRIL, Entry(value=Decimal(1), denominator=Decimal(100)), others[:4]) == [], (
        "too few to know"
    )
