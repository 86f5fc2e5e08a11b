"""The proofs that meetings give: who was invited, how the letter fared, what they answered, who came."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from samordner.access.grants import visible
from samordner.invitations.models import Answer, Invitation, Registration
from samordner.letters.models import Letter
from samordner.letters.models import State as LetterState
from samordner.meetings.models import Meeting, MeetingStep
from samordner.offers.sources import Proof, Question, Stand, Window
from samordner.timeline.moments import NORWAY, day_of

LOST = {LetterState.FAILED, LetterState.BOUNCED, LetterState.WITHDRAWN}
"""A letter in one of these states told nobody anything."""
CALLED_OFF = {MeetingStep.Kind.CANCELLED, MeetingStep.Kind.REMOVED}
BACK = {MeetingStep.Kind.REOPENED, MeetingStep.Kind.RESTORED}


def of_meetings(question: Question) -> Iterator[Proof]:
    """Invitations to meetings of the offers' kinds, and those who came without one; five queries."""
    kinds: dict[str, list[Window]] = defaultdict(list)
    for window in question.windows:
        for kind in window.offer.kinds:
            kinds[kind].append(window)
    if not kinds:
        return
    end = datetime.combine(question.day + timedelta(days=1), time.min, NORWAY)
    rows = list(_invitations(question, kinds, end))
    people = list(_registrations(question, kinds))
    meetings = {row.meeting_id: row.meeting for row in rows} | {one.meeting_id: one.meeting for one in people}
    off = _called_off(meetings, end)
    letters = _letters(meetings)
    came: dict[int, list[Registration]] = defaultdict(list)
    uninvited: dict[tuple[int, int], list[Registration]] = defaultdict(list)
    for one in people:
        if one.invitation_id:
            came[one.invitation_id].append(one)
        elif one.attended and one.participation_id:
            uninvited[one.meeting_id, one.participation_id].append(one)
    for row in rows:
        for window in _windows(kinds, row.meeting):
            yield _proof(row, window, came[row.pk], row.meeting_id in off, letters.get(row.pk, ()), question)
    for (meeting, participation), found in uninvited.items():
        row_of = meetings[meeting]
        if row_of.day is None or row_of.day > question.day or meeting in off:
            continue
        for window in _windows(kinds, row_of):
            yield Proof(
                window=window.key, participation=participation, stand=Stand.HELD, offered_on=row_of.day,
                came=len(found), letter=_("came without an invitation"), **_about(row_of),
            )  # fmt: skip


def _among(question: Question, kinds: Iterable[str]) -> dict[str, Any]:
    """Invitations and registrations of the participations at meetings that the windows are about."""
    return {
        "participation__in": question.participations,
        "meeting__programme__key": question.definition.key,
        "meeting__kind__in": list(kinds),
        "meeting__period_start__gte": min(window.since for window in question.windows),
        "meeting__period_start__lte": max(window.last_day for window in question.windows),
    }


def _invitations(question: Question, kinds: Iterable[str], end: datetime) -> Iterable[Invitation]:
    rows = visible(Invitation.objects.all(), question.actor, "offer.read")
    rows = rows.filter(made_at__lt=end, **_among(question, kinds))
    return rows.select_related("meeting").order_by("made_at", "pk")


def _registrations(question: Question, kinds: Iterable[str]) -> Iterable[Registration]:
    rows = visible(Registration.objects.all(), question.actor, "offer.read")
    rows = rows.filter(attended__isnull=False, **_among(question, kinds))
    return rows.select_related("meeting").order_by("number")


def _called_off(meetings: Iterable[int], end: datetime) -> set[int]:
    """Those that stood cancelled or removed at the end of the day."""
    steps = MeetingStep.objects.filter(meeting__in=list(meetings), at__lt=end, kind__in=CALLED_OFF | BACK)
    last = dict(steps.order_by("at", "pk").values_list("meeting", "kind"))
    return {pk for pk, kind in last.items() if kind in CALLED_OFF}


def _letters(meetings: Iterable[int]) -> dict[int, tuple[str, ...]]:
    """Of each invitation, how the letters fared that it was sent by; the last written last. Names and texts are not read."""
    about = [f"meeting/{pk}" for pk in meetings]
    found: dict[int, tuple[str, ...]] = {}
    rows = Letter.objects.filter(about__in=about, key__startswith="invitation/").order_by("written_at", "pk")
    for key, state in rows.values_list("key", "state"):
        _kind, number, what = key.split("/")[:3]
        if what == "sent" or what.startswith("again"):
            found[int(number)] = (*found.get(int(number), ()), state)
    return found


def _windows(kinds: Mapping[str, list[Window]], meeting: Meeting) -> list[Window]:
    start = meeting.period_start
    return [window for window in kinds[meeting.kind] if start is not None and window.holds(start)]


def _about(meeting: Meeting) -> dict[str, Any]:
    return {
        "what": str(meeting) or meeting.period_label,
        "meeting": meeting.pk,
        "address": reverse("meetings:meeting", args=[meeting.pk]),
        "when": meeting.period_label,
        "day": meeting.day,
        "where": meeting.place,
    }


def _proof(
    row: Invitation, window: Window, people: list[Registration], off: bool, letters: tuple[str, ...], question: Question
) -> Proof:  # fmt: skip
    day, meeting = question.day, row.meeting
    answered = day_of(row.answered_at) if row.answered_at else None
    known = answered is not None and answered <= day
    came = sum(bool(one.attended) for one in people) if _is_over(meeting, day) else 0
    withdrawn = row.withdrawn_at is not None and day_of(row.withdrawn_at) <= day
    lost = bool(letters) and all(each in LOST for each in letters) and not known and not came
    doubt = ""
    if not came and withdrawn:
        doubt = _("the invitation was withdrawn")
    elif off:
        doubt = _("the meeting was called off")
    elif lost:
        doubt = _("the letter did not arrive")
    return Proof(
        window=window.key,
        participation=row.participation_id or 0,
        stand=_stand(row, people, came, known, _is_over(meeting, day)),
        offered_on=day_of(row.made_at),
        roles=tuple(dict.fromkeys(role for role in (row.role, *row.also) if role)),
        letter=_letter_words(row, letters),
        answered_on=answered if known else None,
        why=row.declined_why if known else "",
        came=came,
        counts=not doubt,
        doubt=doubt,
        **_about(meeting),
    )


def _is_over(meeting: Meeting, day: date) -> bool:
    return meeting.day is not None and meeting.day <= day


def _stand(row: Invitation, people: list[Registration], came: int, known: bool, over: bool) -> Stand:
    if came:
        return Stand.HELD
    if over and people and all(one.attended is False for one in people):
        return Stand.ABSENT
    if known and row.answer == Answer.ACCEPTED:
        return Stand.ACCEPTED
    if known and row.answer == Answer.DECLINED:
        return Stand.DECLINED
    return Stand.OFFERED


def _letter_words(row: Invitation, letters: tuple[str, ...]) -> str:
    if letters:
        return str(LetterState(letters[-1]).label)
    return row.noted or (_("erased") if row.erased_at else _("no letter"))
