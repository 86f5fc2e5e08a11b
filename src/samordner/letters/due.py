"""Letters that nobody presses a button for: reminders that are due.

Whoever has such letters names a writer in `project.letters.WRITERS`. `samordner letters` asks each of them every quarter
of an hour, in as many processes as there are: a writer works out what is due on `day`, and writes it under keys that are
the same each time, so that nothing is written twice (`letters.operations.write`).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Protocol

from django.db import transaction


class Writer(Protocol):
    """Writes what is due, in one transaction. How many letters were new."""

    def __call__(self, *, day: date, by: str, now: datetime) -> int: ...


class Deed(Protocol):
    """Does what is due by itself."""

    def __call__(self, *, day: date, by: str, now: datetime) -> object: ...


def without_letters(deed: Deed) -> Writer:
    """A writer that writes no letter: what it does is due as often."""

    def writer(*, day: date, by: str, now: datetime) -> int:
        deed(day=day, by=by, now=now)
        return 0

    return writer


_installed: tuple[Writer, ...] = ()


def install(writers: tuple[Writer, ...]) -> None:
    """Make these the writers of what is due."""
    global _installed  # noqa: PLW0603 - filled once, when the house is ready
    _installed = writers


def write_due(*, day: date, by: str, now: datetime, failed: Callable[[Exception], None]) -> int:
    """Let everybody write what is due. How many letters were new; one who fails is told of, and stops no other."""
    number = 0
    for writer in _installed:
        try:
            with transaction.atomic():
                number += writer(day=day, by=by, now=now)
        except Exception as problem:
            failed(problem)
    return number
