"""The letters that approved minutes go out with: who may get them, and how they are worded from the start."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from samordner.invitations.models import Invitation, Registration
from samordner.letters.composing import To, can_be_reached
from samordner.letters.kinds import MUNICIPALITY, NAME, OFFICE, Field, Kind, Text
from samordner.meetings.models import Meeting
from samordner.minutes.content import Content
from samordner.minutes.models import Approval
from samordner.minutes.naming import meeting_name
from samordner.participation.models import Participation
from samordner.people.models import Assignment, Role

MEETING = Field(
    "meeting", _("the meeting"), ("Samling 14.02.2019: Erfaringer", "Samling 14.02.2019: Erfaringar")
)
CORRECTING = Field(
    "correcting",
    _("what is corrected"),
    ("Fristen i punkt 2 er 1. juni.", "Fristen i punkt 2 er 1. juni."),
    needed=True,
)

MINUTES = Kind(
    key="minutes",
    name=_("Minutes of a meeting"),
    fields=(NAME, MUNICIPALITY, OFFICE, MEETING),
    nb=Text(
        "Referat: {meeting}",
        "Hei, {name}\n\nReferatet fra {meeting} er godkjent og ligger ved.\n\n"
        "Si fra til oss ved å svare på denne e-posten hvis noe ikke stemmer.\n\nHilsen\n{office}",
    ),
    nn=Text(
        "Referat: {meeting}",
        "Hei, {name}\n\nReferatet frå {meeting} er godkjent og ligg ved.\n\n"
        "Sei frå til oss ved å svare på denne e-posten dersom noko ikkje stemmer.\n\nHelsing\n{office}",
    ),
)
CORRECTED = Kind(
    key="minutes-corrected",
    name=_("Corrected minutes of a meeting"),
    fields=(NAME, MUNICIPALITY, OFFICE, MEETING, CORRECTING),
    nb=Text(
        "Rettet referat: {meeting}",
        "Hei, {name}\n\nReferatet fra {meeting} er rettet. Det som ligger ved, gjelder nå i stedet for det du har fått "
        "før.\n\nDette er rettet:\n{correcting}\n\nHilsen\n{office}",
    ),
    nn=Text(
        "Retta referat: {meeting}",
        "Hei, {name}\n\nReferatet frå {meeting} er retta. Det som ligg ved, gjeld no i staden for det du har fått før.\n\n"
        "Dette er retta:\n{correcting}\n\nHelsing\n{office}",
    ),
)
KINDS = (MINUTES, CORRECTED)


@dataclass(frozen=True)
class Recipient:
    """One who may get the minutes. `group`: there, invited or apparatus. `sent`: has been written to already."""

    key: str
    group: str
    name: str
    email: str
    where: str = ""
    participation: Participation | None = None
    language: str = ""
    sent: bool = False


def about(approval: Approval) -> str:
    """What the letters with this edition are about, to find them by."""
    return f"minutes/{approval.pk}"


def letter_key(approval: Approval, recipient: Recipient) -> str:
    return f"minutes/{approval.pk}/{recipient.key}"


def recipients(meeting: Meeting, day: date) -> list[Recipient]:
    """Everyone with an e-mail address who was there, was invited, or works in the office's support apparatus; each
    address once. Three queries.
    """
    found: dict[str, Recipient] = {}
    for one in (*_registered(meeting), *_invited(meeting), *_apparatus(meeting, day)):
        if can_be_reached(one.email):
            found.setdefault(one.email.casefold(), one)
    return list(found.values())


def _registered(meeting: Meeting) -> Iterable[Recipient]:
    rows = Registration.objects.filter(meeting=meeting, erased_at=None, state=Registration.State.PLACE)
    rows = rows.exclude(email="").exclude(attended=False)
    for row in rows.select_related("participation__municipality").order_by("number"):
        where = str(row.participation) if row.participation else row.organisation
        yield Recipient(f"r{row.pk}", "there", row.name, row.email, where, row.participation, row.language)


def _invited(meeting: Meeting) -> Iterable[Recipient]:
    rows = Invitation.objects.filter(meeting=meeting, withdrawn_at=None, erased_at=None).exclude(email="")
    for row in rows.select_related("participation__municipality"):
        where = str(row.participation) if row.participation else row.organisation
        yield Recipient(f"i{row.pk}", "invited", row.name, row.email, where, row.participation, row.language)


def _apparatus(meeting: Meeting, day: date) -> Iterable[Recipient]:
    held = Assignment.objects.as_of(day).filter(
        office=meeting.office_id, role__in=[Role.COORDINATOR, Role.PARTNER], user__is_active=True
    )
    for row in held.select_related("user").order_by("user__name"):
        yield Recipient(f"u{row.user_id}", "apparatus", row.user.name, row.user.email, row.organisation)


def addressed(approval: Approval, content: Content, chosen: Iterable[Recipient]) -> list[To]:
    """Those who are chosen, as letters are addressed: the minutes go with each as a PDF file."""
    meeting = approval.minutes.meeting

    def values(language: str) -> dict[str, str]:
        with override(language):
            return {"meeting": meeting_name(meeting), "correcting": content.correcting}

    return [
        To(
            key=letter_key(approval, one), name=one.name, address=one.email, about=about(approval), values=values,
            participation=one.participation, language=one.language, enclosures=(approval.pdf,),
        )
        for one in chosen
    ]  # fmt: skip
