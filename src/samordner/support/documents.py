"""Needs, help, silence and grants as tables: one definition each for the page and the file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from samordner.documents.columns import Column, Kind, Layout, Link, TableDefinition
from samordner.participation.models import Participation
from samordner.places.documents import municipality_columns
from samordner.programmes.definition import Definition
from samordner.support.marks import heard_text, names
from samordner.support.models import Grant, Need, Outcome, Status, Support, Where
from samordner.support.queries import Cell, Dose, Heard, Pivot, Sums

Row = TypeVar("Row")


def _place() -> Iterable[Column[Any]]:
    """The municipality by name and number."""
    return reversed(municipality_columns(lambda row: row.participation.municipality))


def labels(choices: Iterable[tuple[Any, Any]]) -> dict[str, Any]:
    return {str(key): str(label) for key, label in choices}


def needs_table(
    definition: Definition, day: date, persons: Mapping[str, str] | None = None
) -> TableDefinition[Need]:
    """Who needs what: as it stood on `day`. `persons`: names of accounts, where the reader may see them."""
    themes, sectors = names(definition.themes), names(definition.sectors)
    solutions = {one.key: f"{one.key} {one.name}" for one in definition.solutions}
    return TableDefinition(
        key="needs",
        title=_("Who needs what"),
        columns=(
            *_place(),
            Column(key="text", title=_("Need"), kind=Kind.TEXT),
            Column(key="theme", title=_("Theme"), kind=Kind.CHOICE, choices=themes),
            Column(key="sector", title=_("Sector"), kind=Kind.CHOICE, choices=sectors),
            Column(key="wanted", title=_("Help wanted"), kind=Kind.TEXT),
            Column(
                key="solutions", title=_("Solutions"), kind=Kind.TEXT,
                value=lambda row: "\n".join(solutions.get(key, key) for key in row.solutions),
            ),
            Column(
                key="status", title=_("Status"), kind=Kind.CHOICE, choices=labels(Status.choices),
                value=lambda row: row.status(day).value,
            ),
            Column(key="raised_on", title=_("Raised on"), kind=Kind.DAY),
            Column(key="age", title=_("Days waited"), kind=Kind.NUMBER, value=lambda row: row.age(day)),
            Column(key="raised_where", title=_("Raised where"), kind=Kind.CHOICE, choices=labels(Where.choices)),
            Column(key="raised_reference", title=_("Reference")),
            Column(key="raised_by", title=_("Raised by")),
            Column(key="taken_by", title=_("Taken by")),
            Column(key="person", title=_("Person"), value=lambda row: (persons or {}).get(row.taken_account, "")),
            Column(key="taken_on", title=_("Taken on"), kind=Kind.DAY),
            Column(key="deadline", title=_("Deadline"), kind=Kind.DAY),
            Column(
                key="overdue", title=_("Overdue"),
                value=lambda row: pgettext("need", "overdue") if row.is_overdue(day) else "",
            ),
            Column(key="closed_on", title=_("Closed on"), kind=Kind.DAY),
            Column(key="outcome", title=_("Outcome"), kind=Kind.CHOICE, choices=labels(Outcome.choices)),
            Column(key="referred_to", title=_("Referred to")),
            Column(key="closing", title=_("Closing words"), kind=Kind.TEXT),
        ),
        layout=Layout(
            columns=("municipality", "text", "theme", "status", "raised_on", "age", "taken_by", "deadline"),
            landscape=True,
        ),
    )  # fmt: skip


def _hours(row: Support | Dose) -> Decimal | None:
    """Without zeros that nobody wrote."""
    return row.hours.normalize() if row.hours is not None else None


def help_table() -> TableDefinition[Support]:
    """The log of help given."""
    return TableDefinition(
        key="help",
        title=_("Help given"),
        columns=(
            *_place(),
            Column(key="day", title=_("Day"), kind=Kind.DAY),
            Column(key="kind", title=_("Kind of help"), kind=Kind.CHOICE, choices=labels(Support.Kind.choices)),
            Column(key="organisation", title=_("Given by")),
            Column(key="hours", title=_("Hours"), kind=Kind.NUMBER, value=_hours),
            Column(key="text", title=_("What was done"), kind=Kind.TEXT),
            Column(key="need", title=_("On the need"), kind=Kind.TEXT, value=lambda row: row.need.text if row.need else ""),
        ),
        layout=Layout(columns=("day", "municipality", "kind", "organisation", "hours", "text", "need")),
    )  # fmt: skip


def dose_table() -> TableDefinition[Dose]:
    """How much help each municipality got."""
    return TableDefinition(
        key="dose",
        title=_("Help given, by municipality"),
        columns=(
            *_place(),
            Column(key="times", title=_("Times"), kind=Kind.NUMBER),
            Column(
                key="hours", title=_("Hours"), kind=Kind.NUMBER, value=_hours,
                help=_("As far as anyone wrote them down"),
            ),
            Column(key="last", title=_("Last"), kind=Kind.DAY),
        ),
        layout=Layout(columns=("municipality", "times", "hours", "last")),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Quiet:
    """A municipality, its group (silent, never, lately), what was last heard, and for how many days since."""

    participation: Participation
    group: str
    heard: Heard | None
    days: int | None


def groups() -> dict[str, str]:
    """The three groups of silence, in words."""
    return {
        "silent": pgettext("silence", "silent"),
        "never": pgettext("silence", "never heard of"),
        "lately": pgettext("silence", "heard of lately"),
    }


def silence_table(definition: Definition) -> TableDefinition[Quiet]:
    """When each municipality was last heard of, and how."""
    return TableDefinition(
        key="silence",
        title=_("When the municipalities were last heard of"),
        columns=(
            *_place(),
            Column(key="group", title=_("Group"), kind=Kind.CHOICE, choices=groups()),
            Column(key="last", title=_("Last heard of"), kind=Kind.DAY, value=lambda row: row.heard.day if row.heard else None),
            Column(key="days", title=_("Days since"), kind=Kind.NUMBER),
            Column(
                key="what", title=_("What was heard"),
                value=lambda row: heard_text(row.heard, definition) if row.heard else "",
            ),
        ),
        layout=Layout(columns=("municipality", "group", "last", "days", "what")),
    )  # fmt: skip


def scheme_names(definition: Definition) -> dict[str, str]:
    return names(definition.grant_schemes)


def scheme_text(grant: Grant, schemes: Mapping[str, str]) -> str:
    return schemes.get(grant.scheme, grant.scheme) if grant.scheme else grant.scheme_name


def grants_table(definition: Definition) -> TableDefinition[Grant]:
    """Money applied for: whole kroner."""
    schemes = scheme_names(definition)

    def amount(key: str, title: str) -> Column[Grant]:
        return Column(key=key, title=title, kind=Kind.NUMBER)

    return TableDefinition(
        key="grants",
        title=_("Grants, in kroner"),
        columns=(
            *_place(),
            Column(key="scheme", title=_("Scheme"), value=lambda row: scheme_text(row, schemes)),
            Column(key="year", title=_("Year"), value=lambda row: str(row.year)),
            Column(key="status", title=_("Status"), kind=Kind.CHOICE, choices=labels(Grant.Status.choices)),
            Column(key="applied_on", title=_("Applied on"), kind=Kind.DAY),
            amount("applied", _("Applied for")),
            Column(key="granted_on", title=_("Answered on"), kind=Kind.DAY),
            amount("granted", _("Granted")),
            amount("used", _("Used")),
            Column(key="reported_on", title=_("Reported on"), kind=Kind.DAY),
            Column(key="case_number", title=_("Case number")),
            Column(key="link", title=_("Link"), kind=Kind.LINK, value=lambda row: Link(row.link) if row.link else None),
            Column(key="note", title=_("Note"), kind=Kind.TEXT),
        ),
        layout=Layout(
            columns=("municipality", "scheme", "year", "status", "applied", "granted", "used", "reported_on")
        ),
    )  # fmt: skip


def sums_table(definition: Definition) -> TableDefinition[Sums]:
    """Grants summed by scheme and year."""
    schemes = scheme_names(definition)
    return TableDefinition(
        key="grant-sums",
        title=_("Grants summed, in kroner"),
        columns=(
            Column(
                key="scheme", title=_("Scheme"), names_row=True,
                value=lambda row: schemes.get(row.scheme, row.scheme) or row.scheme_name,
            ),
            Column(key="year", title=_("Year"), value=lambda row: str(row.year)),
            Column(key="number", title=_("Grants"), kind=Kind.NUMBER),
            Column(key="applied", title=_("Applied for"), kind=Kind.NUMBER),
            Column(key="granted", title=_("Granted"), kind=Kind.NUMBER),
            Column(key="used", title=_("Used"), kind=Kind.NUMBER),
        ),
    )  # fmt: skip


def pivot_table(
    pivot: Pivot, title: str, rows: Mapping[str, str], columns: Mapping[str, str]
) -> TableDefinition[tuple[str, Sequence[Cell]]]:
    """Counts of needs, as a table: `rows` and `columns` give the keys their words."""
    return TableDefinition(
        key=f"needs-{pivot.rows_by}-{pivot.columns_by}",
        title=title,
        columns=(
            Column(key="name", title=title, value=lambda row: rows.get(row[0], row[0]), names_row=True),
            *(
                Column(key=key or "none", title=columns.get(key, key), kind=Kind.NUMBER, value=_count(place))
                for place, key in enumerate(pivot.columns)
            ),
        ),
    )


def _count(place: int) -> Any:
    return lambda row: row[1][place].number
