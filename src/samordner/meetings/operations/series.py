"""Meetings that come again."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from samordner.journal.deeds import Refusal
from samordner.meetings.models import Meeting, Series, Unit
from samordner.meetings.operations.deeds import plan_meeting
from samordner.meetings.operations.writing import Facts
from samordner.meetings.wording import label_of
from samordner.places.models import Office
from samordner.plans.models import Plan
from samordner.programmes.models import Programme
from samordner.timeline.days import LATEST
from samordner.timeline.months import months_before
from samordner.timeline.periods import Period

MOST = 60
"""More meetings than this in one series is a slip of the pen."""


@dataclass(frozen=True, kw_only=True)
class Rhythm:
    """How a series comes again: every `step` of `unit`, `times` in all."""

    unit: str
    step: int
    times: int


def days_of(first: date, rhythm: Rhythm) -> tuple[date, ...]:
    """The days of a series. A month that lacks the day is met on its last."""
    if rhythm.unit == Unit.WEEKS:
        return tuple(first + timedelta(weeks=rhythm.step * turn) for turn in range(rhythm.times))
    months = rhythm.step * (12 if rhythm.unit == Unit.YEARS else 1)
    return tuple(months_before(first, -months * turn) for turn in range(rhythm.times))


def why_not_repeat(first: date | None, rhythm: Rhythm) -> tuple[str, str] | None:
    """Why there cannot be such a series: (the input it concerns, a sentence); None: there can."""
    if first is None:
        return "day", _("Say on which day the first meeting is.")
    if rhythm.unit not in Unit.values:
        return "unit", _("Choose weeks, months or years.")
    if not 2 <= rhythm.times <= MOST:
        return "times", _("A series has from 2 to %(most)d meetings.") % {"most": MOST}
    if not 1 <= rhythm.step <= 52:
        return "step", _("Write a number from 1 to 52.")
    return ("times", _("The series goes on too long.")) if days_of(first, rhythm)[-1] > LATEST else None


@transaction.atomic
def plan_series(
    programme: Programme,
    office: Office,
    facts: Facts,
    rhythm: Rhythm,
    *,
    title: str,
    by: str,
    now: datetime,
    plan: Plan | None = None,
) -> list[Meeting]:
    """Plan a series: meetings that say the same, each on its own day. The period of `facts` is the first one's."""
    first, last = facts.period.start, facts.period.end
    if fault := why_not_repeat(first, rhythm):
        raise Refusal(fault[1], field=fault[0])
    assert first is not None
    long = (last or first) - first
    series = Series.objects.create(
        programme=programme, office=office, title=title.strip() or facts.topic.strip() or label_of(first, first),
        unit=rhythm.unit, step=rhythm.step, first=first, times=rhythm.times, starts=facts.starts, ends=facts.ends,
        made_at=now, made_by=by,
    )  # fmt: skip
    return [
        plan_meeting(
            programme,
            office,
            replace(facts, period=Period(label_of(day, day + long), day, day + long)),
            by=by,
            now=now,
            plan=plan,
            series=series,
            series_day=day,
        )
        for day in days_of(first, rhythm)
    ]
