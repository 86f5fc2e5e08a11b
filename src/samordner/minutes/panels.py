"""What a meeting's page tells of its minutes, and of the open tasks that it is to go through."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import pgettext_lazy

from samordner.access.grants import allowed
from samordner.meetings.models import Meeting
from samordner.meetings.panels import Panel
from samordner.minutes.gathering import owner_text
from samordner.minutes.models import Minutes
from samordner.minutes.operations import why_not_begin
from samordner.minutes.queries import before, earlier, is_next, reachable, tasks
from samordner.pages.gate import Request
from samordner.people.queries import names_of

MOST = 20
"""So many open tasks stand on a meeting's page; the list of tasks has them all."""


def draw(request: Request, meeting: Meeting) -> SafeString:
    """The minutes as far as the reader may see them, the tasks they gave, and those that are to be gone through."""
    if not allowed(meeting, request.actor, "minutes.read"):
        return SafeString("")
    minutes = reachable(request.actor).filter(meeting=meeting).first()
    writes = allowed(meeting, request.actor, "minutes.write")
    over = _over(request, meeting, minutes)
    if minutes is None and not writes and not over:
        return SafeString("")
    given = list(tasks(request.actor).filter(said__minutes__meeting=meeting)) if minutes else []
    names = names_of(task.account for task in (*over, *given))
    context: dict[str, Any] = {
        "meeting": meeting,
        "minutes": minutes,
        "approval": minutes.approvals.first() if minutes else None,
        "may_write": writes,
        "why_not": why_not_begin(meeting) if minutes is None and writes else None,
        "given": [(task, owner_text(task, names), task.state(request.day)) for task in given],
        "over": [(task, owner_text(task, names), task.state(request.day)) for task in over[:MOST]],
        "more": max(len(over) - MOST, 0),
    }
    return SafeString(render_to_string("minutes/panel.html", context, request))


def _over(request: Request, meeting: Meeting, minutes: Minutes | None) -> list[Any]:
    """The open tasks of earlier meetings: on the agenda of the next meeting only."""
    line = before(meeting)
    if minutes is not None or not is_next(meeting, request.today, line=line):
        return []
    seen = tasks(request.actor).values("pk")
    return list(earlier(meeting, line=line).filter(pk__in=seen, done_on=None))


PANEL = Panel("minutes", pgettext_lazy("meeting", "Minutes"), draw)
