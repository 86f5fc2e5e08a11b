"""How soon something is due, as a tag."""

from __future__ import annotations

from datetime import date

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samordner.documents.cells import day_text

register = template.Library()
SOON = 14
"""Days: a deadline that is nearer is shown in warning."""


@register.simple_tag
def due_tag(due: date, day: date) -> SafeString:
    """A deadline as a tag: how long there is to it, or how long it has passed; the day itself as its title."""
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
