"""Arenas where one may take part, and one of them with its history."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from samordner.access.grants import allowed, visible
from samordner.cooperation.documents import (
    SIGNS,
    TONES,
    arena_document,
    arena_table,
    arena_words,
    partner_address,
    visit_table,
)
from samordner.cooperation.forms import ArenaForm, described_of
from samordner.cooperation.models import Arena, ArenaKind, ArenaVisit, VisitNeed
from samordner.cooperation.operations.arenas import add_arena, change_arena
from samordner.cooperation.operations.keeping import why_not_remove
from samordner.cooperation.queries.arenas import (
    STATES,
    Line,
    Narrowing,
    Visited,
    every_arena,
    lines,
    municipalities_of,
    narrowed,
    ordered,
    visited,
)
from samordner.cooperation.views.asking import (
    choices,
    keep,
    offices_in,
    one_page,
    own_office,
    people_at,
    remove,
    removed,
    restore,
    word,
)
from samordner.cooperation.views.partners import notice
from samordner.documents.printing import DocumentFormat, print_document
from samordner.pages.answers import answer_file, answer_printed
from samordner.pages.editing import Attempt, attempt, version_of
from samordner.pages.gate import Request, load, page
from samordner.people.queries import names_of
from samordner.places.models import Grouping, Office
from samordner.places.queries import issuer_name, look_of, office_names


def _shown(one: Line, request: Request) -> dict[str, Any]:
    state = one.state(request.day)
    return {
        "line": one,
        "state": state,
        "words": arena_words(state),
        "sign": SIGNS[state],
        "tone": TONES[state],
        "quiet": one.quiet_months(request.day),
    }


@page("cooperation.read")
def index(request: Request) -> HttpResponse:
    """The arenas, those nobody has been at for long marked; narrowed and sorted as the address says; also as a file."""
    names = office_names(request.day)
    every = lines(visible(Arena.objects.all(), request.actor, "cooperation.read"), request.day)
    by = Narrowing(
        words=word(request, "q"),
        office=word(request, "office"),
        kind=word(request, "kind"),
        state=word(request, "state"),
    )
    found = ordered(narrowed(every, by, request.day), word(request, "sort"))
    if wanted := request.GET.get("format"):
        return answer_file(arena_table(request.day, names), found, wanted, f"arenas-{request.day}")
    paged = one_page(request, found)
    context = {
        "by": by,
        "rows": paged,
        "shown": [_shown(one, request) for one in paged],
        "any": bool(every),
        "kinds": ArenaKind.choices,
        "states": [("wait", _("somebody should go")), *((key, arena_words(key)) for key in STATES)],
        "offices": offices_in([one.arena.office.key for one in every], names),
        "names": names,
        "may": request.actor.may("cooperation.change"),
        "removed": removed(request, visible(Arena.objects.all(), request.actor, "cooperation.change")),
        "restore": "cooperation:restore_arena",
        "day": request.day,
        "tab": "arenas",
    }
    return render(request, "cooperation/arenas.html", context)


def _address(row: Arena) -> str:
    return reverse("cooperation:arena", args=[row.pk])


@page("cooperation.read")
def show(request: Request, pk: int) -> HttpResponse:
    """One arena: what it is, who is next, who was there and what was said. Also as a sheet and as a document."""
    row = load(request, every_arena(), read="cooperation.read", pk=pk)
    visits = visible(ArenaVisit.objects.all(), request.actor, "cooperation.read").filter(arena=row)
    days = visited(visits, visible(VisitNeed.objects.all(), request.actor, "need.read"))
    names = names_of(account for one in days for account in one.accounts)
    if wanted := request.GET.get("format"):
        if wanted in {"docx", "pdf", "html"}:
            return _printed(request, row, days, names, DocumentFormat(wanted))
        return answer_file(visit_table(names), days, wanted, f"arena-{row.pk}")
    line = next(
        iter(lines(visible(Arena.objects.filter(pk=row.pk), request.actor, "cooperation.read"), request.day)),
        None,
    ) or Line(row, None, None, 0, 0)
    may = allowed(row, request.actor, "cooperation.change")
    context = {
        **_shown(line, request),
        "arena": row,
        "owner_address": partner_address(row.office.key, row.owner_key) if row.owner_key else "",
        "office": office_names(request.day).get(row.office.key, row.office.key),
        "municipalities": [str(one) for one in municipalities_of(row, request.day)],
        "coming": [one for one in reversed(days) if one.visit.state == "planned" and one.visit.day >= request.day],
        "unwritten": [one for one in days if one.visit.is_unwritten(request.day)],
        "history": [one for one in days if one.visit.state == "been"],
        "called_off": [one for one in days if one.visit.state == "cancelled"],
        "people": names,
        "may": may,
        "why_not_remove": why_not_remove(row),
        "removed": removed(request, visible(ArenaVisit.objects.filter(arena=row), request.actor, "cooperation.change")),
        "restore": "cooperation:restore_visit",
        "day": request.day,
        "tab": "arenas",
    }  # fmt: skip
    return render(request, "cooperation/arena.html", context)


def _printed(
    request: Request, row: Arena, days: list[Visited], names: dict[str, str], format: DocumentFormat
) -> HttpResponse:
    language = get_language() or "nb"
    document = arena_document(
        row, days, names, [str(one) for one in municipalities_of(row, request.day)],
        office=issuer_name(row.office, request.day, language), day=request.day, language=language, notice=notice(request),
    )  # fmt: skip
    printed = print_document(replace(document, look=look_of(row.office)), format)
    return answer_printed(printed, f"arena-{row.pk}")


def _form(request: Request, office: Office, data: Any, **more: Any) -> ArenaForm:
    groupings = visible(Grouping.objects.filter(office=office), request.actor, "grouping.read")
    known = choices([
        *people_at(office, request).organisations,
        *visible(Arena.objects.all(), request.actor, "cooperation.read").values_list("owner", flat=True),
    ])  # fmt: skip
    return ArenaForm(data, organisations=known, groupings=groupings, **more)


@page("cooperation.change")
def new(request: Request) -> HttpResponse:
    """Note an arena."""
    office = own_office(request)
    form = _form(request, office, request.POST or None)
    failed: Attempt[ArenaForm] | None = Attempt(form)
    if request.method == "POST":
        made: list[Arena] = []

        def write(_typed: dict[str, Any], _version: int) -> Any:
            made.append(add_arena(office, form.described(), by=request.actor.id, now=request.now))

        failed = attempt(form, write)
    if failed is None:
        messages.success(request, _("The arena is noted."))
        return redirect(_address(made[0]))
    context = {"attempt": failed, "form": failed.form, "arena": None, "tab": "arenas"}
    return render(request, "cooperation/arena_form.html", context, status=failed.status)


@page("cooperation.change")
def change(request: Request, pk: int) -> HttpResponse:
    """Write an arena anew."""
    row = load(request, every_arena(), read="cooperation.read", right="cooperation.change", pk=pk)
    failed: Attempt[ArenaForm] | None = Attempt(
        _form(request, row.office, None, initial=described_of(row)), row.version
    )
    if request.method == "POST":
        form = _form(request, row.office, request.POST, initial=described_of(row))

        def write(_typed: dict[str, Any], version: int) -> Any:
            return change_arena(row, form.described(), version=version, by=request.actor.id, now=request.now)

        failed = attempt(form, write, version=version_of(request), standing=described_of)
    if failed is None:
        messages.success(request, _("Saved."))
        return redirect(_address(row))
    context = {"attempt": failed, "form": failed.form, "arena": row, "tab": "arenas"}
    return render(request, "cooperation/arena_form.html", context, status=failed.status)


@page("cooperation.change")
def take_away(request: Request, pk: int) -> HttpResponse:
    """Take an arena out of every list; it can be brought back."""
    return _keep(request, pk, remove)


@page("cooperation.change")
def bring_back(request: Request, pk: int) -> HttpResponse:
    return _keep(request, pk, restore)


def _keep(request: Request, pk: int, deed: Any) -> HttpResponse:
    return keep(
        request, every_arena(), pk, deed, gone=lambda _row: reverse("cooperation:arenas"), there=_address
    )
