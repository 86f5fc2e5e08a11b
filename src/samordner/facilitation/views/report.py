"""The network's report: what a cohort was given, what it changed, what it measured, and what others took up."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from samordner.documents import html
from samordner.documents.printing import DocumentFormat, print_document
from samordner.facilitation.documents.report import network_report
from samordner.facilitation.documents.wording import tone_words
from samordner.facilitation.queries.changing import changed
from samordner.facilitation.views.asking import about
from samordner.facilitation.views.gatherings import notice
from samordner.pages.answers import answer_printed
from samordner.pages.gate import Request, page
from samordner.places.queries import issuer_name, look_of


@page("facilitation.read")
def report(request: Request, pk: int) -> HttpResponse:
    """The report to read; `?format=` pdf, docx, html or json to keep. `?numbers=all`: for the office alone."""
    of = about(request, pk)
    whole = request.GET.get("numbers") == "all"
    language = get_language() or "nb"
    office = of.cohort.network.office
    document = network_report(
        of.material, of.watched, changed(of.material, of.watched, tone_words), of.definition, day=request.day, language=language,
        whole=whole, issuer=issuer_name(office, request.day, language), notice=notice(of, whole), look=look_of(office),
    )  # fmt: skip
    if wanted := request.GET.get("format"):
        try:
            printed = print_document(document, DocumentFormat(wanted))
        except ValueError as error:
            raise Http404 from error
        return answer_printed(printed, f"network-report-{of.cohort.pk}")
    context = {
        "about": of, "cohort": of.cohort, "tab": "report", "title": document.title, "front": document.front,
        "body": html.body(document), "whole": whole,
    }  # fmt: skip
    return render(request, "facilitation/report.html", context)
