"""Those who are in a network, as an audience that one can invite or ask."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from samordner.asks.audiences import Audience, Members
from samordner.networks.models import NetworkMember, RunningNetwork
from samordner.participation.models import Participation
from samordner.participation.queries import taking_part
from samordner.places.models import Office
from samordner.programmes.models import Programme
from samordner.timeline.lasting import holding


def key_of(network: RunningNetwork) -> str:
    return f"network:{network.pk}"


def members_of_networks(programme: Programme, office: Office, day: date) -> Iterator[Audience]:
    """The municipalities of each network that is run on the day and has some."""
    there = NetworkMember.objects.filter(holding(day), removed_at=None, participation__isnull=False)
    rows = RunningNetwork.objects.filter(
        Q(until=None) | Q(until__gt=day), programme=programme, office=office, removed_at=None,
        pk__in=there.order_by().values("network"),
    )  # fmt: skip
    for network in rows:
        yield Audience(key_of(network), network.name, _("Members of a network"), _members(network.pk))


def _members(pk: int) -> Members:
    def members(programme: Programme, office: Office, day: date) -> QuerySet[Participation]:
        there = NetworkMember.objects.filter(holding(day), removed_at=None, network=pk)
        return taking_part(programme.key, day, office=office.key).filter(
            pk__in=there.order_by().values("participation")
        )

    return members
