"""Where a municipality stands with every subject, and how it came to stand there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.models import CharField, Count, Exists, OuterRef, QuerySet
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from samordner.boards.lately import lately
from samordner.boards.marks import Column, Mark, mark_value, marks_of, since_text
from samordner.pages.prepared import Prepared
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
    found = (
        _standing(participation, day, known_at)
        .order_by("-since", "-recorded_at", "-pk")
        .values_list("pk", "subject", "item", "value", Cast("since", CharField()), "precision", "recorded_by")
    )
    return found if whole else found[:NEWEST]


@Prepared
def _number(participation: int, day: date, known_at: datetime | None) -> QuerySet[Observation, int]:
    rows = _standing(participation, day, known_at).order_by().values("participation")
    return rows.annotate(number=Count("pk")).values_list("number", flat=True)


def _standing(participation: int, day: date, known_at: datetime | None) -> QuerySet[Observation]:
    rows = Observation.objects.filter(participation=participation, since__lte=day, withdrawn=False)
    later = Observation.objects.filter(corrects=OuterRef("pk"))
    if known_at is not None:
        rows, later = rows.filter(recorded_at__lte=known_at), later.filter(recorded_at__lte=known_at)
    return rows.filter(~Exists(later))


def steps(participation: Participation, known: State, *, whole: bool) -> tuple[list[Step], int]:
    """The observations that stand, the newest first, and how many there are: all of them, or the `NEWEST` ones.

    One query, and one more when there are more than these.
    """
    asked = participation.pk, known.day, known.known_at
    found = [Step._make(row) for row in _steps(*asked, whole)]
    return found, len(found) if whole or len(found) < NEWEST else _number(*asked)[0]


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
