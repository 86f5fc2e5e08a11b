"""What the templates need: marks as tags, and the body of the board, which is large and must be quick."""

from __future__ import annotations

from datetime import date
from html import escape
from typing import Any
from urllib.parse import urlencode

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samordner.boards.board import Board, Row
from samordner.boards.marks import UNKNOWN, Mark
from samordner.boards.queries import Selection
from samordner.charts.figures import Figure
from samordner.documents import html
from samordner.documents.cells import day_text
from samordner.documents.columns import TableDefinition

register = template.Library()
register.filter("day", day_text)


@register.filter
def tag(mark: Mark) -> SafeString:
    """A value as a tag: sign, colour and words."""
    return mark_safe(_tag(mark))  # noqa: S308 all escaped


@register.simple_tag
def tags(marks: tuple[Mark, ...]) -> SafeString:
    """What a cell shows, with since and evidence; "?" when it is unknown."""
    return mark_safe(_marks(marks))  # noqa: S308 all escaped


@register.simple_tag
def number_address(selection: Selection, query: str) -> str:
    """The address that opens a number, on the same day and of the same municipalities."""
    return f"{reverse('boards:number')}?{'&'.join(filter(None, (urlencode(selection.query), query)))}"


@register.simple_tag
def due_tag(due: date, day: date) -> SafeString:
    """A deadline as a tag: how long there is to it, or how long it has passed."""
    left = (due - day).days
    if left < 0:
        words = ngettext("%(count)d day late", "%(count)d days late", -left) % {"count": -left}
    elif left == 0:
        words = _("today")
    else:
        words = ngettext("in %(count)d day", "in %(count)d days", left) % {"count": left}
    tone = "danger" if left < 0 else "warning" if left <= SOON else "neutral"
    return format_html(
        '<span class="ds-tag" data-color="{}" title="{}">{}</span>', tone, day_text(due), words
    )


SOON = 14
"""Days: a deadline that is nearer is shown in warning."""


@register.simple_tag
def board_rows(board: Board, query: str) -> SafeString:
    """The rows of the board: every cell a link to its history."""
    root = reverse("boards:board")
    return mark_safe("".join(_row(row, root, query) for row in board.rows))  # noqa: S308 all escaped


@register.simple_tag(takes_context=True)
def rows_table(context: template.Context, definition: TableDefinition[Any], rows: Any) -> SafeString:
    """A table by its definition, in the reader's language."""
    return html.table(definition, rows, language=context["LANGUAGE_CODE"])


@register.filter
def drawing(figure: Figure) -> SafeString:
    """The figure's drawing."""
    return mark_safe(figure.svg)  # noqa: S308 made by charts, which escapes


def _row(row: Row, root: str, query: str) -> str:
    name, pk = escape(row.name), row.participation.pk
    cells = []
    for cell in row.cells:
        column = cell.column
        path = f"/{column.item}" if column.item else ""
        address = escape(f"{root}{pk}/{column.subject}{path}/?{query}")
        cells.append(
            f'<td class="{"known" if cell.marks else "unknown"}" data-title="{escape(column.full)}">'
            f'<a id="c-{pk}-{column.key}" href="{address}"><span class="ds-sr-only">{name}, '
            f"{escape(column.full)}: </span>{_marks(cell.marks)}</a></td>"
        )
    return f'<tr><th scope="row">{name}</th>{"".join(cells)}</tr>\n'


def _marks(marks: tuple[Mark, ...]) -> str:
    if not marks:
        words = escape(_("unknown"))
        return f'<span class="nothing" aria-hidden="true">{UNKNOWN}</span><span class="ds-sr-only">{words}</span>'
    return "".join(f'<span class="mark">{_tag(mark)}{_below(mark)}</span>' for mark in marks)


def _tag(mark: Mark) -> str:
    sign = f'<span aria-hidden="true" class="sign">{escape(mark.sign)}</span> ' if mark.sign else ""
    return f'<span class="ds-tag" data-color="{escape(mark.tone)}">{sign}{escape(mark.text)}</span>'


def _below(mark: Mark) -> str:
    parts = [f'<span class="since">{escape(mark.since)}</span>'] if mark.since else []
    if mark.evidence_sign:
        text = escape(mark.evidence_text)
        parts.append(
            f'<span class="evidence" title="{text}"><span aria-hidden="true">{mark.evidence_sign}</span>'
            f'<span class="ds-sr-only">{text}</span></span>'
        )
    if mark.late:
        parts.append(f'<span class="late"><span aria-hidden="true">!</span> {escape(mark.late)}</span>')
    return f'<span class="below">{" ".join(parts)}</span>' if parts else ""
