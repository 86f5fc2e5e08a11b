"""An indicator as a series: its periods in order, what people decided about them, and what the chart says of it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Literal, cast

from django.db.models import Prefetch, QuerySet

from samordner.improvement.models import Cycle
from samordner.measurement.kinds import DIVIDED, GROUPED, is_divided
from samordner.measurement.models import (
    Annotation,
    Definition,
    Exclusion,
    Goal,
    Indicator,
    Measurement,
    Phase,
    Rhythm,
    State,
    ValueKind,
)
from samordner.measurement.periods import plain_text, through
from samordner.spc import Chart, Observation, Options, PhaseResult, Point, Result, RuleSet, chart
from samordner.spc.options import PROPORTIONS
from samordner.spc.verdicts import worded

Picture = Literal["phases", "baseline"]
PICTURES: tuple[Picture, ...] = ("phases", "baseline")
"""Each phase judged by itself; or everything that is counted alike, judged by its first baseline."""
EVERY: dict[str, Literal["", "day", "week", "month", "quarter", "year"]] = {
    Rhythm.DAY: "day", Rhythm.WEEK: "week", Rhythm.MONTH: "month", Rhythm.QUARTER: "quarter", Rhythm.EVENT: "",
}  # fmt: skip
USUAL_BASELINE = 12


@dataclass(frozen=True)
class Spot:
    """One period, or one event: what is written of it, if anything is, and the value as it is drawn."""

    day: date
    row: Measurement | None
    y: float | None


@dataclass(frozen=True)
class Series:
    """An indicator with everything that its chart is made from, in the order of days."""

    indicator: Indicator
    spots: tuple[Spot, ...]
    definitions: tuple[Definition, ...]
    goals: tuple[Goal, ...]
    phases: tuple[Phase, ...]
    answered: tuple[Phase, ...]
    exclusions: tuple[Exclusion, ...]
    annotations: tuple[Annotation, ...]
    cycles: tuple[Cycle, ...]

    @cached_property
    def days(self) -> tuple[date, ...]:
        return tuple(spot.day for spot in self.spots)

    @property
    def measured(self) -> int:
        """How many numbers there are."""
        return sum(spot.y is not None for spot in self.spots)

    @property
    def last(self) -> Spot | None:
        """The newest number."""
        return next((spot for spot in reversed(self.spots) if spot.y is not None), None)

    @cached_property
    def left_out(self) -> dict[date, Exclusion]:
        return {one.day: one for one in self.exclusions}

    def definition_on(self, day: date) -> Definition | None:
        """What was counted on a day: the newest definition that had begun; else the first."""
        begun = [one for one in self.definitions if one.since <= day]
        return begun[-1] if begun else next(iter(self.definitions), None)

    def goal_on(self, day: date) -> Goal | None:
        """What was aimed at on a day."""
        return next((one for one in reversed(self.goals) if one.since <= day), None)

    def borders(self, picture: Picture) -> tuple[Phase, ...]:
        """The phases that begin after the first point, in the picture that is asked for."""
        first = self.days[0] if self.days else date.max
        later = [
            one
            for one in self.phases
            if one.starts_on > first and _place(self.days, one.starts_on) < len(self.days)
        ]
        found = later if picture == "phases" else [one for one in later if one.definition_id]
        by_place = {_place(self.days, one.starts_on): one for one in found}
        return tuple(by_place[place] for place in sorted(by_place) if place)

    @property
    def pictures(self) -> tuple[Picture, ...]:
        """The pictures that differ: two as soon as somebody decided on a phase."""
        return PICTURES if self.borders("phases") != self.borders("baseline") else PICTURES[:1]

    def options(self, picture: Picture = "phases") -> Options:
        """What `spc` is asked, besides the series."""
        starts = [0, *(_place(self.days, one.starts_on) for one in self.borders(picture))]
        ends = [*starts[1:], len(self.days)]
        freezes = tuple(self._baseline(start, end, picture) for start, end in zip(starts, ends, strict=True))
        indicator = self.indicator
        return Options(
            rules=RuleSet(indicator.rule_set), screen_mr=indicator.screening, exact_d2=indicator.exact_d2,
            splits=tuple(starts[1:]), freezes=freezes if any(freezes) else (),
            exclude=tuple(place for place, day in enumerate(self.days, 1) if day in self.left_out),
        )  # fmt: skip

    def _baseline(self, start: int, end: int, picture: Picture) -> int | None:
        """How many of its own first points the phase from `start` to `end` is judged by; None: by all of them."""
        inside = [one for one in self.phases if self._lies(one, start, end)]
        first = next((one for one in inside if max(_place(self.days, one.starts_on), 0) <= start), None)
        if first and first.baseline_until:
            return max(bisect_right(self.days, first.baseline_until) - start, 1)
        later = [one for one in inside if _place(self.days, one.starts_on) > start]
        if picture == "baseline" and later:
            return _place(self.days, later[0].starts_on) - start
        return None

    def _lies(self, phase: Phase, start: int, end: int) -> bool:
        place = _place(self.days, phase.starts_on)
        return start <= place < end

    def observations(self) -> list[Observation]:
        """The series as `spc` is given it: x is the first day of the period."""
        kind, divided = Chart(self.indicator.chart), is_divided(self.indicator.value_kind)
        found = []
        for spot in self.spots:
            row, x = spot.row, spot.day.isoformat()
            if spot.y is None or row is None:
                found.append(Observation(x, None))
            elif kind in GROUPED:
                found.append(Observation(x, None, None, tuple(float(one) for one in row.values)))
            elif kind in DIVIDED and divided:
                found.append(Observation(x, float(row.value or 0), float(row.denominator or 0)))
            else:
                found.append(Observation(x, spot.y))
        return found

    def result(self, picture: Picture = "phases") -> Result:
        """The chart worked out by the indicator's own choices."""
        indicator = self.indicator
        worked_out = chart(
            Chart(indicator.chart), self.observations(), self.options(picture),
            direction=cast(Literal["up", "down", "neutral"], indicator.direction), unit=unit_of(indicator),
            every=EVERY[indicator.rhythm],
        )  # fmt: skip
        return _said_as_shown(worked_out, indicator)


def _said_as_shown(result: Result, indicator: Indicator) -> Result:
    """The same result, its sentences with numbers as they are shown (per cent, per 1000) and periods as people say them."""
    times = 1 if result.kind in PROPORTIONS else indicator.multiplier
    points = tuple(
        replace(
            one,
            x=plain_text(date.fromisoformat(one.x), indicator.rhythm),
            y=None if one.y is None else one.y * times,
        )
        for one in result.points
    )
    phases = tuple(
        replace(one, centre=None if one.centre is None else one.centre * times) for one in result.phases
    )
    said = worded(replace(result, points=points, phases=phases))
    told = tuple(
        replace(one, verdict=other.verdict) for one, other in zip(result.phases, said.phases, strict=True)
    )
    return replace(result, phases=told, verdict=said.verdict, warnings=said.warnings)


def _place(days: Sequence[date], day: date) -> int:
    """The place of the first period on or after a day."""
    return bisect_left(days, day)


def unit_of(indicator: Indicator) -> str:
    """The unit that numbers are said in."""
    if indicator.value_kind == ValueKind.PROPORTION:
        return "%"
    return indicator.unit


def value_of(indicator: Indicator, row: Measurement) -> float | None:
    """What is drawn of a measurement, without the multiplier; None: nothing is."""
    if row.state != State.VALUE:
        return None
    if indicator.value_kind == ValueKind.SUBGROUP:
        return sum(float(one) for one in row.values) / len(row.values) if row.values else None
    if row.value is None:
        return None
    if is_divided(indicator.value_kind):
        return float(row.value) / float(row.denominator) if row.denominator else None
    return float(row.value)


# Had from the database


def every_indicator() -> QuerySet[Indicator]:
    """Indicators with their project and municipality."""
    return Indicator.objects.select_related(
        "project__participation__municipality",
        "project__participation__office",
        "project__participation__programme",
    )


def with_series(rows: QuerySet[Indicator], *, measured: bool = True) -> QuerySet[Indicator]:
    """The same with all that their charts are made from: seven questions, however many there are.

    Not `measured`: without the measurements, which are given to `series_of` by whoever has them.
    """
    return rows.prefetch_related(
        "definitions", "goals", *(("measurements",) if measured else ()),
        Prefetch("phases", Phase.objects.filter(removed_at=None).select_related("cycle", "definition")),
        Prefetch("exclusions", Exclusion.objects.filter(removed_at=None)),
        Prefetch("annotations", Annotation.objects.filter(removed_at=None).select_related("cycle")),
        Prefetch("project__cycles", Cycle.objects.filter(removed_at=None)),
    )  # fmt: skip


def series_of(indicator: Indicator, measured: Iterable[Measurement] | None = None) -> Series:
    """The indicator's series, of these measurements if they are given. Asks nothing more when it was had by `with_series`."""
    phases = [one for one in indicator.phases.all() if one.removed_at is None]
    return Series(
        indicator=indicator,
        spots=_spots(indicator, indicator.measurements.all() if measured is None else measured),
        definitions=tuple(sorted(indicator.definitions.all(), key=lambda one: one.since)),
        goals=tuple(sorted(indicator.goals.all(), key=lambda one: one.since)),
        phases=tuple(sorted((one for one in phases if one.stands), key=lambda one: one.starts_on)),
        answered=tuple(one for one in phases if not one.stands),
        exclusions=tuple(one for one in indicator.exclusions.all() if one.removed_at is None),
        annotations=tuple(one for one in indicator.annotations.all() if one.removed_at is None),
        cycles=tuple(one for one in indicator.project.cycles.all() if one.removed_at is None),
    )


def fresh(indicator: Indicator) -> Series:
    """The series as it stands in the database now."""
    return series_of(with_series(every_indicator()).get(pk=indicator.pk))


def all_series(rows: QuerySet[Indicator]) -> list[Series]:
    """The series of each of these indicators, in their order; a constant number of questions."""
    return [series_of(row) for row in with_series(rows)]


def verdict_of(indicator: Indicator) -> dict[str, str]:
    """What the chart says, in nb, nn and en, as it stands in the database now."""
    said = fresh(indicator).result().verdict
    return {"nb": said.nb, "nn": said.nn, "en": said.en}


def _spots(indicator: Indicator, measured: Iterable[Measurement]) -> tuple[Spot, ...]:
    """Every period from the first measurement to the last; of what is measured each time it happens, the events."""
    rows = {row.day: row for row in measured}
    if indicator.rhythm == Rhythm.EVENT:
        happened = [row for row in rows.values() if row.state == State.VALUE]
        return tuple(
            Spot(row.day, row, value_of(indicator, row)) for row in sorted(happened, key=lambda one: one.day)
        )
    days = periods_of(indicator, rows)
    return tuple(
        Spot(day, rows.get(day), value_of(indicator, rows[day]) if day in rows else None) for day in days
    )


def periods_of(indicator: Indicator, rows: Iterable[date]) -> list[date]:
    """The periods of the chart: those without a measurement stand between the others, never before or after them."""
    measured = sorted(rows)
    if not measured:
        return []
    return through(measured[0], measured[-1], indicator.rhythm)


# What might be done


@dataclass(frozen=True)
class Suggestion:
    """Something that a person may want to decide about the chart: `what` is "split" or "freeze", at `day`."""

    what: Literal["split", "freeze"]
    day: date
    length: int = 0


def suggestion_of(series: Series, result: Result) -> Suggestion | None:
    """What the chart gives reason to ask about; nothing is ever done by itself.

    A new phase at the first point of a long run in the last phase, never inside its baseline, and not where somebody
    has answered already; else a baseline, when a year of points holds no signal.
    """
    if not result.phases or series.indicator.chart in {Chart.MR, Chart.S}:
        return None
    last = result.phases[-1]
    if last.longest_run_max is not None and last.longest_run > last.longest_run_max and last.state != "none":
        shift = _shift(result, last)
        if shift and not any(one.starts_on == series.days[shift[0]] for one in series.answered):
            return Suggestion("split", series.days[shift[0]], shift[1])
        return None
    return _baseline_to_set(series, result, last)


def _shift(result: Result, phase: PhaseResult) -> tuple[int, int] | None:
    """Where the phase's longest run begins, and how long it is; where the phase itself begins with it, the run after it.

    None when that lies in the baseline, or there is none.
    """
    frozen = any(not one.baseline for one in _inside(result, phase) if one.included and one.y is not None)
    runs: list[tuple[int, int]] = []
    before = 0
    for place, point in enumerate(_inside(result, phase), phase.first - 1):
        if point.y is None or point.centre is None or not point.included or point.y == point.centre:
            continue
        side = 1 if point.y > point.centre else -1
        runs = [*runs[:-1], (runs[-1][0], runs[-1][1] + 1)] if side == before else [*runs, (place, 1)]
        before = side
    longest = max(range(len(runs)), key=lambda at: runs[at][1], default=0)
    chosen = longest or 1
    if chosen >= len(runs) or (frozen and result.points[runs[chosen][0]].baseline):
        return None
    return runs[chosen]


def _inside(result: Result, phase: PhaseResult) -> Sequence[Point]:
    return result.points[phase.first - 1 : phase.last]


def _baseline_to_set(series: Series, result: Result, phase: PhaseResult) -> Suggestion | None:
    points = result.points[phase.first - 1 : phase.last]
    useful = [
        place for place, point in enumerate(points, phase.first - 1) if point.y is not None and point.included
    ]
    calm = not phase.runs_signal and not phase.unstable and not any(point.signals for point in points)
    frozen = any(not points[place - phase.first + 1].baseline for place in useful)
    set_already = any(
        one.baseline_until and one.baseline_until >= series.days[phase.first - 1] for one in series.phases
    )
    if len(useful) < USUAL_BASELINE or not calm or frozen or set_already:
        return None
    return Suggestion("freeze", series.days[useful[USUAL_BASELINE - 1]])
