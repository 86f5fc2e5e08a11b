"""Meetings, told to the calendar: also those that stand in a plan's meeting table."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from samordner.access.grants import visible
from samordner.happenings.happenings import Concerned, Happening, Kind, Place
from samordner.happenings.sources import Asked
from samordner.invitations.models import Invitation
from samordner.meetings.documents import MEETINGS
from samordner.meetings.models import Meeting, MeetingStep, State
from samordner.meetings.queries import every_meeting, kind_of, told
from samordner.offers.models import RoundMember
from samordner.participation.models import Participation
from samordner.plans.models import Plan
from samordner.programmes.definition import Definition, MeetingKind
from samordner.programmes.queries import definition
from samordner.timeline.moments import NORWAY, When, day_of

MEETING = Kind("meeting", pgettext_lazy("calendar", "Meeting"), "◆")
A_MONTH = timedelta(days=31)
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


def of_meetings(asked: Asked) -> Iterator[Happening]:
    """The meetings that the reader reaches: by the office, in a plan, or because a municipality of theirs is invited."""
    invited = visible(Invitation.objects.all(), asked.actor, "invitation.read").filter(withdrawn_at=None)
    own = visible(Meeting.objects.all(), asked.actor, "meeting.read").values("pk")
    plans = visible(Plan.objects.all(), asked.actor, "plan.read").values("pk")
    reached = (
        Q(pk__in=own) | Q(plan__in=plans) | Q(pk__in=invited.filter(sent_at__isnull=False).values("meeting"))
    )
    answers = visible(Invitation.objects.all(), asked.actor, "invitation.answer").filter(
        withdrawn_at=None, erased_at=None
    )
    found = _on_days(reached, asked, own, plans, answers)
    places = _places(invited.filter(meeting__in=[row.pk for row in found]))
    steps = _steps(found)
    shown, reforms = {row.pk for row in told(found)}, _reforms(found)
    meant = _meant(found, places, reforms, asked) if asked.meant else {}
    for row in found:
        if row.pk in shown:
            kind = kind_of(row, reforms[row.programme.key])
            concerned = Concerned(
                office=row.office.key,
                municipalities=places.get(row.pk, ()),
                organisations=tuple(dict.fromkeys((*_organisers(row), *row.preparers))),
                apparatus=kind is None or kind.own,
                meant=meant.get(row.pk, ()),
            )
            yield _happening(row, kind, steps.get(row.pk, NOTHING), concerned, _address(row))


def open_ones(asked: Asked) -> Iterator[Happening]:
    """The meetings that anybody may come to, with what anybody may know of them: not the way into a video meeting."""
    nothing = Meeting.objects.none(), Plan.objects.none(), Invitation.objects.none()
    found = _on_days(Q(terms__public=True), asked, *nothing)
    steps, reforms = _steps(found), _reforms(found)
    for row in found:
        kind, address = (
            kind_of(row, reforms[row.programme.key]),
            reverse("invitations:event", args=[row.secret]),
        )
        concerned = Concerned(office=row.office.key, organisations=tuple(_organisers(row)))
        one = _happening(row, kind, steps.get(row.pk, NOTHING), concerned, address)
        yield replace(one, is_open=True, place=row.place)


def _reforms(found: Iterable[Meeting]) -> Mapping[str, Definition]:
    return {key: definition(key) for key in {row.programme.key for row in found}}


def _organisers(row: Meeting) -> list[str]:
    return [each.organisation for each in row.organisers.all()]


def _on_days(
    reached: Q, asked: Asked, own: QuerySet[Any], plans: QuerySet[Any], answers: QuerySet[Invitation]
) -> list[Meeting]:
    """The kept meetings with a day among those asked for; of a period of more than a month nobody can say a day. Each
    says whether its page (`has_page`) and its plan (`in_plan`) are the reader's to open, and which invitation to it is the
    reader's to answer (`to_answer`, the first).
    """
    ends = Q(period_end__isnull=True) | Q(period_end__gte=asked.since)
    starts = Q(period_start__isnull=True) | Q(period_start__lt=asked.until)
    known = Q(period_start__isnull=False) | Q(period_end__isnull=False)
    rows = every_meeting().filter(reached, known & starts & ends, removed_at=None, period_recurrence="")
    rows = rows.annotate(
        has_page=Exists(own.filter(pk=OuterRef("pk"))),
        in_plan=Exists(plans.filter(pk=OuterRef("plan"))),
        to_answer=Subquery(answers.filter(meeting=OuterRef("pk")).order_by("pk").values("pk")[:1]),
    )
    return [row for row in rows.prefetch_related("organisers") if _last(row) - _first(row) < A_MONTH]


def _first(row: Meeting) -> date:
    first = row.period_start or row.period_end
    assert first is not None
    return first


def _last(row: Meeting) -> date:
    return row.period_end or _first(row)


def _address(row: Any) -> str:
    """Where the reader finds it: its page, else where the own invitation is answered, else its row in the plan; "" where
    none of these is theirs to open."""
    if row.has_page:
        return reverse("meetings:meeting", args=[row.pk])
    if row.to_answer:
        return reverse("invitations:own", args=[row.to_answer])
    return reverse("plans:row", args=[row.plan_id, MEETINGS, row.pk]) if row.in_plan else ""


def _places(invited: Any) -> Mapping[int, tuple[Place, ...]]:
    """Meeting → the municipalities that are invited and that the reader may see."""
    found: dict[int, dict[str, Place]] = defaultdict(dict)
    names = ("meeting", "participation__municipality__code", "participation__municipality__name")
    for meeting, code, name in invited.filter(participation__isnull=False).values_list(*names):
        found[meeting][code] = Place(code, name)
    return {meeting: tuple(places.values()) for meeting, places in found.items()}


def _meant(
    found: Iterable[Meeting], invited: Mapping[int, Any], reforms: Mapping[str, Definition], asked: Asked
) -> Mapping[int, tuple[Place, ...]]:
    """Whom those are meant for that nobody is invited to yet: the round that it was planned in says it, else everybody whom
    the office follows, unless it is the apparatus' own. Two queries."""
    left = {row.pk: row for row in found if row.pk not in invited and _for_municipalities(row, reforms)}
    members = RoundMember.objects.filter(meeting__meeting__in=left, meeting__round__undone_at=None)
    names = ("meeting__meeting", "participation__municipality__code", "participation__municipality__name")
    made: dict[int, list[Place]] = defaultdict(list)
    for pk, code, name in members.order_by("pk").values_list(*names):
        made[pk].append(Place(code, name))
    followed = visible(Participation.objects.all(), asked.actor, "meeting.read").filter(
        programme__in={row.programme_id for row in left.values()},
        office__in={row.office_id for row in left.values()},
    )
    rows = list(followed.select_related("municipality").order_by("municipality__sort_key"))
    for pk, row in left.items():
        if pk not in made:
            of = (
                one for one in rows if (one.programme_id, one.office_id) == (row.programme_id, row.office_id)
            )
            made[pk] = [
                Place(one.municipality.code, one.municipality.name) for one in of if one.holds(_first(row))
            ]
    return {pk: tuple(places) for pk, places in made.items()}


def _for_municipalities(row: Meeting, reforms: Mapping[str, Definition]) -> bool:
    kind = kind_of(row, reforms[row.programme.key])
    return kind is not None and not kind.own


@dataclass(frozen=True)
class Told:
    """The last move of a meeting, and when anything was done with it last."""

    move: MeetingStep | None = None
    last: datetime = LONG_AGO


NOTHING = Told()


def _steps(found: Iterable[Meeting]) -> Mapping[int, Told]:
    last: dict[int, Told] = {}
    for step in MeetingStep.objects.filter(meeting__in=[row.pk for row in found]).order_by("at", "pk"):
        before = last.get(step.meeting_id, NOTHING)
        move = step if step.kind == MeetingStep.Kind.MOVED else before.move
        last[step.meeting_id] = Told(move, step.at)
    return last


def _happening(
    row: Meeting, kind: MeetingKind | None, told: Told, concerned: Concerned, address: str
) -> Happening:
    """The meeting as a happening; at an hour where it has one, else on its days."""
    name = str(kind.name) if kind else str(MEETING.label)
    title = " ".join(str(row).split()).rstrip(":")
    start, end = _clocked(row)
    notes = [name if title and kind and not kind.own else "", _how(row)]
    return Happening(
        key=f"meeting:{row.pk}",
        kind=MEETING,
        title=title or name,
        start=start,
        end=end,
        loosely="" if row.has_day else row.period_label,
        place=row.place or row.link,
        address=address,
        note=", ".join(text for text in notes if text),
        programme=row.programme.key,
        concerned=concerned,
        sequence=row.version - 1,
        cancelled=row.state is State.CANCELLED,
        moved_from=_moved_from(row, told.move, start),
        series_key=f"meeting-series:{row.series_id}" if row.series_id and row.has_day else "",
        planned=_planned(row, start),
        changed_at=max(told.last, row.touched_at or LONG_AGO, row.plan.created_at if row.plan else LONG_AGO),
    )


def _clocked(row: Meeting) -> tuple[When, When | None]:
    begins, ends = row.begins_at, row.ends_at
    if begins is None or (ends is None and row.last_day != row.day):
        return _first(row), _last(row)
    return begins, ends if ends is not None and ends > begins else None


def _planned(row: Meeting, start: When) -> When | None:
    if row.series is None or row.series_day is None:
        return None
    if not isinstance(start, datetime):
        return row.series_day
    clock = row.series.starts or start.astimezone(NORWAY).time()
    return datetime.combine(row.series_day, clock, NORWAY)


def _moved_from(row: Meeting, move: MeetingStep | None, start: When) -> When | None:
    """Where it was before the last move, in the same shape as it now has; None when that is where it is."""
    if move is None or move.day_before is None or not row.has_day:
        return None
    before: When = move.day_before
    if isinstance(start, datetime):
        said = move.time_before[:5]
        clock = time.fromisoformat(said) if len(said) == 5 else None
        before = datetime.combine(move.day_before, clock, NORWAY) if clock else move.day_before
    only_got_an_hour = not isinstance(before, datetime) and before == day_of(start)
    return None if before == start or only_got_an_hour else before


def _how(row: Meeting) -> str:
    if row.state is State.POSTPONED:
        return _("postponed, no new day")
    return "" if row.state in {State.PLANNED, State.CANCELLED} else str(row.state.label)
