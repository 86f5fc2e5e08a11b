"""What the templates need: marks as tags, numbers' addresses, tables and drawings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from samordner.boards import grid
from samordner.boards import tags as drawn
from samordner.boards.marks import Mark
from samordner.boards.queries import Selection
from samordner.charts.figures import Figure
from samordner.documents import html
from samordner.documents.cells import linked_parts
from samordner.documents.columns import TableDefinition
from samordner.participation.models import Participation
from samordner.participation.references import referred

register = template.Library()


@register.filter
def tag(mark: Mark) -> SafeString:
    """A value as a tag: sign, colour and words."""
    return mark_safe(drawn.tag(mark))  # noqa: S308 all escaped


@register.simple_tag
def tags(marks: tuple[Mark, ...]) -> SafeString:
    """What a cell shows, with since and evidence; "?" when it is unknown."""
    return mark_safe(drawn.marks(marks))  # noqa: S308 all escaped


@register.simple_tag(takes_context=True)
def source(context: template.Context, key: str) -> SafeString:
    """What an observation's source says, after its kind: the meeting that it was told in, or words as they are."""
    found = referred(key, context["request"].actor)
    if not found.text:
        return SafeString("")
    if not found.address:
        return format_html(": {}", found.text)
    return format_html(': <a class="ds-link" href="{}">{}</a>', found.address, found.text)


@register.simple_tag
def number_address(selection: Selection, query: str) -> str:
    """The address that opens a number, on the same day and of the same municipalities."""
    return grid.number_address(selection, query)


@register.simple_tag(takes_context=True)
def rows_table(context: template.Context, definition: TableDefinition[Any], rows: Any) -> SafeString:
    """A table by its definition, in the reader's language."""
    return html.table(definition, rows, language=context["LANGUAGE_CODE"])


@register.filter
def names(rows: Sequence[Participation]) -> str:
    """The municipalities by name, in one sentence."""
    return ", ".join([row.municipality.label for row in rows])


@register.filter
def linked(words: str) -> SafeString:
    """A source as it is written, with the addresses in it as links."""
    return format_html_join(
        "",
        "{}",
        (
            (
                format_html('<a class="ds-link" href="{}" rel="noreferrer">{}</a>', address, part)
                if address
                else part,
            )
            for part, address in linked_parts(str(words))
        ),
    )


@register.filter
def drawing(figure: Figure) -> SafeString:
    """The figure's drawing."""
    return mark_safe(figure.svg)  # noqa: S308 made by charts, which escapes
