"""A register as a page, and as a file."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from samordner.access.grants import allowed, visible
from samordner.documents.printing import TableFormat, print_table
from samordner.pages.answers import answer_printed
from samordner.pages.gate import Request, page
from samordner.plans.measures import NONE, Asked, due_columns, is_followed, narrowed, totals
from samordner.plans.models import Followed, Plan
from samordner.plans.presenting import groups, row_shown, shares
from samordner.plans.queries import Shown, shown
from samordner.plans.registers import Register, registers
from samordner.plans.views.editing import plan_for
from samordner.plans.views.measures import asked_of, due_choices

Registers = Register[Any]


@page("plan.read")
def show(request: Request, plan_id: int, register: Registers) -> HttpResponse:
    plan = plan_for(request, plan_id)
    return render(request, "plans/register.html", context_of(request, plan, register))


def context_of(request: Request, plan: Plan, register: Registers) -> dict[str, Any]:
    words, sort = request.GET.get("q", ""), request.GET.get("sort", "")
    rows = visible(register.model._default_manager.filter(plan=plan), request.actor, "plan.read")
    asked = asked_of(request)
    found = narrowed_shown(register, rows, asked, request)
    may_change = allowed(plan, request.actor, "plan.change")
    may_add = may_change or bool(request.actor.organisation_at(plan.office.key, "plan.fill"))
    fillable = visible(rows, request.actor, "plan.fill") if may_add else rows.none()
    every = registers()
    at = every.index(register)
    return {
        "plan": plan,
        "register": register,
        "found": found,
        "groups": groups(register, found, sorted_by=sort, day=request.day),
        "columns": shares(register),
        "doubtful": sum(1 for row in found.rows if row.doubts),
        "removed": [row_shown(register, row) for row in found.removed],
        "may_change": may_change,
        "may_add": may_add,
        "may_fill": set(fillable.values_list("pk", flat=True)) if may_add else set(),
        "wide": bool(register.unprinted),
        "words": words,
        "sort": sort,
        "asked": asked,
        "filters": filters_of(register),
        "totals": totals(register, found.rows),
        "formats": list(TableFormat),
        "previous": every[at - 1] if at else None,
        "next": every[at + 1] if at + 1 < len(every) else None,
    }


def narrowed_shown(register: Registers, rows: Iterable[Any], asked: Asked, request: Request) -> Shown[Any]:
    """The register's rows as the address asks for them."""
    found = shown(register, rows, words=request.GET.get("q", ""), sort=request.GET.get("sort", ""))
    if not asked.any:
        return found
    return replace(found, rows=tuple(narrowed(register, found.rows, asked, request.day)), whole=False)


def filters_of(register: Registers) -> list[tuple[str, object, list[tuple[str, object]]]]:
    """What the register can be narrowed by: (parameter, label, options)."""
    found: list[tuple[str, object, list[tuple[str, object]]]] = []
    if is_followed(register):
        found.append(("status", _("Status"), [(NONE, _("Status not said")), *Followed.Status.choices]))
    for column in due_columns(register)[:1]:
        options = [("passed", _("Passed")), *due_choices(), (NONE, _("Without a day"))]
        found.append(("due", column.title, options))
    return found


@page("plan.read")
def export(request: Request, plan_id: int, register: Registers, format: str) -> HttpResponse:
    """The rows that the page shows, as a file."""
    if format not in set(TableFormat):
        raise Http404
    plan = plan_for(request, plan_id)
    rows = visible(register.model._default_manager.filter(plan=plan), request.actor, "plan.read")
    found = narrowed_shown(register, rows, asked_of(request), request)
    printed = print_table(
        register.table, found.rows, TableFormat(format), language=get_language() or plan.language
    )
    return answer_printed(printed, slugify(str(register.table.title)))
