"""What every page here reads out of its address, and what removing and bringing back share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Generic, TypeVar

from django import forms
from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.db import models
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from samordner.access.grants import visible
from samordner.improvement.queries.projects import kept_teams
from samordner.journal.deeds import Versioned
from samordner.networks.models.learning import Team
from samordner.pages.editing import attempt, version_of
from samordner.pages.gate import Request, read_day
from samordner.participation.choosing import Chosen, Named, chosen_of, kept
from samordner.participation.models import Participation

PER_PAGE = 100
M = TypeVar("M", bound=models.Model)
R = TypeVar("R")
Deed = Callable[..., Any]


def word(request: Request, name: str, among: Sequence[str] | None = None) -> str:
    """What the address says under `name`; "" when it is none of those it may be."""
    said = request.GET.get(name, "").strip()
    return said if among is None or said in among else ""


def day_in(request: Request, name: str) -> date | None:
    """A day that the address says under `name`. Http404 when it is none."""
    return read_day(request.GET.get(name))


def chosen_or_none(request: Request, right: str) -> Chosen | None:
    """The programme and office that the address asks for, of what the actor reaches by `right`."""
    # What was tried outlives its programme: on a day after its end the page is about those who took part last
    return chosen_of(request, right, asked=False)


def of(rows: QuerySet[M], about: Chosen, path: str = "participation__") -> QuerySet[M]:
    """The rows of this programme and office, also of municipalities that are no more."""
    rows = rows.filter(**{f"{path}programme__key": about.definition.key})
    return rows.filter(**{f"{path}office__key": about.office}) if about.office else rows


def places(request: Request, about: Chosen, right: str) -> list[Participation]:
    """The municipalities of the page that the actor reaches by `right`, in Norwegian order."""
    return list(visible(about.participations(), request.actor, right))


def teams_in(request: Request, places: Sequence[Participation], right: str = "team.read") -> list[Team]:
    """The teams of these municipalities that the actor reaches."""
    return list(visible(kept_teams(places), request.actor, right))


@dataclass(frozen=True)
class Filters:
    """What a list's filters can be set to."""

    solutions: list[Named]
    areas: list[Named]
    municipalities: list[Named]


def filters(about: Chosen, there: Sequence[Participation]) -> Filters:
    says = about.definition
    return Filters(
        [Named(one.key, f"{one.key} {one.name}") for one in says.solutions],
        [Named(one.key, str(one.name)) for one in says.areas],
        [Named(one.municipality.code, str(one.municipality)) for one in there],
    )


@dataclass(frozen=True)
class Head(Generic[M]):
    """What begins a list: whom it is about, the `rows` of those that the reader reaches by `right`, and its filters."""

    request: Request
    about: Chosen
    rows: QuerySet[M]
    right: str

    @property
    def said(self) -> dict[str, str]:
        """What the address narrows every list by, as a list's `Wanted` calls it."""
        named = {name: word(self.request, name) for name in ("solution", "area", "municipality")}
        return {"words": word(self.request, "q"), **named}

    @cached_property
    def places(self) -> list[Participation]:
        return places(self.request, self.about, self.right)

    def context(self, tab: str, wanted: Any) -> dict[str, Any]:
        """What the head of the page is drawn from."""
        return {
            "about": self.about,
            "wanted": wanted,
            "filters": filters(self.about, self.places),
            "kept": kept(self.request),
            "tab": tab,
        }


def head_of(request: Request, rows: QuerySet[M], right: str) -> Head[M] | None:
    """The head of a list of `rows`; None: the actor reaches nobody by `right`."""
    about = chosen_or_none(request, right)
    return Head(request, about, of(visible(rows, request.actor, right), about), right) if about else None


def one_page(request: Request, rows: Sequence[R]) -> Page[R]:
    """The page of `rows` that the address asks for."""
    return Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))


def removed(request: Request, kind: str, rows: QuerySet[M], right: str, name: str) -> dict[str, Any] | None:
    """What of this `kind` has just been removed and can be brought back: `?removed=driver-12`."""
    said = word(request, "removed")
    if not said.startswith(f"{kind}-"):
        return None
    number = said.removeprefix(f"{kind}-")
    if not (number.isascii() and number.isdigit() and len(number) < 10):
        return None
    found: Any = visible(rows, request.actor, right).filter(pk=int(number), removed_at__isnull=False).first()
    if found is None:
        return None
    args = [found.pk, "hent-tilbake"] if kind == "cycle" else [found.pk]
    return {"address": reverse(name, args=args), "version": found.version, "what": str(found)}


def simply(
    request: Request, row: Versioned, deed: Deed, *, done: str, there: str, back: str = ""
) -> HttpResponse:
    """Do a deed that has nothing to type, and go `there`; when it was not done, `back` (else there) with the reason."""
    if request.method != "POST":
        return redirect(back or there)
    tried = attempt(
        forms.Form({}),
        lambda _typed, version: deed(row, version=version, by=request.actor.id, now=request.moment),
        version=version_of(request),
    )
    if tried is None:
        if done:
            messages.success(request, done)
        return redirect(there)
    words = tried.form.non_field_errors() or [
        _("Someone else has changed it meanwhile: nothing was done. Look again.")
    ]
    messages.error(request, str(words[0]))
    return redirect(back or there)
