"""Whom a round went to is erased: after the time that it says, or when somebody asks. Whether they answered stays."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from samordner.journal.operations import record
from samordner.letters.operations import forget
from samordner.letters.queries import about as letters_about
from samordner.mapping import letters
from samordner.mapping.models import MappingRound, Respondent
from samordner.mapping.rounds.operations.opening import AT_ONCE
from samordner.mapping.rounds.operations.sending import end_links
from samordner.places.models import Office


@transaction.atomic
def erase_due(*, day: date, by: str, now: datetime) -> int:
    """Erase names and addresses of every round that has been over for as long as it says. How many rows."""
    number = 0
    left = MappingRound.objects.filter(
        deadline__lt=day, respondents__erased_at=None, respondents__isnull=False
    )
    for of in left.select_related("office").distinct():
        if of.deadline + timedelta(days=of.retention_days) >= day:
            continue
        rows = list(of.respondents.filter(erased_at=None))
        _erase(rows, now)
        forget(letters_about(letters.about(of)).filter(erased_at=None), by=by, now=now)
        detail = {"number": len(rows)}
        record(by, "erase", "respondents", str(of.pk), now, detail, office=of.office.key)
        number += len(rows)
    return number


@transaction.atomic
def erase_person(email: str, rows: QuerySet[Respondent], office: Office, *, by: str, now: datetime) -> int:
    """Erase whom of `rows` at an office this is the address of, and what was written to them there. How many rows.

    What a municipality answered stays: it is the municipality's, and names nobody here.
    """
    said = email.strip()
    if not said:
        return 0
    found = list(rows.filter(email__iexact=said, round__office=office, erased_at=None))
    written = letters_about(*{f"mapping/{one.round_id}" for one in found}).filter(
        to_address__iexact=said, erased_at=None
    )
    forgotten = forget(written, by=by, now=now) if found else 0
    _erase(found, now)
    if found:
        detail = {"respondents": len(found), "letters": forgotten}
        record(by, "erase", "respondent", now.date().isoformat(), now, detail, office=office.key)
    return len(found)


def _erase(rows: Sequence[Respondent], now: datetime) -> None:
    end_links(rows, now)
    for start in range(0, len(rows), AT_ONCE):
        these = Respondent.objects.filter(pk__in=[row.pk for row in rows[start : start + AT_ONCE]])
        these.update(name="", email="", contact=None, erased_at=now)
