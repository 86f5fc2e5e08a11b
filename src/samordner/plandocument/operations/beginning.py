"""Deeds on a document that is looked at: begin, correct, choose, drop."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from samordner.files.operations import plain_name, receive
from samordner.journal.deeds import Conflict, Refusal, change
from samordner.journal.operations import record
from samordner.places.models import Office
from samordner.plandocument.comparing import KEEP, TAKE
from samordner.plandocument.models import PlanReading
from samordner.plandocument.offices import why_not_this_office
from samordner.plandocument.reader import Refused, read_with
from samordner.plans.models import Plan
from samordner.programmes.models import Programme


def begin_reading(
    name: str,
    content: bytes,
    *,
    office: Office,
    programme: Programme,
    by: str,
    now: datetime,
    office_is_right: bool = False,
) -> PlanReading:
    """Read the document, keep it and what was read, to be looked at.

    Refusal: it cannot be read or is not received, or it is plainly another office's plan and nobody said that the
    office is right; and then nothing is kept. Read first: nobody else waits while a document is read.
    """
    try:
        result = read_with(content, programme.key, ())
    except Refused as refused:
        raise Refusal(refused.sentence, field="file") from refused
    if not office_is_right:
        refuse(why_not_this_office(result, office), field="office_is_right")
    return _keep(name, content, result, office, programme, by, now)


@transaction.atomic
def _keep(
    name: str,
    content: bytes,
    result: dict[str, Any],
    office: Office,
    programme: Programme,
    by: str,
    now: datetime,
) -> PlanReading:
    file = receive(name, content, by=by, now=now, kind=result["kind"])
    reading = PlanReading.objects.create(
        file=file, name=plain_name(name), office=office, programme=programme,
        result=result, begun_at=now, begun_by=by,
    )  # fmt: skip
    record(by, "read", "plan_reading", str(reading.pk), now, {"file": file.digest}, office=office.key)
    return reading


def why_not_change(reading: PlanReading) -> Promise | None:
    if reading.status == PlanReading.Status.ACCEPTED:
        return _("This reading is accepted: go on in the plan's registers.")
    if reading.status == PlanReading.Status.DROPPED:
        return _("This reading was dropped. Read the document again to go on.")
    return None


def refuse(sentence: str | Promise | None, *, field: str = "") -> None:
    if sentence:
        raise Refusal(sentence, field=field)


@transaction.atomic
def correct_reading(
    reading: PlanReading, corrections: Sequence[Mapping[str, Any]], *, version: int, by: str, now: datetime
) -> PlanReading:
    """Put these corrections in place of those before, and read again with them. Refusal: one of them fits nothing."""
    refuse(why_not_change(reading))
    if reading.version != version:
        raise Conflict(reading)
    try:
        result = read_with(bytes(reading.file.content), reading.programme.key, corrections)
    except Refused as refused:
        raise Refusal(refused.sentence) from refused
    change(reading, version=version, corrections=[dict(each) for each in corrections], result=result)
    detail = {"corrections": len(corrections), "version": reading.version}
    record(by, "correct", "plan_reading", str(reading.pk), now, detail, office=reading.office.key)
    return reading


@transaction.atomic
def drop_reading(reading: PlanReading, *, version: int, by: str, now: datetime) -> PlanReading:
    """Put the reading away; the document is kept."""
    refuse(why_not_change(reading))
    change(reading, version=version, status=PlanReading.Status.DROPPED)
    record(by, "drop", "plan_reading", str(reading.pk), now, office=reading.office.key)
    return reading


@transaction.atomic
def choose_plan(
    reading: PlanReading, plan: Plan | None, *, version: int, by: str, now: datetime
) -> PlanReading:
    """Say which plan of the office the document goes into; None: it becomes a plan of its own.

    What was chosen row by row was chosen of the plan before, and is forgotten when it is another.
    """
    refuse(why_not_change(reading))
    if plan is not None and (plan.office_id, plan.programme_id) != (reading.office_id, reading.programme_id):
        raise Refusal(_("The plan is for another office or another programme."), field="into")
    if reading.version != version:
        raise Conflict(reading)
    if (reading.into, reading.as_new) == (plan, plan is None):
        return reading
    change(reading, version=version, into=plan, as_new=plan is None, choices={})
    detail = {"plan": plan.pk if plan else None, "version": reading.version}
    record(by, "choose_plan", "plan_reading", str(reading.pk), now, detail, office=reading.office.key)
    return reading


@transaction.atomic
def choose_rows(
    reading: PlanReading, choices: Mapping[str, str], *, version: int, by: str, now: datetime
) -> PlanReading:
    """Keep what was chosen of each difference (its key → take or keep), beside what was chosen before."""
    refuse(why_not_change(reading))
    if reading.version != version:
        raise Conflict(reading)
    chosen = {key: choice for key, choice in choices.items() if choice in {TAKE, KEEP}}
    if chosen.items() <= reading.choices.items():
        return reading
    change(reading, version=version, choices={**reading.choices, **chosen})
    detail = {"choices": len(chosen), "version": reading.version}
    record(by, "choose_rows", "plan_reading", str(reading.pk), now, detail, office=reading.office.key)
    return reading
