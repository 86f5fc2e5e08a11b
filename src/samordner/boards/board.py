"""The board: municipality × subject on a day, with what every column adds up to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.utils.translation import gettext as _

from samordner.boards.lately import lately
from samordner.boards.looks import Shape, faces_of, value_in
from samordner.boards.marks import UNKNOWN, Column, Face, Mark, Said, mark_step, mark_value
from samordner.boards.queries import Scope, Selection
from samordner.participation.lines import key_of, value_of
from samordner.participation.models import HOLDS, Participation
from samordner.participation.queries import State
from samordner.participation.statements import Series, series_of
from samordner.programmes.definition import Definition, Subject


@dataclass(frozen=True, slots=True)
class Cell:
    """What is said of one municipality in one column; `said` is () when it is unknown."""

    face: Face
    said: tuple[Said, ...]

    @property
    def column(self) -> Column:
        return self.face.column

    @property
    def marks(self) -> tuple[Mark, ...]:
        return self.face.marks(self.said)


@dataclass(frozen=True, slots=True)
class Row:
    """A municipality with all that is known of it, as texts by key; `inherited`: the keys of what was taken over.

    Its cells are made when somebody asks for them: the page of the whole country is written without.
    """

    participation: Participation
    faces: tuple[Face, ...]
    texts: Mapping[str, str]
    shape: Shape
    inherited: Collection[str] = ()

    @property
    def name(self) -> str:
        return str(self.participation.municipality)

    @property
    def cells(self) -> tuple[Cell, ...]:
        return tuple(self.cell(face) for face in self.faces)

    def cell(self, face: Face) -> Cell:
        return Cell(face, face.read(self.texts, self.inherited))


class Count(NamedTuple):
    """`number` of all have this value; `selection` opens it. `key` names it in an address."""

    mark: Mark
    number: int
    selection: Selection
    leads: bool = False
    key: str = ""


@dataclass(frozen=True, slots=True)
class Total:
    """What a column adds up to, the whole being all municipalities that are counted."""

    column: Column
    counts: tuple[Count, ...]
    whole: int


@dataclass(frozen=True, slots=True)
class Narrowing:
    """Which municipalities of the scope are shown: all that is asked for must be true.

    `words` are sought in names; `show` is the key of a count; `among` are municipalities by primary key (None:
    all); `phase` a value of the programme's phase; `fresh` is "fresh", "stale" or "unknown", of any column shown.
    """

    words: str = ""
    show: str = ""
    among: Collection[int] | None = None
    county: str = ""
    phase: str = ""
    fresh: str = ""

    def __bool__(self) -> bool:
        return self != Narrowing()


@dataclass(frozen=True)
class Board:
    """`totals` count the whole scope; `shown` what is shown of it, and is () when that is all."""

    columns: tuple[Column, ...]
    faces: tuple[Face, ...]
    rows: tuple[Row, ...]
    totals: tuple[Total, ...]
    shown: tuple[Total, ...]
    whole: int


def board(
    scope: Scope,
    state: State,
    *,
    view: str = "",
    area: str = "",
    narrowing: Narrowing | None = None,
    sort: str = "",
    inherited: Collection[tuple[int, Series]] = (),
) -> Board:
    """The board. `view` and `area` choose the columns; `sort` is a column's key ("-" first: down).

    `inherited`: the cells that were taken over from older municipalities. KeyError: no such view.
    """
    narrowing = narrowing or Narrowing()
    looked = faces_of(scope.definition, view, area, scope.day)
    columns, faces = looked.columns, looked.faces
    taken: dict[int, set[str]] = {}
    for pk, series in inherited:
        taken.setdefault(pk, set()).add(key_of(series))
    texts = state.texts()
    rows = []
    for one in scope.participations:
        said = texts.get(one.id, {})
        rows.append(Row(one, faces, said, looked.shape(said), taken.get(one.id, ())))
    kept = narrowed(rows, narrowing, faces, scope.definition)
    return Board(
        columns,
        faces,
        tuple(_sorted(kept, faces, sort)),
        _totals(faces, rows),
        _totals(faces, kept) if narrowing else (),
        len(rows),
    )


# Who is shown


def narrowed(
    rows: Sequence[Row], asked: Narrowing, faces: Sequence[Face], definition: Definition
) -> list[Row]:
    """The rows that all of the narrowing lets through, in their order."""
    found = list(rows)
    if words := asked.words.casefold().strip():
        found = [row for row in found if words in row.name.casefold()]
    if asked.among is not None:
        found = [row for row in found if row.participation.municipality_id in asked.among]
    if asked.county:
        found = [row for row in found if row.participation.municipality.county.code == asked.county]
    if asked.phase and (subject := phase_subject(definition)):
        found = [row for row in found if value_of(row.texts.get(subject.key, "")) == asked.phase]
    if asked.show:
        column, _mark, value = asked.show.rpartition(":")
        found = [
            row
            for row in found
            for face in faces
            if face.column.key == column and _shows(row.cell(face), value)
        ]
    if asked.fresh:
        found = [row for row in found if any(_freshness(row.cell(face)) == asked.fresh for face in faces)]
    return found


FRESHNESS = ("fresh", "stale", "unknown")


def _freshness(cell: Cell) -> str:
    """One of FRESHNESS: what is known is stale when some of it is."""
    if not cell.said:
        return "unknown"
    return "stale" if any(cell.face.is_stale(one.text) for one in cell.said) else "fresh"


def _shows(cell: Cell, value: str) -> bool:
    """Whether the cell is one that the count with this key counts."""
    if value in {UNKNOWN, KNOWN}:
        return bool(cell.said) == (value == KNOWN)
    if cell.face.subject.many:
        return any(one.item == value and one.value == HOLDS for one in cell.said)
    return any(one.value == value for one in cell.said)


def phase_subject(definition: Definition) -> Subject | None:
    """The subject that says which phase a municipality is in; None when the programme has none."""
    scales = {scale.key for scale in definition.scales if scale.from_phases}
    return next((one for one in definition.subjects if one.scale in scales and not one.per), None)


# What it adds up to

KNOWN = "!"


def _totals(faces: Sequence[Face], rows: Sequence[Row]) -> tuple[Total, ...]:
    looks = list(zip(*[row.shape.looks for row in rows], strict=True)) or [()] * len(faces)
    return tuple(
        Total(face.column, tuple(_counts(face, rows, shown)), len(rows))
        for face, shown in zip(faces, looks, strict=True)
    )


class Countable(NamedTuple):
    """What can be counted of a column: of one that may have many, the `item`; else the `value`, or KNOWN, or UNKNOWN."""

    mark: Mark
    value: str
    selection: Selection
    leads: bool
    key: str


@lately
def _countable(definition: Definition, column: Column) -> tuple[Countable, ...]:
    """Every value, the furthest of an ordered scale first; then what is unknown."""
    subject, item, found = definition.subject(column.subject), column.item, list[Countable]()

    def count(mark: Mark, value: str, kind: str, *values: str, of: str = item, leads: bool = False) -> None:
        selection = Selection(kind, subject.key, of, values)
        found.append(Countable(mark, value, selection, leads, f"{column.key}:{value}"))

    if subject.many:
        for option in dict.fromkeys(one.item for one in series_of(definition, subject.key)):
            count(mark_value(definition, subject.key, option, HOLDS), option, "value", HOLDS, of=option)
    else:
        if subject.holds == "day":
            count(Mark("", _("known")), KNOWN, "known", leads=True)
        scale = next((one for one in definition.scales if one.key == subject.scale), None)
        steps = definition.values_of(subject.key)
        for step in reversed(steps):
            leads = bool(scale and scale.ordered and not scale.from_phases) and step is steps[-1]
            count(mark_step(step), step.key, "value", step.key, leads=leads)
    count(Mark(UNKNOWN, _("unknown")), UNKNOWN, "unknown")
    return tuple(found)


def _counts(face: Face, rows: Sequence[Row], looks: Sequence[str]) -> Iterator[Count]:
    """Every value with its number, and how many are unknown."""
    if face.subject.many:
        values = Counter(
            item for row in rows for item, key in face.series if value_of(row.texts.get(key, "")) == HOLDS
        )
        keys = {key for _item, key in face.series}
        known = sum(1 for row in rows if not keys.isdisjoint(row.texts))
    else:
        values = Counter()
        for look, number in Counter(looks).items():  # thousands are only a few different ones
            if look:
                values[value_in(look)] += number
        known = values.total()
    special = {KNOWN: known, UNKNOWN: len(rows) - known}
    for mark, value, selection, leads, key in _countable(face.definition, face.column):
        number = special.get(value, 0) if selection.kind != "value" else values[value]
        yield Count(mark, number, selection, leads, key)


# In which order


def _sorted(rows: list[Row], faces: Sequence[Face], sort: str) -> list[Row]:
    """Sorted by a column in its scale's order, unknown always last; else as they come, by name."""
    key, down = sort.removeprefix("-"), sort.startswith("-")
    if key == "name":
        return rows[::-1] if down else rows
    face = next((one for one in faces if one.column.key == key), None)
    if face is None:
        return rows
    order = {value.key: number for number, value in enumerate(face.definition.values_of(face.subject.key))}
    said = {row.participation.pk: row.cell(face).said for row in rows}

    def rank(row: Row) -> tuple[int, str]:
        values = [one.value for one in said[row.participation.pk]]
        if face.subject.many:
            return values.count(HOLDS), ""
        return order.get(values[0], -1), "" if order else values[0]

    known = [row for row in rows if said[row.participation.pk]]
    return sorted(known, key=rank, reverse=down) + [row for row in rows if not said[row.participation.pk]]
