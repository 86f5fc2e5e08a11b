"""What a meeting says, and writing it: the row, what stood there before, the step, the journal, the followers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from django.utils.translation import gettext as _

from samordner.access.actors import organisation_key
from samordner.journal.deeds import Refusal, change
from samordner.journal.keeping import not_this_century
from samordner.journal.operations import Detail, record
from samordner.meetings.followers import tell
from samordner.meetings.models import Meeting, MeetingStep, Organiser
from samordner.plans.models import PeriodMeasure
from samordner.plans.operations.keeping import locked, store
from samordner.plans.registers import register
from samordner.programmes.queries import definition
from samordner.timeline.periods import Period

REGISTER = "meetings"
"""The key of the register whose rows meetings are."""
MOST_MINUTES = 60 * 24 * 20
NO_PERIOD = Period("")


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What a meeting says of itself. Fields as in `Meeting`; `measures` are ids of the office's measures."""

    topic: str = ""
    kind: str = ""
    period: Period = NO_PERIOD
    starts: time | None = None
    ends: time | None = None
    place: str = ""
    link: str = ""
    about: str = ""
    organisers: tuple[str, ...] = ()
    prepared_by: str = ""
    areas: tuple[str, ...] = ()
    solutions: tuple[str, ...] = ()
    measures: tuple[int, ...] = ()
    minutes_each: int = 0


def facts_of(meeting: Meeting) -> Facts:
    """What a meeting says now; two queries."""
    return Facts(
        topic=meeting.topic,
        kind=meeting.kind,
        period=meeting.period,
        starts=meeting.starts,
        ends=meeting.ends,
        place=meeting.place,
        link=meeting.link,
        about=meeting.about,
        organisers=tuple(each.organisation for each in meeting.organisers.all()),
        prepared_by=meeting.prepared_by,
        areas=tuple(meeting.areas),
        solutions=tuple(meeting.solutions),
        measures=tuple(meeting.measures.order_by("pk").values_list("pk", flat=True)),
        minutes_each=meeting.minutes_each,
    )


def why_not_say(facts: Facts, programme: str) -> tuple[str, str] | None:
    """Why a meeting in the programme cannot say this: (the input it concerns, a sentence); None: it can."""
    reform = definition(programme)
    start, end = facts.period.start, facts.period.end
    if not facts.topic.strip() and not facts.period.label.strip() and not start:
        return "topic", _("Write a topic or a day. A meeting may lack one of them, but not both.")
    if fault := not_this_century(day=start) or not_this_century(day=end):
        return fault
    if start and end and end < start:
        return "last_day", _("The last day is before the first day.")
    if facts.ends and not facts.starts:
        return "starts", _("Say when it begins too.")
    if facts.starts and not start:
        return "day", _("Say on which day it begins.")
    if facts.starts and facts.ends and start == end and facts.ends <= facts.starts:
        return "ends", _("It must end after it begins.")
    if facts.kind and facts.kind not in {each.key for each in reform.meeting_kinds}:
        return "kind", _("Choose one of the kinds of meetings that the programme has.")
    if set(facts.areas) - {each.key for each in reform.areas}:
        return "areas", _("Choose among the areas of the programme.")
    if set(facts.solutions) - {each.key for each in reform.solutions}:
        return "solutions", _("Choose among the solutions of the programme.")
    if not 0 <= facts.minutes_each <= MOST_MINUTES:
        return "minutes_each", _("Write a number of minutes, at most a month of work.")
    return None


def said(facts: Facts, meeting: Meeting) -> None:
    """Refuse what a meeting cannot say."""
    if fault := why_not_say(facts, meeting.programme.key):
        raise Refusal(fault[1], field=fault[0])
    measures = PeriodMeasure.objects.filter(
        pk__in=facts.measures, plan__office=meeting.office, plan__programme=meeting.programme
    )
    if measures.count() < len(set(facts.measures)):
        raise Refusal(_("Choose among the measures of the office's plans."), field="measures")


def columns_of(facts: Facts) -> dict[str, Any]:
    """The fields of the meeting's own row."""
    period = facts.period
    return {
        "topic": facts.topic.strip(),
        "kind": facts.kind,
        "period_label": period.label.strip(),
        "period_start": period.start,
        "period_end": period.end,
        "period_recurrence": period.recurrence or "",
        "period_inferred": period.inferred,
        "starts": facts.starts,
        "ends": facts.ends,
        "place": facts.place.strip(),
        "link": facts.link.strip(),
        "about": facts.about.strip(),
        "prepared_by": "\n".join(line.strip() for line in facts.prepared_by.splitlines() if line.strip()),
        "areas": list(facts.areas),
        "solutions": list(facts.solutions),
        "minutes_each": facts.minutes_each,
    }


def arrange(meeting: Meeting, organisations: Iterable[str], measures: Iterable[int]) -> bool:
    """Make these its organisers and measures; whether that was a change."""
    wanted = {organisation_key(name): " ".join(name.split()) for name in organisations if name.strip()}
    standing = dict(meeting.organisers.values_list("organisation_key", "organisation"))
    linked, now = set(measures), set(meeting.measures.values_list("pk", flat=True))
    if list(standing.items()) != list(wanted.items()):
        meeting.organisers.all().delete()
        Organiser.objects.bulk_create(
            Organiser(meeting=meeting, position=place, organisation=name, organisation_key=key)
            for place, (key, name) in enumerate(wanted.items(), 1)
        )
    if linked != now:
        meeting.measures.set(linked)
    return list(standing.items()) != list(wanted.items()) or linked != now


def locked_plan(meeting: Meeting) -> None:
    """Who writes in a plan's meeting takes the plan's lock first, as every deed on a plan does."""
    if meeting.plan is not None:
        locked(meeting.plan)


def write(meeting: Meeting, version: int, fields: Mapping[str, Any], by: str, now: datetime) -> None:
    """Write the fields; Conflict when another wrote first. Of a plan's row, what stood in its cells is kept."""
    fields = {**fields, "touched_at": now}
    if meeting.plan is None:
        change(meeting, version=version, **fields)
    else:
        store(meeting, meeting.plan, REGISTER, (*register(REGISTER).fields, "more"), version, fields, by, now)


def step(
    meeting: Meeting,
    kind: MeetingStep.Kind,
    *,
    by: str,
    now: datetime,
    before: Meeting | None = None,
    words: str = "",
    detail: Detail | None = None,
) -> MeetingStep:
    """Tell what was done, with one entry in the journal. `before`: the meeting as it stood."""
    record(by, kind, "meeting", str(meeting.pk), now, detail or {}, office=meeting.office.key)
    return told(meeting, kind, by=by, now=now, before=before, words=words)


def told(
    meeting: Meeting,
    kind: MeetingStep.Kind,
    *,
    by: str,
    now: datetime,
    before: Meeting | None = None,
    words: str = "",
) -> MeetingStep:
    """The step itself, and the followers told of it."""
    old = before or meeting
    made = MeetingStep.objects.create(
        meeting=meeting,
        kind=kind,
        label_before=old.period_label,
        label_after=meeting.period_label,
        day_before=old.day,
        day_after=meeting.day,
        time_before=clock(old),
        time_after=clock(meeting),
        place_before=old.place,
        place_after=meeting.place,
        words=words.strip(),
        at=now,
        by=by,
    )
    tell(meeting, made)
    return made


def clock(meeting: Meeting) -> str:
    """When it begins and ends, as a step keeps it: "09:00–11:30"."""
    return "–".join(f"{each:%H:%M}" for each in (meeting.starts, meeting.ends) if each)
