"""What all deeds here share: the version that was seen, one entry in the journal, removal and bringing back."""

from __future__ import annotations

from datetime import datetime
from typing import TypeVar

from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from samordner.cooperation.models import Agreement, Arena, ArenaVisit, Kept, Partner, PartnerContact
from samordner.journal.deeds import Reason
from samordner.journal.keeping import put_back, removed_already, take_out
from samordner.journal.operations import record
from samordner.places.models import Office

K = TypeVar("K", bound=Kept)
MOST_MONTHS = 120

JOURNALLED: dict[type[Model], str] = {
    Partner: "partner", PartnerContact: "partner_contact", Agreement: "agreement", Arena: "arena",
    ArenaVisit: "arena_visit",
}  # fmt: skip
"""What a row is called in the journal."""


def not_months(field: str, months: int | None) -> Reason:
    if months is not None and not 1 <= months <= MOST_MONTHS:
        return field, _("Write a number of months from 1 to %(most)d.") % {"most": MOST_MONTHS}
    return None


def office_of(row: Kept) -> Office:
    """The office that the row belongs to."""
    match row:
        case PartnerContact():
            return row.partner.office
        case ArenaVisit():
            return row.arena.office
        case Partner() | Agreement() | Arena():
            return row.office
        case _:
            raise TypeError(row)


def noted(row: Kept, verb: str, by: str, now: datetime, **detail: str | int | bool | None) -> None:
    """One entry in the journal on this row."""
    record(by, verb, JOURNALLED[type(row)], str(row.pk), now, detail, office=office_of(row).key)


def locked(office: Office) -> Office:
    """The office, locked for the rest of the deed, so that of two who add the same the second finds it there."""
    return Office.objects.select_for_update(no_key=True).get(pk=office.pk)


def why_not_remove(row: Kept) -> str | None:
    """Why a row cannot be removed, as a sentence; None: it can."""
    if sentence := removed_already(row):
        return sentence
    if isinstance(row, Arena) and row.visits.filter(removed_at=None, state=ArenaVisit.State.BEEN).exists():
        return _("Somebody has been there, so its history is kept. Remove those days first.")
    if isinstance(row, ArenaVisit) and row.needs.filter(need__removed_at=None).exists():
        return _("Needs were raised there, so the day is kept.")
    if isinstance(row, Agreement) and Agreement.objects.filter(renews=row, removed_at=None).exists():
        return _("Another agreement has taken over from it. Remove that one first.")
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
