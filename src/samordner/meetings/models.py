"""The meetings of the support apparatus."""

from __future__ import annotations

from django.db import models

from samordner.plans.models import Followed, RegisterRow, Timed


class SupportMeeting(RegisterRow, Timed, Followed):
    """A planned meeting; its topic may not be settled yet."""

    topic = models.TextField(blank=True)

    class Meta(RegisterRow.Meta, Timed.Meta):
        pass
