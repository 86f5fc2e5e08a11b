"""Help given: the log, how much each municipality got, and logging for many at once."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samordner.access.grants import allowed, visible
from samordner.pages.answers import answer_file
from samordner.pages.editing import Attempt, attempt, version_of
from samordner.pages.gate import Request, load, page, read_month
from samordner.participation.choosing import Named
from samordner.people.queries import names_of
from samordner.support.documents import dose_table, help_table
from samordner.support.forms import GivenForm, LogForm, given_typed
from samordner.support.models import Need, Support
from samordner.support.operations import change_help, log_help, remove, restore
from samordner.support.queries import (
    HELP_SORTS,
    Dose,
    apparatus,
    dose,
    every_help,
    help_in,
    help_months,
    kept_help,
    kept_needs,
    ordered,
)
from samordner.support.views.asking import keep, number, one_page, removed, required, scope_of, word

DOSE_SORTS = {"municipality": "", "times": "", "hours": "", "last": ""}


def month_of(text: str) -> date | None:
    """The first day of the month that the address names, 2021-04; None: no month."""
    month = read_month(text)
    if text and month is None:
        raise Http404
    return month


@page("need.read")
def given(request: Request) -> HttpResponse:
    """The log, or with `?view=dose` how much each municipality got; of a month or of all time."""
    scope = scope_of(request, "need.read")
    if scope is None:
        return render(request, "support/empty.html")
    month = month_of(word(request, "month"))
    every = scope.of(visible(kept_help(), request.actor, "need.read")).filter(day__lte=scope.day)
    asked = {name: word(request, name) for name in ("municipality", "organisation", "kind")}
    rows = help_in(every, month, **asked)
    view = "dose" if word(request, "view") == "dose" else "log"
    sort = word(request, "sort")
    definition: Any = dose_table() if view == "dose" else help_table()
    shown: Any
    if view == "dose":
        shown = _sorted(dose(scope.participations, rows), sort)
    else:
        shown = ordered(rows, sort or "-day", HELP_SORTS, "-day")
    if file := request.GET.get("format"):
        return answer_file(definition, list(shown), file, f"hjelp-{scope.day}")
    context = {
        "scope": scope,
        "view": view,
        "rows": one_page(request, shown),
        "definition": definition,
        "sorts": DOSE_SORTS if view == "dose" else HELP_SORTS,
        "sort": sort or ("municipality" if view == "dose" else "-day"),
        "months": help_months(every),
        "organisations": sorted(filter(None, every.order_by().values_list("organisation", flat=True).distinct())),
        "kinds": [Named(str(key), str(name)) for key, name in Support.Kind.choices],
        "municipalities": scope.participations,
        "asked": asked | {"month": word(request, "month")},
        "narrowed": any(asked.values()) or month is not None,
        "may_log": request.actor.may("need.change"),
        "undo": removed(
            request, every_help(), "need.change", lambda row: reverse("support:restore-help", args=[row.pk])
        ),
    }  # fmt: skip
    return render(request, "support/given.html", context)


def _sorted(rows: list[Dose], sort: str) -> list[Dose]:
    """The municipalities' sums by a column; by the municipalities' own order without one."""
    name, backwards = sort.removeprefix("-"), sort.startswith("-")
    if name == "municipality" and backwards:
        return rows[::-1]
    if name in {"times", "hours", "last"}:
        nothing: Any = {"times": 0, "hours": 0, "last": date.min}[name]
        return sorted(rows, key=lambda row: getattr(row, name) or nothing, reverse=backwards)
    return rows


@page("need.change")
def log(request: Request) -> HttpResponse:
    """Log the same help for one municipality or many; `?need=` says on which need it was given."""
    scope = required(request, "need.change")
    on_need = _need_of(request)
    places = [on_need.participation] if on_need else scope.participations
    people = apparatus(scope.office_keys, localtime(request.now).date())
    codes = set(request.GET.getlist("municipality"))
    begin = {
        "municipalities": [str(row.pk) for row in places if on_need or row.municipality.code in codes],
        "day": scope.shown,
        "organisation": people.organisation_of(request.actor.id),
        "kind": word(request, "kind", Support.Kind.values) or Support.Kind.GUIDANCE,
    }
    form = LogForm(places, people.organisations, request.POST or None, initial=begin)
    tried: Attempt[Any] | None = Attempt(form)
    if request.method == "POST":
        tried = attempt(
            form,
            lambda _typed, _version: log_help(
                form.chosen, form.given(), need=on_need, by=request.actor.id, now=request.now
            ),
        )
    if tried is not None:
        context = {
            "scope": scope, "attempt": tried, "form": tried.form, "need": on_need,
            "organisations": people.organisations,
        }  # fmt: skip
        return render(request, "support/log.html", context, status=tried.status)
    number_of = len(form.chosen)
    said = ngettext(
        "Help to %(n)d municipality is logged.", "Help to %(n)d municipalities is logged.", number_of
    )
    messages.success(request, said % {"n": number_of})
    if on_need:
        return redirect("support:need", on_need.pk)
    return redirect(f"{reverse('support:given')}?programme={scope.definition.key}")


def _need_of(request: Request) -> Need | None:
    pk = number(request, "need", most=10**6)
    return load(request, kept_needs(), read="need.read", right="need.change", pk=pk) if pk else None


@page("need.read")
def one(request: Request, pk: int) -> HttpResponse:
    """One entry of the log; who may, puts it right here."""
    found = load(request, kept_help(), read="need.read", pk=pk)
    if not allowed(found, request.actor, "need.change"):
        return _one(request, found)
    people = apparatus([found.participation.office.key], localtime(request.now).date())
    tried: Attempt[Any] | None = Attempt(
        GivenForm(people.organisations, initial=given_typed(found)), found.version
    )
    if request.method == "POST":
        form = GivenForm(people.organisations, request.POST)
        tried = attempt(
            form,
            lambda _typed, version: change_help(
                found, form.given(), version=version, by=request.actor.id, now=request.now
            ),
            version=version_of(request),
            standing=given_typed,
        )
    if tried is None:
        messages.success(request, _("Saved."))
        return redirect("support:help", pk)
    return _one(request, found, attempt=tried, form=tried.form, organisations=people.organisations)


def _one(request: Request, found: Support, **more: Any) -> HttpResponse:
    tried = more.get("attempt")
    context = {"row": found, "by": names_of([found.recorded_by]).get(found.recorded_by, ""), **more}
    return render(request, "support/help.html", context, status=tried.status if tried else 200)


@page("need.change")
def remove_help(request: Request, pk: int) -> HttpResponse:
    """Take an entry out of the log."""
    found = load(request, kept_help(), read="need.read", right="need.change", pk=pk)
    return keep(request, found, remove, "support:given", "support:help")


@page("need.change")
def restore_help(request: Request, pk: int) -> HttpResponse:
    """Bring a removed entry back."""
    found = load(request, every_help(), read="need.read", right="need.change", pk=pk)
    return keep(request, found, restore, "support:given", "support:help")
