"""Which minutes, decisions and tasks there are, for whom, and what a meeting takes over from those before it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Case, Exists, F, OuterRef, Prefetch, Q, QuerySet, When

from samordner.access.actors import Actor, organisation_key
from samordner.access.grants import visible
from samordner.invitations.models import Registration
from samordner.meetings.models import Meeting, ProgrammePoint
from samordner.meetings.queries import kind_of
from samordner.minutes.models import Approval, Decision, Minutes, MinutesNeed, MinutesObservation, Said, Task
from samordner.people.models import Assignment, Role
from samordner.plans.models import Followed
from samordner.programmes.queries import definition

OVER = (Followed.Status.DONE, Followed.Status.DROPPED, Followed.Status.POSTPONED)
"""The status of a meeting that nobody is on the way to."""

# Who sees what: a draft is for those who may write it; others see what was approved


def reachable(actor: Actor) -> QuerySet[Minutes]:
    """The minutes that the actor may look at, with their meeting: those that were approved, and drafts one may write."""
    rows = visible(Minutes.objects.all(), actor, "minutes.read")
    written = visible(Minutes.objects.all(), actor, "minutes.write")
    approved = Exists(Approval.objects.filter(minutes=OuterRef("pk")))
    found = rows.filter(Q(pk__in=written.values("pk")) | approved)
    return found.select_related("meeting__office", "meeting__programme")


def decisions(actor: Actor) -> QuerySet[Decision]:
    """The decisions that the actor may look at, each with the words that it may see in `shown`: as they stand for one
    who may write the minutes, as they were approved for others.
    """
    rows = visible(Decision.objects.all(), actor, "minutes.read")
    written = visible(Decision.objects.filter(removed_at=None), actor, "minutes.write")
    found = rows.filter(Q(pk__in=written.values("pk")) | ~Q(approved=""))
    shown = Case(When(pk__in=written.values("pk"), then=F("text")), default=F("approved"))
    return found.annotate(shown=shown).select_related(
        "said__minutes__meeting__office", "said__minutes__meeting__programme"
    )


WITH = ("said__minutes__meeting__office", "said__minutes__meeting__programme", "met_again")


def every_task() -> QuerySet[Task]:
    """All tasks, the removed ones too, with their meeting."""
    return Task.objects.select_related(*WITH)


def tasks(actor: Actor) -> QuerySet[Task]:
    """The tasks that the actor may look at. Whoever may not write the minutes sees those of approved ones."""
    rows = visible(every_task().filter(removed_at=None), actor, "minutes.read")
    written = visible(Task.objects.all(), actor, "minutes.write")
    return rows.filter(Q(pk__in=written.values("pk")) | Q(approved=True))


# Tasks


def standing(state: str, day: date) -> Q:
    """Tasks that stood so on `day`: a state, "" for those not over, or "all"."""
    done = Q(done_on__isnull=False, done_on__lte=day)
    dropped = Q(dropped_on__isnull=False, dropped_on__lte=day)
    left = ~done & ~dropped
    return {
        "": left,
        Task.State.OPEN: left & (Q(deadline=None) | Q(deadline__gte=day)),
        Task.State.OVERDUE: left & Q(deadline__lt=day),
        Task.State.DONE: done,
        Task.State.DROPPED: dropped,
    }.get(state, Q())


def mine(actor: Actor) -> Q:
    """Tasks that are the actor's own, or its organisation's without being one person's."""
    names = {organisation_key(each.organisation) for each in actor.holdings if each.organisation.strip()}
    own = Q(account=actor.id)
    for name in names:
        own |= Q(account="", organisation_key=name)
    return own


@dataclass(frozen=True)
class Narrowing:
    """Which tasks a list shows. Empty in a field: all; in `state`: those not over."""

    words: str = ""
    state: str = ""
    organisation: str = ""
    meeting: int | None = None
    mine: bool = False

    @property
    def narrows(self) -> bool:
        return self != Narrowing()


def narrowed(rows: QuerySet[Task], by: Narrowing, actor: Actor, day: date) -> QuerySet[Task]:
    """`rows` as the list asks for them, on `day`."""
    rows = rows.filter(standing(by.state, day))
    if by.mine:
        rows = rows.filter(mine(actor))
    if by.organisation:
        rows = rows.filter(organisation_key=organisation_key(by.organisation))
    if by.meeting is not None:
        rows = rows.filter(said__minutes__meeting=by.meeting)
    for word in by.words.split():
        rows = rows.filter(
            Q(text__icontains=word)
            | Q(organisation__icontains=word)
            | Q(said__title__icontains=word)
            | Q(said__minutes__meeting__topic__icontains=word)
        )
    return rows


TASK_SORTS = {
    "deadline": "deadline", "text": "text", "owner": "organisation", "given": "said__minutes__meeting__period_start",
}  # fmt: skip


def ordered(rows: QuerySet[Task], sort: str) -> QuerySet[Task]:
    """`rows` by a key of TASK_SORTS, "-" before it for the other way; the first due first unless told."""
    name = sort.removeprefix("-")
    by = F(TASK_SORTS.get(name, "deadline"))
    if name in TASK_SORTS and sort.startswith("-"):
        return rows.order_by(by.desc(nulls_last=True), "pk")
    return rows.order_by(by.asc(nulls_last=True), "pk")


def organisations(rows: QuerySet[Task]) -> list[str]:
    """Everyone who has one of these tasks. One query."""
    found = rows.order_by().values_list("organisation", flat=True).distinct()
    return sorted({name for name in found if name}, key=str.casefold)


def meetings_of(rows: QuerySet[Task]) -> QuerySet[Meeting]:
    """The meetings that gave these tasks, the newest first."""
    keys = rows.order_by().values("said__minutes__meeting")
    return Meeting.objects.filter(pk__in=keys).select_related("programme").order_by("-period_start", "-pk")


# Decisions


@dataclass(frozen=True)
class DecisionNarrowing:
    """Which decisions a list shows, of meetings of a kind, from a day to a day; empty: all."""

    words: str = ""
    kind: str = ""
    first: date | None = None
    last: date | None = None

    @property
    def narrows(self) -> bool:
        return self != DecisionNarrowing()


def decided(rows: QuerySet[Decision], by: DecisionNarrowing) -> QuerySet[Decision]:
    """`rows` as the list asks for them. Words are looked for in the decision, its point and the meeting's topic."""
    meeting = "said__minutes__meeting"
    if by.kind:
        rows = rows.filter(**{f"{meeting}__kind": by.kind})
    if by.first:
        rows = rows.filter(**{f"{meeting}__period_start__gte": by.first})
    if by.last:
        rows = rows.filter(**{f"{meeting}__period_start__lte": by.last})
    for word in by.words.split():
        rows = rows.filter(
            Q(shown__icontains=word)
            | Q(said__title__icontains=word)
            | Q(**{f"{meeting}__topic__icontains": word})
        )
    return rows


DECISION_SORTS = {"day": "said__minutes__meeting__period_start", "text": "shown", "point": "said__title"}


def in_order(rows: QuerySet[Decision], sort: str) -> QuerySet[Decision]:
    """`rows` by a key of DECISION_SORTS, "-" before it for the other way; the newest first unless told."""
    name, usual = sort.removeprefix("-"), ("said__position", "pk")
    by = F(DECISION_SORTS.get(name, DECISION_SORTS["day"]))
    if name not in DECISION_SORTS or sort.startswith("-"):
        return rows.order_by(by.desc(nulls_last=True), "-said__minutes__meeting", *usual)
    return rows.order_by(by.asc(nulls_last=True), "said__minutes__meeting", *usual)


def kinds_of(rows: QuerySet[Decision]) -> QuerySet[Meeting]:
    """The meetings in which these were decided, with their programme."""
    keys = rows.order_by().values("said__minutes__meeting")
    return Meeting.objects.filter(pk__in=keys).exclude(kind="").select_related("programme").order_by()


# What a meeting takes over


def before(meeting: Meeting) -> QuerySet[Meeting]:
    """The earlier meetings of the same series; of one outside a series, those of its kind at its office."""
    if meeting.period_start is None:
        return Meeting.objects.none()
    rows = Meeting.objects.filter(removed_at=None, period_start__lte=meeting.period_start)
    rows = rows.exclude(pk=meeting.pk).exclude(period_start=meeting.period_start, pk__gt=meeting.pk)
    if meeting.series_id:
        return rows.filter(series=meeting.series_id)
    kind = kind_of(meeting, definition(meeting.programme.key))
    if kind is None:
        return Meeting.objects.none()
    alike = Q(kind=kind.key)
    if kind.own:  # as the rows of a plan's meeting table are
        alike |= Q(kind="", plan__isnull=False)
    return rows.filter(alike, series=None, office=meeting.office_id, programme=meeting.programme_id)


def is_next(meeting: Meeting, day: date, *, line: QuerySet[Meeting] | None = None) -> bool:
    """Whether no meeting of the same line comes before this one from `day` on: the open tasks come up in the next only."""
    if meeting.status_key in OVER or meeting.removed_at:
        return False
    earlier_ones = before(meeting) if line is None else line
    return not earlier_ones.filter(period_start__gte=day).exclude(status_key__in=OVER).exists()


def earlier(meeting: Meeting, *, line: QuerySet[Meeting] | None = None) -> QuerySet[Task]:
    """The tasks of earlier meetings in line that are not over, and those that were noted as done in this one.

    `line`: what `before` says, where it was asked already.
    """
    line = before(meeting) if line is None else line
    rows = every_task().filter(removed_at=None, said__minutes__meeting__in=line.order_by().values("pk"))
    left = Q(done_on=None, dropped_on=None)
    return rows.filter(left | Q(met_again=meeting)).order_by(F("deadline").asc(nulls_last=True), "pk")


# One meeting's minutes


def minutes_of(meeting: Meeting) -> Minutes | None:
    """The minutes of the meeting; None: nobody has begun them. Grants are not asked."""
    return Minutes.objects.filter(meeting=meeting).first()


def whole(minutes: Minutes, *, only: int | None = None) -> list[Said]:
    """Every point that is kept (or only that one), with all that is noted in it; a constant number of queries."""
    notes = (
        Prefetch("decisions", Decision.objects.filter(removed_at=None), "kept_decisions"),
        Prefetch("tasks", every_task().filter(removed_at=None), "kept_tasks"),
        Prefetch(
            "raised",
            MinutesNeed.objects.filter(need__removed_at=None).select_related("need__participation__municipality"),
            "kept_needs",
        ),
        Prefetch(
            "observed",
            MinutesObservation.objects.filter(observation__corrected_by=None).select_related(
                "observation__participation__municipality"
            ),
            "kept_observed",
        ),
    )  # fmt: skip
    rows = Said.objects.filter(minutes=minutes, removed_at=None)
    return list((rows if only is None else rows.filter(pk=only)).prefetch_related(*notes))


def numbers(minutes: Minutes) -> dict[int, int]:
    """The number that each point has in the minutes, by its id."""
    kept = Said.objects.filter(minutes=minutes, removed_at=None).values_list("pk", flat=True)
    return {pk: number for number, pk in enumerate(kept, 1)}


def every_meeting() -> QuerySet[Meeting]:
    """Meetings that are not removed, with their office, programme and series."""
    return Meeting.objects.filter(removed_at=None).select_related("office", "programme", "series")


def every_point() -> QuerySet[Said]:
    """Points of minutes, the removed ones too, with the meeting."""
    return Said.objects.select_related("minutes__meeting__office", "minutes__meeting__programme")


def every_decision() -> QuerySet[Decision]:
    """Decisions, the removed ones too, with the meeting."""
    return Decision.objects.select_related(
        "said__minutes__meeting__office", "said__minutes__meeting__programme"
    )


def removed_points(minutes: Minutes) -> QuerySet[Said]:
    """Points that were taken out and can be brought back."""
    return Said.objects.filter(minutes=minutes, removed_at__isnull=False)


def not_taken_in(minutes: Minutes) -> list[ProgrammePoint]:
    """Points of the meeting's programme that the minutes do not have yet."""
    there = Said.objects.filter(minutes=minutes, point__isnull=False).values("point")
    return list(
        ProgrammePoint.objects.filter(meeting=minutes.meeting_id, removed_at=None).exclude(pk__in=there)
    )


def removed_decisions(minutes: Minutes) -> QuerySet[Decision]:
    """Decisions that were taken out and can be brought back."""
    return Decision.objects.filter(said__minutes=minutes, removed_at__isnull=False).select_related("said")


def removed_tasks(minutes: Minutes) -> QuerySet[Task]:
    """Tasks that were taken out and can be brought back."""
    return every_task().filter(said__minutes=minutes, removed_at__isnull=False)


def approvals(minutes: Minutes) -> list[Approval]:
    """Every approved edition, the newest first, with its files' names and digests but not their bytes."""
    files = ("data", "page", "docx", "pdf")
    rows = Approval.objects.filter(minutes=minutes).select_related(*files)
    return list(rows.defer(*(f"{each}__content" for each in files)))


@dataclass(frozen=True)
class Attendance:
    """Who was there by the registrations. `counted`: None when nobody has noted it."""

    counted: int | None = None
    participations: Mapping[int, str] = field(default_factory=dict, hash=False)

    @property
    def places(self) -> tuple[str, ...]:
        """The municipalities that they came from, in Norwegian order."""
        return tuple(self.participations.values())


def attendance(meeting: Meeting) -> Attendance:
    """Who was there, counted from the registrations. One query."""
    rows = Registration.objects.filter(meeting=meeting, attended__isnull=False)
    found = rows.order_by("participation__municipality__sort_key", "pk").values_list(
        "attended", "participation", "participation__municipality__label"
    )
    there = [(pk, name) for attended, pk, name in found if attended]
    if not found:
        return Attendance()
    return Attendance(len(there), {pk: name for pk, name in there if pk is not None})


# Who works at an office


@dataclass(frozen=True)
class Apparatus:
    """Who works at an office on a day: account's id → (name, organisation), and every organisation that has tasks."""

    persons: Mapping[str, tuple[str, str]] = field(default_factory=dict, hash=False)
    organisations: tuple[str, ...] = ()


def apparatus(offices: Iterable[str], day: date) -> Apparatus:
    """The support apparatus of these offices (keys). Two queries."""
    keys = list(offices)
    held = Assignment.objects.as_of(day).filter(
        office__key__in=keys, role__in=[Role.COORDINATOR, Role.PARTNER], user__is_active=True
    )
    rows = held.order_by("user__name").values_list("user_id", "user__name", "organisation")
    persons = {f"u{pk}": (name, organisation.strip()) for pk, name, organisation in rows}
    there = organisations(Task.objects.filter(removed_at=None, said__minutes__meeting__office__key__in=keys))
    seen = {organisation for _name, organisation in persons.values() if organisation} | set(there)
    return Apparatus(persons, tuple(sorted(seen, key=str.casefold)))
