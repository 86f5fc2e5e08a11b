"""Who takes part: an office's municipalities, for a while."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from samordner.documents.cells import day_text
from samordner.journal.deeds import Refusal
from samordner.journal.operations import record
from samordner.participation.models import Participation
from samordner.places.models import Municipality, Office, OfficeArea
from samordner.programmes.models import Programme
from samordner.timeline.lasting import overlap


@transaction.atomic
def enrol(
    programme: Programme, office: Office, *, since: date, until: date | None = None, by: str, now: datetime
) -> list[Participation]:
    """Let every municipality that the office covers at some time from `since` until `until` take part.

    Each takes part while it exists and the office covers it, so a border change within the period ends some
    and begins others. Again with another period: ends are moved, nothing is removed. Raises Refusal when a
    municipality already takes part in the same time.
    """
    kept = {
        (row.municipality_id, row.since): row
        for row in Participation.objects.filter(programme=programme, office=office)
    }
    found, added, moved = [], 0, 0
    for municipality, first, last in _covered(office, since, until):
        row = kept.get((municipality.pk, first))
        if row is None:
            _refuse_overlap(programme, municipality, first, last)
            row = Participation.objects.create(
                programme=programme, municipality=municipality, office=office, since=first, until=last
            )
            added += 1
        elif row.until != last:
            row.until = last
            row.save(update_fields=["until"])
            moved += 1
        found.append(row)
    if added or moved:
        record(
            by, "enrol", "programme", programme.key, now, {"added": added, "moved": moved}, office=office.key
        )
    return found


def _covered(office: Office, since: date, until: date | None) -> list[tuple[Municipality, date, date | None]]:
    """Each municipality that the office covers, and from when until when within the period."""
    areas = OfficeArea.objects.filter(overlap(since, until), office=office).select_related("county")
    found = []
    for area in areas:
        for municipality in Municipality.objects.filter(overlap(since, until), county=area.county):
            first = max(day for day in (since, area.since, municipality.since) if day)
            ends = [day for day in (until, area.until, municipality.until) if day]
            last = min(ends) if ends else None
            if last is None or first < last:
                found.append((municipality, first, last))
    return sorted(found, key=lambda one: (one[0].sort_key, one[0].code, one[1]))


def _refuse_overlap(programme: Programme, municipality: Municipality, first: date, last: date | None) -> None:
    taken = Participation.objects.filter(programme=programme, municipality=municipality).overlapping(
        first, last
    )
    if other := taken.first():
        raise Refusal(
            _("%(municipality)s already takes part from %(day)s.")
            % {"municipality": municipality, "day": day_text(other.since)}
        )
