"""Deeds on arenas: which there are, who goes, who was there, and what municipalities said that they need."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from samordner.access.actors import organisation_key
from samordner.cooperation.models import Arena, ArenaKind, ArenaVisit, VisitNeed, Went
from samordner.cooperation.operations.keeping import locked, not_months, noted
from samordner.journal.deeds import Reason, Refusal, change, refuse, seen, sentence_of
from samordner.journal.keeping import not_a_day
from samordner.meetings.models import Meeting
from samordner.participation.models import Participation
from samordner.places.models import Grouping, Office
from samordner.support.models import Need
from samordner.support.operations import Asked, raise_need

State = ArenaVisit.State


@dataclass(frozen=True, kw_only=True)
class Described:
    """What an arena is. Fields as in `Arena`."""

    name: str
    kind: str
    owner: str = ""
    grouping: Grouping | None = None
    rhythm: str = ""
    visit_every: int | None = None
    contact: str = ""
    contact_email: str = ""
    link: str = ""
    about: str = ""

    def fields(self) -> dict[str, object]:
        said = {name: getattr(self, name) for name in self.__dataclass_fields__}
        tidied = {name: " ".join(said[name].split()) for name in ("name", "owner", "rhythm", "contact")} | {
            "about": self.about.strip()
        }
        keys = {"key": organisation_key(self.name), "owner_key": organisation_key(self.owner)}
        return said | tidied | keys


def not_an_arena(office: Office, said: Described, besides: int | None = None) -> Reason:
    if not organisation_key(said.name):
        return "name", _("Say what the arena is called.")
    if said.kind not in ArenaKind.values:
        return "kind", _("Choose what kind of arena it is.")
    if said.grouping is not None and said.grouping.office_id != office.pk:
        return "grouping", _("That grouping belongs to another office.")
    same = Arena.objects.filter(office=office, key=organisation_key(said.name), removed_at=None)
    if (same.exclude(pk=besides) if besides else same).exists():
        return "name", _("An arena of that name is there already.")
    return not_months("visit_every", said.visit_every)


def why_not_add(office: Office, said: Described) -> str | None:
    """Why this arena cannot be added; None: it can."""
    return sentence_of(not_an_arena(office, said))


@transaction.atomic
def add_arena(office: Office, said: Described, *, by: str, now: datetime) -> Arena:
    """Note an arena where one may take part. Raises Refusal."""
    office = locked(office)
    refuse(not_an_arena(office, said))
    made = Arena.objects.create(office=office, recorded_at=now, recorded_by=by, **said.fields())
    noted(made, "add", by, now)
    return made


@transaction.atomic
def change_arena(arena: Arena, said: Described, *, version: int, by: str, now: datetime) -> Arena:
    """Write an arena anew. Raises Refusal and Conflict."""
    refuse(not_an_arena(locked(arena.office), said, arena.pk))
    change(arena, version=version, **said.fields())
    noted(arena, "change", by, now)
    return arena


# Who goes, and who was there


@dataclass(frozen=True, kw_only=True)
class Day:
    """A day of an arena. `state`: planned or been; `organisations` and `accounts` (ids): who goes, or went."""

    day: date
    state: str
    place: str = ""
    theme: str = ""
    said: str = ""
    agreed: str = ""
    organisations: Sequence[str] = ()
    accounts: Sequence[str] = ()
    meeting: Meeting | None = None

    def fields(self) -> dict[str, object]:
        texts = {name: getattr(self, name).strip() for name in ("place", "theme", "said", "agreed")}
        return {"day": self.day, "state": self.state, "meeting": self.meeting, **texts}


def not_a_visit(arena: Arena, said: Day, today: date, besides: int | None = None) -> Reason:
    if arena.removed_at:
        return "", _("The arena is removed.")
    if fault := not_a_day("day", said.day):
        return fault
    if said.state not in {State.PLANNED, State.BEEN}:
        return "state", _("Say whether somebody is going, or has been there.")
    if said.state == State.BEEN:
        if said.day > today:
            return "state", _("That day has not come, so nobody has been there.")
        if not any(organisation_key(name) for name in said.organisations) and not said.accounts:
            return "organisations", _("Say who was there.")
    if said.state == State.PLANNED and (said.said.strip() or said.agreed.strip()):
        return "state", _("What was said can be written when somebody has been there.")
    if said.meeting is not None and said.meeting.office_id != arena.office_id:
        return "meeting", _("That meeting belongs to another office.")
    same = arena.visits.filter(day=said.day, removed_at=None)
    if (same.exclude(pk=besides) if besides else same).exists():
        return "day", _("That day is noted already.")
    return None


def why_not_visit(arena: Arena, said: Day, today: date) -> str | None:
    """Why this day of the arena cannot be noted; None: it can."""
    return sentence_of(not_a_visit(arena, said, today))


@transaction.atomic
def note_visit(arena: Arena, said: Day, *, today: date, by: str, now: datetime) -> ArenaVisit:
    """Note that somebody goes to the arena on a day, or was there. Raises Refusal."""
    locked(arena.office)
    refuse(not_a_visit(arena, said, today))
    made = ArenaVisit.objects.create(arena=arena, recorded_at=now, recorded_by=by, **said.fields())
    went = _who(made, said)
    noted(made, said.state, by, now, arena=arena.pk, went=went)
    return made


@transaction.atomic
def change_visit(
    visit: ArenaVisit, said: Day, *, version: int, today: date, by: str, now: datetime
) -> ArenaVisit:
    """Write a day anew: how it went, who was there after all. Raises Refusal and Conflict."""
    locked(visit.arena.office)
    refuse(not_a_visit(visit.arena, said, today, visit.pk))
    change(visit, version=version, why="", **said.fields())
    went = _who(visit, said)
    noted(visit, said.state, by, now, arena=visit.arena_id, went=went)
    return visit


def _who(visit: ArenaVisit, said: Day) -> int:
    """Write down who, and say how many."""
    visit.went.all().delete()
    names = {organisation_key(name): " ".join(name.split()) for name in said.organisations}
    rows = [Went(visit=visit, organisation=name, organisation_key=key) for key, name in names.items() if key]
    rows += [Went(visit=visit, account=account) for account in dict.fromkeys(said.accounts) if account]
    Went.objects.bulk_create(rows)
    return len(rows)


def why_not_call_off(visit: ArenaVisit) -> str | None:
    """Why the day cannot be called off; None: it can."""
    return None if visit.state == State.PLANNED else _("Only a day that is planned can be called off.")


@transaction.atomic
def call_off(visit: ArenaVisit, *, why: str, version: int, by: str, now: datetime) -> ArenaVisit:
    """Nobody goes after all. Raises Refusal and Conflict."""
    seen(visit, version)
    if sentence := why_not_call_off(visit):
        raise Refusal(sentence)
    change(visit, version=version, state=State.CANCELLED, why=why.strip()[:300])
    noted(visit, "call_off", by, now, arena=visit.arena_id)
    return visit


@transaction.atomic
def take_up(visit: ArenaVisit, *, version: int, by: str, now: datetime) -> ArenaVisit:
    """Undo that it was called off: somebody goes after all. Raises Refusal and Conflict."""
    seen(visit, version)
    if visit.state != State.CANCELLED:
        raise Refusal(_("It is not called off."))
    change(visit, version=version, state=State.PLANNED, why="")
    noted(visit, "take_up", by, now, arena=visit.arena_id)
    return visit


# Needs


def why_not_raise(visit: ArenaVisit) -> str | None:
    """Why no need can have been raised there; None: one can."""
    return None if visit.state == State.BEEN else _("Nobody has been there yet.")


@transaction.atomic
def raise_there(
    visit: ArenaVisit, participation: Participation, asked: Asked, *, by: str, now: datetime
) -> Need:
    """A municipality said there what it needs: written among the needs, with where it was said. Raises Refusal."""
    if sentence := why_not_raise(visit):
        raise Refusal(sentence)
    where = asked.raised_reference or f"{visit.arena.name}, {visit.day:%d.%m.%Y}"
    need = raise_need(
        participation, replace(asked, raised_on=visit.day, raised_reference=where[:200]), by=by, now=now
    )
    VisitNeed.objects.create(visit=visit, need=need)
    noted(visit, "need", by, now, arena=visit.arena_id, need=need.pk)
    return need
