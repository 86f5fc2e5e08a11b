"""What a person made of the answers: what was accepted, and the themes that free text was coded with."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from samordner.access.grants import Walk
from samordner.journal.deeds import Versioned
from samordner.mapping.models import MappingRound, Submission
from samordner.participation.models import Observation
from samordner.support.models import Need


class Review(models.Model):
    """What a person decided about one statement of an answer. Append-only: the newest on the same statement holds.

    `statement`: what it is about ("subject/item" of an observation, "need/<cell>", "contact/<role>"). Accepted, it made
    something; `contact` is the number of a contact, which may be erased.
    """

    class Verdict(models.TextChoices):
        ACCEPTED = "accepted", pgettext_lazy("review", "accepted")
        CONFIRMED = "confirmed", pgettext_lazy("review", "still as registered")
        REJECTED = "rejected", pgettext_lazy("review", "not accepted")
        UNDONE = "undone", pgettext_lazy("review", "undone")

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="reviews")
    statement = models.CharField(max_length=200)
    verdict = models.CharField(max_length=10, choices=Verdict.choices)
    why = models.CharField(max_length=500, blank=True)
    observation = models.ForeignKey(
        Observation, on_delete=models.PROTECT, null=True, blank=True, related_name="reviews"
    )
    need = models.ForeignKey(Need, on_delete=models.PROTECT, null=True, blank=True, related_name="reviews")
    contact = models.PositiveBigIntegerField(null=True, blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=64)

    WALK = Walk(
        office="submission__round__office__key", municipality="submission__participation__municipality__code"
    )

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["submission", "statement"], name="review_statement")]
        verbose_name = pgettext_lazy("mapping", "review")
        verbose_name_plural = pgettext_lazy("mapping", "reviews")

    def __str__(self) -> str:
        return f"{self.submission_id} {self.statement} {self.verdict}"


class Theme(Versioned):
    """What free text is about, in a round.

    What was coded with it stays its own when it is removed (`removed_at`) or put into another (`merged_into`, as which
    it counts from then on): undone, everything is as it was.
    """

    round = models.ForeignKey(MappingRound, on_delete=models.PROTECT, related_name="themes")
    name = models.CharField(_("theme"), max_length=100)
    description = models.TextField(_("what belongs here"), blank=True)
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged"
    )
    removed_at = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=64)

    WALK = Walk(office="round__office__key")

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = pgettext_lazy("mapping", "theme")
        verbose_name_plural = pgettext_lazy("mapping", "themes")
        constraints = [
            models.UniqueConstraint(
                fields=["round", "name"],
                condition=Q(removed_at=None, merged_into=None),
                name="theme_named_once",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="theme_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name


class Coding(models.Model):
    """A person found that a piece of free text is about a theme."""

    theme = models.ForeignKey(Theme, on_delete=models.CASCADE, related_name="codings")
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="codings")
    cell = models.CharField(max_length=130)
    at = models.DateTimeField()
    by = models.CharField(max_length=64)

    WALK = Walk(office="theme__round__office__key")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["theme", "submission", "cell"], name="coded_once"),
        ]

    def __str__(self) -> str:
        return f"{self.submission_id} {self.cell} {self.theme_id}"
