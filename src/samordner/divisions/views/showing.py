"""The divisions that there are, and one of them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from samordner.access.grants import visible
from samordner.divisions.documents import (
    division_document,
    division_table,
    drift_table,
    move_table,
    placement_table,
    value_names,
)
from samordner.divisions.models import Division
from samordner.divisions.queries import (
    drifted,
    every_division,
    kept,
    listed,
    moved_since,
    placements_of,
    rule_of,
)
from samordner.documents import html
from samordner.documents.printing import DocumentFormat, print_document
from samordner.pages.answers import answer_file, answer_printed
from samordner.pages.gate import Request, load, page
from samordner.participation.choosing import chosen_of
from samordner.participation.choosing import kept as kept_address
from samordner.participation.queries import taking_part
from samordner.people.queries import names_of
from samordner.places.queries import authority_name, look_of, office_names
from samordner.programmes.queries import definition

SORTS = ("name", "-name", "made_on", "-made_on")


@page("division.read")
def index(request: Request) -> HttpResponse:
    """Every division of the programme, those that hold first; also as a file."""
    found = chosen_of(request, "division.read")
    if found is None:
        return render(request, "divisions/nobody.html")
    rows = visible(Division.objects.all(), request.actor, "division.read")
    rows = rows.filter(programme__key=found.definition.key)
    if found.office:
        rows = rows.filter(office__key=found.office)
    asked = {name: request.GET.get(name, "") for name in ("rule", "holds", "sort")}
    lines = listed(rows, found.definition, found.offices, **asked)
    table = division_table(kept_address(request))
    if wanted := request.GET.get("format"):
        return answer_file(table, lines, wanted, f"divisions-{found.day}")
    context = {
        "chosen": found,
        "lines": lines,
        "table": html.table(table, lines, language=get_language() or "nb"),
        "rules": found.definition.divisions,
        "narrowed": bool(asked["rule"] or asked["holds"]),
        "may": request.actor.may("division.change"),
        "kept": kept_address(request),
    }
    return render(request, "divisions/index.html", context)


def _loaded(request: Request, pk: int) -> Division:
    return load(request, every_division(), read="division.read", pk=pk)


@page("division.read")
def show(request: Request, pk: int) -> HttpResponse:
    """The groups side by side as they were kept, what has moved since last, and what has changed since."""
    row = _loaded(request, pk)
    says = definition(row.programme.key)
    if wanted := request.GET.get("format"):
        places = sorted(placements_of(row), key=lambda each: each.group.position)
        return answer_file(placement_table(says, row), places, wanted, f"division-{row.pk}-{row.made_on}")
    groups, moves = kept(row), moved_since(row)
    here = visible(
        taking_part(row.programme.key, request.day, office=row.office.key), request.actor, "division.read"
    )
    drift = [] if hasattr(row, "replaced_by") else drifted(row, says, list(here), request.day)
    language = get_language() or "nb"
    rule = rule_of(says, row.rule)
    names = value_names(says, row)
    context: dict[str, Any] = {
        "division": row,
        "groups": [
            (one, [(each, names.get(each.value, each.value)) for each in one.placements]) for one in groups
        ],
        "number": sum(len(one.placements) for one in groups),
        "moves": moves,
        "move_table": html.table(move_table(), moves, language=language),
        "drift": drift,
        "drift_table": html.table(drift_table(says, row), drift, language=language),
        "rule": rule,
        "subject": says.subject(rule.subject) if rule else None,
        "programme": says.name,
        "office": office_names(row.made_on).get(row.office.key, row.office.key),
        "by": names_of([row.made_by]).get(row.made_by, ""),
        "may": request.actor.may("division.change") and not hasattr(row, "replaced_by"),
        "day": request.day,
        "kept": kept_address(request),
    }
    return render(request, "divisions/division.html", context)


@page("division.read")
def document(request: Request, pk: int) -> HttpResponse:
    """The division to print: `?format=docx`, or html."""
    row = _loaded(request, pk)
    try:
        format = DocumentFormat(request.GET.get("format", "docx"))
    except ValueError as error:
        raise Http404 from error
    language = get_language() or "nb"
    name = office_names(row.made_on).get(row.office.key, row.office.key)
    made = division_document(
        row,
        definition(row.programme.key),
        kept(row),
        moved_since(row),
        office=f"{authority_name(row.made_on, language)} – {name}",
        by=names_of([row.made_by]).get(row.made_by, ""),
        language=language,
        notice=_("Demonstration: every status is invented") if request.demonstration else "",
    )
    printed = print_document(replace(made, look=look_of(row.office)), format)
    return answer_printed(printed, f"division-{row.pk}")
