"""From the answers to a chart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from samordner.spc.choosing.questions import questions
from samordner.spc.choosing.reasons import (
    BEGIN,
    WHY_BETWEEN,
    WHY_CASES,
    WHY_COUNT,
    WHY_NUMBER,
    WHY_RATE,
    WHY_SEVERAL,
    WHY_TIME,
    WHY_UNKNOWN,
    WHY_WEIGHTED,
)
from samordner.spc.choosing.suggesting import (
    FEW_SAID,
    LEAST_FOR_LIMITS,
    RARE_SAID,
    UNKNOWN,
    Suggestion,
    reconsider,
)
from samordner.spc.options import Chart, Observation
from samordner.spc.words import Words


@dataclass(frozen=True)
class Choice:
    """The chart to draw now, and the one to go over to when there are ten points (the same when there are).

    `data` is the kind of data: proportion, rate, count, measurement, subgroup or between.
    """

    chart: Chart
    later: Chart
    data: str
    why: Words
    suggestions: tuple[Suggestion, ...] = ()


def choose(given: Mapping[str, str], observations: Sequence[Observation] = ()) -> Choice:
    """A chart for these answers, and for the points there are so far.

    Raises ValueError when a question that is to be asked has no answer, or one that it does not have.
    """
    for one in questions(given):
        if given.get(one.key) not in {answer.key for answer in one.answers}:
            raise ValueError(f"no answer to {one.key}")
    data, chart, why = _fitting(given)
    known = sum(1 for one in observations if one.y is not None or one.subgroup)
    now = Chart.RUN if known < LEAST_FOR_LIMITS else chart
    if now is not chart:
        why = BEGIN + why
    found = reconsider(chart, observations)
    if not any(one.key == "rare" for one in found) and given.get("often") in ("rare", "some"):
        found = (
            (RARE_SAID if given["often"] == "rare" else FEW_SAID),
            *(one for one in found if one.key != "few"),
        )
    if given.get("exposure") == "unknown":
        found = (UNKNOWN, *found)
    return Choice(now, chart, data, why, found)


def _fitting(given: Mapping[str, str]) -> tuple[str, Chart, Words]:
    match given["noted"]:
        case "cases":
            return "proportion", Chart.P, WHY_CASES
        case "events" if given["exposure"] == "counted":
            return "rate", Chart.U, WHY_RATE
        case "events" if given["exposure"] == "steady":
            return "count", Chart.C, WHY_COUNT
        case "events":
            return "count", Chart.RUN, WHY_UNKNOWN
        case "number" if given["rests"] == "counted":
            return "rate", Chart.IP, WHY_WEIGHTED
        case "number":
            return "measurement", Chart.I, WHY_NUMBER
        case "several":
            return "subgroup", Chart.XBAR, WHY_SEVERAL
        case _:
            return "between", *((Chart.T, WHY_TIME) if given["gap"] == "time" else (Chart.G, WHY_BETWEEN))
