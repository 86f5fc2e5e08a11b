"""How sure a share or a rate of few units is: the intervals that hold for small numbers.

Needs no library for Wilson and Newcombe; Clopper-Pearson and Garwood ask `scipy.special`, imported when used.
All are two-sided; `level` is 0.95 unless told.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist


@dataclass(frozen=True)
class Interval:
    """An estimate and the limits around it, in the estimate's own unit (a share is 0..1)."""

    estimate: float
    lower: float
    upper: float


def wilson(count: float, size: float, level: float = 0.95) -> Interval:
    """A share of people or events: the score interval. 7 of 26 gives 0.137..0.461.

    Wilson EB (1927), J. Am. Stat. Assoc. 22:209-212. Raises ValueError unless 0 ≤ count ≤ size and size > 0.
    """
    _shares(count, size)
    z = _z(level)
    p, slack = count / size, z * z / size
    middle, width = p + slack / 2, z * sqrt(p * (1 - p) / size + slack / (4 * size))
    lower = 0.0 if count == 0 else (middle - width) / (1 + slack)
    upper = 1.0 if count == size else (middle + width) / (1 + slack)
    return Interval(p, lower, upper)


def clopper_pearson(count: float, size: float, level: float = 0.95) -> Interval:
    """A share, with at least the level promised whatever the true share is (wider than Wilson's).

    Clopper CJ, Pearson ES (1934), Biometrika 26:404-413, by quantiles of the beta distribution.
    Raises ValueError as `wilson`.
    """
    from scipy.special import betaincinv

    _shares(count, size)
    tail = (1 - level) / 2
    lower = 0.0 if count == 0 else float(betaincinv(count, size - count + 1, tail))
    upper = 1.0 if count == size else float(betaincinv(count + 1, size - count, 1 - tail))
    return Interval(count / size, lower, upper)


def poisson(count: float, exposure: float = 1.0, level: float = 0.95) -> Interval:
    """A rate of events per exposure: the exact interval, half of χ² quantiles. 10 events give 4.795..18.390.

    Garwood F (1936), Biometrika 28:437-442. Raises ValueError unless count ≥ 0 and exposure > 0.
    """
    from scipy.special import gammaincinv

    if not (count >= 0 and exposure > 0):
        raise ValueError(f"{count} events of an exposure of {exposure}")
    tail = (1 - level) / 2
    lower = 0.0 if count == 0 else float(gammaincinv(count, tail))
    upper = float(gammaincinv(count + 1, 1 - tail))
    return Interval(count / exposure, lower / exposure, upper / exposure)


def newcombe(
    count: float, size: float, other_count: float, other_size: float, level: float = 0.95
) -> Interval:
    """The difference between two independent shares, the first minus the other: -1..1.

    Method 10 of Newcombe RG (1998), Stat. Med. 17:873-890: Wilson's limits of both, put together as squares.
    56/70 against 48/80 gives 0.20 (0.0524..0.3339). Raises ValueError as `wilson`.
    """
    one, other = wilson(count, size, level), wilson(other_count, other_size, level)
    difference = one.estimate - other.estimate
    down = sqrt((one.estimate - one.lower) ** 2 + (other.upper - other.estimate) ** 2)
    up = sqrt((one.upper - one.estimate) ** 2 + (other.estimate - other.lower) ** 2)
    return Interval(difference, difference - down, difference + up)


def bounds(count: int, answered: int, asked: int) -> Interval:
    """What the share among all asked can be when some have not answered: none of them, or all of them.

    7 of the 21 that answered, 26 asked: 0.269..0.462, around 7/21. No chance is involved, and so no level.
    Raises ValueError unless 0 ≤ count ≤ answered ≤ asked and answered > 0.
    """
    if not (0 <= count <= answered <= asked and answered > 0):
        raise ValueError(f"{count} of {answered} that answered, of {asked} asked")
    return Interval(count / answered, count / asked, (count + asked - answered) / asked)


def _z(level: float) -> float:
    return NormalDist().inv_cdf((1 + level) / 2)


def _shares(count: float, size: float) -> None:
    if not (size > 0 and 0 <= count <= size):
        raise ValueError(f"{count} of {size} is no share")
