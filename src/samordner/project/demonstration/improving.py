"""What the demonstration's teams improve: projects, driver diagrams, cycles, what is measured, and what others took up.

Invented. The series stand in the file as they would be pasted, and are brought in by the same deed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import pairwise

from django.utils.timezone import make_aware

from samordner.improvement.models import Cycle, Driver, Project
from samordner.improvement.operations.cycles import (
    Decision,
    Done,
    Planned,
    decide,
    plan_cycle,
    write_done,
    write_study,
)
from samordner.improvement.operations.drivers import add_driver
from samordner.improvement.operations.experiences import Noted, Told, note_uptake, propose_experience
from samordner.improvement.operations.projects import Said, begin_project
from samordner.measurement.entries import Entry
from samordner.measurement.models import How, Indicator, State
from samordner.measurement.operations.deciding import freeze
from samordner.measurement.operations.indicators import Defined, Described, add_indicator, aim
from samordner.measurement.operations.measuring import Brought, bring, seen_mark
from samordner.measurement.operations.noting import Note, annotate
from samordner.measurement.periods import after
from samordner.networks.models import Team
from samordner.participation.models import Participation


@dataclass(frozen=True, slots=True, kw_only=True)
class Hung:
    """A box of a driver diagram; `under` is the key of the one it hangs on, "" for the aim."""

    key: str
    text: str
    under: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """A PDSA cycle. One of the same ramp follows the one before it."""

    question: str
    prediction: str
    begins: date
    ends: date
    idea: str = ""
    ramp: str = ""
    done: str = ""
    study: str = ""
    act: str = ""
    next_step: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Meant:
    text: str
    numerator: str = ""
    denominator: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Aimed:
    since: date
    value: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Noticed:
    """A note on a chart; `cycle` is the number of a cycle."""

    day: date
    text: str
    cycle: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """What is measured, and how."""

    kind: str
    name: str
    value_kind: str
    chart: str
    direction: str
    rhythm: str
    definition: Meant
    unit: str = ""
    multiplier: int = 1
    responsible: str = ""
    source: str = ""
    fewest: int = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """An indicator with its series, from the period of `first` on.

    `values`: "5/14", "12.5", "-" for not measured, "x" for not relevant; of rare events their days. Either it says what
    it is, or it is the `shared` one that all teams count alike.
    """

    key: str
    values: tuple[str, ...]
    first: date | None = None
    shared: str = ""
    goal: Aimed | None = None
    baseline: date | None = None
    notes: tuple[Noticed, ...] = ()
    kind: str = ""
    name: str = ""
    value_kind: str = ""
    chart: str = ""
    direction: str = ""
    rhythm: str = ""
    definition: Meant | None = None
    unit: str = ""
    multiplier: int = 1
    responsible: str = ""
    source: str = ""
    fewest: int = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """A project of a team."""

    name: str
    problem: str
    aim_what: str
    aim_how_much: str
    aim_for_whom: str
    aim_by: date
    solutions: tuple[str, ...]
    began: date
    drivers: tuple[Hung, ...]
    cycles: tuple[Tried, ...]
    indicators: tuple[Counted, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Took:
    """What another municipality did with an experience."""

    at: datetime
    of: str
    seen: date
    taken_up: date | None = None
    how: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """An experience: of a team's cycle by its number."""

    at: datetime
    by: str
    of: str
    cycle: int
    solution: str
    title: str
    what: str
    for_whom: str
    takes: str
    uptakes: tuple[Took, ...] = ()


def begin(team: Team, said: Begun, what: Kind, today: date, note: str, *, by: str, at: datetime) -> Project:
    """A team's whole project. `what` is the indicator that all teams share."""
    project = begin_project(
        team.participation,
        Said(
            name=said.name, team=team, problem=f"{said.problem}\n\n{note}.", aim_what=said.aim_what,
            aim_how_much=said.aim_how_much, aim_for_whom=said.aim_for_whom, aim_by=said.aim_by,
            solutions=said.solutions, began_on=said.began,
        ),
        by=by, now=at,
    )  # fmt: skip
    hung = _hang(project, said.drivers, by, at)
    cycles = _try(project, said.cycles, hung, by, at)
    for one in said.indicators:
        _count(project, one, what, cycles, today, by, at)
    return project


def _hang(project: Project, drivers: Sequence[Hung], by: str, at: datetime) -> dict[str, Driver]:
    hung: dict[str, Driver] = {}
    for one in drivers:
        kind = one.kind or (Driver.Kind.SECONDARY if one.under else Driver.Kind.PRIMARY)
        hung[one.key] = add_driver(project, one.text, kind=kind, parent=hung.get(one.under), by=by, now=at)
    return hung


def _try(
    project: Project, tried: Sequence[Tried], hung: Mapping[str, Driver], by: str, at: datetime
) -> dict[int, Cycle]:
    found: dict[int, Cycle] = {}
    last: dict[str, Cycle] = {}
    for one in tried:
        said = Planned(
            question=one.question, prediction=one.prediction, begins=one.begins, ends=one.ends,
            idea=hung.get(one.idea), ramp=one.ramp, follows=last.get(one.ramp) if one.ramp else None,
        )  # fmt: skip
        row = plan_cycle(project, said, by=by, now=_from(at, one.begins))
        over = _from(at, one.ends + timedelta(days=1))
        if one.done:
            done = Done(one.done, one.begins, one.ends)
            row = write_done(row, done, version=row.version, by=by, now=over)
        if one.study:
            row = write_study(row, one.study, version=row.version, by=by, now=over)
        if one.act:
            said_of = Decision(one.act, one.ends + timedelta(days=1), one.next_step)
            row = decide(row, said_of, version=row.version, by=by, now=over)
        found[row.number] = row
        if one.ramp and one.act:
            last[one.ramp] = row
    return found


def _from(at: datetime, day: date) -> datetime:
    """Noon of the day, or when the team was written down if that came later."""
    return max(at, make_aware(datetime.combine(day, time(12))))


def _count(
    project: Project, said: Counted, shared: Kind, cycles: Mapping[int, Cycle], today: date, by: str, at: datetime
) -> None:  # fmt: skip
    meant = shared.definition if said.shared else said.definition
    assert meant is not None
    kind: Kind | Counted = shared if said.shared else said
    rows = _rows(said, kind.rhythm)
    described = Described(
        name=kind.name, kind=kind.kind, value_kind=kind.value_kind, direction=kind.direction,
        begins=rows[0].day, rhythm=kind.rhythm, unit=kind.unit, multiplier=kind.multiplier,
        responsible=kind.responsible, source=kind.source, chart=kind.chart, fewest=kind.fewest,
    )  # fmt: skip
    defined = Defined(text=meant.text, numerator_text=meant.numerator, denominator_text=meant.denominator)
    row = add_indicator(project, described, defined, by=by, now=at)
    bring(row, rows, seen=seen_mark(rows), how=How.PASTE, today=today, by=by, now=_from(at, rows[-1].day))
    if said.goal:
        row.refresh_from_db()
        value = Decimal(said.goal.value)
        aim(row, since=said.goal.since, value=value, version=row.version, by=by, now=at)
    if said.baseline:
        row.refresh_from_db()
        freeze(row, said.baseline, version=row.version, by=by, now=at)
    _note(row, said.notes, cycles, by, at)


def _note(
    row: Indicator, notes: Sequence[Noticed], cycles: Mapping[int, Cycle], by: str, at: datetime
) -> None:
    for one in notes:
        note = Note(day=one.day, text=one.text, cycle=cycles[one.cycle])
        annotate(row, note, by=by, now=_from(at, one.day))


def _rows(said: Counted, rhythm: str) -> list[Brought]:
    if rhythm == "event":
        days = [date.fromisoformat(text) for text in said.values]
        between = pairwise(days)
        return [Brought(one, Entry(value=Decimal((one - before).days))) for before, one in between]
    assert said.first is not None
    return [
        Brought(after(said.first, rhythm, number), _entry(text)) for number, text in enumerate(said.values)
    ]


def _entry(text: str) -> Entry:
    if text in {"-", "x"}:
        return Entry(state=State.MISSING if text == "-" else State.NOT_RELEVANT)
    value, _over, whole = text.partition("/")
    return Entry(value=Decimal(value), denominator=Decimal(whole) if whole else None)


def share(said: Shared, project: Project, places: Mapping[str, Participation], *, by: str) -> None:
    """An experience of a project's cycle, and what others did with it."""
    cycle = project.cycles.get(number=said.cycle)
    told = Told(
        solution=said.solution, title=said.title, what=said.what, for_whom=said.for_whom, takes=said.takes
    )
    made = propose_experience(cycle, told, by=by, now=make_aware(said.at))
    for one in said.uptakes:
        noted = Noted(seen_on=one.seen, taken_up_on=one.taken_up, how=one.how)
        note_uptake(made, places[one.of], noted, by=by, now=make_aware(one.at))
