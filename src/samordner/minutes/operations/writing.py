"""Deeds while minutes are written: begin, write a point, add and arrange points, decide, note what municipalities say."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, TypeVar

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import override

from samordner.documents.lines import clean
from samordner.journal.deeds import Refusal, Versioned, change
from samordner.journal.operations import Detail, record
from samordner.meetings.models import Meeting, State
from samordner.minutes.models import Decision, Language, Minutes, MinutesNeed, MinutesObservation, Said, Task
from samordner.minutes.queries import earlier, not_taken_in
from samordner.participation.models import Observation, Participation
from samordner.participation.operations import register
from samordner.participation.statements import Statement
from samordner.support.models import Need
from samordner.support.operations import Asked, raise_need

KIND = "minutes"
LONGEST_HEADING = 300
V = TypeVar("V", bound=Versioned)


def tidy(text: str) -> str:
    """A text as it is kept: lines that end in one way, nothing before the first word or after the last."""
    return "\n".join(line.rstrip() for line in clean(text).strip().split("\n"))


def one_line(text: str) -> str:
    return " ".join(clean(text).split())


def noted(minutes: Minutes, verb: str, by: str, now: datetime, **detail: str | int | bool | None) -> int:
    """One entry in the journal; its number."""
    office = minutes.meeting.office.key
    found: Detail = {"meeting": minutes.meeting_id, **detail}
    return record(by, verb, KIND, str(minutes.pk), now, found, office=office).number


def locked(minutes: Minutes) -> Minutes:
    """The minutes as they stand now; whoever else writes in, approves or corrects them waits until this is done."""
    found = Minutes.objects.order_by().select_for_update(no_key=True).get(pk=minutes.pk)
    found.meeting = minutes.meeting
    return found


# Begin


def why_not_begin(meeting: Meeting) -> str | None:
    """Why no minutes can be begun for the meeting; None: they can."""
    if meeting.removed_at:
        return _("The meeting is removed.")
    if meeting.state == State.CANCELLED:
        return _("The meeting is cancelled.")
    if meeting.state == State.POSTPONED:
        return _("The meeting is postponed and has no new day.")
    if Minutes.objects.filter(meeting=meeting).exists():
        return _("The minutes are begun already.")
    return None


def begin(meeting: Meeting, *, language: str, by: str, now: datetime) -> Minutes:
    """Minutes with the points of the meeting's programme, after the open tasks of earlier meetings. Raises Refusal."""
    try:
        return _begin(meeting, language, by, now)
    except IntegrityError as error:  # two began them in the same moment
        raise Refusal(_("The minutes are begun already.")) from error


@transaction.atomic
def _begin(meeting: Meeting, language: str, by: str, now: datetime) -> Minutes:
    if sentence := why_not_begin(meeting):
        raise Refusal(sentence)
    made = Minutes.objects.create(meeting=meeting, language=Language(language), begun_at=now, begun_by=by)
    _take_in(made)
    noted(made, "begin", by, now)
    return made


def heading_of_follow_up(language: str) -> str:
    """What the point is called in which the open tasks of earlier meetings are gone through."""
    with override(language):
        return _("Tasks from earlier meetings")


def _take_in(minutes: Minutes) -> int:
    """Make a point of each programme point that the minutes lack, and one of the open tasks. How many were made."""
    position = minutes.points.aggregate(last=Max("position"))["last"] or 0
    new = []
    if not minutes.points.filter(follows_up=True).exists() and earlier(minutes.meeting).exists():
        title = heading_of_follow_up(minutes.language)
        new.append(Said(minutes=minutes, position=position + 1, follows_up=True, title=title))
    for place, point in enumerate(not_taken_in(minutes), position + len(new) + 1):
        title = one_line(point.title)[:LONGEST_HEADING]
        new.append(Said(minutes=minutes, point=point, position=place, title=title))
    Said.objects.bulk_create(new)
    return len(new)


@transaction.atomic
def take_in(minutes: Minutes, *, by: str, now: datetime) -> int:
    """Take in points that the programme got after the minutes were begun. How many. Raises Refusal."""
    held = writable(minutes)
    number = _take_in(held)
    if number:
        noted(held, "take_in", by, now, number=number)
    return number


# Write


def why_not_write(minutes: Minutes) -> str | None:
    """Why nothing can be written in the minutes; None: it can."""
    if minutes.approved:
        return _(
            "The minutes are approved and no longer change. Begin a corrected edition to put something right."
        )
    return None


def writable(minutes: Minutes) -> Minutes:
    """The minutes, locked, if they can be written in. Raises Refusal."""
    held = locked(minutes)
    if sentence := why_not_write(held):
        raise Refusal(sentence)
    return held


@transaction.atomic
def write_front(
    minutes: Minutes,
    *,
    present: str,
    language: str,
    correcting: str = "",
    version: int,
    by: str,
    now: datetime,
) -> Minutes:
    """Say who was there, and in which form of Norwegian the labels are. Raises Refusal, or Conflict."""
    held = writable(minutes)
    fields: dict[str, Any] = {"present": tidy(present), "language": Language(language)}
    if held.edition > 1:
        if not (why := tidy(correcting)):
            raise Refusal(_("Say what is corrected."), field="correcting")
        fields["correcting"] = why
    change(held, version=version, **fields)
    noted(held, "write_front", by, now, version=held.version)
    return held


def _heading(title: str) -> str:
    found = one_line(title)
    if not found:
        raise Refusal(_("Give the point a heading."), field="title")
    return found


@transaction.atomic
def write_point(said: Said, *, title: str, text: str, version: int, by: str, now: datetime) -> Said:
    """Write what was said in a point. Conflict: another wrote after `version` was seen; Refusal: approved, or removed.

    What stands there already is not written once more.
    """
    held = writable(said.minutes)
    row = Said.objects.get(pk=said.pk)
    row.minutes = held
    if row.removed_at:
        raise Refusal(_("Someone has removed this point meanwhile. Bring it back first."))
    fields = {"title": _heading(title), "text": tidy(text)}
    if row.version == version and all(getattr(row, name) == value for name, value in fields.items()):
        return row
    change(row, version=version, written_at=now, written_by=by, **fields)
    noted(held, "write_point", by, now, point=row.pk, version=row.version)
    return row


@transaction.atomic
def add_point(minutes: Minutes, *, title: str, by: str, now: datetime) -> Said:
    """A point that came up in the meeting, last. Raises Refusal."""
    held, found = writable(minutes), _heading(title)
    there = held.points.filter(removed_at=None).order_by("-position").first()
    if there and there.title == found and not there.text:
        raise Refusal(_("The point stands there already."), field="title")
    position = (held.points.aggregate(last=Max("position"))["last"] or 0) + 1
    made = Said.objects.create(minutes=held, position=position, title=found)
    noted(held, "add_point", by, now, point=made.pk)
    return made


@transaction.atomic
def move_point(said: Said, *, up: bool, by: str, now: datetime) -> None:
    """Let a point change places with the one before or after it. The first stays first. Raises Refusal."""
    held = writable(said.minutes)
    rows = list(held.points.filter(removed_at=None))
    place = next((place for place, row in enumerate(rows) if row.pk == said.pk), None)
    if place is None:
        raise Refusal(_("Someone has removed this point meanwhile. Bring it back first."))
    other = place - 1 if up else place + 1
    if not 0 <= other < len(rows):
        return
    rows[place], rows[other] = rows[other], rows[place]
    for position, row in enumerate(rows, 1):
        Said.objects.filter(pk=row.pk).update(position=position)
    noted(held, "move_point", by, now, point=said.pk, up=up)


def why_not_remove_point(said: Said) -> str | None:
    """Why a point cannot be removed; None: it can."""
    noted_there = (
        Decision.objects.filter(said=said, removed_at=None),
        Task.objects.filter(said=said, removed_at=None),
        MinutesNeed.objects.filter(said=said, need__removed_at=None),
        MinutesObservation.objects.filter(said=said, observation__corrected_by=None),
    )
    if any(rows.exists() for rows in noted_there):
        return _("Something is noted in this point. Remove that first.")
    return None


@transaction.atomic
def remove_point(said: Said, *, version: int, by: str, now: datetime) -> Said:
    """Take a point out; it can be brought back. Raises Refusal, or Conflict when another wrote in it."""
    held = writable(said.minutes)
    if sentence := why_not_remove_point(said):
        raise Refusal(sentence)
    return _kept(held, said, "remove_point", version, by, now, removed_at=now)


@transaction.atomic
def restore_point(said: Said, *, version: int, by: str, now: datetime) -> Said:
    """Bring a removed point back. Raises Refusal, or Conflict."""
    return _kept(writable(said.minutes), said, "restore_point", version, by, now, removed_at=None)


def _kept(minutes: Minutes, row: V, verb: str, version: int, by: str, now: datetime, **fields: Any) -> V:
    """Change a row of the minutes, and say so."""
    change(row, version=version, **fields)
    noted(minutes, verb, by, now, row=row.pk)
    return row


# Decisions


def _something(text: str) -> str:
    found = tidy(text)
    if not found:
        raise Refusal(_("Write what was decided."), field="text")
    return found


def open_point(said: Said) -> Minutes:
    """The minutes of a point that something can be noted in, locked. Raises Refusal."""
    held = writable(said.minutes)
    if Said.objects.filter(pk=said.pk, removed_at__isnull=False).exists():
        raise Refusal(_("Someone has removed this point meanwhile. Bring it back first."))
    return held


@transaction.atomic
def decide(said: Said, *, text: str, by: str, now: datetime) -> Decision:
    """Note what was decided. Raises Refusal; also when the very same is noted already."""
    held, found = open_point(said), _something(text)
    if Decision.objects.filter(said=said, text=found, removed_at=None).exists():
        raise Refusal(_("This decision is noted already."), field="text")
    made = Decision.objects.create(said=said, text=found, recorded_at=now, recorded_by=by)
    noted(held, "decide", by, now, decision=made.pk)
    return made


@transaction.atomic
def change_decision(decision: Decision, *, text: str, version: int, by: str, now: datetime) -> Decision:
    """Put a decision's words right. Raises Refusal, or Conflict."""
    held = open_point(decision.said)
    return _kept(held, decision, "change_decision", version, by, now, text=_something(text))


@transaction.atomic
def remove_decision(decision: Decision, *, version: int, by: str, now: datetime) -> Decision:
    """Take out what was noted by mistake; it can be brought back. Raises Refusal, or Conflict."""
    held = writable(decision.said.minutes)
    return _kept(held, decision, "remove_decision", version, by, now, removed_at=now)


@transaction.atomic
def restore_decision(decision: Decision, *, version: int, by: str, now: datetime) -> Decision:
    """Bring a removed decision back. Raises Refusal, or Conflict."""
    held = open_point(decision.said)
    return _kept(held, decision, "restore_decision", version, by, now, removed_at=None)


# What municipalities say


@transaction.atomic
def note_need(said: Said, participation: Participation, asked: Asked, *, by: str, now: datetime) -> Need:
    """Note a need that a municipality raised: it stands among all needs, and in the minutes. Raises Refusal."""
    held = open_point(said)
    need = raise_need(participation, asked, by=by, now=now)
    MinutesNeed.objects.create(said=said, need=need)
    noted(held, "note_need", by, now, need=need.pk)
    return need


@transaction.atomic
def link_need(said: Said, need: Need, *, by: str, now: datetime) -> MinutesNeed:
    """Let a need that was written down elsewhere stand in the minutes of the meeting that it was raised in. Raises Refusal."""
    held = open_point(said)
    if MinutesNeed.objects.filter(need=need).exists():
        raise Refusal(_("This is noted already."))
    made = MinutesNeed.objects.create(said=said, need=need)
    noted(held, "link_need", by, now, need=need.pk)
    return made


@transaction.atomic
def note_observation(
    said: Said, participation: Participation, statement: Statement, *, by: str, now: datetime
) -> Observation:
    """Note what became known of a municipality: registered with the meeting as its source. Raises Refusal."""
    held = open_point(said)
    same = Observation.objects.filter(
        said_in__said=said, participation=participation, subject=statement.subject, item=statement.item,
        value=statement.value, since=statement.since, corrected_by=None,
    )  # fmt: skip
    if same.exists():
        raise Refusal(_("This is noted already."), field="value")
    made = register(participation, statement, by=by, now=now)
    MinutesObservation.objects.create(said=said, observation=made)
    noted(held, "note_observation", by, now, observation=made.pk)
    return made


def source_key(meeting: Meeting) -> str:
    """What an observation that was made in the meeting names as its source."""
    return f"meeting:{meeting.pk}"


def noted_day(meeting: Meeting, today: date) -> date:
    """The day from which something holds that was noted in the meeting: the meeting's, unless it has not come."""
    return min(meeting.day or today, today)
