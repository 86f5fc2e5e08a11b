"""Who needs a call this week, and why: reasons in words, each with the rows that it stands on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from samordner.facilitation.models import Call, monday
from samordner.facilitation.queries.material import Facts, Material
from samordner.facilitation.queries.series import Watched
from samordner.improvement.models import Cycle, Standing
from samordner.networks.models import Assessment, Gathering
from samordner.timeline.months import months_before

SILENT_MONTHS = 2
"""So long without any measurement, and somebody asks."""
GUIDED_WITHIN = timedelta(days=21)
"""So long after a gathering each team has had guidance, or is asked."""
STILL_FOR = timedelta(days=56)
"""An assessment that has been the same for so long stands still."""
APART = Decimal(1)
ASKED_OF = timedelta(days=28)
"""So long after it left, somebody is to have asked a team why."""
HOMEWORK_SOON = timedelta(days=7)


class Why(StrEnum):
    """A reason. Homework alone calls nobody: it is said when one calls anyway."""

    LEFT = "left"
    ABSENT = "absent"
    UNGUIDED = "unguided"
    UNMEASURED = "unmeasured"
    WORSE = "worse"
    CYCLE = "cycle"
    STILL = "still"
    APART = "apart"
    HOMEWORK = "homework"


@dataclass(frozen=True)
class Reason:
    """One reason, with what its words and its rows are made of; only what belongs to its kind is there.

    `since`: the day that it counts from. `series`: what was measured, or should have been.
    """

    why: Why
    since: date | None = None
    gathering: Gathering | None = None
    series: tuple[Watched, ...] = ()
    cycles: tuple[Cycle, ...] = ()
    scores: tuple[Assessment, ...] = ()

    @property
    def calls(self) -> bool:
        """Whether it is reason enough to call."""
        return self.why != Why.HOMEWORK


@dataclass(frozen=True)
class Line:
    """A team, why it is to be called, and the call of this week if there has been one."""

    facts: Facts
    reasons: tuple[Reason, ...]
    call: Call | None

    @property
    def needs(self) -> bool:
        """Whether it waits for a call this week."""
        return self.call is None and any(one.calls for one in self.reasons)

    @property
    def keys(self) -> list[str]:
        return [one.why.value for one in self.reasons]


def lines(found: Material, series: dict[int, list[Watched]], day: date) -> list[Line]:
    """Every team of the cohort that had joined by the day, with its reasons; `series` by team."""
    return [
        Line(one, tuple(reasons(one, found, series.get(one.team.pk, []), day)), one.call_in_week_of(day))
        for one in found.teams
        if one.team.began_on <= day
    ]


def reasons(team: Facts, found: Material, series: Sequence[Watched], day: date) -> Iterator[Reason]:
    """Why to call this team. One that has left is asked why, once, and nothing else."""
    left = team.team.left_on
    if left is not None and left <= day:
        asked = any(left <= call.day <= day for call in team.calls if call.week != monday(day))
        if day - left <= ASKED_OF and not asked:
            yield Reason(Why.LEFT, since=left)
        return
    been = [one for one in found.been(day) if (one.on or day) >= team.team.began_on]
    if been:
        yield from _after_gathering(team, been[-1], day)
    yield from _measured(team, series, day)
    late = [one for one in team.cycles if one.ends and one.ends < day and not one.act]
    if late:
        yield Reason(Why.CYCLE, since=min(one.ends for one in late if one.ends), cycles=tuple(late))
    yield from _assessed(team, day)
    due = [
        one
        for one in been
        if one.homework_due and day <= one.homework_due <= day + HOMEWORK_SOON and one.pk not in team.homework
    ]
    for one in due:
        yield Reason(Why.HOMEWORK, since=one.homework_due, gathering=one)


def _after_gathering(team: Facts, last: Gathering, day: date) -> Iterator[Reason]:
    on = last.on or day
    if team.was_absent(last):
        yield Reason(Why.ABSENT, since=on, gathering=last)
    held = team.held(day)
    if day - on >= GUIDED_WITHIN and not any(one.day >= on for one in held):
        yield Reason(Why.UNGUIDED, since=held[-1].day if held else None, gathering=last)


def _measured(team: Facts, series: Sequence[Watched], day: date) -> Iterator[Reason]:
    running = {one.pk for one in team.projects if one.standing(day) == Standing.RUNNING}
    watched = [one for one in series if one.indicator.project_id in running]
    if watched:
        last = max((one.last_day for one in watched if one.last_day), default=None)
        if last is None or last < months_before(day, SILENT_MONTHS):
            yield Reason(Why.UNMEASURED, since=last, series=tuple(watched))
    worse = tuple(one for one in watched if one.is_worse)
    if worse:
        yield Reason(Why.WORSE, series=worse)


def _assessed(team: Facts, day: date) -> Iterator[Reason]:
    own, theirs = team.own_score(day), team.adviser_score(day)
    if own is None:
        return
    same = _same_since(team.own, day)
    if day - same.day >= STILL_FOR:
        yield Reason(Why.STILL, since=same.day, scores=(same, own))
    if theirs is not None and abs(own.score - theirs.score) >= APART:
        yield Reason(Why.APART, since=max(own.day, theirs.day), scores=(own, theirs))


def _same_since(own: Sequence[Assessment], day: date) -> Assessment:
    """The first of the latest assessments that all say the same; `own` is not empty by the day."""
    known = [one for one in own if one.day <= day]
    first = known[-1]
    for one in reversed(known):
        if one.score != first.score:
            break
        first = one
    return first


STATES = ("wait", "called", "well")


@dataclass(frozen=True)
class Narrowing:
    """What the list is narrowed to; empty: not. `why`: the key of a reason."""

    why: str = ""
    state: str = ""

    @property
    def narrows(self) -> bool:
        return self != Narrowing()


def state_of(line: Line) -> str:
    return "called" if line.call else "wait" if line.needs else "well"


def narrowed(found: Sequence[Line], by: Narrowing) -> list[Line]:
    """Those that fit. An unknown reason or state asks for nothing."""
    states = (by.state,) if by.state in STATES else STATES
    wanted = by.why if by.why in {one.value for one in Why} else ""
    return [one for one in found if state_of(one) in states and (not wanted or wanted in one.keys)]
