"""Where a municipality stands with every subject, and how it came to stand there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.models import CharField, IntegerField, QuerySet
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from samordner.boards.marks import Column, Mark, mark_value, marks_of, since_text
from samordner.pages.prepared import Prepared
from samordner.participation.freshness import is_stale
from samordner.participation.lines import Standing
from samordner.participation.models import Observation, Participation
from samordner.participation.queries import State
from samordner.participation.statements import series_of
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


# No moments, and no days or truths as Django converts them: a thousand of them take longer to read than all the rest
@Prepared
def _said(participation: int, known_at: datetime | None) -> QuerySet[Observation, tuple[Any, ...]]:
    rows = Observation.objects.filter(participation=participation)
    if known_at is not None:
        rows = rows.filter(recorded_at__lte=known_at)
    return rows.order_by("-since", "-recorded_at", "-pk").values_list(
        "pk", "subject", "item", "value", Cast("since", CharField()), "precision", "recorded_by",
        Cast("withdrawn", IntegerField()), "corrects",
    )  # fmt: skip


def steps(participation: Participation, day: date, known_at: datetime | None) -> list[Step]:
    """Every observation that stands on `day`, the newest first; one query."""
    found, iso = _said(participation.pk, known_at), day.isoformat()
    hidden = {row[-1] for row in found if row[-1]}
    return [Step._make(row[:-2]) for row in found if not row[-2] and row[0] not in hidden and row[4] <= iso]


@dataclass(frozen=True, slots=True)
class _Told:
    """What lines are made from. `by`: who recorded each observation; `names`: theirs; `root`: see `cell_root`."""

    participation: Participation
    definition: Definition
    known: State
    by: Mapping[int, str]
    names: Mapping[str, str]
    root: str


def _told(
    participation: Participation, definition: Definition, known: State, said: Iterable[Step],
    names: Mapping[str, str], query: str,
) -> _Told:  # fmt: skip
    by = {step.pk: step.recorded_by for step in said}
    return _Told(participation, definition, known, by, names, f"{cell_root(participation)}%s?{query}")


def _changed(said: Iterable[Step], *, by_item: bool) -> dict[tuple[str, str], Step]:
    """Of each subject (and item) the last step that said otherwise of the same than the newest; `said`: newest first."""
    newest: dict[tuple[str, str], Step] = {}
    found: dict[tuple[str, str], Step] = {}
    for step in said:
        place = step.subject, step.item if by_item else ""
        first = newest.setdefault(place, step)
        if step.value != first.value and step.item == first.item and place not in found:
            found[place] = step
    return found


def lines(
    participation: Participation, definition: Definition, known: State, said: Sequence[Step],
    names: Mapping[str, str], query: str,
) -> list[Line]:  # fmt: skip
    """A line for every subject that is followed for the municipality as such. `names`: of those who recorded."""
    told, before = _told(participation, definition, known, said, names, query), _changed(said, by_item=False)
    return [
        _line(told, subject, Column(subject.key, "", str(subject.name), str(subject.name)), before.get((subject.key, "")))
        for subject in definition.subjects
        if definition.items_of(subject.key) is None
    ]  # fmt: skip


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
    participation: Participation, definition: Definition, known: State, said: Sequence[Step],
    names: Mapping[str, str], query: str,
) -> list[Items]:  # fmt: skip
    """For every subject that is followed item by item: the items of which something is known."""
    of_items = [
        (subject, of)
        for subject in definition.subjects
        if (of := definition.items_of(subject.key)) is not None
    ]
    if not of_items:
        return []
    told, before = _told(participation, definition, known, said, names, query), _changed(said, by_item=True)
    found = []
    for subject, of in of_items:
        every = [
            _line(told, subject, Column(subject.key, one.key, one.key, f"{one.key} {one.name}"),
                  before.get((subject.key, one.key)))
            for one in of
        ]  # fmt: skip
        found.append(Items(subject, tuple(line for line in every if line.is_known), len(every)))
    return found


def _line(told: _Told, subject: Subject, column: Column, before: Step | None) -> Line:
    marks = marks_of(told.definition, told.known, told.participation.pk, column)
    address = told.root.replace("%s", f"{subject.key}/{column.item and column.item + '/'}", 1)
    if not marks:
        return Line(column, (), False, "", None, "", address)
    standings = _standings(told.definition, told.known, told.participation, column)
    newest = max(standings, key=lambda one: (one.since, one.recorded_at))
    return Line(
        column,
        marks,
        any(is_stale(one, subject, told.known.day) for one in standings),
        _before(told.definition, before) if before else "",
        localtime(newest.recorded_at).date(),
        told.names.get(told.by.get(newest.observation, ""), ""),
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


def _before(definition: Definition, found: Step) -> str:
    """What was said before the last change, in words: "In process, 04.03.2020"."""
    mark = mark_value(definition, found.subject, found.item, found.value)
    if definition.subject(found.subject).holds == "day":
        return mark.text
    since = since_text(found.day, found.precision)
    return _("%(value)s, since %(day)s") % {"value": mark.text, "day": since}
