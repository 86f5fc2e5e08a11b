"""Secret addresses by which somebody without an account does one thing."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from samordner.access.grants import Walk


class PersonalLink(models.Model):
    """One secret address. It is good for one `purpose` with one thing (`kind` and `key`, such as "invitation" and "12"), until
    it expires or is revoked.

    Only a digest of the secret is kept: who reads the database cannot use it. Whose it is stands with the thing, not here.
    `opened_at`: when it was first looked at, by its reader or by a machine that looks into letters.
    """

    purpose = models.CharField(max_length=32)
    kind = models.CharField(max_length=32)
    key = models.CharField(max_length=64)
    digest = models.CharField(max_length=64, unique=True)
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    WALK = Walk()

    class Meta:
        ordering = ["-issued_at", "-pk"]
        indexes = [models.Index(fields=["kind", "key"], name="links_by_thing")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(purpose="") & ~Q(kind="") & ~Q(key="") & ~Q(digest=""), name="links_bound"
            ),
            models.CheckConstraint(condition=Q(expires_at__gt=F("issued_at")), name="links_expire_later"),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.kind} {self.key}"
