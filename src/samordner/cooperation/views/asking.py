"""What every page here reads: the offices, what plans and agreements say, and who is known in the apparatus."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

from django.core.exceptions import BadRequest
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.utils.timezone import localtime

from samordner.access.grants import visible
from samordner.cooperation.models import Kept
from samordner.cooperation.operations.keeping import remove, restore
from samordner.cooperation.queries.agreements import Rows, Standing, every_agreement, rows_of, standings
from samordner.meetings.models import Meeting
from samordner.pages import editing
from samordner.pages.gate import Request, load
from samordner.places.models import Office
from samordner.places.queries import office_names
from samordner.plans.models import Cooperation
from samordner.support.queries import Apparatus, apparatus

PER_PAGE = 100
K = TypeVar("K", bound=Kept)


@dataclass(frozen=True)
class About:
    """What pages here are about: what the plans say and what is agreed, of the offices that the reader reaches."""

    request: Request

    @cached_property
    def names(self) -> Mapping[str, str]:
        """Every office's name on the day, by its key."""
        return office_names(self.request.day)

    @cached_property
    def rows(self) -> Rows:
        found = visible(Cooperation.objects.all(), self.request.actor, "plan.read")
        return rows_of(visible(found, self.request.actor, "cooperation.read"))

    @cached_property
    def standings(self) -> list[Standing]:
        return standings(visible(every_agreement(), self.request.actor, "cooperation.read"), self.rows)

    @property
    def meetings(self) -> QuerySet[Meeting]:
        return visible(Meeting.objects.all(), self.request.actor, "meeting.read")


def word(request: Request, name: str) -> str:
    return request.GET.get(name, "").strip()


def choices(found: Sequence[str]) -> list[str]:
    """Each once, in the order of the alphabet, without what is empty."""
    return sorted({one for one in found if one}, key=str.casefold)


def offices_in(keys: Sequence[str], names: Mapping[str, str]) -> dict[str, str]:
    """The offices of a list to choose between (key → name); none when there is only one."""
    there = {key: names.get(key, key) for key in dict.fromkeys(keys)}
    return dict(sorted(there.items(), key=lambda pair: pair[1])) if len(there) > 1 else {}


def own_office(request: Request) -> Office:
    """The office that something new belongs to: the one in the address, else the first that one may change.

    Http404 when it cannot be reached.
    """
    offices = visible(Office.objects.all(), request.actor, "cooperation.change")
    if wanted := word(request, "office"):
        offices = offices.filter(key=wanted)
    found = offices.first()
    if found is None:
        raise Http404
    return found


def people_at(office: Office, request: Request) -> Apparatus:
    """Who works in the office's apparatus now, whatever day the page is about."""
    return apparatus([office.key], localtime(request.now).date())


def persons_of(found: Apparatus) -> dict[str, str]:
    """Accounts to choose between: id → name and organisation."""
    return {
        key: f"{name} ({organisation})" if organisation else name
        for key, (name, organisation) in found.persons.items()
    }


def one_page(request: Request, rows: Any) -> Any:
    """The page of `rows` that the address asks for."""
    return Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))


def number_in(request: Request, name: str) -> int:
    """A number that the form sends hidden; 0: none. BadRequest when it is no number."""
    try:
        return int(request.POST.get(name) or 0)
    except ValueError as error:
        raise BadRequest from error


# Removing, and bringing back


def removed(request: Request, rows: QuerySet[K]) -> K | None:
    """What has just been removed and can be brought back, as the address says, of the rows that one may change."""
    wanted = word(request, "removed")
    if not (wanted.isascii() and wanted.isdigit() and len(wanted) < 10):
        return None
    return rows.filter(pk=int(wanted), removed_at__isnull=False).first()


def keep(
    request: Request,
    rows: QuerySet[K],
    pk: int,
    deed: Callable[..., Any],
    *,
    gone: Callable[[K], str],
    there: Callable[[K], str],
) -> HttpResponse:
    """Remove a row or bring it back (`deed`), and go on: to where it is `gone` from, or to where it is `there`."""
    row = load(request, rows, read="cooperation.read", right="cooperation.change", pk=pk)
    acts = {"by": request.actor.id, "now": request.now}
    return editing.keep(
        request, row, lambda version: deed(row, version=version, **acts), gone=gone(row), there=there(row)
    )


__all__ = [
    "About", "choices", "keep", "number_in", "offices_in", "one_page", "own_office", "people_at", "persons_of",
    "remove", "removed", "restore", "word",
]  # fmt: skip
