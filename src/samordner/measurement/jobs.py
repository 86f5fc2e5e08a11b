"""What is due by itself: teams whose values are missing are reminded."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Q

from samordner.measurement.operations.linking import every_team, remind


def write_reminders(*, day: date, by: str, now: datetime) -> int:
    """Remind those teams that lack what is measured each month or quarter, and no others. `letters.due.Writer`."""
    rows = every_team().filter(removed_at=None, cohort__removed_at=None, began_on__lte=day)
    rows = rows.filter(Q(left_on=None) | Q(left_on__gt=day), projects__indicators__removed_at=None).distinct()
    return sum(remind(team, day=day, by=by, now=now) for team in rows.filter(projects__removed_at=None))
