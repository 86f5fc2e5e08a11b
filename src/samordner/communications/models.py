"""The communication plan."""

from __future__ import annotations

from django.db import models

from samordner.plans.models import Followed, RegisterRow, Timed


class CommunicationMeasure(RegisterRow, Timed, Followed):
    """What is told to whom, how, why, when and by whom."""

    audience = models.TextField(blank=True)
    form = models.TextField(blank=True)
    goal = models.TextField(blank=True)
    topic = models.TextField(blank=True)
    responsible = models.TextField(blank=True)

    class Meta(RegisterRow.Meta, Timed.Meta):
        pass
