"""What each municipality is to be offered, and by when."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from samordner.programmes.definition.shapes.marks import Origin
from samordner.programmes.definition.text import Text

ContactRole = Literal["main", "deputy", "leader", "planner", "politician", "elder_council", "users", "other"]
"""The roles in which a municipality can be invited, as contacts have them."""


@dataclass(frozen=True, slots=True)
class Offer:
    """Something that every municipality is to be offered from `since` to `last_day`, which is its deadline.

    ``kinds``: the kinds of meetings (keys) that fulfil it; ``networks``: the kinds of networks in which a place does.
    ``yearly``: anew each calendar year within those days.
    ``audiences``: whom in the municipality it is offered to, each told apart; none: the municipality as such.
    ``offices``: the keys of those that it concerns; none: every office.
    """

    key: str
    name: Text
    since: date
    last_day: date
    kinds: tuple[str, ...] = ()
    networks: tuple[str, ...] = ()
    yearly: bool = False
    audiences: tuple[ContactRole, ...] = ()
    offices: tuple[str, ...] = ()
    help: Text | None = None
    origin: Origin = "programme"
    source: str = ""
    verified: bool = True

    @property
    def until(self) -> date:
        """The first day after the deadline."""
        return self.last_day + timedelta(days=1)

    def concerns(self, office: str) -> bool:
        return not self.offices or office in self.offices
