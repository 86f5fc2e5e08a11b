"""What minutes have to say when something is done with their meeting."""

from __future__ import annotations

from django.utils.translation import gettext as _

from samordner.meetings.followers import Follower
from samordner.meetings.models import Meeting
from samordner.minutes.models import Minutes


class Minuted(Follower):
    """A meeting whose minutes are begun is not removed."""

    def why_not_remove(self, meeting: Meeting) -> str | None:
        if Minutes.objects.filter(meeting=meeting).exists():
            return _("Minutes of the meeting are begun.")
        return None
