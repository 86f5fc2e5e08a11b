"""Deeds on help given: logged for one municipality or for many at once, put right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from samordner.journal.deeds import Reason, Refusal, change, refuse, sentence_of
from samordner.journal.operations import record
from samordner.participation.models import Participation
from samordner.support.models import Need, Support
from samordner.support.operations.keeping import not_in_time, noted, seen


@dataclass(frozen=True, slots=True)
class Given:
    """Help given on a day, by an organisation. `hours`: as far as anyone wrote them down."""

    day: date
    kind: str
    organisation: str
    hours: Decimal | None = None
    text: str = ""


def why_not_log(
    participation: Participation, given: Given, *, need: Need | None = None, today: date
) -> str | None:
    """Why this help cannot be logged, as a sentence; None when it can."""
    return sentence_of(_not_given(participation, given, need, today))


def _not_given(participation: Participation, given: Given, need: Need | None, today: date) -> Reason:
    if given.kind not in Support.Kind.values:
        return "kind", _("Say what kind of help it was.")
    if not given.organisation.strip():
        return "organisation", _("Say which organisation gave it.")
    if given.hours is not None and not 0 < given.hours < 10_000:
        return "hours", _("Hours are more than none; leave them out when nobody counted.")
    if need is not None and need.participation_id != participation.pk:
        return "need", _("The need is another municipality's.")
    return not_in_time(participation, given.day, today, "day")


@transaction.atomic
def log_help(
    participations: Sequence[Participation], given: Given, *, need: Need | None = None, by: str, now: datetime
) -> list[Support]:
    """Log the same help for these municipalities: all, or none. Raises Refusal naming each that is refused."""
    if not participations:
        raise Refusal(_("Choose at least one municipality."), field="municipalities")
    if (
        len({one.office_id for one in participations}) > 1
    ):  # else the journal of one office tells of another's
        raise Refusal(_("Log it for the municipalities of one office at a time."), field="municipalities")
    today = localtime(now).date()
    reasons = [(one, _not_given(one, given, need, today)) for one in participations]
    if len(participations) == 1:
        refuse(reasons[0][1])
    if refused := [(one, reason) for one, reason in reasons if reason]:
        if len({reason[0] for _one, reason in refused}) == 1 and len(refused) == len(reasons):
            refuse(refused[0][1])
        raise Refusal(" ".join(f"{one.municipality}: {reason[1]}" for one, reason in refused))
    fields = asdict(given) | {"organisation": given.organisation.strip(), "text": given.text.strip()}
    made = Support.objects.bulk_create(
        Support(participation=one, need=need, recorded_at=now, recorded_by=by, **fields)
        for one in participations
    )
    detail = {"count": len(made), "first": made[0].pk, "last": made[-1].pk}
    record(by, "log", "support", str(made[0].pk), now, detail, office=participations[0].office.key)
    return made


@transaction.atomic
def change_help(row: Support, given: Given, *, version: int, by: str, now: datetime) -> Support:
    """Put right what was logged. Raises Refusal, or Conflict when another changed it."""
    seen(row, version)
    refuse(_not_given(row.participation, given, row.need, localtime(now).date()))
    fields = asdict(given) | {"organisation": given.organisation.strip(), "text": given.text.strip()}
    change(row, version=version, **fields)
    noted(row, "change", by, now)
    return row
