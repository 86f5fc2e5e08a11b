"""The teams of a network together, period by period: Σcount/Σsize with how many teams reported, and their median.

A total is honest only for a constant set of teams. So every period tells who came and who was gone, the set can be held
to teams with at least so many periods, and Simpson's paradox (the total goes one way, the teams the other; Simpson EH
1951, J. R. Stat. Soc. B 13:238-241) is looked for and said.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from math import isfinite
from statistics import median

from samordner.spc.options import Observation
from samordner.spc.words import Words, filled, number, same


class Together(StrEnum):
    """How the teams' numbers become one: cases out of cases (0..1), events per exposure, events alone, or single
    measurements, which cannot be added: their total is the median of the teams."""

    PROPORTION = "proportion"
    RATE = "rate"
    SUM = "sum"
    MEDIAN = "median"


@dataclass(frozen=True)
class Report:
    """What a team reported for a period (told by its first day). None is not measured; it is never 0."""

    team: str
    period: date
    count: float | None
    size: float | None = None


@dataclass(frozen=True)
class Total:
    """A period of the network. `y` is the total as it is drawn, None where nobody reported; `median` that of the teams.

    `joined` and `gone` compare with the period before among those that anybody reported for. `opposed`: the total went
    one way, and those who reported both times, taken together, the other.
    """

    period: date
    count: float | None
    size: float | None
    y: float | None
    median: float | None
    teams: int
    joined: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    opposed: bool = False

    @property
    def changed(self) -> bool:
        """Whether others reported than the time before."""
        return bool(self.joined or self.gone)


@dataclass(frozen=True)
class Aggregate:
    """The network's series. `teams` are those in it, `left_out` those with fewer periods than asked for."""

    together: Together
    totals: tuple[Total, ...]
    teams: tuple[str, ...]
    left_out: tuple[str, ...]
    warnings: tuple[Words, ...]

    def observations(self) -> tuple[Observation, ...]:
        """The series as `spc.chart` takes it: count and size for a P or U chart, the count or median for others."""
        of_median = self.together is Together.MEDIAN
        return tuple(
            Observation(one.period.isoformat(), one.median if of_median else one.count, one.size)
            for one in self.totals
        )


def aggregate(
    reports: Iterable[Report], together: Together, *, least: int = 0, periods: Sequence[date] = ()
) -> Aggregate:
    """The teams' reports as one series.

    `least`: only teams with at least so many reported periods. `periods`: those on the axis, so that one where nobody
    reported stays as a gap; without it, those that a report names. A second report of a team for a period replaces the
    first. Reports that cannot be right (no size, more cases than there were) are left out and counted in `warnings`.
    """
    given = {(one.team, one.period): one for one in reports}
    known = {key: one for key, one in given.items() if one.count is not None and _sound(one, together)}
    wrong = sum(1 for key, one in given.items() if one.count is not None and key not in known)
    names = sorted({team for team, _ in given})
    reported = {name: sum(1 for team, _ in known if team == name) for name in names}
    teams = tuple(name for name in names if reported[name] >= max(least, 1))
    left_out = tuple(name for name in names if name not in teams)
    axis = sorted(set(periods) or {period for _, period in given})
    rows = {
        period: {name: known[name, period] for name in teams if (name, period) in known} for period in axis
    }
    totals = _totals(rows, together)
    warnings = (
        *_warnings(totals, wrong),
        *_simpson([rows[period] for period in axis if rows[period]], together),
    )
    return Aggregate(together, totals, teams, left_out, warnings)


def _sound(report: Report, together: Together) -> bool:
    count, size = report.count, report.size
    if count is None or not isfinite(count) or (count < 0 and together is not Together.MEDIAN):
        return False
    if together in (Together.SUM, Together.MEDIAN):
        return True
    return size is not None and 0 < size < float("inf") and (together is Together.RATE or count <= size)


def _totals(rows: Mapping[date, Mapping[str, Report]], together: Together) -> tuple[Total, ...]:
    totals: list[Total] = []
    before: Mapping[str, Report] = {}
    for period, row in rows.items():
        if not row:
            totals.append(Total(period, None, None, None, None, 0))
            continue
        counts = [one.count or 0.0 for one in row.values()]
        size = (
            None
            if together in (Together.SUM, Together.MEDIAN)
            else sum(one.size or 0 for one in row.values())
        )
        joined = tuple(name for name in row if name not in before) if before else ()
        gone = tuple(name for name in before if name not in row)
        totals.append(
            Total(
                period,
                None if together is Together.MEDIAN else sum(counts),
                size,
                _level(row.values(), together),
                median(_level([one], together) for one in row.values()),
                len(row),
                joined,
                gone,
                bool(joined or gone) and _opposed(before, row, together),
            )
        )
        before = row
    return tuple(totals)


def _level(reports: Iterable[Report], together: Together) -> float:
    """The total of these in a period: Σcount/Σsize, Σcount, or the median."""
    found = list(reports)
    counts = [one.count or 0.0 for one in found]
    if together is Together.MEDIAN:
        return median(counts)
    total = sum(counts)
    return total if together is Together.SUM else total / sum(one.size or 0.0 for one in found)


def _opposed(before: Mapping[str, Report], now: Mapping[str, Report], together: Together) -> bool:
    both = [name for name in now if name in before]
    if not both:
        return False
    total = _level(now.values(), together) - _level(before.values(), together)
    stayed = _level([now[name] for name in both], together) - _level(
        [before[name] for name in both], together
    )
    return _sign(total) * _sign(stayed) < 0


def _sign(value: float) -> int:
    return 0 if abs(value) < 1e-12 else 1 if value > 0 else -1


def _warnings(totals: Sequence[Total], wrong: int) -> list[Words]:
    said = []
    with_any = [one for one in totals if one.teams]
    changed = sum(one.changed for one in totals)
    opposed = sum(one.opposed for one in totals)
    if wrong:
        said.append(filled(WRONG, count=wrong))
    if changed:
        said.append(filled(CHANGED, count=changed, of=len(with_any) - 1))
    if opposed:
        said.append(filled(OPPOSED, count=opposed))
    return said


def _simpson(rows: Sequence[Mapping[str, Report]], together: Together) -> list[Words]:
    """Whether the total and most teams, each from the first half to the second, went opposite ways.

    Only teams that are in both halves count as teams; that they go the other way must also hold for all of them
    together, each with the same weight in both halves, so that a handful of small teams is not enough.
    """
    if together is Together.MEDIAN or len(rows) < 2:
        return []
    half = len(rows) // 2
    halves = rows[:half], rows[half:]
    first, second = (
        {name: _mean([row[name] for row in part if name in row], together) for row in part for name in row}
        for part in halves
    )
    both = [name for name in first if name in second]
    if together is Together.SUM:
        weights = dict.fromkeys(both, 1.0)
        before, after = (sum(_level(row.values(), together) for row in part) / len(part) for part in halves)
    else:
        weights = {name: sum(row[name].size or 0.0 for row in rows if name in row) for name in both}
        before, after = (_level([one for row in part for one in row.values()], together) for part in halves)
    way = _sign(after - before)
    against = [name for name in both if _sign(second[name] - first[name]) == -way]
    level = _sign(sum(weights[name] * (second[name] - first[name]) for name in both))
    if not way or level != -way or len(against) * 2 <= len(both):
        return []
    percent = together is Together.PROPORTION
    return [
        filled(
            SIMPSON,
            way=UP if way > 0 else DOWN,
            other=DOWN if way > 0 else UP,
            before=number(before, percent=percent),
            after=number(after, percent=percent),
            against=same(str(len(against))),
            teams=same(str(len(both))),
        )
    ]


def _mean(reports: Sequence[Report], together: Together) -> float:
    """A team's level over several periods."""
    level = _level(reports, together)
    return level / len(reports) if together is Together.SUM else level


UP = Words("gikk opp", "gjekk opp", "went up")
DOWN = Words("gikk ned", "gjekk ned", "went down")
WRONG = Words(
    "Rapporter som ikke er med, fordi tallene ikke kan stemme: {count}.",
    "Rapportar som ikkje er med, fordi tala ikkje kan stemme: {count}.",
    "Reports left out, because their numbers cannot be right: {count}.",
)
CHANGED = Words(
    "Hvilke team som rapporterer, skifter {count} av {of} ganger. En endring i totalen kan komme av det. "
    "Velg bare team som har rapportert ofte nok, for å se den samme gruppen hele veien.",
    "Kva team som rapporterer, skifter {count} av {of} gonger. Ei endring i totalen kan kome av det. "
    "Vel berre team som har rapportert ofte nok, for å sjå den same gruppa heile vegen.",
    "Which teams report changes {count} of {of} times. A change in the total can come from that. "
    "Choose only teams that have reported often enough to see the same group all the way.",
)
OPPOSED = Words(
    "Antall ganger totalen gikk én vei mens teamene som rapporterte begge ganger, gikk den andre: {count}.",
    "Talet på gonger totalen gjekk éin veg medan teama som rapporterte begge gongene, gjekk den andre: {count}.",
    "How many times the total went one way while the teams that reported both times went the other: {count}.",
)
SIMPSON = Words(
    "Totalen {way} fra {before} til {after}, men {against} av {teams} team {other}. Da kommer endringen i totalen av "
    "hvilke team som er med og hvor mye hvert av dem veier (Simpsons paradoks): se på hvert team.",
    "Totalen {way} frå {before} til {after}, men {against} av {teams} team {other}. Då kjem endringa i totalen av "
    "kva team som er med og kor mykje kvart av dei veg (Simpsons paradoks): sjå på kvart team.",
    "The total {way} from {before} to {after}, but {against} of {teams} teams {other}. The change in the total then "
    "comes from which teams are in it and how much each weighs (Simpson's paradox): look at each team.",
)
