"""Questions on grants."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from samordner.participation.models import Participation
from samordner.support.models import Grant
from samordner.support.queries.rows import PLACE, WITH, ids_of

GRANT_SORTS = {
    "municipality": PLACE, "year": "year", "scheme": "scheme", "applied": "applied", "granted": "granted",
    "used": "used", "reported_on": "reported_on",
}  # fmt: skip


def kept_grants() -> QuerySet[Grant]:
    """All grants that are not removed, with their municipality."""
    return Grant.objects.filter(removed_at=None).select_related(*WITH)


def every_grant() -> QuerySet[Grant]:
    """All grants, the removed too, with their municipality."""
    return Grant.objects.select_related(*WITH)


def grants_of(participations: Iterable[Participation], day: date) -> QuerySet[Grant]:
    """Grants applied for or answered by `day`, the newest year first. One query."""
    return kept_grants().filter(known_by(day), participation__in=ids_of(participations))


def known_by(day: date, year: int | None = None) -> Q:
    """Grants that were applied for or answered by `day`; those without any day, of its year (`year`) or before."""
    return (
        Q(applied_on__lte=day)
        | Q(granted_on__lte=day)
        | Q(applied_on=None, granted_on=None, year__lte=day.year if year is None else year)
    )


@dataclass(frozen=True, slots=True)
class GrantsWanted:
    """Which grants a list shows: a scheme's key or free name, a year, a municipality's code, a status."""

    scheme: str = ""
    name: str = ""
    year: int = 0
    municipality: str = ""
    status: str = ""


def grants_in(rows: QuerySet[Grant], wanted: GrantsWanted) -> QuerySet[Grant]:
    """`rows` as the list asks for them."""
    narrow = {
        "scheme": wanted.scheme, "scheme_name": wanted.name, "year": wanted.year,
        "participation__municipality__code": wanted.municipality,
    }  # fmt: skip
    rows = rows.filter(**{name: value for name, value in narrow.items() if value})
    granted = Q(granted__gt=0)
    states = {
        Grant.Status.REJECTED: Q(granted=0),
        Grant.Status.REPORTED: granted & Q(reported_on__isnull=False),
        Grant.Status.GRANTED: granted & Q(reported_on=None),
        Grant.Status.APPLIED: Q(granted=None),
    }
    return rows.filter(states[Grant.Status(wanted.status)]) if wanted.status else rows


@dataclass(frozen=True, slots=True)
class Sums:
    """Grants of one scheme and year: how many, and kroner applied for, granted and used."""

    scheme: str
    scheme_name: str
    year: int
    number: int
    applied: int
    granted: int
    used: int


def grant_sums(rows: Iterable[Grant]) -> list[Sums]:
    """The grants summed by scheme and year, the newest year first. No query."""
    found: dict[tuple[int, str, str], list[Grant]] = {}
    for row in rows:
        found.setdefault((-row.year, row.scheme, row.scheme_name), []).append(row)
    return [
        Sums(
            scheme, name, -year, len(grants),
            sum(one.applied or 0 for one in grants),
            sum(one.granted or 0 for one in grants),
            sum(one.used or 0 for one in grants),
        )
        for (year, scheme, name), grants in sorted(found.items())
    ]  # fmt: skip
