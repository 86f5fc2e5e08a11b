"""Deeds on a network's meetings: planned for it, or one that is there already."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from samordner.journal.deeds import Refusal
from samordner.meetings.models import Meeting
from samordner.meetings.operations import Facts, plan_meeting
from samordner.networks.models import NetworkMeeting, RunningNetwork
from samordner.networks.operations.keeping import locked, noted, why_not_write


@transaction.atomic
def plan_for(network: RunningNetwork, facts: Facts, *, by: str, now: datetime) -> Meeting:
    """Plan a meeting of the network. Raises Refusal."""
    if why := why_not_write(network):
        raise Refusal(why)
    meeting = plan_meeting(network.programme, network.office, facts, by=by, now=now)
    attach(network, meeting, by=by, now=now)
    return meeting


def why_not_attach(network: RunningNetwork, meeting: Meeting) -> str | None:
    """Why a meeting cannot be one of the network's; None: it can."""
    if why := why_not_write(network):
        return why
    if meeting.removed_at:
        return _("The meeting is removed.")
    if (meeting.office_id, meeting.programme_id) != (network.office_id, network.programme_id):
        return _("The meeting belongs to another office or programme.")
    if network.meetings.filter(meeting=meeting).exists():
        return _("It is one of the network's meetings already.")
    return None


@transaction.atomic
def attach(network: RunningNetwork, meeting: Meeting, *, by: str, now: datetime) -> NetworkMeeting:
    """A meeting is one of the network's. Raises Refusal."""
    network = locked(network)
    if why := why_not_attach(network, meeting):
        raise Refusal(why)
    made = NetworkMeeting.objects.create(network=network, meeting=meeting)
    noted(network, "attach", by, now, meeting=meeting.pk)
    return made


@transaction.atomic
def detach(network: RunningNetwork, meeting: Meeting, *, by: str, now: datetime) -> None:
    """A meeting is not one of the network's after all; the meeting itself stays. Raises Refusal."""
    network = locked(network)
    if not network.meetings.filter(meeting=meeting).exists():
        raise Refusal(_("It is not one of the network's meetings."))
    network.meetings.filter(meeting=meeting).delete()
    noted(network, "detach", by, now, meeting=meeting.pk)
