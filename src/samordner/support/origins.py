"""Where a need was raised: the package that has the meeting says what it is called and where it opens. `project` gives
the finder to `install`.
"""

from __future__ import annotations

from collections.abc import Callable

from samordner.access.actors import Actor
from samordner.documents.columns import Link
from samordner.support.models import Need

Finder = Callable[[Need, Actor], Link | None]


def _nowhere(_need: Need, _actor: Actor) -> Link | None:
    return None


_installed: Finder = _nowhere


def install(finder: Finder) -> None:
    """Make this what finds where a need was raised."""
    global _installed  # noqa: PLW0603 - filled once, when the house is ready
    _installed = finder


def origin_of(need: Need, actor: Actor) -> Link | None:
    """Where the need was raised, for one who may go there; None: nowhere that is known here."""
    return _installed(need, actor)
