"""Cohorts and teams as tables, and the words and signs of their pages: one definition for screen and file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from samordner.documents.columns import Column, Kind, Layout, TableDefinition
from samordner.networks.learning.queries.dose import Cell, Line, Presence
from samordner.networks.learning.queries.lists import CohortLine
from samordner.networks.models.learning import Gathering, Guidance, Phase

# In words


def presence_words(cell: Cell) -> str:
    """Whether a team was at a gathering, in words."""
    match cell.presence:
        case Presence.HERE:
            return pgettext("attendance", "%(count)d came") % {"count": cell.count or 0}
        case Presence.ABSENT:
            return pgettext("attendance", "nobody came")
        case Presence.UNKNOWN:
            return pgettext("attendance", "not noted")
        case Presence.AHEAD:
            return pgettext("attendance", "to come")
        case Presence.OFF:
            return pgettext("attendance", "called off")
        case Presence.OUT:
            return pgettext("attendance", "not in the cohort then")
        case Presence.UNPLANNED:
            return pgettext("attendance", "not planned")


PRESENCE_SIGNS: Mapping[str, str] = {
    Presence.HERE: "✓", Presence.ABSENT: "0", Presence.UNKNOWN: "?", Presence.AHEAD: "→", Presence.OFF: "–",
    Presence.OUT: "·", Presence.UNPLANNED: "·",
}  # fmt: skip


def cohort_words(state: str) -> str:
    """Whether a cohort runs, in words."""
    return {
        "ahead": pgettext("cohort", "not begun"),
        "running": pgettext("cohort", "running"),
        "over": pgettext("cohort", "over"),
    }[state]


def gathering_words(state: str) -> str:
    """How a gathering stands, in words."""
    return {
        "been": pgettext("gathering", "has been"),
        "ahead": pgettext("gathering", "to come"),
        "off": pgettext("gathering", "called off"),
        "undated": pgettext("gathering", "no day yet"),
        "unplanned": pgettext("gathering", "not planned"),
    }[state]


SIGNS: Mapping[str, str] = {
    "ahead": "→", "running": "●", "over": "✓", "been": "✓", "off": "–", "undated": "?", "unplanned": "·",
    Guidance.State.PLANNED: "→", Guidance.State.HELD: "✓", Guidance.State.CANCELLED: "–", "unwritten": "!",
    Phase.PREPARE: "1", Phase.CARRY_OUT: "2", Phase.CONTINUE: "3", "left": "–",
}  # fmt: skip
TONES: Mapping[str, str] = {
    "ahead": "info", "running": "success", "over": "neutral", "been": "success", "off": "neutral",
    "undated": "warning", "unplanned": "warning", Guidance.State.PLANNED: "info", Guidance.State.HELD: "success",
    Guidance.State.CANCELLED: "neutral", "unwritten": "warning", Phase.PREPARE: "neutral",
    Phase.CARRY_OUT: "info", Phase.CONTINUE: "success", "left": "neutral",
}  # fmt: skip


def sustained_words(holds: bool | None) -> str:
    """Whether a change holds, in words; "" when nothing is known."""
    if holds is None:
        return ""
    return pgettext("change", "holds") if holds else pgettext("change", "does not hold")


def score_text(score: Decimal | None) -> str:
    return f"{score:.1f}".replace(".", ",") if score is not None else ""


def of_text(count: int, most: int) -> str:
    """3/4"""
    return f"{count}/{most}"


# Tables


def cohort_table(offices: Mapping[str, str]) -> TableDefinition[CohortLine]:
    """The cohorts, with how far they have come."""
    return TableDefinition(
        key="cohorts",
        title=pgettext("learning", "Cohorts"),
        columns=(
            Column(key="name", title=pgettext("learning", "Cohort"), value=lambda one: one.cohort.name, names_row=True),
            Column(key="network", title=_("Network"), value=lambda one: one.cohort.network.name),
            Column(
                key="office", title=_("Office"),
                value=lambda one: offices.get(one.cohort.network.office.key, one.cohort.network.office.key),
            ),
            Column(key="since", title=pgettext("cohort", "Begins"), kind=Kind.DAY, value=lambda one: one.cohort.since),
            Column(key="until", title=pgettext("cohort", "Ends"), kind=Kind.DAY, value=lambda one: one.cohort.until),
            Column(key="state", title=_("Status"), value=lambda one: cohort_words(one.state)),
            Column(key="been", title=_("Gatherings that have been"), kind=Kind.NUMBER),
            Column(
                key="planned", title=_("Number of gatherings"), kind=Kind.NUMBER,
                value=lambda one: one.cohort.gatherings_planned,
            ),
            Column(key="next", title=_("Next gathering"), kind=Kind.DAY, value=lambda one: one.next_day),
            Column(
                key="guidance", title=_("Guidance meetings for each team, at least"), kind=Kind.NUMBER,
                value=lambda one: one.cohort.guidance_least,
            ),
            Column(key="teams", title=_("Teams"), kind=Kind.NUMBER),
            Column(key="left", title=_("Teams that have left"), kind=Kind.NUMBER),
            Column(key="about", title=_("About the cohort"), kind=Kind.TEXT, value=lambda one: one.cohort.about),
        ),
        layout=Layout(
            columns=("name", "network", "since", "state", "been", "planned", "teams", "left"),
            widths=(3, 3, 1.5, 1.5, 1.5, 1.5, 1, 1), landscape=True,
        ),
    )  # fmt: skip


def team_table(
    offices: Mapping[str, str], solutions: Mapping[str, str], numbers: Sequence[int] = ()
) -> TableDefinition[Line]:
    """The teams, with what they were given and have come to; of one cohort also each gathering (`numbers`)."""

    def at(number: int) -> Column[Line]:
        def said(line: Line) -> str:
            return next((presence_words(cell) for cell in line.cells if cell.ordinal == number), "")

        return Column(
            key=f"gathering_{number}", title=_("Gathering %(number)d") % {"number": number}, value=said
        )

    def phase(line: Line) -> str:
        return str(Phase(line.team.phase).label)

    return TableDefinition(
        key="teams",
        title=pgettext("learning", "Improvement teams"),
        columns=(
            Column(
                key="municipality", title=_("Municipality"), value=lambda one: str(one.team.participation), names_row=True
            ),
            Column(key="name", title=pgettext("learning", "Team"), value=lambda one: one.team.name),
            Column(key="service", title=pgettext("team", "Service"), value=lambda one: one.team.service),
            Column(key="cohort", title=pgettext("learning", "Cohort"), value=lambda one: one.team.cohort.name),
            Column(
                key="office", title=_("Office"),
                value=lambda one: offices.get(one.team.cohort.network.office.key, one.team.cohort.network.office.key),
            ),
            Column(key="topic", title=_("What the team wants to make better"), kind=Kind.TEXT, value=lambda one: one.team.topic),
            Column(
                key="solutions", title=_("Solutions"), kind=Kind.PEOPLE,
                value=lambda one: [solutions.get(key, key) for key in one.team.solutions],
            ),
            Column(key="phase", title=pgettext("team", "Phase"), value=phase),
            Column(key="adviser_name", title=pgettext("team", "Adviser"), value=lambda one: one.team.adviser),
            Column(key="began_on", title=pgettext("team", "Joined"), kind=Kind.DAY, value=lambda one: one.team.began_on),
            Column(key="left_on", title=pgettext("team", "Left"), kind=Kind.DAY, value=lambda one: one.team.left_on),
            Column(key="left_why", title=_("Why the team left"), kind=Kind.TEXT, value=lambda one: one.team.left_why),
            *(at(number) for number in numbers),
            Column(key="attended", title=_("Gatherings attended"), kind=Kind.NUMBER),
            Column(key="unknown", title=_("Gatherings not noted"), kind=Kind.NUMBER),
            Column(key="gatherings", title=_("Number of gatherings"), kind=Kind.NUMBER),
            Column(key="held", title=_("Guidance meetings held"), kind=Kind.NUMBER),
            Column(key="least", title=_("Guidance meetings, at least"), kind=Kind.NUMBER),
            Column(key="own", title=_("The team’s own assessment"), kind=Kind.NUMBER, value=lambda one: one.score),
            Column(
                key="adviser", title=_("The adviser’s assessment"), kind=Kind.NUMBER, value=lambda one: one.advisers_score
            ),
            Column(key="cycles", title=_("Cycles tried"), kind=Kind.NUMBER, value=lambda one: one.facts.cycles),
            Column(key="measured", title=_("Last measured"), kind=Kind.DAY, value=lambda one: one.facts.measured),
            Column(key="sustained", title=_("The change"), value=lambda one: sustained_words(one.facts.sustained)),
        ),
        layout=Layout(
            columns=("municipality", "name", "phase", "attended", "gatherings", "held", "least", "own", "adviser"),
            widths=(2.5, 3, 1.5, 1.2, 1.2, 1.2, 1.2, 1.2, 1.2), landscape=True,
        ),
    )  # fmt: skip


def gathering_state(row: Gathering | None, has_been: bool) -> str:
    """been, ahead, off, undated or unplanned."""
    if row is None:
        return "unplanned"
    if row.is_off:
        return "off"
    if row.on is None:
        return "undated"
    return "been" if has_been else "ahead"
