"""The programme of a meeting, point by point."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime, time

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from samordner.journal.deeds import Refusal, change
from samordner.journal.operations import record
from samordner.meetings.models import Meeting, ProgrammePoint
from samordner.meetings.operations.deeds import why_not_change


@dataclass(frozen=True, kw_only=True)
class NewPoint:
    """What a point says. Fields as in `ProgrammePoint`."""

    title: str
    responsible: str = ""
    starts: time | None = None
    minutes: int | None = None
    text: str = ""


MOST_MINUTES = 24 * 60


def _said(meeting: Meeting, new: NewPoint) -> dict[str, object]:
    if meeting.removed_at:
        raise Refusal(why_not_change(meeting) or "")
    if not new.title.strip():
        raise Refusal(_("Say what the point is about."), field="title")
    if new.minutes is not None and not 1 <= new.minutes <= MOST_MINUTES:
        raise Refusal(_("Write a number of minutes, at most a day."), field="minutes")
    return {name: value.strip() if isinstance(value, str) else value for name, value in asdict(new).items()}


def _lock(meeting: Meeting) -> None:
    """Two who write in one programme write one after the other: the places of points are counted."""
    Meeting.objects.order_by().select_for_update(of=("self",), no_key=True).get(pk=meeting.pk)


@transaction.atomic
def add_point(
    meeting: Meeting, new: NewPoint, *, by: str, now: datetime, at: int | None = None
) -> ProgrammePoint:
    """Add a point at a place (counted from 1), else last."""
    fields = _said(meeting, new)
    _lock(meeting)
    kept = meeting.points.filter(removed_at=None)
    last = kept.count() + 1
    place = last if at is None else max(1, min(at, last))
    kept.filter(position__gte=place).update(position=F("position") + 1)
    row = ProgrammePoint.objects.create(meeting=meeting, position=place, **fields)
    _note(row, "add", by, now)
    return row


@transaction.atomic
def change_point(
    row: ProgrammePoint, new: NewPoint, *, version: int, by: str, now: datetime
) -> ProgrammePoint:
    """Let a point say something else. Conflict when another changed it first."""
    change(row, version=version, **_said(row.meeting, new))
    _note(row, "change", by, now)
    return row


@transaction.atomic
def move_point(row: ProgrammePoint, *, to: int, by: str, now: datetime) -> ProgrammePoint:
    """Move a point to a place, counted from 1; beyond either end means the end."""
    _lock(row.meeting)
    row.refresh_from_db()
    kept = row.meeting.points.filter(removed_at=None)
    to = max(1, min(to, kept.count()))
    if to < row.position:
        kept.filter(position__gte=to, position__lt=row.position).update(position=F("position") + 1)
    elif to > row.position:
        kept.filter(position__gt=row.position, position__lte=to).update(position=F("position") - 1)
    kept.filter(pk=row.pk).update(position=to)
    row.position = to
    _note(row, "move", by, now)
    return row


@transaction.atomic
def remove_point(row: ProgrammePoint, *, version: int, by: str, now: datetime) -> ProgrammePoint:
    """Take a point off the programme; `restore_point` undoes it."""
    _lock(row.meeting)
    if row.removed_at:
        raise Refusal(_("The point has been removed already."))
    place = row.position
    change(row, version=version, removed_at=now)
    row.meeting.points.filter(removed_at=None, position__gt=place).update(position=F("position") - 1)
    _note(row, "remove", by, now)
    return row


@transaction.atomic
def restore_point(row: ProgrammePoint, *, by: str, now: datetime) -> ProgrammePoint:
    """Put a removed point back where it stood, or last if the programme has become shorter."""
    _lock(row.meeting)
    row.refresh_from_db()
    if not row.removed_at:
        raise Refusal(_("The point has not been removed."))
    kept = row.meeting.points.filter(removed_at=None)
    place = min(row.position, kept.count() + 1)
    kept.filter(position__gte=place).update(position=F("position") + 1)
    change(row, version=row.version, removed_at=None, position=place)
    _note(row, "restore", by, now)
    return row


def _note(row: ProgrammePoint, verb: str, by: str, now: datetime) -> None:
    Meeting.objects.filter(pk=row.meeting_id).update(touched_at=now)
    detail = {"meeting": row.meeting_id, "version": row.version}
    record(by, verb, "programme_point", str(row.pk), now, detail, office=row.meeting.office.key)
