"""What else some municipalities have to do with about a time: asked while something new is being planned."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime

from samordner.happenings.happenings import Occurrence, Place, occurrences
from samordner.happenings.sources import Asked, gather
from samordner.timeline.moments import When, day_of


@dataclass(frozen=True, slots=True)
class Collision:
    """Something else with a day. `shared` are those of the municipalities that it concerns too; `apparatus`: the support
    apparatus itself takes part in it. `meant`: nobody is invited yet, and it is meant for the shared ones.
    """

    occurrence: Occurrence
    shared: tuple[Place, ...]
    apparatus: bool
    meant: bool = False


def collisions(
    asked: Asked,
    municipalities: Collection[str],
    *,
    office: str = "",
    but: Collection[str] = (),
    on: tuple[date, date] | None = None,
) -> list[Collision]:
    """What has a day among those asked for and concerns one of the `municipalities` (codes), in order. What is cancelled,
    lies on no settled day, or has its key or its series' key in `but`, is no collision.

    With an `office` also that at which its apparatus is itself to meet at some hour. With the days `on` (first and last) also
    what has one of these days and is meant for some of them, although nobody is invited yet.
    """
    codes, found = set(municipalities), []
    for one in gather(replace(asked, meant=on is not None)):
        if one.loosely or {one.key, one.series_key} & set(but):
            continue
        invited = tuple(place for place in one.concerned.municipalities if place.code in codes)
        meant = () if invited else tuple(place for place in one.concerned.meant if place.code in codes)
        apparatus = bool(office) and one.concerned.apparatus and one.concerned.office in {"", office}
        for time in occurrences(one, asked.since, asked.until):
            at_once = on is not None and time.first <= on[1] and time.last >= on[0]
            shared = invited or (meant if at_once else ())
            if not time.cancelled and (shared or (apparatus and time.at is not None)):
                found.append(Collision(time, shared, apparatus, bool(meant)))
    return sorted(found, key=lambda each: each.occurrence.sort_key)


def concerned_by(asked: Asked, key: str) -> frozenset[str]:
    """The municipalities (codes) that the happening of that key concerns, or is meant for; none: it is not among those asked
    for, or says nobody."""
    one = next((one for one in gather(replace(asked, meant=True)) if one.key == key), None)
    if one is None:
        return frozenset()
    return frozenset(place.code for place in one.concerned.municipalities or one.concerned.meant)


def overlaps(occurrence: Occurrence, start: When, end: When | None = None) -> bool:
    """Whether it is at the same time: of two moments by the clock, of anything else by the day. `end` as of a happening;
    of a moment that nobody has said the end of, only the moment itself is known.
    """
    first, last = occurrence.start, occurrence.end
    if not isinstance(start, datetime) or not isinstance(first, datetime):
        return occurrence.first <= day_of(end or start) and day_of(start) <= occurrence.last
    over = end if isinstance(end, datetime) else start
    done = last if isinstance(last, datetime) else first
    return first == start or (first < over and start < done) or first <= start < done or start <= first < over
