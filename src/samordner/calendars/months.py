"""A month as people see it: weeks from Monday, with what happens on each day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from samordner.happenings.happenings import Occurrence
from samordner.happenings.holidays import holiday_name, is_free
from samordner.timeline.moments import DAY
from samordner.timeline.months import month_after

WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Day:
    """One day of the page. `inside`: it is of the month, not of a neighbour that fills a week."""

    day: date
    inside: bool
    is_today: bool
    is_free: bool
    holiday: str
    here: tuple[Occurrence, ...]


@dataclass(frozen=True)
class Week:
    number: int
    days: tuple[Day, ...]


@dataclass(frozen=True)
class Month:
    """`weeks` from Monday to Sunday; `loosely` is what lies somewhere in the month, on no day."""

    first: date
    weeks: tuple[Week, ...]
    loosely: tuple[Occurrence, ...]

    @property
    def is_empty(self) -> bool:
        return not self.loosely and not any(day.here for week in self.weeks for day in week.days)


def span_of(month: date) -> tuple[date, date]:
    """The days that a month's page shows: from a Monday until a Monday (exclusive)."""
    first, last = month.replace(day=1), month_after(month) - DAY
    return first - timedelta(days=first.weekday()), last + timedelta(days=7 - last.weekday())


def month_page(month: date, found: Sequence[Occurrence], day: date) -> Month:
    """The month that holds the day `month`, with what was found in its span, seen on `day`."""
    since, until = span_of(month)
    settled = [one for one in found if not one.happening.loosely]
    weeks = []
    monday = since
    while monday < until:
        days = tuple(_day(monday + DAY * number, month, settled, day) for number in range(7))
        weeks.append(Week(monday.isocalendar().week, days))
        monday += WEEK
    after = month_after(month)
    loosely = [
        one
        for one in found
        if one.happening.loosely and one.first < after and one.last >= month.replace(day=1)
    ]
    return Month(month.replace(day=1), tuple(weeks), tuple(loosely))


def _day(each: date, month: date, found: Sequence[Occurrence], today: date) -> Day:
    return Day(
        day=each,
        inside=(each.year, each.month) == (month.year, month.month),
        is_today=each == today,
        is_free=is_free(each),
        holiday=holiday_name(each),
        here=tuple(one for one in found if one.first <= each <= one.last),
    )
