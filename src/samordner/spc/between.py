"""How much the teams of a network differ beyond chance: a random-effects summary of one window of time.

DerSimonian R, Laird N (1986), Control. Clin. Trials 7:177-188; I²: Higgins JPT, Thompson SG (2002), Stat. Med.
21:1539-1558; prediction interval with t on k−2: Higgins, Thompson, Spiegelhalter (2009), JRSS A 172:137-159.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, inf, log, sqrt
from statistics import NormalDist

from samordner.spc.funnel import Kind, Unit
from samordner.spc.intervals import poisson, wilson
from samordner.spc.tails import chi2_beyond
from samordner.spc.words import Words

LEAST = 5


@dataclass(frozen=True)
class Team:
    """A team as it is drawn, in the unit of the shares (0..1) or rates: its own interval (Wilson, or exact Poisson)
    and what it is shrunken to; `shrunken` is None when only dots are shown."""

    label: str
    count: float
    size: float
    y: float
    lower: float
    upper: float
    shrunken: float | None


@dataclass(frozen=True)
class Summary:
    """The teams together, transformed back: `centre` with its 95 % interval, and the interval in which another
    team like these would be expected. `q`, `p`, `i2` (0..1) and `tau2` are on the logit or log scale."""

    centre: float
    lower: float
    upper: float
    predicted_lower: float
    predicted_upper: float
    q: float
    p: float
    i2: float
    tau2: float


@dataclass(frozen=True)
class Between:
    """The teams in the order they came; `summary` is None with fewer than five: then the dots only, and `warnings`
    says why."""

    kind: Kind
    teams: tuple[Team, ...]
    summary: Summary | None
    warnings: tuple[Words, ...]


@dataclass(frozen=True)
class RandomEffects:
    """DerSimonian and Laird's answer on the scale of the effects; `error` is the standard error of `mean`."""

    mean: float
    error: float
    q: float
    p: float
    i2: float
    tau2: float


def between(units: Sequence[Unit], kind: Kind = Kind.PROPORTION) -> Between:
    """How the teams differ: shares on the logit scale, rates on the log scale; 0.5 is added where a cell is zero.

    Teams without a size, or with more cases than there were, are left out: nothing raises.
    """
    used = [unit for unit in units if 0 < unit.size < inf and _possible(unit, kind)]
    few = len(used) < LEAST
    if few or not _any_differ(used, kind):
        return Between(kind, tuple(_team(unit, kind, None) for unit in used), None, (FEW if few else ALIKE,))
    effects, variances = zip(*(effect(unit, kind) for unit in used), strict=True)
    found = dersimonian_laird(effects, variances)
    teams = tuple(
        _team(unit, kind, _back(shrunken(found, *own), kind))
        for unit, own in zip(used, zip(effects, variances, strict=True), strict=True)
    )
    return Between(kind, teams, _summary(found, len(used), kind), ())


def effect(unit: Unit, kind: Kind) -> tuple[float, float]:
    """A team's logit (share) or log (rate), and its variance."""
    count, other = unit.count, unit.size - unit.count
    if kind is Kind.PROPORTION:
        if count == 0 or other == 0:
            count, other = count + 0.5, other + 0.5
        return log(count / other), 1 / count + 1 / other
    count = count or 0.5
    return log(count / unit.size), 1 / count


def dersimonian_laird(effects: Sequence[float], variances: Sequence[float]) -> RandomEffects:
    """The moment estimate of τ², never below 0, and the mean weighted by 1/(v + τ²). At least two effects."""
    weights = [1 / variance for variance in variances]
    total, free = sum(weights), len(effects) - 1
    fixed = sum(w * y for w, y in zip(weights, effects, strict=True)) / total
    q = sum(w * (y - fixed) ** 2 for w, y in zip(weights, effects, strict=True))
    tau2 = max(0.0, (q - free) / (total - sum(w * w for w in weights) / total))
    weights = [1 / (variance + tau2) for variance in variances]
    mean = sum(w * y for w, y in zip(weights, effects, strict=True)) / sum(weights)
    i2 = max(0.0, (q - free) / q) if q > 0 else 0.0
    return RandomEffects(mean, 1 / sqrt(sum(weights)), q, chi2_beyond(q, free), i2, tau2)


def shrunken(found: RandomEffects, effect: float, variance: float) -> float:
    """A team's own effect pulled towards the mean, the more the less the team has to show for itself."""
    return (effect * found.tau2 + found.mean * variance) / (found.tau2 + variance)


def prediction(found: RandomEffects, teams: int, level: float = 0.95) -> tuple[float, float]:
    """Where the true effect of another team would lie: mean ± t(k−2)·√(τ² + error²)."""
    from scipy.special import stdtrit

    width = float(stdtrit(teams - 2, (1 + level) / 2)) * sqrt(found.tau2 + found.error**2)
    return found.mean - width, found.mean + width


def _summary(found: RandomEffects, teams: int, kind: Kind) -> Summary:
    width = NormalDist().inv_cdf(0.975) * found.error
    low, high = prediction(found, teams)
    return Summary(
        centre=_back(found.mean, kind),
        lower=_back(found.mean - width, kind),
        upper=_back(found.mean + width, kind),
        predicted_lower=_back(low, kind),
        predicted_upper=_back(high, kind),
        q=found.q,
        p=found.p,
        i2=found.i2,
        tau2=found.tau2,
    )


def _back(value: float, kind: Kind) -> float:
    return 1 / (1 + exp(-value)) if kind is Kind.PROPORTION else exp(value)


def _team(unit: Unit, kind: Kind, towards: float | None) -> Team:
    own = (wilson if kind is Kind.PROPORTION else poisson)(unit.count, unit.size)
    return Team(unit.label, unit.count, unit.size, own.estimate, own.lower, own.upper, towards)


def _possible(unit: Unit, kind: Kind) -> bool:
    return 0 <= unit.count <= (unit.size if kind is Kind.PROPORTION else 1e300)


def _any_differ(units: Sequence[Unit], kind: Kind) -> bool:
    """Whether there is anything to summarise: some case, and for shares some that was not a case."""
    if kind is Kind.PROPORTION and all(unit.count == unit.size for unit in units):
        return False
    return any(unit.count for unit in units)


FEW = Words(
    "Færre enn fem team har tall. Da vises hvert team for seg, uten tall for forskjellen mellom dem.",
    "Færre enn fem team har tal. Då blir kvart team vist for seg, utan tal for skilnaden mellom dei.",
    "Fewer than five teams have numbers. Each team is then shown by itself, without figures for the difference.",
)
ALIKE = Words(
    "Alle teamene ligger helt i bunnen eller helt i toppen av skalaen. Da er det ingen forskjell å regne på.",
    "Alle teama ligg heilt nedst eller heilt øvst på skalaen. Då er det ingen skilnad å rekne på.",
    "Every team is at the very bottom or the very top of the scale. There is no difference to compute.",
)
