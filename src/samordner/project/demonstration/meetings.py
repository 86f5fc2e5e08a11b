"""The demonstration's meetings: beside those of the plan's meeting table, and what is added to these."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from pathlib import Path

from django.utils.timezone import make_aware

from samordner.meetings.models import Meeting
from samordner.meetings.operations import (
    Facts,
    NewPoint,
    add_point,
    change_meeting,
    facts_of,
    plan_meeting,
)
from samordner.meetings.wording import label_of
from samordner.places.models import Office
from samordner.programmes.definition.strict import read
from samordner.programmes.models import Programme
from samordner.programmes.queries import definition
from samordner.timeline.periods import Period


@dataclass(frozen=True, slots=True)
class Point:
    """A point of a meeting's programme."""

    title: str
    responsible: str = ""
    starts: time | None = None
    minutes: int | None = None


@dataclass(frozen=True, slots=True)
class Added:
    """A meeting that stands in no plan."""

    at: datetime
    by: str
    kind: str
    topic: str
    day: date
    starts: time
    ends: time
    place: str
    link: str = ""
    organisers: tuple[str, ...] = ()
    prepared_by: str = ""
    about: str = ""
    areas: tuple[str, ...] = ()
    points: tuple[Point, ...] = ()


@dataclass(frozen=True, slots=True)
class Filled:
    """What is added to the meeting of a day in the plan's meeting table."""

    at: datetime
    by: str
    day: date
    starts: time
    ends: time
    place: str
    link: str = ""
    organisers: tuple[str, ...] = ()
    points: tuple[Point, ...] = ()


@dataclass(frozen=True, slots=True)
class Meetings:
    added: tuple[Added, ...]
    filled: tuple[Filled, ...]


def load(folder: Path, programme: str, office: str, actors: Mapping[str, str]) -> None:
    """Plan the meetings in `meetings.toml`. Raises DefinitionError on a fault in the file."""
    found = read(Meetings, tomllib.loads((folder / "meetings.toml").read_text("utf-8")))
    reform, place = Programme.objects.get(key=programme), Office.objects.get(key=office)
    for one in found.added:
        by, now = actors[one.by], make_aware(one.at)
        facts = Facts(
            topic=one.topic, kind=one.kind, period=Period(label_of(one.day, one.day), one.day, one.day),
            starts=one.starts, ends=one.ends, place=one.place, link=one.link, about=one.about,
            organisers=one.organisers, prepared_by=one.prepared_by, areas=one.areas,
            minutes_each=definition(programme).meeting_kind(one.kind).minutes,
        )  # fmt: skip
        _add(plan_meeting(reform, place, facts, by=by, now=now), one.points, by, now)
    for each in found.filled:
        by, now = actors[each.by], make_aware(each.at)
        row = Meeting.objects.get(office=place, plan__isnull=False, period_start=each.day, removed_at=None)
        said = replace(
            facts_of(row), starts=each.starts, ends=each.ends, place=each.place, link=each.link,
            organisers=each.organisers,
        )  # fmt: skip
        _add(change_meeting(row, said, version=row.version, by=by, now=now), each.points, by, now)


def _add(row: Meeting, points: tuple[Point, ...], by: str, now: datetime) -> None:
    for each in points:
        new = NewPoint(
            title=each.title, responsible=each.responsible, starts=each.starts, minutes=each.minutes
        )
        add_point(row, new, by=by, now=now)
