"""Narrowing a register by what its typed cells mean, adding up its amounts, and the plan for the period seen by year,
quarter, owner, area, status, strategy or goal.

Unknown is unknown: a row without a number is counted as such beside every sum, never as nought.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from samordner.access.actors import organisation_key
from samordner.documents.amounts import Amount, said
from samordner.documents.columns import Column, Kind
from samordner.places.alphabet import norwegian_key
from samordner.plans.cells import cell_of
from samordner.plans.models import Followed, PeriodMeasure, Plan
from samordner.plans.registers import R, Register, register
from samordner.timeline.due import Due

NONE = "none"
WITHIN = (30, 90, 365)
"""Days: the choices of how soon something is due."""


# Narrowing


@dataclass(frozen=True)
class Asked:
    """What a list is narrowed to; empty: not narrowed. `due`: "passed", "none" or a number of days.

    `without` and `having` are keys of columns with amounts: rows that have no number there, and those that have.
    """

    status: str = ""
    due: str = ""
    without: str = ""
    having: str = ""
    year: str = ""
    owner: str = ""
    area: str = ""
    strategy: str = ""
    goal: str = ""

    @property
    def any(self) -> bool:
        return any(getattr(self, one.name) for one in fields(self))


def due_columns(register: Register[Any]) -> list[Column[Any]]:
    return [column for column in register.columns if column.kind is Kind.DUE]


def amount_columns(register: Register[Any]) -> list[Column[Any]]:
    return [column for column in register.columns if column.kind is Kind.AMOUNT]


def is_followed(register: Register[Any]) -> bool:
    return issubclass(register.model, Followed)


def of_its_time(register: Register[Any]) -> frozenset[str]:
    """The columns that say how far something has come: true of the plan that they stand in, not yet of the next."""
    return frozenset({"status", "done_on", "result"}) if is_followed(register) else frozenset()


def narrowed(register: Register[R], rows: Iterable[R], asked: Asked, day: date) -> list[R]:
    """The rows that are all that is asked for, on the day; what the register has no column for asks for nothing."""
    tests = list(_tests(register, asked, day))
    return [row for row in rows if all(test(row) for test in tests)]


def _tests(register: Register[Any], asked: Asked, day: date) -> Iterable[Callable[[Any], bool]]:
    if asked.status and is_followed(register):
        wanted = "" if asked.status == NONE else asked.status
        yield lambda row: row.status_key == wanted
    if asked.due and due_columns(register):
        (due, *_others) = due_columns(register)
        yield lambda row: _is_due(cell_of(due, row), row, asked.due, day)
    for column in amount_columns(register):
        if asked.without == column.key:
            yield lambda row, column=column: number_in(column, row) is None  # type: ignore[misc]
        if asked.having == column.key:
            yield lambda row, column=column: number_in(column, row) is not None  # type: ignore[misc]
    if register.model is PeriodMeasure:
        if asked.year:
            yield lambda row: asked.year in {key for key, _label in years(row)}
        if asked.owner:
            yield lambda row: (organisation_key(row.owner) or NONE) == organisation_key(asked.owner)
        if asked.area:
            yield lambda row: (organisation_key(row.area) or NONE) == organisation_key(asked.area)
        if asked.strategy:
            yield lambda row: asked.strategy in (row.strategies or [NONE])
        if asked.goal:
            yield lambda row: asked.goal in (row.sdgs or [NONE])


def _is_due(cell: object, row: Any, asked: str, day: date) -> bool:
    last = cell.day if isinstance(cell, Due) else None
    if asked == NONE:
        return last is None
    if last is None or getattr(row, "is_over", False):
        return False
    if asked == "passed":
        return last < day
    return asked.isdecimal() and len(asked) < 6 and day <= last <= day + timedelta(days=int(asked))


def overdue(rows: Iterable[Any], day: date) -> list[Any]:
    """The measures whose deadline has passed on the day, and that are neither done nor dropped."""
    return [row for row in rows if row.deadline_day and row.deadline_day < day and not row.is_over]


# Adding up


@dataclass(frozen=True)
class Total:
    """What rows add up to in one column: the sum of the numbers that are there, and how many rows have none."""

    column: Column[Any]
    value: Decimal
    counted: int
    unknown: int

    @property
    def text(self) -> str:
        return said(self.value, self.column.unit).replace(" ", "\u00a0") if self.counted else ""


def number_in(column: Column[Any], row: Any) -> Decimal | None:
    cell = column.read(row)
    return cell.value if isinstance(cell, Amount) else None


def totals(register: Register[Any], rows: Sequence[Any]) -> list[Total]:
    """The sum of each column with amounts in which some row has a number."""
    found = []
    for column in amount_columns(register):
        numbers = [number for row in rows if (number := number_in(column, row)) is not None]
        if numbers:
            found.append(Total(column, sum(numbers, Decimal(0)), len(numbers), len(rows) - len(numbers)))
    return found


# The plan for the period, seen in ways


@dataclass(frozen=True)
class Group:
    """Measures that have something in common. `key` is what a filter asks for; `label` its name."""

    key: str
    label: str
    rows: list[Any] = field(default_factory=list)
    total: Total | None = None


def years(row: Any) -> list[tuple[str, str]]:
    """The one year that a measure lies in, or the stretch of years; (key, label)."""
    start, end = row.period_start, row.period_end
    first, last = (start or end), (end or start)
    if first is None or last is None:
        return [(NONE, _("Without a year"))]
    stretch = str(first.year) if first.year == last.year else f"{first.year}–{last.year}"
    return [(stretch, stretch)]


def quarters(row: Any) -> list[tuple[str, str]]:
    """The quarter in which a measure is due, else ends: (key, label)."""
    last = row.deadline_day or row.period_end
    if last is None:
        return [(NONE, _("Without a day"))]
    key = f"{last.year} Q{(last.month + 2) // 3}"
    return [(key, _("%(year)d, quarter %(number)d") % {"year": last.year, "number": (last.month + 2) // 3})]


def _statuses(row: Any) -> list[tuple[str, str]]:
    label = str(Followed.Status(row.status_key).label) if row.status_key else _("Status not said")
    return [(row.status_key or NONE, label)]


def _text(name: str, nothing: str) -> Callable[[Any], list[tuple[str, str]]]:
    def keys(row: Any) -> list[tuple[str, str]]:
        text = " ".join(getattr(row, name).split())
        return [(organisation_key(text), text)] if text else [(NONE, nothing)]

    return keys


def _linked(name: str, plan: Plan, nothing: str) -> Callable[[Any], list[tuple[str, str]]]:
    names = {option.key: str(option) for option in register("period_plan").options(name, plan)}

    def keys(row: Any) -> list[tuple[str, str]]:
        return [(key, names.get(key, key)) for key in getattr(row, name)] or [(NONE, nothing)]

    return keys


WAYS = ("year", "quarter", "owner", "area", "status", "strategy", "goal")


def ways(plan: Plan) -> dict[str, Callable[[Any], list[tuple[str, str]]]]:
    """How the measures can be grouped: way → the groups that a row stands in."""
    return {
        "year": years,
        "quarter": quarters,
        "owner": _text("owner", _("Without an owner")),
        "area": _text("area", _("Without an area")),
        "status": _statuses,
        "strategy": _linked("strategies", plan, _("No national strategy")),
        "goal": _linked("sdgs", plan, _("No sustainability goal")),
    }


def grouped(plan: Plan, rows: Sequence[Any], way: str) -> list[Group]:
    """The measures in groups, in their natural order; those without stand last. KeyError for a way not in WAYS."""
    found: dict[str, Group] = {}
    stands_in = ways(plan)[way]
    for row in rows:
        for key, label in stands_in(row):
            found.setdefault(key, Group(key, label)).rows.append(row)
    table = register("period_plan")
    return [
        Group(group.key, group.label, group.rows, next(iter(totals(table, group.rows)), None))
        for group in sorted(found.values(), key=lambda group: _place(way, group.key, group.label))
    ]


def in_order(way: str, labels: Mapping[str, str]) -> list[tuple[str, object]]:
    """Keys of groups and their labels, in the order in which the groups stand."""
    return [*sorted(labels.items(), key=lambda pair: _place(way, *pair))]


def _place(way: str, key: str, label: str) -> tuple[Any, ...]:
    last = key == NONE
    match way:
        case "status" if not last:
            return (last, Followed.Status.values.index(key))
        case "goal" if key.isdecimal():
            return (last, 0, int(key))
        case "goal":
            return (last, 1, norwegian_key(label))
        case _:
            return (last, norwegian_key(label))


# The quarters of a year as a table


@dataclass(frozen=True)
class QuarterLine:
    """A measure over the quarters of a year: where it runs, and where its deadline is ("", "runs", "due")."""

    row: Any
    marks: tuple[str, str, str, str]


def quarter_lines(rows: Iterable[Any], year: int) -> list[QuarterLine]:
    """The measures that run or are due in the year."""
    found = []
    for row in rows:
        marks = tuple(_mark(row, year, number) for number in range(1, 5))
        if any(marks):
            found.append(QuarterLine(row, marks))  # type: ignore[arg-type]
    return found


def _mark(row: Any, year: int, quarter: int) -> str:
    first = date(year, 3 * quarter - 2, 1)
    last = date(year + quarter // 4, 3 * quarter % 12 + 1, 1) - timedelta(days=1)
    if row.deadline_day and first <= row.deadline_day <= last:
        return "due"
    start, end = row.period_start, row.period_end
    return "runs" if start and end and start <= last and end >= first else ""


def known_years(rows: Iterable[Any]) -> list[int]:
    """Every year in which some measure runs or is due."""
    found: set[int] = set()
    for row in rows:
        if row.period_start and row.period_end:
            found |= set(
                range(row.period_start.year, min(row.period_end.year, row.period_start.year + 30) + 1)
            )
        if row.deadline_day:
            found.add(row.deadline_day.year)
    return sorted(found)
