"""The teams of a network seen together: their total month by month, each against chance, and how much they differ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from samordner.facilitation.queries.series import Alike, Watched
from samordner.measurement.disclosure import Counted, hidden, tells_of_persons
from samordner.measurement.models import Direction, Rhythm, State, ValueKind
from samordner.measurement.queries.series import EVERY
from samordner.spc import Chart, Result, chart
from samordner.spc.aggregate import Aggregate, Report, Together, aggregate
from samordner.spc.between import Between, between
from samordner.spc.choosing import reconsider
from samordner.spc.funnel import Funnel, Kind, Limits, Unit, funnel
from samordner.spc.words import Words
from samordner.timeline.months import months_before

LEAST_TEAMS = 5
"""Fewer teams than this are not held up against each other."""
WINDOW = 12
"""The months that the funnel looks back."""

TOGETHER: dict[str, Together] = {
    ValueKind.PROPORTION: Together.PROPORTION, ValueKind.RATE: Together.RATE, ValueKind.COUNT: Together.SUM,
    ValueKind.MEASUREMENT: Together.MEDIAN, ValueKind.SUBGROUP: Together.MEDIAN,
}  # fmt: skip
CHARTS: dict[Together, Chart] = {
    Together.PROPORTION: Chart.P, Together.RATE: Chart.U, Together.SUM: Chart.RUN, Together.MEDIAN: Chart.RUN,
}  # fmt: skip
WIDER: dict[Chart, Chart] = {Chart.P: Chart.PP, Chart.U: Chart.UP}
"""The chart that also allows for the variation from one time to the next, where large numbers make the limits too narrow."""
KINDS: dict[str, Kind] = {ValueKind.PROPORTION: Kind.PROPORTION, ValueKind.RATE: Kind.RATE}

Because = Literal["events", "kind", "few", "few_stable"]
"""Why it cannot be shown: what lies between events adds up to nothing; numbers without a size; few teams; few stable ones."""


@dataclass(frozen=True)
class Apart:
    """A team that is not held up against the others: it signals, or has too few points for anyone to know."""

    watched: Watched
    why: Literal["signal", "few", "nothing"]


@dataclass(frozen=True)
class Whole:
    """The network's series of one indicator. `why_not`: why there is none. `wider`: why its limits are those of `WIDER`."""

    alike: Alike
    aggregate: Aggregate | None
    result: Result | None
    why_not: Because | None = None
    wider: Words | None = None

    @property
    def tells_few(self) -> bool:
        """Whether one of the totals is of so few persons that it is not told outside the office."""
        if self.aggregate is None:
            return False
        fewest = max(
            one.indicator.fewest if tells_of_persons(one.indicator) else 0 for one in self.alike.watched
        )
        cells = [None if one.count is None else Counted(one.count, one.size) for one in self.aggregate.totals]
        return bool(hidden(cells, fewest, share=self.aggregate.together is Together.PROPORTION, totals=False))


@dataclass(frozen=True)
class Compared:
    """The stable teams of one indicator in a window of time. `why_not`: why they are not held up against each other."""

    since: date
    until: date
    units: tuple[Unit, ...]
    apart: tuple[Apart, ...]
    funnel: Funnel | None = None
    between: Between | None = None
    why_not: Because | None = None


def whole(of: Alike, names: dict[int, str], *, least: int = 0) -> Whole:
    """The teams' total, period by period; `names` by team. `least`: only teams with so many periods."""
    first = of.watched[0].indicator
    together = TOGETHER.get(first.value_kind)
    if together is None or first.rhythm == Rhythm.EVENT:
        return Whole(of, None, None, "events")
    reports = [report for one in of.watched for report in _reports(one, names[one.team_id], together)]
    days = sorted({day for one in of.watched for day in one.series.days})
    found = aggregate(reports, together, least=least, periods=days)
    if not found.teams:
        return Whole(of, found, None, "few")
    direction: Literal["up", "down", "neutral"] = _direction(first.direction)
    usual, numbers = CHARTS[together], found.observations()
    narrow = next((one for one in reconsider(usual, numbers) if WIDER.get(usual) in one.charts), None)
    result = chart(
        WIDER[usual] if narrow else usual, numbers, direction=direction, unit=of.watched[0].unit,
        every=EVERY[first.rhythm],
    )  # fmt: skip
    return Whole(of, found, result, wider=narrow.why if narrow else None)


def _direction(said: str) -> Literal["up", "down", "neutral"]:
    return "up" if said == Direction.UP else "down" if said == Direction.DOWN else "neutral"


def _reports(one: Watched, name: str, together: Together) -> list[Report]:
    if together is Together.MEDIAN:
        return [Report(name, spot.day, spot.y) for spot in one.series.spots if spot.y is not None]
    return [
        Report(name, row.day, float(row.value), None if row.denominator is None else float(row.denominator))
        for spot in one.series.spots
        if (row := spot.row) is not None and row.state == State.VALUE and row.value is not None
    ]


def compared(of: Alike, names: dict[int, str], day: date) -> Compared:
    """The teams of the last twelve months against chance and each other: only of those that are stable."""
    since = months_before(day, WINDOW).replace(day=1)
    units, apart = [], []
    for one in of.watched:
        unit = _unit(one, names[one.team_id], since)
        if unit is None:
            apart.append(Apart(one, "nothing"))
        elif not one.is_told:
            apart.append(Apart(one, "few"))
        elif not one.is_stable:
            apart.append(Apart(one, "signal"))
        else:
            units.append(unit)
    found = Compared(since, day, tuple(units), tuple(apart))
    if of.watched[0].indicator.value_kind not in KINDS:
        return _not(found, "kind")
    if len(of.watched) < LEAST_TEAMS:
        return _not(found, "few")
    if len(units) < LEAST_TEAMS:
        return _not(found, "few_stable")
    kind = KINDS[of.watched[0].indicator.value_kind]
    return Compared(
        since, day, found.units, found.apart, funnel(units, kind, limits=_limits(units)), between(units, kind)
    )


def _limits(units: Sequence[Unit]) -> Limits:
    """Limits that allow for teams working under different conditions, once there are teams enough to know."""
    return Limits.OVERDISPERSED if len(units) >= 10 else Limits.EXACT


def _not(found: Compared, why: Because) -> Compared:
    return Compared(found.since, found.until, found.units, found.apart, why_not=why)


def _unit(one: Watched, name: str, since: date) -> Unit | None:
    """The team's numbers in the window, added up; None: it has none there."""
    rows = [
        spot.row
        for spot in one.series.spots
        if spot.row is not None and spot.day >= since and spot.row.state == State.VALUE
    ]
    rows = [row for row in rows if row.value is not None and row.denominator]
    if not rows:
        return None
    count = float(sum(row.value or 0 for row in rows))
    return Unit(name, count, float(sum(row.denominator or 0 for row in rows)))
