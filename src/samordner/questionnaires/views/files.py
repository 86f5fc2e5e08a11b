"""A questionnaire to take along: as XLSForm, and printed for those who answer on paper."""

from __future__ import annotations

from dataclasses import replace

from django.http import Http404, HttpResponse
from django.utils.text import slugify
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from samordner.documents.printing import DocumentFormat, print_document
from samordner.pages.answers import answer_download, answer_printed
from samordner.pages.gate import Request, page
from samordner.places.queries import issuer_name, look_of
from samordner.questionnaires.documents.paper import paper
from samordner.questionnaires.views.asking import loaded, says_of
from samordner.questionnaires.xlsform import write_xlsform

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LANGUAGES = ("nb", "nn", "en")


@page("questionnaire.read")
def xlsform(request: Request, pk: int) -> HttpResponse:
    """As XLSForm, which reads back as the same questionnaire."""
    row = loaded(request, pk)
    return answer_download(write_xlsform(row.content), XLSX, f"{_name(row.name, pk)}.xlsx")


@page("questionnaire.read")
def printed(request: Request, pk: int) -> HttpResponse:
    """To print and write on: `?format=docx`, pdf or html; `language` nb, nn or en."""
    row = loaded(request, pk)
    language = request.GET.get("language") or get_language() or "nb"
    try:
        format = DocumentFormat(request.GET.get("format", "pdf"))
    except ValueError as error:
        raise Http404 from error
    if language not in LANGUAGES:
        raise Http404
    with override(language):
        document = paper(
            row.content,
            language=language,
            issuer=issuer_name(row.office, request.day, language),
            programme=str(says_of(row).name),
            notice=_("Demonstration: every status is invented") if request.demonstration else "",
        )
        made = print_document(replace(document, look=look_of(row.office)), format)
    return answer_printed(made, f"{_name(row.name, pk)}-{language}")


def _name(name: str, pk: int) -> str:
    return slugify(name) or f"questionnaire-{pk}"
