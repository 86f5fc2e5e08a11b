"""What all deeds here share: the version that was seen, what may stand in a text, the journal."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol, TypeVar

from django.utils.translation import gettext as _

from samordner.improvement.models import Project
from samordner.journal.deeds import Conflict, Reason, Refusal, Versioned
from samordner.journal.operations import record
from samordner.journal.private import holds_birth_number
from samordner.participation.models import Participation

V = TypeVar("V", bound=Versioned)


class OfPlace(Protocol):
    """A row that belongs to a municipality that takes part."""

    @property
    def pk(self) -> int: ...
    @property
    def participation(self) -> Participation: ...


def stop(sentence: str | None) -> None:
    """Raise Refusal with the sentence, if there is one."""
    if sentence:
        raise Refusal(sentence)


def seen(row: V, version: int) -> V:
    """The row, if it still has the version that was seen; else Conflict: first of all other reasons."""
    if row.version != version:
        raise Conflict(row)
    return row


def not_written(**texts: str) -> Reason:
    """Why these texts cannot stand, by the input's name: somebody can be known by a number in one of them."""
    for name, text in texts.items():
        if holds_birth_number(text):
            return name, _(
                "This looks like a national identity number. Nothing about single patients, residents or"
                " relatives may be written here: take it out."
            )
    return None


def why_not_work(project: Project) -> str | None:
    """Why nothing can be written in a project now, as a sentence; None when it can."""
    if project.removed_at:
        return _("The project is removed: bring it back first.")
    return _("The project is ended: reopen it first.") if project.ended_on else None


def noted(
    kind: str, row: OfPlace, verb: str, by: str, now: datetime, **detail: str | int | bool | None
) -> None:
    """One entry in the journal on a row of a municipality: ids and counts, never a text."""
    place = row.participation
    record(by, verb, kind, str(row.pk), now, {"participation": place.pk, **detail}, office=place.office.key)
