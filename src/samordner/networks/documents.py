"""The regional networks as tables: the plan's register, and the networks that are run, whose columns are the same."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from samordner.documents.columns import Column, Kind, Label, Layout, TableDefinition
from samordner.networks.models import Network, NetworkMember, RunningNetwork
from samordner.networks.queries.comparing import said_of
from samordner.networks.queries.lists import Line
from samordner.networks.queries.one import Place
from samordner.plans.registers import Register

NETWORKS = Register(
    model=Network,
    address="nettverk",
    add=_("Add a network"),
    about=_(
        "The networks where municipalities learn from each other, and how every municipality is offered one."
    ),
    table=TableDefinition(
        key="networks",
        title=_("Regional networks"),
        columns=(
            Column(key="name", title=_("Name of the network"), kind=Kind.TEXT, names_row=True),
            Column(key="operated_by", title=_("Operated by"), kind=Kind.TEXT),
            Column(key="status", title=_("Existing, developed further or new"), kind=Kind.TEXT),
            Column(key="audience", title=_("Audience"), kind=Kind.TEXT),
            Column(key="theme", title=_("What of the reform is taken up, and how"), kind=Kind.TEXT),
            Column(key="working_form", title=_("Working form and regularity"), kind=Kind.TEXT),
            Column(key="benefit", title=_("Expected benefit for the municipality"), kind=Kind.TEXT),
        ),
        layout=Layout(
            columns=("name", "operated_by", "status", "audience", "theme", "working_form", "benefit"),
            widths=(3, 2, 3, 2, 4, 3, 4),
            landscape=True,
        ),
    ),
)


def title_of(column: str) -> Label:
    """What a column of the plan's table is called: the same on the pages and in the forms of networks that are run."""
    return NETWORKS.table.column(column).title


def facts(network: RunningNetwork) -> list[tuple[str, str]]:
    """What is said of a network under the plan's own headings, what is empty left out; its name is the page's."""
    said = (
        (column, said_of(network, column.key)) for column in NETWORKS.table.columns if not column.names_row
    )
    return [(str(column.title), text) for column, text in said if text]


# In words


def state_words(state: str) -> str:
    """How a network stands, in words."""
    return {
        "running": pgettext("network", "running"),
        "planned": pgettext("network", "not begun"),
        "ended": pgettext("network", "ended"),
    }[state]


def lacks_words(lacks: str) -> str:
    """What of its meetings somebody should see to, in words."""
    return {
        "": "",
        "quiet": pgettext("network", "too long since it met"),
        "unplanned": pgettext("network", "no meeting planned"),
    }[lacks]


def place_words(state: str) -> str:
    """How it stands with a municipality and a place in the network, in words."""
    return {
        "not_offered": pgettext("place in a network", "not offered"),
        "waiting": pgettext("place in a network", "offered, no answer"),
        "declined": pgettext("place in a network", "does not want one"),
        "left": pgettext("place in a network", "not in it now"),
        "coming": pgettext("place in a network", "on its way in"),
        "member": pgettext("place in a network", "in the network"),
    }[state]


SIGNS: Mapping[str, str] = {
    "running": "✓", "planned": "→", "ended": "–", "not_offered": "!", "waiting": "?", "declined": "✕", "left": "–",
    "coming": "→", "member": "✓", "quiet": "!", "unplanned": "?",
}  # fmt: skip
TONES: Mapping[str, str] = {
    "running": "success", "planned": "info", "ended": "neutral", "not_offered": "warning", "waiting": "info",
    "declined": "neutral", "left": "neutral", "coming": "info", "member": "success", "quiet": "warning",
    "unplanned": "info",
}  # fmt: skip


def last_day(until: date | None) -> date | None:
    """The last day of what holds until (exclusive)."""
    return until - timedelta(days=1) if until else None


def address_of(network: RunningNetwork) -> str:
    return reverse("networks:network", args=[network.pk])


# Tables


def _said(key: str) -> Callable[[Line], str]:
    return lambda line: said_of(line.network, key)


def network_table(day: date, offices: Mapping[str, str]) -> TableDefinition[Line]:
    """The networks of a list: what the plan's table says of each, who is in it, and when it meets."""
    return TableDefinition(
        key="running_networks",
        title=_now("Networks"),
        columns=(
            *(
                Column(key=one.key, title=one.title, kind=one.kind, value=_said(one.key), names_row=one.names_row)
                for one in NETWORKS.table.columns
            ),
            Column(key="kind", title=_now("Kind"), value=lambda line: str(line.kind.name) if line.kind else ""),
            Column(
                key="office", title=_now("Office"),
                value=lambda line: offices.get(line.network.office.key, line.network.office.key),
            ),
            Column(key="state", title=_now("Status"), value=lambda line: state_words(line.state)),
            Column(key="since", title=_now("Runs since"), kind=Kind.DAY, value=lambda line: line.network.since),
            Column(key="until", title=_now("Last day"), kind=Kind.DAY, value=lambda line: last_day(line.network.until)),
            Column(key="members", title=_now("Municipalities in it"), kind=Kind.NUMBER),
            Column(key="outside", title=_now("Others in it"), kind=Kind.NUMBER),
            Column(key="offered", title=_now("Offered a place"), kind=Kind.NUMBER),
            Column(key="accepted", title=_now("Said yes"), kind=Kind.NUMBER),
            Column(key="declined", title=_now("Said no"), kind=Kind.NUMBER),
            Column(key="waiting", title=_now("Have not answered"), kind=Kind.NUMBER),
            Column(key="meet_every", title=_now("To meet once every … months"), kind=Kind.NUMBER),
            Column(key="last", title=_now("Last met"), kind=Kind.DAY, value=lambda line: line.met.last),
            Column(key="next", title=_now("Next meeting"), kind=Kind.DAY, value=lambda line: line.met.next),
            Column(key="lacks", title=_now("Meetings"), value=lambda line: lacks_words(line.lacks(day))),
        ),
        layout=Layout(
            columns=("name", "operated_by", "status", "kind", "working_form", "members", "last", "next"),
            widths=(3, 2.5, 2, 2, 3, 1.5, 1.5, 1.5),
            landscape=True,
            optional=frozenset({"kind", "last", "next"}),
        ),
    )  # fmt: skip


def member_table(came: Mapping[int, int], held: int, *, people: bool) -> TableDefinition[NetworkMember]:
    """Who is and was in a network; with names and addresses only where `people`."""
    who = (
        Column[NetworkMember](key="name", title=_now("Name")),
        Column[NetworkMember](key="role", title=_now("Function")),
        Column[NetworkMember](key="email", title=_now("Work e-mail")),
    )
    return TableDefinition(
        key="network_members",
        title=_now("Members of a network"),
        columns=(
            Column(key="who", title=_now("Member"), value=str, names_row=True),
            *(who if people else ()),
            Column(key="since", title=_now("Since"), kind=Kind.DAY),
            Column(key="until", title=_now("Last day"), kind=Kind.DAY, value=lambda one: last_day(one.until)),
            Column(key="left_why", title=_now("Why it left")),
            Column(
                key="came", title=_now("Meetings it came to"), kind=Kind.NUMBER,
                value=lambda one: came.get(one.participation_id, 0) if one.participation_id and held else None,
            ),
        ),
    )  # fmt: skip


def place_table() -> TableDefinition[Place]:
    """Who was offered a place, and what they answered."""

    def of(name: str) -> Callable[[Place], date | str | None]:
        return lambda one: getattr(one.offer, name) if one.offer else None

    return TableDefinition(
        key="network_places",
        title=_now("Places that were offered"),
        columns=(
            Column(key="municipality", title=_now("Municipality"), value=lambda one: str(one.participation), names_row=True),
            Column(key="state", title=_now("Status"), value=lambda one: place_words(one.state)),
            Column(key="offered_on", title=_now("Offered"), kind=Kind.DAY, value=of("offered_on")),
            Column(key="how", title=_now("How"), value=lambda one: one.offer.how if one.offer else ""),
            Column(key="deadline", title=_now("Deadline"), kind=Kind.DAY, value=of("deadline")),
            Column(
                key="answer", title=_now("Answer"),
                value=lambda one: str(one.offer.get_answer_display()) if one.offer else "",
            ),
            Column(key="answered_on", title=_now("Answered"), kind=Kind.DAY, value=of("answered_on")),
            Column(key="why", title=_now("Why not"), value=lambda one: one.offer.declined_why if one.offer else ""),
        ),
    )  # fmt: skip
