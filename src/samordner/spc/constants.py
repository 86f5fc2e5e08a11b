"""Constants of control charts, computed for any size of subgroup.

ASTM STP 15D; Montgomery, Introduction to Statistical Quality Control, appendix VI. c4, A3, B3 and B4 are closed forms;
d2 and d3 (mean and standard deviation of the range of n standard normal values) are integrals. Software for health care
rounds for n = 2: 1.128, 2.66, 3.267; those are here by name, since published limits were made with them.
"""

from __future__ import annotations

from functools import lru_cache
from math import erfc, exp, fsum, lgamma, pi, sqrt

D2_TABLED = 1.128
D2_EXACT = 2 / sqrt(pi)
D4_TABLED = 3.267  # the limit of moving ranges, and what screening leaves out from
D4_PRIME = 3.2665  # the same for the I' chart (Taylor 2018)
FACTOR_266 = 2.66


def _two_or_more(n: float) -> None:
    if n < 2:
        raise ValueError("a subgroup of one has no spread")


@lru_cache(maxsize=512)
def c4(n: float) -> float:
    """The mean of s over sigma in subgroups of n normal values."""
    _two_or_more(n)
    return sqrt(2 / (n - 1)) * exp(lgamma(n / 2) - lgamma((n - 1) / 2))


def c5(n: float) -> float:
    """The standard deviation of s over sigma."""
    return sqrt(max(0.0, 1 - c4(n) ** 2))


def a3(n: float) -> float:
    """Limits of the X-bar chart: ± a3 times the mean s."""
    return 3 / (c4(n) * sqrt(n))


def b3(n: float) -> float:
    """Lower limit of the S chart in mean s; 0 below six members."""
    return max(0.0, 1 - 3 * c5(n) / c4(n))


def b4(n: float) -> float:
    """Upper limit of the S chart in mean s."""
    return 1 + 3 * c5(n) / c4(n)


_STEP = 1 / 32
_GRID = tuple(-9 + _STEP * i for i in range(int(18 / _STEP) + 1))


def _under(x: float) -> float:
    """P(Z ≤ x) of a standard normal Z."""
    return erfc(-x / sqrt(2)) / 2


@lru_cache(maxsize=512)
def d2(n: int) -> float:
    """The mean range of n standard normal values: ∫ 1 − Φⁿ − (1−Φ)ⁿ."""
    _two_or_more(n)
    if n == 2:
        return D2_EXACT
    # The integrand and all its derivatives vanish at both ends: the plain sum converges faster than any power of the step.
    return _STEP * fsum(1 - _under(x) ** n - _under(-x) ** n for x in _GRID)


@lru_cache(maxsize=512)
def d3(n: int) -> float:
    """The standard deviation of the range of n standard normal values.

    E(R²) = ∫ 2r P(R > r) dr, with P(R ≤ r) = n ∫ φ(x) (Φ(x+r) − Φ(x))ⁿ⁻¹ dx (Tippett 1925). The outer integral begins
    at 0, so r = exp(t − exp(−t)) makes it vanish fast at both ends.
    """
    _two_or_more(n)
    if n == 2:
        return sqrt(2 - D2_EXACT**2)
    inner = [(x, exp(-x * x / 2) / sqrt(2 * pi), _under(x)) for x in _GRID[::2]]
    terms = []
    for i in range(-64, 53):
        t = i / 16
        r = exp(t - exp(-t))
        within = n * 2 * _STEP * fsum(density * (_under(x + r) - low) ** (n - 1) for x, density, low in inner)
        terms.append(2 * r * (1 - within) * r * (1 + exp(-t)))
    return sqrt(fsum(terms) / 16 - d2(n) ** 2)


def a2(n: int) -> float:
    return 3 / (d2(n) * sqrt(n))


def big_d3(n: int) -> float:
    """Lower limit of the chart of ranges, in mean ranges (D3 in the tables)."""
    return max(0.0, 1 - 3 * d3(n) / d2(n))


def big_d4(n: int) -> float:
    """Upper limit of the chart of ranges, in mean ranges (D4 in the tables)."""
    return 1 + 3 * d3(n) / d2(n)


def e2(n: int) -> float:
    return 3 / d2(n)


D4_EXACT = big_d4(2)
