"""What the templates need: days and moments as people read them, and headings that sort."""

from __future__ import annotations

from datetime import datetime

from django import template
from django.http import HttpRequest, QueryDict
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localtime

from samordner.documents.cells import day_text

register = template.Library()
register.filter("day", day_text)


@register.filter
def moment(value: datetime) -> str:
    """A moment in Norway, to the minute."""
    here = localtime(value)
    return f"{day_text(here.date())} {here:%H:%M}"


@register.simple_tag(takes_context=True)
def sorted_head(context: template.Context, key: str, title: str) -> SafeString:
    """A column's heading that sorts the list, up and then down; its state lives in the address."""
    request: HttpRequest = context["request"]
    query: QueryDict = request.GET.copy()
    now = query.get("sort", "")
    query["sort"] = f"-{key}" if now == key else key
    order = {key: "ascending", f"-{key}": "descending"}.get(now, "none")
    arrow = {"ascending": " ↑", "descending": " ↓"}.get(order, "")
    return format_html(
        '<th scope="col" aria-sort="{}"><a class="ds-link" href="?{}">{}</a><span aria-hidden="true">{}</span></th>',
        order, query.urlencode(), title, arrow,
    )  # fmt: skip
