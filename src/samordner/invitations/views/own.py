"""The invitations that a reader may see, and the answer of one who is signed in."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from samordner.access.grants import visible
from samordner.invitations import letters
from samordner.invitations.documents import ANSWER_SIGNS
from samordner.invitations.models import How
from samordner.invitations.queries import STATES, every_invitation, in_state
from samordner.invitations.views.asking import invitation_of
from samordner.invitations.views.open import answering
from samordner.pages.gate import Request, page
from samordner.people.models import Role

MOST = 500


@page("invitation.read")
def index(request: Request) -> HttpResponse:
    """Invitations to what is still to come, or to everything; the first meeting first."""
    rows = visible(every_invitation(), request.actor, "invitation.read").filter(meeting__removed_at=None)
    state, past = request.GET.get("state", ""), request.GET.get("past") == "1"
    if not past:
        rows = rows.filter(meeting__period_end__gte=request.day)
    shown = in_state(rows, state).order_by("meeting__period_start", "meeting__starts", "meeting", "pk")[:MOST]
    context = {
        "rows": [
            (row, letters.title_of(row.meeting), letters.when_words(row.meeting), *ANSWER_SIGNS[row.state])
            for row in shown
        ],
        "state": state, "states": [(key, ANSWER_SIGNS[key][1]) for key in STATES], "past": past,
        "may": request.actor.may("invitation.answer"),
    }  # fmt: skip
    return render(request, "invitations/own.html", context)


@page("invitation.answer")
def answer(request: Request, pk: int) -> HttpResponse:
    """Answer an invitation: of one's own municipality, or, at the office, what somebody has said on the telephone."""
    row = invitation_of(request, pk, "invitation.answer")
    own = any(held.role == Role.CONTACT for _reach, held in request.actor.reaches("invitation.answer"))
    how = How.ACCOUNT if own else How.COORDINATOR
    return answering(
        request, row, how=how, by=request.actor.id, back=request.path, noted=how == How.COORDINATOR
    )
