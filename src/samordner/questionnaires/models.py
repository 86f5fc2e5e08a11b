"""Questionnaires that are being written, and every version that was asked: versions never change."""

from __future__ import annotations

from functools import cached_property

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from samordner.access.grants import Walk
from samordner.journal.deeds import Versioned
from samordner.places.models import Office
from samordner.programmes.models import Programme
from samordner.questionnaires.content import Content, read_content


class Questionnaire(Versioned):
    """A questionnaire that an office writes. `draft` is what it says now (`questionnaires.content`, as JSON).

    `ready`: the key of the ready one that it was made from, which comes with the programme.
    """

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="questionnaires")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="questionnaires")
    name = models.CharField(_("name"), max_length=200)
    ready = models.CharField(max_length=64, blank=True)
    draft = models.TextField()
    put_away_at = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=64)

    WALK = Walk(office="office__key")

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = pgettext_lazy("mapping", "questionnaire")
        verbose_name_plural = pgettext_lazy("mapping", "questionnaires")
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="questionnaire_has_a_name"),
            models.UniqueConstraint(
                fields=["programme", "office", "name"],
                condition=Q(put_away_at=None),
                name="questionnaire_named_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @cached_property
    def content(self) -> Content:
        """What it says now, as this row was read."""
        return read_content(self.draft)


class Edition(models.Model):
    """What a questionnaire said when somebody was asked with it. The database refuses changes."""

    questionnaire = models.ForeignKey(Questionnaire, on_delete=models.PROTECT, related_name="editions")
    number = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    text = models.TextField()
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=64)

    WALK = Walk(office="questionnaire__office__key")

    class Meta:
        ordering = ["questionnaire", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["questionnaire", "number"], name="questionnaire_edition_number_once"
            ),
            models.UniqueConstraint(fields=["questionnaire", "digest"], name="questionnaire_edition_once"),
        ]

    def __str__(self) -> str:
        return f"{self.questionnaire_id} edition {self.number}"

    @cached_property
    def content(self) -> Content:
        return read_content(self.text)


class Earlier(models.Model):
    """What a questionnaire said in an earlier `version`, so that a change can be taken back and two writers compared.

    `deed`: what was done with it then ("remove", "question" …); `at` and `by`: when, and by whom.
    """

    questionnaire = models.ForeignKey(Questionnaire, on_delete=models.CASCADE, related_name="earlier")
    version = models.PositiveIntegerField()
    text = models.TextField()
    deed = models.CharField(max_length=20)
    at = models.DateTimeField()
    by = models.CharField(max_length=64)

    WALK = Walk(office="questionnaire__office__key")

    class Meta:
        ordering = ["questionnaire", "version"]
        constraints = [
            models.UniqueConstraint(fields=["questionnaire", "version"], name="questionnaire_earlier_once"),
        ]

    def __str__(self) -> str:
        return f"{self.questionnaire_id} version {self.version}"

    @cached_property
    def content(self) -> Content:
        return read_content(self.text)
