"""What a caution is found in, and what it says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from samordner.spc.options import COUNTED, GROUPED, PROPORTIONS, Chart, Observation
from samordner.spc.result import Result
from samordner.spc.words import Words

Data = Literal["", "count", "rate", "proportion", "measurement", "subgroup", "between"]


@dataclass(frozen=True)
class Seen:
    """A series with its chart and its settings; what is left empty is not looked into.

    observations  as they were reported, with their denominators whatever the chart is
    days          the first day of each point's period
    data          what kind of data it is; by default what the chart tells
    unit, texts   as people wrote them: unit, and name, definition and source
    definitions   the days from which each definition holds, the first included
    goals         the goal at each point, in the unit that is drawn (shares 0..1)
    today         points after it are in the future
    ranked        the series is shown beside others, sorted by value
    """

    result: Result
    observations: tuple[Observation, ...]
    days: tuple[date, ...] = ()
    data: Data = ""
    unit: str = ""
    texts: tuple[str, ...] = ()
    definitions: tuple[date, ...] = ()
    goals: tuple[float | None, ...] = ()
    today: date | None = None
    ranked: bool = False

    @property
    def kind(self) -> Data:
        """The kind of data."""
        return self.data or _data_of(self.result.kind)

    @property
    def divided(self) -> bool:
        return self.kind in ("proportion", "rate")

    @property
    def percent(self) -> bool:
        """Whether the values are percentages that somebody else worked out: a unit that says so, and no denominators."""
        sign = "%" in self.unit or self.unit.casefold().startswith(("prosent", "percent", "per cent", "pct"))
        return sign and not self.divided

    def drawn(self) -> list[float | None]:
        """The values that can be, divided where there is something to divide by; None is not measured."""
        return [_value(one, divided=self.divided) for one in self.observations]


@dataclass(frozen=True)
class Caution:
    """`key` never changes; `at` are the points it is about, from 1, none where it is about the whole series."""

    key: str
    words: Words
    at: tuple[int, ...] = ()


def _value(one: Observation, *, divided: bool) -> float | None:
    if one.y is None or one.y != one.y:
        return None
    if not divided:
        return one.y
    return one.y / one.n if one.n is not None and one.n > 0 else None


def _data_of(kind: Chart) -> Data:
    if kind in PROPORTIONS:
        return "proportion"
    if kind in (Chart.U, Chart.UP, Chart.IP):
        return "rate"
    if kind in GROUPED:
        return "subgroup"
    if kind in (Chart.T, Chart.G):
        return "between"
    return "count" if kind in COUNTED else "measurement"
