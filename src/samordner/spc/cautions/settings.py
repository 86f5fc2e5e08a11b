"""Mistakes in how a series is set up and looked at."""

from __future__ import annotations

import re
from collections.abc import Iterable

from samordner.spc.cautions import sentences as say
from samordner.spc.cautions.seen import Caution, Seen
from samordner.spc.options import SPREADS, Chart
from samordner.spc.result import Result
from samordner.spc.sayings import TOO_FEW_FOR_LIMITS

ROLLING = re.compile(
    r"\b(rullerende|rullande|glidende|glidande|løpende snitt|løpande snitt|rolling|moving (average|mean)"
    r"|siste (12|tolv) (mnd|måned|månad)\w*|(last|past) (12|twelve) months)\b",
    re.IGNORECASE,
)
SO_FAR = re.compile(
    r"\b(kumulativ\w*|akkumulert\w*|cumulative|hittil i år\w*|så langt i år\w*|year[- ]to[- ]date|ytd)\b",
    re.IGNORECASE,
)


def few_points(seen: Seen) -> Iterable[Caution]:
    """Limits from fewer than ten useful points; two points compared with each other."""
    measured = [at for at, value in enumerate(seen.drawn(), start=1) if value is not None]
    if len(measured) == 2:
        yield Caution("two-points", say.TWO_POINTS, tuple(measured))
    short = [phase for phase in seen.result.phases if phase.state == "none"]
    if seen.result.kind is not Chart.RUN and measured and short:
        points = tuple(at for phase in short for at in range(phase.first, phase.last + 1))
        yield Caution("few-points", TOO_FEW_FOR_LIMITS, points if len(seen.result.phases) > 1 else ())


def definitions(seen: Seen) -> Iterable[Caution]:
    """A definition that begins inside a phase: two ways of counting share one centre."""
    starts = {phase.first for phase in seen.result.phases}
    inside = []
    for since in sorted(seen.definitions)[1:]:
        first = next((at for at, day in enumerate(seen.days, start=1) if day >= since), None)
        if first is not None and first not in starts:
            inside.append(first)
    if inside:
        yield Caution("mixed-definitions", say.MIXED, tuple(dict.fromkeys(inside)))


def goals(seen: Seen) -> Iterable[Caution]:
    """The newest goal lies between the limits: some points will reach it and some not, by chance alone."""
    told = [
        (point, goal)
        for point, goal in zip(seen.result.points, seen.goals, strict=False)
        if goal is not None and point.lower is not None and point.upper is not None
    ]
    if not told or seen.result.phases[-1].state == "none" or not _tells_of_now(seen.result):
        return
    point, goal = told[-1]
    if (point.lower or 0.0) < goal < (point.upper or 0.0):
        yield Caution("goal-is-no-limit", say.GOAL)


def _tells_of_now(result: Result) -> bool:
    """Whether the limits are of the values as they are: not of their spread, nor of a baseline that moved or was left."""
    phase = result.phases[-1]
    if result.kind in SPREADS or phase.unstable:
        return False
    after = [
        it
        for it in result.points
        if it.phase == phase.phase and it.included and it.y is not None and not it.baseline
    ]
    return not after or not (phase.runs_signal or after[-1].signals)


def wording(seen: Seen) -> Iterable[Caution]:
    """What the name, the definition or the unit says of how the figures come about."""
    text = " ".join((*seen.texts, seen.unit))
    if SO_FAR.search(text):
        yield Caution("cumulative", say.CUMULATIVE)
    if ROLLING.search(text):
        yield Caution("rolling", say.ROLLING)


def coarse(seen: Seen) -> Iterable[Caution]:
    """Percentages without what they are of; one figure a year; teams ranked."""
    measured = [one for one in seen.observations if one.y is not None]
    if seen.percent and measured and all(one.n is None for one in measured):
        yield Caution("percent-without-denominator", say.PERCENT)
    if seen.result.every == "year":
        yield Caution("yearly", say.YEARLY)
    if seen.ranked:
        yield Caution("ranked", say.RANKED)
