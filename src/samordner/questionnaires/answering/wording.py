"""A value as a person reads it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext, override

from samordner.documents.cells import day_text, number_text
from samordner.questionnaires.answering.cells import NO, YES, cell_named, choices_in, is_other, is_still
from samordner.questionnaires.content import Cell, Content


def words_of(content: Content, cell_name: str, value: Any, language: str) -> str:
    """The value in words of that language ("nb", "nn", "en"); "" of nothing. What is unknown is told as it stands."""
    if value in (None, "", []):
        return ""
    cell = cell_named(content, cell_name)
    with override(language):
        if cell is None or is_other(cell):
            return _as_it_stands(value)
        if is_still(cell):
            said = {YES: gettext("Still right"), NO: gettext("Changed")}
            return said.get(str(value), str(value))
        return _worded(content, cell, value, language)


def _worded(content: Content, cell: Cell, value: Any, language: str) -> str:
    match cell.question.kind:
        case "one" | "many" | "matrix":
            labels = {each.key: each.label.get(language) for each in choices_in(content, cell.question)}
            chosen = value if isinstance(value, list | tuple) else [value]
            return ", ".join(labels.get(str(key)) or str(key) for key in chosen)
        case "date":
            try:
                return day_text(date.fromisoformat(value))
            except (TypeError, ValueError):
                return str(value)
    return _as_it_stands(value)


def _as_it_stands(value: Any) -> str:
    if isinstance(value, bool):
        return gettext("Yes") if value else gettext("No")
    if isinstance(value, int | float):
        return number_text(value)
    if isinstance(value, list | tuple):
        return ", ".join(_as_it_stands(each) for each in value)
    return str(value)
