"""Questions that are asked together are answered as when each is asked by itself; on PostgreSQL in one trip."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from django.db import DataError, connection, transaction
from django.db.models import F, OuterRef, QuerySet, Subquery
from django.test.utils import CaptureQueriesContext

from samordner.pages.prepared import Later, Prepared, ask_together
from samordner.places.facts import read
from samordner.places.models import Change, County, Municipality, Office, OfficeName
from samordner.places.operations import load

pytestmark = pytest.mark.django_db


@pytest.fixture
def register(now: datetime) -> None:
    """The municipalities that ship with the product."""
    load(read(), by="test", now=now)


@Prepared
def of_county(rows: QuerySet[Municipality], county: str) -> QuerySet[Municipality]:
    return rows.filter(county__code=county).select_related("county")


@Prepared
def changed(day: date) -> QuerySet[Change, tuple[date, str]]:
    return Change.objects.filter(day__lte=day).values_list("day", "old__code")


@Prepared
def named(key: str) -> QuerySet[Office]:
    return Office.objects.filter(key=key).prefetch_related("names")


def every(county: str = "15") -> list[Later[Any]]:
    rows = Municipality.objects.all()
    return [
        of_county.later(rows, county),
        changed.later(date(2020, 1, 1)),
        of_county.later(rows.none(), county),
        of_county.later(rows.filter(code="1505"), county),
        named.later("more-og-romsdal"),
        # Told by nothing that can be put into words once: asked as Django asks it
        of_county.later(rows.distinct(), county),
    ]


def test_each_is_answered_as_by_itself(register: None) -> None:
    together, alone = every(), every()
    ask_together(*together)
    assert [one.rows for one in together] == [one.rows for one in alone]
    assert [len(one.rows) for one in together][2:] == [0, 1, 1, len(together[0].rows)]
    with CaptureQueriesContext(connection) as taken:
        assert {one.county.code for one in together[0].rows} == {"15"}
        assert [one.office_id for one in together[4].rows[0].names.all()] == list(
            OfficeName.objects.filter(office__key="more-og-romsdal").values_list("office", flat=True)
        )
    assert len(taken) == 1  # the one that the assertion itself asks


def test_each_is_a_statement_of_its_own_and_asked_once(register: None) -> None:
    asked = every()
    with CaptureQueriesContext(connection) as taken:
        ask_together(*asked)
        ask_together(*asked)
        assert all(one.rows is one.rows for one in asked)
    assert len(taken) == 6  # one of the six holds nothing whatever is asked, one takes its names in a second


def test_what_was_written_before_is_there(register: None) -> None:
    asked = every()[:2]
    with transaction.atomic():
        Municipality.objects.filter(code="1505").update(name="Et annet navn")
        ask_together(*asked)
    assert {one.name for one in asked[0].rows if one.code == "1505"} == {"Et annet navn"}


def trips(ask: Callable[[], object]) -> list[bool]:
    """Of each statement whether it was sent without waiting for those before it."""
    found: list[bool] = []

    def note(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        found.append(connection.connection.pgconn.pipeline_status != 0)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        ask()
    return found


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite is asked without a trip")
def test_they_go_in_one_trip(register: None) -> None:
    alone = [of_county.later(Municipality.objects.all(), "15")]
    assert trips(lambda: ask_together(*every()[:2])) == [True, True]
    assert trips(lambda: ask_together(*alone)) == [False]
    assert connection.connection.pgconn.pipeline_status == 0


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite divides by nothing without a word")
def test_one_that_fails_is_an_error_of_the_database_and_the_next_ones_are_answered(register: None) -> None:
    @Prepared
    def impossible(county: str) -> QuerySet[County, int]:
        nothing = County.objects.filter(pk=OuterRef("pk")).values(none=F("pk") - F("pk"))
        rows = County.objects.filter(code=county).annotate(none=Subquery(nothing))
        return rows.values_list(F("pk") / F("none"), flat=True)

    asked = every()
    with pytest.raises(DataError), transaction.atomic():
        ask_together(asked[0], impossible.later("15"), asked[1])
    ask_together(*asked)
    assert [one.rows for one in asked] == [one.rows for one in every()]
