"""Typed columns: what a table's column means, said once for screen, export, API and the plan's chapter.

    PARTNERS = TableDefinition(
        key="cooperation",
        title=_("Cooperation with other actors"),
        columns=(
            Column(key="partner", title=_("Organisation"), names_row=True),
            Column(key="form", title=_("Form of cooperation"), kind=Kind.TEXT),
            Column(key="since", title=_("Since"), kind=Kind.DAY, value=lambda row: row.first_day),
        ),
        group=Column(key="parent", title=_("Parent body")),
    )

A `Layout` is what a printed chapter shows of it, in what order and widths.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Generic, TypeAlias, TypeVar

from samordner.documents.amounts import Amount, Unit
from samordner.timeline.due import Due
from samordner.timeline.periods import Period

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Label: TypeAlias = "str | _StrPromise"
"""A text on screen: plain, or lazy so that it is said in the reader's language."""

Row = TypeVar("Row")


class Kind(StrEnum):
    """What a cell holds. In brackets: the Python value that a column of the kind reads off a row."""

    TEXT = "text"  # long text, paragraphs and bullets as lines (str)
    SHORT = "short"  # one line (str)
    NUMBER = "number"  # (int, float, Decimal or None)
    DAY = "day"  # (date or None)
    PERIOD = "period"  # (Period or None)
    DUE = "due"  # a day as written, and the day (Due or None)
    AMOUNT = "amount"  # an amount as written, and the number in the column's unit (Amount or None)
    CHOICE = "choice"  # the key of one of the column's choices (str, empty for none)
    LINK = "link"  # (Link or None)
    PEOPLE = "people"  # names (sequence of str)


@dataclass(frozen=True, slots=True)
class Link:
    address: str
    label: str = ""


Value: TypeAlias = str | int | float | Decimal | date | Period | Due | Amount | Link | Sequence[str] | None


@dataclass(frozen=True, kw_only=True)
class Column(Generic[Row]):
    """One column. `value` reads it off a row: a function, or the name of an attribute or key (else `key`).

    `names_row` marks the column whose cell is the row's own heading. `choices` gives each key of a choice its
    label, `unit` says what an amount counts. `help` says what the column means, to whoever fills it in.
    """

    key: str
    title: Label
    kind: Kind = Kind.SHORT
    value: Callable[[Row], Value] | str = ""
    help: Label = ""
    names_row: bool = False
    choices: Mapping[str, Label] = field(default_factory=dict)
    unit: Unit = "kr"

    def read(self, row: Row) -> Value:
        if callable(self.value):
            return self.value(row)
        name = self.value or self.key
        found: Any = row[name] if isinstance(row, Mapping) else getattr(row, name)
        return found  # type: ignore[no-any-return]

    def says(self, row: Row) -> bool:
        """Whether anything stands in the row's cell."""
        value = self.read(row)
        return bool(getattr(value, "label", value)) or value == 0


@dataclass(frozen=True, slots=True)
class Layout:
    """What a printed table shows: keys of columns in order, relative widths, and the page's direction.

    `optional` names those that are shown only when some row has something there (see `TableDefinition.fitted`);
    the page lies down when more than `standing` columns are shown.
    """

    columns: tuple[str, ...]
    widths: tuple[float, ...] = ()
    landscape: bool = False
    optional: frozenset[str] = frozenset()
    standing: int = 6

    def __post_init__(self) -> None:
        if self.widths and len(self.widths) != len(self.columns):
            raise ValueError(f"{len(self.columns)} columns but {len(self.widths)} widths")

    def without(self, keys: Iterable[str]) -> Layout:
        """The layout without these columns, lying down if there are many left."""
        left = [place for place, key in enumerate(self.columns) if key not in set(keys)]
        return replace(
            self,
            columns=tuple(self.columns[place] for place in left),
            widths=tuple(self.widths[place] for place in left) if self.widths else (),
            landscape=self.landscape or len(left) > self.standing,
        )


@dataclass(frozen=True, kw_only=True)
class TableDefinition(Generic[Row]):
    """A table. Neighbouring rows with the same text in `group` stand under one heading of that text.

    `language` tells the language that a row's own text is written in ("nb", "nn"; empty: the document's).
    """

    key: str
    title: Label
    columns: tuple[Column[Row], ...]
    group: Column[Row] | None = None
    language: Callable[[Row], str] | None = None
    layout: Layout | None = None

    def column(self, key: str) -> Column[Row]:
        """The column of that key; `KeyError` when there is none."""
        for column in self.columns:
            if column.key == key:
                return column
        raise KeyError(key)

    def shown(self, layout: Layout | None = None) -> tuple[Column[Row], ...]:
        """The columns that a layout (else the table's own, else none) shows, in its order."""
        layout = layout or self.layout
        return tuple(self.column(key) for key in layout.columns) if layout else self.columns

    def fitted(self, rows: Iterable[Row]) -> Layout | None:
        """The table's layout for these rows: without the optional columns in which none of them has anything."""
        if self.layout is None:
            return None
        unsaid = {key: self.column(key) for key in self.layout.columns if key in self.layout.optional}
        for row in rows:
            unsaid = {key: column for key, column in unsaid.items() if not column.says(row)}
        return self.layout.without(unsaid)
