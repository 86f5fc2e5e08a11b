"""What packages above, and the learning networks, show on a network's page; and what a meeting's page shows of networks."""

from __future__ import annotations

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from samordner.meetings.models import Meeting
from samordner.meetings.panels import Panel as MeetingPanel
from samordner.networks.models import RunningNetwork
from samordner.networks.queries.lists import every_network, reached
from samordner.pages.gate import Request
from samordner.pages.panels import Panel as AnyPanel
from samordner.pages.panels import Panels

Panel = AnyPanel[RunningNetwork]
PANELS = Panels[RunningNetwork]()


def _on_meeting(request: Request, meeting: Meeting) -> SafeString:
    """The networks that a meeting is of."""
    if not request.actor.may("network.read"):
        return SafeString("")
    found = reached(every_network(), request.actor).filter(removed_at=None, meetings__meeting=meeting)
    rows = list(found)
    return SafeString(
        render_to_string("networks/on_meeting.html", {"networks": rows}, request) if rows else ""
    )


OF_MEETINGS = MeetingPanel("networks", _("Networks"), _on_meeting)
"""What a meeting's page shows: the networks whose meeting it is."""
