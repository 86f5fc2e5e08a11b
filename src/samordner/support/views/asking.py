"""What every page here reads out of its address: programme, office, day; and what its lists share."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from django.core.paginator import Paginator
from django.db import models
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.urls import reverse

from samordner.access.grants import visible
from samordner.pages import editing
from samordner.pages.gate import Request
from samordner.participation.choosing import Chosen, chosen_of
from samordner.participation.models import Participation
from samordner.programmes.definition import Definition
from samordner.support.models import Kept

PER_PAGE = 100
M = TypeVar("M", bound=models.Model)


@dataclass(frozen=True)
class Scope:
    """Which municipalities a page is about: those of a programme and an office ("" for all) that the reader reaches.

    `day` is the one asked for. `participations` take part on `shown`: that day, or the programme's last when it is
    over by then.
    """

    chosen: Chosen
    day: date
    participations: tuple[Participation, ...]

    @property
    def definition(self) -> Definition:
        return self.chosen.definition

    @property
    def shown(self) -> date:
        return self.chosen.day

    @property
    def office(self) -> str:
        return self.chosen.office

    @property
    def where(self) -> str:
        """The office's name; "" when the page is about several."""
        return self.chosen.where

    @property
    def office_keys(self) -> list[str]:
        return [self.office] if self.office else list(self.chosen.offices)

    def of(self, rows: QuerySet[M]) -> QuerySet[M]:
        """The rows of this programme and office, also of municipalities that are no more."""
        rows = rows.filter(participation__programme__key=self.definition.key)
        return rows.filter(participation__office__key=self.office) if self.office else rows


def scope_of(request: Request, right: str) -> Scope | None:
    """The scope that the address asks for, of what the actor reaches by `right`; None: there is nothing."""
    # A need outlives its programme: on a day after its end the page is about those who took part last
    found = chosen_of(request, right, asked=False)
    if found is None:
        return None
    rows = visible(found.participations(), request.actor, right)
    return Scope(found, request.day, tuple(rows))


def required(request: Request, right: str) -> Scope:
    """The scope, for a page that is nothing without: Http404 when there is none."""
    found = scope_of(request, right)
    if found is None:
        raise Http404
    return found


def word(request: Request, name: str, among: Sequence[str] | None = None) -> str:
    """What the address says under `name`; "" when it is none of those it may be."""
    said = request.GET.get(name, "")
    return said if among is None or said in among else ""


def number(request: Request, name: str, *, usual: int = 0, most: int = 100_000) -> int:
    """The number that the address says under `name`, from 1 up to `most`; `usual` when it is none."""
    said = request.GET.get(name, "")
    return (
        int(said) if said.isascii() and said.isdigit() and len(said) < 7 and 1 <= int(said) <= most else usual
    )


def one_page(request: Request, rows: Any) -> Any:
    """The page of `rows` that the address asks for."""
    return Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))


def removed(
    request: Request, rows: QuerySet[M], right: str, address: Callable[[M], str]
) -> Mapping[str, Any] | None:
    """What has just been removed and can be brought back: the address to post to, and the version."""
    pk = number(request, "removed", most=10**6)
    if not pk:
        return None
    found: Any = visible(rows, request.actor, right).filter(pk=pk, removed_at__isnull=False).first()
    return {"address": address(found), "version": found.version, "what": str(found)} if found else None


def keep(request: Request, row: Kept, deed: Callable[..., Any], rows: str, page: str) -> HttpResponse:
    """Remove a row or bring it back, and go on: to the list named `rows` when it is gone, else to its `page`."""
    acts = {"by": request.actor.id, "now": request.now}
    return editing.keep(
        request,
        row,
        lambda version: deed(row, version=version, **acts),
        gone=reverse(rows),
        there=reverse(page, args=[row.pk]),
    )
