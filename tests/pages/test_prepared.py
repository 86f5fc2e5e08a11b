"""A question put into words once answers as its queryset does, whatever it is asked with."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from threading import Thread
from typing import Any

import pytest
from django.db import connection
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.test.utils import CaptureQueriesContext

from samordner.pages.prepared import AT_MOST, Prepared
from samordner.places.facts import read
from samordner.places.models import Change, County, Municipality, Office, OfficeName
from samordner.places.operations import load
from samordner.programmes.models import Edition
from samordner.support.models import Grant

pytestmark = pytest.mark.django_db


@pytest.fixture
def register(now: datetime) -> None:
    """The municipalities that ship with the product."""
    load(read(), by="test", now=now)


DAYS = (date(2018, 6, 1), date(2019, 12, 31), date(2020, 1, 1), date(2024, 1, 1))


def on_the_day(
    rows: QuerySet[Municipality], day: date, county: str, codes: tuple[str, ...]
) -> QuerySet[Municipality]:
    found = rows.filter(Q(until=None) | Q(until__gt=day), Q(since=None) | Q(since__lte=day))
    if county:
        found = found.filter(county__code=county)
    if codes:
        found = found.filter(code__in=codes)
    return found.select_related("county")


def test_it_answers_as_the_queryset_does(register: None) -> None:
    asked = Prepared(on_the_day)
    every = Municipality.objects.all()
    for rows in (
        every,
        every.filter(code="1505"),
        every.filter(Q(code="1505") | Q(county__code="50")),
        every.none(),
    ):
        for day in DAYS:
            for county in ("", "15", "50"):
                for codes in ((), ("1505",), ("1505", "5001"), ("5001", "1505")):
                    found = asked(rows, day, county, codes)
                    assert found == list(on_the_day(rows, day, county, codes))
                    with CaptureQueriesContext(connection) as taken:
                        assert [one.county.name for one in found] == [one.county.name for one in found]
                    assert len(taken) == 0


def test_readers_who_see_different_rows_are_never_mixed_up(register: None) -> None:
    asked = Prepared(on_the_day)
    for code in ("1505", "5001", "1505"):
        rows = Municipality.objects.filter(code=code)
        assert [one.code for one in asked(rows, DAYS[2], "", ())] == [code]
    without = Municipality.objects.exclude(code="1505")
    assert [one.code for one in asked(without, DAYS[2], "", ("1505", "5001"))] == ["5001"]


def test_moments_numbers_and_single_columns(register: None) -> None:
    @Prepared
    def codes(county: int, at_least: int) -> QuerySet[Municipality, str]:
        return Municipality.objects.filter(county=county, pk__gte=at_least).values_list("code", flat=True)

    @Prepared
    def loaded(by: datetime) -> QuerySet[Edition]:
        return Edition.objects.filter(loaded_at__lte=by)

    for county in County.objects.all()[:3]:
        assert codes(county.pk, 1) == list(
            Municipality.objects.filter(county=county).values_list("code", flat=True)
        )
    now = datetime(2026, 5, 1, 12, 30, 15, 123456, tzinfo=UTC)
    for moment in (now, now - timedelta(days=4000)):
        assert loaded(moment) == list(Edition.objects.filter(loaded_at__lte=moment))


def test_what_belongs_to_rows_is_read_with_them(register: None) -> None:
    @Prepared
    def named(key: str) -> QuerySet[Office]:
        return Office.objects.filter(key=key).prefetch_related("names")

    for office in Office.objects.all()[:2]:
        with CaptureQueriesContext(connection) as taken:
            found = [list(one.names.all()) for one in named(office.key)]
        assert len(taken) == 2
        assert found == [list(OfficeName.objects.filter(office=office))]


def test_each_asking_takes_one_query_and_is_asked_anew(register: None) -> None:
    asked = Prepared(on_the_day)
    one = asked(Municipality.objects.all(), DAYS[2], "15", ())[0]
    Municipality.objects.filter(pk=one.pk).update(name="Et annet navn")
    with CaptureQueriesContext(connection) as taken:
        found = asked(Municipality.objects.all(), DAYS[2], "15", ())
    assert len(taken) == 1
    assert {each.name for each in found if each.pk == one.pk} == {"Et annet navn"}


def reckoned(day: date) -> QuerySet[Change]:
    return Change.objects.filter(day__lte=day, pk__lte=day.year)


def looked_at(day: date) -> QuerySet[Change]:
    return Change.objects.filter(day__lte=day) if day.year > 1000 else Change.objects.filter(day__gte=day)


@pytest.mark.parametrize("ask", [reckoned, looked_at])
def test_a_question_that_reckons_with_what_it_is_given_is_refused(
    register: None, ask: Callable[[date], QuerySet[Change]]
) -> None:
    with pytest.raises(TypeError):
        Prepared(ask)(DAYS[0])


def test_no_more_than_so_many_wordings_are_kept(register: None) -> None:
    asked = Prepared(on_the_day)
    for number in range(AT_MOST + 10):
        asked(Municipality.objects.filter(pk=number), DAYS[0], "", ())
    assert len(asked.worded) == AT_MOST


@pytest.mark.django_db(transaction=True)
def test_it_may_be_asked_from_another_thread() -> None:
    asked, found = Prepared(on_the_day), list[list[Municipality]]()
    rows = Municipality.objects.all()
    asked(rows, DAYS[2], "15", ())

    def ask() -> None:
        found.append(asked(rows, DAYS[2], "15", ()))
        connection.close()

    thread = Thread(target=ask)
    thread.start()
    thread.join()
    assert found == [list(on_the_day(rows, DAYS[2], "15", ()))]


def test_numbers_may_stand_in_small_fields(register: None) -> None:
    @Prepared
    def until(year: int) -> QuerySet[Grant]:
        return Grant.objects.filter(year__lte=year)

    assert until(2021) == until(2022) == []


def test_rows_come_with_what_was_asked_for_beside_them(register: None) -> None:
    @Prepared
    def numbered(county: str) -> QuerySet[Municipality]:
        rows = Municipality.objects.filter(county__code=county).select_related("county")
        return rows.annotate(changes=Count("changes_onward")).order_by("code")

    @Prepared
    def told(day: date) -> QuerySet[Change, tuple[date, str, bool]]:
        is_new = Exists(Municipality.objects.filter(pk=OuterRef("new"), since=OuterRef("day")))
        return Change.objects.filter(day__lte=day).values_list("day", "old__code", is_new)

    @Prepared
    def named(code: str) -> QuerySet[Municipality, Any]:
        return Municipality.objects.filter(code=code).values("code", "since")

    for county in ("15", "50"):
        found, asked = numbered(county), numbered.ask(county)
        assert [(one, one.changes, one.county, one.since) for one in found] == [  # type: ignore[attr-defined]
            (one, one.changes, one.county, one.since)  # type: ignore[attr-defined]
            for one in asked
        ]
        assert not any(one._state.adding for one in found)
    for day in DAYS:
        assert told(day) == list(told.ask(day))
    assert named("1505") == list(named.ask("1505"))
