"""What every page here reads out of its address: programme, office, day; and what its lists share."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, TypeVar

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db import models
from django.db.models import Min, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from samordner.access.grants import visible
from samordner.pages.editing import attempt, version_of
from samordner.pages.gate import Request
from samordner.participation.models import Participation
from samordner.places.queries import office_names
from samordner.programmes.definition import Definition
from samordner.programmes.queries import definition
from samordner.support.models import Kept

PER_PAGE = 100
M = TypeVar("M", bound=models.Model)


@dataclass(frozen=True)
class Named:
    """Something to choose between."""

    key: str
    name: str


@dataclass(frozen=True)
class Scope:
    """Which municipalities a page is about: of a programme, of an office ("" for all), on a day.

    `participations` take part on `shown`: the day, or the programme's last day when it is over by then.
    """

    definition: Definition
    day: date
    shown: date
    office: str
    offices: tuple[Named, ...]
    programmes: tuple[Named, ...]
    participations: tuple[Participation, ...]

    @property
    def where(self) -> str:
        """The office's name; "" when the page is about several."""
        found = [one.name for one in self.offices if self.office in {one.key, ""}]
        return found[0] if len(found) == 1 else ""

    @property
    def office_keys(self) -> list[str]:
        return [one.key for one in self.offices if self.office in {one.key, ""}]

    def of(self, rows: QuerySet[M]) -> QuerySet[M]:
        """The rows of this programme and office, also of municipalities that are no more."""
        rows = rows.filter(participation__programme__key=self.definition.key)
        return rows.filter(participation__office__key=self.office) if self.office else rows


def scope_of(request: Request, right: str) -> Scope | None:
    """The scope that the address asks for, of what the actor reaches by `right`; None: there is nothing."""
    rows = visible(Participation.objects.all(), request.actor, right)
    spans = list(
        rows.order_by().values_list("programme__key", "office__key", "until").annotate(first=Min("since"))
    )
    if not spans:
        return None
    begins: dict[str, date] = {}
    ends: dict[str, date] = {}
    for key, _of, until, first in spans:
        begins[key] = min(begins.get(key, date.max), first)
        ends[key] = max(ends.get(key, date.min), until or date.max)
    keys = sorted(ends, key=lambda key: (begins[key] <= request.day < ends[key], begins[key]), reverse=True)
    chosen, office = request.GET.get("programme") or keys[0], request.GET.get("office", "")
    here = sorted({key for programme, key, *_rest in spans if programme == chosen})
    if chosen not in ends or (office and office not in here):
        raise Http404
    shown = min(request.day, ends[chosen] - timedelta(days=1)) if ends[chosen] < date.max else request.day
    found = rows.as_of(shown).filter(programme__key=chosen)  # type: ignore[attr-defined]
    if office:
        found = found.filter(office__key=office)
    names = office_names(shown)
    return Scope(
        definition(chosen),
        request.day,
        shown,
        office,
        tuple(sorted((Named(key, names.get(key, key)) for key in here), key=lambda one: one.name)),
        tuple(Named(key, str(definition(key).name)) for key in sorted(ends)) if len(ends) > 1 else (),
        tuple(found.select_related("programme", "municipality", "office")),
    )


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


def keep(
    request: Request, row: Kept, deed: Callable[..., Any], rows: str, page: str, *, undo: bool = False
) -> HttpResponse:
    """Remove a row or bring it back, and go on: to the list named `rows` when it is gone, else to its `page`."""
    if request.method != "POST":
        return redirect(rows)
    acts = {"by": request.actor.id, "now": request.now}
    tried = attempt(
        forms.Form({}), lambda _typed, version: deed(row, version=version, **acts), version=version_of(request)
    )  # fmt: skip
    if tried is not None:
        words = tried.form.non_field_errors() or [
            _("Someone else has changed it meanwhile: nothing was done.")
        ]
        messages.error(request, str(words[0]))
        return redirect(rows) if row.removed_at else redirect(page, row.pk)
    if undo:
        return redirect(f"{reverse(rows)}?removed={row.pk}")
    messages.success(request, _("It is back."))
    return redirect(page, row.pk)
