"""Places that are offered, and what municipalities answered."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samordner.access.grants import record
from samordner.asks.audiences import audiences
from samordner.networks.audiences import key_of
from samordner.networks.documents import address_of
from samordner.networks.forms import AnswerForm, OfferForm, said_of_offer
from samordner.networks.models import MembershipOffer, RunningNetwork
from samordner.networks.operations.offering import (
    answer_offer,
    offer_places,
    remove_offer,
    restore_offer,
    undo_answer,
    undo_offers,
)
from samordner.networks.queries.one import every_member, every_offer, places, taking_part_in
from samordner.networks.views.asking import acts_of, deed, network_of, number
from samordner.pages.editing import Attempt, attempt, version_of
from samordner.pages.gate import Request, load, page


@page("network.change")
def offer(request: Request, pk: int) -> HttpResponse:
    """Note whom a place was offered: every municipality of the office, an audience, or some."""
    network = network_of(request, pk, "network.change")
    day = request.today
    members = every_member().filter(network=network, removed_at=None)
    offers = every_offer().filter(network=network, removed_at=None)
    there = taking_part_in(network, request.actor, "network.change", day)
    stands = places(network, members, offers, there, day)
    left = [one.participation for one in stands if one.state not in {"member", "coming", "waiting"}]
    choices = [one for one in audiences(network.programme, network.office, day) if one.key != key_of(network)]
    form = OfferForm(
        request.POST or None, audiences=choices, participations=left, initial={"offered_on": day}
    )
    failed: Attempt[OfferForm] | None = Attempt(form)
    made: list[MembershipOffer] = []
    if request.method == "POST":

        def write(typed: dict[str, Any], _version: int) -> Any:
            said = {name: typed[name] for name in ("offered_on", "how", "deadline")}
            chosen = form.chosen(network, day)
            made.extend(
                offer_places(network, chosen, today=day, by=request.actor.id, now=request.moment, **said)
            )

        failed = attempt(form, write)
    if failed is None:
        text = ngettext(
            "It is noted that %(n)d municipality was offered a place.",
            "It is noted that %(n)d municipalities were offered a place.",
            len(made),
        )
        messages.success(request, text % {"n": len(made)})
        return redirect(f"{address_of(network)}?offered={made[0].pk}#places")
    context = {
        "attempt": failed,
        "form": failed.form,
        "network": network,
        "address": address_of(network),
        "there": left,
    }
    return render(request, "networks/offer.html", context, status=failed.status)


@page("network.change")
def not_offered(request: Request, pk: int) -> HttpResponse:
    """Take back the offers that were noted together."""
    network = network_of(request, pk, "network.change")
    if request.method != "POST":
        return redirect(address_of(network))
    first = record(
        every_offer().filter(network=network),
        request.actor,
        "network.change",
        pk=number(request.POST.get("first", "")),
    )
    return deed(
        request, lambda: undo_offers(network, first, by=request.actor.id, now=request.moment),
        _("The offers are taken back."), f"{address_of(network)}#places",
    )  # fmt: skip


def _loaded(request: Request, pk: int) -> tuple[RunningNetwork, MembershipOffer]:
    row = load(request, every_offer(), read="network.read", right="network.change", pk=pk)
    return row.network, row


@page("network.change")
def answer(request: Request, pk: int) -> HttpResponse:
    """Note what a municipality answered; a yes takes it in."""
    network, row = _loaded(request, pk)
    initial = said_of_offer(row)
    failed: Attempt[AnswerForm] | None = Attempt(
        AnswerForm(initial=initial | {"answered_on": row.answered_on or request.today}), row.version
    )
    if request.method == "POST":

        def write(typed: dict[str, Any], version: int) -> Any:
            return answer_offer(
                row, **typed, version=version, today=request.today, by=request.actor.id, now=request.moment
            )

        failed = attempt(AnswerForm(request.POST), write, version=version_of(request), standing=said_of_offer)
    if failed is None:
        messages.success(request, _("The answer is noted."))
        return redirect(f"{address_of(network)}#places")
    context = {
        "attempt": failed,
        "form": failed.form,
        "offer": row,
        "network": network,
        "address": address_of(network),
    }
    return render(request, "networks/answer.html", context, status=failed.status)


@page("network.change")
def not_answered(request: Request, pk: int) -> HttpResponse:
    """They have not answered after all."""
    network, row = _loaded(request, pk)
    acts = acts_of(request)
    return deed(
        request, lambda: undo_answer(row, **acts), _("The answer is undone."), f"{address_of(network)}#places"
    )


@page("network.change")
def take_away(request: Request, pk: int) -> HttpResponse:
    """Noted by mistake."""
    network, row = _loaded(request, pk)
    acts = acts_of(request)
    back = f"{address_of(network)}?taken={pk}#places"
    return deed(request, lambda: remove_offer(row, **acts), _("The offer is removed."), back)


@page("network.change")
def bring_back(request: Request, pk: int) -> HttpResponse:
    network, row = _loaded(request, pk)
    acts = acts_of(request)
    return deed(
        request, lambda: restore_offer(row, **acts), _("It is back."), f"{address_of(network)}#places"
    )
