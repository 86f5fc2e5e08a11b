"""Which meetings there are, and what is told of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from samordner.meetings.models import Meeting, MeetingStep, Organiser, ProgrammePoint, Series, State
from samordner.plans.models import PeriodMeasure, Plan
from samordner.plans.reigning import Reign, reigns
from samordner.programmes.definition import Definition, MeetingKind
from samordner.timeline.months import month_after


def every_meeting() -> QuerySet[Meeting]:
    """Meetings with what they belong to, removed ones too. Narrow through the grants."""
    return Meeting.objects.select_related("office", "programme", "plan", "series")


def meetings(programme: str, office: str = "") -> QuerySet[Meeting]:
    """The meetings of a programme that are not removed, of one office (its key) or all."""
    rows = every_meeting().filter(programme__key=programme, removed_at=None)
    return rows.filter(office__key=office) if office else rows


def told(rows: Iterable[Meeting]) -> list[Meeting]:
    """Each meeting once, whatever stands in several plans.

    Of what stands in plans, that which stands in the plan that holds on its day; and that which something was done with
    while another plan held (somebody is invited to it, it was moved), before the same day and topic in the plan that
    holds. The rows carry their plans; one query.
    """
    found = list(rows)
    reign = _reigns({row.plan_id: row.plan for row in found if row.plan_id}.values())
    begun = {_what(row) for row in found if row.plan_id and row.begun}
    return [
        row for row in found if not row.plan_id or row.begun or (_reigns_on(row, reign) and _what(row) not in begun)
    ]  # fmt: skip


def _reigns(plans: Collection[Plan]) -> Mapping[int, Reign]:
    if not plans:
        return {}
    offices, programmes = {plan.office_id for plan in plans}, {plan.programme_id for plan in plans}
    return reigns(Plan.objects.filter(office__in=offices, programme__in=programmes))


def _reigns_on(row: Meeting, reign: Mapping[int, Reign]) -> bool:
    """Whether its plan holds on its day; of one without a day, whether its plan is the last."""
    holds, day = reign[row.plan_id or 0], row.period_start or row.period_end
    return holds.since <= day < holds.until if day else holds.until == date.max


def _what(row: Meeting) -> tuple[int, int, date | None, date | None, str]:
    topic = " ".join(row.topic.split()).casefold()
    return row.office_id, row.programme_id, row.period_start, row.period_end, topic


def kind_of(meeting: Meeting, reform: Definition) -> MeetingKind | None:
    """What kind of meeting it is; one that only stands in a plan's meeting table is of the apparatus' own."""
    if meeting.kind:
        return next((each for each in reform.meeting_kinds if each.key == meeting.kind), None)
    return own_kind(reform) if meeting.plan_id else None


def own_kind(reform: Definition) -> MeetingKind | None:
    """The kind of the meetings in a plan's meeting table."""
    return next((each for each in reform.meeting_kinds if each.own), None)


COMING, WITHOUT_DAY, EARLIER, ALL = "coming", "without-day", "earlier", "all"


@dataclass(frozen=True)
class Narrowing:
    """What a list is narrowed to. `when`: coming, earlier, without-day or all; months are the first of each; `replaced`:
    also what stands in plans that others have replaced.
    """

    when: str = COMING
    words: str = ""
    kind: str = ""
    state: str = ""
    organiser: str = ""
    first: date | None = None
    last: date | None = None
    replaced: bool = False

    @property
    def narrows(self) -> bool:
        return bool(self.words or self.kind or self.state or self.organiser or self.first or self.last)


def narrowed(rows: QuerySet[Meeting], by: Narrowing) -> QuerySet[Meeting]:
    """The rows that fit, whenever they are; `when` is left to `in_order`."""
    for word in by.words.split():
        rows = rows.filter(
            Q(topic__icontains=word) | Q(about__icontains=word) | Q(place__icontains=word)
            | Q(period_label__icontains=word) | Q(result__icontains=word)
        )  # fmt: skip
    if by.kind:
        rows = rows.filter(kind=by.kind)
    if by.organiser:
        rows = rows.filter(organisers__organisation_key=by.organiser)
    if by.first:
        rows = rows.filter(period_end__gte=by.first)
    if by.last:
        rows = rows.filter(period_start__lt=month_after(by.last))
    return rows


@dataclass(frozen=True)
class Line:
    """A meeting in a list."""

    meeting: Meeting
    kind: MeetingKind | None
    organisers: tuple[str, ...]

    @property
    def state(self) -> State:
        return self.meeting.state


def lines(rows: QuerySet[Meeting], reform: Definition) -> list[Line]:
    """The rows with kind and organisers; two queries."""
    found = list(rows.prefetch_related("organisers"))
    return [
        Line(row, kind_of(row, reform), tuple(each.organisation for each in row.organisers.all()))
        for row in found
    ]


def when_of(meeting: Meeting, day: date) -> str:
    """Whether a meeting is coming, earlier, or without a settled day, as seen on `day`."""
    if meeting.day is None:
        over = meeting.period_end is not None and meeting.period_end < day
        return EARLIER if over or meeting.state in {State.HELD, State.CANCELLED} else WITHOUT_DAY
    assert meeting.last_day is not None
    return COMING if meeting.last_day >= day else EARLIER


SORTS = ("day", "topic", "kind", "state", "place")


def in_order(found: Iterable[Line], by: Narrowing, day: date, sort: str = "") -> list[Line]:
    """Those of `by.when` and `by.state`, sorted: coming ones the next first, earlier ones the last first."""
    kept = [
        line
        for line in found
        if by.when in {ALL, when_of(line.meeting, day)} and by.state in {"", line.state}
    ]
    if sort.lstrip("-") in SORTS:
        name = sort.lstrip("-")
        return sorted(kept, key=lambda line: _key(line, name), reverse=sort.startswith("-"))
    return sorted(kept, key=lambda line: _key(line, "day"), reverse=by.when == EARLIER)


def _key(line: Line, name: str) -> tuple[str, str, int]:
    row = line.meeting
    days = f"{row.period_start or date.max} {row.starts or ''}"
    said = {
        "day": "",
        "topic": str(row).casefold(),
        "kind": str(line.kind.name) if line.kind else "",
        "state": line.state.value,
        "place": row.place.casefold(),
    }
    return said[name], days, row.pk


def counted(found: Iterable[Line], day: date) -> dict[str, int]:
    """How many of the lines are coming, earlier and without a day."""
    numbers = {COMING: 0, WITHOUT_DAY: 0, EARLIER: 0}
    for line in found:
        numbers[when_of(line.meeting, day)] += 1
    return numbers


def organisers_of(rows: QuerySet[Meeting]) -> list[tuple[str, str]]:
    """Everyone who arranges some of the meetings: (key, name), by name; one query."""
    found = Organiser.objects.filter(meeting__in=rows.order_by().values("pk")).order_by("organisation")
    return sorted(dict(found.values_list("organisation_key", "organisation")).items())


def every_point() -> QuerySet[ProgrammePoint]:
    """Points of programmes with their meeting, removed ones too. Narrow through the grants."""
    return ProgrammePoint.objects.select_related("meeting__office", "meeting__programme", "meeting__plan")


def points_of(meeting: Meeting) -> list[ProgrammePoint]:
    """The programme, point by point."""
    return list(meeting.points.filter(removed_at=None))


def steps_of(meeting: Meeting) -> list[MeetingStep]:
    """What was done with it, the first first."""
    return list(meeting.steps.all())


def in_series(series: Series) -> list[Meeting]:
    """The meetings of a series in their planned order."""
    return list(series.meetings.filter(removed_at=None).order_by("series_day"))


def measures_of(programme: str, office: str) -> QuerySet[PeriodMeasure]:
    """The measures of the office's plans that a meeting can be linked to."""
    rows = PeriodMeasure.objects.filter(
        plan__programme__key=programme, plan__office__key=office, removed_at=None
    )
    return rows.select_related("plan").order_by("-plan__period_start", "position")
