"""Questions about days: what there is to choose between, what a page is narrowed to, and whose feed an address is."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet

from samordner.access.actors import Actor, organisation_key
from samordner.calendars.models import Feed
from samordner.happenings.happenings import Happening, Occurrence, occurrences
from samordner.happenings.sources import Asked, gather, is_mine
from samordner.participation.models import Participation
from samordner.people.models import User
from samordner.places.queries import office_names
from samordner.programmes.queries import definition

# What there is to choose between


@dataclass(frozen=True)
class Choices:
    """The programmes, offices and municipalities that a calendar can be narrowed to: key → name."""

    programmes: Mapping[str, str]
    offices: Mapping[str, str]
    municipalities: Mapping[str, str]


def choices(rows: QuerySet[Participation], day: date) -> Choices:
    """What the visible `rows` give to choose between; the municipalities are those that take part on the day."""
    columns = ("programme__key", "office__key", "municipality__code", "municipality__name", "since", "until")
    programmes: set[str] = set()
    offices: set[str] = set()
    places: dict[str, str] = {}
    for programme, office, code, name, since, until in rows.values_list(*columns):
        programmes.add(programme)
        offices.add(office)
        if (since is None or since <= day) and (until is None or day < until):
            places[code] = name
    names = office_names(day)
    known = [key for key in names if key in offices]
    return Choices(
        {key: str(definition(key).name) for key in sorted(programmes)},
        {key: names.get(key, key) for key in (*known, *sorted(offices - names.keys()))},
        places,
    )


# What a page or a feed is narrowed to


@dataclass(frozen=True)
class Narrowing:
    """What a calendar is narrowed to; empty: not."""

    words: str = ""
    kinds: tuple[str, ...] = ()
    programme: str = ""
    office: str = ""
    municipality: str = ""
    organisation: str = ""
    mine: bool = False

    @property
    def narrows(self) -> bool:
        return self != Narrowing()

    def holds(self, one: Happening, actor: Actor) -> bool:
        """Whether the happening is among those asked for. What is of every office is of each."""
        said = f"{one.title} {one.place} {one.note}".casefold()
        return (
            all(word in said for word in self.words.casefold().split())
            and (not self.kinds or one.kind.key in self.kinds)
            and (not self.programme or one.programme in {"", self.programme})
            and (not self.office or one.concerned.office in {"", self.office})
            and (
                not self.municipality
                or any(place.code == self.municipality for place in one.concerned.municipalities)
            )
            and (
                not self.organisation
                or organisation_key(self.organisation)
                in {organisation_key(name) for name in one.concerned.organisations}
            )
            and (not self.mine or is_mine(one.concerned, actor))
        )


def happenings(asked: Asked, by: Narrowing) -> list[Happening]:
    """Everything that has a day among those asked for and is in the narrowing; in no order."""
    found = gather(asked, only=frozenset(by.kinds))
    return [one for one in found if by.holds(one, asked.actor)]


def shown(asked: Asked, by: Narrowing) -> list[Occurrence]:
    """Each time that something happens on the days asked for, in order."""
    return times(happenings(asked, by), asked.since, asked.until)


def times(found: Iterable[Happening], since: date, until: date) -> list[Occurrence]:
    """Each time that they happen from the day `since` until the day `until` (exclusive), in order."""
    each = (one for happening in found for one in occurrences(happening, since, until))
    return sorted(each, key=lambda one: one.sort_key)


def organisations(found: Iterable[Happening]) -> list[str]:
    """Everyone who has something to do with these, by name, each as first written."""
    names: dict[str, str] = {}
    for one in found:
        for name in one.concerned.organisations:
            names.setdefault(organisation_key(name), " ".join(name.split()))
    return [names[key] for key in sorted(names) if key]


# Feeds

BEFORE, AFTER = timedelta(days=365), timedelta(days=730)
"""A feed holds what happens from so long before today until so long after."""


def around(day: date) -> tuple[date, date]:
    """The first day that a feed read on `day` holds, and the day after its last."""
    return day - BEFORE, day + AFTER


def digest_of(token: str) -> str:
    """How an address is kept. Its 192 random bits need no slow hash."""
    return hashlib.sha256(token.encode()).hexdigest()


def feeds_of(rows: QuerySet[Feed], user: User) -> list[Feed]:
    """A person's own feeds, those that work first, of the visible `rows`."""
    found = rows.filter(user=user).select_related("office")
    return sorted(found, key=lambda feed: not feed.is_live)


def feed_at(token: str) -> Feed | None:
    """The feed behind an address, a revoked one too; None: there is no such address."""
    return Feed.objects.select_related("user", "office").filter(digest=digest_of(token)).first()


def narrowing_of(feed: Feed) -> Narrowing:
    return Narrowing(
        kinds=tuple(feed.kinds),
        office=feed.office.key if feed.office else "",
        mine=feed.holds == Feed.Holds.MINE,
    )


def content_of(feed: Feed, actor: Actor, programmes: Iterable[str], day: date) -> list[Happening]:
    """What a feed holds on a day, with what its holder may see then."""
    asked = Asked(actor, *around(day), day, tuple(programmes))
    return happenings(asked, narrowing_of(feed))
