"""Questions on help given, and who may give it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db.models import Count, Max, QuerySet, Sum

from samordner.participation.models import Participation
from samordner.people.models import Assignment, Role
from samordner.support.models import Need, Support
from samordner.support.queries.rows import PLACE, WITH, ids_of

HELP_SORTS = {
    "day": "day", "municipality": PLACE, "kind": "kind", "organisation": "organisation", "hours": "hours"
}  # fmt: skip


def kept_help() -> QuerySet[Support]:
    """All help given that is not removed, with its municipality and need."""
    return Support.objects.filter(removed_at=None).select_related(*WITH, "need")


def every_help() -> QuerySet[Support]:
    """All help given, the removed too, with its municipality."""
    return Support.objects.select_related(*WITH)


def help_of(
    participations: Iterable[Participation], day: date, *, since: date | None = None
) -> QuerySet[Support]:
    """Help given up to and with `day` (and from `since`), the newest first. One query."""
    rows = kept_help().filter(day__lte=day, participation__in=ids_of(participations))
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
    sums = rows.order_by().values("participation").annotate(Count("pk"), Sum("hours"), Max("day"))
    found = {
        pk: (times, hours, last)
        for pk, times, hours, last in sums.values_list("participation", "pk__count", "hours__sum", "day__max")
    }
    return [Dose(one, *found.get(one.pk, (0, None, None))) for one in participations]


def help_in(
    rows: QuerySet[Support],
    month: date | None,
    *,
    municipality: str = "",
    organisation: str = "",
    kind: str = "",
) -> QuerySet[Support]:
    """`rows` of the month that begins on `month` (None: all), a municipality's code, an organisation, a kind."""
    if month:
        after = date(month.year + month.month // 12, month.month % 12 + 1, 1)
        rows = rows.filter(day__gte=month, day__lt=after)
    narrow = {
        "participation__municipality__code": municipality, "organisation": organisation, "kind": kind,
    }  # fmt: skip
    return rows.filter(**{name: value for name, value in narrow.items() if value})


def help_months(rows: QuerySet[Support]) -> list[date]:
    """The months in which help was given, the newest first. One query."""
    return list(rows.order_by().dates("day", "month", order="DESC"))


@dataclass(frozen=True)
class Apparatus:
    """Who works at an office on a day: account's id → (name, organisation), and every organisation known."""

    persons: Mapping[str, tuple[str, str]] = field(hash=False)
    organisations: tuple[str, ...]

    def organisation_of(self, account: str) -> str:
        return self.persons.get(account, ("", ""))[1]


def apparatus(offices: Iterable[str], day: date) -> Apparatus:
    """The support apparatus of these offices (keys): accounts, and whoever took a need or gave help. Three queries."""
    keys = list(offices)
    held = Assignment.objects.as_of(day).filter(
        office__key__in=keys, role__in=[Role.COORDINATOR, Role.PARTNER]
    )
    rows = held.order_by("user__name").values_list("user_id", "user__name", "organisation")
    persons = {f"u{pk}": (name, organisation) for pk, name, organisation in rows}
    here = {"participation__office__key__in": keys, "removed_at": None}
    seen = {organisation for _name, organisation in persons.values()}
    seen.update(Need.objects.filter(**here).order_by().values_list("taken_by", flat=True).distinct())
    seen.update(Support.objects.filter(**here).order_by().values_list("organisation", flat=True).distinct())
    return Apparatus(persons, tuple(sorted(filter(None, seen), key=str.casefold)))
