"""What is known of one participant: shown, handed out, erased."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext

from samordner.access.grants import visible
from samordner.invitations.forms import PersonForm
from samordner.invitations.keepers import keepers
from samordner.invitations.models import Invitation, Registration
from samordner.invitations.operations.erasing import erase_person
from samordner.invitations.personal import Known, known, known_table
from samordner.invitations.queries import every_invitation, every_registration, offices_of
from samordner.letters.models import Letter
from samordner.pages.answers import answer_file
from samordner.pages.editing import Attempt
from samordner.pages.gate import Request, page


def _known(request: Request, email: str) -> Known:
    found = known(
        email,
        visible(every_invitation(), request.actor, "participant.erase"),
        visible(every_registration(), request.actor, "participant.erase"),
        visible(Letter.objects.all(), request.actor, "participant.erase"),
    )
    more = [line for keeper in keepers() for line in keeper.known(email, request.actor)]
    return Known(found.email, (*found.lines, *more))


@page("participant.erase")
def index(request: Request) -> HttpResponse:
    """Everything that is known of the one with this address. The address is posted, so that it stands in no log."""
    form = PersonForm(request.POST or None)
    context: dict[str, object] = {"form": form}
    status = 200
    if request.method == "POST" and form.is_valid():
        email = form.cleaned_data["email"]
        match request.POST.get("deed"):
            case "json":
                return _as_json(_known(request, email))
            case "xlsx":
                return answer_file(known_table(), _known(request, email).lines, "xlsx", "personal-data")
            case "erase":
                number = _erase(request, email)
                text = ngettext("%(number)d row is erased.", "%(number)d rows are erased.", number)
                messages.success(request, text % {"number": number})
                return redirect("invitations:personal")
        context |= {"known": _known(request, email), "email": email}
    elif request.method == "POST":
        status = 422
    context["attempt"] = Attempt(form, status=status)
    return render(request, "invitations/personal.html", context, status=status)


def _as_json(found: Known) -> HttpResponse:
    text = json.dumps(found.as_data(), ensure_ascii=False, indent=2, default=str)
    response = HttpResponse(text, content_type="application/json")
    response["Content-Disposition"] = 'attachment; filename="personal-data.json"'
    response["Cache-Control"] = "no-store"
    return response


def _erase(request: Request, email: str) -> int:
    """At each office whose data the reader may erase."""
    invitations = visible(Invitation.objects.all(), request.actor, "participant.erase")
    registrations = visible(Registration.objects.all(), request.actor, "participant.erase")
    held = {holding.office for _reach, holding in request.actor.reaches("participant.erase")}
    acts: Any = {"by": request.actor.id, "now": request.moment}
    with transaction.atomic():
        return sum(
            erase_person(email, invitations, registrations, office, **acts)
            + sum(keeper.erase(email, request.actor, office, **acts) for keeper in keepers())
            for office in offices_of(held)
        )
