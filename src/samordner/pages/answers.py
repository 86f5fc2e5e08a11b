"""Answers that are no page: a table as a file to keep."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpResponse
from django.utils.translation import get_language

from samordner.documents.columns import TableDefinition
from samordner.documents.printing import TableFormat, print_table


def answer_file(
    definition: TableDefinition[Any], rows: Sequence[Any], wanted: str, name: str
) -> HttpResponse:
    """The table as a file. Http404 when there is no such format."""
    try:
        printed = print_table(definition, rows, TableFormat(wanted), language=get_language() or "nb")
    except ValueError as error:
        raise Http404 from error
    response = HttpResponse(printed.content, content_type=printed.media_type)
    response["Content-Disposition"] = f'attachment; filename="{name}.{printed.extension}"'
    return response
