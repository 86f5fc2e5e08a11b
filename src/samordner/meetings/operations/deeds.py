"""One meeting: planned, changed, moved, announced, held, cancelled, taken up again, removed, brought back."""

from __future__ import annotations

from copy import copy
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from samordner.journal.deeds import Refusal
from samordner.meetings import followers
from samordner.meetings.models import Meeting, MeetingStep, Series, State
from samordner.meetings.operations.writing import (
    Facts,
    arrange,
    columns_of,
    facts_of,
    locked_plan,
    said,
    step,
    write,
)
from samordner.places.models import Office
from samordner.plans.models import Followed, Plan
from samordner.plans.operations.keeping import locked, put_back, take_out
from samordner.plans.registers import register
from samordner.programmes.models import Programme

Kind, Status = MeetingStep.Kind, Followed.Status
WHEN_AND_WHERE = ("period_start", "period_end", "period_label", "starts", "ends", "place", "link")
"""What those who are invited must be told anew when it changes."""
OVER = {State.HELD, State.CANCELLED}


@transaction.atomic
def plan_meeting(
    programme: Programme,
    office: Office,
    facts: Facts,
    *,
    by: str,
    now: datetime,
    plan: Plan | None = None,
    series: Series | None = None,
    series_day: date | None = None,
) -> Meeting:
    """Plan a meeting; with `plan` it stands last in that plan's meeting table."""
    if plan is not None:
        plan = locked(plan)
        if (plan.office_id, plan.programme_id) != (office.pk, programme.pk):
            raise Refusal(_("The plan belongs to another office or programme."), field="plan")
    last = Meeting.objects.filter(plan=plan, removed_at=None).count() if plan else 0
    row = Meeting(
        plan=plan, position=last + 1 if plan else 0, programme=programme, office=office,
        series=series, series_day=series_day, touched_at=now, **columns_of(facts),
    )  # fmt: skip
    said(facts, row)
    row.save(force_insert=True)
    arrange(row, facts.organisers, facts.measures)
    step(row, Kind.PLANNED, by=by, now=now, detail={"plan": plan.pk if plan else None, "kind": row.kind})
    return row


def why_not_change(meeting: Meeting) -> str | None:
    if meeting.removed_at:
        return _("The meeting is removed. Bring it back first.")
    if meeting.state in OVER:
        return _("The meeting is over or cancelled. Take it up again first.")
    return None


@transaction.atomic
def change_meeting(
    meeting: Meeting,
    facts: Facts,
    *,
    version: int,
    by: str,
    now: datetime,
    words: str = "",
    and_after: bool = False,
) -> Meeting:
    """Let a meeting say something else; a new day, time or place moves it. Conflict when another changed it first.

    `words` say why. A meeting that is announced and loses its day is postponed; one that was postponed and gets a day is
    planned again. `and_after`: the coming meetings of its series say the same, each on its own day.
    """
    later = _after(meeting) if and_after else []
    _change(meeting, facts, version, words, by, now)
    for each in later:
        if why_not_change(each) is None:
            own = replace(facts, period=each.period)
            if own != facts_of(each):
                _change(each, own, each.version, words, by, now)
    return meeting


def _after(meeting: Meeting) -> list[Meeting]:
    if meeting.series is None or meeting.series_day is None:
        return []
    rows = Meeting.objects.filter(series=meeting.series, series_day__gt=meeting.series_day, removed_at=None)
    return list(rows.select_related("plan", "programme", "office").order_by("series_day"))


def _change(meeting: Meeting, facts: Facts, version: int, words: str, by: str, now: datetime) -> None:
    locked_plan(meeting)
    _refuse(why_not_change(meeting))
    said(facts, meeting)
    before, fields = copy(meeting), columns_of(facts)
    moved = any(getattr(meeting, name) != fields[name] for name in WHEN_AND_WHERE)
    lost_its_day = moved and before.has_day and not _has_day(facts)
    if meeting.announced_at and moved:
        fields["sequence"] = meeting.sequence + 1
    if meeting.announced_at and lost_its_day:
        fields |= {"status": "", "status_key": Status.POSTPONED}
    elif meeting.status_key == Status.POSTPONED and moved and _has_day(facts):
        fields |= {"status": "", "status_key": Status.PLANNED}
    write(meeting, version, fields, by, now)
    arrange(meeting, facts.organisers, facts.measures)
    kind = Kind.POSTPONED if meeting.state is State.POSTPONED and lost_its_day else Kind.MOVED
    step(meeting, kind if moved else Kind.CHANGED, by=by, now=now, before=before, words=words)


def _has_day(facts: Facts) -> bool:
    start, end = facts.period.start, facts.period.end
    return start is not None and end is not None and (end - start).days < 7


@transaction.atomic
def announce(meeting: Meeting, *, by: str, now: datetime) -> Meeting:
    """Note that invitations go out: from now on who is invited is told what changes. Refusal when it has no day."""
    locked_plan(meeting)
    meeting.refresh_from_db()
    _refuse(why_not_announce(meeting))
    if meeting.announced_at is None:
        write(meeting, meeting.version, {"announced_at": now}, by, now)
        step(meeting, Kind.ANNOUNCED, by=by, now=now)
    return meeting


def why_not_announce(meeting: Meeting) -> str | None:
    """Why nobody can be invited; None: they can."""
    if sentence := why_not_change(meeting):
        return sentence
    return None if meeting.has_day else _("Say on which day the meeting is before anybody is invited.")


def why_not_cancel(meeting: Meeting) -> str | None:
    if meeting.removed_at:
        return _("The meeting is removed.")
    if meeting.state is State.CANCELLED:
        return _("The meeting is cancelled already.")
    return _("The meeting has been held.") if meeting.state is State.HELD else None


@transaction.atomic
def cancel_meeting(meeting: Meeting, *, why: str, version: int, by: str, now: datetime) -> Meeting:
    """Call a meeting off. `why` is told to those who were invited."""
    locked_plan(meeting)
    _refuse(why_not_cancel(meeting))
    if not why.strip():
        raise Refusal(_("Say in a few words why it is cancelled."), field="words")
    before = copy(meeting)
    fields: dict[str, Any] = {"status": "", "status_key": Status.DROPPED}
    if meeting.announced_at:
        fields["sequence"] = meeting.sequence + 1
    write(meeting, version, fields, by, now)
    step(meeting, Kind.CANCELLED, by=by, now=now, before=before, words=why)
    return meeting


def why_not_hold(meeting: Meeting, today: date) -> str | None:
    """Why a meeting cannot be told to have been held; None: it can."""
    if meeting.removed_at:
        return _("The meeting is removed.")
    if meeting.state is State.HELD:
        return _("The meeting has been held already.")
    if meeting.state is State.CANCELLED:
        return _("The meeting is cancelled. Take it up again first.")
    if not meeting.has_day:
        return _("Say on which day it was held.")
    assert meeting.day is not None
    return (
        _("The meeting is not before %(day)s.") % {"day": meeting.period_label}
        if meeting.day > today
        else None
    )


@transaction.atomic
def hold_meeting(
    meeting: Meeting, *, today: date, version: int, by: str, now: datetime, result: str | None = None
) -> Meeting:
    """Note that a meeting was held; `result` says what came of it, where the plan's table tells (None: as it stands)."""
    locked_plan(meeting)
    _refuse(why_not_hold(meeting, today))
    before = copy(meeting)
    fields: dict[str, Any] = {"status": "", "status_key": Status.DONE, "done_on": meeting.last_day}
    if result is not None:
        fields["result"] = result.strip()
    write(meeting, version, fields, by, now)
    step(meeting, Kind.HELD, by=by, now=now, before=before)
    return meeting


def why_not_reopen(meeting: Meeting) -> str | None:
    if meeting.removed_at:
        return _("The meeting is removed.")
    return None if meeting.state in OVER else _("The meeting is neither held nor cancelled.")


@transaction.atomic
def reopen_meeting(meeting: Meeting, *, version: int, by: str, now: datetime, words: str = "") -> Meeting:
    """Take a meeting up again that was cancelled, or was said to have been held."""
    locked_plan(meeting)
    _refuse(why_not_reopen(meeting))
    before = copy(meeting)
    fields: dict[str, Any] = {"status": "", "status_key": Status.PLANNED, "done_on": None}
    if meeting.announced_at and meeting.state is State.CANCELLED:
        fields["sequence"] = meeting.sequence + 1
    write(meeting, version, fields, by, now)
    step(meeting, Kind.REOPENED, by=by, now=now, before=before, words=words)
    return meeting


def why_not_remove(meeting: Meeting) -> str | None:
    """Why a meeting cannot be removed; None: it can. What people were invited to is cancelled, never removed."""
    if meeting.removed_at:
        return _("The meeting has been removed already.")
    if meeting.announced_at:
        return _("Somebody has been invited to the meeting. Cancel it instead.")
    return followers.why_not_remove(meeting)


@transaction.atomic
def remove_meeting(meeting: Meeting, *, version: int, by: str, now: datetime) -> Meeting:
    """Take a meeting away that never was; `restore_meeting` undoes it. Of a plan, its row goes out of the plan."""
    locked_plan(meeting)
    _refuse(why_not_remove(meeting))
    if meeting.plan is not None:
        take_out(register("meetings"), meeting, meeting.plan, version, now)
    else:
        write(meeting, version, {"removed_at": now}, by, now)
    step(meeting, Kind.REMOVED, by=by, now=now)
    return meeting


@transaction.atomic
def restore_meeting(meeting: Meeting, *, by: str, now: datetime) -> Meeting:
    """Bring a removed meeting back, where it stood."""
    locked_plan(meeting)
    meeting.refresh_from_db()
    _refuse(None if meeting.removed_at else _("The meeting has not been removed."))
    if meeting.plan is not None:
        put_back(register("meetings"), meeting, meeting.plan)
    else:
        write(meeting, meeting.version, {"removed_at": None}, by, now)
    step(meeting, Kind.RESTORED, by=by, now=now)
    return meeting


def _refuse(sentence: str | None) -> None:
    if sentence:
        raise Refusal(sentence)
