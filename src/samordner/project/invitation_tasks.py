"""What invitations to meetings tell the first page: those that wait for an answer."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samordner.access.actors import Actor
from samordner.access.grants import visible
from samordner.boards.queries import Scope
from samordner.boards.tasks import Task, each_once
from samordner.invitations.documents import place_of
from samordner.invitations.letters import title_of
from samordner.invitations.models import Invitation
from samordner.invitations.queries import every_invitation
from samordner.meetings.models import State as Stage
from samordner.participation.queries import State
from samordner.timeline.moments import day_of


def of_invitations(actor: Actor, scope: Scope, _state: State, _now: datetime) -> Iterator[Task]:
    """To a municipality's contact each invitation that waits; to the office how many wait, meeting by meeting. One query."""
    reaches = {reach for reach, _holding in actor.reaches("invitation.read")}
    if reaches != {"own"} and not actor.may("invitation.send"):
        return
    rows = visible(every_invitation(), actor, "invitation.read").filter(
        meeting__programme__key=scope.definition.key, meeting__removed_at=None, meeting__period_end__gte=scope.day,
        answer="", withdrawn_at=None, erased_at=None,
    )  # fmt: skip
    if scope.office:
        rows = rows.filter(meeting__office__key=scope.office)
    waiting: dict[int, list[Invitation]] = {}
    for row in rows.select_related("meeting__terms").order_by("meeting__period_start", "meeting", "pk"):
        if row.meeting.state is Stage.INVITED:
            waiting.setdefault(row.meeting_id, []).append(row)
    for held in waiting.values():
        terms, meeting = held[0].meeting.terms, held[0].meeting
        due = day_of(terms.deadline) if terms.deadline else meeting.day
        if reaches == {"own"}:
            for row in held:
                yield Task(
                    sentence=_("Answer the invitation to %(meeting)s") % {"meeting": title_of(meeting)},
                    address=reverse("invitations:own", args=[row.pk]), sign="✉", tone="warning", due=due,
                )  # fmt: skip
            continue
        text = ngettext(
            "%(count)d has not answered the invitation to %(meeting)s",
            "%(count)d have not answered the invitation to %(meeting)s",
            len(held),
        )
        yield Task(
            sentence=text % {"count": len(held), "meeting": title_of(meeting)},
            address=f"{reverse('invitations:invited', args=[meeting.pk])}?state=waiting", sign="✉",
            tone="warning" if due and due < scope.day else "info", due=due, concerns=each_once(place_of(row) for row in held),
        )  # fmt: skip
