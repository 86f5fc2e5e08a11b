"""Rounds and who is asked as tables, and how far each has come in words: one definition for screen and file."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from samordner.documents.cells import moment_text
from samordner.documents.columns import Column, Kind, Label, TableDefinition
from samordner.mapping.models import How, MappingRound
from samordner.mapping.rounds import board, lists
from samordner.timeline.moments import day_of

SIGNS: Mapping[str, tuple[str, Label, str]] = {
    "answered": ("✓", pgettext_lazy("mapping", "answered"), "success"),
    "corrected": ("✓", pgettext_lazy("mapping", "answered, corrected"), "success"),
    "begun": ("…", pgettext_lazy("mapping", "begun"), "info"),
    "late": ("!", pgettext_lazy("mapping", "begun, not sent in"), "warning"),
    "opened": ("◦", pgettext_lazy("mapping", "link opened"), "info"),
    "sent": ("○", pgettext_lazy("mapping", "not opened"), "neutral"),
    "bounced": ("↩", pgettext_lazy("mapping", "letter came back"), "danger"),
    "not_sent": ("✉", pgettext_lazy("mapping", "no address"), "danger"),
    "withdrawn": ("–", pgettext_lazy("mapping", "need not answer"), "neutral"),
}
"""How far somebody has come: the sign, the words, the tone."""

FILTERS: Mapping[str, Label] = {
    board.NOT_ANSWERED: pgettext_lazy("mapping", "not answered"),
    "answered": pgettext_lazy("mapping", "answered"),
    "corrected": SIGNS["corrected"][1],
    "begun": SIGNS["begun"][1],
    "opened": SIGNS["opened"][1],
    "sent": SIGNS["sent"][1],
    "bounced": SIGNS["bounced"][1],
    "not_sent": SIGNS["not_sent"][1],
    "withdrawn": SIGNS["withdrawn"][1],
}

ROUND_SIGNS: Mapping[str, tuple[str, str]] = {
    "draft": ("✎", "info"), "open": ("●", "success"), "closed": ("■", "neutral"), "cancelled": ("–", "neutral"),
}  # fmt: skip


def state_words(state: str) -> str:
    return str(SIGNS[state][1])


def moment_of(line: board.Line) -> str:
    """When it came so far; of an anonymous answer nobody is told."""
    return moment_text(line.at) if line.at else ""


def left_words(row: MappingRound, day: date) -> str:
    """How long it is until the deadline of an open round, in words; "" for others."""
    if row.state != MappingRound.State.OPEN:
        return ""
    days = (row.deadline - day).days
    if days < 0:
        return _("the deadline has passed")
    return {0: _("closes today"), 1: _("closes tomorrow")}.get(days, _("%(days)d days left") % {"days": days})


def _day(moment: datetime | None) -> date | None:
    return day_of(moment) if moment else None


def board_table(of: MappingRound) -> TableDefinition[board.Line]:
    """Who is asked, and how far each has come."""
    states = {key: words for key, (_sign, words, _tone) in SIGNS.items()}
    return TableDefinition(
        key="responses",
        title=_("Who has answered: %(round)s") % {"round": of.title},
        columns=(
            Column(key="code", title=_("Municipality number"), value=_code),
            Column(key="name", title=_("Who is asked"), names_row=True),
            Column(key="people", title=_("Written to"), kind=Kind.PEOPLE,
                   value=lambda line: [one.name or one.email for one in line.people if one.name or one.email]),
            Column(key="addresses", title=_("E-mail"), kind=Kind.PEOPLE,
                   value=lambda line: [one.email for one in line.people if one.email]),
            Column(key="state", title=_("Status"), kind=Kind.CHOICE, choices=states),
            Column(key="at", title=_("When"), kind=Kind.DAY, value=lambda line: _day(line.at)),
            Column(key="by", title=_("Sent in by")),
            Column(key="how", title=_("How"), kind=Kind.CHOICE, choices=dict(How.choices)),
            Column(key="number", title=_("Times sent in"), kind=Kind.NUMBER, value=lambda line: line.number or None),
            Column(key="reminders", title=_("Reminders"), kind=Kind.NUMBER),
            Column(key="parts", title=_("Parts handed on to"), kind=Kind.PEOPLE,
                   value=lambda line: [one.name or one.email for one in line.parts]),
        ),
    )  # fmt: skip


def _code(line: board.Line) -> str:
    place = line.first.participation
    return place.municipality.code if place else ""


def rounds_table() -> TableDefinition[lists.Line]:
    """Every round, and how many have answered."""
    return TableDefinition(
        key="mapping-rounds",
        title=_("Mapping rounds"),
        columns=(
            Column(key="title", title=_("Title"), value=lambda line: line.round.title, names_row=True),
            Column(key="questionnaire", title=_("Questionnaire"), value=lambda line: line.round.questionnaire.name),
            Column(key="asked_by", title=_("Asked by"), value=lambda line: line.round.asked_by),
            Column(key="state", title=_("Status"), kind=Kind.CHOICE, choices=dict(MappingRound.State.choices),
                   value=lambda line: line.round.state),
            Column(key="opens", title=_("Opens"), kind=Kind.DAY, value=lambda line: line.round.opens),
            Column(key="deadline", title=_("Deadline"), kind=Kind.DAY, value=lambda line: line.round.deadline),
            Column(key="minutes", title=_("Minutes for each"), kind=Kind.NUMBER, value=lambda line: line.round.minutes),
            Column(key="anonymous", title=_("Anonymous"), value=lambda line: str(YES) if line.round.anonymous else ""),
            Column(key="asked", title=_("Asked"), kind=Kind.NUMBER, value=lambda line: line.counts.asked),
            Column(key="answered", title=_("Answered"), kind=Kind.NUMBER, value=lambda line: line.counts.answered),
            Column(key="begun", title=_("Begun"), kind=Kind.NUMBER, value=lambda line: line.counts.begun),
            Column(key="why", title=_("Why"), kind=Kind.TEXT, value=lambda line: line.round.why),
        ),
    )  # fmt: skip


YES = gettext_lazy("yes")
