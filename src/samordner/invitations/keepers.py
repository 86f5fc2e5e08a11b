"""What packages above keep of a person, by the e-mail address: told and erased together with what is kept here.

`project` gives the keepers to `install` when the house is ready.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol

from samordner.access.actors import Actor
from samordner.invitations.personal import Line
from samordner.places.models import Office


class Keeper(Protocol):
    """Somebody who keeps data of persons; only what the actor reaches by "participant.erase" is told or erased."""

    def known(self, email: str, actor: Actor) -> Iterable[Line]: ...

    def erase(self, email: str, actor: Actor, office: Office, *, by: str, now: datetime) -> int:
        """Erase it at one office; how many rows."""


_installed: tuple[Keeper, ...] = ()


def install(keepers: tuple[Keeper, ...]) -> None:
    """Make these those who keep data besides."""
    global _installed  # noqa: PLW0603 - filled once, when the house is ready
    _installed = keepers


def keepers() -> tuple[Keeper, ...]:
    return _installed
