"""What packages above, and the learning networks, show on a network's page; and what a meeting's page shows of networks.

A panel gives a part of the page as rendered HTML, or nothing when it has nothing to say to this reader. `project`
gives the panels to `install` when the house is ready.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from samordner.documents.columns import Label
from samordner.meetings.models import Meeting
from samordner.meetings.panels import Panel as MeetingPanel
from samordner.networks.models import RunningNetwork
from samordner.networks.queries.lists import every_network, reached
from samordner.pages.gate import Request


@dataclass(frozen=True)
class Panel:
    """`key` is its anchor on the page; `draw` gives its content, "" for none."""

    key: str
    title: Label
    draw: Callable[[Request, RunningNetwork], SafeString]


@dataclass(frozen=True)
class Drawn:
    """A panel with what it has to say."""

    key: str
    title: Label
    content: SafeString


_installed: tuple[Panel, ...] = ()


def install(panels: tuple[Panel, ...]) -> None:
    """Make these the panels of every network's page, in this order."""
    global _installed  # noqa: PLW0603 - filled once, when the house is ready
    _installed = panels


def drawn(request: Request, network: RunningNetwork) -> tuple[Drawn, ...]:
    """The panels that have something to say to the reader."""
    found = ((each, each.draw(request, network)) for each in _installed)
    return tuple(Drawn(panel.key, panel.title, content) for panel, content in found if content)


def _on_meeting(request: Request, meeting: Meeting) -> SafeString:
    """The networks that a meeting is of."""
    if not request.actor.may("network.read"):
        return SafeString("")
    found = reached(every_network(), request.actor).filter(removed_at=None, meetings__meeting=meeting)
    rows = list(found)
    return SafeString(
        render_to_string("networks/on_meeting.html", {"networks": rows}, request) if rows else ""
    )


OF_MEETINGS = MeetingPanel("networks", _("Networks"), _on_meeting)
"""What a meeting's page shows: the networks whose meeting it is."""
