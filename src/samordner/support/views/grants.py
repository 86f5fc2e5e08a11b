"""Grants: applied for, granted, used, reported on; summed, and beside them who comes first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from samordner.access.grants import allowed, visible
from samordner.pages.answers import answer_file
from samordner.pages.editing import Attempt, attempt, version_of
from samordner.pages.gate import Request, load, page
from samordner.participation.choosing import Named
from samordner.participation.models import Participation
from samordner.participation.queries import state
from samordner.people.queries import names_of
from samordner.programmes.queries import definition
from samordner.support.documents import grants_table, scheme_names, scheme_text, sums_table
from samordner.support.forms import GrantForm, MoneyForm, money_typed
from samordner.support.models import Grant
from samordner.support.operations import change_grant, register_grant, remove, restore
from samordner.support.queries import (
    GRANT_SORTS,
    GrantsWanted,
    every_grant,
    grant_sums,
    grants_in,
    kept_grants,
    known_by,
    ordered,
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

PRIORITY = "grant_priority"
"""The subject that says who comes first, in a programme that has it."""


@page("grant.read")
def grants(request: Request) -> HttpResponse:
    """The list with its sums, and who is approved to come first."""
    scope = scope_of(request, "grant.read")
    if scope is None:
        return render(request, "support/empty.html")
    every = scope.of(visible(kept_grants(), request.actor, "grant.read")).filter(known_by(scope.day))
    wanted = GrantsWanted(
        scheme=word(request, "scheme"), name=word(request, "name"), year=number(request, "year"),
        municipality=word(request, "municipality"), status=word(request, "status", Grant.Status.values),
    )  # fmt: skip
    sort = word(request, "sort") or "-year"
    rows = list(ordered(grants_in(every, wanted), sort, GRANT_SORTS, "-year"))
    sums = grant_sums(rows)
    if file := request.GET.get("format"):
        if word(request, "table") == "sums":
            return answer_file(sums_table(scope.definition), sums, file, f"tilskudd-summer-{scope.day}")
        return answer_file(grants_table(scope.definition), rows, file, f"tilskudd-{scope.day}")
    context = {
        "scope": scope,
        "wanted": wanted,
        "narrowed": wanted != GrantsWanted(),
        "rows": one_page(request, rows),
        "definition": grants_table(scope.definition),
        "sorts": GRANT_SORTS,
        "sort": sort,
        "sums": sums,
        "sums_definition": sums_table(scope.definition),
        "total": {name: sum(getattr(row, name) for row in sums) for name in ("number", "applied", "granted", "used")},
        "schemes": [Named(key, name) for key, name in scheme_names(scope.definition).items()],
        "names": sorted(set(every.exclude(scheme_name="").order_by().values_list("scheme_name", flat=True))),
        "years": sorted(set(every.order_by().values_list("year", flat=True)), reverse=True),
        "statuses": [Named(str(key), str(name)) for key, name in Grant.Status.choices],
        "priority": _priority(scope),
        "may_change": request.actor.may("grant.change"),
        "undo": removed(
            request, every_grant(), "grant.change", lambda row: reverse("support:restore-grant", args=[row.pk])
        ),
    }  # fmt: skip
    return render(request, "support/grants.html", context)


def _priority(scope: Scope) -> Mapping[str, Any] | None:
    """Who comes first: each value of the subject with its municipalities, and those not known of."""
    subject = next((one for one in scope.definition.subjects if one.key == PRIORITY), None)
    if subject is None:
        return None
    known = state(scope.participations, scope.definition, scope.shown, subjects=[PRIORITY])
    found: dict[str, list[Participation]] = {}
    for row in scope.participations:
        found.setdefault(known.value(row.pk, PRIORITY), []).append(row)
    values = [*scope.definition.values_of(PRIORITY)][::-1]
    return {
        "subject": subject,
        "values": [(value, found[value.key]) for value in values if value.key in found],
        "unknown": found.get("", []),
        "of": len(scope.participations),
    }


@page("grant.change")
def new(request: Request) -> HttpResponse:
    """Register a grant; `?municipality=` says whose."""
    scope = required(request, "grant.change")
    code = request.GET.get("municipality", "")
    chosen = next((str(one.pk) for one in scope.participations if one.municipality.code == code), "")
    begin = {"municipality": chosen, "year": scope.shown.year}
    form = GrantForm(scope.definition, scope.participations, request.POST or None, initial=begin)
    tried: Attempt[Any] | None = Attempt(form)
    if request.method == "POST":
        tried = attempt(
            form,
            lambda _typed, _version: register_grant(
                form.participation, form.money(), by=request.actor.id, now=request.now
            ),
        )
    if tried is not None:
        context = {"scope": scope, "attempt": tried, "form": tried.form}
        return render(request, "support/grant_form.html", context, status=tried.status)
    messages.success(request, _("The grant of %(place)s is registered.") % {"place": form.participation})
    return redirect(f"{reverse('support:grants')}?programme={scope.definition.key}")


@page("grant.read")
def grant(request: Request, pk: int) -> HttpResponse:
    """A grant; who may, says here how it stands now."""
    found = load(request, kept_grants(), read="grant.read", pk=pk)
    says = definition(found.participation.programme.key)
    context: dict[str, Any] = {
        "grant": found,
        "scheme": scheme_text(found, scheme_names(says)),
        "definition": grants_table(says),
        "by": names_of([found.recorded_by]).get(found.recorded_by, ""),
    }
    if not allowed(found, request.actor, "grant.change"):
        return render(request, "support/grant.html", context)
    tried: Attempt[Any] | None = Attempt(MoneyForm(says, initial=money_typed(found)), found.version)
    if request.method == "POST":
        form = MoneyForm(says, request.POST)
        tried = attempt(
            form,
            lambda _typed, version: change_grant(
                found, form.money(), version=version, by=request.actor.id, now=request.now
            ),
            version=version_of(request),
            standing=money_typed,
        )
    if tried is None:
        messages.success(request, _("Saved."))
        return redirect("support:grant", pk)
    context |= {"attempt": tried, "form": tried.form}
    return render(request, "support/grant.html", context, status=tried.status)


@page("grant.change")
def remove_grant(request: Request, pk: int) -> HttpResponse:
    """Take a grant out of the list and its sums."""
    found = load(request, kept_grants(), read="grant.read", right="grant.change", pk=pk)
    return keep(request, found, remove, "support:grants", "support:grant")


@page("grant.change")
def restore_grant(request: Request, pk: int) -> HttpResponse:
    """Bring a removed grant back."""
    found = load(request, every_grant(), read="grant.read", right="grant.change", pk=pk)
    return keep(request, found, restore, "support:grants", "support:grant")
