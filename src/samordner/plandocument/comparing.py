"""A reading beside the plan that it goes into: row by row what is new, changed and gone, and what was chosen.

What is new or changed is taken from the document unless a person chose otherwise; what is gone from it is kept (see
docs/decisions/0027-row-by-row.md). A column that the document nowhere prints says nothing of the register's column.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from django.utils.translation import gettext_lazy as _

from samordner.documents.cells import cell_text
from samordner.documents.columns import Column, Kind, Label
from samordner.plandocument.models import PlanReading
from samordner.plandocument.pairing import Entry, merged, paired
from samordner.plandocument.taking import front_of, new_chapters, new_rows
from samordner.plandocument.wording import Parts, beside
from samordner.plans.cells import field_names
from samordner.plans.models import Chapter, Plan
from samordner.plans.new import NewChapter, NewRow
from samordner.plans.operations.keeping import more_of
from samordner.plans.registers import Register, registers
from samordner.plans.written import fields_of, tidy
from samordner.programmes.definition import Definition
from samordner.timeline.periods import Period

How = Literal["new", "changed", "gone", "moved", "same"]
Choices = Mapping[str, str]
TAKE, KEEP = "take", "keep"
TAKEN: Mapping[How, bool] = {"new": True, "changed": True, "moved": True, "gone": False, "same": False}
FRONT, CHAPTERS = "front", "chapters"
FRONT_TITLES: Mapping[str, Label] = {
    "title": _("Title"),
    "period": _("Period"),
    "dated": _("Date"),
    "approved_by": _("Approved by"),
    "prepared_by": _("Prepared by"),
}


@dataclass(frozen=True)
class CellBeside:
    """A cell that differs: what the register has and what the document says, in parts."""

    title: Label
    was: Parts
    becomes: Parts


@dataclass(frozen=True)
class Line:
    """A row, a chapter or a line of the front page. `key` stays the same while it is looked at and corrected.

    `old` is what the plan has, `new` what the document says (None: nothing), `fields` what of it would be written.
    """

    key: str
    how: How
    name: str
    takes: bool
    old: Any = None
    new: Any = None
    fields: Mapping[str, Any] = field(default_factory=dict)
    cells: tuple[CellBeside, ...] = ()

    @property
    def anchor(self) -> str:
        return self.key.replace(":", "-").replace("+", "new-").replace("@", "-")

    @property
    def stays(self) -> bool:
        """Whether the plan has it when the choices are carried out."""
        return {"new": self.takes, "gone": not self.takes, "moved": False}.get(self.how, True)


@dataclass(frozen=True)
class Part:
    """A register, the chapters or the front page. `lines` stand in the order that the plan gets.

    `unsaid` names columns that the document prints nowhere; `absent`: it has no row of the register at all.
    """

    key: str
    title: Label
    lines: tuple[Line, ...]
    unsaid: tuple[Label, ...] = ()
    absent: bool = False
    register: Register[Any] | None = None

    def of(self, *hows: How) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.how in hows)

    @property
    def differing(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.how != "same")

    @property
    def same(self) -> tuple[Line, ...]:
        return self.of("same")

    @property
    def counts(self) -> dict[How, int]:
        hows: tuple[How, ...] = ("new", "changed", "gone", "moved", "same")
        return {how: len(self.of(how)) for how in hows}

    @property
    def taken(self) -> int:
        """How many differences the plan gets as chosen."""
        return sum(line.takes for line in self.differing)

    @property
    def is_none(self) -> bool:
        return not self.differing


@dataclass(frozen=True)
class Chooser:
    """What is chosen of each difference: by a person, else by `gone` and what is usual."""

    choices: Choices
    gone: bool = False

    def takes(self, key: str, how: How) -> bool:
        usual = self.gone if how == "gone" else TAKEN[how]
        return self.choices[key] == TAKE if key in self.choices and how != "same" else usual


def comparison(reading: PlanReading, plan: Plan, definition: Definition, chooser: Chooser) -> list[Part]:
    """The whole reading beside the plan: front page, chapters, every register; one query each."""
    rows = new_rows(reading.result)
    keys = {key: [row["key"] for row in read] for key, read in reading.result["rows"].items()}
    return [
        front_part(reading, plan, chooser),
        chapter_part(list(plan.chapters.all()), new_chapters(reading.result, definition), chooser),
        *(
            register_part(register, plan, rows[register.key], keys.get(register.key, []), chooser)
            for register in registers()
        ),
    ]


# Front page


def front_part(reading: PlanReading, plan: Plan, chooser: Chooser) -> Part:
    kept = {"title": plan.title, "period": plan.period, "dated": plan.dated, "approved_by": plan.approved_by}
    were: Mapping[str, Any] = {**kept, "prepared_by": plan.authors}
    become = front_of(reading.result, plan)
    lines = []
    for key, title in FRONT_TITLES.items():
        was, becomes = (_front_text(each[key]) for each in (were, become))
        how: How = "same" if was == becomes and were[key] == become[key] else "changed"
        address = f"{FRONT}:{key}"
        lines.append(
            Line(
                address, how, str(title), chooser.takes(address, how), were[key], become[key],
                cells=(CellBeside(title, *beside(was, becomes)),) if how == "changed" else (),
            )
        )  # fmt: skip
    return Part(FRONT, _("Front page"), tuple(lines))


def _front_text(value: str | Period | Sequence[str]) -> str:
    if isinstance(value, Period):
        return _period_text(value)
    return value if isinstance(value, str) else ", ".join(value)


def _period_text(period: Period) -> str:
    days = [f"{day:%d.%m.%Y}" for day in (period.start, period.end) if day]
    return f"{period.label} ({'–'.join(dict.fromkeys(days))})" if days else period.label


# Chapters


def chapter_part(kept: Sequence[Chapter], new: Sequence[NewChapter], chooser: Chooser) -> Part:
    old_said = [(each.number, each.title, each.text, each.answers) for each in kept]
    new_said = [(each.number, " ".join(each.title.split()), tidy(each.text), each.answers) for each in new]
    answering = {each.answers: at for at, each in enumerate(kept) if each.answers}
    sure = {at: answering[each.answers] for at, each in enumerate(new) if each.answers in answering}
    pairs = paired(
        [Entry(said, said[1], said[2]) for said in old_said],
        [Entry(said, said[1], said[2]) for said in new_said],
        sure,
    )
    lines: dict[str, Line] = {}
    document: list[str] = []
    for at, (said, chapter) in enumerate(zip(new_said, new, strict=True)):
        old = kept[pairs[at]] if at in pairs else None
        key = f"{CHAPTERS}:{old.pk}" if old else f"{CHAPTERS}:+{at}"
        how: How = "new" if old is None else "same" if old_said[pairs[at]] == said else "changed"
        fields = dict(zip(("number", "title", "text", "answers"), said, strict=True))
        cells = _chapter_cells(old, said) if how != "same" else ()
        name = _numbered(said[0], said[1])
        lines[key] = Line(key, how, name, chooser.takes(key, how), old, chapter, fields, cells)
        document.append(key)
    register = [f"{CHAPTERS}:{each.pk}" for each in kept]
    for key, old in zip(register, kept, strict=True):
        if key not in lines:
            cells = (CellBeside(_("Text"), *beside(old.text, "")),)
            lines[key] = Line(key, "gone", str(old), chooser.takes(key, "gone"), old, cells=cells)
    return _part(CHAPTERS, _("Chapters"), lines, register, document, chooser, absent=not new)


def _numbered(number: int, title: str) -> str:
    return f"{number}. {title}" if number else title


def _chapter_cells(old: Chapter | None, said: tuple[int, str, str, str]) -> tuple[CellBeside, ...]:
    heads = (str(old) if old else "", _numbered(said[0], said[1]))
    texts = (old.text if old else "", said[2])
    found = [(_("Title"), heads), (_("Text"), texts)]
    return tuple(CellBeside(title, *beside(*both)) for title, both in found if both[0] != both[1])


# Registers


def register_part(
    register: Register[Any], plan: Plan, new: Sequence[NewRow], keys: Sequence[str], chooser: Chooser
) -> Part:
    """A register beside what the document has of it. `keys` are the rows' own in the reading."""
    kept = list(register.model._default_manager.filter(plan=plan, removed_at=None).order_by("position", "pk"))
    printed = [column for column in register.columns if any(_says(row.cells.get(column.key)) for row in new)]
    said = [replace(row, cells={column.key: row.cells[column.key] for column in printed}) for row in new]
    mores = [more_of(register, row) for row in said]
    says_more = any(mores)
    fields = [fields_of(register, row.cells, plan) for row in said]
    fresh = [register.row(plan, **each) for each in fields]
    pairs = paired(
        [_entry(register, printed, row, row.more if says_more else {}) for row in kept],
        [_entry(register, printed, *each) for each in zip(fresh, mores, strict=True)],
    )
    lines: dict[str, Line] = {}
    document: list[str] = []
    for at, row in enumerate(fresh):
        old = kept[pairs[at]] if at in pairs else None
        written = _written(printed, old, row, fields[at]) | ({"more": mores[at]} if says_more else {})
        key = f"{register.key}:{old.pk}" if old else f"{register.key}:+{keys[at]}"
        cells = _cells(printed, old, row, mores[at] if says_more else None)
        how: How = "new" if old is None else "changed" if cells else "same"
        takes = chooser.takes(key, how)
        lines[key] = Line(key, how, register.name_of(old or row), takes, old, said[at], written, cells)
        document.append(key)
    order = [f"{register.key}:{row.pk}" for row in kept]
    for key, row in zip(order, kept, strict=True):
        if key not in lines:
            cells = _cells(register.columns, row, None, None)
            name = register.name_of(row)
            lines[key] = Line(key, "gone", name, chooser.takes(key, "gone"), row, cells=cells)
    unsaid = [column for column in register.columns if column not in printed and _any(column, kept)]
    return _part(
        register.key, register.table.title, lines, order, document, chooser,
        unsaid=tuple(column.title for column in unsaid) if new else (), absent=not new, register=register,
    )  # fmt: skip


def _written(printed: Sequence[Column[Any]], old: Any, new: Any, fields: Mapping[str, Any]) -> dict[str, Any]:
    """What of the document's row would be written: of words that stand in the register already nothing, so that what
    a person said that they mean stands too.
    """
    names = {
        name
        for column in printed
        if old is None or _text(column, old) != _text(column, new)
        for name in field_names(column)
    }
    return {name: value for name, value in fields.items() if name in names}


def _says(cell: object) -> bool:
    said = getattr(cell, "label", cell)
    return bool(said.strip() if isinstance(said, str) else said)


def _any(column: Column[Any], rows: Sequence[Any]) -> bool:
    return any(cell_text(column, row).strip() for row in rows)


def _entry(
    register: Register[Any], printed: Sequence[Column[Any]], row: Any, more: Mapping[str, str]
) -> Entry:
    texts = {column.key: _text(column, row) for column in printed}
    name = texts.pop(register.naming.key, "")
    whole = (name, *texts.values(), *sorted(more.items()))
    return Entry(whole, name, " ".join(text for text in texts.values() if text))


def _text(column: Column[Any], row: Any) -> str:
    value = column.read(row)
    if column.kind is Kind.PERIOD and isinstance(value, Period):
        return _period_text(value)
    return cell_text(column, row)


def _cells(
    columns: Sequence[Column[Any]], old: Any, new: Any, more: Mapping[str, str] | None
) -> tuple[CellBeside, ...]:
    found = []
    for column in columns:
        was, becomes = (_text(column, row) if row is not None else "" for row in (old, new))
        if was != becomes:
            found.append(CellBeside(column.title, *beside(was, becomes)))
    had = old.more if old is not None else {}
    for heading in dict.fromkeys((*had, *(more or {}))) if more is not None or new is None else ():
        was, becomes = had.get(heading, ""), (more or {}).get(heading, "")
        if was != becomes:
            found.append(CellBeside(heading, *beside(was, becomes)))
    return tuple(found)


def _part(
    key: str,
    title: Label,
    lines: dict[str, Line],
    kept: Sequence[str],
    document: Sequence[str],
    chooser: Chooser,
    **more: Any,
) -> Part:
    """The lines in the order that the plan gets: the document's, or the register's own if that was chosen."""
    here, there = (
        [each for each in document if each in {*kept}],
        [each for each in kept if each in {*document}],
    )
    address = f"{key}:order"
    takes = chooser.takes(address, "moved")
    first, second = (document, kept) if takes or here == there else (kept, document)
    ordered = [lines[str(each)] for each in merged(first, second)]
    if here != there:
        moved = Line(address, "moved", str(_("The order of the rows")), takes)
        ordered.insert(0, moved)
    return Part(key, title, tuple(ordered), **more)
