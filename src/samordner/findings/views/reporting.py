"""The mapping report as a page and as files, and the answers for whoever studies them further."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from samordner.documents import html
from samordner.documents.printing import MEDIA_TYPES, DocumentFormat, Printed, print_document
from samordner.findings.documents.report import mapping_report
from samordner.findings.documents.research import archive, workbook
from samordner.findings.queries import Filters, counted, material
from samordner.findings.views.finding import round_of
from samordner.pages.answers import answer_printed
from samordner.pages.gate import Request, page
from samordner.places.queries import issuer_name, look_of


@page("finding.read")
def report(request: Request, pk: int) -> HttpResponse:
    """The report to read; `?format=` docx, pdf, html or json to keep, xlsx or csv (a zip) with every answer."""
    of = round_of(request, pk)
    language = get_language() or "nb"
    whole = material(of)
    wanted = request.GET.get("format", "")
    if wanted == "xlsx":
        return answer_printed(
            Printed(workbook(whole, language), MEDIA_TYPES["xlsx"], "xlsx"), f"answers-{of.pk}"
        )
    if wanted == "csv":
        return answer_printed(Printed(archive(whole, language), "application/zip", "zip"), f"answers-{of.pk}")
    notice = _("Demonstration: every status is invented") if request.demonstration else ""
    day = of.opens
    document = mapping_report(
        counted(whole, Filters()), issuer=issuer_name(of.office, day, language), language=language, notice=notice,
        look=look_of(of.office),
    )  # fmt: skip
    if wanted:
        try:
            return answer_printed(print_document(document, DocumentFormat(wanted)), f"mapping-report-{of.pk}")
        except ValueError as error:
            raise Http404 from error
    context = {"round": of, "title": document.title, "front": document.front, "body": html.body(document)}
    return render(request, "findings/report.html", context)
