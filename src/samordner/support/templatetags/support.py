"""Lists whose headings sort, drawn from their one definition; days, amounts and statuses as they are read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from html import escape
from typing import Any

from django import template
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from samordner.documents import html
from samordner.documents.cells import cell_text, number_text, safe_address
from samordner.documents.columns import Column, Kind, Link, TableDefinition
from samordner.pages.templatetags.components import address
from samordner.support.marks import SIGNS, ago_text
from samordner.support.models import Need

register = template.Library()
register.filter("ago", ago_text)
register.filter("number", number_text)


@register.filter
def kroner(amount: int | None) -> str:
    """An amount as it is read; a dash for none."""
    return "–" if amount is None else number_text(amount)


@register.filter
def status_tag(status: Any) -> SafeString:
    """A status as a tag: sign, colour and words."""
    tone, sign = SIGNS[status]
    return mark_safe(_tag(tone, sign, str(status.label)))  # noqa: S308 all escaped


def _tag(tone: str, sign: str, text: str) -> str:
    return (
        f'<span class="ds-tag" data-color="{tone}"><span aria-hidden="true" class="sign">{sign}</span> '
        f"{escape(text)}</span>"
    )


@register.simple_tag
def fact(definition: TableDefinition[Any], row: Any, key: str) -> SafeString | str:
    """What one column says of a row; "" when it says nothing."""
    text = cell_text(definition.column(key), row)
    return html.passage(text) if definition.column(key).kind is Kind.TEXT else text


@register.simple_tag
def title(definition: TableDefinition[Any], key: str) -> str:
    """What a column is called."""
    return str(definition.column(key).title)


@register.simple_tag(takes_context=True)
def list_table(
    context: template.Context,
    definition: TableDefinition[Any],
    rows: Iterable[Any],
    sorts: Mapping[str, str],
    sort: str,
    opens: str = "",
    at: str = "",
    button: str = "",
    opens_query: str = "",
) -> SafeString:
    """The table, its headings links that sort. The cell `at` opens a row's own page, the address named `opens`,
    or with `opens_query` the rows that it sums: this page for its municipality alone.

    With `button`, each row ends with a button of that text that sends the row's participation.
    """
    day: date = context["request"].day
    columns = definition.shown()
    parts = [
        f'<div class="scroll" role="region" tabindex="0" aria-label="{escape(str(definition.title))}">'
        f'<table class="ds-table list" id="table-{definition.key}" data-border>'
        f'<caption class="ds-sr-only">{escape(str(definition.title))}</caption><thead><tr>',
        *(
            _heading(column, sorts, sort, lambda key: address(context, sort=key, page=""))
            for column in columns
        ),
        f'<th scope="col"><span class="ds-sr-only">{escape(_("Log a contact"))}</span></th>'
        if button
        else "",
        "</tr></thead><tbody>",
    ]
    for row in rows:
        parts.append("<tr>")
        link = ""
        if opens:
            link = reverse(opens, args=[row.pk])
        elif opens_query and row.times:
            code = row.participation.municipality.code
            link = address(context, view="", sort="", page="", **{opens_query: code})
        parts += (_cell(column, row, link if column.key == at else "", day) for column in columns)
        parts.append(f"{_button(row, button) if button else ''}</tr>\n")
    return mark_safe("".join([*parts, "</tbody></table></div>"]))  # noqa: S308 all escaped


def _heading(column: Column[Any], sorts: Mapping[str, str], sort: str, link: Callable[[str], str]) -> str:
    words, kind = escape(str(column.title)), _class(column)
    if column.key not in sorts:
        return f'<th scope="col"{kind}>{words}</th>'
    backwards = sort.startswith("-")
    mine = sort.removeprefix("-") == column.key
    state = f' aria-sort="{"descending" if backwards else "ascending"}"' if mine else ""
    key = f"-{column.key}" if mine and not backwards else column.key
    arrow = f' <span aria-hidden="true">{"↓" if backwards else "↑"}</span>' if mine else ""
    return f'<th scope="col"{state}{kind}><a href="{escape(link(key))}">{words}{arrow}</a></th>'


def _class(column: Column[Any]) -> str:
    return {Kind.NUMBER: ' class="number"', Kind.DAY: ' class="day"'}.get(column.kind, "")


def _cell(column: Column[Any], row: Any, link: str, day: date) -> str:
    tag = 'th scope="row"' if column.names_row else "td"
    inside = "".join(_inside(column, row, link, day))
    kind = _class(column) if inside else ' class="nothing"'
    shown = inside or '<span aria-hidden="true">–</span>'
    return f'<{tag}{kind} data-title="{escape(str(column.title))}">{shown}</{tag[:2]}>'


def _inside(column: Column[Any], row: Any, link: str, day: date) -> Iterator[str]:
    value, text = column.read(row), cell_text(column, row)
    if column.key == "status":
        tone, sign = next(mark for key, mark in SIGNS.items() if key == value)
        yield _tag(tone, sign, text)
    elif link:
        yield f'<a class="ds-link" href="{escape(link)}">{escape(text)}</a>'
    elif isinstance(value, Link) and safe_address(value.address):
        yield f'<a class="ds-link" href="{escape(value.address)}">{escape(text)}</a>'
    else:
        yield escape(text)
    if column.key == "deadline" and isinstance(row, Need) and row.is_overdue(day):
        yield f' <span class="late"><span aria-hidden="true">!</span> {escape(_("overdue"))}</span>'


def _button(row: Any, words: str) -> str:
    place = row.participation
    return (
        f'<td><button class="ds-button" data-variant="secondary" data-size="sm" name="participation" '
        f'value="{place.pk}">{escape(words)}<span class="ds-sr-only">: {escape(str(place.municipality))}</span>'
        "</button></td>"
    )
