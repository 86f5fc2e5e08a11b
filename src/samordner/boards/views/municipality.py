"""A municipality's page, and the same as a document."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from samordner.access.grants import visible
from samordner.boards.municipality import documents as tables
from samordner.boards.municipality.doing import Point, in_order, points
from samordner.boards.municipality.gathering import Became, Picture, changes_later, gather, history_of
from samordner.boards.municipality.happenings import Kind
from samordner.boards.municipality.standing import NEWEST
from samordner.boards.queries import Scope, scope
from samordner.boards.views.asking import kept, known_at
from samordner.documents.printing import DocumentFormat, print_document
from samordner.offers.telling import gaps
from samordner.pages.answers import answer_page, answer_printed
from samordner.pages.gate import Request, page
from samordner.participation.choosing import NoSuch
from samordner.participation.models import Participation
from samordner.places.models import Municipality
from samordner.places.queries import issuer_name, look_of

PRIORITY = "grant_priority"
"""The subject that stands with the grants, in a programme that has it."""
LANGUAGES = ("nb", "nn", "en")


@page("observation.read")
def municipality(request: Request, code: str) -> HttpResponse:
    """Everything on one municipality that the reader reaches, of a programme, on a day."""
    rows = visible(Participation.objects.all(), request.actor, "observation.read")
    asked = request.GET
    try:
        found = scope(
            rows,
            day=request.day,
            asked=bool(asked.get("day")),
            programme=asked.get("programme", ""),
            known_at=known_at(request),
            municipality=code,
        )
    except NoSuch as error:
        raise Http404 from error
    if found is None:
        raise Http404
    if not found.participations:
        return _away(request, found, rows.filter(municipality__code=code), rows)
    row = found.participations[0]
    if wanted := asked.get("format"):
        became = history_of(row.municipality, rows, changes_later(row.municipality))
        return _document(request, row, found, wanted, became)
    changes = changes_later(row.municipality)
    every = asked.get("all") == "1"
    picture = gather(request.actor, row, found, kept(request), whole=every, beside=[changes])
    became = history_of(row.municipality, rows, changes)
    context = _head(request, found, row.municipality, became) | _sections(request, picture, found)
    return answer_page(request, "boards/municipality.html", context)


def _away(
    request: Request, found: Scope, held: QuerySet[Participation], rows: QuerySet[Participation]
) -> HttpResponse:
    """It takes part before the day or after it, and the page leads there: to its last day before, else to its first."""
    periods = list(held.select_related("municipality__county", "programme").order_by("since"))
    here = [one for one in periods if one.programme.key == found.definition.key]
    ended = [one.until - timedelta(days=1) for one in here if one.until and one.until <= found.day]
    begins = [one.since for one in here if one.since and one.since > found.day]
    place = periods[0].municipality
    became = history_of(place, rows, changes_later(place))
    return render(
        request,
        "boards/municipality_away.html",
        _head(request, found, place, became)
        | {"last": max(ended, default=None), "first": min(begins, default=None)},
    )


def _head(request: Request, found: Scope, place: Municipality, became: Became) -> dict[str, object]:
    return {
        "scope": found,
        "municipality": place,
        "became": became,
        "query": kept(request),
    }


def _sections(request: Request, picture: Picture, found: Scope) -> dict[str, object]:
    kinds = {one.kind for one in picture.happenings}
    kind = request.GET.get("kind", "")
    told = [one for one in picture.happenings if not kind or one.kind == kind]
    every = request.GET.get("all") == "1"
    more = max(len(told) - NEWEST, 0) + (picture.untold if kind in {"", Kind.OBSERVATION} else 0)
    return {
        "picture": picture,
        "points": in_order([*points(picture), *_of_offers(request, picture, found)]),
        "needs_table": tables.needs_table(picture.day, found.definition),
        "help_table": tables.help_table(),
        "grants_table": tables.grants_table(picture),
        "asks_table": tables.asks_table(picture.day),
        "happenings_table": tables.happenings_table(),
        "belonging": tables.belonging(picture),
        "priority": next((line for line in picture.lines if line.column.subject == PRIORITY), None),
        "kinds": [(one.value, one.label) for one in Kind if one in kinds],
        "kind": kind,
        "happenings": told if every else told[:NEWEST],
        "more": 0 if every else more,
    }


def _of_offers(request: Request, picture: Picture, found: Scope) -> list[Point]:
    """What it is to be offered and has not been."""
    code = picture.participation.municipality.code
    told = (
        gaps(request.actor, found.definition, found.day, codes=[code])
        if request.actor.may("offer.read")
        else []
    )
    return [Point(gap.sentence, "=", gap.tone, gap.address) for gap in told]


def _document(
    request: Request, row: Participation, found: Scope, wanted: str, became: Became
) -> HttpResponse:
    try:
        ending = DocumentFormat(wanted)
    except ValueError as error:
        raise Http404 from error
    asked = request.GET.get("sprak", "")
    language = asked if asked in LANGUAGES else (get_language() or "nb")
    with override(language):
        picture = gather(request.actor, row, found, kept(request))
        notice = _("Demonstration: every status is invented.") if request.demonstration else ""
        made = tables.municipality_document(
            picture, found.definition, became, language=language, notice=notice,
            issuer=issuer_name(row.office, found.day, language),
        )  # fmt: skip
    printed = print_document(replace(made, look=look_of(row.office)), ending)
    name = f"{row.municipality.code} {row.municipality.name} {found.day} ({language})"
    return answer_printed(printed, name)
