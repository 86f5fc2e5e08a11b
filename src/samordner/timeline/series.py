"""What comes back: by a rule or on named dates, each of which may be moved or cancelled."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from itertools import pairwise

from dateutil.rrule import rrulestr

from samordner.timeline.moments import DAY, NORWAY, When, day_of, in_norway, is_moment

FEWEST = 3
"""Two dates follow any rule, and say none."""
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one date of a series: moved to `start`, or cancelled (None)."""

    start: When | None
    end: When | None = None
    place: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """How something comes back: by a `rule` of RFC 5545 without an end of its own (FREQ=WEEKLY;INTERVAL=2), up to and
    with the day `last`; or on `dates` that are named one by one.

    `changes`: the planned start of a date → what became of it.
    """

    rule: str = ""
    last: date | None = None
    dates: tuple[When, ...] = ()
    changes: Mapping[When, Change] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if bool(self.rule) == bool(self.dates) or bool(self.rule) != bool(self.last):
            raise ValueError("a series has a rule with a last day, or dates")


def in_order(dates: Sequence[When]) -> list[When]:
    """By day, and by the clock within a day."""
    return sorted(dates, key=lambda when: (day_of(when), f"{in_norway(when)}"))


def planned_dates(start: When, series: Series) -> list[When]:
    """The starts of a series that begins with `start`, as first planned, in order; at the same time on Norwegian clocks
    all the year round.
    """
    if series.dates:
        return in_order(series.dates)
    assert series.last is not None
    return _by_rule(in_norway(start), series.rule, series.last)


def _by_rule(start: When, rule: str, last: date) -> list[When]:
    clock = start.replace(tzinfo=None) if isinstance(start, datetime) else datetime.combine(start, time())
    found = list(rrulestr(rule, dtstart=clock).between(clock, datetime.combine(last, time.max), inc=True))
    if is_moment(start):
        return [each.replace(tzinfo=NORWAY) for each in found]
    return [each.date() for each in found]


def rule_of(dates: Sequence[When]) -> tuple[str, tuple[When, ...]]:
    """The rule of RFC 5545 that gives these dates from the first to the last of them, and the dates that it gives too
    many, of which there may be one for every four (a week of holidays that was skipped).

    ("", ()) when they follow none, are at different times of the day, or are too few to say.
    """
    ordered = [in_norway(when) for when in in_order(dates)]
    clocks = {when.time() if isinstance(when, datetime) else None for when in ordered}
    if len(ordered) < FEWEST or len(clocks) > 1 or len(set(ordered)) < len(ordered):
        return "", ()
    days, best = [day_of(when) for when in ordered], None
    for rule in dict.fromkeys(_rules(days)):
        given = _by_rule(ordered[0], rule, days[-1])
        more = tuple(when for when in given if when not in set(ordered))
        fits = len(given) - len(more) == len(ordered) and len(more) <= len(ordered) // 4
        if fits and (best is None or len(more) < len(best[1])):
            best = rule, more
    return best or ("", ())


def _rules(days: Sequence[date]) -> Iterator[str]:
    """The rules that may give these days, the simplest first."""
    first = days[0]
    weekday, number = WEEKDAYS[first.weekday()], (first.day - 1) // 7 + 1
    is_last = (first + 7 * DAY).month != first.month
    for one, other in pairwise(days):
        apart = (other - one).days
        if apart % 7 == 0:
            yield _said("WEEKLY", apart // 7)
        if months := (other.year - one.year) * 12 + other.month - one.month:
            if number <= 4:
                yield _said("MONTHLY", months, f"BYDAY={number}{weekday}")
            if is_last:
                yield _said("MONTHLY", months, f"BYDAY=-1{weekday}")
            yield _said("MONTHLY", months, f"BYMONTHDAY={first.day}")
        if apart == 1:
            yield _said("DAILY", 1)
    weekly = sorted({day.weekday() for day in days})
    if 1 < len(weekly) < 5:
        yield _said("WEEKLY", 1, "BYDAY=" + ",".join(WEEKDAYS[each] for each in weekly))


def _said(often: str, every: int, more: str = "") -> str:
    parts = [f"FREQ={often}", f"INTERVAL={every}" if every > 1 else "", more]
    return ";".join(part for part in parts if part)
