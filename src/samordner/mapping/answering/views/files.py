"""A file that belongs to an answer, back to those who may write in it."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.utils.http import content_disposition_header

from samordner.mapping.answering.queries import attachment_of, content_of, response_of, writable
from samordner.mapping.answering.views.ways import Way
from samordner.pages.gate import Request


def file(request: Request, way: Way, attachment: int) -> HttpResponse:
    """The file as it was received, to be saved and never shown by the browser itself."""
    row = attachment_of(response_of(way.respondent), attachment)
    if row is None or row.cell not in writable(content_of(way.of), way.respondent.sections):
        raise Http404
    answer = HttpResponse(bytes(row.file.content), content_type=row.file.media_type)
    answer["Content-Disposition"] = content_disposition_header(True, row.name) or "attachment"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
