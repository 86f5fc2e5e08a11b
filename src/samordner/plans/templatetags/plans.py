"""Small helps for the pages of plans."""

from __future__ import annotations

from typing import Any

from django import template

register = template.Library()


@register.filter
def part(whole: Any, name: str) -> Any:
    """The part of that name; nothing when there is none."""
    return getattr(whole, name, "")


@register.filter
def cell(shown: Any, key: str) -> Any:
    """The shown row's cell of that column; nothing when it is empty."""
    return next((each for each in (*shown.cells, *shown.beside) if each.column.key == key), None)


@register.filter
def words(text: str) -> list[str]:
    """The words of a text, for a loop over a few fixed keys."""
    return text.split()
