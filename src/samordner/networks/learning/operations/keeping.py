"""What all deeds here share: the version that was seen, one entry in the journal, removal and bringing back."""

from __future__ import annotations

from datetime import datetime
from typing import TypeVar

from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from samordner.journal.deeds import Versioned
from samordner.journal.keeping import put_back, removed_already, take_out
from samordner.journal.operations import record
from samordner.networks.models.learning import (
    Assessment,
    Attendance,
    ChecklistTick,
    Cohort,
    Gathering,
    Guidance,
    Kept,
    Team,
    TeamMember,
)
from samordner.places.models import Office

K = TypeVar("K", bound=Kept)
V = TypeVar("V", bound=Versioned)

JOURNALLED: dict[type[Model], str] = {
    Cohort: "cohort", Gathering: "gathering", Team: "team", TeamMember: "team_member", Guidance: "guidance",
    Attendance: "attendance", ChecklistTick: "checklist", Assessment: "assessment",
}  # fmt: skip
"""What a row is called in the journal."""


def plain(text: str) -> str:
    """One line, without blanks that nobody sees."""
    return " ".join(text.split())


def cohort_of(row: Model) -> Cohort:
    """The cohort that a row belongs to."""
    match row:
        case Cohort():
            return row
        case Gathering() | Team():
            return row.cohort
        case TeamMember() | Guidance() | Attendance() | ChecklistTick() | Assessment():
            return row.team.cohort
        case _:
            raise TypeError(row)


def office_of(row: Model) -> Office:
    return cohort_of(row).network.office


def noted(row: Model, verb: str, by: str, now: datetime, **detail: str | int | bool | None) -> None:
    """One entry in the journal on this row."""
    record(by, verb, JOURNALLED[type(row)], str(row.pk), now, detail, office=office_of(row).key)


def locked(cohort: Cohort) -> Cohort:
    """The cohort, locked for the rest of the deed, so that of two who add the same the second finds it there."""
    return Cohort.objects.select_for_update(no_key=True).get(pk=cohort.pk)


def why_not_remove(row: Kept) -> str | None:
    """Why a row cannot be removed, as a sentence; None: it can."""
    if sentence := removed_already(row):
        return sentence
    match row:
        case Cohort() if row.teams.filter(removed_at=None).exists():
            return _("There are teams in it, so it is kept. Remove those first.")
        case Gathering() if row.attendance.filter(count__isnull=False).exists():
            return _("It is noted who was there, so the gathering is kept.")
        case Team() if (
            row.attendance.filter(count__isnull=False).exists()
            or row.guidance.filter(removed_at=None, state=Guidance.State.HELD).exists()
            or row.assessments.exists()
        ):
            return _("The team has a history, so it is kept. Say that it has left instead.")
        case _:
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
