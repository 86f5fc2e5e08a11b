"""A funnel plot: many teams in one window of time, each against what chance alone would give at its size.

Spiegelhalter DJ (2005), Funnel plots for comparing institutional performance, Stat. Med. 24:1185-1202,
doi:10.1002/sim.1970. It is not a league table; the teams keep the order they come in. Meant for teams that are
stable in the window. `scipy.special` is imported when used.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import asin, ceil, exp, inf, lgamma, log, log1p, pi, sin, sqrt
from statistics import NormalDist

from samordner.spc.tails import chi2_beyond
from samordner.spc.words import Words

LEAST_FOR_PHI = 10
WARNING, ALARM = 0.95, 0.998


class Kind(StrEnum):
    """What a dot is: cases out of cases, or events per exposure (an expected number is an exposure with target 1)."""

    PROPORTION = "proportion"
    RATE = "rate"


class Limits(StrEnum):
    """How the lines are computed. The last two let the teams differ beyond chance, by τ² (both need ten teams)."""

    EXACT = "exact"
    NORMAL = "normal"
    OVERDISPERSED = "overdispersed"
    ARCSINE = "arcsine"


class Place(StrEnum):
    """Where a dot lies. Signals at 95 % are expected for one team in twenty; 99.8 % is worth a question."""

    INSIDE = "inside"
    LOW95 = "low95"
    HIGH95 = "high95"
    LOW998 = "low998"
    HIGH998 = "high998"


@dataclass(frozen=True)
class Unit:
    """A team in the window: `count` of `size` (cases, or exposure)."""

    label: str
    count: float
    size: float


@dataclass(frozen=True)
class Lines:
    """The four lines at one size, in the unit of the dots (a share 0..1, or events per exposure), clipped to
    what is possible."""

    size: float
    lower998: float
    lower95: float
    upper95: float
    upper998: float


@dataclass(frozen=True)
class Dot:
    """A team as it is drawn: at (`size`, `y`); `z` is its distance from the target in standard errors."""

    label: str
    count: float
    size: float
    y: float
    z: float
    place: Place
    lines: Lines | None


@dataclass(frozen=True)
class Funnel:
    """A whole funnel. `curve` has rising sizes; `target` is the line in the middle.

    `curve` is empty, and every dot's `lines` None, when no limits can be drawn (`warnings` says why).
    `limits` says how the lines were computed, which may be plainer than what was asked for. `phi` is None with
    fewer than ten teams. `chi2` and its `p` (k−1 degrees of freedom) tell whether the teams differ beyond chance.
    """

    kind: Kind
    limits: Limits
    target: float
    dots: tuple[Dot, ...]
    curve: tuple[Lines, ...]
    phi: float | None
    tau2: float
    chi2: float
    p: float
    warnings: tuple[Words, ...]


def funnel(
    units: Sequence[Unit],
    kind: Kind = Kind.PROPORTION,
    *,
    limits: Limits = Limits.EXACT,
    target: float | None = None,
) -> Funnel:
    """The funnel of these teams; `target` is Σcount/Σsize unless given (1 for observed against expected).

    Teams without a size, or with more cases than there were, are left out and named in `warnings`: nothing raises.
    """
    used = tuple(unit for unit in units if _sound(unit, kind))
    warnings = [_left_out(units, used)] if len(used) < len(units) else []
    if not used:
        return Funnel(kind, limits, 0.0, (), (), None, 0.0, 0.0, 1.0, (*warnings, NOBODY))
    if target is None:
        target = sum(unit.count for unit in used) / sum(unit.size for unit in used)
    if target <= 0 or (kind is Kind.PROPORTION and target >= 1):
        bare = tuple(_dot(unit, target, 0.0, None) for unit in used)
        return Funnel(kind, limits, target, bare, (), None, 0.0, 0.0, 1.0, (*warnings, ALL_ALIKE))

    errors = [standard_error(unit.size, target, kind) for unit in used]
    scores = [(unit.count / unit.size - target) / error for unit, error in zip(used, errors, strict=True)]
    chi2, p = heterogeneity(scores)
    phi, tau2 = None, 0.0
    if len(used) >= LEAST_FOR_PHI:
        if limits is Limits.ARCSINE and kind is Kind.PROPORTION:
            phi, tau2 = arcsine_dispersion([(unit.count, unit.size) for unit in used], target)
        else:
            phi = dispersion(scores)
            tau2 = additive_variance(phi, errors)
    if limits in (Limits.OVERDISPERSED, Limits.ARCSINE):
        if phi is None:
            warnings.append(FEW)
        if tau2 == 0 or (limits is Limits.ARCSINE and kind is Kind.RATE):
            limits = Limits.EXACT if tau2 == 0 else Limits.OVERDISPERSED
    elif p < 0.05 and len(used) >= LEAST_FOR_PHI:
        warnings.append(DIFFER)

    def at(size: float) -> Lines:
        return lines(size, target, kind, limits, tau2)

    dots = tuple(_dot(unit, target, z, at(unit.size)) for unit, z in zip(used, scores, strict=True))
    curve = tuple(at(size) for size in _sizes([unit.size for unit in used], kind))
    return Funnel(kind, limits, target, dots, curve, phi, tau2, chi2, p, tuple(warnings))


def lines(size: float, target: float, kind: Kind, limits: Limits, tau2: float = 0.0) -> Lines:
    """The four lines at a size, clipped to the possible: a clipped line cannot signal."""
    low, high = (0.0, 1.0 if kind is Kind.PROPORTION else inf)
    warning, alarm = (pair(size, target, kind, limits, tau2, level) for level in (WARNING, ALARM))
    return Lines(size, *(min(max(line, low), high) for line in (alarm[0], *warning, alarm[1])))


def pair(
    size: float, target: float, kind: Kind, limits: Limits, tau2: float, level: float
) -> tuple[float, float]:
    """The lower and the upper line at a level (0.95, 0.998), not clipped: they may fall outside the possible."""
    if limits is Limits.EXACT:
        exact = exact_binomial if kind is Kind.PROPORTION else exact_poisson
        return exact(size, target, level)
    z = NormalDist().inv_cdf((1 + level) / 2)
    if limits is Limits.ARCSINE:
        # FunnelPlotR writes its quantiles with six decimals: so do its limits, and ours beside them
        middle, width = asin(sqrt(target)), round(z, 6) * sqrt(1 / (4 * size) + tau2)
        return sin(max(middle - width, 0.0)) ** 2, sin(min(middle + width, pi / 2)) ** 2
    spread = standard_error(size, target, kind)
    width = z * sqrt(spread * spread + (tau2 if limits is Limits.OVERDISPERSED else 0.0))
    return target - width, target + width


def standard_error(size: float, target: float, kind: Kind) -> float:
    """What chance alone spreads a share or a rate by, at the target."""
    return sqrt((target * (1 - target) if kind is Kind.PROPORTION else target) / size)


def exact_binomial(size: float, target: float, level: float) -> tuple[float, float]:
    """Interpolated exact limits of a share: (r − α)/n, r the binomial quantile, α = (F(r) − p)/P(X = r).

    Spiegelhalter 2005, appendix A.1.1. Not clipped.
    """
    tail = (1 - level) / 2
    return _interpolated(size, target, tail), _interpolated(size, target, 1 - tail)


def exact_poisson(exposure: float, target: float, level: float) -> tuple[float, float]:
    """Exact limits of a rate around the target, by χ² quantiles at the number expected, `exposure`·`target`."""
    from scipy.special import gammaincinv

    expected, tail = exposure * target, (1 - level) / 2
    lower, upper = gammaincinv(expected, tail), gammaincinv(expected + 1, 1 - tail)
    return float(lower) / exposure, float(upper) / exposure


def heterogeneity(scores: Sequence[float]) -> tuple[float, float]:
    """Σz² and the probability of at least that by chance, with k−1 degrees of freedom."""
    chi2 = sum(z * z for z in scores)
    return chi2, chi2_beyond(chi2, len(scores) - 1)


def dispersion(scores: Sequence[float], share: float = 0.1) -> float:
    """φ: the mean of z², after the outermost `share` at each end is pulled in to the quantile there."""
    return sum(z * z for z in winsorised(scores, share)) / len(scores)


def winsorised(scores: Sequence[float], share: float = 0.1) -> tuple[float, ...]:
    """The scores with both ends pulled in; quantiles by straight lines between the ordered values (R's type 7)."""
    low, high = _quantile(scores, share), _quantile(scores, 1 - share)
    return tuple(min(max(z, low), high) for z in scores)


def additive_variance(phi: float, errors: Sequence[float]) -> float:
    """τ² between teams, added to each team's own variance; 0 unless kφ > k − 1."""
    excess = len(errors) * phi - (len(errors) - 1)
    weights = [1 / error**2 for error in errors]
    total = sum(weights)
    return excess / (total - sum(w * w for w in weights) / total) if excess > 0 else 0.0


def arcsine_dispersion(shares: Sequence[tuple[float, float]], target: float) -> tuple[float, float]:
    """φ and τ² on the scale asin √p, where the error is 1/(2√n) whatever the share is (as R's FunnelPlotR)."""
    scores = arcsine_scores(shares, target)
    phi = dispersion(scores)
    return phi, additive_variance(phi, [1 / (2 * sqrt(size)) for _, size in shares])


def arcsine_scores(shares: Sequence[tuple[float, float]], target: float) -> tuple[float, ...]:
    """The z of each (count, size) on the scale asin √p."""
    middle = asin(sqrt(target))
    return tuple((asin(sqrt(count / size)) - middle) * 2 * sqrt(size) for count, size in shares)


def _dot(unit: Unit, target: float, z: float, at: Lines | None) -> Dot:
    y = unit.count / unit.size
    return Dot(unit.label, unit.count, unit.size, y, z, _place(y, at), at)


def _place(y: float, at: Lines | None) -> Place:
    """A dot on a line is not beyond it, with a relative tolerance of 1e-9."""
    if at is None:
        return Place.INSIDE
    for place, line in ((Place.HIGH998, at.upper998), (Place.HIGH95, at.upper95)):
        if y > line + 1e-9 * abs(line):
            return place
    for place, line in ((Place.LOW998, at.lower998), (Place.LOW95, at.lower95)):
        if y < line - 1e-9 * abs(line):
            return place
    return Place.INSIDE


def _sound(unit: Unit, kind: Kind) -> bool:
    return 0 < unit.size < inf and 0 <= unit.count <= (unit.size if kind is Kind.PROPORTION else 1e300)


def _sizes(sizes: Sequence[float], kind: Kind, steps: int = 60) -> tuple[float, ...]:
    """Rising sizes a little past both ends, closer together where the lines bend; whole numbers for shares."""
    low, high = sqrt(min(sizes) * 0.8), sqrt(max(sizes) * 1.05)
    spread = [(low + (high - low) * step / steps) ** 2 for step in range(steps + 1)]
    if kind is Kind.PROPORTION:
        spread = [float(max(1, ceil(size))) for size in spread]
    return tuple(sorted(set(spread)))


def _interpolated(size: float, target: float, tail: float) -> float:
    low, high = -1, ceil(size)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if _below(middle, size, target) >= tail else (middle, high)
    return (high - (_below(high, size, target) - tail) / _at(high, size, target)) / size


def _below(count: int, size: float, target: float) -> float:
    """P(X ≤ count)."""
    from scipy.special import betainc

    return 1.0 if count >= size else float(betainc(size - count, count + 1, 1 - target))


def _at(count: int, size: float, target: float) -> float:
    """P(X = count)."""
    choices = lgamma(size + 1) - lgamma(count + 1) - lgamma(size - count + 1)
    return exp(choices + count * log(target) + (size - count) * log1p(-target))


def _quantile(values: Sequence[float], share: float) -> float:
    ordered = sorted(values)
    place = (len(ordered) - 1) * share
    under = int(place)
    above = min(under + 1, len(ordered) - 1)
    return ordered[under] + (place - under) * (ordered[above] - ordered[under])


NOBODY = Words(
    "Ingen team har tall for denne perioden.",
    "Ingen team har tal for denne perioden.",
    "No team has numbers for this period.",
)
ALL_ALIKE = Words(
    "Alle teamene ligger helt i bunnen eller helt i toppen av skalaen. Da kan det ikke regnes ut grenser.",
    "Alle teama ligg heilt nedst eller heilt øvst på skalaen. Då går det ikkje an å rekne ut grenser.",
    "Every team is at the very bottom or the very top of the scale. No limits can be computed then.",
)
FEW = Words(
    "Det er færre enn ti team. Da er grensene regnet ut fra tilfeldigheter alene.",
    "Det er færre enn ti team. Då er grensene rekna ut frå tilfelle åleine.",
    "There are fewer than ten teams. The limits are then computed from chance alone.",
)
DIFFER = Words(
    "Teamene er mer ulike enn tilfeldigheter alene kan forklare. Mange punkter utenfor grensene sier da mer om at "
    "teamene arbeider under ulike forhold, enn om hvert team.",
    "Teama er meir ulike enn tilfelle åleine kan forklare. Mange punkt utanfor grensene seier då meir om at "
    "teama arbeider under ulike forhold, enn om kvart team.",
    "The teams differ more than chance alone can explain. Many points outside the limits then say more about "
    "teams working under different conditions than about each team.",
)


def _left_out(units: Sequence[Unit], used: Sequence[Unit]) -> Words:
    kept = set(map(id, used))
    names = ", ".join(unit.label for unit in units if id(unit) not in kept)
    return Words(
        f"Ikke med, fordi tallene mangler eller ikke kan stemme: {names}.",
        f"Ikkje med, fordi tala manglar eller ikkje kan stemme: {names}.",
        f"Left out, because the numbers are missing or cannot be right: {names}.",
    )
