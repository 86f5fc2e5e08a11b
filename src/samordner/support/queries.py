"""Questions on needs, help given, grants and silence. Each takes a constant number of queries.

For other packages: `open_needs`, `needs_of`, `help_of`, `grants_of`, `dose`, `last_contact`, `silence`. All take
participations (pass `[one]` for one municipality) that the asker may see; rows come with their municipality.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db.models import Count, Max, Q, QuerySet, Sum

from samordner.participation.models import Participation, SourceKind
from samordner.participation.queries import State
from samordner.participation.queries import state as what_is_known
from samordner.programmes.definition import Definition
from samordner.support.models import Grant, Need, Status, Step, Support

WITH = ("participation__municipality", "participation__office", "participation__programme")


def _ids(participations: Iterable[Participation]) -> list[int]:
    return [row.pk for row in participations]


# Needs


def kept_needs() -> QuerySet[Need]:
    """All needs that are not removed, with their municipality."""
    return Need.objects.filter(removed_at=None).select_related(*WITH)


def kept_help() -> QuerySet[Support]:
    """All help given that is not removed, with its municipality and need."""
    return Support.objects.filter(removed_at=None).select_related(*WITH, "need")


def kept_grants() -> QuerySet[Grant]:
    """All grants that are not removed, with their municipality."""
    return Grant.objects.filter(removed_at=None).select_related(*WITH)


def standing(status: str, day: date) -> Q:
    """Needs that stood so on `day`: a status, "" for those not closed, or "all". None raised after it."""
    closed = Q(closed_on__isnull=False, closed_on__lte=day)
    taken = Q(taken_on__isnull=False, taken_on__lte=day)
    helped = Q(outcome__in=["helped", "partly"])
    found = {
        "": ~closed,
        Status.OPEN: ~closed & ~taken,
        Status.TAKEN: ~closed & taken,
        Status.DONE: closed & helped,
        Status.CLOSED: closed & ~helped,
        "ended": closed,
    }
    return Q(raised_on__lte=day) & found.get(status, Q())


def overdue(day: date) -> Q:
    """Needs not closed on `day` whose deadline had passed."""
    return standing("", day) & Q(deadline__lt=day)


def open_needs(participations: Iterable[Participation], day: date) -> QuerySet[Need]:
    """The needs that were not closed on `day`, the oldest first. One query."""
    return kept_needs().filter(standing("", day), participation__in=_ids(participations))


def needs_of(participations: Iterable[Participation], day: date) -> QuerySet[Need]:
    """Every need raised by `day`, the newest first. One query."""
    rows = kept_needs().filter(raised_on__lte=day, participation__in=_ids(participations))
    return rows.order_by("-raised_on", "-pk")


def steps_of(need: Need) -> QuerySet[Step]:
    """What was done with a need itself, the first first. One query."""
    return Step.objects.filter(need=need)


# Help given


def help_of(
    participations: Iterable[Participation], day: date, *, since: date | None = None
) -> QuerySet[Support]:
    """Help given up to and with `day` (and from `since`), the newest first. One query."""
    rows = kept_help().filter(day__lte=day, participation__in=_ids(participations))
    return rows.filter(day__gte=since) if since else rows


@dataclass(frozen=True, slots=True)
class Dose:
    """How much help one municipality got: times, hours as far as they were written, and the last day."""

    participation: Participation
    times: int
    hours: Decimal | None
    last: date | None


def dose(participations: Iterable[Participation], rows: QuerySet[Support]) -> list[Dose]:
    """How much of the help in `rows` each municipality got; those that got none have 0. One query."""
    found = {
        row["participation"]: row
        for row in rows.order_by()
        .values("participation")
        .annotate(times=Count("pk"), sum=Sum("hours"), last=Max("day"))
    }
    none = {"times": 0, "sum": None, "last": None}
    return [
        Dose(one, row["times"], row["sum"], row["last"])
        for one in participations
        for row in [found.get(one.pk, none)]
    ]


# Grants


def grants_of(participations: Iterable[Participation], day: date) -> QuerySet[Grant]:
    """Grants applied for or answered by `day`, the newest year first. One query."""
    return kept_grants().filter(known_by(day), participation__in=_ids(participations))


def known_by(day: date) -> Q:
    """Grants that were applied for or answered by `day`; those without any day, of its year or before."""
    return (
        Q(applied_on__lte=day)
        | Q(granted_on__lte=day)
        | Q(applied_on=None, granted_on=None, year__lte=day.year)
    )


# Silence


@dataclass(frozen=True, slots=True, order=True)
class Heard:
    """A day when something was heard from a municipality or said to it, and what: `kind` is contact (a subject
    of the programme), status, need, support, or a word of the caller's own; `detail` a key that tells more
    (of the subject, where a need was raised, the kind of help); `row` the pk of the row behind it.
    """

    day: date
    kind: str
    detail: str = ""
    row: int = 0


@dataclass(frozen=True)
class Silence:
    """Who has been heard of lately, who not for `months` months, and who never. Never heard of is unknown,
    which is not silence.
    """

    day: date
    months: int
    heard: Mapping[int, Heard] = field(hash=False)
    lately: tuple[int, ...]
    silent: tuple[int, ...]
    never: tuple[int, ...]


TOLD = (SourceKind.CONTACT, SourceKind.MEETING, SourceKind.SURVEY)
"""A status from these was told by the municipality: it was heard of on the day that it holds from, or later."""


def last_contact(
    participations: Iterable[Participation],
    definition: Definition,
    state: State,
    day: date,
    *,
    also: Iterable[tuple[int, Heard]] = (),
) -> dict[int, Heard]:
    """By participation, the last that was heard by `day`; those never heard of are not there. Two queries.

    `state` is what is known on `day`. `also`: what packages above know (participation, Heard), such as meetings.
    """
    ids = _ids(participations)
    days = {subject.key for subject in definition.subjects if subject.holds == "day"}
    found: list[tuple[int, Heard]] = [*also]
    for (pk, series), one in state.standings.items():
        if series.subject in days:
            said = Heard(date.fromisoformat(one.value), "contact", series.subject, one.observation)
            found.append((pk, said))
        elif one.source_kind in TOLD:
            found.append((pk, Heard(one.since, "status", series.subject, one.observation)))
    raised = Need.objects.filter(removed_at=None, raised_on__lte=day, participation__in=ids).order_by()
    for pk, on, where, row in raised.values_list("participation", "raised_on", "raised_where", "pk"):
        found.append((pk, Heard(on, "need", where, row)))
    given = Support.objects.filter(removed_at=None, day__lte=day, participation__in=ids).order_by()
    for pk, on, kind, row in given.values_list("participation", "day", "kind", "pk"):
        found.append((pk, Heard(on, "support", kind, row)))
    last: dict[int, Heard] = {}
    wanted = set(ids)
    for pk, heard in found:
        if pk in wanted and heard.day <= day and (pk not in last or last[pk].day < heard.day):
            last[pk] = heard
    return last


def silence(
    participations: Iterable[Participation],
    definition: Definition,
    day: date,
    *,
    months: int = 6,
    state: State | None = None,
    also: Iterable[tuple[int, Heard]] = (),
) -> Silence:
    """Who has been silent for `months` months on `day`. Two queries, and one more without `state`."""
    rows = list(participations)
    known = state or what_is_known(rows, definition, day)
    heard = last_contact(rows, definition, known, day, also=also)
    limit = months_before(day, months)
    return Silence(
        day,
        months,
        heard,
        tuple(row.pk for row in rows if row.pk in heard and heard[row.pk].day >= limit),
        tuple(row.pk for row in rows if row.pk in heard and heard[row.pk].day < limit),
        tuple(row.pk for row in rows if row.pk not in heard),
    )


def months_before(day: date, months: int) -> date:
    """The same day `months` months before; the last of the month where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, min(day.day, last))
        except ValueError:
            continue
    raise ValueError(months)  # pragma: no cover
