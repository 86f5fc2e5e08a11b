"""Numbers and periods as people type them on a Norwegian keyboard."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samordner.measurement.written import Unread, number_typed, read_cell, read_number, read_period


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("12", "12"), ("3,5", "3.5"), ("3.5", "3.5"), ("0", "0"), ("1 234,5", "1234.5"), ("1\u00a0234", "1234"),
        ("1.234.567", "1234567"), ("−4", "-4"), ("0.123", "0.123"), ("007", "7"), (" 8 ", "8"),
    ],
)  # fmt: skip
def test_a_number_is_read_with_comma_point_and_spaces(typed: str, number: str) -> None:
    assert read_number(typed) == Decimal(number)


@pytest.mark.parametrize(
    "typed",
    ["NaN", "Infinity", "-inf", "1e400", "1e3", "٣", "½", "12 %", "tolv", "1,2,3", "1.234", "😀", "9" * 13, "0,1234567", "1" * 41,
     "x" * 1_000_000, "--1", "1 23"],
)  # fmt: skip
def test_what_is_no_number_or_could_be_two_is_asked_about(typed: str) -> None:
    with pytest.raises(Unread):
        read_number(typed)


@given(st.decimals(min_value=-(10**11), max_value=10**11, places=3))
def test_a_number_is_typed_so_that_it_is_read_back(number: Decimal) -> None:
    assert read_number(number_typed(number)) == number


@given(st.text(max_size=60))
def test_no_text_brings_the_reader_down(text: str) -> None:
    for read in (read_number, lambda one: read_period(one, "month"), lambda one: read_period(one, "week")):
        with suppress(Unread):
            read(text)


def test_a_cell_of_a_spreadsheet_is_read_as_what_it_is() -> None:
    assert [read_cell(one) for one in (7, 0.1 + 0.2, "3,5", "", 1e-9)] == [
        Decimal(7), Decimal("0.3"), Decimal("3.5"), None, Decimal(0)
    ]  # fmt: skip
    for one in (date(2021, 4, 1), 1e300, float("inf"), float("nan")):
        with pytest.raises(Unread):
            read_cell(one)


@pytest.mark.parametrize(
    ("typed", "rhythm", "day"),
    [
        ("april 2021", "month", date(2021, 4, 1)), ("apr.21", "month", date(2021, 4, 1)), ("04.2021", "month", date(2021, 4, 1)),
        ("2021-04", "month", date(2021, 4, 1)), ("27.4.21", "month", date(2021, 4, 1)), ("Mai 2021", "month", date(2021, 5, 1)),
        ("27/4/2021", "month", date(2021, 4, 1)), ("uke 16 2021", "week", date(2021, 4, 19)),
        ("16/2021", "week", date(2021, 4, 19)),
        ("2021-W16", "week", date(2021, 4, 19)), ("veke 53 2020", "week", date(2020, 12, 28)),
        ("2. kvartal 2021", "quarter", date(2021, 4, 1)),
        ("Q2 21", "quarter", date(2021, 4, 1)), ("27. april 2021", "event", date(2021, 4, 27)),
        ("2021-04-27", "day", date(2021, 4, 27)),
    ],
)  # fmt: skip
def test_a_period_is_read_as_people_write_it(typed: str, rhythm: str, day: date) -> None:
    assert read_period(typed, rhythm) == day


@pytest.mark.parametrize(
    ("typed", "rhythm"),
    [("2021", "month"), ("april 2021", "week"), ("uke 54 2021", "week"), ("31.02.2021", "month"), ("hva", "day"),
    ("13.2021", "month"),
     ("april 1821", "month"), ("", "month")],
)  # fmt: skip
def test_what_is_no_such_period_is_refused(typed: str, rhythm: str) -> None:
    with pytest.raises(Unread):
        read_period(typed, rhythm)
