"""Feeds: secret addresses at which a person's own calendar program reads what that person may see."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from samordner.access.grants import Walk
from samordner.people.models import User
from samordner.places.models import Office


class Feed(models.Model):
    """One address that a calendar program reads, on behalf of its holder and with the holder's own rights.

    Only a digest of the address is kept. `kinds` are keys of kinds of happenings; none: every kind. A revoked feed
    stays, so that its holder sees what was there, and so that a program that still asks for it is known. `content` is
    the digest of what it last answered, and `content_at` since when it has answered just that.
    """

    class Holds(models.TextChoices):
        MINE = "mine", pgettext_lazy("feed", "what concerns me")
        OFFICE = "office", pgettext_lazy("feed", "everything of one office")
        ALL = "all", pgettext_lazy("feed", "everything that I may see")

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="feeds")
    name = models.CharField(pgettext_lazy("feed", "name"), max_length=100)
    holds = models.CharField(pgettext_lazy("feed", "holds"), max_length=10, choices=Holds.choices)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    kinds: models.JSONField[Any, Any] = models.JSONField(default=list, blank=True)
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    content = models.CharField(max_length=64, blank=True)
    content_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    WALK = Walk()

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="calendars_feed_has_a_name"),
            models.CheckConstraint(
                condition=Q(holds="office", office__isnull=False)
                | (~Q(holds="office") & Q(office__isnull=True)),
                name="calendars_feed_of_an_office_names_it",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_live(self) -> bool:
        return self.revoked_at is None
