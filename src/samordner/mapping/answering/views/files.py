"""A file that belongs to an answer, back to those who may write in it."""

from __future__ import annotations

from django.http import Http404, HttpResponse

from samordner.mapping.answering.queries import attachment_of, content_of, response_of, writable
from samordner.mapping.answering.views.ways import Way
from samordner.pages.answers import answer_download
from samordner.pages.gate import Request


def file(request: Request, way: Way, attachment: int) -> HttpResponse:
    """The file as it was received, to be saved and never shown by the browser itself."""
    row = attachment_of(response_of(way.respondent), attachment)
    if row is None or row.cell not in writable(content_of(way.of), way.respondent.sections):
        raise Http404
    return answer_download(bytes(row.file.content), row.file.media_type, row.name)
