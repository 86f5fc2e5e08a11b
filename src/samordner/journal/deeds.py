"""What a deed can answer besides being done: a refusal in one sentence, or a conflict with what another wrote."""

from __future__ import annotations

from typing import Any, TypeVar

from django.db import models
from django.utils.functional import Promise


class Refusal(Exception):
    """Why a deed was not done: one sentence a person can act on. `field` names the input it concerns, if one."""

    def __init__(self, sentence: str | Promise, *, field: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field


Reason = tuple[str, "str | Promise"] | None
"""The input that a refusal concerns ("" for none), and the sentence; None: not refused."""


def refuse(reason: Reason) -> None:
    """Raise Refusal with the reason, if there is one."""
    if reason:
        raise Refusal(reason[1], field=reason[0])


def sentence_of(reason: Reason) -> str | None:
    """The sentence alone, for a page."""
    return str(reason[1]) if reason else None


class Conflict(Exception):
    """Someone else changed the row first. `current` is the row as it stands now; nothing was written."""

    def __init__(self, current: models.Model) -> None:
        super().__init__("changed by another")
        self.current = current


class Versioned(models.Model):
    """A row that two people may edit: `version` goes up by one with every change (see `change`)."""

    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True


V = TypeVar("V", bound=Versioned)


def change(row: V, *, version: int, **fields: Any) -> V:
    """Write `fields` if the row still has the `version` that the editor saw; else Conflict with today's row.

    One UPDATE … WHERE id AND version: right on both databases, also under READ COMMITTED.
    """
    rows = type(row)._default_manager.filter(pk=row.pk, version=version)
    if not rows.update(version=version + 1, **fields):
        raise Conflict(type(row)._default_manager.get(pk=row.pk))
    row.refresh_from_db()
    return row


def seen(row: V, version: int) -> V:
    """The row, if it still has the version that the editor saw; else Conflict with today's row, before any other reason."""
    current = type(row)._default_manager.get(pk=row.pk)
    if current.version != version:
        raise Conflict(current)
    return row
