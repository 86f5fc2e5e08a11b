"""Values that cannot be, and values that are likely something else than what they say."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby, pairwise
from math import exp

from samordner.spc.cautions import sentences as say
from samordner.spc.cautions.seen import Caution, Seen

UNLIKELY = 0.001
"""A zero that chance would give this seldom is likely no zero."""
LEAST_OTHERS = 8


def impossible(seen: Seen) -> Iterable[Caution]:
    """More cases than there were, percentages above 100, denominators of 0, dates to come or in disorder."""
    points = list(enumerate(seen.observations, start=1))
    if seen.kind == "proportion":
        above = [at for at, one in points if one.y is not None and one.n is not None and one.y > one.n > 0]
        if above:
            yield Caution("numerator-above-denominator", say.NUMERATOR, tuple(above))
    if seen.divided:
        empty = [at for at, one in points if one.y is not None and not (one.n and one.n > 0)]
        if empty:
            yield Caution("no-denominator", say.NO_DENOMINATOR, tuple(empty))
    if seen.percent:
        above = [at for at, one in points if one.y is not None and one.y > 100]
        if above:
            yield Caution("percent-above-100", say.ABOVE_100, tuple(above))
    if seen.today is not None:
        measured = zip(points, seen.days, strict=False)
        future = [at for (at, one), day in measured if one.y is not None and day > seen.today]
        if future:
            yield Caution("future", say.FUTURE, tuple(future))
    # Two events may well be of the same day
    twice = seen.kind != "between"
    disorder = [
        at
        for at, (before, day) in enumerate(pairwise(seen.days), start=2)
        if day < before or (twice and day == before)
    ]
    if disorder:
        yield Caution("days-in-disorder", say.DISORDER, tuple(disorder))


def missing_as_zero(seen: Seen) -> Iterable[Caution]:
    """One or two zeros in between, where the others say that a zero hardly comes by chance.

    More zeros in a row are taken as they are: that is how it looks when something has ended.
    """
    if seen.kind in ("between", "subgroup"):
        return
    zeros = [at for at, one in enumerate(seen.observations) if one.y == 0 and not _empty(seen, at)]
    others = [
        at for at, value in enumerate(seen.drawn()) if value is not None and seen.observations[at].y != 0
    ]
    if not zeros or len(others) < LEAST_OTHERS or len(zeros) * 4 > len(others):
        return
    lonely = {at for run in _rows(zeros) if len(run) <= 2 for at in run}
    odd = [at + 1 for at in zeros if at in lonely and _unlikely(seen, at, others)]
    if odd:
        yield Caution("missing-as-zero", say.MISSING_AS_ZERO, tuple(odd))


def _empty(seen: Seen, at: int) -> bool:
    return seen.divided and not (seen.observations[at].n or 0) > 0


def _rows(places: Sequence[int]) -> list[list[int]]:
    """Places that follow each other, together."""
    return [
        [at for _, at in run] for _, run in groupby(enumerate(places), key=lambda pair: pair[1] - pair[0])
    ]


def _unlikely(seen: Seen, at: int, others: Sequence[int]) -> bool:
    """By what the others say: binomial, Poisson, or below three sigma of what is measured."""
    given = [seen.observations[other] for other in others]
    counts = [one.y or 0.0 for one in given]
    if seen.kind in ("proportion", "rate"):
        sizes = [one.n or 0.0 for one in given]
        level, size = sum(counts) / sum(sizes), seen.observations[at].n or 0.0
        chance = max(0.0, 1 - level) ** size if seen.kind == "proportion" else exp(-level * size)
        return chance < UNLIKELY
    mean = sum(counts) / len(counts)
    if seen.kind == "count":
        return mean > 0 and exp(-mean) < UNLIKELY
    ranges = [abs(b - a) for a, b in pairwise(counts)]
    return min(counts) > 0 and mean - 3 * sum(ranges) / len(ranges) / 1.128 > 0
