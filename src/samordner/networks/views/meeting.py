"""A network's meetings: planned for it, or one that is there already."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from samordner.access.grants import record, visible
from samordner.meetings.models import Meeting
from samordner.networks.audiences import key_of
from samordner.networks.documents import address_of
from samordner.networks.forms import AttachForm, MeetingForm
from samordner.networks.operations.meeting import attach, detach, plan_for
from samordner.networks.queries.lists import kind_of
from samordner.networks.views.asking import deed, network_of, number, word
from samordner.pages.editing import Attempt, attempt
from samordner.pages.gate import Request, page
from samordner.places.queries import issuer_name
from samordner.programmes.queries import definition
from samordner.timeline.lasting import holding


@page("network.change")
def plan(request: Request, pk: int) -> HttpResponse:
    """Plan a meeting of the network in one step, and go on to inviting its members."""
    network = network_of(request, pk, "network.change")
    reform = definition(network.programme.key)
    kind = kind_of(network, reform)
    usual = kind.meetings if kind else ()
    initial = {"topic": network.name, "kind": word(request, "kind") or (usual[0] if usual else "")}
    form = MeetingForm(request.POST or None, reform=reform, usual=usual, initial=initial)
    failed: Attempt[MeetingForm] | None = Attempt(form)
    made: list[Meeting] = []
    if request.method == "POST":

        def write(_typed: dict[str, Any], _version: int) -> Any:
            organiser = issuer_name(network.office, request.today, "nb")
            made.append(plan_for(network, form.facts([organiser]), by=request.actor.id, now=request.moment))

        failed = attempt(form, write)
    members = network.members.filter(
        holding(request.today), removed_at=None, participation__isnull=False
    ).count()
    if failed is None:
        if members and "invite" in request.POST and request.actor.may("invitation.send"):
            messages.success(request, _("The meeting is planned. Look at whom it reaches, and invite."))
            return redirect(
                f"{reverse('invitations:invite', args=[made[0].pk])}?audience={key_of(network)}&roles=main"
            )
        messages.success(request, _("The meeting is planned."))
        return redirect(f"{address_of(network)}#meetings")
    context = {
        "attempt": failed, "form": failed.form, "network": network, "address": address_of(network), "members": members,
        "may_invite": request.actor.may("invitation.send"),
    }  # fmt: skip
    return render(request, "networks/plan.html", context, status=failed.status)


@page("network.change")
def attached(request: Request, pk: int) -> HttpResponse:
    """A meeting that is there already is one of the network's."""
    network = network_of(request, pk, "network.change")
    back = f"{address_of(network)}#meetings"
    if request.method != "POST":
        return redirect(back)
    rows = visible(Meeting.objects.all(), request.actor, "meeting.read").filter(
        pk=number(request.POST.get("meeting", ""))
    )
    form = AttachForm(request.POST, meetings=rows)
    if not form.is_valid():
        messages.warning(request, _("Choose one of the office's meetings."))
        return redirect(back)
    meeting = form.meetings[form.cleaned_data["meeting"]]
    return deed(
        request, lambda: attach(network, meeting, by=request.actor.id, now=request.moment),
        _("It is one of the network's meetings."), back,
    )  # fmt: skip


@page("network.change")
def detached(request: Request, pk: int, meeting: int) -> HttpResponse:
    """A meeting is not one of the network's after all."""
    network = network_of(request, pk, "network.change")
    row = record(Meeting.objects.filter(networks__network=network), request.actor, "meeting.read", pk=meeting)
    return deed(
        request, lambda: detach(network, row, by=request.actor.id, now=request.moment),
        _("The meeting is not one of the network's any more; the meeting itself stays."), f"{address_of(network)}#meetings",
    )  # fmt: skip
