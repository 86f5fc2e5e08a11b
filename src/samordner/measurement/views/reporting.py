"""A project's report: its aim, its charts and what was tried, to print."""

from __future__ import annotations

from dataclasses import replace

from django.http import Http404, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from samordner.documents.printing import DocumentFormat, print_document
from samordner.improvement.aims import aim_of
from samordner.improvement.drawing import printed as printed_diagram
from samordner.improvement.queries.drivers import diagram
from samordner.measurement.disclosure import hidden_in, shared
from samordner.measurement.documents import report
from samordner.measurement.queries.series import all_series, every_indicator
from samordner.measurement.telling import told_of
from samordner.measurement.views.asking import language, project_of
from samordner.pages.answers import answer_printed
from samordner.pages.gate import Request, page
from samordner.places.queries import issuer_name, look_of


@page("measurement.read")
def of_project(request: Request, pk: int) -> HttpResponse:
    """The report as PDF or DOCX. `?shared=1`: as it may leave the municipality, without numbers of few."""
    project = project_of(request, pk)
    try:
        wanted = DocumentFormat(request.GET.get("format", "pdf"))
    except ValueError as error:
        raise Http404 from error
    is_shared = request.GET.get("shared") == "1"
    rows = every_indicator().filter(project=project, removed_at=None).order_by("position", "pk")
    charts = []
    for series in all_series(rows):
        told, result = told_of(series), series.result()
        if is_shared:
            told, result = shared(told, result, hidden_in(series))
        charts.append((series, told, result))
    office, said = project.participation.office, get_language() or "nb"
    cycles = list(project.cycles.filter(removed_at=None).order_by("number"))
    document = report(
        project, charts, cycles, issuer=issuer_name(office, request.today, said), day=request.today, language=language(),
        notice=_("Demonstration: every number is invented") if request.demonstration else "", is_shared=is_shared,
        diagram=printed_diagram(project, aim_of(project), diagram(project)),
    )  # fmt: skip
    printed = print_document(replace(document, look=look_of(office)), wanted)
    return answer_printed(printed, f"project-{project.pk}-{request.today}")
