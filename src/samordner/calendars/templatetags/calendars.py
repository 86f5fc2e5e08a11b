"""What the templates need: when and how an occurrence stands, in words."""

from __future__ import annotations

from django import template

from samordner.calendars.documents import concerned_text, hours_text, state_text

register = template.Library()
register.filter("hours", hours_text)
register.filter("standing", state_text)
register.filter("concerned", lambda one: concerned_text(one.happening.concerned))
