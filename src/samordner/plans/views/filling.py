"""Who fills in which row: an organisation's own rows, and the coordinator's division of them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samordner.access.actors import organisation_key
from samordner.journal.deeds import Conflict
from samordner.pages.answers import answer_file
from samordner.pages.gate import Request, page
from samordner.plans import operations
from samordner.plans.documents import own_rows_table
from samordner.plans.filling import OwnRow, organisations, own_rows, proposed
from samordner.plans.queries import rows_of
from samordner.plans.registers import Register
from samordner.plans.views.editing import plan_for


@page("plan.fill")
def own(request: Request, plan_id: int) -> HttpResponse:
    """The rows that an organisation fills in, with what is missing in them; for the office those of everyone."""
    plan = plan_for(request, plan_id)
    every = own_rows([plan], request.actor)
    names = list({organisation_key(one.organisation): one.organisation for one in every}.values())
    wanted, lacking = request.GET.get("organisation", ""), request.GET.get("missing") == "1"
    found = [
        one
        for one in every
        if (not wanted or organisation_key(one.organisation) == organisation_key(wanted))
        and (one.missing or not lacking)
    ]
    if wanted_format := request.GET.get("format"):
        table = own_rows_table(request.build_absolute_uri("/").rstrip("/"))
        return answer_file(table, found, wanted_format, f"own-rows-{plan.pk}")
    context = {
        "plan": plan,
        "rows": found,
        "total": len(every),
        "lacking": sum(1 for one in every if one.missing),
        "organisations": sorted(names),
        "organisation": wanted,
        "missing": lacking,
        "own": request.actor.organisation_at(plan.office.key, "plan.fill"),
        "groups": grouped(found),
    }
    return render(request, "plans/own_rows.html", context)


def grouped(rows: list[OwnRow]) -> list[tuple[Register[Any], list[OwnRow]]]:
    """The rows by register, in the plan's order."""
    found: dict[str, tuple[Register[Any], list[OwnRow]]] = {}
    for one in rows:
        found.setdefault(one.register.key, (one.register, []))[1].append(one)
    return list(found.values())


@page("plan.change")
def divide(request: Request, plan_id: int, register: Register[Any]) -> HttpResponse:
    """Say which organisation fills in which row: row by row, or by what the rows name."""
    plan = plan_for(request, plan_id, "plan.change")
    rows = list(rows_of(register, plan))
    known = organisations(plan.office.key)
    offered = proposed(register, rows, known)
    status = 200
    typed: dict[int, str] = {}
    if request.method == "POST":
        by_name = request.POST.get("take") == "names"
        typed = {row.pk: request.POST[f"row-{row.pk}"] for row in rows if f"row-{row.pk}" in request.POST}
        chosen = {pk: name for pk, name in typed.items() if name.strip() or pk not in offered}
        versions = {row.pk: number(request.POST.get(f"version-{row.pk}", "")) for row in rows}
        try:
            changed = operations.assign_rows(
                register, plan, offered | chosen if by_name else typed, versions=versions,
                by=request.actor.id, now=request.now,
            )  # fmt: skip
        except Conflict:
            messages.warning(
                request,
                _("Someone else changed one of the rows meanwhile. Nothing was saved; look again and save."),
            )
            status = 409
        else:
            text = ngettext("%(count)d row was given.", "%(count)d rows were given.", changed)
            messages.success(request, text % {"count": changed})
            return redirect("plans:divide", plan.pk, register)
    context = {
        "plan": plan,
        "register": register,
        "known": known,
        "offered": len(offered),
        "lines": [
            {
                "row": row,
                "name": register.name_of(row),
                "value": typed.get(row.pk, row.filled_by),
                "offered": offered.get(row.pk, ""),
            }
            for row in rows
        ],
        "away": reverse("plans:register", args=[plan.pk, register]),
    }
    return render(request, "plans/divide.html", context, status=status)


def number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 9 else 0
