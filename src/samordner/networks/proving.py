"""What networks prove of an offer: who was offered a place in one, who has one, and who did not want it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from samordner.access.grants import visible
from samordner.networks.models import MembershipOffer, NetworkMember
from samordner.offers.sources import Proof, Question, Stand, Window


def of_networks(question: Question) -> Iterator[Proof]:
    """Offers of places in networks of the offers' kinds, and those who are in one without; two queries."""
    kinds: dict[str, list[Window]] = defaultdict(list)
    for window in question.windows:
        for kind in window.offer.networks:
            kinds[kind].append(window)
    if not kinds:
        return
    first = min(window.since for windows in kinds.values() for window in windows)
    last = min(max(window.last_day for windows in kinds.values() for window in windows), question.day)
    about = {
        "participation__in": question.participations,
        "network__programme__key": question.definition.key,
        "network__kind__in": list(kinds),
        "network__removed_at": None,
        "removed_at": None,
    }
    offers = visible(MembershipOffer.objects.all(), question.actor, "offer.read").filter(
        offered_on__gte=first, offered_on__lte=last, **about
    )
    members = visible(NetworkMember.objects.all(), question.actor, "offer.read").filter(
        since__lte=last, **about
    )
    accepted: set[tuple[int, int]] = set()
    for offer in offers.select_related("network").order_by("offered_on", "pk"):
        if offer.answer == MembershipOffer.Answer.ACCEPTED:
            accepted.add((offer.network_id, offer.participation_id))
        for window in _held(kinds[offer.network.kind], offer.offered_on):
            yield _of_offer(offer, window, question.day)
    for member in members.select_related("network").order_by("since", "pk"):
        if member.participation_id is None or (member.network_id, member.participation_id) in accepted:
            continue
        for window in kinds[member.network.kind]:
            if proof := _of_member(member, window, question.day):
                yield proof


def _held(windows: list[Window], day: date) -> list[Window]:
    return [window for window in windows if window.holds(day)]


def _of_offer(offer: MembershipOffer, window: Window, day: date) -> Proof:
    known = offer.answered_on is not None and offer.answered_on <= day
    stand = Stand.OFFERED
    if known:
        stand = Stand.ACCEPTED if offer.answer == MembershipOffer.Answer.ACCEPTED else Stand.DECLINED
    return Proof(
        window=window.key,
        participation=offer.participation_id,
        stand=stand,
        offered_on=offer.offered_on,
        what=_("A place in the network: %(network)s") % {"network": offer.network.name},
        address=reverse("networks:network", args=[offer.network_id]),
        letter=offer.how,
        answered_on=offer.answered_on if known else None,
        why=offer.declined_why if known else "",
    )


def _of_member(member: NetworkMember, window: Window, day: date) -> Proof | None:
    """A place that nobody noted an offer of: they have it in the window, so it was offered."""
    assert member.since is not None
    assert member.participation_id is not None
    if member.since > window.last_day or (member.until is not None and member.until <= window.since):
        return None
    until = member.until if member.until is not None and member.until <= day else None
    return Proof(
        window=window.key,
        participation=member.participation_id,
        stand=Stand.ACCEPTED,
        offered_on=max(member.since, window.since),
        what=_("In the network: %(network)s") % {"network": member.network.name},
        address=reverse("networks:network", args=[member.network_id]),
        letter=_("a place without a noted offer"),
        day=member.since,
        when=_("left %(day)s") % {"day": f"{until - timedelta(days=1):%d.%m.%Y}"} if until else "",
    )
