"""What packages above show on a team's page: its improvement projects, its charts, what the facilitator has noted.

A panel gives a part of the page as rendered HTML, or nothing when it has nothing to say to this reader. `project`
gives the panels to `install` when the house is ready.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.safestring import SafeString

from samordner.documents.columns import Label
from samordner.networks.models.learning import Team
from samordner.pages.gate import Request


@dataclass(frozen=True)
class Panel:
    """`key` is its anchor on the page; `draw` gives its content, "" for none."""

    key: str
    title: Label
    draw: Callable[[Request, Team], SafeString]


@dataclass(frozen=True)
class Drawn:
    """A panel with what it has to say."""

    key: str
    title: Label
    content: SafeString


_installed: tuple[Panel, ...] = ()


def install(panels: tuple[Panel, ...]) -> None:
    """Make these the panels of every team's page, in this order."""
    global _installed  # noqa: PLW0603 - filled once, when the house is ready
    _installed = panels


def drawn(request: Request, team: Team) -> tuple[Drawn, ...]:
    """The panels that have something to say to the reader."""
    found = ((each, each.draw(request, team)) for each in _installed)
    return tuple(Drawn(panel.key, panel.title, content) for panel, content in found if content)
