"""Limits and Anhøj's verdict for many series of the same length at once, with arrays.

The definitions are those of `samordner.spc.chart` (see `spc.limits` for their sources), one phase a series; a test holds
the two against each other. numpy is imported when used.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from functools import lru_cache
from math import inf, pi, sqrt
from typing import TYPE_CHECKING, TypeAlias

from samordner.spc import constants, runs
from samordner.spc.limits import POWER
from samordner.spc.options import COUNTED, DIVIDED, GROUPED, MEDIANS, PROPORTIONS, Chart
from samordner.spc.series import ROUNDING, TOLERANCE

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray

    Numbers: TypeAlias = NDArray[np.float64]
    Counts: TypeAlias = NDArray[np.int64]
    Truths: TypeAlias = NDArray[np.bool_]


TOGETHER = 2500
"""So many series at a time: what is between stays in the processor's own memory."""


@dataclass(frozen=True)
class Many:
    """m series of k points; NaN where there is no value or no limit.

    m × k: `y`, what is drawn (y/n where the chart has a denominator), `lower`, `upper` and `sigma_signal`.
    One a series: `centre`, and Anhøj's verdict (no signal for MR, whose points are not independent).
    `longest_run_max` and `n_crossings_min` are the last values that are not signals; 0 where no point is useful.
    """

    y: Numbers
    centre: Numbers
    lower: Numbers
    upper: Numbers
    sigma_signal: Truths
    n_useful: Counts
    longest_run: Counts
    longest_run_max: Counts
    n_crossings: Counts
    n_crossings_min: Counts
    runs_signal: Truths


def many(
    kind: Chart,
    y: ArrayLike,
    n: ArrayLike | None = None,
    *,
    freeze: int | None = None,
    screen_mr: bool = False,
    exact_d2: bool = False,
) -> Many:
    """The limits and verdicts of the rows of `y` (m × k, NaN = missing); `n` are denominators, the same shape or one row.

    `freeze`: only the first so many points decide centre and limits. What is impossible (a denominator not above 0, more
    cases than there were) is missing. Raises ValueError for X̄ and S, whose points are subgroups, for a chart that needs
    denominators and has none, and for what is no table.
    """
    import numpy as np

    given = np.asarray(y, dtype=float)
    if kind in GROUPED or given.ndim != 2 or (n is None and kind in DIVIDED):
        raise ValueError(f"a {kind} chart needs a table of values, and its denominators")
    sizes = np.broadcast_to(np.asarray(n, dtype=float), given.shape) if kind in DIVIDED else None
    found = []
    with np.errstate(all="ignore"):
        for first in range(0, max(len(given), 1), TOGETHER):
            some = slice(first, first + TOGETHER)
            # A point is a row from here on, so that a step from point to point is one over all series
            series = _possible(kind, given[some].T, None if sizes is None else sizes[some].T)
            series = replace(series, freeze=freeze, screen_mr=screen_mr, exact_d2=exact_d2)
            found.append(_judged(series, _FITS[kind](series)))
    if len(found) == 1:
        return found[0]
    return Many(*(np.concatenate([getattr(one, it.name) for one in found]) for it in fields(Many)))


@dataclass(frozen=True)
class _Series:
    """k × m values, and the choices about them."""

    kind: Chart
    counts: Numbers
    sizes: Numbers | None
    freeze: int | None = None
    screen_mr: bool = False
    exact_d2: bool = False

    @property
    def y(self) -> Numbers:
        return self.counts if self.sizes is None else self.counts / self.sizes

    @property
    def base(self) -> slice:
        return slice(self.freeze)

    @property
    def d2(self) -> float:
        return constants.D2_EXACT if self.exact_d2 else constants.D2_TABLED

    def ratio(self) -> Numbers:
        """Sum over sum of the baseline."""
        assert self.sizes is not None
        return _sum(self.counts[self.base]) / _sum(self.sizes[self.base])


@dataclass(frozen=True)
class _Fitted:
    """What is drawn, the centre of each series, and limits that broadcast to the points."""

    y: Numbers
    centre: Numbers
    lower: Numbers
    upper: Numbers


def _possible(kind: Chart, counts: Numbers, sizes: Numbers | None) -> _Series:
    """What can be; the rest is missing."""
    import numpy as np

    possible: Truths = np.isfinite(counts)
    if sizes is not None:
        possible &= np.isfinite(sizes) & (sizes > 0)
    if kind in COUNTED:
        possible &= counts >= 0
    if kind in PROPORTIONS and sizes is not None:
        possible &= counts <= sizes
    if kind is Chart.T:
        possible &= counts > 0
    known = None if sizes is None else np.where(possible, sizes, np.nan)
    return _Series(kind, np.where(possible, counts, np.nan), known)


def _sum(values: Numbers) -> Numbers:
    import numpy as np

    found: Numbers = np.nansum(values, axis=0)
    return found


def _mean(values: Numbers) -> Numbers:
    """NaN for a series without any."""
    import numpy as np

    found: Numbers = _sum(values) / np.sum(~np.isnan(values), axis=0)
    return found


def _median(values: Numbers) -> Numbers:
    """NaN for a series without any; NaN are sorted last."""
    import numpy as np

    if not len(values):
        return np.full(values.shape[1], np.nan)
    ordered = np.sort(values.T, axis=1)
    known = np.sum(~np.isnan(values), axis=0)
    row = np.arange(len(known))
    found: Numbers = (ordered[row, np.maximum(known - 1, 0) // 2] + ordered[row, known // 2]) / 2
    return found


def _ranges(values: Numbers) -> Numbers:
    """Moving ranges; NaN across a missing point."""
    import numpy as np

    size = ROUNDING * np.abs(values)
    found: Numbers = np.abs(np.diff(values, axis=0))
    found[found <= np.maximum(size[1:], size[:-1])] = 0.0
    return found


def _mean_range(ranges: Numbers, series: _Series, screened_from: float = constants.D4_TABLED) -> Numbers:
    """NaN with fewer than two ranges, or where they are all 0."""
    import numpy as np

    average = _mean(ranges)
    if series.screen_mr:
        average = _mean(np.where(ranges < screened_from * average, ranges, np.nan))
    enough = (np.sum(~np.isnan(ranges), axis=0) >= 2) & (average > 0)
    return np.where(enough, average, np.nan)


def _around(
    y: Numbers, centre: Numbers, sigma: Numbers, lowest: float = -inf, highest: float = inf
) -> _Fitted:
    """Centre ± 3 sigma within the possible; no limits where sigma is 0."""
    import numpy as np

    width = np.where(sigma > 0, 3 * sigma, np.nan)
    lower, upper = centre - width, centre + width
    if lowest > -inf:
        lower = np.where(lower <= lowest + TOLERANCE * width, lowest, lower)
    if highest < inf:
        upper = np.where(upper >= highest - TOLERANCE * width, highest, upper)
    return _Fitted(y, centre, lower, upper)


def _run(series: _Series) -> _Fitted:
    import numpy as np

    none = np.full(1, np.nan)
    return _Fitted(series.y, _median(series.y[series.base]), none, none)


def _i(series: _Series) -> _Fitted:
    base = series.y[series.base]
    return _around(series.y, _mean(base), _mean_range(_ranges(base), series) / series.d2)


def _mr(series: _Series) -> _Fitted:
    """The first point of a range belongs to it: freezing after N points leaves N − 1 ranges."""
    import numpy as np

    y = np.full_like(series.y, np.nan)
    y[1:] = _ranges(series.y)
    base = y[series.base]
    centre, known = _mean(base), np.sum(~np.isnan(base), axis=0)
    factor = constants.D4_EXACT if series.exact_d2 else constants.D4_TABLED
    upper = np.where((known >= 2) & (centre > 0), factor * centre, np.nan)
    return _Fitted(y, centre, 0 * upper, upper)


def _ip(series: _Series) -> _Fitted:
    import numpy as np

    assert series.sizes is not None
    inverse = 1 / series.sizes[series.base]
    spreads = sqrt(pi / 2) * _ranges(series.y[series.base]) / np.sqrt(inverse[1:] + inverse[:-1])
    average = _mean_range(spreads, series, constants.D4_PRIME)
    return _around(series.y, series.ratio(), average / np.sqrt(series.sizes))


def _p(series: _Series) -> _Fitted:
    import numpy as np

    assert series.sizes is not None
    centre = series.ratio()
    return _around(series.y, centre, np.sqrt(centre * (1 - centre) / series.sizes), 0.0, 1.0)


def _c(series: _Series) -> _Fitted:
    import numpy as np

    centre = _mean(series.y[series.base])
    return _around(series.y, centre, np.sqrt(centre), 0.0)


def _u(series: _Series) -> _Fitted:
    import numpy as np

    assert series.sizes is not None
    centre = series.ratio()
    return _around(series.y, centre, np.sqrt(centre / series.sizes), 0.0)


def _laney(series: _Series) -> _Fitted:
    import numpy as np

    assert series.sizes is not None
    centre, share = series.ratio(), series.kind in PROPORTIONS
    within = np.sqrt((centre * (1 - centre) if share else centre) / series.sizes)
    z = np.where(within > 0, (series.y - centre) / within, np.nan)[series.base]
    sigma_z = _mean_range(_ranges(z), series) / series.d2
    return _around(series.y, centre, within * sigma_z, 0.0, 1.0 if share else inf)


def _t(series: _Series) -> _Fitted:
    import numpy as np

    base = series.y[series.base] ** (1 / POWER)
    there = _around(base, _mean(base), _mean_range(_ranges(base), series) / series.d2)
    lower = np.maximum(there.lower, 0.0) ** POWER
    return _Fitted(series.y, there.centre**POWER, lower, there.upper**POWER)


def _g(series: _Series) -> _Fitted:
    import numpy as np

    base = series.y[series.base]
    average = _mean(base)
    upper = np.where(average > 0, average + 3 * np.sqrt(average * (average + 1)), np.nan)
    return _Fitted(series.y, _median(base), 0 * upper, upper)


_FITS = {
    Chart.RUN: _run,
    Chart.I: _i,
    Chart.MR: _mr,
    Chart.IP: _ip,
    Chart.P: _p,
    Chart.PP: _laney,
    Chart.C: _c,
    Chart.U: _u,
    Chart.UP: _laney,
    Chart.T: _t,
    Chart.G: _g,
}


def _judged(series: _Series, fitted: _Fitted) -> Many:
    import numpy as np

    y, centre, upper, lower = fitted.y, fitted.centre, fitted.upper, fitted.lower
    signal = _beyond(y, upper, centre) | _beyond(-y, -lower, -centre)
    useful, longest, crossings = _runs(y, centre)
    most, fewest = (table[useful] for table in _tables(len(y)))
    judged = useful >= runs.LEAST_POINTS
    if series.kind in PROPORTIONS and series.sizes is not None:
        # One case is 0 or 1: by itself it tells nothing
        single = series.sizes <= 1
        signal &= ~single
        judged &= ~np.all(single | np.isnan(series.sizes), axis=0)
    if series.kind in MEDIANS:
        judged &= ~_mostly_one_value(y, centre if series.freeze is None else _median(y))
    if series.kind is Chart.MR:
        judged &= False
    lower, upper = (np.broadcast_to(it, y.shape).T for it in (lower, upper))
    runs_signal = judged & ((longest > most) | (crossings < fewest))
    return Many(y.T, centre, lower, upper, signal.T, useful, longest, most, crossings, fewest, runs_signal)


def _mostly_one_value(y: Numbers, middle: Numbers) -> Truths:
    """More than half are equal, and so equal to the median: runs about it say nothing."""
    import numpy as np

    alike = np.abs(y - middle) <= TOLERANCE * np.maximum(np.abs(y), np.abs(middle))
    found: Truths = 2 * np.sum(alike, axis=0) > np.sum(~np.isnan(y), axis=0)
    return found


def _beyond(values: Numbers, limit: Numbers, centre: Numbers) -> Truths:
    """Strictly above, but for rounding; never where there is no limit."""
    import numpy as np

    scale = np.maximum(np.abs(limit), np.abs(limit - centre))
    found: Truths = values - limit > TOLERANCE * np.maximum(np.abs(values), scale)
    return found


def _runs(y: Numbers, centre: Numbers) -> tuple[Counts, Counts, Counts]:
    """Useful points, the longest run and the crossings of each series; points on the centre are dropped."""
    import numpy as np

    away, size = y - centre, np.abs(y)
    scale = np.maximum(np.abs(centre), 1e-3 * np.fmax.reduce(size, axis=0, initial=0.0))
    slack = TOLERANCE * np.maximum(size, scale)
    sides = (away > slack).astype(np.int8) - (away < -slack)
    last = np.zeros(y.shape[1], np.int8)
    run, longest, crossings = (np.zeros(y.shape[1], np.int16) for _ in range(3))
    for side in sides:
        useful, same = side != 0, side == last
        crossings += useful & ~same & (last != 0)
        run = np.where(useful, np.where(same, run + 1, 1), run)
        longest = np.maximum(longest, run)
        last = np.where(useful, side, last)
    return np.sum(sides != 0, axis=0), longest.astype(np.int64), crossings.astype(np.int64)


@lru_cache(maxsize=64)
def _tables(points: int) -> tuple[Counts, Counts]:
    """Anhøj's limits for 0 to so many useful points."""
    import numpy as np

    most = [runs.longest_run_max(useful) or 0 for useful in range(points + 1)]
    fewest = [runs.crossings_min(useful) or 0 for useful in range(points + 1)]
    return np.array(most), np.array(fewest)
