"""The demonstration's open events: on which terms anybody may come, and invented people who have registered."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path

from django.utils.timezone import make_aware

from samordner.invitations.operations.inviting import set_terms
from samordner.invitations.operations.registering import Wish, register
from samordner.invitations.queries import terms_of
from samordner.meetings.models import Meeting
from samordner.meetings.operations import Facts, plan_meeting
from samordner.meetings.wording import label_of
from samordner.participation.models import Participation
from samordner.participation.queries import taking_part
from samordner.places.models import Office
from samordner.programmes.definition.strict import read
from samordner.programmes.models import Programme
from samordner.programmes.queries import definition
from samordner.timeline.periods import Period


@dataclass(frozen=True, slots=True)
class Coming:
    """Somebody who has registered; `of` is a municipality ("1516 Ulstein"), or empty."""

    name: str
    organisation: str
    of: str = ""


@dataclass(frozen=True, slots=True)
class Planned:
    """A meeting that is made for the event."""

    kind: str
    topic: str
    starts: time
    ends: time
    place: str
    about: str
    organisers: tuple[str, ...]
    areas: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Event:
    """The meeting of a day in no plan, opened to everybody; `planned`: it is made first."""

    by: str
    at: datetime
    day: date
    opens: datetime
    deadline: datetime
    capacity: int
    asks_access: bool = False
    asks_diet: bool = False
    registered_at: datetime | None = None
    registered: tuple[Coming, ...] = ()
    planned: Planned | None = None


@dataclass(frozen=True, slots=True)
class Events:
    events: tuple[Event, ...]


def load(folder: Path, programme: str, office: str, actors: Mapping[str, str]) -> None:
    """Open the events in `events.toml`. Raises DefinitionError on a fault in the file."""
    found = read(Events, tomllib.loads((folder / "events.toml").read_text("utf-8")))
    reform, home = Programme.objects.get(key=programme), Office.objects.get(key=office)
    for one in found.events:
        by = actors[one.by]
        if one.planned:
            _plan(reform, home, one, one.planned, by)
        rows = Meeting.objects.select_related("office", "programme")
        meeting = rows.get(office=home, plan=None, period_start=one.day, removed_at=None)
        _open(meeting, one, by)


def _plan(programme: Programme, office: Office, one: Event, planned: Planned, by: str) -> None:
    facts = Facts(
        topic=planned.topic, kind=planned.kind, period=Period(label_of(one.day, one.day), one.day, one.day),
        starts=planned.starts, ends=planned.ends, place=planned.place, about=planned.about,
        organisers=planned.organisers, areas=planned.areas,
        minutes_each=definition(programme.key).meeting_kind(planned.kind).minutes,
    )  # fmt: skip
    plan_meeting(programme, office, facts, by=by, now=make_aware(one.at))


def _open(meeting: Meeting, one: Event, by: str) -> None:
    terms = terms_of(meeting)
    said = {
        name: getattr(terms, name) for name in ("waiting_list", "max_each", "remind_days", "retention_days")
    }
    set_terms(
        meeting, version=0, day=one.at.date(), by=by, now=make_aware(one.at), public=True, opens=make_aware(one.opens),
        deadline=make_aware(one.deadline), capacity=one.capacity, asks_access=one.asks_access, asks_diet=one.asks_diet,
        **said,
    )  # fmt: skip
    if one.registered_at is None:
        return
    now = make_aware(one.registered_at)
    rows = taking_part(meeting.programme.key, one.registered_at.date(), office=meeting.office.key)
    places = {f"{row.municipality.code} {row.municipality.name}": row for row in rows}
    for number, each in enumerate(one.registered, 1):
        register(
            meeting, _wish(each, number, places), form=f"demonstration/{one.day}/{number}", language="nn", receipt=False,
            day=now.date(), by="", now=now,
        )  # fmt: skip


def _wish(each: Coming, number: int, places: Mapping[str, Participation]) -> Wish:
    return Wish(
        name=each.name, email=f"oppdikta-{number}@arrangement.example", organisation=each.organisation,
        participation=places[each.of] if each.of else None,
    )  # fmt: skip
