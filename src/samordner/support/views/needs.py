"""Who needs what; a need with its log, and what can be done with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samordner.access.grants import allowed, visible
from samordner.pages.answers import answer_file
from samordner.pages.editing import Attempt, attempt, version_of
from samordner.pages.gate import Request, load, page
from samordner.participation.choosing import Named
from samordner.people.queries import names_of
from samordner.programmes.definition import Definition
from samordner.programmes.queries import definition
from samordner.support.documents import needs_table
from samordner.support.forms import (
    CloseForm,
    NeedForm,
    RaiseForm,
    ReopenForm,
    TakeForm,
    ended_typed,
    need_typed,
    taken_typed,
)
from samordner.support.models import Need, Status, Step, Support, Where
from samordner.support.operations import (
    change_need,
    close,
    hand_over,
    raise_need,
    remove,
    reopen,
    restore,
    take,
    why_not_close,
    why_not_hand_over,
    why_not_remove,
    why_not_reopen,
    why_not_take,
)
from samordner.support.origins import origin_of
from samordner.support.queries import (
    NEED_SORTS,
    NONE,
    Apparatus,
    Wanted,
    apparatus,
    every_need,
    in_order_of,
    kept_help,
    kept_needs,
    narrowed,
    ordered,
    steps_of,
)
from samordner.support.views.asking import (
    Scope,
    keep,
    number,
    one_page,
    removed,
    required,
    scope_of,
    word,
)

AGES = (30, 90, 180, 365)
STATUSES = (*Status.values, "ended", "all")


def wanted_of(request: Request) -> Wanted:
    """The filters that the address holds."""
    return Wanted(
        status=word(request, "status", STATUSES),
        theme=word(request, "theme"),
        sector=word(request, "sector"),
        organisation=word(request, "organisation"),
        municipality=word(request, "municipality"),
        overdue=word(request, "overdue") == "1",
        older=number(request, "older"),
        words=word(request, "q"),
    )


@page("need.read")
def needs(request: Request) -> HttpResponse:
    """The list "who needs what"."""
    scope = scope_of(request, "need.read")
    if scope is None:
        return render(request, "support/empty.html")
    wanted, sort = wanted_of(request), word(request, "sort") or "raised_on"
    themes = sorted(scope.definition.themes, key=lambda one: str(one.name))
    rows = in_order_of(
        scope.of(visible(kept_needs(), request.actor, "need.read")), (one.key for one in themes)
    )
    rows = ordered(narrowed(rows, wanted, scope.day), sort, NEED_SORTS, "raised_on")
    if file := request.GET.get("format"):
        found = list(rows)
        persons = names_of(row.taken_account for row in found)
        return answer_file(
            needs_table(scope.definition, scope.day, persons), found, file, f"behov-{scope.day}"
        )
    context = {
        "scope": scope,
        "wanted": wanted,
        "filters": _filters(request, scope, wanted),
        "rows": one_page(request, rows),
        "definition": needs_table(scope.definition, scope.day),
        "sorts": NEED_SORTS,
        "sort": sort,
        "may_raise": request.actor.may("need.raise"),
        "undo": removed(
            request, every_need(), "need.change", lambda row: reverse("support:deed", args=[row.pk, "hent-tilbake"])
        ),
    }  # fmt: skip
    return render(request, "support/needs.html", context)


def _filters(request: Request, scope: Scope, wanted: Wanted) -> dict[str, list[Named]]:
    """What each filter can be set to; a filter that has nothing to choose between is left out."""
    rows = scope.of(visible(kept_needs(), request.actor, "need.read"))
    takers = sorted(
        filter(None, rows.order_by().values_list("taken_by", flat=True).distinct()), key=str.casefold
    )
    without = Named(NONE, _("not said"))
    return {
        "theme": [*(Named(one.key, str(one.name)) for one in scope.definition.themes), without],
        "sector": [*(Named(one.key, str(one.name)) for one in scope.definition.sectors), without],
        "organisation": [*(Named(one, one) for one in takers), Named(NONE, _("nobody yet"))],
        "municipality": [Named(one.municipality.code, str(one.municipality)) for one in scope.participations],
        "older": [Named(str(n), _("more than %(n)d days") % {"n": n}) for n in AGES],
    }  # fmt: skip


@page("need.raise")
def raised(request: Request) -> HttpResponse:
    """Write down what a municipality asked for. The address may say which, where and when."""
    scope = required(request, "need.raise")
    code = request.GET.get("municipality", "")
    begin = {
        "municipality": next((str(one.pk) for one in scope.participations if one.municipality.code == code), ""),
        "raised_on": request.GET.get("on") or scope.shown,
        "raised_where": word(request, "where", Where.values) or Where.CONTACT,
        "raised_reference": word(request, "reference"),
        "theme": word(request, "theme"),
    }  # fmt: skip
    form = RaiseForm(scope.definition, scope.participations, request.POST or None, initial=begin)
    tried: Attempt[Any] | None = Attempt(form)
    if request.method == "POST":
        tried = attempt(
            form,
            lambda _typed, _version: raise_need(
                form.participation, form.asked(), by=request.actor.id, now=request.now
            ),
        )
    if tried is not None:
        context = {
            "scope": scope,
            "attempt": tried,
            "form": tried.form,
            "another": request.GET.get("another"),
        }
        return render(request, "support/raise.html", context, status=tried.status)
    messages.success(request, _("The need of %(place)s is written down.") % {"place": form.participation})
    if request.POST.get("then") == "another":
        query = request.GET.copy()
        query.update({"another": "1"})
        for name, key in (("where", "raised_where"), ("reference", "raised_reference"), ("on", "raised_on")):
            query[name] = request.POST.get(key, "")
        query.pop("municipality", None)
        return redirect(f"{reverse('support:raise')}?{query.urlencode()}")
    return redirect(f"{reverse('support:needs')}?programme={scope.definition.key}")


@dataclass(frozen=True)
class Deed:
    """Something that can be done with a need: its button, why not, its form, and what it does."""

    label: str | Promise
    done: str | Promise
    why_not: Callable[[Need], str | None]
    form: Callable[[Request, Need, Apparatus, Any], forms.Form]
    write: Callable[[Need, Any, int, dict[str, Any]], Any]
    standing: Callable[[Any], Mapping[str, Any]] | None = None
    main: bool = False


def _take_form(request: Request, need: Need, people: Apparatus, data: Any) -> forms.Form:
    mine = people.organisation_of(request.actor.id)
    begin = {
        "organisation": mine, "on": request.day,
        "account": request.actor.id if request.actor.id in people.persons else "", "deadline": need.deadline,
    }  # fmt: skip
    return TakeForm(people.persons, people.organisations, data, initial=begin, auto_id=f"{need.pk}-take-%s")


def _hand_form(request: Request, need: Need, people: Apparatus, data: Any) -> forms.Form:
    begin = {"on": request.day, "deadline": need.deadline}
    return TakeForm(people.persons, people.organisations, data, initial=begin, auto_id=f"{need.pk}-hand-%s")


def _close_form(request: Request, need: Need, _people: Apparatus, data: Any) -> forms.Form:
    return CloseForm(data, initial={"on": request.day}, auto_id=f"{need.pk}-close-%s")


def _reopen_form(request: Request, need: Need, _people: Apparatus, data: Any) -> forms.Form:
    return ReopenForm(data, initial={"on": request.day}, auto_id=f"{need.pk}-reopen-%s")


DEEDS: dict[str, Deed] = {
    "ta": Deed(
        gettext_lazy("Take it"), gettext_lazy("It is taken."), why_not_take, _take_form,
        lambda need, form, version, acts: take(need, form.taking(), version=version, **acts), taken_typed, True,
    ),
    "gi-videre": Deed(
        gettext_lazy("Hand it over"), gettext_lazy("It is handed over."), why_not_hand_over, _hand_form,
        lambda need, form, version, acts: hand_over(need, form.taking(), version=version, **acts), taken_typed,
    ),
    "avslutt": Deed(
        gettext_lazy("Close it"), gettext_lazy("It is closed."), why_not_close, _close_form,
        lambda need, form, version, acts: close(need, form.ending(), version=version, **acts), ended_typed,
    ),
    "gjenapne": Deed(
        gettext_lazy("Reopen it"), gettext_lazy("It is open again."), why_not_reopen, _reopen_form,
        lambda need, form, version, acts: reopen(need, version=version, **form.cleaned_data, **acts), ended_typed,
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Entry:
    """Something in a need's log: what was done with it, or help given on it."""

    day: date
    at: datetime
    by: str
    step: Step | None = None
    help: Support | None = None


@dataclass(frozen=True)
class Offered:
    """A deed as it stands on the page: its form, folded open when something was tried."""

    key: str
    label: str | Promise
    attempt: Attempt[Any]
    opened: bool = False
    main: bool = field(default=False)


@page("need.read")
def need(request: Request, pk: int) -> HttpResponse:
    """A need: what was asked for, what was done, and what can be done now."""
    return _need(request, load(request, kept_needs(), read="need.read", pk=pk))


def _need(request: Request, found: Need, tried: str = "", failed: Attempt[Any] | None = None) -> HttpResponse:
    says = definition(found.participation.programme.key)
    may = allowed(found, request.actor, "need.change")
    steps, given = list(steps_of(found)), list(kept_help().filter(need=found))
    people = (
        apparatus([found.participation.office.key], localtime(request.now).date())
        if may
        else Apparatus({}, ())
    )
    authors = [*(one.recorded_by for one in steps), *(one.recorded_by for one in given)]
    writers = names_of([*authors, found.taken_account])
    entries = [
        *(Entry(one.day, one.recorded_at, writers.get(one.recorded_by, ""), step=one) for one in steps),
        *(Entry(one.day, one.recorded_at, writers.get(one.recorded_by, ""), help=one) for one in given),
    ]
    context = {
        "need": found,
        "origin": origin_of(found, request.actor),
        "status": found.status(request.day),
        "overdue": found.is_overdue(request.day),
        "age": found.age(request.day),
        "definition": needs_table(says, request.day),
        "person": writers.get(found.taken_account, ""),
        "log": sorted(entries, key=lambda one: (one.day, one.at)),
        "may_change": may,
        "deeds": _offered(request, found, people, tried, failed) if may else [],
        "organisations": people.organisations,
        "why_not_remove": why_not_remove(found),
        "solutions": [one for one in says.solutions if one.key in found.solutions],
    }
    return render(request, "support/need.html", context, status=failed.status if failed else 200)


def _offered(
    request: Request, found: Need, people: Apparatus, tried: str, failed: Attempt[Any] | None
) -> list[Offered]:
    """What can be done now, and what was tried although it could not."""
    offered = []
    for key, deed in DEEDS.items():
        if failed is not None and key == tried:
            offered.append(Offered(key, deed.label, failed, opened=True))
        elif deed.why_not(found) is None:
            fresh = Attempt(deed.form(request, found, people, None), found.version)
            offered.append(Offered(key, deed.label, fresh, main=deed.main))
    return offered


@page("need.change")
def do(request: Request, pk: int, deed: str) -> HttpResponse:
    """Do one of the deeds, or remove the need, or bring it back."""
    rows = every_need() if deed == "hent-tilbake" else kept_needs()
    found = load(request, rows, read="need.read", right="need.change", pk=pk)
    if request.method != "POST":
        return redirect("support:need", pk)
    acts = {"by": request.actor.id, "now": request.now}
    if deed in KEEPING:
        return _keep(request, found, deed)
    if deed not in DEEDS:
        raise Http404
    chosen = DEEDS[deed]
    people = apparatus([found.participation.office.key], localtime(request.now).date())
    form = chosen.form(request, found, people, request.POST)
    tried = attempt(
        form,
        lambda _typed, version: chosen.write(found, form, version, acts),
        version=version_of(request),
        standing=chosen.standing,
    )
    if tried is None:
        messages.success(request, str(chosen.done))
        return redirect("support:need", pk)
    return _need(request, load(request, kept_needs(), read="need.read", pk=pk), deed, tried)


KEEPING = {"fjern": remove, "hent-tilbake": restore}


def _keep(request: Request, found: Need, deed: str) -> HttpResponse:
    here = "support:needs", "support:need"
    return keep(request, found, KEEPING[deed], *here)


@page("need.change")
def change(request: Request, pk: int) -> HttpResponse:
    """Put right what was asked for."""
    found = load(request, kept_needs(), read="need.read", right="need.change", pk=pk)
    says: Definition = definition(found.participation.programme.key)
    tried: Attempt[Any] | None = Attempt(NeedForm(says, initial=need_typed(found)), found.version)
    if request.method == "POST":
        form = NeedForm(says, request.POST)
        tried = attempt(
            form,
            lambda _typed, version: change_need(
                found, form.asked(), version=version, by=request.actor.id, now=request.now
            ),
            version=version_of(request),
            standing=need_typed,
        )
    if tried is None:
        messages.success(request, _("Saved."))
        return redirect("support:need", pk)
    context = {"need": found, "attempt": tried, "form": tried.form}
    return render(request, "support/change.html", context, status=tried.status)
