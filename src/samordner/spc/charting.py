"""The whole way from a series to its chart: phases, limits, runs, rules and the verdict."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from samordner.spc import limits, rules, runs, sayings, series, verdicts
from samordner.spc.limits import Band
from samordner.spc.options import (
    COUNTED,
    MEDIANS,
    PROPORTIONS,
    SPREADS,
    Chart,
    Direction,
    Every,
    Observation,
    Options,
    RuleSet,
)
from samordner.spc.result import PhaseResult, Point, Result, State, Towards, Unjudged
from samordner.spc.series import Value, differs

FEW, MANY = (
    10,
    20,
)  # useful points in the baseline: below the first no limits on screen, below the other provisional ones
WAYS: dict[int, Towards] = {1: "up", -1: "down", 0: ""}


def chart(
    kind: Chart | str,
    observations: Sequence[Observation],
    options: Options | None = None,
    *,
    direction: Direction = "neutral",
    unit: str = "",
    every: Every = "",
) -> Result:
    """Work out a chart: every point with its lines and signals, every phase with its runs, and a verdict in words.

    `direction` says which way is better, `unit` what values are counted in, `every` what one point stands for; they
    change words only. On charts of spread (MR, S) no way is better: `direction` tells of the values, not of how they
    vary. No series is refused: what cannot be used is left out with a reason. Limits are worked out for any number of
    points; `PhaseResult.state` tells how far to trust them.
    Raises ValueError for a kind that is not there.
    """
    kind, options = Chart(kind), options or Options()
    measured = series.values(kind, observations, options)
    bounds = _bounds(len(measured), options.splits)
    excluded = {at - 1 for at in options.exclude}
    points: list[Point] = []
    phases: list[PhaseResult] = []
    for number, (first, end) in enumerate(bounds, start=1):
        baseline = _baseline(options, number, first, end)
        span = _Span(kind, options, number, first, end, baseline, frozenset(excluded))
        of_phase, phase = _phase(span, measured[first:end], observations[first:end])
        points += of_phase
        phases.append(phase)
    result = Result(
        tuple(points),
        tuple(phases),
        sayings.SILENCE,
        (),
        kind,
        options,
        direction="neutral" if kind in SPREADS else direction,
        unit=unit,
        every=every,
    )
    return verdicts.worded(result)


def _bounds(size: int, splits: Sequence[int]) -> list[tuple[int, int]]:
    """Where phases begin and end (0-based, end outside). A split past the end of the series makes no phase."""
    cuts = [0, *sorted({at for at in splits if at < size}), size]
    return [(a, b) for a, b in pairwise(cuts) if b > a]


def _baseline(options: Options, number: int, first: int, end: int) -> int:
    """Where the baseline of a phase ends (outside)."""
    if number <= len(options.freezes):
        own = options.freezes[number - 1]
        return end if own is None else min(end, first + own)
    if options.freeze is not None and first < options.freeze < end:
        return options.freeze
    return end


@dataclass(frozen=True, slots=True)
class _Span:
    """Which points of the series a phase holds, and which of them are its baseline (0-based, ends outside)."""

    kind: Chart
    options: Options
    number: int
    first: int
    end: int
    baseline: int
    excluded: frozenset[int]

    def included(self, i: int) -> bool:
        return self.first + i not in self.excluded

    def in_baseline(self, i: int) -> bool:
        return self.first + i < self.baseline


def _phase(
    span: _Span, values: Sequence[Value], observations: Sequence[Observation]
) -> tuple[list[Point], PhaseResult]:
    """Work out one phase; positions count from its first point."""
    if span.kind is Chart.MR:
        values = _as_moving_ranges(values, span)
    positions = range(len(values))
    window = [i for i in positions if span.included(i) and span.in_baseline(i)]
    fit = limits.fit(span.kind, limits.Phase(values, window, span.options))
    sides = _sides(values, fit.bands)
    out = [_beyond(it, band) for it, band in zip(values, fit.bands, strict=True)]
    judged = [i for i in positions if span.included(i) and values[i].y is not None]
    counted = runs.count([sides[i] for i in judged])
    mostly_one = _mostly_one_value([values[i] for i in judged])
    unjudged: Unjudged = ""
    if fit.centre is not None:
        unjudged = _unjudged(span.kind, [values[i] for i in judged], counted, mostly_one=mostly_one)
    track = rules.Track(
        [values[i].y or 0.0 for i in judged],
        [sides[i] for i in judged],
        [fit.bands[i].z for i in judged],
        [out[i] for i in judged],
        fit.varying,
        not unjudged,
        span.options.nhs_length,
    )
    limits_only = span.kind is Chart.MR or unjudged in ("alike", "singles") or fit.centre is None
    marks = dict(zip(judged, rules.signals(span.options.rules, track, limits_only=limits_only), strict=True))
    points = [
        _point(span, i, observations[i].x, values[i], fit.bands[i], marks.get(i, []), beyond=out[i] != 0)
        for i in positions
    ]
    base = [i for i in judged if span.in_baseline(i)]
    told = _told(span, counted, runs.count([sides[i] for i in base]), unjudged)
    expected = _expected(span.kind, fit.centre, [values[i] for i in base])
    return points, replace(
        told, centre=fit.centre, sigma_z=fit.sigma_z, mostly_one=mostly_one, expected=expected
    )


def _point(
    span: _Span, i: int, x: str, value: Value, band: Band, marks: Sequence[tuple[str, int]], *, beyond: bool
) -> Point:
    return Point(
        x=x,
        y=value.y,
        n=value.shown_n,
        centre=band.centre,
        lower=band.lower,
        upper=band.upper,
        phase=span.number,
        included=span.included(i),
        baseline=span.in_baseline(i),
        sigma_signal=beyond,
        signals=tuple(key for key, _ in marks),
        towards=WAYS[marks[0][1]] if marks else "",
        no_lower=band.no_lower,
        no_upper=band.no_upper,
        left_out=value.left_out,
    )


def _told(span: _Span, counted: runs.Runs, base: runs.Runs, unjudged: Unjudged) -> PhaseResult:
    n = counted.n_useful
    fewest, most = runs.runs_limits(counted.n_above, n - counted.n_above)
    may_judge = not unjudged and span.kind is not Chart.MR
    signal = False
    if may_judge and span.options.rules is RuleSet.ANHOEJ:
        signal = runs.anhoej(counted)
    elif may_judge and span.options.rules is RuleSet.IHI_RUN and n >= runs.LEAST_POINTS:
        signal = not fewest <= counted.n_runs <= most
    state: State = "none" if base.n_useful < FEW else "trial" if base.n_useful < MANY else "established"
    return PhaseResult(
        phase=span.number,
        first=span.first + 1,
        last=span.end,
        n_useful=n,
        longest_run=counted.longest,
        longest_run_max=runs.longest_run_max(n),
        n_crossings=counted.crossings,
        n_crossings_min=runs.crossings_min(n),
        runs_signal=signal,
        state=state,
        n_baseline=base.n_useful,
        n_runs=counted.n_runs,
        n_runs_min=fewest,
        n_runs_max=most,
        longest_side=WAYS[counted.side],
        unstable=may_judge and span.kind is not Chart.RUN and runs.anhoej(base),
        unjudged=unjudged,
    )


def _unjudged(kind: Chart, judged: Sequence[Value], counted: runs.Runs, *, mostly_one: bool) -> Unjudged:
    """Why runs about the centre say nothing here, whatever they are."""
    if judged and not counted.n_useful:
        return "alike"
    if judged and kind in PROPORTIONS and all((it.n or 0) <= 1 for it in judged):
        return "singles"
    return "equal" if kind in MEDIANS and mostly_one else ""


def _expected(kind: Chart, centre: float | None, base: Sequence[Value]) -> float | None:
    """The fewest events expected in a point: of cases, and for proportions of those that are no cases, too."""
    if centre is None or not base or kind not in COUNTED - {Chart.G}:
        return None
    if kind is Chart.C:
        return centre
    least = min(it.n or 0.0 for it in base)
    return least * (min(centre, 1 - centre) if kind in PROPORTIONS else centre)


def _as_moving_ranges(values: Sequence[Value], span: _Span) -> list[Value]:
    """Each value's distance from the one before it: across an excluded point, never across a missing one."""
    moved: list[Value] = []
    before: float | None = None
    for i, it in enumerate(values):
        y = series.apart(before, it.y) if it.y is not None and before is not None else None
        alone = it.y is not None and before is None
        moved.append(replace(it, y=y, left_out=series.NONE_BEFORE if alone else it.left_out))
        if span.included(i):
            before = it.y
    return moved


def _sides(values: Sequence[Value], bands: Sequence[Band]) -> list[int]:
    """1 above the centre, −1 below, 0 on it (or missing): rounding puts no point on a side."""
    largest = max((abs(it.y) for it in values if it.y is not None), default=0.0)
    return [
        differs(it.y, band.centre, largest * 1e-3) if it.y is not None and band.centre is not None else 0
        for it, band in zip(values, bands, strict=True)
    ]


def _beyond(it: Value, band: Band) -> int:
    """1 above the upper limit, −1 below the lower; strictly, and never beyond a limit at the edge of the possible."""
    if it.y is None or band.centre is None or band.lower is None or band.upper is None or band.quiet:
        return 0
    if not band.no_upper and differs(it.y, band.upper, abs(band.upper - band.centre)) > 0:
        return 1
    if not band.no_lower and differs(it.y, band.lower, abs(band.centre - band.lower)) < 0:
        return -1
    return 0


def _mostly_one_value(values: Sequence[Value]) -> bool:
    """More than half are equal: then the median is that value, and runs about it say nothing."""
    ys = sorted(it.y for it in values if it.y is not None)
    middle = ys[len(ys) // 2] if ys else 0.0
    return 2 * sum(differs(y, middle) == 0 for y in ys) > len(ys)
