"""What meetings are called where they are named as the source of something, and where needs were raised."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.urls import reverse

from samordner.access.actors import Actor
from samordner.access.grants import visible
from samordner.documents.columns import Link
from samordner.minutes.models import MinutesNeed
from samordner.minutes.naming import meeting_name
from samordner.minutes.queries import every_meeting, reachable
from samordner.participation.references import Reference
from samordner.support.models import Need


def meetings(numbers: Sequence[int], actor: Actor) -> Mapping[int, Reference]:
    """Meetings that the reader may see: to their minutes, if the reader may see those, else to the meeting."""
    rows = list(visible(every_meeting(), actor, "meeting.read").filter(pk__in=numbers))
    minuted = set(
        reachable(actor).filter(meeting__in=[row.pk for row in rows]).values_list("meeting", flat=True)
    )
    return {
        row.pk: Reference(
            meeting_name(row),
            reverse("minutes:minutes" if row.pk in minuted else "meetings:meeting", args=[row.pk]),
        )
        for row in rows
    }


def raised_in(need: Need, actor: Actor) -> Link | None:
    """The minutes that a need was noted in; None when the reader may not see them, or there are none."""
    rows = visible(MinutesNeed.objects.filter(need=need), actor, "minutes.read")
    found = rows.select_related("said__minutes__meeting__programme").first()
    if found is None or not reachable(actor).filter(pk=found.said.minutes_id).exists():
        return None
    meeting = found.said.minutes.meeting
    return Link(reverse("minutes:minutes", args=[meeting.pk]), meeting_name(meeting))
