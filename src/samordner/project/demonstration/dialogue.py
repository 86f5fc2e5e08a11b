"""The demonstration's six dialogue meetings of 2019: real places, everything else invented; and how many live where."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

from django.utils.timezone import make_aware

from samordner.invitations.models import Answer, How, Invitation
from samordner.invitations.operations.answering import Coming, answer
from samordner.invitations.operations.attending import note
from samordner.invitations.operations.inviting import invite, set_terms
from samordner.invitations.queries import Guest, terms_of
from samordner.meetings.models import Meeting
from samordner.meetings.operations import Facts, hold_meeting, plan_meeting
from samordner.meetings.wording import label_of
from samordner.participation.models import Contact, Participation
from samordner.participation.queries import taking_part
from samordner.places.inhabitants import count, read
from samordner.places.models import Office
from samordner.programmes.definition.strict import read as read_shape
from samordner.programmes.models import Programme
from samordner.timeline.periods import Period

ROLES = {
    Contact.Role.LEADER: "Leiar (oppdikta)",
    Contact.Role.POLITICIAN: "Politikar (oppdikta)",
    Contact.Role.USERS: "Brukarrepresentant (oppdikta)",
}
COUNTED, SOURCE = date(2020, 1, 1), "Statistisk sentralbyrå (SSB), folketal 1. januar 2020, CC BY 4.0"


@dataclass(frozen=True, slots=True)
class Held:
    """One meeting: from how many places how many came, who declined (why), who did not come all the same, who is silent."""

    day: date
    place: str
    came: dict[str, int]
    declined: dict[str, str] | None = None
    absent: tuple[str, ...] = ()
    silent: tuple[str, ...] = ()
    politicians: tuple[str, ...] = ()
    users: tuple[str, ...] = ()

    @property
    def everyone(self) -> tuple[str, ...]:
        return (*self.came, *(self.declined or {}), *self.absent, *self.silent)


@dataclass(frozen=True, slots=True)
class Dialogue:
    by: str
    kind: str
    topic: str
    about: str
    noted: str
    invited_on: datetime
    answered_on: datetime
    starts: time
    ends: time
    meetings: tuple[Held, ...]


def load(folder: Path, programme: str, office: str, actors: Mapping[str, str]) -> None:
    """Hold the meetings in `dialogue.toml`, and keep the counts in `inhabitants.csv`. Raises DefinitionError on a fault."""
    found = read_shape(Dialogue, tomllib.loads((folder / "dialogue.toml").read_text("utf-8")))
    by = actors[found.by]
    counts = read((folder / "inhabitants.csv").read_text("utf-8"))
    count(counts, on=COUNTED, source=SOURCE, by=by, now=datetime(2020, 2, 20, 8, 0, tzinfo=UTC))
    row, home = Programme.objects.get(key=programme), Office.objects.get(key=office)
    for held in found.meetings:
        _hold(found, held, row, home, by)


def _hold(found: Dialogue, held: Held, programme: Programme, office: Office, by: str) -> None:
    sent, told = make_aware(found.invited_on), make_aware(found.answered_on)
    after = make_aware(datetime.combine(held.day, found.ends))
    meeting = plan_meeting(
        programme, office,
        Facts(
            topic=found.topic, kind=found.kind, period=Period(label_of(held.day, held.day), held.day, held.day),
            starts=found.starts, ends=found.ends, place=held.place, about=found.about,
            organisers=("Fylkesmannen", "KS", "USHT"), minutes_each=240,
        ),
        by=by, now=sent,
    )  # fmt: skip
    terms = terms_of(meeting)
    said = {name: getattr(terms, name) for name in TERMS} | {"max_each": 5, "retention_days": 3650}
    set_terms(meeting, version=0, day=sent.date(), by=by, now=sent, **said)
    rows = {
        f"{row.municipality.code} {row.municipality.name}": row
        for row in taking_part(programme.key, held.day, office=office.key)
    }
    guests = [guest for name in held.everyone for guest in _guests(rows[name], name, held, found.noted)]
    made = invite(meeting, guests, audience="Alle kommunane til embetet", day=sent.date(), by=by, now=sent)
    names = {row.pk: name for name, row in rows.items()}
    for one in Invitation.objects.filter(pk__in=[each.pk for each in made]).order_by("pk"):
        assert one.participation_id is not None
        _answer(one, names[one.participation_id], held, by, told)
    for registration in meeting.registrations.order_by("number").select_related("meeting__office"):
        assert registration.participation_id is not None
        there = names[registration.participation_id] in held.came
        note(registration, came=there, today=held.day, by=by, now=after)
    fresh = Meeting.objects.get(pk=meeting.pk)
    hold_meeting(fresh, today=held.day, version=fresh.version, by=by, now=after)


TERMS = (
    "public", "opens", "deadline", "capacity", "waiting_list", "max_each", "asks_access", "asks_diet", "remind_days",
    "retention_days",
)  # fmt: skip


def _guests(row: Participation, name: str, held: Held, noted: str) -> list[Guest]:
    roles = [Contact.Role.LEADER]
    roles += [Contact.Role.POLITICIAN] if name in held.politicians else []
    roles += [Contact.Role.USERS] if name in held.users else []
    return [Guest(participation=row, role=role, name=ROLES[role], noted=noted) for role in roles]


def _answer(row: Invitation, name: str, held: Held, by: str, now: datetime) -> None:
    """Those who come are shared out on the roles: a leader, then a politician, a users' representative, more leaders."""
    if name in held.silent:
        return
    more: dict[str, Any] = {
        "how": How.COORDINATOR,
        "version": row.version,
        "day": now.date(),
        "by": by,
        "now": now,
        "receipt": False,
    }
    if why := (held.declined or {}).get(name):
        answer(row, answer=Answer.DECLINED, why=why, **more)
        return
    coming = held.came.get(name, 1)
    politicians = int(coming > 1 and name in held.politicians)
    users = int(coming > 2 and name in held.users)
    shared = {
        Contact.Role.LEADER: coming - politicians - users,
        Contact.Role.POLITICIAN: politicians,
        Contact.Role.USERS: users,
    }
    number = shared[Contact.Role(row.role)]
    if number == 0:
        answer(row, answer=Answer.DECLINED, **more)
        return
    names = tuple(f"{ROLES[Contact.Role(row.role)]}, nr. {each}" for each in range(1, number + 1))
    answer(row, answer=Answer.ACCEPTED, coming=Coming(names=names), **more)
