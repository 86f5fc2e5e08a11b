"""What the points themselves say about the chart that they are on.

Too few events: Provost & Murray, The Health Care Data Guide. Limits of P and U that are too narrow: Laney 2002, Taylor
2018. More than half of the points alike: Perla, Provost & Murray 2011.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import inf, isfinite, sqrt

from samordner.spc.choosing.reasons import WHY_ALIKE, WHY_FEW, WHY_NARROW, WHY_RARE
from samordner.spc.options import PROPORTIONS, Chart, Observation
from samordner.spc.tails import chi2_beyond
from samordner.spc.words import Words, filled, number, same

LEAST_FOR_LIMITS = 10
FEW_EXPECTED = 5
STEADY = 0.25
UNLIKELY = 0.05
NARROW = 1.5
"""Limits from the months themselves this many times as wide as those of chance: the latter are clearly narrower."""


@dataclass(frozen=True)
class Suggestion:
    """What would suit the data better, and why. `charts` are those that fit, the best first; none where the advice
    is another period or another way of measuring."""

    key: str
    charts: tuple[Chart, ...]
    why: Words


def reconsider(chart: Chart, observations: Sequence[Observation]) -> tuple[Suggestion, ...]:
    """What would suit these points better than the chart they are on; nothing before there are ten of them."""
    found: list[Suggestion | None] = []
    if chart in (Chart.P, Chart.PP, Chart.U, Chart.UP):
        pairs = _pairs(chart, observations)
        if len(pairs) >= LEAST_FOR_LIMITS:
            found += [_rare([count for count, _ in pairs]), _narrow(chart, pairs)]
    elif chart in (Chart.C, Chart.RUN, Chart.T):
        counts = [one.y for one in observations if one.y is not None and isfinite(one.y)]
        if len(counts) >= LEAST_FOR_LIMITS:
            found += _plain(chart, counts, [one.n for one in observations])
    return tuple(one for one in found if one is not None)


def _plain(chart: Chart, counts: Sequence[float], sizes: Sequence[float | None]) -> list[Suggestion | None]:
    if chart is Chart.T:
        return [SAME_DAY if min(counts) <= 0 else None]
    if chart is Chart.RUN:
        return [_mostly_equal(counts)]
    known = [size for size in sizes if size is not None and 0 < size < inf]
    varies = len(known) >= LEAST_FOR_LIMITS and max(known) > (1 + STEADY) / (1 - STEADY) * min(known)
    return [_rare(counts), VARYING if varies else None]


def _pairs(chart: Chart, observations: Sequence[Observation]) -> list[tuple[float, float]]:
    return [
        (one.y, one.n)
        for one in observations
        if one.y is not None
        and one.n is not None
        and isfinite(one.y)
        and 0 < one.n < inf
        and one.y >= 0
        and (chart not in PROPORTIONS or one.y <= one.n)
    ]


def _rare(counts: Sequence[float]) -> Suggestion | None:
    """More than half of the points are 0, or fewer than about five events are expected in each."""
    zeros, expected = sum(count == 0 for count in counts), sum(counts) / len(counts)
    if 2 * zeros > len(counts):
        holes = {"zeros": same(str(zeros)), "points": same(str(len(counts)))}
        return Suggestion("rare", (Chart.T, Chart.G), filled(WHY_RARE, **holes))
    if expected < FEW_EXPECTED:
        return Suggestion("few", (Chart.T, Chart.G), filled(WHY_FEW, expected=number(expected)))
    return None


def _mostly_equal(values: Sequence[float]) -> Suggestion | None:
    """More than half of the points are alike: runs about their median say nothing."""
    middle = sorted(values)[len(values) // 2]
    if 2 * sum(value == middle for value in values) <= len(values):
        return None
    return Suggestion("alike", (Chart.P, Chart.T, Chart.G), filled(WHY_ALIKE, value=number(middle)))


def _narrow(chart: Chart, pairs: Sequence[tuple[float, float]]) -> Suggestion | None:
    """Whether the points vary more than chance alone gives: Σz² beyond χ² at 95 %, or limits from the points themselves
    clearly wider."""
    if chart in (Chart.PP, Chart.UP):
        return None
    target = sum(count for count, _ in pairs) / sum(size for _, size in pairs)
    spread = target * (1 - target) if chart in PROPORTIONS else target
    if spread <= 0:
        return None
    scores = [(count / size - target) / sqrt(spread / size) for count, size in pairs]
    ratio = sum(abs(b - a) for a, b in pairwise(scores)) / (len(scores) - 1) / 1.128
    beyond = chi2_beyond(sum(z * z for z in scores), len(scores) - 1) < UNLIKELY
    if not beyond and ratio < NARROW:
        return None
    primed = Chart.PP if chart in PROPORTIONS else Chart.UP
    return Suggestion("narrow", (primed, Chart.IP), WHY_NARROW)


RARE_SAID = Suggestion(
    "rare",
    (Chart.T, Chart.G),
    Words(
        "Når det som regel ikke skjer, blir de fleste punktene 0. Følg heller hvor langt det er mellom hver gang, eller "
        "tell over lengre perioder.",
        "Når det som regel ikkje skjer, blir dei fleste punkta 0. Følg heller kor langt det er mellom kvar gong, eller "
        "tel over lengre periodar.",
        "When it mostly does not happen, most points will be 0. Rather follow how far it is between them, or count over "
        "longer periods.",
    ),
)
FEW_SAID = Suggestion(
    "few",
    (Chart.T, Chart.G),
    Words(
        "Med færre enn fem i hver periode blir grensene vide og skjeve. Tell over lengre perioder om det går.",
        "Med færre enn fem i kvar periode blir grensene vide og skeive. Tel over lengre periodar om det går.",
        "With fewer than five in each period the limits are wide and lopsided. Count over longer periods if you can.",
    ),
)
UNKNOWN = Suggestion(
    "exposure",
    (Chart.U,),
    Words(
        "Skriv også ned hvor mange det kunne ha skjedd med. Ellers kan en endring komme av at de er blitt flere eller færre.",
        "Skriv òg ned kor mange det kunne ha skjedd med. Elles kan ei endring kome av at dei er blitt fleire eller færre.",
        "Write down how many it could have happened to as well. A change may otherwise come from there being more or fewer.",
    ),
)
VARYING = Suggestion(
    "varying",
    (Chart.U,),
    Words(
        "Hvor mange det kan skje med, skifter med mer enn en fjerdedel. Del på antallet hver gang.",
        "Kor mange det kan skje med, skifter med meir enn ein fjerdedel. Del på talet kvar gong.",
        "How many it can happen to varies by more than a quarter. Divide by that number each time.",
    ),
)
SAME_DAY = Suggestion(
    "same-day",
    (Chart.G,),
    Words(
        "Noen av tidene er 0. Når det kan skje to ganger samme dag, telles dager uten i stedet, eller så måles timer.",
        "Nokre av tidene er 0. Når det kan skje to gonger same dag, tel ein dagar utan i staden, eller så måler ein timar.",
        "Some of the times are 0. When it may happen twice on a day, days without are counted instead, or hours are timed.",
    ),
)
