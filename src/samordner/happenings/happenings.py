"""What has a day: the shape that every package's days are told in, and each time that something happens."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from samordner.documents.columns import Label
from samordner.timeline.moments import NORWAY, When, day_of
from samordner.timeline.series import Series, planned_dates


@dataclass(frozen=True, slots=True)
class Kind:
    """What sort of happening it is. `key` stands in addresses and feeds, `sign` beside the label on a page."""

    key: str
    label: Label
    sign: str


@dataclass(frozen=True, slots=True)
class Place:
    """A municipality that a happening concerns."""

    code: str
    name: str

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class Concerned:
    """Whom a happening concerns.

    `office` is a key; empty: every office. `municipalities` are those that the reader may see. `organisations` are
    names as written, `accounts` ids of persons. `apparatus`: everybody in the office's support apparatus. `meant`: those that
    will be concerned once they are invited; told only to who plans (`Asked.meant`).
    """

    office: str = ""
    municipalities: tuple[Place, ...] = ()
    organisations: tuple[str, ...] = ()
    accounts: tuple[str, ...] = ()
    apparatus: bool = False
    meant: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """Something that happens, or is due, on a day or at a moment.

    `key` is stable and unique ("ask:12"). `end`: of days the last one, inclusive; of a moment when it is over; None:
    that day, or nobody has said. `loosely`: the time as written when it names no day ("mai 2021"); it then lies
    somewhere from `start` to `end`. `note` says how it stands, in words. `moved_from` is where it was planned before.
    `sequence` goes up with every change, `changed_at` is the moment of the last. `is_open`: anybody may know of it and
    come.

    What comes back is one happening with a `series`; or one happening for each time, all with the same `series_key`
    ("meeting-series:4"), `planned` being when that one was first meant to be, wherever it was moved since.
    """

    key: str
    kind: Kind
    title: str
    start: When
    end: When | None = None
    loosely: str = ""
    place: str = ""
    address: str = ""
    note: str = ""
    programme: str = ""
    concerned: Concerned = Concerned()
    sequence: int = 0
    cancelled: bool = False
    moved_from: When | None = None
    series: Series | None = None
    series_key: str = ""
    planned: When | None = None
    changed_at: datetime | None = None
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One time that a happening happens. `planned` is when it was first meant, and names it within its series."""

    happening: Happening
    planned: When
    start: When
    end: When | None
    place: str
    cancelled: bool
    moved_from: When | None

    @property
    def first(self) -> date:
        return day_of(self.start)

    @property
    def last(self) -> date:
        """The last day that it touches; what is over at midnight does not touch the day after."""
        if self.end is None:
            return self.first
        touched = self.end - timedelta(microseconds=1) if isinstance(self.end, datetime) else self.end
        return max(self.first, day_of(touched))

    @property
    def at(self) -> datetime | None:
        """The moment on Norwegian clocks; None for a whole day."""
        return self.start.astimezone(NORWAY) if isinstance(self.start, datetime) else None

    @property
    def sort_key(self) -> tuple[date, bool, str, str, str]:
        """Whole days come before moments of the same day."""
        clock = f"{self.at:%H:%M}" if self.at else ""
        return (self.first, bool(clock), clock, self.happening.title.casefold(), self.happening.key)


def occurrences(happening: Happening, since: date, until: date) -> list[Occurrence]:
    """Each time that it happens from the day `since` until the day `until` (exclusive), cancelled ones too."""
    found = [_single(happening)] if happening.series is None else list(_dates(happening, happening.series))
    return [one for one in found if one.first < until and one.last >= since]


def _single(one: Happening) -> Occurrence:
    return Occurrence(one, one.start, one.start, one.end, one.place, one.cancelled, one.moved_from)


def _dates(one: Happening, series: Series) -> Iterator[Occurrence]:
    for planned in planned_dates(one.start, series):
        change = series.changes.get(planned)
        end = over_at(one, planned)
        if change is None:
            yield Occurrence(one, planned, planned, end, one.place, one.cancelled, None)
        elif change.start is None:
            yield Occurrence(one, planned, planned, end, one.place, True, None)
        else:
            moved = None if change.start == planned else planned
            ends = change.end or over_at(one, change.start)
            yield Occurrence(
                one, planned, change.start, ends, change.place or one.place, one.cancelled, moved
            )


def over_at(one: Happening, start: When) -> When | None:
    """When a date that begins then is over: as long after as the happening itself, on the clock."""
    if one.end is None:
        return None
    if isinstance(one.start, datetime) and isinstance(one.end, datetime) and isinstance(start, datetime):
        return (start.astimezone(one.start.tzinfo) + (one.end - one.start)).astimezone(NORWAY)
    return start + (day_of(one.end) - day_of(one.start))
