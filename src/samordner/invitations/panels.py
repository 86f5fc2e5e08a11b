"""What a meeting's page shows of those who are invited and who come."""

from __future__ import annotations

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from samordner.access.grants import allowed
from samordner.invitations import letters
from samordner.invitations.operations.attending import why_not_note
from samordner.invitations.operations.inviting import why_not_invite
from samordner.invitations.queries import standing, terms_of
from samordner.meetings.models import Meeting
from samordner.meetings.panels import Panel
from samordner.pages.gate import Request


def draw(request: Request, meeting: Meeting) -> SafeString:
    """The numbers of the meeting, each opening to those behind it, and the way to what can be done."""
    if not request.actor.may("invitation.read"):
        return SafeString("")
    terms = terms_of(meeting)
    context = {
        "meeting": meeting, "standing": standing(meeting), "terms": terms, "deadline": letters.deadline_words(terms),
        "may_send": allowed(meeting, request.actor, "invitation.send"),
        "may_people": allowed(meeting, request.actor, "participant.read"),
        "may_attend": allowed(meeting, request.actor, "participant.attend"),
        "why_not": why_not_invite(meeting, request.moment), "not_yet": why_not_note(meeting, request.today),
    }  # fmt: skip
    return SafeString(render_to_string("invitations/panel.html", context, request))


INVITED = Panel("invited", _("Invitations and participants"), draw)
