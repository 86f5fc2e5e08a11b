"""Components: the few pieces that every page is made of. Always loaded in templates."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import template
from django.forms import BoundField
from django.http import HttpRequest, QueryDict
from django.utils.html import format_html
from django.utils.safestring import SafeString

from samordner.documents.cells import clock_text, day_text, kept_clock_text, moment_text
from samordner.pages.alike import alike

register = template.Library()
register.tag("alike", alike)
register.filter("day", day_text)
register.filter("moment", moment_text)
register.filter("clock", clock_text)
register.filter("kept_clock", kept_clock_text)


@register.inclusion_tag("components/field.html")
def field(bound: BoundField, help_text: str = "") -> dict[str, Any]:
    """A form field with its label, help and error, joined for screen readers."""
    describing = []
    if help_text or bound.help_text:
        describing.append(f"{bound.auto_id}_help")
    if bound.errors:
        describing.append(f"{bound.auto_id}_error")
    kind = getattr(bound.field.widget, "input_type", "textarea")
    several = getattr(bound.field.widget, "allow_multiple_selected", False)
    attributes: dict[str, Any] = {"class": "ds-input"}
    if describing:
        attributes["aria-describedby"] = " ".join(describing)
    if bound.errors:
        attributes["aria-invalid"] = "true"
    widget = SafeString(bound.as_widget(attrs=attributes))
    return {
        "bound": bound,
        "widget": widget,
        "help": help_text or bound.help_text,
        "check": kind in {"checkbox"} and not several,
        "many": kind in {"radio"} or several,
    }


@register.simple_tag(takes_context=True)
def address(context: template.Context, **changes: Any) -> str:
    """This page's query string with some of it changed: the state of every list lives in its address."""
    request: HttpRequest = context["request"]
    asked = dict(request.GET.lists())
    for key, value in changes.items():
        if value is None or value == "":
            asked.pop(key, None)
        else:
            asked[key] = [str(value)]
    text = urlencode(asked, doseq=True)
    return f"?{text}" if text else "?"


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
