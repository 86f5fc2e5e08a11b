"""What packages with rows that people keep share: which days can be meant, removal and bringing back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import TypeVar

from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from samordner.journal.deeds import Refusal, Versioned, change, seen
from samordner.timeline.days import CENTURY, EARLIEST, LATEST


class Removable(Versioned):
    """A row that stays when it is removed, to be brought back."""

    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True


R = TypeVar("R", bound=Removable)


def not_a_day(field: str, day: date | None) -> tuple[str, str] | None:
    """Why nothing lasting can have begun or ended on the day, by the input's name; None: it can, or no day is said."""
    if day and not EARLIEST <= day <= LATEST:
        return field, _("Write a day between 1990 and 2099.")
    return None


def not_this_century(**days: date | None) -> tuple[str, str] | None:
    """The first of the inputs whose day lies outside the century, and the sentence; None: there is none."""
    for name, day in days.items():
        if day and not CENTURY <= day <= LATEST:
            return name, _("Write a day of this century.")
    return None


def removed_already(row: Removable) -> str | None:
    """Why a row that is removed cannot be removed again; None: it is not removed."""
    return _("It is removed already.") if row.removed_at else None


def take_out(
    row: R, *, version: int, now: datetime, why_not: Callable[[R], str | None] = removed_already
) -> R:
    """Take a row out of every list. Raises Conflict when another changed it; else Refusal with what `why_not` says."""
    seen(row, version)
    if sentence := why_not(row):
        raise Refusal(sentence)
    return change(row, version=version, removed_at=now)


def put_back(row: R, *, version: int) -> R:
    """Bring a removed row back as it was. Raises Conflict when another changed it; Refusal when it is not removed, or
    when the database allows no second row in its place.
    """
    seen(row, version)
    if not row.removed_at:
        raise Refusal(_("It is not removed."))
    try:
        with transaction.atomic():
            return change(row, version=version, removed_at=None)
    except IntegrityError as error:
        raise Refusal(_("Another has taken its place meanwhile, so it stays removed.")) from error
