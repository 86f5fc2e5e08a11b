"""What a plan says was to be done, against what was done, year by year.

It counts what people have registered, never what came of it: nothing here claims an effect. A row of which nobody has
said how far it has come counts as not said.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from samordner.charts.courses import Point, stacked_course
from samordner.charts.figures import Figure
from samordner.charts.paint import NONE, Paint, tone
from samordner.charts.shares import Wording
from samordner.charts.tiles import Group
from samordner.documents.blocks import Block, Heading, Paragraph, Table
from samordner.documents.columns import Column, Kind, Label, TableDefinition
from samordner.plans.models import Followed, Plan, Timed
from samordner.plans.presenting import SIGNS
from samordner.plans.registers import Register, registers

NOT_SAID = "unsaid"
PAINTS = {
    "done": "success",
    "underway": "info",
    "planned": "neutral",
    "postponed": "warning",
    "dropped": "danger",
}
STANDINGS: tuple[tuple[str, Label, str, Paint], ...] = (
    *((key, Followed.Status(key).label, SIGNS[key], tone(paint)) for key, paint in PAINTS.items()),
    (NOT_SAID, pgettext_lazy("measure", "Not said"), "?", NONE),
)
MOST_YEARS = 12


@dataclass(frozen=True)
class Line:
    """The rows of a register that were planned for a year (None: for no year that is said)."""

    year: int | None
    register: Register[Any]
    rows: tuple[Any, ...]

    def of(self, standing: str) -> tuple[Any, ...]:
        """Those that have come that far; every one for an empty standing."""
        return tuple(row for row in self.rows if not standing or standing_of(row) == standing)

    def count(self, standing: str) -> int:
        return len(self.of(standing))

    @property
    def name(self) -> str:
        return str(self.register.table.title)

    @property
    def total(self) -> int:
        return len(self.rows)

    @property
    def counts(self) -> list[tuple[str, Label, int]]:
        return [(key, label, self.count(key)) for key, label, _sign, _paint in STANDINGS]


@dataclass(frozen=True)
class Year:
    year: int | None
    lines: tuple[Line, ...]

    @property
    def total(self) -> int:
        return sum(len(line.rows) for line in self.lines)

    def count(self, standing: str) -> int:
        return sum(line.count(standing) for line in self.lines)

    @property
    def counts(self) -> list[tuple[str, Label, int]]:
        return [(key, label, self.count(key)) for key, label, _sign, _paint in STANDINGS]


def standing_of(row: Any) -> str:
    """How far a row has come; that nobody has said is not the same as that nothing is begun."""
    return str(row.status_key) or NOT_SAID


def followed() -> tuple[Register[Any], ...]:
    """The registers whose rows have a time and are followed: meetings, measures, communication …"""
    return tuple(
        each for each in registers() if issubclass(each.model, Timed) and issubclass(each.model, Followed)
    )


def years_of(row: Any, plan: Plan) -> tuple[int | None, ...]:
    """The years that a row was planned for. What comes back without a beginning: every year of the plan."""
    first, last = row.period_start, row.period_end
    if not first and not last and row.period_recurrence:
        first, last = plan.period_start, plan.period_end
    if not first and not last:
        return (None,)
    begins, ends = (first or last).year, (last or first).year
    return tuple(range(begins, min(ends, begins + MOST_YEARS - 1) + 1))


def planned_and_done(plan: Plan, rows: Mapping[str, Sequence[Any]]) -> list[Year]:
    """Year by year, register by register, what was planned; `rows` by the register's key. No year said comes last.

    A row that lasts several years is counted in each of them, as it stands now.
    """
    placed = [
        (year, register, row)
        for register in followed()
        for row in rows.get(register.key, ())
        for year in years_of(row, plan)
    ]
    years = sorted({year for year, _register, _row in placed}, key=lambda year: (year is None, year or 0))
    return [
        Year(
            year,
            tuple(
                Line(year, register, found)
                for register in followed()
                if (found := tuple(row for at, of, row in placed if at == year and of is register))
            ),
        )
        for year in years
    ]


def is_said(years: Sequence[Year]) -> bool:
    """Whether anybody has said of any row how far it has come."""
    return any(year.count(NOT_SAID) < year.total for year in years)


# As tables


def _counter(standing: str) -> Callable[[Line], int]:
    return lambda line: line.count(standing)


def _year_name(line: Line) -> str:
    return str(line.year) if line.year else _("No year said")


PLANNED_AND_DONE: TableDefinition[Line] = TableDefinition(
    key="planned_and_done",
    title=gettext_lazy("Planned and done"),
    columns=(
        Column(key="year", title=gettext_lazy("Year"), value=_year_name),
        Column(key="name", title=gettext_lazy("Register"), names_row=True),
        Column(key="total", title=pgettext_lazy("measures", "In the plan"), kind=Kind.NUMBER),
        *(
            Column(key=key, title=label, kind=Kind.NUMBER, value=_counter(key))
            for key, label, *_ in STANDINGS
        ),
    ),
)


@dataclass(frozen=True)
class Counted:
    """A row that stands behind a number."""

    register: Register[Any]
    row: Any

    @property
    def name(self) -> str:
        return self.register.name_of(self.row)

    @property
    def of(self) -> str:
        return str(self.register.table.title)

    @property
    def how_far(self) -> str:
        return str(self.standing)

    @property
    def standing(self) -> Label:
        return next(label for key, label, _sign, _paint in STANDINGS if key == standing_of(self.row))

    @property
    def sign(self) -> str:
        return next(sign for key, _label, sign, _paint in STANDINGS if key == standing_of(self.row))


COUNTED: TableDefinition[Counted] = TableDefinition(
    key="planned_and_done_rows",
    title=gettext_lazy("Planned and done"),
    columns=(
        Column(key="name", title=gettext_lazy("What"), names_row=True),
        Column(key="of", title=gettext_lazy("Register")),
        Column(key="when", title=gettext_lazy("When"), kind=Kind.PERIOD, value=lambda each: each.row.period),
        Column(key="how_far", title=gettext_lazy("How far")),
        Column(key="done_on", title=gettext_lazy("Done on"), kind=Kind.DAY, value=lambda each: each.row.done_on),
        Column(key="result", title=gettext_lazy("Result"), kind=Kind.TEXT, value=lambda each: each.row.result),
    ),
)  # fmt: skip


def behind(years: Sequence[Year], *, year: str, register: str, standing: str) -> list[Counted]:
    """The rows behind a number: of a year ("" any, "none": no year said), of a register and a standing ("" any)."""
    found: dict[tuple[str, int], Counted] = {}
    for each in years:
        if year and (str(each.year) if each.year else "none") != year:
            continue
        for line in each.lines:
            if not register or line.register.key == register:
                for row in line.of(standing):
                    found[line.register.key, row.pk] = Counted(line.register, row)
    return list(found.values())


# As a figure and as part of the printed plan


def figure(years: Sequence[Year], *, key: str = "planned-and-done") -> Figure | None:
    """The years side by side, each a column of what was done, underway and so on; None when no year is said."""
    said = [each for each in years if each.year]
    if not said:
        return None
    stacked = (*STANDINGS[-2::-1], STANDINGS[-1])  # from the top: what is done stands at the bottom
    groups = [Group(str(label), sign, paint, key == NOT_SAID) for key, label, sign, paint in stacked]
    points = [
        Point(str(each.year), str(each.year), each.total, tuple(each.count(key) for key, *_label in stacked))
        for each in said
    ]
    wording = Wording(
        of=pgettext("figure", "{count} of {total}"),
        what=pgettext("figure", "How far"),
        number=pgettext("measures", "Number"),
        total=pgettext("measures", "In the plan"),
    )
    return stacked_course(
        key, _("Planned and done, by year"), points, groups, wording, pgettext("figure", "Year")
    )


def caution() -> str:
    return _(
        "Counted is what has been registered as done, not what came of it: the numbers show no effect. "
        "What lasts several years is counted in each of them, as it stands now."
    )


def evaluation_blocks(plan: Plan, rows: Mapping[str, Sequence[Any]]) -> Iterator[Block]:
    """What the printed plan's chapter on evaluation holds; nothing as long as nobody has said how anything went."""
    years = planned_and_done(plan, rows)
    if not is_said(years):
        return
    yield Heading(2, _("Planned and done"))
    yield Paragraph(caution())
    drawn = figure(years)
    if drawn is not None:
        yield drawn
    yield Table(PLANNED_AND_DONE, tuple(line for year in years for line in year.lines))
