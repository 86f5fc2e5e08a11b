"""Teams to call, what they changed, and how they were assessed: one definition each for the page and the file."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from samordner.documents.columns import Column, Kind, Layout, TableDefinition
from samordner.facilitation.documents.wording import sentence, short
from samordner.facilitation.queries.calling import Line
from samordner.facilitation.queries.changing import Changed
from samordner.improvement.models import Act


def calls_table(day: date) -> TableDefinition[Line]:
    """Every team with why it is to be called, and whether it has been."""
    return TableDefinition(
        key="calls",
        title=_("Who needs a call this week"),
        columns=(
            Column(
                key="municipality", title=_("Municipality"), names_row=True,
                value=lambda one: str(one.facts.team.participation.municipality),
            ),
            Column(key="team", title=pgettext("learning", "Team"), value=lambda one: one.facts.team.name),
            Column(
                key="why", title=_("Why"), kind=Kind.TEXT,
                value=lambda one: "\n".join(sentence(reason) for reason in one.reasons),
            ),
            Column(
                key="keys", title=_("In short"),
                value=lambda one: ", ".join(short(reason.why) for reason in one.reasons),
            ),
            Column(key="state", title=_("Status"), value=state_words),
            Column(
                key="called", title=_("Called"), kind=Kind.DAY,
                value=lambda one: one.call.day if one.call else None,
            ),
        ),
        layout=Layout(("municipality", "team", "why", "state", "called"), (2, 3, 6, 2, 2), landscape=True),
    )  # fmt: skip


def state_words(line: Line) -> str:
    """Whether a team waits for a call."""
    if line.call:
        return pgettext("call", "called this week")
    return pgettext("call", "needs a call") if line.needs else pgettext("call", "all well")


def changed_table(solutions: Mapping[str, str]) -> TableDefinition[Changed]:
    """Every team with what it has changed, and which solution that belongs to."""
    return TableDefinition(
        key="changed",
        title=_("Which teams changed something"),
        columns=(
            Column(key="municipality", title=_("Municipality"), names_row=True, value=lambda one: one.municipality),
            Column(key="team", title=pgettext("learning", "Team"), value=lambda one: one.team),
            Column(
                key="solutions", title=_("Solution"), kind=Kind.TEXT,
                value=lambda one: "\n".join(solutions.get(key, key) for key in one.solutions),
            ),
            Column(
                key="kept", title=_("What was changed"), kind=Kind.TEXT, value=lambda one: "\n".join(one.kept_words)
            ),
            Column(key="tried", title=_("Cycles tried"), kind=Kind.NUMBER),
            Column(key="adopted", title=pgettext("cycles", "Adopted"), kind=Kind.NUMBER),
            Column(key="adapted", title=pgettext("cycles", "Adapted"), kind=Kind.NUMBER),
            Column(key="abandoned", title=pgettext("cycles", "Abandoned"), kind=Kind.NUMBER),
            Column(key="says", title=_("What the measurements say"), kind=Kind.TEXT, value=_says),
            Column(key="shared", title=_("Shared as experience"), kind=Kind.NUMBER),
            Column(key="taken_up", title=_("Taken up by others"), kind=Kind.NUMBER),
        ),
        layout=Layout(
            ("municipality", "team", "solutions", "kept", "tried", "adopted", "says", "taken_up"),
            (2, 2.5, 3, 4, 1.2, 1.2, 4, 1.4), landscape=True,
        ),
    )  # fmt: skip


def _says(one: Changed) -> str:
    return "\n".join(f"{each.watched.indicator.name}: {each.words}" for each in one.outcomes)


def act_words(act: str) -> str:
    return str(Act(act).label) if act else ""
