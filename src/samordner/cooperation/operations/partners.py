"""Deeds on partners: how often they are met and by whom, and whom one reaches there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, time

from django.db import transaction
from django.utils.translation import gettext as _

from samordner.access.actors import organisation_key
from samordner.cooperation.models import Partner, PartnerContact
from samordner.cooperation.operations.keeping import locked, not_months, noted
from samordner.journal.deeds import Conflict, Reason, Refusal, change, refuse, seen
from samordner.meetings.models import Meeting
from samordner.meetings.operations import Facts, hold_meeting, plan_meeting
from samordner.places.models import Office
from samordner.programmes.models import Programme
from samordner.timeline.due import said as day_text
from samordner.timeline.periods import read

PERSONAL = ("name", "email", "phone", "note")
"""What tells who somebody is: all that `erase_contact` blanks."""


@dataclass(frozen=True, kw_only=True)
class Settled:
    """What is settled about a partner. Fields as in `Partner`."""

    meet_every: int | None = None
    responsible: str = ""
    responsible_account: str = ""
    note: str = ""

    def tidy(self) -> Settled:
        return replace(self, responsible=" ".join(self.responsible.split()), note=self.note.strip())


def not_settled(name: str, said: Settled) -> Reason:
    if not organisation_key(name):
        return "name", _("Say who the partner is.")
    return not_months("meet_every", said.meet_every)


def why_not_settle(name: str, said: Settled) -> str | None:
    """Why this cannot be settled about a partner; None: it can."""
    reason = not_settled(name, said)
    return str(reason[1]) if reason else None


def known(office: Office, name: str) -> Partner | None:
    """What is settled about the partner of that name, removed or not."""
    return Partner.objects.filter(office=office, key=organisation_key(name)).select_related("office").first()


@transaction.atomic
def settle(office: Office, name: str, said: Settled, *, version: int = 0, by: str, now: datetime) -> Partner:
    """Settle how a partner is met and who answers for it. `version` is 0 when nothing was settled before.

    One that was removed comes back by it. Raises Refusal, and Conflict if someone settled it meanwhile.
    """
    refuse(not_settled(name, said))
    office = locked(office)
    fields = asdict(said.tidy())
    row = known(office, name)
    if row is None:
        row = Partner.objects.create(
            office=office, name=" ".join(name.split()), key=organisation_key(name), recorded_at=now, recorded_by=by,
            **fields,
        )  # fmt: skip
    elif version == 0 and row.removed_at is None:
        raise Conflict(row)
    else:
        change(row, version=version or row.version, removed_at=None, **fields)
    noted(row, "settle", by, now, meet_every=said.meet_every)
    return row


# Contacts


@dataclass(frozen=True, kw_only=True)
class Reached:
    """Whom one reaches. Fields as in `PartnerContact`."""

    position: str
    name: str = ""
    email: str = ""
    phone: str = ""
    note: str = ""


def not_reached(said: Reached) -> Reason:
    if not said.position.strip():
        return "position", _("Say in which function: head of department, secretary.")
    if not (said.name.strip() or said.email.strip() or said.phone.strip()):
        return "name", _("Give a name, an e-mail address or a telephone number.")
    return None


@transaction.atomic
def add_contact(office: Office, partner: str, said: Reached, *, by: str, now: datetime) -> PartnerContact:
    """Note whom one reaches at a partner, who need not be known here before. Raises Refusal."""
    refuse(not_reached(said))
    office = locked(office)
    row = known(office, partner)
    if row is None:
        if not organisation_key(partner):
            raise Refusal(_("Say who the partner is."))
        row = Partner.objects.create(
            office=office, name=" ".join(partner.split()), key=organisation_key(partner), recorded_at=now,
            recorded_by=by,
        )  # fmt: skip
    elif row.removed_at:
        change(row, version=row.version, removed_at=None)
    fields = {name: value.strip() for name, value in asdict(said).items()}
    same = {name: fields[name] for name in ("position", "name", "email")}
    if row.contacts.filter(removed_at=None, erased_at=None, **same).exists():
        raise Refusal(_("This contact is there already."), field="name")
    made = PartnerContact.objects.create(partner=row, recorded_at=now, recorded_by=by, **fields)
    noted(made, "add", by, now, partner=row.pk)
    return made


def why_not_change_contact(contact: PartnerContact) -> str | None:
    """Why a contact cannot be changed; None: it can."""
    return _("Who it was is erased, so there is nothing to change.") if contact.erased_at else None


@transaction.atomic
def change_contact(
    contact: PartnerContact, said: Reached, *, version: int, by: str, now: datetime
) -> PartnerContact:
    """Write a contact anew. Raises Refusal and Conflict."""
    if sentence := why_not_change_contact(contact):
        raise Refusal(sentence)
    refuse(not_reached(said))
    change(contact, version=version, **{name: value.strip() for name, value in asdict(said).items()})
    noted(contact, "change", by, now, partner=contact.partner_id)
    return contact


@transaction.atomic
def erase_contact(contact: PartnerContact, *, version: int, by: str, now: datetime) -> PartnerContact:
    """Blank who it was, for good; the function is left. Raises Refusal and Conflict."""
    seen(contact, version)
    if sentence := why_not_change_contact(contact):
        raise Refusal(sentence)
    change(contact, version=version, erased_at=now, **dict.fromkeys(PERSONAL, ""))
    noted(contact, "erase", by, now, partner=contact.partner_id)
    return contact


# Meetings


@dataclass(frozen=True, kw_only=True)
class Meet:
    """A meeting with a partner: what about, when and where; `held`: it has been already."""

    topic: str
    day: date
    starts: time | None = None
    ends: time | None = None
    place: str = ""
    about: str = ""
    organisers: Sequence[str] = ()
    held: bool = False


def why_not_meet(said: Meet, today: date) -> Reason:
    """Why a meeting cannot be noted so: (the input it concerns, a sentence); None: it can."""
    if not said.topic.strip():
        return "topic", _("Say what the meeting is about.")
    if said.held and said.day > today:
        return "held", _("That day has not come, so it cannot have been held.")
    if said.starts and said.ends and said.ends <= said.starts:
        return "ends", _("It must end after it begins.")
    return None


@transaction.atomic
def meet(
    office: Office, programme: Programme, partner: str, said: Meet, *, today: date, by: str, now: datetime
) -> Meeting:
    """Plan a meeting that the partner is an organiser of, or note one that was held. Raises Refusal."""
    refuse(why_not_meet(said, today))
    facts = Facts(
        topic=said.topic,
        period=read(day_text(said.day)),
        starts=said.starts,
        ends=said.ends,
        place=said.place,
        about=said.about,
        organisers=(*said.organisers, " ".join(partner.split())),
    )
    meeting = plan_meeting(programme, office, facts, by=by, now=now)
    if said.held:
        hold_meeting(meeting, today=today, version=meeting.version, by=by, now=now)
    return meeting
