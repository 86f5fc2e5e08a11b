"""Centre and limits of a phase, by the published formulas; three sigma throughout.

Only the base set estimates: points in the baseline window, not excluded, not missing.

Run: Perla, Provost & Murray 2011. I, MR: Shewhart; Montgomery 6.33; NIST/SEMATECH 6.3.2.2; screening: Nelson 1982.
I′: Taylor 2018. P, C, U: Montgomery 7. P′, U′: Laney 2002. T: Nelson 1994; Montgomery 7.6. G: Benneyan 2001;
Provost & Murray. X̄, S: Montgomery 6.29–6.31.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import fsum, inf, pi, sqrt
from statistics import median

from samordner.spc import constants
from samordner.spc.options import PROPORTIONS, Chart, Options
from samordner.spc.series import TOLERANCE, Value, apart, moving_ranges

ROUNDING = 1e-12  # a spread so much smaller than the centre is not of the data but of the reckoning
POWER = 3.6  # Nelson 1994: times between events of a Poisson process, to the power 1/3.6, are nearly normal


@dataclass(frozen=True, slots=True)
class Band:
    """The lines at one point. `z` is how many sigmas the point lies from the centre, where zones have a meaning.

    `quiet`: the point cannot tell anything by itself, wherever it lies.
    """

    centre: float | None = None
    lower: float | None = None
    upper: float | None = None
    no_lower: bool = False
    no_upper: bool = False
    z: float | None = None
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Fit:
    """The bands of a phase, and what else the fit found."""

    bands: list[Band]
    centre: float | None = None
    sigma_z: float | None = None
    varying: bool = False


@dataclass(frozen=True, slots=True)
class Phase:
    """The values of a phase; `window` are the positions that may estimate (in the baseline, not excluded)."""

    values: Sequence[Value]
    window: Sequence[int]
    options: Options

    def base(self) -> list[Value]:
        """The base set: what in the window was measured."""
        return [self.values[i] for i in self.window if self.values[i].y is not None]

    def base_ys(self) -> list[float]:
        return [it.y for it in self.base() if it.y is not None]


def fit(kind: Chart, phase: Phase) -> Fit:
    """Centre and limits at every point of the phase, missing and excluded ones too where the limits do not need them."""
    if not phase.base():
        return Fit([Band() for _ in phase.values])
    return _FITS[kind](phase)


def _sigma(
    ranges: Sequence[float], options: Options, *, screened_from: float = constants.D4_TABLED
) -> float | None:
    """Mean moving range over d2; none with fewer than two ranges, or where they are all 0."""
    average = _mean_range(ranges, options, screened_from)
    return None if average is None else average / _d2(options)


def _d2(options: Options) -> float:
    if options.rounded_266:
        return 3 / constants.FACTOR_266
    return constants.D2_EXACT if options.exact_d2 else constants.D2_TABLED


def _mean_range(ranges: Sequence[float], options: Options, screened_from: float) -> float | None:
    if len(ranges) < 2:
        return None
    average = fsum(ranges) / len(ranges)
    if options.screen_mr:
        kept = [it for it in ranges if it < screened_from * average]
        average = fsum(kept) / len(kept) if kept else 0.0
    return average or None


def _symmetrical(
    phase: Phase, centre: float, sigmas: Sequence[float | None], lowest: float = -inf, highest: float = inf
) -> list[Band]:
    """Centre ± 3 sigma; a limit at or past the edge of the possible is put there, and nothing can be beyond it."""
    bands = []
    for it, sigma in zip(phase.values, sigmas, strict=True):
        if not sigma or 3 * sigma <= ROUNDING * abs(centre):
            bands.append(Band(centre))
            continue
        lower, upper = centre - 3 * sigma, centre + 3 * sigma
        slack = TOLERANCE * 3 * sigma
        no_lower, no_upper = lower <= lowest + slack, upper >= highest - slack
        bands.append(
            Band(
                centre,
                lowest if no_lower else lower,
                highest if no_upper else upper,
                no_lower,
                no_upper,
                None if it.y is None else (it.y - centre) / sigma,
            )
        )
    return bands


def _fitted(
    bands: list[Band], centre: float, sigmas: Sequence[float | None] = (), sigma_z: float | None = None
) -> Fit:
    known = [it for it in sigmas if it]
    varying = bool(known) and max(known) - min(known) > TOLERANCE * max(known)
    return Fit(bands, centre, sigma_z, varying)


def _run(phase: Phase) -> Fit:
    centre = float(median(phase.base_ys()))
    return Fit([Band(centre) for _ in phase.values], centre)


def _i(phase: Phase) -> Fit:
    ys = phase.base_ys()
    centre = fsum(ys) / len(ys)
    sigma = _sigma(moving_ranges([phase.values[i].y for i in phase.window]), phase.options)
    return _fitted(_symmetrical(phase, centre, [sigma] * len(phase.values)), centre)


def _mr(phase: Phase) -> Fit:
    """The values are moving ranges already (see `charting`)."""
    ranges = phase.base_ys()
    centre = fsum(ranges) / len(ranges)
    factor = constants.D4_EXACT if phase.options.exact_d2 else constants.D4_TABLED
    if not centre or len(ranges) < 2:
        return Fit([Band(centre) for _ in phase.values], centre)
    return Fit([Band(centre, 0.0, factor * centre, no_lower=True) for _ in phase.values], centre)


def _ip(phase: Phase) -> Fit:
    base = phase.base()
    centre = _ratio(base)
    spreads = []
    for i, j in pairwise(phase.window):
        a, b = phase.values[i], phase.values[j]
        if a.y is not None and b.y is not None and a.n and b.n:
            spreads.append(sqrt(pi / 2) * apart(a.y, b.y) / sqrt(1 / a.n + 1 / b.n))
    average = _mean_range(spreads, phase.options, constants.D4_PRIME)
    sigmas = [average / sqrt(it.n) if average and it.n else None for it in phase.values]
    return _fitted(_symmetrical(phase, centre, sigmas), centre, sigmas)


def _ratio(base: Sequence[Value]) -> float:
    """Sum over sum."""
    return fsum(it.total or 0 for it in base) / fsum(it.n or 0 for it in base)


def _p(phase: Phase) -> Fit:
    centre = _ratio(phase.base())
    sigmas = [sqrt(centre * (1 - centre) / it.n) if it.n else None for it in phase.values]
    return _fitted(_single_cases(phase, _symmetrical(phase, centre, sigmas, 0.0, 1.0)), centre, sigmas)


def _single_cases(phase: Phase, bands: list[Band]) -> list[Band]:
    """One case is 0 or 1: where it happened it is no evidence, however rare it is."""
    return [
        Band(band.centre, band.lower, band.upper, band.no_lower, band.no_upper, quiet=True)
        if it.n is not None and it.n <= 1
        else band
        for it, band in zip(phase.values, bands, strict=True)
    ]


def _c(phase: Phase) -> Fit:
    ys = phase.base_ys()
    centre = fsum(ys) / len(ys)
    return _fitted(_symmetrical(phase, centre, [sqrt(centre)] * len(phase.values), 0.0), centre)


def _u(phase: Phase) -> Fit:
    centre = _ratio(phase.base())
    sigmas = [sqrt(centre / it.n) if it.n else None for it in phase.values]
    return _fitted(_symmetrical(phase, centre, sigmas, 0.0), centre, sigmas)


def _laney(kind: Chart, phase: Phase) -> Fit:
    """The limits of P or U times σ_z, the spread from point to point of how many sigmas they lie from the centre."""
    centre = _ratio(phase.base())
    spread = centre * (1 - centre) if kind in PROPORTIONS else centre
    if spread <= 0:
        return Fit([Band(centre) for _ in phase.values], centre)
    within = [sqrt(spread / it.n) if it.n else None for it in phase.values]
    z: list[float | None] = []
    for i in phase.window:
        y, sigma = phase.values[i].y, within[i]
        z.append((y - centre) / sigma if y is not None and sigma else None)
    average = _mean_range(moving_ranges(z), phase.options, constants.D4_TABLED)
    if average is None:
        return Fit([Band(centre) for _ in phase.values], centre)
    sigma_z = average / (constants.D2_EXACT if phase.options.exact_d2 else constants.D2_TABLED)
    sigmas = [it * sigma_z if it else None for it in within]
    highest = 1.0 if kind in PROPORTIONS else inf
    bands = _symmetrical(phase, centre, sigmas, 0.0, highest)
    known = sigma_z if any(it.upper is not None for it in bands) else None
    return _fitted(_single_cases(phase, bands) if kind in PROPORTIONS else bands, centre, sigmas, known)


def _t(phase: Phase) -> Fit:
    """An I chart of y^(1/3.6), transformed back; zones keep their meaning on the transformed scale."""
    moved = [Value(y=None if it.y is None else it.y ** (1 / POWER)) for it in phase.values]
    there = _i(Phase(moved, phase.window, phase.options))
    bands = []
    for it in there.bands:
        lower = None if it.lower is None else max(0.0, it.lower) ** POWER
        upper = None if it.upper is None else it.upper**POWER
        no_lower = it.lower is not None and it.lower <= 0
        bands.append(Band((it.centre or 0.0) ** POWER, lower, upper, no_lower, z=it.z))
    return Fit(bands, bands[0].centre)


def _g(phase: Phase) -> Fit:
    """Median as centre, since the mean of a geometric count lies far above its middle; limits about the mean.

    A frozen baseline is points, and so has a median of its own. The theoretical 0.693·ḡ (Provost & Murray) is for
    where a mean alone was handed down, without its points, and that cannot be asked for here.
    """
    ys = phase.base_ys()
    centre, average = float(median(ys)), fsum(ys) / len(ys)
    variance = average * (average - 1 if phase.options.event_counted else average + 1)
    if variance <= 0:
        return Fit([Band(centre) for _ in phase.values], centre)
    upper = average + 3 * sqrt(variance)
    return Fit([Band(centre, 0.0, upper, no_lower=True) for _ in phase.values], centre)


def _spread(base: Sequence[Value]) -> float | None:
    """Mean s of subgroups of one size; pooled where the sizes differ; none where no subgroup has two members."""
    sizes = {it.n for it in base}
    found = [(it.n - 1, it.sd) for it in base if it.sd is not None and it.n is not None]
    if not found:
        return None
    if len(sizes) == 1:
        return fsum(sd for _, sd in found) / len(found)
    return sqrt(fsum(free * sd * sd for free, sd in found) / fsum(free for free, _ in found))


def _xbar(phase: Phase) -> Fit:
    base = phase.base()
    centre, spread = _ratio(base), _spread(base)
    sigmas = [
        constants.a3(it.n) * spread / 3 if spread and it.n and it.n > 1 else None for it in phase.values
    ]
    return _fitted(_symmetrical(phase, centre, sigmas), centre, sigmas)


def _s(phase: Phase) -> Fit:
    spread = _spread([phase.values[i] for i in phase.window if phase.values[i].mean is not None]) or 0.0
    bands, sigmas = [], []
    for it in phase.values:
        if not spread or it.n is None or it.n < 2:
            bands.append(Band(spread))
            continue
        sigma = spread * constants.c5(it.n) / constants.c4(it.n)
        sigmas.append(sigma)
        lower = constants.b3(it.n) * spread
        z = None if it.y is None else (it.y - spread) / sigma
        bands.append(Band(spread, lower, constants.b4(it.n) * spread, no_lower=lower <= 0, z=z))
    return _fitted(bands, spread, sigmas)


_FITS: dict[Chart, Callable[[Phase], Fit]] = {
    Chart.RUN: _run,
    Chart.I: _i,
    Chart.MR: _mr,
    Chart.IP: _ip,
    Chart.P: _p,
    Chart.PP: lambda phase: _laney(Chart.PP, phase),
    Chart.C: _c,
    Chart.U: _u,
    Chart.UP: lambda phase: _laney(Chart.UP, phase),
    Chart.T: _t,
    Chart.G: _g,
    Chart.XBAR: _xbar,
    Chart.S: _s,
}
