"""Who tells of days, and how they are gathered.

A source looks at who asks and which days, and tells happenings. `project` gives the sources to `install` when the
house is ready, since it alone knows every package. A source answers for the rights of what it tells, and asks a
constant number of questions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from samordner.access.actors import VISITOR, Actor, organisation_key
from samordner.happenings.happenings import Concerned, Happening, Kind


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asks, for the days from `since` until `until` (exclusive), and which day it is. `programmes` are the keys of
    those that the asker has something to do with. `meant`: somebody plans, and is to be told whom a meeting that nobody is
    invited to yet is meant for.
    """

    actor: Actor
    since: date
    until: date
    day: date
    programmes: tuple[str, ...]
    meant: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """Something that tells of days, and the kinds that it has.

    `find_open` tells of what anybody may come to, as anybody may know it: no names of persons, and an address that is
    open too.
    """

    kinds: tuple[Kind, ...]
    find: Callable[[Asked], Iterable[Happening]]
    find_open: Callable[[Asked], Iterable[Happening]] | None = None


_installed: tuple[Source, ...] = ()


def install(sources: tuple[Source, ...]) -> None:
    """Make these the sources of all days. ValueError when two kinds have one key."""
    global _installed  # noqa: PLW0603 - filled once, when the house is ready
    keys = [kind.key for source in sources for kind in source.kinds]
    if len(set(keys)) != len(keys):
        raise ValueError(f"two kinds with one key among {keys}")
    _installed = sources


def kinds() -> tuple[Kind, ...]:
    """Every kind that there is, in the order of the sources."""
    return tuple(kind for source in _installed for kind in source.kinds)


def gather(asked: Asked, *, only: frozenset[str] = frozenset()) -> list[Happening]:
    """Everything that has a day among those asked for; `only` those kinds, by their keys (empty: all)."""
    if not asked.actor.may("calendar.read"):
        return []
    wanted = [source for source in _installed if not only or only & {kind.key for kind in source.kinds}]
    found = [one for source in wanted for one in source.find(asked)]
    return [one for one in found if not only or one.kind.key in only]


def gather_open(since: date, until: date, day: date) -> list[Happening]:
    """What is open to anybody, from the day `since` until the day `until` (exclusive), as seen on `day`."""
    asked = Asked(VISITOR, since, until, day, ())
    told = [one for source in _installed if source.find_open for one in source.find_open(asked)]
    return [one for one in told if one.is_open]


def is_mine(one: Concerned, actor: Actor) -> bool:
    """Whether it concerns this person: by name, by municipality, by organisation, or as one of the apparatus."""
    if actor.id and actor.id in one.accounts:
        return True
    codes = {place.code for place in one.municipalities}
    organisations = {organisation_key(name) for name in one.organisations if name.strip()}
    for held in actor.holdings:
        if held.municipality:
            if held.municipality in codes:
                return True
        elif (
            held.office
            and one.office in {"", held.office}
            and (one.apparatus or organisation_key(held.organisation) in organisations)
        ):
            return True
    return False
