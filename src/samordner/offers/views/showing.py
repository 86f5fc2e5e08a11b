"""What is offered, a board for each, and the proof behind a cell."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language

from samordner.access.grants import visible
from samordner.asks.audiences import Audience, audience, audiences
from samordner.documents import html
from samordner.offers.documents import board_table, formers_words, office_table, why_of
from samordner.offers.models import Round
from samordner.offers.queries import (
    STANDS,
    Board,
    Cell,
    Narrowing,
    Row,
    boards,
    by_office,
    in_order,
    narrowed,
    newest,
    rounds_of,
    windows_of,
)
from samordner.offers.queries import board as board_of
from samordner.offers.sources import Stand
from samordner.offers.views.asking import Asked, asked_of
from samordner.offers.wording import (
    SIGNS,
    TONES,
    audience_words,
    bar,
    board_address,
    deadline_words,
    numbers,
    roles_words,
    stand_words,
)
from samordner.pages.answers import answer_file, answer_page
from samordner.pages.gate import Request, page
from samordner.participation.choosing import Chosen, NoSuch, chosen_of, kept, rows_of
from samordner.places.queries import office_names

PER_PAGE = 100


@page("offer.read")
def index(request: Request) -> HttpResponse:
    """Everything that is to be offered, how far it has come, and by when."""
    found = chosen_of(request, "offer.read")
    if found is None:
        return render(request, "offers/nobody.html")
    windows = newest(found.definition, found.day, office=found.only_office)
    made = boards(request.actor, found.definition, windows, found.day, office=found.office)
    national = not found.only_office and len(found.offices) > 1
    names = office_names(found.day) if national else {}
    context = {
        "chosen": found,
        "offers": [_told(request, each, names) for each in made],
        "national": national,
        "kept": kept(request),
    }
    return render(request, "offers/index.html", context)


def _told(request: Request, found: Board, names: dict[str, str]) -> dict[str, Any]:
    counted = numbers(found, _opener(request, found))
    return {
        "board": found,
        "address": board_address(found.window, **_kept(request)),
        "numbers": counted,
        "bar": bar(counted),
        "deadline": deadline_words(found),
        "lines": by_office(found, names) if names else [],
        "gap_names": [row.municipality for row in found.gaps[:6]],
        "more_gaps": max(len(found.gaps) - 6, 0),
    }


def _kept(request: Request, *more: str) -> dict[str, str]:
    names = ("programme", "office", "day", *more)
    return {name: request.GET[name] for name in names if request.GET.get(name)}


def _opener(request: Request, found: Board, audience: str = "") -> Callable[[Stand], str]:
    pairs = _kept(request, "among", "borders")
    return lambda stand: board_address(found.window, **pairs, state=stand.value, audience=audience)


@page("offer.read")
def board(request: Request, offer: str) -> HttpResponse:
    """An offer, municipality by municipality; gaps first; also as a file."""
    asked = asked_of(request, offer)
    if asked is None:
        return render(request, "offers/nobody.html")
    found = asked.chosen
    made = board_of(
        request.actor, found.definition, asked.window, found.day, office=found.office, today=asked.today
    )
    choices = _audiences(found)
    by = _narrowing(request, found, choices, made)
    rows = in_order(narrowed(made.rows, by), request.GET.get("sort", ""))
    if wanted := request.GET.get("format"):
        return answer_file(board_table(made), rows, wanted, f"offer-{offer}-{found.day}")
    national = not found.only_office and len(found.offices) > 1
    lines = by_office(made, office_names(found.day)) if national else []
    paged = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    counted = numbers(made, _opener(request, made))
    context = {
        "chosen": found,
        "board": made,
        "by": by,
        "among": request.GET.get("among", ""),
        "choices": choices,
        "rows": paged,
        "shown": len(rows),
        "table_rows": [_line(request, made, row) for row in paged],
        "numbers": counted,
        "bar": bar(counted),
        "totals": [
            (audience_words(each), numbers(made, _opener(request, made, each), each)) for each in made.audiences
        ],
        "audiences": [(each, audience_words(each)) for each in made.audiences],
        "states": [(stand.value, stand_words(stand)) for stand in STANDS],
        "years": [each.year for each in windows_of(made.offer, found.day) if each.year],
        "deadline": deadline_words(made),
        "national": national,
        "office_table": html.table(office_table(made.window.name), lines, language=get_language() or "nb") if national else "",
        "may_plan": request.actor.may("meeting.change") and bool(found.only_office) and bool(made.offer.kinds),
        "rounds": rounds_of(
            visible(Round.objects.all(), request.actor, "meeting.change"), found.definition.key, offer, made.window.since,
            found.only_office,
        ) if request.actor.may("meeting.change") else [],
        "kept": kept(request, "year", "borders"),
    }  # fmt: skip
    return answer_page(request, "offers/board.html", context)


def _audiences(found: Chosen) -> list[Audience]:
    try:
        programme, office = rows_of(found)
    except NoSuch:
        return []
    return [each for each in audiences(programme, office, found.day) if each.key != "all"]


def _narrowing(request: Request, found: Chosen, choices: list[Audience], made: Board) -> Narrowing:
    state, among = request.GET.get("state", ""), request.GET.get("among", "")
    audience_key = request.GET.get("audience", "")
    inside = None
    if among and any(each.key == among for each in choices):
        programme, office = rows_of(found)
        named = audience(among, programme, office, found.day)
        members = named.members(programme, office, made.on) if named else []
        inside = frozenset(row.pk for row in members)
    return Narrowing(
        state="not_yet" if state == "gap" else state if state in set(STANDS) else "",
        audience=audience_key if audience_key in made.audiences else "",
        words=request.GET.get("q", "").strip(),
        among=inside,
    )


def _line(request: Request, made: Board, row: Row) -> dict[str, Any]:
    address = proof_address(request, made, row)
    return {
        "row": row,
        "address": address,
        "whole": _drawn(row.whole, address),
        "cells": [(audience_words(key), _drawn(cell, f"{address}#{key}")) for key, cell in row.cells.items()],
        "why": why_of(row.whole),
        "formers": formers_words(row.whole),
    }


def _drawn(cell: Cell, address: str) -> dict[str, Any]:
    return {
        "cell": cell,
        "sign": SIGNS[cell.stand],
        "tone": TONES[cell.stand],
        "words": stand_words(cell.stand),
        "address": address,
        "doubt": cell.doubtful.doubt
        if cell.doubtful
        else why_of(cell)
        if cell.stand is Stand.UNKNOWN
        else "",
    }


def proof_address(request: Request, made: Board, row: Row) -> str:
    pairs = kept(request, "borders", **({"year": str(made.window.year)} if made.window.year else {}))
    return f"{reverse('offers:proof', args=[made.offer.key, row.participation.municipality.code])}{pairs}"


@page("offer.read")
def proof(request: Request, offer: str, code: str) -> HttpResponse:
    """What a municipality was offered: every invitation with its day, whom it went to, how the letter fared; who came.

    Of one that there was none of in the window's days, the heir of others, it is what these were offered.
    """
    asked = asked_of(request, offer)
    if asked is None:
        raise Http404
    found: Asked = asked
    made, row = _row(request, found, code, found.today)
    if row is None and found.today is None:
        made, row = _row(request, found, code, request.today)
    if row is None:
        raise Http404
    parts = [("", audience_words(""), row.whole)]
    parts += [(key, audience_words(key), cell) for key, cell in row.cells.items()]
    context = {
        "chosen": found.chosen,
        "board": made,
        "row": row,
        "parts": [(key, name, _drawn(cell, "")) for key, name, cell in parts],
        "proofs": [
            (each, stand_words(each.stand), SIGNS[each.stand], TONES[each.stand], roles_words(each.roles))
            for each in row.whole.proofs
        ],
        "may_see_meetings": request.actor.may("meeting.read"),
        "back": board_address(found.window, **_kept(request, "borders")),
        "deadline": deadline_words(made),
    }
    return render(request, "offers/proof.html", context)


def _row(request: Request, asked: Asked, code: str, today: date | None) -> tuple[Board, Row | None]:
    chosen = asked.chosen
    [made] = boards(
        request.actor, chosen.definition, [asked.window], chosen.day, office=chosen.office, codes=[code], today=today
    )  # fmt: skip
    return made, made.row(code)
