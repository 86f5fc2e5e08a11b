"""Questions to plans and their registers."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Generic, TypeVar

from django.db.models import Count, Q, QuerySet, Value

from samordner.documents.cells import cell_text
from samordner.journal.deeds import Versioned
from samordner.people.queries import names_of
from samordner.places.alphabet import norwegian_key
from samordner.places.queries import office_names
from samordner.plans.cells import place_of
from samordner.plans.models import Chapter, Earlier, Plan, RegisterRow
from samordner.plans.new import NewChapter
from samordner.plans.registers import R, Register, registers
from samordner.plans.written import put
from samordner.programmes.definition import Definition
from samordner.programmes.models import Programme
from samordner.programmes.queries import definition

V = TypeVar("V", bound=Versioned)


# Plans


@dataclass(frozen=True)
class PlanLine:
    """A plan in a list."""

    plan: Plan
    office: str
    programme: str


def lines(plans: QuerySet[Plan], day: date) -> list[PlanLine]:
    """The plans with the names of their offices on `day` and of their programmes."""
    found = list(plans.select_related("office", "programme"))
    names = office_names(day) if found else {}
    programmes = {key: programme_name(key) for key in {plan.programme.key for plan in found}}
    return [
        PlanLine(plan, names.get(plan.office.key, plan.office.key), programmes[plan.programme.key])
        for plan in found
    ]


def said_by(programme: str) -> Definition | None:
    """What the programme says; None when none of its editions is loaded."""
    return definition(programme) if Programme.objects.filter(key=programme, editions__isnull=False) else None


def programme_name(key: str) -> str:
    says = said_by(key)
    return str(says.name) if says else key


def standard_chapters(says: Definition | None, language: str) -> tuple[NewChapter, ...]:
    """The chapters that a plan under this programme usually has, without text, titled in `language`."""
    chapters = says.chapters if says else ()
    return tuple(
        NewChapter(chapter.name.get(language), chapter.number, answers=chapter.key) for chapter in chapters
    )


# One plan as a whole


@dataclass(frozen=True)
class Holds:
    """How many rows a register of the plan holds, and in how many of them something is only proposed."""

    register: Register[Any]
    rows: int
    doubtful: int


@dataclass(frozen=True)
class Part:
    """A chapter of the plan with its registers."""

    chapter: Chapter
    holds: tuple[Holds, ...]


@dataclass(frozen=True)
class Overview:
    parts: tuple[Part, ...]
    others: tuple[Holds, ...] = field(default=())

    @property
    def holds(self) -> tuple[Holds, ...]:
        return (*(each for part in self.parts for each in part.holds), *self.others)

    @property
    def doubtful(self) -> tuple[Holds, ...]:
        return tuple(each for each in self.holds if each.doubtful)


def overview(plan: Plan) -> Overview:
    """The plan's chapters, each with the registers that stand in it; the rest of the registers beside."""
    says = said_by(plan.programme.key)
    place = {key: chapter.key for chapter in says.chapters for key in chapter.all_registers} if says else {}
    holds = held(plan)
    chapters = list(plan.chapters.all())
    answered = {chapter.answers for chapter in chapters}
    return Overview(
        parts=tuple(part_of(chapter, holds, place) for chapter in chapters),
        others=tuple(each for each in holds if place.get(each.register.key) not in answered),
    )


def part_of(chapter: Chapter, holds: Iterable[Holds], place: dict[str, str]) -> Part:
    return Part(
        chapter,
        tuple(each for each in holds if chapter.answers and place.get(each.register.key) == chapter.answers),
    )


def held(plan: Plan) -> tuple[Holds, ...]:
    """Every register with its numbers, in the plan's order; one query."""
    counts = [
        each.model._default_manager.filter(plan=plan, removed_at=None)
        .order_by()
        .annotate(register=Value(each.key))
        .values("register")
        .annotate(rows=Count("pk"), doubtful=Count("pk", filter=~Q(doubts={})))
        for each in registers()
    ]
    found = {row["register"]: row for row in counts[0].union(*counts[1:], all=True)}
    nothing = {"rows": 0, "doubtful": 0}
    return tuple(
        Holds(each, row["rows"], row["doubtful"])
        for each in registers()
        for row in [found.get(each.key, nothing)]
    )


# The rows of a register


def newest_first(rows: QuerySet[R]) -> tuple[tuple[R, ...], frozenset[int]]:
    """The visible rows of every plan, those of the newest plan first, each plan's in its own order; and the plans that
    are the newest of their office and programme. One query.
    """
    found = list(rows.select_related("plan__office", "plan__programme").order_by("plan", "position", "pk"))
    latest: dict[tuple[int, int], Plan] = {}
    for plan in {row.plan_id: row.plan for row in found}.values():
        of = (plan.office_id, plan.programme_id)
        if of not in latest or _age(plan) > _age(latest[of]):
            latest[of] = plan
    ordered = sorted(found, key=lambda row: _age(row.plan), reverse=True)
    return tuple(ordered), frozenset(plan.pk for plan in latest.values())


def _age(plan: Plan) -> tuple[date, datetime, int]:
    return plan.period_start or date.min, plan.created_at, plan.pk


def rows_of(register: Register[R], plan: Plan) -> QuerySet[R]:
    """The rows that have not been removed, in their order."""
    return register.rows().filter(plan=plan, removed_at=None)


def end_of_group(register: Register[R], plan: Plan, group: str) -> int | None:
    """The place after the last row of a group, where one more would stand; None: there is no such group."""
    column = register.table.group
    if not column or not group:
        return None
    last = rows_of(register, plan).filter(**{column.key: group}).order_by("position").last()
    return last.position + 1 if last else None


@dataclass(frozen=True)
class Shown(Generic[R]):
    """A register's rows as asked for. `whole`: all of them, in the plan's own order, so rows can move."""

    rows: tuple[R, ...]
    removed: tuple[R, ...]
    total: int
    whole: bool


def shown(register: Register[R], rows: Iterable[R], *, words: str = "", sort: str = "") -> Shown[R]:
    """The rows that hold every one of the words, sorted by a column ("partner", "-partner") if one is asked.

    An unknown column asks for nothing.
    """
    every = list(rows)
    kept = [row for row in every if not row.removed_at]
    wanted = words.casefold().split()
    found = [row for row in kept if all(word in text_of(register, row) for word in wanted)]
    column = sort.removeprefix("-")
    known = any(each.key == column for each in register.columns)
    if known:
        found = by_column(register, found, column, backwards=sort.startswith("-"))
    return Shown(
        rows=tuple(found),
        removed=tuple(row for row in every if row.removed_at),
        total=len(kept),
        whole=not wanted and not known,
    )


def text_of(register: Register[R], row: R) -> str:
    """Everything that the row says, for looking up words in it."""
    cells = [cell_text(column, row) for column in register.columns]
    return "\n".join([*cells, *row.more, *row.more.values()]).casefold()


def by_column(register: Register[R], rows: Sequence[R], key: str, *, backwards: bool) -> list[R]:
    """The rows by one column: days in time, text in Norwegian order; rows with nothing there last."""
    column = next(each for each in register.columns if each.key == key)

    def place(row: R) -> tuple[Any, ...]:
        first, text = place_of(column, row), norwegian_key(cell_text(column, row))
        return (text,) if first is None else (first, text)

    def says(row: R) -> bool:
        return bool(cell_text(column, row).strip())

    return [
        *sorted((row for row in rows if says(row)), key=place, reverse=backwards),
        *(row for row in rows if not says(row)),
    ]


# What stood before


def as_seen(row: V, kind: str, version: int) -> V:
    """The row as it stood in an earlier version (a copy; nothing is written)."""
    seen = copy.copy(row)
    if version < row.version:
        earlier = (
            Earlier.objects.filter(kind=kind, key=row.pk, version__gte=version).order_by("version").first()
        )
        put(seen, earlier.fields if earlier else {})
        seen.version = version
    return seen


@dataclass(frozen=True)
class Before:
    """What stood in an earlier version, and who changed it."""

    earlier: Earlier
    row: Any
    by: str


def before(row: V, kind: str) -> list[Before]:
    """Every earlier version of a row, a chapter or a front page, the newest first."""
    found = list(Earlier.objects.filter(kind=kind, key=row.pk))
    names = names_of(each.by for each in found)
    versions = []
    for each in found:
        stood = copy.copy(row)
        put(stood, each.fields)
        versions.append(Before(each, stood, names.get(each.by, "")))
    return versions


def is_there(model: type[Chapter] | type[RegisterRow], plan_id: int, pk: int) -> bool:
    """Whether the plan still has the chapter or the row; nothing of it is told."""
    return model._default_manager.filter(pk=pk, plan=plan_id).exists()
