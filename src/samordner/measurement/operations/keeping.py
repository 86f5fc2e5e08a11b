"""What all deeds here share: the version that was seen, one entry in the journal, removal and bringing back."""

from __future__ import annotations

from datetime import date, datetime
from typing import TypeVar

from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from samordner.journal.deeds import Reason, Refusal, Versioned, change, seen
from samordner.journal.operations import record
from samordner.measurement.models import Annotation, Exclusion, Indicator, Measurement, Phase, Snapshot

V = TypeVar("V", bound=Versioned)
R = TypeVar("R", Indicator, Phase, Exclusion, Annotation)
EARLIEST, LATEST = date(1990, 1, 1), date(2099, 12, 31)

JOURNALLED: dict[type[models.Model], str] = {
    Indicator: "indicator", Measurement: "measurement", Phase: "chart_phase", Exclusion: "exclusion",
    Annotation: "annotation", Snapshot: "snapshot",
}  # fmt: skip
"""What a row is called in the journal."""


def locked(indicator: Indicator) -> Indicator:
    """The indicator, held for the rest of the deed, so that of two who decide at once the second sees what the first did."""
    rows = Indicator.objects.select_for_update(no_key=True, of=("self",)).select_related(
        "project__participation__office"
    )
    return rows.get(pk=indicator.pk)


def why_not_touch(indicator: Indicator) -> str | None:
    """Why nothing can be done with the indicator; None: something can."""
    if indicator.removed_at:
        return _("The indicator is removed. Bring it back first.")
    if indicator.project.removed_at:
        return _("The project is removed. Bring it back first.")
    return None


def not_a_day(field: str, day: date | None) -> Reason:
    if day and not EARLIEST <= day <= LATEST:
        return field, _("Write a day between 1990 and 2099.")
    return None


def indicator_of(row: models.Model) -> Indicator:
    """The indicator that the row belongs to."""
    found = row if isinstance(row, Indicator) else getattr(row, "indicator", None)
    if not isinstance(found, Indicator):
        raise TypeError(row)
    return found


def noted(row: models.Model, verb: str, by: str, now: datetime, **detail: str | int | bool | None) -> None:
    """One entry in the journal on this row: ids, days and counts, never what was measured or written."""
    indicator = indicator_of(row)
    office = indicator.project.participation.office.key
    more = {} if isinstance(row, Indicator) else {"indicator": indicator.pk}
    record(by, verb, JOURNALLED[type(row)], str(row.pk), now, {**more, **detail}, office=office)


def why_not_remove(row: Indicator | Phase | Exclusion | Annotation) -> str | None:
    """Why a row cannot be removed, as a sentence; None: it can."""
    if row.removed_at:
        return _("It is removed already.")
    if isinstance(row, Phase) and row.definition_id:
        return _(
            "A new definition begins here, and what is counted in another way is never drawn as the same."
        )
    return None


@transaction.atomic
def remove(row: R, *, version: int, by: str, now: datetime) -> R:
    """Take a row out of every list and chart. Raises Refusal, or Conflict when another changed it."""
    seen(row, version)
    if sentence := why_not_remove(row):
        raise Refusal(sentence)
    change(row, version=version, removed_at=now)
    noted(row, "remove", by, now)
    return row


@transaction.atomic
def restore(row: R, *, version: int, by: str, now: datetime) -> R:
    """Bring a removed row back as it was. Raises Refusal, or Conflict."""
    seen(row, version)
    if not row.removed_at:
        raise Refusal(_("It is not removed."))
    try:
        with transaction.atomic():
            change(row, version=version, removed_at=None)
    except IntegrityError as error:
        raise Refusal(_("Another has taken its place meanwhile, so it stays removed.")) from error
    noted(row, "restore", by, now)
    return row
