"""Deeds of whoever leads a learning network: a call noted, put right, taken away and brought back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from samordner.facilitation.models import Call, monday
from samordner.journal.deeds import Reason, Refusal, change, refuse, seen
from samordner.journal.keeping import put_back, take_out
from samordner.journal.operations import record
from samordner.journal.private import holds_birth_number
from samordner.networks.models import Team

BACK = timedelta(days=366)
"""So long after it was made, a call can be noted."""
LONGEST = 4000


@dataclass(frozen=True, kw_only=True)
class Said:
    """A call: on which day, how, and what was said of the work."""

    day: date
    how: str
    said: str = ""


def not_a_call(team: Team, said: Said, today: date) -> Reason:
    """Why this cannot be noted as a call: the input that it concerns, and a sentence."""
    if team.removed_at is not None:
        return "", _("The team is removed.")
    if said.how not in Call.How.values:
        return "how", _("Choose how you talked.")
    if said.day > today:
        return "day", _("That day has not come, so nobody has been called.")
    if said.day < today - BACK:
        return "day", _("Write a day of the last twelve months.")
    if len(said.said) > LONGEST:
        return "said", _("Write at most %(most)d characters.") % {"most": LONGEST}
    if holds_birth_number(said.said):
        return "said", _(
            "This looks like a national identity number. Write nothing about single persons: take it out."
        )
    return None


def _noted(row: Call, verb: str, by: str, now: datetime) -> None:
    """One entry in the journal; never what was said."""
    office = row.team.cohort.network.office.key
    detail: dict[str, str | int | bool | None] = {"team": row.team_id, "week": row.week.isoformat()}
    record(by, verb, "call", str(row.pk), now, detail, office=office)


@transaction.atomic
def note_call(
    team: Team, said: Said, *, reasons: Sequence[str] = (), today: date, by: str, now: datetime
) -> Call:
    """Note that somebody talked with the team: it is done for the week of that day. Raises Refusal."""
    refuse(not_a_call(team, said, today))
    row = Call.objects.create(
        team=team, day=said.day, week=monday(said.day), how=said.how, said=said.said.strip(), reasons=list(reasons),
        noted_at=now, noted_by=by,
    )  # fmt: skip
    _noted(row, "note", by, now)
    return row


@transaction.atomic
def change_call(row: Call, said: Said, *, version: int, today: date, by: str, now: datetime) -> Call:
    """Write a call anew. Raises Refusal and Conflict."""
    seen(row, version)
    refuse(not_a_call(row.team, said, today))
    if row.removed_at is not None:
        raise Refusal(_("The call is removed. Bring it back first."))
    change(row, version=version, day=said.day, week=monday(said.day), how=said.how, said=said.said.strip())
    _noted(row, "change", by, now)
    return row


@transaction.atomic
def remove_call(row: Call, *, version: int, by: str, now: datetime) -> Call:
    """The call was not made after all, or was noted of the wrong team. Raises Refusal and Conflict."""
    take_out(row, version=version, now=now)
    _noted(row, "remove", by, now)
    return row


@transaction.atomic
def restore_call(row: Call, *, version: int, by: str, now: datetime) -> Call:
    """Bring a removed call back as it was. Raises Refusal and Conflict."""
    put_back(row, version=version)
    _noted(row, "restore", by, now)
    return row
