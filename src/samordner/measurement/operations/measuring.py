"""What was measured: written in, corrected with what stood there kept, and brought in from a table all at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from hashlib import sha256
from json import dumps

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from samordner.journal.deeds import Conflict, Reason, Refusal, change, refuse, sentence_of
from samordner.journal.keeping import not_a_day
from samordner.measurement.entries import Entry, entry_of, plain
from samordner.measurement.kinds import is_divided
from samordner.measurement.models import Correction, Indicator, Measurement, Rhythm, State, ValueKind
from samordner.measurement.operations.keeping import locked, noted, why_not_touch
from samordner.measurement.periods import first_of, period_text
from samordner.measurement.queries.series import verdict_of
from samordner.spc import METHOD_VERSION

LARGEST = Decimal(10) ** 12
MOST_IN_A_GROUP = 50
PER_CENT = {"%", "prosent", "percent", "per cent", "pst", "pst."}


# Why not


def not_measured(indicator: Indicator, day: date, entry: Entry, today: date) -> Reason:
    """Why this cannot be written of the period that begins on `day`: (the input it concerns, a sentence)."""
    if sentence := why_not_touch(indicator):
        return "", sentence
    if day > today:
        return "day", _("That has not come yet.")
    if fault := not_a_day("day", day):
        return fault
    if day != first_of(day, indicator.rhythm):
        return "day", _("Choose a period.")
    if entry.state not in State.values:
        return "state", _("Choose one of these.")
    if len(entry.note) > 500:
        return "note", _("At most 500 characters.")
    if entry.state != State.VALUE:
        if entry.value is not None or entry.denominator is not None or entry.values:
            return "state", _("Either a number, or that it was not measured or is not relevant: not both.")
        return None
    return _not_a_value(indicator, entry)


def _not_a_value(indicator: Indicator, entry: Entry) -> Reason:
    if indicator.value_kind == ValueKind.SUBGROUP:
        return _not_a_group(entry)
    if entry.value is None:
        return "value", _("Write a number; 0 if there was none. If nobody measured, say so below.")
    if fault := _not_a_size("value", entry.value):
        return fault
    return _not_of_its_kind(indicator, entry.value) or _not_divided(indicator, entry.value, entry.denominator)


def _not_a_group(entry: Entry) -> Reason:
    if not entry.values:
        return "values", _("Write the measurements. If nobody measured, say so below.")
    if len(entry.values) > MOST_IN_A_GROUP:
        return "values", _("At most %(most)d measurements each time.") % {"most": MOST_IN_A_GROUP}
    return next((fault for one in entry.values if (fault := _not_a_size("values", one))), None)


def _not_a_size(name: str, number: Decimal) -> Reason:
    if not number.is_finite() or abs(number) >= LARGEST:
        return name, _("At most twelve digits before the comma and six after it.")
    return None


def _not_of_its_kind(indicator: Indicator, value: Decimal) -> Reason:
    kind = indicator.value_kind
    if kind == ValueKind.MEASUREMENT:
        if indicator.unit.casefold() in PER_CENT and not 0 <= value <= 100:
            return "value", _("A percentage lies between 0 and 100.")
        return None
    if value < 0:
        return "value", _("It cannot be below zero.")
    if kind in {ValueKind.PROPORTION, ValueKind.COUNT} and value != value.to_integral_value():
        return "value", _("This is counted, so it is a whole number.")
    return None


def _not_divided(indicator: Indicator, value: Decimal, denominator: Decimal | None) -> Reason:
    if not is_divided(indicator.value_kind):
        return ("denominator", _("Nothing is divided here.")) if denominator is not None else None
    if denominator is None:
        return "denominator", _("Write of how many, or per how much.")
    if fault := _not_a_size("denominator", denominator):
        return fault
    if denominator < 0:
        return "denominator", _("It cannot be below zero.")
    if denominator == 0:
        return "denominator", _("If there was nobody and nothing to measure, choose “not relevant”.")
    if indicator.value_kind == ValueKind.PROPORTION:
        if denominator != denominator.to_integral_value():
            return "denominator", _("This is counted, so it is a whole number.")
        if value > denominator:
            return "value", _("%(value)s of %(whole)s cannot be: more than all of them.") % {
                "value": plain(value), "whole": plain(denominator),
            }  # fmt: skip
    return None


def why_not_measure(indicator: Indicator, day: date, entry: Entry, today: date) -> str | None:
    """Why this cannot be written of a period; None: it can."""
    return sentence_of(not_measured(indicator, day, entry, today))


# Written in


@transaction.atomic
def enter(
    indicator: Indicator, day: date, entry: Entry, *, version: int, how: str, today: date, by: str, now: datetime,
    why: str = "",
) -> Measurement:  # fmt: skip
    """Write what was measured in the period that begins on `day`, or correct it.

    `version` is that of what the writer saw there; 0: nothing was. The same once more changes nothing. Of a correction
    what stood there is kept, with what the chart said before and says now. Raises Refusal, and Conflict when another has
    written something else meanwhile.
    """
    refuse(not_measured(indicator, day, entry, today))
    there = indicator.measurements.filter(day=day).first()
    if there is None:
        made = _create(indicator, day, entry, how, by, now)
        noted(made, "measure", by, now, day=day.isoformat(), state=entry.state, how=how)
        return made
    if entry_of(there).as_json() == entry.as_json():
        return there
    if there.version != version:
        raise Conflict(there)
    before, said = entry_of(there), verdict_of(indicator)
    change(there, version=version, how=how, written_at=now, written_by=by, **entry.fields())
    _keep_old(there, before, entry, said, verdict_of(indicator), why, by, now)
    noted(there, "correct", by, now, day=day.isoformat(), state=entry.state, how=how)
    return there


def _create(indicator: Indicator, day: date, entry: Entry, how: str, by: str, now: datetime) -> Measurement:
    try:
        with transaction.atomic():
            return Measurement.objects.create(
                indicator=indicator, day=day, how=how, written_at=now, written_by=by, **entry.fields()
            )
    except IntegrityError as error:
        raise Conflict(indicator.measurements.get(day=day)) from error


def _keep_old(
    row: Measurement, before: Entry, after: Entry, said: Mapping[str, str], says: Mapping[str, str], why: str, by: str,
    now: datetime,
) -> None:  # fmt: skip
    Correction.objects.create(
        measurement=row, before=before.as_json(), after=after.as_json(), why=" ".join(why.split()),
        verdict_before=dict(said), verdict_after=dict(says), method_version=METHOD_VERSION, made_at=now, made_by=by,
    )  # fmt: skip


# Brought in from a table


@dataclass(frozen=True)
class Brought:
    """One row of a table that is brought in: what it says, and what stands there now (`there`), if anything does."""

    day: date
    entry: Entry
    there: Measurement | None = None

    @property
    def what(self) -> str:
        """What bringing it does: "new", "changed" or "same"."""
        if self.there is None:
            return "new"
        return "same" if entry_of(self.there).as_json() == self.entry.as_json() else "changed"


def seen_mark(rows: Sequence[Brought]) -> str:
    """A mark of what a preview shows: of the rows, and of what stood there."""
    told = [[row.day.isoformat(), row.entry.as_json(), row.there.version if row.there else 0] for row in rows]
    return sha256(dumps(told, sort_keys=True).encode()).hexdigest()


@transaction.atomic
def bring(
    indicator: Indicator, rows: Sequence[Brought], *, seen: str, how: str, today: date, by: str, now: datetime
) -> tuple[int, int]:
    """Write in a whole table, or nothing of it: how many are new, how many corrected.

    `seen` is the mark of the preview that somebody looked at. Raises Refusal.
    """
    indicator = locked(indicator)
    if sentence := why_not_touch(indicator):
        raise Refusal(sentence)
    standing = {row.day: row for row in indicator.measurements.all()}
    fresh = [Brought(row.day, row.entry, standing.get(row.day)) for row in rows]
    if seen_mark(fresh) != seen:
        raise Refusal(_("Something was written meanwhile. Look over the table once more."))
    for row in fresh:
        if fault := not_measured(indicator, row.day, row.entry, today):
            raise Refusal(f"{period_text(row.day, indicator.rhythm)}: {fault[1]}")
    new = [row for row in fresh if row.what == "new"]
    changed = [(row, row.there) for row in fresh if row.what == "changed" and row.there]
    said = verdict_of(indicator) if changed else {}
    Measurement.objects.bulk_create(
        Measurement(
            indicator=indicator, day=row.day, how=how, written_at=now, written_by=by, **row.entry.fields()
        )
        for row in new
    )
    before = [(there, entry_of(there), row.entry) for row, there in changed]
    for there, _old, entry in before:
        change(there, version=there.version, how=how, written_at=now, written_by=by, **entry.fields())
    if before:
        says = verdict_of(indicator)
        for there, old, entry in before:
            _keep_old(there, old, entry, said, says, "", by, now)
    if new or changed:
        change(indicator, version=indicator.version)
        noted(indicator, "bring", by, now, new=len(new), corrected=len(changed), how=how)
    return len(new), len(changed)


def is_event(indicator: Indicator) -> bool:
    """Whether it is measured each time that it happens."""
    return indicator.rhythm == Rhythm.EVENT
