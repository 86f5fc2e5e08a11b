"""Signs and tones, so that colour is never alone; and what keys are called."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from samordner.programmes.definition import Definition
from samordner.support.models import Grant, Status, Support, Where
from samordner.support.queries import Heard

SIGNS = {
    Status.OPEN: ("warning", "○"), Status.TAKEN: ("info", "◑"), Status.DONE: ("success", "●"),
    Status.CLOSED: ("neutral", "–"), Grant.Status.APPLIED: ("info", "…"), Grant.Status.REJECTED: ("neutral", "✕"),
    Grant.Status.GRANTED: ("success", "✓"), Grant.Status.REPORTED: ("success", "●"),
}  # fmt: skip
"""Status → tone and sign."""


class _Named(Protocol):
    @property
    def key(self) -> str: ...
    @property
    def name(self) -> object: ...


def names(rows: Iterable[_Named]) -> dict[str, str]:
    """Key → name in the reader's language."""
    return {row.key: str(row.name) for row in rows}


def heard_text(heard: Heard, definition: Definition) -> str:
    """What was heard, in words."""
    match heard.kind:
        case "contact" | "status":
            name = next((str(one.name) for one in definition.subjects if one.key == heard.detail), "")
            if heard.kind == "contact":
                return name
            return _("told about: %(subject)s") % {"subject": name}
        case "need":
            return _("raised a need (%(where)s)") % {"where": Where(heard.detail).label}
        case "support":
            return _("got help (%(kind)s)") % {"kind": Support.Kind(heard.detail).label}
        case "answer":
            return _("answered a request")
        case _:
            return heard.detail or heard.kind


def ago_text(days: int) -> str:
    """For how long, as people say it: days, then whole months."""
    if days < 60:
        return pgettext("ago", "%(n)d days") % {"n": days}
    return pgettext("ago", "%(n)d months") % {"n": days * 12 // 365}
