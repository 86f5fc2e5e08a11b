"""Asks, their recipients and the load of them as tables: one definition for screen and file."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from samordner.asks.models import AskRecipient, Kind
from samordner.asks.queries import Amount, Line, Load
from samordner.documents.cells import number_text
from samordner.documents.columns import Column, Layout, Link, TableDefinition
from samordner.documents.columns import Kind as Cell
from samordner.participation.models import Participation
from samordner.places.documents import municipality_columns


def state_words(state: str) -> str:
    """How it stands with an ask, in words."""
    return {
        "open": pgettext("ask", "waits"),
        "late": pgettext("ask", "past the deadline"),
        "answered": pgettext("ask", "answered"),
        "withdrawn": pgettext("ask", "withdrawn"),
        "unanswered": pgettext("ask", "not answered, closed"),
    }[state]


SIGNS = {"open": "○", "late": "!", "answered": "✓", "unanswered": "?", "withdrawn": "–"}
TONES = {
    "open": "info",
    "late": "warning",
    "answered": "success",
    "unanswered": "neutral",
    "withdrawn": "neutral",
}


def ask_table(query: str = "") -> TableDefinition[Line]:
    """The asks of a list, with the numbers of those recipients that the list is about."""
    kinds = dict(Kind.choices)

    def opens(line: Line) -> Link:
        return Link(f"{reverse('asks:ask', args=[line.ask.pk])}{query}", line.ask.title)

    return TableDefinition(
        key="asks",
        title=_("What municipalities are asked for"),
        columns=(
            Column(key="title", title=pgettext("ask", "What is asked"), value=lambda line: line.ask.title, names_row=True),
            Column(key="open", title=pgettext("ask", "What is asked"), kind=Cell.LINK, value=opens, names_row=True),
            Column(key="asked_by", title=_("Asked by"), value=lambda line: line.ask.asked_by),
            Column(
                key="kind", title=pgettext("ask", "Kind"), kind=Cell.CHOICE, choices=kinds, value=lambda line: line.ask.kind
            ),
            Column(key="sent", title=_("Sent"), kind=Cell.DAY, value=lambda line: line.ask.sent),
            Column(key="deadline", title=_("Deadline"), kind=Cell.DAY, value=lambda line: line.ask.deadline),
            Column(
                key="minutes", title=_("Minutes for each"), kind=Cell.NUMBER, value=lambda line: line.ask.minutes
            ),
            Column(key="recipients", title=_("Municipalities"), kind=Cell.NUMBER),
            Column(key="answered", title=_("Have answered"), kind=Cell.NUMBER),
            Column(key="withdrawn", title=_("Withdrawn for"), kind=Cell.NUMBER),
            Column(
                key="hours", title=_("Hours in all"), kind=Cell.NUMBER, value=lambda line: plain(line.amount)
            ),
            Column(key="why", title=_("Why"), kind=Cell.TEXT, value=lambda line: line.ask.why),
            Column(key="source", title=_("Where it is said"), value=lambda line: line.ask.source),
        ),
        layout=Layout(
            columns=(
                "open", "asked_by", "kind", "sent", "deadline", "minutes", "recipients", "answered", "hours",
            )
        ),
    )  # fmt: skip


def recipients_table(day: date) -> TableDefinition[AskRecipient]:
    """Who was asked, and how it stands with each on the day."""
    return TableDefinition(
        key="recipients",
        title=_("Who is asked"),
        columns=(
            *municipality_columns(lambda row: row.participation.municipality),
            Column(key="state", title=_("Status"), value=lambda row: state_words(row.state_on(day))),
            Column(key="answered_on", title=_("Answered"), kind=Cell.DAY),
            Column(key="closed_on", title=_("Closed without an answer"), kind=Cell.DAY),
            Column(key="withdrawn_on", title=_("Withdrawn"), kind=Cell.DAY),
            Column(key="withdrawn_why", title=_("Why withdrawn"), kind=Cell.TEXT),
        ),
    )  # fmt: skip


def load_table(load: Load) -> TableDefinition[Participation]:
    """Hours and number of asks for each municipality, month by month and in all."""
    columns: list[Column[Participation]] = [*municipality_columns(lambda row: row.municipality)]
    for month in load.months:
        hours = _("%(month)s, hours") % {"month": month_text(month)}
        number = _("%(month)s, requests") % {"month": month_text(month)}
        key = f"{month:%Y-%m}"
        columns.append(Column(key=key, title=hours, kind=Cell.NUMBER, value=_hours(load, month)))
        columns.append(
            Column(key=f"{key}-number", title=number, kind=Cell.NUMBER, value=_number(load, month))
        )
    columns += [
        Column(
            key="hours", title=_("In all, hours"), kind=Cell.NUMBER, value=lambda row: plain(load.row(row.pk))
        ),
        Column(
            key="number",
            title=_("In all, requests"),
            kind=Cell.NUMBER,
            value=lambda row: load.row(row.pk).asks,
        ),
        Column(
            key="inhabitants",
            title=_("Inhabitants"),
            kind=Cell.NUMBER,
            value=lambda row: load.inhabitants.get(row.pk),
        ),
        Column(
            key="weight",
            title=_("Hours for each 1,000 inhabitants"),
            kind=Cell.NUMBER,
            value=lambda row: load.weight(row.pk),
        ),
    ]
    return TableDefinition(key="load", title=_("The load on each municipality"), columns=tuple(columns))


def _hours(load: Load, month: date) -> Any:
    return lambda row: plain(load.of(row.pk, month))


def _number(load: Load, month: date) -> Any:
    return lambda row: load.of(row.pk, month).asks


def month_text(month: date) -> str:
    """A month in the reader's language: "april 2021"."""
    return date_format(month, "F Y", use_l10n=False)


def hours_text(amount: Amount) -> str:
    """The work in hours, as people write numbers."""
    return number_text(plain(amount))


def plain(amount: Amount) -> int | float:
    """The hours as a number, whole when they are."""
    hours = amount.hours
    return int(hours) if hours == int(hours) else hours


LEVELS = (120, 240, 480)
"""Minutes of a month from which a cell is shown darker: two, four and eight hours."""


def level(amount: Amount) -> int:
    """How dark a cell is: 0 (nobody asks) to 4 (a working day or more)."""
    return 0 if not amount.asks else 1 + sum(amount.minutes >= limit for limit in LEVELS)


def legend() -> Sequence[tuple[int, str]]:
    return (
        (1, _("under 2 hours")),
        (2, _("2 hours or more")),
        (3, _("4 hours or more")),
        (4, _("8 hours or more")),
    )
