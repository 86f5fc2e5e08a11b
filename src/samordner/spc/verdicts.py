"""What a chart says, in sentences a nurse can read and a statistician can defend.

First what kind of variation it is, then each finding with its number and its limit. No verdict is given below ten
useful points, or where the rules do not hold; then the sentence says why.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from samordner.spc import sayings as say
from samordner.spc.options import GROUPED, MEDIANS, PROPORTIONS, RANGED, Chart, Options, RuleSet
from samordner.spc.result import PhaseResult, Point, Result, Towards
from samordner.spc.runs import LEAST_POINTS
from samordner.spc.series import NONE_BEFORE, differs
from samordner.spc.words import Words, filled, number, same

FEW_EVENTS = 5  # expected in a point: below it, limits of counts are far from symmetrical


def worded(result: Result) -> Result:
    """The same result with its verdict, the verdict of each phase, and what to be wary of."""
    phases = tuple(replace(it, verdict=_of_phase(result, it)) for it in result.phases)
    if not phases:
        return replace(result, verdict=say.NOTHING_MEASURED)
    verdict = phases[-1].verdict
    if len(phases) > 1:
        verdict = filled(say.LAST_PHASE, said=_within(verdict))
        earlier = [it.phase for it in phases[:-1] if it.runs_signal or _marked(result, it)]
        if len(earlier) == 1:
            verdict += filled(say.EARLIER_PHASE, phases=earlier[0])
        elif earlier:
            *most, last = (same(str(it)) for it in earlier)
            verdict += filled(say.EARLIER_PHASES, phases=_listed(most), last=last)
    for reason in _left_out(result):
        verdict += reason
    told = replace(result, phases=phases, verdict=verdict)
    return replace(told, warnings=tuple(_warnings(told)))


# --- one phase ---------------------------------------------------------------------------------------------------


def _points(result: Result, phase: PhaseResult) -> list[Point]:
    """The measured points of a phase that are judged."""
    return [it for it in result.points if it.phase == phase.phase and it.included and it.y is not None]


def _marked(result: Result, phase: PhaseResult) -> list[Point]:
    return [it for it in _points(result, phase) if it.signals]


def _of_phase(result: Result, phase: PhaseResult) -> Words:
    points = _points(result, phase)
    if not points:
        return say.NOTHING_MEASURED
    if len(points) < LEAST_POINTS:
        return _few(result, phase, len(points))
    if phase.unjudged == "alike":
        return filled(say.ALIKE, n=len(points), y=_value(result, points[0].y))
    if phase.unjudged == "singles":
        return say.SINGLES
    if phase.n_useful < LEAST_POINTS and phase.unjudged != "equal":
        return _few(result, phase, len(points))
    if result.kind is not Chart.RUN and phase.n_baseline < LEAST_POINTS and not phase.unjudged:
        return filled(say.FEW_IN_BASELINE, n=phase.n_baseline)
    findings = _findings(result, phase)
    if findings:
        verdict = filled(say.SPECIAL, said=findings[0])
        for finding in findings[1:]:
            verdict += _sentence(finding)
        verdict += _direction(result, phase)
    elif phase.unjudged == "equal":
        return say.EQUAL
    else:
        verdict = _common(result, phase)
    return verdict + say.EQUAL if phase.unjudged == "equal" else verdict


def _few(result: Result, phase: PhaseResult, measured: int) -> Words:
    """How many there are that tell something, and why they are fewer than those that were measured."""
    useful = phase.n_useful or measured
    said = filled(say.FEW if useful != 1 else say.ONE, n=useful)
    on_centre = measured - useful if phase.centre is not None else 0
    if not on_centre:
        return said
    template = say.ONE_ON_CENTRE if on_centre == 1 else say.SOME_ON_CENTRE
    return said + filled(template, n=on_centre, name=_names(result)[0])


def _has_limits(result: Result, phase: PhaseResult) -> bool:
    return any(it.upper is not None for it in _points(result, phase))


def _common(result: Result, phase: PhaseResult) -> Words:
    if result.kind is Chart.MR:
        return say.COMMON_RANGES
    if result.options.rules is not RuleSet.ANHOEJ:
        return filled(say.COMMON, rules=say.RULE_SETS[result.options.rules])
    return filled(
        say.COMMON_WITHIN if _has_limits(result, phase) else say.COMMON_RUNS,
        longest=phase.longest_run,
        most=phase.longest_run_max or 0,
        times=_times(phase.n_crossings),
        fewest=phase.n_crossings_min or 0,
        name=_names(result)[0],
    )


def _findings(result: Result, phase: PhaseResult) -> list[Words]:
    found = []
    if phase.runs_signal and result.options.rules is RuleSet.ANHOEJ:
        found += _runs(result, phase)
    elif phase.runs_signal:
        few = phase.n_runs < (phase.n_runs_min or 0)
        template, limit = (say.FEW_RUNS, phase.n_runs_min) if few else (say.MANY_RUNS, phase.n_runs_max)
        found.append(filled(template, n=phase.n_runs, limit=limit or 0, name=_names(result)[0]))
    points = _points(result, phase)
    marked = {key for it in points for key in it.signals}
    return found + [
        _rule(result, phase, key, points) for key in say.RULES[result.options.rules] if key in marked
    ]


def _runs(result: Result, phase: PhaseResult) -> list[Words]:
    """Anhøj's two rules, each that signals."""
    found = []
    centre = _centre(result, phase)
    if phase.longest_run > (phase.longest_run_max or 0):
        template = say.SHIFT_ABOVE if phase.longest_side == "up" else say.SHIFT_BELOW
        how_many = _how_many(result, phase.longest_run)
        found.append(filled(template, points=how_many, centre=centre, limit=phase.longest_run_max or 0))
    if phase.n_crossings < (phase.n_crossings_min or 0):
        fewest = phase.n_crossings_min or 0
        found.append(
            filled(say.CROSSINGS, times=_times(phase.n_crossings), name=_names(result)[0], limit=fewest)
        )
    return found


def _rule(result: Result, phase: PhaseResult, key: str, points: Sequence[Point]) -> Words:
    """What one rule found: how many points it marks, and where."""
    marked = [it for it in points if key in it.signals]
    in_a_row = _in_a_row(key, points, marked)
    if in_a_row:
        how_many, limit = _how_many(result, len(marked)), _least(result.options, key) - 1
        return filled(in_a_row, points=how_many, centre=_centre(result, phase), limit=limit)
    where = _listed([same(it.x) for it in marked[:3]], more=len(marked) > 3)
    if result.kind is Chart.MR:
        return filled(say.LARGE_CHANGE if len(marked) == 1 else say.LARGE_CHANGES, n=len(marked), where=where)
    template = say.RULES[result.options.rules][key]
    return filled(template, points=_how_many(result, len(marked)), where=where, centre=_centre(result, phase))


def _in_a_row(key: str, points: Sequence[Point], marked: Sequence[Point]) -> Words | None:
    """What a shift or a trend is called where it is the only one: then it has one length and one way."""
    first, last = points.index(marked[0]), points.index(marked[-1])
    between = [it for it in points[first : last + 1] if key not in it.signals]
    ys = [it.y or 0.0 for it in marked]
    if key == "shift" and all(_side(it) == 0 for it in between):
        return _one_way([_side(it) for it in marked], say.SHIFT_ABOVE, say.SHIFT_BELOW)
    if key == "trend" and all(it.y in ys for it in between):
        return _one_way([differs(b, a) for a, b in pairwise(ys)], say.RISING, say.FALLING)
    return None


def _side(point: Point) -> int:
    return differs(point.y or 0.0, point.centre or 0.0)


def _one_way(ways: Sequence[int], up: Words, down: Words) -> Words | None:
    return {1: up, -1: down}.get(ways[0]) if len(set(ways)) == 1 else None


def _least(options: Options, key: str) -> int:
    """The fewest points in a row that are a signal."""
    if options.rules is RuleSet.NHS:
        return options.nhs_length
    shift, trend = (8, 6) if options.rules is RuleSet.IHI_SHEWHART else (6, 5)
    return shift if key == "shift" else trend


def _direction(result: Result, phase: PhaseResult) -> Words:
    """Whether it goes the wanted way, where somebody has said which way that is and all signals agree."""
    if result.direction == "neutral":
        return say.SILENCE
    ways: set[Towards] = {it.towards for it in _marked(result, phase)}
    if phase.runs_signal and phase.longest_run > (phase.longest_run_max or phase.longest_run):
        ways.add(phase.longest_side)
    ways.discard("")
    if len(ways) != 1:
        return say.SILENCE
    return say.WANTED if result.direction in ways else say.UNWANTED


# --- parts of sentences ------------------------------------------------------------------------------------------


def _value(result: Result, y: float | None) -> Words:
    percent = result.kind in PROPORTIONS
    shown = number(y or 0.0, percent=percent)
    return shown if percent or not result.unit else shown + same(result.unit)


def _centre(result: Result, phase: PhaseResult) -> Words:
    """ "the median of 19", or that of the baseline where later points are judged against it."""
    frozen = any(not it.baseline for it in result.points if it.phase == phase.phase)
    _, plain, of_baseline = _names(result)
    return filled(of_baseline if frozen else plain, y=_value(result, phase.centre))


def _names(result: Result) -> tuple[Words, Words, Words]:
    return say.MEDIAN if result.kind in MEDIANS else say.CENTRE if result.kind is Chart.T else say.MEAN


def _how_many(result: Result, n: int) -> Words:
    one, many = say.EVERY[result.every]
    return filled(one if n == 1 else many, n=n)


def _times(n: int) -> Words:
    return filled(say.ONCE if n == 1 else say.TIMES, n=n)


def _listed(items: Sequence[Words], *, more: bool = False) -> Words:
    listed = Words(*(", ".join(it) for it in zip(*(item.parts() for item in items), strict=True)))
    return listed + same("…") if more else listed


def _within(said: Words) -> Words:
    """A sentence after a colon."""
    return Words(*(f"{it[:1].lower()}{it[1:]}" for it in said.parts()))


def _sentence(said: Words) -> Words:
    """A finding as a sentence of its own."""
    return Words(*(f"{it[:1].upper()}{it[1:]}." for it in said.parts()))


# --- what was left out, and what to be wary of -------------------------------------------------------------------


def _left_out(result: Result) -> list[Words]:
    reasons: dict[Words, list[Words]] = {}
    for it in result.points:
        if it.left_out is not None and it.left_out is not NONE_BEFORE:
            reasons.setdefault(it.left_out, []).append(same(it.x))
    return [
        filled(say.LEFT_OUT, why=why, where=_listed(where[:3], more=len(where) > 3))
        for why, where in reasons.items()
    ]


def _warnings(result: Result) -> list[Words]:
    found: list[Words] = []
    several = len(result.phases) > 1
    for phase in result.phases:
        for warning in _of_limits(result, phase):
            found.append(
                filled(say.IN_PHASE, phase=phase.phase, said=_within(warning)) if several else warning
            )
    if result.kind is Chart.G:
        found.append(say.EVENT_IN if result.options.event_counted else say.EVENT_OUT)
    return found + _left_out(result)


def no_limits(result: Result, phase: PhaseResult) -> Words:
    """Why a chart that has limits has none here."""
    if phase.unjudged == "alike" or phase.centre is None:
        return say.NO_LIMITS
    if result.kind in RANGED:
        return say.NO_NEIGHBOURS
    return say.NO_SPREAD_WITHIN if result.kind in GROUPED else say.NO_LIMITS


def _of_limits(result: Result, phase: PhaseResult) -> list[Words]:
    points = _points(result, phase)
    found: list[Words] = []
    if not points:
        return found
    run = result.kind is Chart.RUN
    if phase.state == "none":
        found.append(say.TOO_FEW_FOR_MEDIAN if run else say.TOO_FEW_FOR_LIMITS)
    elif phase.state == "trial":
        found.append(say.TRIAL_MEDIAN if run else say.TRIAL)
    if not run and not _has_limits(result, phase):
        found.append(no_limits(result, phase))
    if phase.unstable:
        found.append(say.UNSTABLE)
    if phase.sigma_z is not None:
        template = say.NARROWED if phase.sigma_z < 1 else say.WIDENED
        found.append(filled(template, times=number(phase.sigma_z)))
    if (
        phase.mostly_one
        and result.kind is not Chart.MR
        and not phase.unjudged
        and phase.n_useful >= LEAST_POINTS
    ):
        found.append(say.MOSTLY_ONE)
    if phase.expected is not None and phase.expected < FEW_EVENTS:
        found.append(say.FEW_EXPECTED)
    return found
