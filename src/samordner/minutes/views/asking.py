"""What every page here reads out of its address, and what is printed conspicuously."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import Http404
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from samordner.access.grants import allowed, visible
from samordner.meetings.models import Meeting
from samordner.minutes.content import Content, thawed
from samordner.minutes.gathering import gather
from samordner.minutes.models import Approval, Minutes, Said
from samordner.minutes.queries import attendance, every_meeting, every_point, reachable
from samordner.pages.gate import Request, load
from samordner.participation.models import Participation
from samordner.participation.queries import taking_part
from samordner.programmes.definition import Definition
from samordner.programmes.queries import definition


def meeting_for(request: Request, pk: int, right: str = "minutes.read") -> Meeting:
    return load(request, every_meeting(), read="minutes.read", right=right, pk=pk)


def minutes_for(request: Request, pk: int, right: str = "minutes.read") -> Minutes:
    """The minutes of a meeting: 404 when they cannot be seen, 403 when they can but not `right`."""
    return load(request, reachable(request.actor), read="minutes.read", right=right, meeting=pk)


def reachable_of(request: Request, meeting: Meeting) -> Minutes | None:
    """The meeting's minutes as far as the reader may see them; None: there are none."""
    return reachable(request.actor).filter(meeting=meeting.pk).first()


def point_for(request: Request, pk: int, said: int) -> Said:
    """A point of a meeting's minutes, for one who may write in them."""
    found = load(
        request, every_point(), read="minutes.read", right="minutes.write", pk=said, minutes__meeting=pk
    )
    minutes_for(request, pk, "minutes.write")
    return found


def may_write(minutes: Minutes | Meeting, request: Request) -> bool:
    return allowed(minutes, request.actor, "minutes.write")


def content_of(approval: Approval) -> Content:
    return thawed(bytes(approval.data.content))


def latest(request: Request, minutes: Minutes, approvals: list[Approval]) -> Content:
    """What the reader sees of the minutes: the draft for one who may write it, else what was approved last."""
    if not minutes.approved and may_write(minutes, request):
        return gather(minutes)
    if not approvals:
        raise Http404
    return content_of(approvals[0])


def notice_of(request: Request, *, draft: bool) -> str:
    """What is printed conspicuously on a document that is not the real thing."""
    said = (
        [_("Demonstration: every status and every figure here is invented.")] if request.demonstration else []
    )
    if draft:
        said.insert(0, _("Draft, not approved."))
    return " ".join(said)


def working_day(request: Request) -> date:
    """The day on which people hold their roles: the real one, also in a demonstration."""
    return localtime(request.now).date()


def language() -> str:
    """The form of Norwegian in which names of the programme are shown; English has none of its own."""
    return get_language() or "nb"


@dataclass(frozen=True)
class Whom:
    """The municipalities that something can be noted of: those that were there, and the others."""

    says: Definition
    there: list[Participation]
    others: list[Participation]


def whom(request: Request, meeting: Meeting, right: str, day: date) -> Whom:
    """The municipalities of the meeting's office on the day that the actor reaches by the right."""
    rows = taking_part(meeting.programme.key, day, office=meeting.office.key)
    found = list(visible(rows, request.actor, right))
    were = attendance(meeting).participations
    there = [row for row in found if row.pk in were]
    return Whom(definition(meeting.programme.key), there, [row for row in found if row.pk not in were])
