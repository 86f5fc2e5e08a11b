"""What the course of a series gives away: totals, coarser periods than shown, seasons, another way of counting."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby, pairwise
from math import atanh, inf, sqrt
from statistics import median

from samordner.spc.cautions import sentences as say
from samordner.spc.cautions.seen import Caution, Seen
from samordner.spc.words import filled, number

LEAST_CUMULATIVE = 10
CYCLE = {"month": 12, "quarter": 4}
"""How many points a year has."""
SURE = 1.645
"""Of Fisher's z. Two or three of a hundred simulated series without seasons come above it, steps and trends included."""
JUMP = 1.5


def cumulative(seen: Seen) -> Iterable[Caution]:
    """It never falls but at a new year, and nearly always rises: a sum of everything so far. Denominators tell best."""
    series = [seen.drawn()]
    if seen.divided:
        # A share or a rate may well rise for a year; its numerator and its denominator do not both
        series = [[one.y for one in seen.observations], [one.n for one in seen.observations]]
    if series and all(_adds_up(seen, values) for values in series):
        yield Caution("cumulative", say.CUMULATIVE)


def _adds_up(seen: Seen, values: Sequence[float | None]) -> bool:
    years = [day.year for day in seen.days] if len(seen.days) == len(values) else [0] * len(values)
    known = [(year, value) for year, value in zip(years, values, strict=True) if value is not None]
    steps = [(a[0] != b[0], b[1] - a[1]) for a, b in pairwise(known)]
    within = [step for new_year, step in steps if not new_year]
    if (
        len(within) < LEAST_CUMULATIVE - 1
        or min(within) < 0
        or sum(step > 0 for step in within) < 0.8 * len(within)
    ):
        return False
    turns = [step for new_year, step in steps if new_year]
    # Over several years it either goes on rising or begins again each time
    return all(step >= 0 for step in turns) or all(step < 0 for step in turns)


def coarser(seen: Seen) -> Iterable[Caution]:
    """Quarterly figures on a monthly axis and the like: every third point measured, or each value three times."""
    values = seen.drawn()
    measured = [at for at, value in enumerate(values) if value is not None]
    gaps = {b - a for a, b in pairwise(measured)}
    if len(measured) >= 4 and len(gaps) == 1 and max(gaps) > 1:
        yield Caution("coarser-than-shown", filled(say.SPARSE, every=max(gaps)))
        return
    runs = [len(list(run)) for _, run in groupby(value for value in values if value is not None)]
    inner = runs[1:-1]
    # The first and the last may be cut off
    alike = len(inner) >= 3 and len(set(inner)) == 1 and inner[0] * len(inner) >= 9
    if alike and inner[0] > 1 and max(runs[0], runs[-1]) <= inner[0]:
        yield Caution("coarser-than-shown", filled(say.REPEATED, times=inner[0]))


def seasons(seen: Seen) -> Iterable[Caution]:
    """The same months lie high and low year after year, when a steady rise and one shift are taken away.

    The correlation with the same period a year before (at least a year of pairs; Fisher's z), while
    half a year apart they go the other way.
    """
    cycle = CYCLE.get(seen.result.every)
    values = [value if value is None or abs(value) < inf else None for value in seen.drawn()]
    if cycle is None or sum(value is not None for value in values) < 2 * cycle:
        return
    left = _remaining(values)
    same, opposite = _correlation(left, cycle), _correlation(left, cycle // 2)
    if same is None or opposite is None:
        return
    (year, pairs), (half, _) = same, opposite
    if pairs >= 12 and half < 0 and atanh(min(year, 0.999999)) * sqrt(pairs - 3) > SURE:
        yield Caution("seasons", say.SEASONS)


def _remaining(values: Sequence[float | None]) -> list[float | None]:
    """What is left when a straight line with the one shift that explains most is taken away."""
    known = [(at, value) for at, value in enumerate(values) if value is not None]
    size, ones = len(known), [1.0] * len(known)
    slope = _apart([float(at) for at, _ in known], [ones])
    rest = _apart([value for _, value in known], [ones, slope])
    best, gain = 0, 0.0
    after, tilt, steepness = 0.0, 0.0, _dot(slope, slope)
    for cut in range(size - 1, 2, -1):
        after, tilt, many = after + rest[cut], tilt + slope[cut], size - cut
        # The square of the length of a step at `cut`, apart from the line
        length = many - many * many / size - tilt * tilt / steepness
        if many > 2 and length > 1e-9 and after * after / length > gain:
            best, gain = cut, after * after / length
    if best:
        step = _apart([float(at >= best) for at in range(size)], [ones, slope])
        rest = _apart(rest, [step])
    places = {at: value for (at, _), value in zip(known, rest, strict=True)}
    return [places.get(at) for at in range(len(values))]


def _dot(a: Sequence[float], b: Sequence[float]) -> float:
    return sum(x * y for x, y in zip(a, b, strict=True))


def _apart(values: Sequence[float], others: Sequence[Sequence[float]]) -> list[float]:
    """The part of the values that these, at right angles to each other, do not explain."""
    rest = list(values)
    for one in others:
        size = _dot(one, one)
        share = _dot(values, one) / size if size > 0 else 0.0
        rest = [value - share * other for value, other in zip(rest, one, strict=True)]
    return rest


def _correlation(values: Sequence[float | None], lag: int) -> tuple[float, int] | None:
    """Of values so many points apart, and how many pairs there are."""
    pairs = [(a, b) for a, b in zip(values, values[lag:], strict=False) if a is not None and b is not None]
    if len(pairs) < 4:
        return None
    one, other = ([value - sum(side) / len(side) for value in side] for side in zip(*pairs, strict=True))
    size = _dot(one, one) * _dot(other, other)
    return (_dot(one, other) / sqrt(size), len(pairs)) if size > 1e-18 else None


def denominators(seen: Seen) -> Iterable[Caution]:
    """From some point on all denominators lie far from all before: who is counted, or how many are sampled, changed."""
    if not seen.divided:
        return
    known = [
        (at, one.n) for at, one in enumerate(seen.observations, start=1) if one.n is not None and one.n > 0
    ]
    starts = {phase.first for phase in seen.result.phases}
    for cut in range(3, len(known) - 2):
        before, after = [n for _, n in known[:cut]], [n for _, n in known[cut:]]
        apart = min(after) > JUMP * max(before) or min(before) > JUMP * max(after)
        if apart and known[cut][0] not in starts:
            holes = {"before": number(median(before)), "after": number(median(after))}
            sampled = len(set(before)) == 1 or len(set(after)) == 1
            key, sentence = ("sampling", say.SAMPLING) if sampled else ("denominator-jump", say.JUMPED)
            yield Caution(key, filled(sentence, **holes), (known[cut][0],))
