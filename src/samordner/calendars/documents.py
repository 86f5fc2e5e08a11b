"""Days in words, and as a table: one definition for screen and file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from itertools import groupby

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from samordner.charts.figures import Figure
from samordner.documents.blocks import Block, Document, Front, Heading, Paragraph, Table
from samordner.documents.cells import clock_text, clocks_text, day_text, moment_text
from samordner.documents.columns import Column, Layout, Link, TableDefinition
from samordner.documents.columns import Kind as Cell
from samordner.documents.look import Look
from samordner.happenings.happenings import Concerned, Occurrence
from samordner.happenings.sources import kinds
from samordner.timeline.moments import When

NAMED = 4


def month_text(month: date) -> str:
    """A month in the reader's language: "april 2021"."""
    return date_format(month, "F Y", use_l10n=False)


def when_text(when: When) -> str:
    """A day, or a moment on Norwegian clocks."""
    if isinstance(when, datetime):
        return moment_text(when)
    return day_text(when)


def hours_text(one: Occurrence) -> str:
    """When on its day it is: "09.00–11.30"; "" for a whole day."""
    if one.at is None:
        return ""
    if isinstance(one.end, datetime) and one.last == one.first:
        return clocks_text(one.at, one.end)
    return clock_text(one.at)


def state_text(one: Occurrence) -> str:
    """How it stands: cancelled, moved from another day, and what else is said of it."""
    said = [_("cancelled")] if one.cancelled else []
    if one.moved_from is not None:
        said.append(_("moved from %(when)s") % {"when": when_text(one.moved_from)})
    if one.happening.loosely:
        said.append(_("some time in %(when)s") % {"when": one.happening.loosely})
    if one.happening.note:
        said.append(one.happening.note)
    return ", ".join(said)


def concerned_text(one: Concerned) -> str:
    """The municipalities by name, and how many more; then the organisations."""
    names = [place.name for place in one.municipalities]
    shown = ", ".join(names[:NAMED])
    if (more := len(names) - NAMED) > 0:
        words = ngettext("%(names)s and %(count)d more", "%(names)s and %(count)d more", more)
        shown = words % {"names": shown, "count": more}
    organisations = ", ".join(dict.fromkeys(name.strip() for name in one.organisations if name.strip()))
    return " · ".join(text for text in (shown, organisations) if text)


def happening_table(offices: Mapping[str, str]) -> TableDefinition[Occurrence]:
    """The days of a list."""
    labels = {kind.key: kind.label for kind in kinds()}

    def opens(one: Occurrence) -> Link | None:
        return (
            Link(one.happening.address, one.happening.title)
            if one.happening.address
            else Link("", one.happening.title)
        )

    return TableDefinition(
        key="calendar",
        title=_("What has a day"),
        columns=(
            Column(key="day", title=_("Day"), kind=Cell.DAY, value=lambda one: one.first),
            Column(
                key="last", title=_("Last day"), kind=Cell.DAY,
                value=lambda one: one.last if one.last != one.first else None,
            ),
            Column(key="time", title=_("Time"), value=hours_text),
            Column(
                key="kind", title=pgettext("calendar", "Kind"), kind=Cell.CHOICE, choices=labels,
                value=lambda one: one.happening.kind.key,
            ),
            Column(key="title", title=_("What"), value=lambda one: one.happening.title, names_row=True),
            Column(key="open", title=_("What"), kind=Cell.LINK, value=opens, names_row=True),
            Column(key="place", title=pgettext("calendar", "Place"), value=lambda one: one.place),
            Column(key="concerns", title=_("Whom it concerns"), value=lambda one: concerned_text(one.happening.concerned)),
            Column(key="office", title=_("Office"), value=lambda one: offices.get(one.happening.concerned.office, "")),
            Column(key="state", title=_("How it stands"), value=state_text),
        ),
        layout=Layout(
            columns=("day", "last", "time", "kind", "open", "place", "concerns", "state"),
            optional=frozenset({"last", "time", "place"}),
        ),
    )  # fmt: skip


PRINTED = Layout(
    columns=("day", "last", "time", "kind", "title", "place", "concerns", "state"),
    widths=(1.5, 1.5, 1.3, 2, 4.5, 2, 3, 2),
    landscape=True,
    optional=frozenset({"last", "time", "place", "state"}),
)


def _counted(number: int) -> str:
    return ngettext("%(count)d entry", "%(count)d entries", number) % {"count": number}


def calendar_document(
    title: str,
    lines: Sequence[Occurrence],
    *,
    offices: Mapping[str, str],
    language: str,
    front: Front,
    figure: Figure | None = None,
    notice: str = "",
    look: Look | None = None,
) -> Document:
    """The days to print, month by month, after the drawing if there is one."""
    table = replace(happening_table(offices), layout=PRINTED)
    blocks: list[Block] = [figure] if figure else []
    for month, there in groupby(lines, key=lambda one: one.first.replace(day=1)):
        rows = tuple(there)
        text = month_text(month)
        blocks += [
            Heading(1, text[:1].upper() + text[1:]),
            Table(table, rows, table.fitted(rows), caption=_counted(len(rows))),
        ]
    if not lines:
        blocks.append(Paragraph(_("Nothing has a day here.")))
    return Document(
        title, language, tuple(blocks), front=front, notice=notice, footer=title, look=look or Look()
    )
