"""Whom an ask can go to at once: every source of audiences, given to `asks` when the house is ready."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import QuerySet

from samordner.asks.audiences import Audience, Members, Source, counties, everyone, groupings
from samordner.divisions.queries import in_force, kept, members
from samordner.networks.audiences import members_of_networks
from samordner.offers.audiences import meant_for
from samordner.participation.models import Participation
from samordner.participation.queries import taking_part
from samordner.places.models import Office
from samordner.programmes.models import Programme


def groups(programme: Programme, office: Office, day: date) -> Iterator[Audience]:
    """The groups of the divisions that hold, each under its division's name."""
    for division in in_force(programme, office, day):
        for one in kept(division):
            yield Audience(f"group:{one.group.pk}", str(one.group), str(division), _in_group(one.group.pk))


def _in_group(pk: int) -> Members:
    def in_group(programme: Programme, office: Office, day: date) -> QuerySet[Participation]:
        return members(pk, taking_part(programme.key, day, office=office.key))

    return in_group


AUDIENCES: tuple[Source, ...] = (
    everyone, meant_for, members_of_networks, groups, groupings, counties,
)  # fmt: skip
