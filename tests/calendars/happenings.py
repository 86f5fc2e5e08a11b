"""Invented happenings: single ones, and a series over a whole year with one date moved and one cancelled."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from samordner.happenings.happenings import Happening, Kind
from samordner.timeline.moments import NORWAY
from samordner.timeline.series import Change, Series

MEETING = Kind("try-meeting", "Møte", "◆")
CHANGED = datetime(2021, 2, 3, 10, 30, tzinfo=UTC)


def at(month: int, day: int, hour: int, minute: int = 0, year: int = 2021) -> datetime:
    """A moment on Norwegian clocks."""
    return datetime(year, month, day, hour, minute, tzinfo=NORWAY)


def meeting(key: str = "try:1", title: str = "Møte om mat", **more: Any) -> Happening:
    usual: dict[str, Any] = {"start": at(4, 28, 9), "end": at(4, 28, 11, 30), "changed_at": CHANGED}
    return Happening(key=key, kind=MEETING, title=title, **{**usual, **more})


MOVED_FROM, MOVED_TO = at(3, 29, 9), at(3, 30, 12, 30)
CANCELLED = at(10, 25, 9)


def weekly() -> Happening:
    """Every second Monday at nine, all through 2021: both changes of the clock lie within."""
    series = Series(
        rule="FREQ=WEEKLY;INTERVAL=2", last=date(2021, 12, 31),
        changes={MOVED_FROM: Change(MOVED_TO, place="Storsalen"), CANCELLED: Change(None)},
    )  # fmt: skip
    return meeting(
        "try:series", "Arbeidsgruppe", start=at(1, 4, 9), end=at(1, 4, 10, 30), series=series, sequence=4
    )


def named_days() -> Happening:
    """Whole days that are named one by one."""
    series = Series(
        dates=(date(2021, 3, 1), date(2021, 3, 27), date(2021, 10, 31)),
        changes={date(2021, 3, 27): Change(date(2021, 4, 10)), date(2021, 10, 31): Change(None)},
    )
    return meeting("try:days", "Samling", start=date(2021, 3, 1), end=None, series=series)
