"""Minutes as one neutral document; decisions and tasks as tables: each defined once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any, TypeVar

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from samordner.documents.blocks import Block, Document, Facts, Heading, Paragraph, Table
from samordner.documents.cells import day_text
from samordner.documents.columns import Column, Kind, Layout, Link, TableDefinition
from samordner.documents.look import Look
from samordner.documents.printing import DocumentFormat, print_document
from samordner.meetings.models import Meeting
from samordner.minutes.content import Content, NeedSaid, Observed, Point, TaskSaid, frozen
from samordner.minutes.gathering import owner_text
from samordner.minutes.models import Decision, Task
from samordner.minutes.naming import namer
from samordner.minutes.operations import Printed

R = TypeVar("R")

# The minutes


def minutes_document(content: Content, *, notice: str = "", look: Look | None = None) -> Document:
    """The minutes in their own labels and their office's look; what people wrote stays as they wrote it."""
    with override(content.language):
        title = _("Minutes: %(meeting)s") % {"meeting": content.title}
        if content.edition > 1:
            title = _("Corrected minutes: %(meeting)s") % {"meeting": content.title}
        return Document(
            title=title,
            language=content.language,
            blocks=tuple(_blocks(content)),
            notice=notice,
            footer=" · ".join(part for part in (content.issuer, content.kind, content.when) if part),
            look=look or Look(),
        )


def _facts(content: Content) -> Iterator[tuple[str, str]]:
    yield pgettext("meeting", "Kind"), content.kind
    yield pgettext("meeting", "When"), content.when
    if content.place:
        yield pgettext("meeting", "Where"), content.place
    yield _("Programme"), content.programme
    yield _("Organised by"), ", ".join(content.organisers or (content.issuer,))
    if content.present:
        yield _("Present"), content.present
    if content.counted is not None:
        yield _("Counted at the door"), counted_text(content)
    if content.edition > 1:
        yield _("Edition"), str(content.edition)
        yield _("What is corrected"), content.correcting
    if content.approved_on:
        words = {"day": day_text(content.approved_on), "who": content.approved_by}
        yield (
            pgettext("minutes", "Approved"),
            (_("%(day)s by %(who)s") % words if content.approved_by else day_text(content.approved_on)),
        )


def counted_text(content: Content) -> str:
    """How many were there by the registrations, and from where."""
    number = str(content.counted)
    if not content.places:
        return number
    return _("%(number)s, from %(count)d of the municipalities: %(places)s") % {
        "number": number, "count": len(content.places), "places": ", ".join(content.places),
    }  # fmt: skip


def _blocks(content: Content) -> Iterator[Block]:
    yield Facts(tuple(_facts(content)))
    tables = iter(range(1, 10_000))
    for number, point in enumerate(content.points, 1):
        yield Heading(1, point.title, str(number))
        yield from _point(point, number, content, tables)


def _point(point: Point, number: int, content: Content, tables: Iterator[int]) -> Iterator[Block]:
    if point.text:
        yield Paragraph(point.text)
    elif point.is_empty:
        yield Paragraph(_("Nothing was noted."))
    if point.earlier:
        yield _table(earlier_table(), point.earlier, tables)
    if point.decisions:
        pairs = (
            (_("Decision %(number)s") % {"number": f"{number}.{place}"}, text)
            for place, text in enumerate(point.decisions, 1)
        )
        yield Facts(tuple(pairs))
    if point.tasks:
        yield _table(given_table(), point.tasks, tables)
    if point.needs:
        yield _table(needs_table(), point.needs, tables)
    if point.observed:
        yield _table(observed_table(), point.observed, tables)


def _table(definition: TableDefinition[R], rows: tuple[R, ...], places: Iterator[int]) -> Table[R]:
    """A table of a point, with a key of its own, since one document shows it several times."""
    keyed = replace(definition, key=f"{definition.key}-{next(places)}")
    return Table(keyed, rows, definition.fitted(rows), caption=definition.title)


def given_table() -> TableDefinition[TaskSaid]:
    return TableDefinition(
        key="tasks",
        title=pgettext("meeting", "Tasks"),
        columns=(
            Column(key="text", title=pgettext("meeting", "Task"), kind=Kind.TEXT, names_row=True),
            Column(key="owner", title=pgettext("task", "Who")),
            Column(key="deadline", title=_("Deadline"), kind=Kind.DAY),
        ),
        layout=Layout(("text", "owner", "deadline"), (6, 3, 2)),
    )


def earlier_table() -> TableDefinition[TaskSaid]:
    states = {"open": pgettext("task", "not done yet"), "done": pgettext("task", "done")}
    return TableDefinition(
        key="earlier",
        title=_("Tasks from earlier meetings"),
        columns=(
            Column(key="text", title=pgettext("meeting", "Task"), kind=Kind.TEXT, names_row=True),
            Column(key="owner", title=pgettext("task", "Who")),
            Column(key="deadline", title=_("Deadline"), kind=Kind.DAY),
            Column(key="state", title=_("Status"), kind=Kind.CHOICE, choices=states),
            Column(key="words", title=pgettext("task", "What was done"), kind=Kind.TEXT),
        ),
        layout=Layout(("text", "owner", "deadline", "state", "words"), (5, 3, 2, 2, 3), optional=frozenset({"words"})),
    )  # fmt: skip


def needs_table() -> TableDefinition[NeedSaid]:
    return TableDefinition(
        key="needs",
        title=_("What municipalities need help with"),
        columns=(
            Column(key="place", title=_("Municipality"), names_row=True),
            Column(key="text", title=_("Need"), kind=Kind.TEXT),
            Column(key="theme", title=_("Theme")),
        ),
        layout=Layout(("place", "text", "theme"), (2, 6, 2), optional=frozenset({"theme"})),
    )


def observed_table() -> TableDefinition[Observed]:
    return TableDefinition(
        key="observed",
        title=_("What became known of municipalities"),
        columns=(
            Column(key="place", title=_("Municipality"), names_row=True),
            Column(key="subject", title=_("What")),
            Column(key="value", title=_("Status")),
        ),
        layout=Layout(("place", "subject", "value"), (2, 4, 3)),
    )


def printed(content: Content, *, notice: str = "", look: Look | None = None) -> Printed:
    """The minutes in the forms that are kept when they are approved."""
    document = minutes_document(content, notice=notice, look=look)
    files = (print_document(document, each).content for each in FORMATS)
    return Printed(frozen(content), *files)


FORMATS = (DocumentFormat.HTML, DocumentFormat.DOCX, DocumentFormat.PDF)

# Lists


def _meeting(row: Decision | Task) -> Meeting:
    return row.said.minutes.meeting


def _opens(words: Callable[[Any], str], address: Callable[[Any], str]) -> Callable[[Any], Link]:
    return lambda row: Link(address(row), words(row))


def minutes_address(row: Decision | Task) -> str:
    """Where the minutes are that the row was noted in."""
    return reverse("minutes:minutes", args=[_meeting(row).pk])


def decisions_table() -> TableDefinition[Any]:
    """Decisions, in the words that the reader may see (`queries.decisions`)."""
    name = namer()
    states = {"approved": pgettext("decision", "approved"), "draft": pgettext("decision", "in a draft")}
    return TableDefinition(
        key="decisions",
        title=pgettext("meeting", "Decisions"),
        columns=(
            Column(key="text", title=pgettext("meeting", "Decision"), kind=Kind.TEXT, value="shown", names_row=True),
            Column(key="point", title=_("Point"), value=lambda row: row.said.title),
            Column(key="meeting", title=_("Meeting"), value=lambda row: name(_meeting(row))),
            Column(
                key="open", title=_("Meeting"), kind=Kind.LINK,
                value=_opens(lambda row: name(_meeting(row)), minutes_address),
            ),
            Column(key="day", title=_("Day"), kind=Kind.DAY, value=lambda row: _meeting(row).period_start),
            Column(
                key="state", title=_("Status"), kind=Kind.CHOICE, choices=states,
                value=lambda row: "approved" if row.shown == row.approved else "draft",
            ),
        ),
        layout=Layout(("text", "point", "day", "open", "state")),
    )  # fmt: skip


SIGNS = {
    Task.State.OPEN: ("info", "○"), Task.State.OVERDUE: ("danger", "!"), Task.State.DONE: ("success", "✓"),
    Task.State.DROPPED: ("neutral", "–"),
}  # fmt: skip
"""State → tone and sign, so that colour is never alone."""


def tasks_table(day: date, persons: Mapping[str, str]) -> TableDefinition[Task]:
    """Tasks as they stood on `day`. `persons`: names of accounts by their ids."""
    name = namer()
    states = {one.value: one.label for one in Task.State}

    def owner(row: Task) -> str:
        return owner_text(row, persons)

    return TableDefinition(
        key="tasks",
        title=pgettext("meeting", "Tasks"),
        columns=(
            Column(key="text", title=pgettext("meeting", "Task"), kind=Kind.TEXT, names_row=True),
            Column(
                key="open", title=pgettext("meeting", "Task"), kind=Kind.LINK, names_row=True,
                value=_opens(lambda row: row.text.split("\n")[0], lambda row: reverse("minutes:task", args=[row.pk])),
            ),
            Column(key="owner", title=pgettext("task", "Who"), value=owner),
            Column(key="organisation", title=_("Organisation")),
            Column(key="person", title=_("Person"), value=lambda row: persons.get(row.account, "")),
            Column(key="deadline", title=_("Deadline"), kind=Kind.DAY),
            Column(
                key="state", title=_("Status"), kind=Kind.CHOICE, choices=states,
                value=lambda row: row.state(day).value,
            ),
            Column(key="meeting", title=_("Given in"), value=lambda row: name(_meeting(row))),
            Column(
                key="given", title=_("Given in"), kind=Kind.LINK,
                value=_opens(lambda row: name(_meeting(row)), minutes_address),
            ),
            Column(key="day", title=_("Given on"), kind=Kind.DAY, value=lambda row: _meeting(row).period_start),
            Column(key="point", title=_("Point"), value=lambda row: row.said.title),
            Column(key="done_on", title=pgettext("task", "Done on"), kind=Kind.DAY),
            Column(key="done_how", title=pgettext("task", "What was done"), kind=Kind.TEXT),
            Column(key="dropped_on", title=pgettext("task", "Dropped on"), kind=Kind.DAY),
            Column(key="dropped_why", title=pgettext("task", "Why dropped"), kind=Kind.TEXT),
        ),
        layout=Layout(("open", "owner", "deadline", "state", "given")),
    )  # fmt: skip
