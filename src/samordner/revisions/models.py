"""Revisions of a plan: their way to approval, what was frozen then, the comments of a review, and what was sent."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from samordner.access.grants import Walk
from samordner.files.models import File
from samordner.journal.deeds import Versioned
from samordner.plans.models import Plan


class Revision(Versioned):
    """A revision of a plan. Until it is approved it has no text of its own: it is the plan as it stands.

    `review_until` is the last day for comments, `review_asks` what the reviewers are asked to look at. The database
    refuses to change or remove an approved one; what it froze is its `approval`.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", _("draft")
        REVIEW = "review", _("out for review")
        APPROVED = "approved", _("approved")

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField()
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.DRAFT)
    begun_at = models.DateTimeField()
    begun_by = models.CharField(max_length=64)
    review_from = models.DateField(null=True, blank=True)
    review_until = models.DateField(null=True, blank=True)
    review_asks = models.TextField(blank=True)

    WALK = Walk(office="plan__office__key")

    class Meta:
        ordering = ["-number"]
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="revisions_number_once"),
            models.UniqueConstraint(
                fields=["plan"], condition=~Q(status="approved"), name="revisions_one_at_work"
            ),
            models.CheckConstraint(
                condition=~Q(status="review") | Q(review_from__isnull=False, review_until__isnull=False),
                name="revisions_review_has_days",
            ),
            models.CheckConstraint(
                condition=Q(review_until__gte=models.F("review_from")), name="revisions_review_ends_in_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.number}"

    @property
    def is_approved(self) -> bool:
        return self.status == self.Status.APPROVED

    @property
    def is_in_review(self) -> bool:
        return self.status == self.Status.REVIEW


class Approval(models.Model):
    """That a revision was approved, and what it said then. The database refuses changes.

    `body` is who approved, as written; `approved_by` the account that pressed. `data` is the plan as JSON (see
    `state`), from which revisions are compared. `number` is that of the journal's entry. `title` and `period` are the
    plan's as approved, for lists.
    """

    revision = models.OneToOneField(Revision, on_delete=models.PROTECT, related_name="approval")
    number = models.PositiveBigIntegerField(unique=True)
    body = models.TextField()
    approved_on = models.DateField()
    approved_at = models.DateTimeField()
    approved_by = models.CharField(max_length=64)
    title = models.TextField()
    period = models.TextField(blank=True)
    language = models.CharField(max_length=2)
    data = models.ForeignKey(File, on_delete=models.PROTECT, related_name="+")

    WALK = Walk(office="revision__plan__office__key")

    class Meta:
        ordering = ["-number"]

    def __str__(self) -> str:
        return f"{self.number}"


class Printing(models.Model):
    """An approved revision printed in one format. The database refuses changes.

    `names`: whether figures that tell where each municipality stands are in it. Both are kept where they differ, so
    that whoever may not see that still has the plan.
    """

    approval = models.ForeignKey(Approval, on_delete=models.PROTECT, related_name="printings")
    ending = models.CharField(max_length=8)
    names = models.BooleanField()
    file = models.ForeignKey(File, on_delete=models.PROTECT, related_name="+")

    WALK = Walk(office="approval__revision__plan__office__key")

    class Meta:
        ordering = ["ending"]
        constraints = [
            models.UniqueConstraint(fields=["approval", "ending", "names"], name="revisions_printed_once")
        ]

    def __str__(self) -> str:
        return f"{self.approval_id} {self.ending}"


class Comment(Versioned):
    """What a reviewer says of a revision: of the whole (`kind` "plan"), a chapter, or a row of a register (its key).

    `key` is the chapter's or row's id, `about` what it was called then, so that the comment can be read when it is
    gone. `withdrawn_at`: its author took it back; the words stay with the author.
    """

    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="comments")
    kind = models.CharField(max_length=64)
    key = models.PositiveBigIntegerField(default=0)
    about = models.TextField(blank=True)
    text = models.TextField(_("comment"))
    written_at = models.DateTimeField()
    written_by = models.CharField(max_length=64)
    organisation = models.CharField(max_length=200, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    answer = models.TextField(_("answer"), blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.CharField(max_length=64, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)

    WALK = Walk(office="revision__plan__office__key")

    class Meta:
        ordering = ["written_at", "pk"]
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        indexes = [
            models.Index(
                fields=["revision"],
                condition=Q(settled_at=None, withdrawn_at=None),
                name="revisions_open_comments",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"

    @property
    def is_open(self) -> bool:
        return self.settled_at is None and self.withdrawn_at is None


class NothingMore(models.Model):
    """A reviewer has said that there is nothing, or nothing more, to remark on a revision."""

    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="done")
    said_at = models.DateTimeField()
    said_by = models.CharField(max_length=64)
    organisation = models.CharField(max_length=200, blank=True)

    WALK = Walk(office="revision__plan__office__key")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["revision", "said_by"], name="revisions_nothing_more_once")
        ]

    def __str__(self) -> str:
        return f"{self.revision_id} {self.said_by}"


class Sending(models.Model):
    """That an approved revision was sent, with its receipt. The database refuses changes.

    `deadline` and `due` say which of the programme's deadlines it answers; both empty: sent without being due.
    `number` is that of the journal's entry; `digest` that of the plan's data, which names every word of it.
    """

    approval = models.ForeignKey(Approval, on_delete=models.PROTECT, related_name="sendings")
    deadline = models.CharField(max_length=64, blank=True)
    due = models.DateField(null=True, blank=True)
    number = models.PositiveBigIntegerField(unique=True)
    sent_on = models.DateField()
    sent_at = models.DateTimeField()
    sent_by = models.CharField(max_length=64)
    receiver = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)

    WALK = Walk(office="approval__revision__plan__office__key")

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["approval", "deadline", "due"],
                condition=Q(due__isnull=False),
                name="revisions_sent_once_for_a_deadline",
            ),
            models.UniqueConstraint(
                fields=["approval"], condition=Q(due=None), name="revisions_sent_once_without_a_deadline"
            ),
            models.CheckConstraint(
                condition=Q(deadline="", due=None) | (~Q(deadline="") & Q(due__isnull=False)),
                name="revisions_a_deadline_has_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}"
