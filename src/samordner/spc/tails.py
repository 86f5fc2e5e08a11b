"""The tail of χ², without a library: a chart's page asks for nothing more, and should not wait for one to load."""

from __future__ import annotations

from math import erfc, exp, fsum, lgamma, log, sqrt


def chi2_beyond(chi2: float, free: int) -> float:
    """P(X > chi2) for χ² with a whole number of degrees of freedom: a finite sum (Abramowitz & Stegun 26.4.4–5)."""
    half, odd = chi2 / 2, free % 2
    if half <= 0 or free < 1:
        return 1.0
    powers = (odd / 2 + i for i in range(free // 2))
    total = fsum(exp(power * log(half) - half - lgamma(power + 1)) for power in powers)
    return min(1.0, total + (erfc(sqrt(half)) if odd else 0.0))
