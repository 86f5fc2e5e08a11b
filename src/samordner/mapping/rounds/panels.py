"""What a meeting's page shows of the rounds that ask those who came to it."""

from __future__ import annotations

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from samordner.access.grants import allowed
from samordner.invitations.models import Registration
from samordner.mapping.rounds.lists import lines, seen_by
from samordner.meetings.models import Meeting
from samordner.meetings.panels import Panel
from samordner.pages.gate import Request


def draw(request: Request, meeting: Meeting) -> SafeString:
    """How many have said what they think of the meeting, and the way to asking them."""
    if not request.actor.may("mapping.read"):
        return SafeString("")
    found = lines(seen_by(request.actor).filter(meeting=meeting.pk), request.actor)
    may = request.actor.may("mapping.run") and allowed(meeting, request.actor, "participant.read")
    may = may and Registration.objects.filter(meeting=meeting, erased_at=None).exclude(email="").exists()
    if not found and not may:
        return SafeString("")
    context = {"meeting": meeting, "lines": found, "may": may}
    return SafeString(render_to_string("mapping/panel.html", context, request))


ASKED = Panel("asked", _("What the participants say"), draw)
