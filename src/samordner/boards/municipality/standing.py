"""Where a municipality stands with every subject, and how it came to stand there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.models import CharField, Count, QuerySet, Window
from django.db.models.functions import Cast, Coalesce
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from samordner.boards.lately import lately
from samordner.boards.marks import Column, Mark, mark_value, marks_of, since_text
from samordner.pages.prepared import Later, Prepared
from samordner.participation.freshness import is_stale
from samordner.participation.lines import Standing
from samordner.participation.models import Observation, Participation
from samordner.participation.queries import State
from samordner.participation.statements import Series, series_of
from samordner.participation.turns import Turn
from samordner.programmes.definition import Definition, Subject


class Step(NamedTuple):
    """One observation in short, of those that still stand; `since` as ISO."""

    pk: int
    subject: str
    item: str
    value: str
    since: str
    precision: str
    recorded_by: str

    @property
    def day(self) -> date:
        return date.fromisoformat(self.since)


@dataclass(frozen=True, slots=True)
class Line:
    """One subject, or one item of it: what is known, and what was the last thing that changed.

    `before` is what it said before the last change, in words; `told` and `by` when and by whom we came to know
    what it says now. All empty when it is unknown.
    """

    column: Column
    marks: tuple[Mark, ...]
    stale: bool
    before: str
    told: date | None
    by: str
    address: str

    @property
    def is_known(self) -> bool:
        return bool(self.marks)

    @property
    def is_late(self) -> bool:
        return any(mark.late for mark in self.marks)


NEWEST = 40
"""So many observations are told of unless all are asked for."""


# No moments, and no days as Django converts them: a thousand of them take longer to read than all the rest
@Prepared
def _steps(
    participation: int, day: date, known_at: datetime | None, whole: bool
) -> QuerySet[Observation, tuple[Any, ...]]:
    said = Observation.objects.filter(participation=participation)
    if known_at is not None:
        said = said.filter(recorded_at__lte=known_at)
    # What corrects an observation is said of the same municipality: one look through its own finds them all. 0 is none:
    # asked for those that are not empty, PostgreSQL looks through what was corrected anywhere
    corrected = said.values(corrected=Coalesce("corrects", 0))
    found = (
        said.filter(since__lte=day, withdrawn=False)
        .exclude(pk__in=corrected)
        .order_by("-since", "-recorded_at", "-pk")
        .values_list(
            "pk", "subject", "item", "value", Cast("since", CharField()), "precision", "recorded_by",
            Window(Count("pk")),
        )
    )  # fmt: skip
    return found if whole else found[:NEWEST]


def steps_later(
    participation: Participation, day: date, known_at: datetime | None, *, whole: bool
) -> Later[tuple[Any, ...]]:
    """Asks for the observations that stand: all of them, or the `NEWEST` ones."""
    return _steps.later(participation.pk, day, known_at, whole)


def steps(asked: Later[tuple[Any, ...]]) -> tuple[list[Step], int]:
    """The observations that were asked for, the newest first, and how many there are in all."""
    rows = asked.rows
    return [Step._make(row[:-1]) for row in rows], rows[0][-1] if rows else 0


@dataclass(frozen=True, slots=True)
class _Told:
    """What lines are made from. `turns`: see there; `names`: of those who recorded; `root`: see `cell_root`."""

    participation: Participation
    definition: Definition
    known: State
    turns: Mapping[Series, Turn]
    names: Mapping[str, str]
    root: str


def lines(
    participation: Participation, definition: Definition, known: State, turns: Mapping[Series, Turn],
    names: Mapping[str, str], query: str,
) -> list[Line]:  # fmt: skip
    """A line for every subject that is followed for the municipality as such. `names`: of those who recorded."""
    told = _Told(participation, definition, known, turns, names, f"{cell_root(participation)}%s?{query}")
    return [_line(told, subject, column) for subject, column in _columns(definition)]


@lately
def _columns(definition: Definition) -> tuple[tuple[Subject, Column], ...]:
    return tuple(
        (subject, Column(subject.key, "", str(subject.name), str(subject.name)))
        for subject in definition.subjects
        if definition.items_of(subject.key) is None
    )


@dataclass(frozen=True, slots=True)
class Items:
    """A subject that is followed item by item: the lines of those that are known, and how many there are in all."""

    subject: Subject
    lines: tuple[Line, ...]
    whole: int

    @property
    def unknown(self) -> int:
        return self.whole - len(self.lines)


def items(
    participation: Participation, definition: Definition, known: State, turns: Mapping[Series, Turn],
    names: Mapping[str, str], query: str,
) -> list[Items]:  # fmt: skip
    """For every subject that is followed item by item: the items of which something is known."""
    told = _Told(participation, definition, known, turns, names, f"{cell_root(participation)}%s?{query}")
    found = []
    for subject in definition.subjects:
        if (of := definition.items_of(subject.key)) is None:
            continue
        every = [
            _line(told, subject, Column(subject.key, one.key, one.key, f"{one.key} {one.name}")) for one in of
        ]
        found.append(Items(subject, tuple(line for line in every if line.is_known), len(every)))
    return found


def _line(told: _Told, subject: Subject, column: Column) -> Line:
    marks = marks_of(told.definition, told.known, told.participation.pk, column)
    address = told.root.replace("%s", f"{subject.key}/{column.item and column.item + '/'}", 1)
    if not marks:
        return Line(column, (), False, "", None, "", address)
    standings = _standings(told.definition, told.known, told.participation, column)
    newest = max(standings, key=lambda one: (one.since, one.recorded_at, one.observation))
    turn = told.turns[newest.series]
    return Line(
        column,
        marks,
        any(is_stale(one, subject, told.known.day) for one in standings),
        _before(told.definition, newest.series, turn) if turn.since else "",
        localtime(newest.recorded_at).date(),
        told.names.get(turn.recorded_by, ""),
        address,
    )


def cell_root(participation: Participation) -> str:
    """How the addresses of the cells of a municipality begin: quicker than asking for each of them."""
    return f"{reverse('boards:board')}{participation.pk}/"


def _standings(
    definition: Definition, known: State, participation: Participation, column: Column
) -> list[Standing]:
    if column.item:
        found = [known.get(participation.pk, column.subject, column.item)]
    else:
        found = [
            known.get(participation.pk, one.subject, one.item)
            for one in series_of(definition, column.subject)
        ]
    return [one for one in found if one is not None]


def _before(definition: Definition, series: Series, turn: Turn) -> str:
    """What was said before the last change, in words: "In process, 04.03.2020"."""
    mark = mark_value(definition, series.subject, series.item, turn.value)
    if turn.since is None or definition.subject(series.subject).holds == "day":
        return mark.text
    since = since_text(turn.since, turn.precision)
    return _("%(value)s, since %(day)s") % {"value": mark.text, "day": since}
