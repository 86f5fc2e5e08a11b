"""What was sent in, to read and to keep."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render

from samordner.documents.printing import DocumentFormat, print_document
from samordner.mapping.answering.documents import receipt_document, sent_drawings
from samordner.mapping.answering.queries import (
    content_of,
    response_of,
    submissions_of,
    why_not_submit,
)
from samordner.mapping.answering.views.showing import told
from samordner.mapping.answering.views.ways import Way
from samordner.mapping.models import Submission
from samordner.mapping.rounds.operations.answered import digest_words
from samordner.pages.answers import answer_printed
from samordner.pages.gate import Request


def _sent(way: Way) -> list[Submission]:
    """What was sent in, the newest first; nothing for one to whom a part was handed on: 404."""
    if way.respondent.handed_by_id:
        raise Http404
    return submissions_of(response_of(way.respondent))


def _wanted(request: Request, sent: list[Submission]) -> Submission | None:
    """The one that the address names, else the newest."""
    text = request.GET.get("nr", "")
    if not text:
        return sent[0] if sent else None
    found = next((one for one in sent if str(one.number) == text), None)
    if found is None:
        raise Http404
    return found


def receipt(request: Request, way: Way) -> HttpResponse:
    """The receipt of what was sent in, and what may still be done with it."""
    sent = _sent(way)
    one = _wanted(request, sent)
    untied = way.of.anonymous and way.respondent.answered
    if one is None and not untied:
        raise Http404
    content = content_of(way.of)
    context = {
        **told(way), "one": one, "sent": sent, "just_sent": request.GET.get("sendt") == "1", "untied": untied,
        "thanks": str(content.thanks), "digest": digest_words(one.digest) if one else "",
        "drawings": sent_drawings(content, one) if one else [], "can_correct": why_not_submit(way.respondent, way.today) is None,
        "newest": bool(one and one == sent[0]),
    }  # fmt: skip
    return render(request, "mapping/answering/receipt.html", context)


def receipt_pdf(request: Request, way: Way) -> HttpResponse:
    """The receipt as a file."""
    one = _wanted(request, _sent(way))
    if one is None:
        raise Http404
    made = receipt_document(
        way.respondent,
        one,
        language=way.language,
        day=way.today,
        is_demonstration=bool(request.demonstration),
    )
    printed = print_document(made, DocumentFormat.PDF)
    return answer_printed(printed, f"kvittering-{way.of.pk}-{one.number}")
