"""Who is in a network: taken in, one by one or all at once; out again; put right; erased."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samordner.access.grants import record
from samordner.asks.audiences import audiences
from samordner.networks.audiences import key_of
from samordner.networks.documents import address_of, last_day
from samordner.networks.forms import JoinForm, LeaveForm, OutsideForm, SinceForm, said_of_member
from samordner.networks.models import NetworkMember, RunningNetwork
from samordner.networks.operations.members import (
    add_outside,
    change_member,
    erase_member,
    join,
    leave,
    remove_member,
    restore_member,
    undo_join,
    undo_leave,
)
from samordner.networks.queries.one import every_member, in_on, taking_part_in
from samordner.networks.views.asking import acts_of, deed, network_of, number
from samordner.pages.editing import Attempt, attempt, version_of
from samordner.pages.gate import Request, load, page


@page("network.change")
def take_in(request: Request, pk: int) -> HttpResponse:
    """Choose municipalities and take them in: all of the office, an audience, or some."""
    network = network_of(request, pk, "network.change")
    day = request.today
    inside = {
        one.participation_id
        for one in every_member().filter(network=network, removed_at=None, participation__isnull=False)
        if one.until is None or one.until > day
    }
    there = [
        row for row in taking_part_in(network, request.actor, "network.change", day) if row.pk not in inside
    ]
    choices = [one for one in audiences(network.programme, network.office, day) if one.key != key_of(network)]
    form = JoinForm(
        request.POST or None,
        audiences=choices,
        participations=there,
        initial={"since": max(network.since or day, day)},
    )
    failed: Attempt[JoinForm] | None = Attempt(form)
    made: list[NetworkMember] = []
    if request.method == "POST":

        def write(typed: dict[str, Any], _version: int) -> Any:
            chosen = form.chosen(network, day)
            made.extend(join(network, chosen, since=typed["since"], by=request.actor.id, now=request.moment))

        failed = attempt(form, write)
    if failed is None:
        text = ngettext("%(n)d municipality is taken in.", "%(n)d municipalities are taken in.", len(made))
        messages.success(request, text % {"n": len(made)})
        return redirect(f"{address_of(network)}?joined={made[0].pk}#members")
    context = {
        "attempt": failed, "form": failed.form, "network": network, "address": address_of(network), "there": there,
        "inside": len(inside),
    }  # fmt: skip
    return render(request, "networks/take_in.html", context, status=failed.status)


@page("network.change")
def not_taken_in(request: Request, pk: int) -> HttpResponse:
    """Take out again those who came in together."""
    network = network_of(request, pk, "network.change")
    if request.method != "POST":
        return redirect(address_of(network))
    first = record(
        every_member().filter(network=network),
        request.actor,
        "network.change",
        pk=number(request.POST.get("first", "")),
    )
    return deed(
        request, lambda: undo_join(network, first, by=request.actor.id, now=request.moment), _("They are out again."),
        f"{address_of(network)}#members",
    )  # fmt: skip


@page("network.change")
def outside(request: Request, pk: int) -> HttpResponse:
    """An organisation or a work contact outside the municipalities comes in."""
    network = network_of(request, pk, "network.change")
    form = OutsideForm(
        request.POST or None, initial={"since": max(network.since or request.today, request.today)}
    )
    failed: Attempt[OutsideForm] | None = Attempt(form)
    if request.method == "POST":
        failed = attempt(
            form,
            lambda typed, _version: add_outside(
                network, form.outside(), since=typed["since"], by=request.actor.id, now=request.moment
            ),
        )
    if failed is None:
        messages.success(request, _("They are in the network."))
        return redirect(f"{address_of(network)}#members")
    context = {"attempt": failed, "form": failed.form, "network": network, "address": address_of(network)}
    return render(request, "networks/outside.html", context, status=failed.status)


def _loaded(request: Request, pk: int) -> tuple[RunningNetwork, NetworkMember]:
    member = load(request, every_member(), read="network.read", right="network.change", pk=pk)
    return member.network, member


@page("network.change")
def change(request: Request, pk: int) -> HttpResponse:
    """Since when a member is in the network, and of one outside who it is; and out, or removed, or erased."""
    network, member = _loaded(request, pk)
    of_municipality = member.participation_id is not None or member.erased_at is not None

    def form_of(data: Any = None) -> SinceForm | OutsideForm:
        kind = SinceForm if of_municipality else OutsideForm
        return kind(data, initial=said_of_member(member))

    failed: Attempt[Any] | None = Attempt(form_of(), member.version)
    if request.method == "POST":
        form = form_of(request.POST)

        def write(typed: dict[str, Any], version: int) -> Any:
            said = form.outside() if isinstance(form, OutsideForm) else None
            return change_member(
                member, said, since=typed["since"], version=version, by=request.actor.id, now=request.moment
            )

        failed = attempt(form, write, version=version_of(request), standing=said_of_member)
    if failed is None:
        messages.success(request, _("Saved."))
        return redirect(f"{address_of(network)}#members")
    return _shown(request, network, member, failed, Attempt(LeaveForm(initial={"last_day": request.today})))


def _shown(
    request: Request,
    network: RunningNetwork,
    member: NetworkMember,
    tried: Attempt[Any],
    leaving: Attempt[LeaveForm],
) -> HttpResponse:
    context = {
        "attempt": tried,
        "form": tried.form,
        "leaving": leaving,
        "member": member,
        "last_day": last_day(member.until),
        "in_it": in_on(member, request.today),
        "network": network,
        "address": address_of(network),
        "can_erase": not member.participation_id
        and not member.erased_at
        and bool(member.name or member.email),
    }
    return render(request, "networks/member.html", context, status=max(tried.status, leaving.status))


@page("network.change")
def out(request: Request, pk: int) -> HttpResponse:
    """A member leaves."""
    network, member = _loaded(request, pk)
    if request.method != "POST":
        return redirect("networks:member", pk)

    def write(typed: dict[str, Any], version: int) -> Any:
        return leave(
            member,
            last_day=typed["last_day"],
            why=typed["why"],
            version=version,
            by=request.actor.id,
            now=request.moment,
        )

    failed = attempt(LeaveForm(request.POST), write, version=version_of(request))
    if failed is None:
        messages.success(request, _("It is noted when the member leaves."))
        return redirect(f"{address_of(network)}#members")
    form: forms.Form = (SinceForm if member.participation_id or member.erased_at else OutsideForm)(
        initial=said_of_member(member)
    )
    return _shown(request, network, member, Attempt(form, member.version), failed)


@page("network.change")
def in_again(request: Request, pk: int) -> HttpResponse:
    """It did not leave after all."""
    network, member = _loaded(request, pk)
    acts = acts_of(request)
    return deed(
        request, lambda: undo_leave(member, **acts), _("The member stays."), f"{address_of(network)}#members"
    )


@page("network.change")
def take_away(request: Request, pk: int) -> HttpResponse:
    """Noted by mistake."""
    network, member = _loaded(request, pk)
    back = f"{address_of(network)}?gone={pk}#members"
    acts = acts_of(request)
    return deed(request, lambda: remove_member(member, **acts), _("The member is removed."), back)


@page("network.change")
def bring_back(request: Request, pk: int) -> HttpResponse:
    network, member = _loaded(request, pk)
    acts = acts_of(request)
    return deed(
        request, lambda: restore_member(member, **acts), _("It is back."), f"{address_of(network)}#members"
    )


@page("network.change")
def erase(request: Request, pk: int) -> HttpResponse:
    """Blank who it was, for good."""
    _network, member = _loaded(request, pk)
    acts = acts_of(request)
    back = reverse("networks:member", args=[pk])
    return deed(request, lambda: erase_member(member, **acts), _("Who it was is erased."), back)
