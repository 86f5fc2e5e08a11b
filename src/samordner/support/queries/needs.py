"""Questions on needs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from samordner.participation.models import Participation
from samordner.support.models import Need, Status, Step
from samordner.support.queries.rows import NONE, PLACE, WITH, ids_of

NEED_SORTS = {
    "municipality": PLACE, "raised_on": "raised_on", "taken_by": "taken_by", "deadline": "deadline",
    "theme": "place_of_theme", "text": "text", "age": "raised_on",
}  # fmt: skip


def kept_needs() -> QuerySet[Need]:
    """All needs that are not removed, with their municipality."""
    return Need.objects.filter(removed_at=None).select_related(*WITH)


def every_need() -> QuerySet[Need]:
    """All needs, the removed ones too, with their municipality."""
    return Need.objects.select_related(*WITH)


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
    return kept_needs().filter(standing("", day), participation__in=ids_of(participations))


def needs_of(participations: Iterable[Participation], day: date) -> QuerySet[Need]:
    """Every need raised by `day`, the newest first. One query."""
    rows = kept_needs().filter(raised_on__lte=day, participation__in=ids_of(participations))
    return rows.order_by("-raised_on", "-pk")


def steps_of(need: Need) -> QuerySet[Step]:
    """What was done with a need itself, the first first. One query."""
    return Step.objects.filter(need=need)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which needs a list shows. "" in a field: all; NONE: those without."""

    status: str = ""
    theme: str = ""
    sector: str = ""
    organisation: str = ""
    municipality: str = ""
    overdue: bool = False
    older: int = 0
    words: str = ""


def narrowed(rows: QuerySet[Need], wanted: Wanted, day: date) -> QuerySet[Need]:
    """`rows` as the list asks for them, on `day`."""
    rows = rows.filter(standing(wanted.status, day))
    for name, value in (
        ("theme", wanted.theme),
        ("sector", wanted.sector),
        ("taken_by", wanted.organisation),
        ("participation__municipality__code", wanted.municipality),
    ):
        if value:
            rows = rows.filter(**{name: "" if value == NONE else value})
    if wanted.overdue:
        rows = rows.filter(overdue(day))
    if wanted.older:
        rows = rows.filter(raised_on__lte=day - timedelta(days=wanted.older))
    for word in wanted.words.split():
        rows = rows.filter(
            Q(text__icontains=word)
            | Q(wanted__icontains=word)
            | Q(participation__municipality__name__icontains=word)
        )
    return rows


def in_order_of(rows: QuerySet[Need], themes: Iterable[str]) -> QuerySet[Need]:
    """`rows` with the place of each one's theme in that order, to sort by; those without come last."""
    places = [When(theme=key, then=Value(place)) for place, key in enumerate(themes)]
    return rows.annotate(
        place_of_theme=Case(*places, default=Value(len(places)), output_field=IntegerField())
    )


@dataclass(frozen=True, slots=True)
class Cell:
    """How many needs, and of how many municipalities."""

    number: int
    municipalities: int


@dataclass(frozen=True)
class Pivot:
    """Needs counted by two of their properties; the last column counts all of a row."""

    rows_by: str
    columns_by: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Cell, ...]], ...]


ALL = "all"


def property_of(need: Need, by: str, day: date) -> str:
    """The key by which a need is counted: its theme, sector, organisation, municipality's code or status."""
    match by:
        case "theme" | "sector":
            return str(getattr(need, by)) or NONE
        case "organisation":
            return need.taken_by or NONE
        case "municipality":
            return str(need.participation.municipality.code)
        case _:
            return need.status(day).value


def pivot(
    needs: Iterable[Need], day: date, *, rows_by: str, columns_by: str, rows: Iterable[str] = (),
    columns: Iterable[str] = (),
) -> Pivot:  # fmt: skip
    """Count needs. `rows` and `columns` are keys that stand first, also when nothing falls there. No query."""
    found: dict[tuple[str, str], list[int]] = {}
    for need in needs:
        row, column = property_of(need, rows_by, day), property_of(need, columns_by, day)
        for key in ((row, column), (row, ALL)):
            found.setdefault(key, []).append(need.participation_id)
    keys = dict.fromkeys([*rows, *sorted(row for row, _column in found)])
    heads = dict.fromkeys([*columns, *sorted(column for _row, column in found if column != ALL), ALL])
    return Pivot(
        rows_by,
        columns_by,
        tuple(heads),
        tuple(
            (row, tuple(Cell(len(there), len(set(there))) for head in heads for there in [found.get((row, head), [])]))
            for row in keys
        ),
    )  # fmt: skip
