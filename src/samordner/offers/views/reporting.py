"""The report: who was offered, who came; for an offer, or for chosen meetings."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from samordner.access.grants import visible
from samordner.documents import html
from samordner.documents.printing import DocumentFormat, print_document
from samordner.meetings.models import Meeting
from samordner.offers.documents import (
    Line,
    meeting_table,
    meetings_in,
    report_document,
    report_lines,
    report_table,
    share_words,
)
from samordner.offers.queries import Board, Row
from samordner.offers.queries import board as board_of
from samordner.offers.sources import Proof, Stand, Window
from samordner.offers.views.asking import asked_of
from samordner.pages.answers import answer_file, answer_printed
from samordner.pages.gate import Request, page
from samordner.participation.choosing import Chosen, NoSuch, chosen_of, kept, rows_of
from samordner.places.queries import issuer_name, look_of
from samordner.programmes.definition import Offer, Text

DOCUMENTS = ("html", "docx", "pdf")


@page("offer.read")
def of_offer(request: Request, offer: str) -> HttpResponse:
    """The report of an offer; `meeting` in the address narrows it to some of its meetings."""
    asked = asked_of(request, offer)
    if asked is None:
        return render(request, "offers/nobody.html")
    found = asked.chosen
    made = board_of(
        request.actor, found.definition, asked.window, found.day, office=found.office, today=asked.today
    )
    return _answer(request, found, made, f"offer-{offer}")


@page("offer.read")
def of_meetings(request: Request) -> HttpResponse:
    """The report of chosen meetings of one office, whatever they fulfil; those who were offered none of them are told too."""
    found = chosen_of(request, "offer.read")
    if found is None:
        return render(request, "offers/nobody.html")
    wanted = _wanted(request)
    rows = visible(Meeting.objects.all(), request.actor, "meeting.read").filter(
        programme__key=found.definition.key, removed_at=None
    )
    if found.office:
        rows = rows.filter(office__key=found.office)
    own = {kind.key for kind in found.definition.meeting_kinds if kind.own}
    there = [
        row for row in rows.order_by("period_start", "pk") if row.has_day and row.kind and row.kind not in own
    ]
    chosen = [row for row in there if row.pk in wanted]
    if len(chosen) < len(wanted):
        raise Http404
    if not chosen:
        context = {"chosen": found, "meetings": list(reversed(there)), "kept": kept(request)}
        return render(request, "offers/choose.html", context)
    window = _window(chosen)
    made = board_of(request.actor, found.definition, window, found.day, office=found.office)
    return _answer(request, found, made, "meetings")


def _window(chosen: list[Meeting]) -> Window:
    days = [row.day for row in chosen if row.day]
    kinds = tuple(dict.fromkeys(row.kind for row in chosen))
    name = ", ".join(dict.fromkeys(str(row) or row.period_label for row in chosen))
    text = Text(nb=name, nn=name, en=name)
    offer = Offer(key="meetings", name=text, since=min(days), last_day=max(days), kinds=kinds)
    return Window(offer, offer.since, offer.last_day)


def _wanted(request: Request) -> set[int]:
    return {int(each) for each in request.GET.getlist("meeting") if each.isdecimal() and len(each) < 10}


def only(board: Board, meetings: set[int]) -> Board:
    """The board as if there were only these meetings."""
    if not meetings:
        return board

    def kept_row(row: Row) -> Row:
        proofs = tuple(one for one in row.whole.proofs if one.meeting in meetings)
        return replace(row, whole=replace(row.whole, stand=_stand(proofs), proofs=proofs))

    return replace(board, rows=tuple(kept_row(row) for row in board.rows))


def _stand(proofs: tuple[Proof, ...]) -> Stand:
    order = list(Stand)
    nothing = Stand.UNKNOWN if any(one.undecided for one in proofs) else Stand.NOT_YET
    return min((one.stand for one in proofs if one.counts), key=order.index, default=nothing)


def _answer(request: Request, found: Chosen, whole: Board, name: str) -> HttpResponse:
    made = only(whole, _wanted(request))
    lines = report_lines(made)
    wanted = request.GET.get("format", "")
    if wanted in DOCUMENTS:
        return _document(request, found, made, lines, DocumentFormat(wanted), name)
    if wanted:
        return answer_file(report_table(), lines, wanted, f"{name}-{found.day}")
    language = get_language() or "nb"
    table, met = report_table(), meetings_in(lines)
    every = {
        proof.meeting: f"{proof.what}, {proof.when}" for row in whole.rows for proof in row.whole.proofs if proof.meeting
    }  # fmt: skip
    context: dict[str, Any] = {
        "chosen": found,
        "board": made,
        "lines": lines,
        "table": html.table(table, lines, language=language, layout=table.fitted(lines), cards=True),
        "meeting_table": html.table(meeting_table(), met, language=language, cards=True) if met else "",
        "short": share_words(made, lines),
        "meetings": sorted(every.items(), key=lambda pair: pair[0]),
        "wanted": _wanted(request),
        "kept": kept(request, "year"),
    }
    return render(request, "offers/report.html", context)


def _document(
    request: Request, found: Chosen, made: Board, lines: list[Line], format: DocumentFormat, name: str
) -> HttpResponse:  # fmt: skip
    language = get_language() or "nb"
    try:
        office = rows_of(found)[1]
    except NoSuch:
        office = None
    document = report_document(
        made,
        lines,
        language=language,
        issuer=issuer_name(office, found.day, language) if office else "",
        programme=str(found.definition.name),
        notice=_("Demonstration: every status is invented") if request.demonstration else "",
    )
    if office:
        document = replace(document, look=look_of(office))
    printed = print_document(document, format)
    return answer_printed(printed, f"{name}-{found.day}")
