"""Deeds on places that are offered: to whom and when, and what they answered."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from samordner.journal.deeds import Reason, Refusal, change, refuse, seen
from samordner.journal.keeping import not_a_day
from samordner.networks.models import MembershipOffer, NetworkMember, RunningNetwork
from samordner.networks.operations.keeping import locked, noted, why_not_write
from samordner.networks.operations.members import MOST, take_in, why_not_join
from samordner.participation.models import Participation

Answer = MembershipOffer.Answer


def not_offered(network: RunningNetwork, offered_on: date, deadline: date | None, today: date) -> Reason:
    """Why places cannot have been offered so: (the input it concerns, a sentence); None: they can."""
    if why := why_not_write(network):
        return "", why
    if fault := not_a_day("offered_on", offered_on) or not_a_day("deadline", deadline):
        return fault
    if offered_on > today:
        return "offered_on", _("That day has not come yet.")
    if network.until and network.until <= offered_on:
        return "offered_on", _("The network had ended by then.")
    if deadline and deadline < offered_on:
        return "deadline", _("The deadline is before it was offered.")
    return None


@transaction.atomic
def offer_places(
    network: RunningNetwork,
    participations: Collection[Participation],
    *,
    offered_on: date,
    how: str = "",
    deadline: date | None = None,
    today: date,
    by: str,
    now: datetime,
) -> list[MembershipOffer]:
    """Note that these municipalities were offered a place. Those who have one, or have not answered the last offer, are left.

    Raises Refusal: when none is left, or one belongs to another office or programme.
    """
    network = locked(network)
    refuse(not_offered(network, offered_on, deadline, today))
    if len(participations) > MOST:
        raise Refusal(_("Take at most %(number)d at once.") % {"number": MOST})
    for one in participations:
        if (one.programme_id, one.office_id) != (network.programme_id, network.office_id):
            raise Refusal(
                _("%(municipality)s belongs to another office or programme.") % {"municipality": one}
            )
    left = [one for one in participations if one.pk not in _settled(network, offered_on)]
    if not left:
        raise Refusal(_("Choose at least one municipality that has no place and no open offer."), field="who")
    made = [
        MembershipOffer.objects.create(
            network=network, participation=one, offered_on=offered_on, how=" ".join(how.split()), deadline=deadline,
            made_at=now, made_by=by,
        )
        for one in left
    ]  # fmt: skip
    noted(
        network, "offer", by, now, municipalities=len(made), on=offered_on.isoformat(), first=made[0].pk
    )  # fmt: skip
    return made


def _settled(network: RunningNetwork, day: date) -> set[int]:
    """Those who need no offer: in the network on that day or later, offered it and not answered, or offered it that day."""
    members = network.members.filter(removed_at=None, participation__isnull=False)
    offers = network.offers.filter(removed_at=None)
    inside = {one.participation_id for one in members if one.until is None or one.until > day}
    waiting = {one.participation_id for one in offers if not one.answer or one.offered_on == day}
    return {pk for pk in inside | waiting if pk is not None}


@transaction.atomic
def undo_offers(network: RunningNetwork, first: MembershipOffer, *, by: str, now: datetime) -> int:
    """Take back all the offers that were noted together with `first` and are untouched since. Raises Refusal."""
    network = locked(network)
    rows = network.offers.select_for_update(of=("self",)).filter(
        made_at=first.made_at, made_by=first.made_by, version=1, removed_at=None
    )
    found = list(rows.order_by("pk"))
    if not found:
        raise Refusal(_("They have been taken back, or answered, already."))
    for row in found:
        change(row, version=row.version, removed_at=now)
    noted(network, "undo_offer", by, now, municipalities=len(found), first=first.pk)
    return len(found)


# Answers


def not_answered(offer: MembershipOffer, answer: str, on: date, why: str, today: date) -> Reason:
    """Why an offer cannot be answered so: (the input it concerns, a sentence); None: it can."""
    if offer.removed_at:
        return "", _("The offer was taken back.")
    if why_not := why_not_write(offer.network):
        return "", why_not
    if answer not in Answer.values:
        return "answer", _("Say what they answered.")
    if on < offer.offered_on:
        return "answered_on", _("They cannot have answered before it was offered.")
    if on > today:
        return "answered_on", _("That day has not come yet.")
    if why.strip() and answer != Answer.DECLINED:
        return "declined_why", _("Only a no needs a reason.")
    return not_a_day("answered_on", on)


@transaction.atomic
def answer_offer(
    offer: MembershipOffer,
    *,
    answer: str,
    answered_on: date,
    declined_why: str = "",
    since: date | None = None,
    version: int,
    today: date,
    by: str,
    now: datetime,
) -> MembershipOffer:
    """Note what a municipality answered. A yes takes it into the network from `since` (else from the day of the answer).

    Answered anew, a place that came of the former answer and was not touched since is taken back. Raises Refusal, Conflict.
    """
    network = locked(offer.network)
    seen(offer, version)
    refuse(not_answered(offer, answer, answered_on, declined_why, today))
    if offer.answer == Answer.ACCEPTED and answer == Answer.ACCEPTED and offer.member_id:
        raise Refusal(_("They have said yes already. Change since when they are in the network on its page."))
    _take_back(offer, now)
    member = None
    if answer == Answer.ACCEPTED:
        begins = since or answered_on
        refuse(why_not_join(network, begins))
        made = take_in(network, [offer.participation], since=begins, by=by, now=now)
        member = made[0] if made else None
    change(
        offer, version=version, answer=answer, answered_on=answered_on, declined_why=declined_why.strip(), member=member
    )  # fmt: skip
    noted(offer, "answer", by, now, network=network.pk, answer=answer, on=answered_on.isoformat())
    return offer


@transaction.atomic
def undo_answer(offer: MembershipOffer, *, version: int, by: str, now: datetime) -> MembershipOffer:
    """They have not answered after all; a place that came of it and was not touched since is taken back. Refusal, Conflict."""
    locked(offer.network)
    seen(offer, version)
    if offer.removed_at:
        raise Refusal(_("The offer was taken back."))
    if not offer.answer:
        raise Refusal(_("They have not answered."))
    _take_back(offer, now)
    change(offer, version=version, answer="", answered_on=None, declined_why="", member=None)
    noted(offer, "undo_answer", by, now, network=offer.network_id)
    return offer


def _take_back(offer: MembershipOffer, now: datetime) -> None:
    place = offer.member
    if place is None or place.removed_at:
        return
    place = NetworkMember.objects.select_for_update().get(pk=place.pk)
    if place.version > 1:
        raise Refusal(_("The place that came of it has been changed since. Change it on the member's page."))
    change(place, version=place.version, removed_at=now)


@transaction.atomic
def remove_offer(offer: MembershipOffer, *, version: int, by: str, now: datetime) -> MembershipOffer:
    """Noted by mistake: it was never offered. Raises Refusal, when it has been answered, and Conflict."""
    seen(offer, version)
    if offer.removed_at:
        raise Refusal(_("It is removed already."))
    if offer.answer:
        raise Refusal(_("It has been answered. Undo the answer first."))
    change(offer, version=version, removed_at=now)
    noted(offer, "remove", by, now, network=offer.network_id)
    return offer


@transaction.atomic
def restore_offer(offer: MembershipOffer, *, version: int, by: str, now: datetime) -> MembershipOffer:
    """It was offered after all. Raises Refusal and Conflict."""
    seen(offer, version)
    if offer.removed_at is None:
        raise Refusal(_("It is not removed."))
    try:
        with transaction.atomic():
            change(offer, version=version, removed_at=None)
    except IntegrityError as error:
        raise Refusal(_("Another has taken its place meanwhile, so it stays removed.")) from error
    noted(offer, "restore", by, now, network=offer.network_id)
    return offer
