"""The board: municipality × subject on a day, with what every column adds up to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from samordner.boards.marks import UNKNOWN, Column, Face, Mark, Said, columns_of, mark_step, mark_value
from samordner.boards.queries import Scope, Selection
from samordner.participation.lines import FRONT, REST, front_and_end, key_of, value_of
from samordner.participation.models import HOLDS, Participation
from samordner.participation.queries import State
from samordner.participation.statements import Series
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
    inherited: Collection[str] = ()
    fronts: Sequence[str] = ()
    """What each face shows of its first series, up to the day it was expected on (see `front_and_end`)."""

    @property
    def name(self) -> str:
        return str(self.participation.municipality)

    @property
    def cells(self) -> tuple[Cell, ...]:
        return tuple(self.cell(face) for face in self.faces)

    def cell(self, face: Face) -> Cell:
        return Cell(face, face.read(self.texts, self.inherited))


@dataclass(frozen=True, slots=True)
class Count:
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
    columns = columns_of(scope.definition, view, area)
    faces = tuple(Face(column, scope.definition, scope.day) for column in columns)
    taken: dict[int, set[str]] = {}
    for pk, series in inherited:
        taken.setdefault(pk, set()).add(key_of(series))
    texts = state.texts()
    keys = [face.series[0][1] for face in faces]
    rows = []
    for one in scope.participations:
        said = texts.get(one.id, {})
        rows.append(Row(one, faces, said, taken.get(one.id, ()), front_and_end(said, keys)))
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
    texts = [row.texts for row in rows]
    fronts = list(zip(*[row.fronts for row in rows], strict=True)) or [()] * len(faces)
    return tuple(
        Total(face.column, tuple(_counts(face, texts, shown)), len(texts))
        for face, shown in zip(faces, fronts, strict=True)
    )


def _counts(face: Face, texts: Sequence[Mapping[str, str]], fronts: Sequence[str]) -> Iterator[Count]:
    """Every value with its number, the furthest of an ordered scale first; then what is unknown."""
    definition, subject, item = face.definition, face.subject, face.column.item
    place = face.column.key
    if subject.many:
        for option, key in face.series:
            values = Counter(value_of(text) for one in texts if (text := one.get(key)))
            selection = Selection("value", subject.key, option, (HOLDS,))
            shown = mark_value(definition, subject.key, option, HOLDS)
            yield Count(shown, values[HOLDS], selection, key=f"{place}:{option}")
        keys = {key for _option, key in face.series}
        known = sum(1 for one in texts if not keys.isdisjoint(one))
    else:
        values = _values(fronts)
        known = values.total()
        if subject.holds == "day":
            selection = Selection("known", subject.key, item)
            yield Count(Mark("", _("known")), known, selection, leads=True, key=f"{place}:{KNOWN}")
        scale = next((one for one in definition.scales if one.key == subject.scale), None)
        steps = definition.values_of(subject.key)
        for step in reversed(steps):
            selection = Selection("value", subject.key, item, (step.key,))
            shown = mark_step(step)
            leads = bool(scale and scale.ordered and not scale.from_phases) and step is steps[-1]
            yield Count(shown, values[step.key], selection, leads, f"{place}:{step.key}")
    selection = Selection("unknown", subject.key, item)
    yield Count(Mark(UNKNOWN, _("unknown")), len(texts) - known, selection, key=f"{place}:{UNKNOWN}")


def _values(texts: Iterable[str]) -> Counter[str]:
    """How many have each value, by their fronts and ends. These are counted first, and read after: thousands are only
    a few different ones.
    """
    fronts = Counter([text[REST.start : FRONT.stop] for text in texts])
    values: Counter[str] = Counter()
    fronts.pop("", None)
    for front, number in fronts.items():
        values[front.rsplit(" ", 2)[0]] += number
    return values


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
