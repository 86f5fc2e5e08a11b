"""What an offer is proven by: the protocol that packages answer when they know who was offered something.

A source is asked once for all offers that somebody looks at, and answers in a constant number of questions to the
database, with what the reader may see. `project` gives the sources to `install` when the house is ready: invitations to
meetings, and whatever else fulfils an offer, such as a place in a network.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from samordner.access.actors import Actor
from samordner.programmes.definition import Definition, Offer


class Stand(StrEnum):
    """How it stands with an offer, from the best to the worst."""

    HELD = "held"  # they came
    ACCEPTED = "accepted"
    OFFERED = "offered"  # no answer, or "maybe"
    ABSENT = "absent"  # they said yes, and did not come
    DECLINED = "declined"
    UNKNOWN = "unknown"  # something was offered to a former one, and nobody has decided whether it holds for this one
    NOT_YET = "not_yet"


@dataclass(frozen=True, slots=True)
class Window:
    """An offer, and the days that it is looked at for: all of them, or one year of an offer that comes every year."""

    offer: Offer
    since: date
    last_day: date

    @property
    def key(self) -> tuple[str, date]:
        return self.offer.key, self.since

    @property
    def year(self) -> int | None:
        return self.since.year if self.offer.yearly else None

    @property
    def name(self) -> str:
        """The offer's name, with the year when it comes every year."""
        return f"{self.offer.name} {self.year}" if self.year else str(self.offer.name)

    def holds(self, day: date) -> bool:
        return self.since <= day <= self.last_day


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """One time that a municipality was offered something.

    `window`: the key of the window that it belongs to. `meeting`: its id, 0 when it was none. `roles`: whom in the
    municipality it went to; none: the municipality as such. `counts` is false, and `doubt` says why, for what is no offer
    after all: withdrawn, called off, or a letter that did not arrive. `when` is when that happens which was offered, as
    people write it; `letter` says how the letter fared, in words. `former`: the name of the municipality that it was offered
    to, when that has since gone up in this one; `undecided`: nobody knows whether it holds for this one.
    """

    window: tuple[str, date]
    participation: int
    stand: Stand
    offered_on: date
    what: str
    meeting: int = 0
    roles: tuple[str, ...] = ()
    address: str = ""
    when: str = ""
    day: date | None = None
    where: str = ""
    letter: str = ""
    answered_on: date | None = None
    why: str = ""
    came: int = 0
    counts: bool = True
    doubt: str = ""
    former: str = ""
    undecided: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """Who was offered what in these windows, as known on `day`, of these participations (ids) that `actor` may see."""

    actor: Actor
    definition: Definition
    windows: tuple[Window, ...]
    participations: Collection[int]
    day: date


Source = Callable[[Question], Iterable[Proof]]

_installed: tuple[Source, ...] = ()


def install(sources: tuple[Source, ...]) -> None:
    """Make these the sources, in this order."""
    global _installed  # noqa: PLW0603 - filled once, when the house is ready
    _installed = sources


def proofs(question: Question) -> list[Proof]:
    """Everything that the sources know."""
    if not question.windows or not question.participations:
        return []
    return [proof for source in _installed for proof in source(question)]
