"""What all rows here share: days in order, the version that was seen, removal and bringing back."""

from __future__ import annotations

from datetime import date, datetime
from typing import TypeVar

from django.db import models, transaction
from django.utils.translation import gettext as _

from samordner.documents.cells import day_text
from samordner.journal.deeds import Conflict, Reason
from samordner.journal.keeping import put_back, take_out
from samordner.journal.operations import record
from samordner.participation.models import Participation
from samordner.support.models import Kept, Need, Support

K = TypeVar("K", bound=Kept)


def seen(row: K, version: int) -> K:
    """The row, if it still has the version that was seen; else Conflict: first of all other reasons."""
    if row.version != version:
        raise Conflict(row)
    return row


def not_in_time(participation: Participation, day: date, today: date, field: str) -> Reason:
    """Why nothing can have happened with the municipality on `day`."""
    if day > today:
        return field, _("The day has not come.")
    if not participation.holds(day):
        return field, _("%(municipality)s does not take part on %(day)s.") % {
            "municipality": participation.municipality, "day": day_text(day),
        }  # fmt: skip
    return None


def kind_of(row: models.Model) -> str:
    """What a row is called in the journal."""
    return row._meta.model_name or ""


def noted(row: Kept, verb: str, by: str, now: datetime, **detail: str | int | None) -> None:
    """One entry in the journal on this row."""
    participation = row.participation  # type: ignore[attr-defined]
    detail = {"participation": participation.pk, **detail}
    record(by, verb, kind_of(row), str(row.pk), now, detail, office=participation.office.key)


def why_not_remove(row: Kept) -> str | None:
    """Why a row cannot be removed, as a sentence; None when it can."""
    if row.removed_at:
        return _("It is already removed.")
    if isinstance(row, Need) and Support.objects.filter(need=row, removed_at=None).exists():
        return _("Help was given on this need: close it instead.")
    return None


@transaction.atomic
def remove(row: K, *, version: int, by: str, now: datetime) -> K:
    """Take a row out of every list and sum. Raises Refusal, or Conflict when another changed it."""
    take_out(row, version=version, now=now, why_not=why_not_remove)
    noted(row, "remove", by, now)
    return row


@transaction.atomic
def restore(row: K, *, version: int, by: str, now: datetime) -> K:
    """Bring a removed row back as it was. Raises Refusal, or Conflict."""
    put_back(row, version=version)
    noted(row, "restore", by, now)
    return row
