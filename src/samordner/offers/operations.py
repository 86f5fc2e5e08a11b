"""A round of meetings out of a proposal: made whole, and undone as long as nobody is invited."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from samordner.journal.deeds import Refusal
from samordner.journal.operations import Detail, record
from samordner.meetings.models import State
from samordner.meetings.operations import Facts, plan_meeting, remove_meeting
from samordner.offers.models import Round, RoundMeeting, RoundMember
from samordner.offers.sources import Window
from samordner.participation.models import Participation
from samordner.places.models import Office
from samordner.plans.models import Followed
from samordner.programmes.models import Programme

MOST = 100
"""So many meetings can be made at once."""


@dataclass(frozen=True)
class NewMeeting:
    """A meeting to be made, and whom it is for."""

    name: str
    facts: Facts
    members: tuple[Participation, ...]


def why_not_make(window: Window, office: Office, meetings: Sequence[NewMeeting]) -> str | None:
    """Why these meetings cannot be made for the offer; None: they can."""
    if not meetings:
        return _("Put at least one municipality in a meeting.")
    if len(meetings) > MOST:
        return _("Make at most %(number)d meetings at once.") % {"number": MOST}
    members = [row for each in meetings for row in each.members]
    if len({row.pk for row in members}) < len(members):
        return _("A municipality can only be in one of the meetings.")
    for row in members:
        if row.office_id != office.pk:
            return _("%(municipality)s belongs to another office.") % {"municipality": row}
    for each in meetings:
        if not each.members:
            return _("A meeting needs somebody to meet.")
        if each.facts.kind not in window.offer.kinds:
            return _("Choose a kind of meeting that fulfils the offer.")
        start = each.facts.period.start
        if start is not None and not window.holds(start):
            days = {"since": f"{window.since:%d.%m.%Y}", "last": f"{window.last_day:%d.%m.%Y}"}
            return _("The offer is for meetings from %(since)s to %(last)s.") % days
    return None


@transaction.atomic
def make_round(
    programme: Programme,
    office: Office,
    window: Window,
    meetings: Sequence[NewMeeting],
    *,
    grouped: str,
    form: str,
    by: str,
    now: datetime,
) -> Round:
    """Plan all these meetings, each for its municipalities. The same `form` sent twice makes one round. Raises Refusal."""
    Office.objects.select_for_update().get(pk=office.pk)
    if there := Round.objects.filter(form=form).first():
        return there
    if sentence := why_not_make(window, office, meetings):
        raise Refusal(sentence)
    row = Round.objects.create(
        programme=programme, office=office, offer=window.offer.key, since=window.since, grouped=grouped[:300],
        form=form, made_at=now, made_by=by,
    )  # fmt: skip
    taken = _planned_elsewhere(row, [one.pk for each in meetings for one in each.members])
    if taken:
        text = _("A round has a meeting for %(municipalities)s already. Look again.")
        raise Refusal(text % {"municipalities": ", ".join(taken)})
    for position, each in enumerate(meetings, 1):
        try:
            meeting = plan_meeting(programme, office, each.facts, by=by, now=now)
        except Refusal as refusal:
            raise Refusal(f"{each.name or position}: {refusal.sentence}", field=refusal.field) from refusal
        part = RoundMeeting.objects.create(
            round=row, meeting=meeting, position=position, name=each.name[:200] or str(meeting)[:200]
        )
        RoundMember.objects.bulk_create(RoundMember(meeting=part, participation=one) for one in each.members)
    members = sum(len(each.members) for each in meetings)
    detail: Detail = {"offer": window.offer.key, "meetings": len(meetings), "municipalities": members}
    record(by, "make", "offer_round", str(row.pk), now, detail, office=office.key)
    return row


def _planned_elsewhere(row: Round, participations: Sequence[int]) -> list[str]:
    rows = RoundMember.objects.filter(
        participation__in=participations,
        meeting__round__offer=row.offer,
        meeting__round__since=row.since,
        meeting__round__undone_at=None,
        meeting__meeting__removed_at=None,
    )
    rows = rows.exclude(meeting__meeting__status_key=Followed.Status.DROPPED).select_related(
        "participation__municipality"
    )
    return [str(each.participation) for each in rows]


def why_not_undo(row: Round) -> str | None:
    """Why a round cannot be undone; None: it can."""
    if row.undone_at is not None:
        return _("It is undone already.")
    standing = [
        each.meeting for each in row.meetings.select_related("meeting") if each.meeting.removed_at is None
    ]
    if any(meeting.announced_at or meeting.state is State.HELD for meeting in standing):
        return _(
            "Somebody is invited to one of the meetings already. Cancel or remove the meetings one by one."
        )
    return None


@transaction.atomic
def undo_round(row: Round, *, by: str, now: datetime) -> None:
    """Remove the round's meetings, as long as nobody is invited to any of them. Raises Refusal, and Conflict when somebody
    changes one at the same moment."""
    row = Round.objects.select_for_update(of=("self",)).select_related("office").get(pk=row.pk)
    if sentence := why_not_undo(row):
        raise Refusal(sentence)
    for each in row.meetings.select_related("meeting__office", "meeting__programme", "meeting__plan"):
        if each.meeting.removed_at is None:
            remove_meeting(each.meeting, version=each.meeting.version, by=by, now=now)
    Round.objects.filter(pk=row.pk).update(undone_at=now, undone_by=by)
    record(by, "undo", "offer_round", str(row.pk), now, {"offer": row.offer}, office=row.office.key)
