"""Questions about municipalities' own plans, as of a day; rows are had through the grants by whoever asks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samordner.localplans.models import LocalPlan, PlanAnchoring, Statement, Status
from samordner.places.models import Municipality
from samordner.programmes.definition import Definition

# Plans


def there_on(day: date) -> Q:
    """The plans that are there on `day`: announced, sent on hearing or adopted by then."""
    return Q(announced_on__lte=day) | Q(hearing_from__lte=day) | Q(adopted_on__lte=day)


def with_status(status: str, day: date) -> Q:
    """The plans that have this status on `day`: the same rule as `LocalPlan.status_on`. None when there is no such."""
    replaced, adopted = Q(replaced_on__lte=day), Q(adopted_on__lte=day)
    hearing = Q(hearing_from__lte=day) & (Q(hearing_to=None) | Q(hearing_to__gte=day))
    match status:
        case Status.REPLACED:
            return replaced
        case Status.ADOPTED:
            return adopted & ~_true(replaced)
        case Status.HEARING:
            return hearing & ~_true(replaced) & ~_true(adopted)
        case Status.ANNOUNCED:
            return ~_true(replaced) & ~_true(adopted) & ~_true(hearing)
        case _:
            return Q(pk=None)


def _true(condition: Q) -> Q:
    """The condition so that its negation also takes rows where a day is not known."""
    return Q(pk__in=LocalPlan.objects.filter(condition).values("pk"))


def every_plan() -> QuerySet[LocalPlan]:
    """Plans with their municipality and office, removed ones too."""
    return LocalPlan.objects.select_related("municipality", "office")


def every_statement() -> QuerySet[Statement]:
    """Statements with their plan, its municipality and office."""
    return Statement.objects.select_related("plan__office", "plan__municipality")


def kept(rows: QuerySet[LocalPlan], day: date) -> QuerySet[LocalPlan]:
    """Those of `rows` that are in the lists on `day`."""
    return rows.filter(there_on(day), removed_at=None).distinct()


def whole(rows: QuerySet[LocalPlan]) -> QuerySet[LocalPlan]:
    """With municipality, office, what is said of programmes, and statements: three queries however many rows."""
    anchorings = PlanAnchoring.objects.select_related("programme")
    return rows.select_related("municipality", "office").prefetch_related(
        Prefetch("anchorings", anchorings), "statements"
    )


@dataclass(frozen=True)
class Narrowed:
    """Which plans a list shows; empty: all. `anchored` is yes, partly, no or unknown, of `programme`."""

    kind: str = ""
    status: str = ""
    hearing: str = ""
    anchored: str = ""
    words: str = ""
    municipality: str = ""

    @property
    def narrows(self) -> bool:
        return any((self.kind, self.status, self.hearing, self.anchored, self.words, self.municipality))


SORTS = {
    "municipality": "municipality__sort_key",
    "title": "title",
    "kind": "kind",
    "adopted": "adopted_on",
    "deadline": "hearing_to",
}


def listed(
    rows: QuerySet[LocalPlan], day: date, *, programme: str, asked: Narrowed, sort: str = ""
) -> list[LocalPlan]:
    """The plans of a list on `day`. `sort` is a key of SORTS, "-" first: downwards."""
    found = kept(rows, day)
    if asked.kind:
        found = found.filter(kind=asked.kind)
    if asked.status:
        found = found.filter(with_status(asked.status, day))
    if asked.hearing:
        found = found.filter(with_status(Status.HEARING, day))
    if asked.municipality:
        found = found.filter(municipality__code=asked.municipality)
    if asked.words:
        found = found.filter(Q(title__icontains=asked.words) | Q(municipality__label__icontains=asked.words))
    if asked.anchored:
        said = PlanAnchoring.objects.filter(plan=OuterRef("pk"), programme__key=programme)
        if asked.anchored == "unknown":
            found = found.filter(~Exists(said))
        else:
            found = found.filter(Exists(said.filter(holds=asked.anchored)))
    key = SORTS.get(sort.removeprefix("-"), "")
    order = [f"{'-' if sort.startswith('-') else ''}{key}"] if key else []
    return list(whole(found).order_by(*order, "municipality__sort_key", "municipality__code", "kind", "pk"))


def anchoring_of(plan: LocalPlan, programme: str) -> PlanAnchoring | None:
    """What is said of the programme in the plan; None: nobody has said."""
    return next((one for one in plan.anchorings.all() if one.programme.key == programme), None)


# Hearings


GRACE = timedelta(days=31)
"""So long after its deadline, what was not answered is no longer waited for."""


@dataclass(frozen=True)
class Waiting:
    """A plan that waits for a statement until `due` (None: no day is set)."""

    plan: LocalPlan
    statement: Statement | None
    due: date | None
    in_days: int | None

    @property
    def is_late(self) -> bool:
        return self.in_days is not None and self.in_days < 0

    @property
    def left(self) -> str:
        """How long there is left, in words."""
        if self.in_days is None:
            return ""
        if self.in_days == 0:
            return _("the deadline is today")
        if self.in_days < 0:
            text = ngettext(
                "the deadline was %(n)d day ago", "the deadline was %(n)d days ago", -self.in_days
            )
        else:
            text = ngettext("%(n)d day left", "%(n)d days left", self.in_days)
        return text % {"n": abs(self.in_days)}


def waiting(rows: QuerySet[LocalPlan], day: date) -> list[Waiting]:
    """What needs a statement on `day`, the nearest deadline first: plans on hearing, and statements asked for.

    A plan that is adopted by then waits no longer, nor one whose deadline passed more than a month ago.
    """
    hearing = Q(hearing_from__lte=day) & (Q(adopted_on=None) | Q(adopted_on__gt=day))
    asked = Q(statements__asked_on__lte=day, statements__given_on=None)
    candidates = whole(kept(rows, day).filter(hearing | asked))
    found = [one for plan in candidates for one in waiting_of(plan, day)]
    return sorted(found, key=lambda one: (one.due or date.max, one.plan.pk))


def waiting_of(plan: LocalPlan, day: date) -> list[Waiting]:
    """What waits for a statement on one plan, whose statements are loaded."""
    if plan.status_on(day) in {Status.ADOPTED, Status.REPLACED}:
        return []
    said = statements_on(plan, day)
    asked = [one for one in said if one.given_on is None or one.given_on > day]
    pairs: Iterable[tuple[Statement | None, date | None]] = [(one, one.deadline or plan.due) for one in asked]
    if not said and plan.hearing_from and plan.hearing_from <= day:
        pairs = [(None, plan.due)]
    return [
        Waiting(plan, one, due, (due - day).days if due else None)
        for one, due in pairs
        if due is None or day - due <= GRACE
    ]


def statements_on(plan: LocalPlan, day: date) -> list[Statement]:
    """The statements that had been asked for or given by `day`, of a plan whose statements are loaded."""
    return [
        one
        for one in plan.statements.all()
        if any(known and known <= day for known in (one.asked_on, one.given_on))
    ]


# Planning strategies


ELECTIONS = 2019, 4
"""A year in which councils were elected, and how many years lie between two elections."""


@dataclass(frozen=True)
class StrategyTerm:
    """The council period of a day: the planning strategy is to be adopted from `since` until `due` at the latest.

    Councils hold their constituting meeting by the end of October in the year of the election (the Local
    Government Act § 7-1), and adopt a planning strategy within a year of it (the Planning and Building Act
    § 10-1). The day of each council's meeting is not known here, so `due` is the latest that it can be.
    """

    elected: int

    @property
    def since(self) -> date:
        return date(self.elected, 9, 1)

    @property
    def due(self) -> date:
        return date(self.elected + 1, 10, 31)


def strategy_term(day: date) -> StrategyTerm:
    """The council period that `day` lies in."""
    year, step = ELECTIONS
    elected = day.year - (day.year - year) % step
    return StrategyTerm(elected - step if day < date(elected, 9, 1) else elected)


def without_strategy(
    places: Sequence[Municipality], rows: QuerySet[LocalPlan], day: date
) -> list[Municipality]:
    """Those of `places` with no planning strategy known to be adopted in this council period."""
    term = strategy_term(day)
    adopted = rows.filter(
        removed_at=None,
        kind=LocalPlan.Kind.PLANNING_STRATEGY,
        adopted_on__gte=term.since,
        adopted_on__lte=day,
    )
    having = set(adopted.values_list("municipality_id", flat=True))
    return [place for place in places if place.pk not in having]


# Where it is registered that a programme is anchored


def subject_for(definition: Definition, kind: str) -> str:
    """The programme's subject in which a plan of this kind is an option that may hold; "" when it asks for none."""
    for subject in definition.subjects:
        if subject.many and any(value.key == kind for value in definition.values_of(subject.key)):
            return subject.key
    return ""
