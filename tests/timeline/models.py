from __future__ import annotations

from django.db import models

from samordner.timeline.lasting import Lasting
from samordner.timeline.stepwise import Stepwise, StepwiseQuerySet


class Post(Lasting):
    """A post that someone holds for a while."""

    holder = models.CharField(max_length=20)

    class Meta(Lasting.Meta):
        app_label = "timeline_tests"


class Reading(Stepwise):
    """What a dial of a house shows until it is read again."""

    SERIES = ("house", "dial")

    house = models.IntegerField()
    dial = models.CharField(max_length=5)
    value = models.IntegerField()
    known_from = models.IntegerField(default=0)

    objects = StepwiseQuerySet.as_manager()

    class Meta:
        app_label = "timeline_tests"
        indexes = [models.Index(fields=["house", "dial", "since", "id"], name="reading_steps")]
