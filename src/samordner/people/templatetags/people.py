"""Small readings for the pages of people."""

from __future__ import annotations

from collections.abc import Mapping

from django import template

register = template.Library()


@register.filter
def of(names: Mapping[str, str], key: str) -> str:
    """What `names` calls `key`; the key itself when it has no name."""
    return names.get(key, key)


@register.filter
def browser(agent: str) -> str:
    """The name of the browser and its system in a User-Agent header, as people say them."""
    names = (
        ("Edg/", "Edge"),
        ("OPR/", "Opera"),
        ("Firefox/", "Firefox"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
    )
    systems = (
        ("Windows", "Windows"),
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Mac OS", "Mac"),
        ("Linux", "Linux"),
    )
    found = [next((word for mark, word in table if mark in agent), "") for table in (names, systems)]
    return ", ".join(word for word in found if word)
