"""What all deeds here share: the version that was seen, one entry in the journal, removal and bringing back."""

from __future__ import annotations

from datetime import datetime
from typing import TypeVar

from django.db import models, transaction
from django.utils.translation import gettext as _

from samordner.journal.deeds import Reason
from samordner.journal.keeping import put_back, removed_already, take_out
from samordner.journal.operations import record
from samordner.networks.models import MembershipOffer, NetworkMember, RunningNetwork

Kept = RunningNetwork | NetworkMember | MembershipOffer
K = TypeVar("K", RunningNetwork, NetworkMember, MembershipOffer)
MOST_MONTHS = 120

JOURNALLED: dict[type[models.Model], str] = {
    RunningNetwork: "network", NetworkMember: "network_member", MembershipOffer: "network_offer",
}  # fmt: skip
"""What a row is called in the journal."""


def not_months(field: str, months: int | None) -> Reason:
    if months is not None and not 1 <= months <= MOST_MONTHS:
        return field, _("Write a number of months from 1 to %(most)d.") % {"most": MOST_MONTHS}
    return None


def network_of(row: Kept) -> RunningNetwork:
    return row if isinstance(row, RunningNetwork) else row.network


def noted(row: Kept, verb: str, by: str, now: datetime, /, **detail: str | int | bool | None) -> None:
    """One entry in the journal on this row: ids, counts and days, never who somebody is."""
    record(by, verb, JOURNALLED[type(row)], str(row.pk), now, detail, office=network_of(row).office.key)


def locked(network: RunningNetwork) -> RunningNetwork:
    """The network, locked for the rest of the deed, so that of two who add the same the second finds it there."""
    return (
        RunningNetwork.objects.select_for_update(of=("self",))
        .select_related("office", "programme")
        .get(pk=network.pk)
    )


def why_not_write(network: RunningNetwork) -> str | None:
    """Why nothing can be written about the network; None: it can."""
    if network.removed_at:
        return _("The network is removed. Bring it back first.")
    return None


def why_not_remove(row: Kept) -> str | None:
    """Why a row cannot be removed, as a sentence; None: it can."""
    if sentence := removed_already(row):
        return sentence
    if isinstance(row, RunningNetwork):
        if row.meetings.filter(meeting__removed_at=None).exclude(meeting__announced_at=None).exists():
            return _(
                "Somebody has been invited to its meetings, so its history is kept. End the network instead."
            )
        if row.cohorts.filter(removed_at=None).exists():
            return _("It has cohorts. Remove those first, or end the network instead.")
    return None


@transaction.atomic
def remove(row: K, *, version: int, by: str, now: datetime) -> K:
    """Take a row out of every list. Raises Refusal, or Conflict when another changed it."""
    take_out(row, version=version, now=now, why_not=why_not_remove)
    noted(row, "remove", by, now)
    return row


@transaction.atomic
def restore(row: K, *, version: int, by: str, now: datetime) -> K:
    """Bring a removed row back as it was. Raises Refusal, or Conflict."""
    put_back(row, version=version)
    noted(row, "restore", by, now)
    return row


def _reason(sentence: str | None) -> Reason:
    return ("", sentence) if sentence else None
