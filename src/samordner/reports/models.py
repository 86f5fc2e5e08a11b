"""Reports of the offices and the national one: their answers, and what was sent, which never changes."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from samordner.access.grants import Walk
from samordner.files.models import File
from samordner.journal.deeds import Versioned
from samordner.places.models import Office
from samordner.programmes.models import Programme


class Report(Versioned):
    """One report of a form of the programme, due on a day: of an office, or (without office) the national one.

    `status_day` is the day whose numbers it tells. A report is a draft until it has a `sending`. One that was
    sent is corrected by a new edition that `replaces` it; both are kept.
    """

    class Language(models.TextChoices):
        BOKMAL = "nb", _("Bokmål")
        NYNORSK = "nn", _("Nynorsk")

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="reports")
    office = models.ForeignKey(
        Office, on_delete=models.PROTECT, related_name="reports", null=True, blank=True
    )
    form = models.CharField(max_length=64)
    deadline = models.CharField(max_length=64)
    due = models.DateField(_("due"))
    edition = models.PositiveIntegerField(default=1)
    replaces = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by"
    )
    status_day = models.DateField(_("numbers as of"))
    language = models.CharField(_("language of the labels"), max_length=2, choices=Language.choices)
    begun_at = models.DateTimeField()
    begun_by = models.CharField(max_length=64)

    WALK = Walk(office="office__key")

    class Meta:
        ordering = ["-due", "office__key", "-edition", "pk"]
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "office", "form", "due", "edition"],
                condition=Q(office__isnull=False),
                name="reports_one_of_an_office",
            ),
            models.UniqueConstraint(
                fields=["programme", "form", "due", "edition"],
                condition=Q(office__isnull=True),
                name="reports_one_of_the_nation",
            ),
            models.CheckConstraint(
                condition=Q(edition=1, replaces=None) | Q(edition__gt=1, replaces__isnull=False),
                name="reports_a_later_edition_replaces_one",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.form} {self.due}"

    @property
    def is_national(self) -> bool:
        return self.office_id is None

    @property
    def is_sent(self) -> bool:
        return hasattr(self, "sending")


class Answer(Versioned):
    """What is written on one question of a report, and how its risk is judged (a key; "": not judged)."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="answers")
    question = models.CharField(max_length=64)
    text = models.TextField(_("answer"), blank=True)
    risk = models.CharField(_("risk"), max_length=64, blank=True)
    written_at = models.DateTimeField(null=True, blank=True)
    written_by = models.CharField(max_length=64, blank=True)

    WALK = Walk(office="report__office__key")

    class Meta:
        ordering = ["report", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["report", "question"], name="reports_one_answer_to_a_question")
        ]

    def __str__(self) -> str:
        return f"{self.report_id} {self.question}"


class Sending(models.Model):
    """That a report was sent: its receipt, and the files as they were. The database refuses changes.

    `number` is that of the journal's entry, which no other deed has. `sent_on` is the day that counts. `data` is
    the report as JSON, from which the pages are drawn; `known_at` the moment up to which its numbers know.
    """

    report = models.OneToOneField(Report, on_delete=models.PROTECT, related_name="sending")
    number = models.PositiveBigIntegerField(unique=True)
    sent_on = models.DateField()
    sent_at = models.DateTimeField()
    sent_by = models.CharField(max_length=64)
    known_at = models.DateTimeField()
    receiver = models.CharField(max_length=200)
    data = models.ForeignKey(File, on_delete=models.PROTECT, related_name="+")
    page = models.ForeignKey(File, on_delete=models.PROTECT, related_name="+")
    letter = models.ForeignKey(File, on_delete=models.PROTECT, related_name="+")

    WALK = Walk(office="report__office__key")

    class Meta:
        ordering = ["-number"]

    def __str__(self) -> str:
        return f"{self.number}"
