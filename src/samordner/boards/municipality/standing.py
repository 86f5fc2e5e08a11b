"""Where a municipality stands with every subject, and how it came to stand there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from django.db.models import CharField, IntegerField
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from samordner.boards.marks import Column, Mark, mark_value, marks_of, since_text
from samordner.participation.freshness import is_stale
from samordner.participation.lines import Standing
from samordner.participation.models import Observation, Participation
from samordner.participation.queries import State
from samordner.participation.statements import series_of
from samordner.programmes.definition import Definition, Subject


class Step(NamedTuple):
    """One observation in short, of those that still stand."""

    pk: int
    subject: str
    item: str
    value: str
    since: date
    precision: str
    recorded_by: str


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
FIELDS = ("pk", "subject", "item", "value", "precision", "recorded_by", "corrects", "gone", "begins")


def steps(participation: Participation, day: date, known_at: datetime | None) -> list[Step]:
    """Every observation that stands on `day`, the newest first; one query."""
    rows = Observation.objects.filter(participation=participation)
    if known_at is not None:
        rows = rows.filter(recorded_at__lte=known_at)
    read = rows.annotate(gone=Cast("withdrawn", IntegerField()), begins=Cast("since", CharField()))
    found = list(read.order_by("-since", "-recorded_at", "-pk").values_list(*FIELDS))
    hidden, iso = {corrects for *_rest, corrects, _gone, _begins in found if corrects}, day.isoformat()
    return [
        Step(pk, subject, item, value, date.fromisoformat(begins), precision, by)
        for pk, subject, item, value, precision, by, _corrects, gone, begins in found
        if not gone and pk not in hidden and begins <= iso
    ]


def lines(
    participation: Participation, definition: Definition, known: State, said: Iterable[Step],
    names: Mapping[str, str], query: str,
) -> list[Line]:  # fmt: skip
    """A line for every subject that is followed for the municipality as such. `names`: of those who recorded."""
    root, by_subject = f"{cell_root(participation)}%s?{query}", dict[str, list[Step]]()
    for step in said:
        by_subject.setdefault(step.subject, []).append(step)
    return [
        _line(participation, definition, known, subject, Column(subject.key, "", str(subject.name), str(subject.name)),
              by_subject.get(subject.key, []), names, root)
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
    participation: Participation, definition: Definition, known: State, said: Iterable[Step],
    names: Mapping[str, str], query: str,
) -> list[Items]:  # fmt: skip
    """For every subject that is followed item by item: the items of which something is known."""
    root, by_item = f"{cell_root(participation)}%s?{query}", dict[tuple[str, str], list[Step]]()
    for step in said:
        by_item.setdefault((step.subject, step.item), []).append(step)
    found = []
    for subject in definition.subjects:
        of = definition.items_of(subject.key)
        if of is None:
            continue
        every = [
            _line(participation, definition, known, subject, Column(subject.key, one.key, one.key, f"{one.key} {one.name}"),
                  by_item.get((subject.key, one.key), []), names, root)
            for one in of
        ]  # fmt: skip
        found.append(Items(subject, tuple(line for line in every if line.is_known), len(every)))
    return found


def _line(
    participation: Participation, definition: Definition, known: State, subject: Subject, column: Column,
    said: Sequence[Step], names: Mapping[str, str], root: str,
) -> Line:  # fmt: skip
    marks = marks_of(definition, known, participation.pk, column)
    address = root.replace("%s", f"{subject.key}/{column.item and column.item + '/'}", 1)
    if not marks:
        return Line(column, (), False, "", None, "", address)
    standings = _standings(definition, known, participation, column)
    newest = max(standings, key=lambda one: (one.since, one.recorded_at))
    return Line(
        column,
        marks,
        any(is_stale(one, subject, known.day) for one in standings),
        _before(definition, said),
        localtime(newest.recorded_at).date(),
        next((names.get(step.recorded_by, "") for step in said if step.pk == newest.observation), ""),
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


def _before(definition: Definition, said: Sequence[Step]) -> str:
    """The last thing that was said otherwise of the same, in words: "In process, 04.03.2020"."""
    if not said:
        return ""
    newest = said[0]
    earlier = (one for one in said[1:] if one.item == newest.item and one.value != newest.value)
    found = next(earlier, None)
    if found is None:
        return ""
    mark = mark_value(definition, found.subject, found.item, found.value)
    if definition.subject(found.subject).holds == "day":
        return mark.text
    since = since_text(found.since, found.precision)
    return _("%(value)s, since %(day)s") % {"value": mark.text, "day": since}
