"""What packages above show on a page of a package below: on a meeting's those invited, on a project's its indicators.

The package whose page it is keeps one `Panels`; `project` gives it the panels when the house is ready.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.utils.safestring import SafeString

from samordner.documents.columns import Label
from samordner.pages.gate import Request

T = TypeVar("T")


@dataclass(frozen=True)
class Panel(Generic[T]):
    """`key` is its anchor on the page; `draw` gives its content for this reader as rendered HTML, "" for none."""

    key: str
    title: Label
    draw: Callable[[Request, T], SafeString]


@dataclass(frozen=True)
class Drawn:
    """A panel with what it has to say."""

    key: str
    title: Label
    content: SafeString


class Panels(Generic[T]):
    """The panels of one kind of page, in their order."""

    def __init__(self) -> None:
        self._installed: tuple[Panel[T], ...] = ()

    def install(self, panels: tuple[Panel[T], ...]) -> None:
        """Make these the panels of every such page."""
        self._installed = panels

    def drawn(self, request: Request, about: T) -> tuple[Drawn, ...]:
        """The panels that have something to say to the reader."""
        found = ((each, each.draw(request, about)) for each in self._installed)
        return tuple(Drawn(panel.key, panel.title, content) for panel, content in found if content)
