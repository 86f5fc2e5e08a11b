"""How numbers and moments are written beside a chart, and where on its axes they stand."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from itertools import pairwise
from math import ceil, floor, isfinite, log10
from typing import Literal

from samordner.charts.phrases import MONTHS, SHORT_MONTHS, language, say

Rhythm = Literal["day", "week", "month", "quarter", "year", "other"]
NO_BREAK = "\u00a0"
SMALLEST = 1e-4  # below it a number is as good as 0


@dataclass(frozen=True, slots=True)
class Numbers:
    """How a value is written: times `multiplier`, with so many decimals, and its unit where it is said."""

    lang: str
    multiplier: float = 1.0
    unit: str = ""
    decimals: int = 1

    def shown(self, value: float) -> float:
        return value * self.multiplier

    def written(self, value: float | None, *, more: int = 0) -> str:
        """The number alone; "–" for none. A whole number has no decimals; what is not 0 is not written as 0."""
        if value is None or not isfinite(value):
            return "–"
        shown, decimals = self.shown(value), self.decimals + more
        if SMALLEST <= abs(shown) < 0.5 * 10.0**-decimals:
            decimals = -floor(log10(abs(shown)))
        return plain(shown, self.lang, decimals)

    def said(self, value: float | None) -> str:
        """The number with its unit."""
        text = self.written(value)
        return f"{text}{NO_BREAK}{self.unit}" if self.unit and text != "–" else text


@lru_cache(maxsize=8192)
def plain(number: float, lang: str, decimals: int = 0) -> str:
    """A number as the language writes it: no decimals when it is whole, groups of three from 10 000."""
    text = f"{number:,.{decimals}f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    if text in {"-0", ""}:
        text = "0"
    if abs(number) < 9999.5:
        text = text.replace(",", "")
    if language(lang) != "en":
        text = text.replace(",", NO_BREAK).replace(".", ",")
    return text.replace("-", "−")


def decimals_for(values: Iterable[float]) -> int:
    """How many decimals tell these (as they are shown) apart without noise; none when all are whole."""
    found = [abs(value) for value in values if isfinite(value)]
    if all(abs(value - round(value)) < 1e-9 for value in found):
        return 0
    most = max(found)
    return 1 if most >= 10 else 2 if most >= 1 else min(6, 2 - floor(log10(most)))


def steps(low: float, high: float, *, most: int = 6, whole: bool = False) -> list[float]:
    """Round numbers from at or below `low` to at or above `high`: at most about so many; `whole` ones only."""
    if not high > low:
        low, high = low - 0.5, low + 0.5
    rough = (high - low) / max(most - 1, 1)
    power = 10.0 ** floor(log10(rough))
    step = next(part * power for part in (1, 2, 2.5, 5, 10) if part * power >= rough * (1 - 1e-9))
    step = max(step, 1.0) if whole else step
    step = 5.0 if whole and step == 2.5 else step
    first, last = floor(low / step + 1e-9), ceil(high / step - 1e-9)
    return [round(number * step, 12) for number in range(first, last + 1)]


def span(
    values: Iterable[float], *, least: float | None = None, most: float | None = None
) -> tuple[float, float]:
    """From where to where an axis goes that shows all these; from 0 when they are not far above it.

    `least` and `most`: what is possible at all.
    """
    found = [value for value in values if isfinite(value)]
    low, high = (min(found), max(found)) if found else (0.0, 1.0)
    if 0 <= low <= 0.6 * high:
        low = 0.0
    room = (high - low) * 0.06 or abs(high) * 0.5 or 1.0
    low, high = (0.0 if low == 0 else low - room), high + room
    if least is not None:
        low = max(low, least)
    if most is not None:
        high = min(high, most)
    return (low, high) if high > low else (low, low + 1.0)


# Moments


@dataclass(frozen=True)
class Times:
    """The places along the axis: months, weeks, days … when they are ISO days; else as they are written."""

    xs: tuple[str, ...]
    lang: str
    label_of: Callable[[str], str] | None = None

    @cached_property
    def days(self) -> tuple[date, ...] | None:
        """The day that each place begins; None: they are no days, or not in order."""
        found = [_day(x) for x in self.xs]
        days = tuple(day for day in found if day is not None)
        if not days or len(days) < len(found) or any(a >= b for a, b in pairwise(days)):
            return None
        return days

    @cached_property
    def rhythm(self) -> Rhythm:
        if self.days is None:
            return "other"
        firsts = all(day.day == 1 for day in self.days)
        gaps = sorted((b - a).days for a, b in pairwise(self.days))
        gap = gaps[0] if gaps else 30
        if firsts and 28 <= gap <= 31:
            return "month"
        if firsts and 89 <= gap <= 92:
            return "quarter"
        if firsts and gap in (365, 366):
            return "year"
        return "week" if gaps and all(one % 7 == 0 for one in gaps) else "day"

    def full(self, place: int) -> str:
        """As it is said: "april 2021"."""
        return self.written(self.xs[place])

    def written(self, x: str) -> str:
        """A place, or any day, in words."""
        if self.label_of is not None:
            return self.label_of(x)
        day = _day(x)
        if self.days is None or day is None:
            return x
        month = MONTHS[language(self.lang)][day.month - 1]
        if self.rhythm == "month" and day.day == 1:
            return f"{month} {day.year}"
        if self.rhythm == "quarter" and day.day == 1 and day.month % 3 == 1:
            return say("quarter", self.lang, quarter=(day.month + 2) // 3, year=day.year)
        if self.rhythm == "year" and (day.month, day.day) == (1, 1):
            return str(day.year)
        if self.rhythm == "week" and x in self.xs:
            year, week, _ = day.isocalendar()
            return say("week", self.lang, week=week, year=year)
        return say("day", self.lang, day=day.day, month=month, year=day.year)

    def short(self, place: int) -> str:
        """As it stands under the axis: "apr"."""
        if self.days is None:
            return self.xs[place]
        day = self.days[place]
        match self.rhythm:
            case "week":
                return str(day.isocalendar()[1])
            case "quarter":
                return say("short quarter", self.lang, quarter=(day.month + 2) // 3)
            case "year":
                return str(day.year)
            case "month":
                return SHORT_MONTHS[language(self.lang)][day.month - 1]
            case _:
                return f"{day.day}.{day.month}." if language(self.lang) != "en" else f"{day.day}/{day.month}"

    def year(self, place: int) -> str:
        """The year, where a year begins on the axis; else nothing."""
        if self.days is None or self.rhythm == "year":
            return ""
        year = self._year(place)
        return str(year) if place == 0 or year != self._year(place - 1) else ""

    def _year(self, place: int) -> int:
        days = self.days or ()
        return days[place].isocalendar()[0] if self.rhythm == "week" else days[place].year

    def marks(self, most: int) -> list[int]:
        """The places that have their label written, at most so many; whole quarters and years where they are months."""
        count = len(self.xs)
        if self.days is None or self.rhythm not in ("month", "quarter"):
            stride = next(n for n in (1, 2, 5, 10, 20, 50, 100, 10**9) if count <= n * most or n == 10**9)
            return list(range(0, count, stride))
        per_year = 12 if self.rhythm == "month" else 4
        strides = [n for n in (1, 2, 3, 4, 6, 12) if per_year % n == 0 and n <= per_year]
        stride = next((n for n in strides if count <= n * most), per_year)
        months = 12 // per_year
        found = [n for n, day in enumerate(self.days) if (day.month - 1) // months % stride == 0]
        return found[:: max(1, ceil(len(found) / max(most, 1)))]

    def position(self, x: str, *, end: bool = False) -> float | None:
        """Where on the axis it is, in places from the left edge (the first point stands at 0.5); None: not on it.

        A day within a place lies that far into it; `end`: to the end of that day.
        """
        if self.days is None:
            return self.xs.index(x) + float(end) if x in self.xs else None
        day = _day(x)
        if day is None:
            return None
        place = bisect_right(self.days, day) - 1
        if place < 0:
            return 0.0
        inside = (day - self.days[place]).days + int(end)
        return place + min(inside / self._length(place), 1.0)

    def _length(self, place: int) -> int:
        """How many days a place holds; of the last, as many as are usual."""
        days = self.days or ()
        if place + 1 < len(days):
            return max((days[place + 1] - days[place]).days, 1)
        return {"month": 31, "quarter": 92, "year": 366, "week": 7}.get(self.rhythm, 1)


def _day(x: str) -> date | None:
    try:
        return date.fromisoformat(f"{x}-01" if len(x) == 7 else x)
    except ValueError:
        return None


# Places on the paper


@dataclass(frozen=True, slots=True)
class Plot:
    """The rectangle that points are drawn in, the values at its bottom and top, and how many places it has."""

    left: float
    right: float
    top: float
    bottom: float
    low: float
    high: float
    places: int

    @property
    def step(self) -> float:
        return (self.right - self.left) / max(self.places, 1)

    def x(self, place: float) -> float:
        """The middle of a place."""
        return self.left + (place + 0.5) * self.step

    def edge(self, place: float) -> float:
        """The left edge of a place."""
        return self.left + place * self.step

    def y(self, value: float) -> float:
        """Values outside the axis stand on its edge."""
        part = (min(max(value, self.low), self.high) - self.low) / (self.high - self.low)
        return self.bottom - part * (self.bottom - self.top)


def apart(wanted: Sequence[float], least: float, low: float, high: float) -> list[float]:
    """Places as near the wanted ones as can be, in their order, with so much between each and inside low..high."""
    order = sorted(range(len(wanted)), key=lambda n: wanted[n])
    placed = [0.0] * len(wanted)
    floor_ = low
    for n in order:
        placed[n] = max(wanted[n], floor_)
        floor_ = placed[n] + least
    ceiling = high
    for n in reversed(order):
        placed[n] = min(placed[n], ceiling)
        ceiling = placed[n] - least
    return placed
