"""The meeting plan of a plan, and meetings of a list, as tables."""

from __future__ import annotations

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from samordner.documents.cells import clocks_text
from samordner.documents.columns import Column, Kind, Layout, Link, TableDefinition
from samordner.meetings.keeper import MeetingKeeper
from samordner.meetings.models import Meeting
from samordner.meetings.queries import Line
from samordner.meetings.wording import label_of
from samordner.plans.documents import FOLLOWED
from samordner.plans.registers import Register

MEETINGS = Register(
    model=Meeting,
    keeper=MeetingKeeper(),
    address="moteplan",
    add=_("Add a meeting"),
    about=_("When the support apparatus meets, and what it will talk about. The topic may wait."),
    table=TableDefinition(
        key="meetings",
        title=_("Meeting plan"),
        columns=(
            Column(key="date", title=_("Date"), kind=Kind.PERIOD, value="period", names_row=True),
            Column(key="topic", title=_("Topic"), kind=Kind.TEXT),
            *FOLLOWED,
        ),
        layout=Layout(
            columns=("date", "topic", "status", "result"),
            widths=(2, 6, 1.5, 4),
            optional=frozenset({"status", "result"}),
        ),
    ),
)


SIGNS = {"planned": "○", "invited": "✉", "held": "✓", "postponed": "↷", "cancelled": "✕"}
TONES = {
    "planned": "info",
    "invited": "info",
    "held": "success",
    "postponed": "warning",
    "cancelled": "neutral",
}


def meeting_table(query: str = "") -> TableDefinition[Line]:
    """Meetings of a list, in a plan's meeting table or not."""

    def opens(line: Line) -> Link:
        return Link(f"{reverse('meetings:meeting', args=[line.meeting.pk])}{query}", title_of(line))

    return TableDefinition(
        key="all_meetings",
        title=_("Meetings"),
        columns=(
            Column(key="day", title=_("When"), value=when_text),
            Column(key="first_day", title=_("First day"), kind=Kind.DAY, value=lambda line: line.meeting.period_start),
            Column(key="last_day", title=_("Last day"), kind=Kind.DAY, value=lambda line: line.meeting.period_end),
            Column(key="time", title=_("Time"), value=lambda line: clocks_text(line.meeting.starts, line.meeting.ends)),
            Column(key="open", title=_("Meeting"), kind=Kind.LINK, value=opens, names_row=True),
            Column(key="topic", title=_("Topic"), kind=Kind.TEXT, value=lambda line: line.meeting.topic),
            Column(key="kind", title=_("Kind"), value=kind_text),
            Column(key="place", title=_("Place"), value=lambda line: line.meeting.place),
            Column(key="link", title=_("Link"), value=lambda line: line.meeting.link),
            Column(key="organisers", title=_("Arranged by"), value=lambda line: ", ".join(line.organisers)),
            Column(key="state", title=_("Status"), value=state_text),
            Column(key="result", title=_("What came of it"), kind=Kind.TEXT, value=lambda line: line.meeting.result),
        ),
        layout=Layout(
            columns=("day", "time", "open", "kind", "place", "organisers", "state"),
            widths=(2.2, 1.4, 4, 2, 2, 3, 1.8),
        ),
    )  # fmt: skip


def when_text(line: Line, form: str = "D j. b Y") -> str:
    """The day with its weekday, where it is known exactly; else as it is written."""
    row = line.meeting
    if row.day and row.day == row.last_day:
        return date_format(row.day, form, use_l10n=False)
    return (
        row.period_label or label_of(row.day, row.last_day) if row.day and row.last_day else row.period_label
    )


def title_of(line: Line) -> str:
    """What a meeting is called: its topic, else its kind."""
    name = str(line.meeting) or str(line.kind.name if line.kind else _("Meeting without a topic"))
    return name if len(name) <= 120 else f"{name[:119].rstrip()}…"


def kind_text(line: Line) -> str:
    return str(line.kind.name) if line.kind else ""


def state_text(line: Line) -> str:
    return f"{SIGNS[line.state]} {line.state.label}"
