"""Who acts, as everything below `people` sees it: an opaque id and what it holds."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from samordner.access.policy import POLICY, PUBLIC_ROLE, Reach


@dataclass(frozen=True)
class Holding:
    """One role held today, where it is held: an office's key, a municipality's code, or neither.

    `organisation` is the name of the organisation that the role is held for, as people write it.
    """

    role: str
    office: str = ""
    municipality: str = ""
    organisation: str = ""


def organisation_key(name: str) -> str:
    """An organisation's name as names are compared: whatever its capitals, its spaces, and how its letters are made."""
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())


@dataclass(frozen=True)
class Actor:
    """`id` is opaque ("" for a visitor). Roles come from assignments for a period, never from flags."""

    id: str = ""
    name: str = ""
    holdings: tuple[Holding, ...] = ()

    @property
    def signed_in(self) -> bool:
        return self.id != ""

    def reaches(self, right: str) -> tuple[tuple[Reach, Holding], ...]:
        """Every reach of `right` that the actor has, with the holding that gives it. KeyError: no such right."""
        row = POLICY[right]
        held = (*self.holdings, Holding(PUBLIC_ROLE))
        return tuple((row[holding.role], holding) for holding in held if row[holding.role] != "-")

    def may(self, right: str) -> bool:
        """Whether the right is had anywhere at all: what a menu and the gate ask. A record asks `visible`."""
        return bool(self.reaches(right))

    def organisation_at(self, office: str, right: str) -> str:
        """The organisation that the actor has the right's own reach for at an office; empty: none."""
        held = (holding for reach, holding in self.reaches(right) if reach == "own")
        return next((holding.organisation.strip() for holding in held if holding.office == office), "")

    @property
    def offices(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(h.office for h in self.holdings if h.office))

    @property
    def roles(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(h.role for h in self.holdings))


VISITOR = Actor()
