"""What all deeds here share: the version that was seen, one entry in the journal, removal and bringing back."""

from __future__ import annotations

from datetime import datetime
from typing import TypeVar

from django.db import models, transaction
from django.utils.translation import gettext as _

from samordner.journal.keeping import put_back, removed_already, take_out
from samordner.journal.operations import record
from samordner.measurement.models import Annotation, Exclusion, Indicator, Measurement, Phase, Snapshot

R = TypeVar("R", Indicator, Phase, Exclusion, Annotation)

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
    if sentence := removed_already(row):
        return sentence
    if isinstance(row, Phase) and row.definition_id:
        return _(
            "A new definition begins here, and what is counted in another way is never drawn as the same."
        )
    return None


@transaction.atomic
def remove(row: R, *, version: int, by: str, now: datetime) -> R:
    """Take a row out of every list and chart. Raises Refusal, or Conflict when another changed it."""
    take_out(row, version=version, now=now, why_not=why_not_remove)
    noted(row, "remove", by, now)
    return row


@transaction.atomic
def restore(row: R, *, version: int, by: str, now: datetime) -> R:
    """Bring a removed row back as it was. Raises Refusal, or Conflict."""
    put_back(row, version=version)
    noted(row, "restore", by, now)
    return row
