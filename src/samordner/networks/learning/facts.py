"""What packages above know of a team's work: cycles that were tried, when it was last measured, whether the change holds.

A source answers for the rights of what it tells. `project` gives the sources to `install` when the house is ready.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, fields
from datetime import date

from samordner.access.actors import Actor


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What is known of one team on a day; None: nothing is known, or it is too early to say.

    `cycles`: how many cycles (PDSA) it has tried; `measured`: the first day of the period that was measured last;
    `sustained`: whether a change for the better holds.
    """

    cycles: int | None = None
    measured: date | None = None
    sustained: bool | None = None

    def with_more(self, other: Facts) -> Facts:
        """Both together; what is known here goes first."""
        known = ((one.name, getattr(self, one.name), getattr(other, one.name)) for one in fields(Facts))
        return Facts(**{name: there if here is None else here for name, here, there in known})


NOTHING = Facts()
Source = Callable[[Actor, Collection[int], date], Mapping[int, Facts]]
"""Who asks, of which teams (ids), on which day → what is known of each, in a constant number of questions."""

_installed: tuple[Source, ...] = ()
_charted: tuple[Source, ...] = ()


def install(sources: tuple[Source, ...], charted: tuple[Source, ...] = ()) -> None:
    """Make these the sources of what is known of teams. `charted`: those that work out charts, asked only where it is shown."""
    global _installed, _charted
    _installed, _charted = sources, charted


def facts_of(
    actor: Actor, teams: Collection[int], day: date, *, charted: bool = False
) -> Mapping[int, Facts]:
    """What is known of each of these teams; those of which nothing is known are left out. `charted`: also by charts."""
    found: dict[int, Facts] = {}
    if teams:
        for source in (*_installed, *(_charted if charted else ())):
            for team, facts in source(actor, teams, day).items():
                found[team] = found.get(team, NOTHING).with_more(facts)
    return found
