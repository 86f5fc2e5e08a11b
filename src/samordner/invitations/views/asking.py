"""What every page here reads out of its request."""

from __future__ import annotations

from samordner.invitations.models import Invitation, Registration
from samordner.invitations.queries import every_invitation, every_registration
from samordner.meetings.models import Meeting
from samordner.meetings.queries import every_meeting
from samordner.pages.gate import Request, load


def meeting_of(request: Request, pk: int) -> Meeting:
    """A meeting that the reader may see; 404 when not. What may be done with it: the view's own right, at its office."""
    return load(request, every_meeting(), read="meeting.read", pk=pk)


def of_office(request: Request, pk: int, right: str) -> Meeting:
    """A meeting of an office at which the reader has the right; seen without it: 403."""
    return load(request, every_meeting(), read="meeting.read", right=right, pk=pk)


def invitation_of(request: Request, pk: int, right: str) -> Invitation:
    return load(request, every_invitation(), read="invitation.read", right=right, pk=pk)


def registration_of(request: Request, pk: int, right: str) -> Registration:
    return load(request, every_registration(), read="participant.read", right=right, pk=pk)
