"""Runs about the centre: Anhøj's rules and the exact runs test.

Anhøj: Anhøj J, Olesen AV (2014) PLoS ONE 9(11):e113825; Anhøj J (2015) PLoS ONE 10(3):e0121349; the longest run by
Schilling (2012), the crossings by Chen (2010). Points on the centre are dropped: they neither count nor break a run.
The runs test: Swed & Eisenhart (1943), worked out exactly for the numbers above and below, 2.5 % on each side. Printed
tables differ from it by one here and there (Perla, Provost & Murray 2011 print 3–10 at n = 11, where it is 4–9).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from math import comb, log2

LEAST_POINTS = 10  # the rules are published for ten useful points and more


@dataclass(frozen=True, slots=True)
class Runs:
    """What was counted: useful points, the longest run and its side (1 above, −1 below), runs and crossings."""

    n_useful: int
    longest: int
    side: int
    n_runs: int
    n_above: int

    @property
    def crossings(self) -> int:
        return max(self.n_runs - 1, 0)


def count(sides: Sequence[int]) -> Runs:
    """Count runs among sides of the centre (1, −1; 0 is on the centre and dropped). Of equally long runs, the last."""
    useful = [it for it in sides if it]
    found = [(len(list(run)), side) for side, run in groupby(useful)]
    longest, side = max(reversed(found), key=lambda it: it[0]) if found else (0, 0)
    return Runs(len(useful), longest, side, len(found), useful.count(1))


def longest_run_max(n: int) -> int | None:
    """The longest run that is not yet a signal among n useful points: round(log2 n) + 3."""
    return round(log2(n)) + 3 if n > 0 else None


@lru_cache(maxsize=4096)
def crossings_min(n: int) -> int | None:
    """The fewest crossings that are not yet a signal: the smallest k with P(X ≤ k) ≥ 0.05, X binomial (n − 1, ½)."""
    if n <= 0:
        return None
    so_far, k = 0, -1
    while 20 * so_far < 2 ** (n - 1):
        k += 1
        so_far += comb(n - 1, k)
    return k


def anhoej(runs: Runs) -> bool:
    """True if the longest run is longer, or the crossings fewer, than chance explains; never below ten points."""
    most, fewest = longest_run_max(runs.n_useful), crossings_min(runs.n_useful)
    if runs.n_useful < LEAST_POINTS or most is None or fewest is None:
        return False
    return runs.longest > most or runs.crossings < fewest


@lru_cache(maxsize=4096)
def runs_limits(above: int, below: int) -> tuple[int, int]:
    """The fewest and the most runs that are not yet signals, exactly: P(R < fewest) ≤ 2.5 % and P(R > most) ≤ 2.5 %."""
    if not above or not below:
        return 1, 1
    ways = [_ways(runs, above, below) for runs in range(above + below + 1)]
    total = comb(above + below, above)
    fewest, under = 0, 0
    while 40 * (under + ways[fewest]) <= total:
        under += ways[fewest]
        fewest += 1
    most, over = above + below, 0
    while 40 * (over + ways[most]) <= total:
        over += ways[most]
        most -= 1
    return max(fewest, 1), most


def _ways(runs: int, above: int, below: int) -> int:
    """In how many orders the points make exactly so many runs."""
    if runs < 2:
        return 0
    half, odd = divmod(runs, 2)
    if not odd:
        return 2 * comb(above - 1, half - 1) * comb(below - 1, half - 1)
    one = comb(above - 1, half) * comb(below - 1, half - 1)
    return one + comb(above - 1, half - 1) * comb(below - 1, half)
