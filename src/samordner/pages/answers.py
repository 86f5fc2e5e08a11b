"""Answers: a page that leaves nothing behind, a table as a file to keep."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.template.context import make_context
from django.template.loader import get_template
from django.utils.http import content_disposition_header
from django.utils.translation import get_language

from samordner.documents.columns import TableDefinition
from samordner.documents.printing import Printed, TableFormat, print_table


def answer_page(request: HttpRequest, name: str, values: dict[str, Any]) -> HttpResponse:
    """The template drawn with these values, which are let go as soon as it is.

    Django's `render` leaves a circle behind that holds them all until the collector of circles comes by. Of a page with
    hundreds of rows that is much to keep, and to walk through while somebody waits for another page.
    """
    context = make_context(values, request)
    try:
        return HttpResponse(get_template(name).template.render(context))  # type: ignore[attr-defined]
    finally:
        context.dicts.clear()


def answer_download(content: bytes, media_type: str, name: str) -> HttpResponse:
    """A file to keep, under its whole name. It may carry a style sheet of its own, and is never shown under our address;
    that nobody guesses at its type, the settings see to, as for every answer.
    """
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response


def answer_printed(printed: Printed, name: str) -> HttpResponse:
    """What was printed as a file to keep; `name` lacks its ending."""
    return answer_download(printed.content, printed.media_type, f"{name}.{printed.extension}")


def answer_file(
    definition: TableDefinition[Any], rows: Sequence[Any], wanted: str, name: str
) -> HttpResponse:
    """The table as a file. Http404 when there is no such format."""
    try:
        printed = print_table(definition, rows, TableFormat(wanted), language=get_language() or "nb")
    except ValueError as error:
        raise Http404 from error
    return answer_printed(printed, name)
