"""Mapping rounds, who is asked, what they have written so far, and what they have sent in: that never changes."""

from __future__ import annotations

import json
import uuid
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from samordner.access.grants import Walk
from samordner.asks.models import Ask
from samordner.files.models import File
from samordner.journal.deeds import Versioned
from samordner.letters.models import Language
from samordner.participation.models import Contact, Participation
from samordner.places.models import Office
from samordner.programmes.models import Programme
from samordner.questionnaires.models import Edition, Questionnaire

FEWEST = 5
"""So many answers at least, before anything is told of an anonymous round (methods.md; the office may set it higher)."""


MOST_DAYS = 3650


class MappingRound(Versioned):
    """A questionnaire is asked, once, of an audience. Its row is locked while it opens and closes.

    `edition`: what is asked, from when it opens; before that the questionnaire may still change. `asked_by`: the
    organisation in whose name it is asked. `minutes`: the estimated work of each, which the burden ledger counts
    (`ask`). Answers are sent in until the end of `deadline`, and may be corrected until then. `anonymous`: who
    answered is known, what each answered is not. `answered_for`: "municipality", one answer for each, however many
    write it; or "person", one for each person.
    """

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("mapping round", "being prepared")
        OPEN = "open", pgettext_lazy("mapping round", "open")
        CLOSED = "closed", pgettext_lazy("mapping round", "closed")
        CANCELLED = "cancelled", pgettext_lazy("mapping round", "cancelled")

    class For(models.TextChoices):
        MUNICIPALITY = "municipality", pgettext_lazy("mapping round", "one answer for each municipality")
        PERSON = "person", pgettext_lazy("mapping round", "one answer for each person")

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="mapping_rounds")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="mapping_rounds")
    questionnaire = models.ForeignKey(Questionnaire, on_delete=models.PROTECT, related_name="rounds")
    edition = models.ForeignKey(
        Edition, on_delete=models.PROTECT, related_name="rounds", null=True, blank=True
    )
    title = models.CharField(_("title"), max_length=200)
    asked_by = models.CharField(_("asked by"), max_length=200)
    why = models.TextField(_("why it is asked"), blank=True)
    minutes = models.PositiveIntegerField(_("minutes of work for each"))
    opens = models.DateField(_("opens"))
    deadline = models.DateField(_("deadline"))
    remind_days: models.JSONField[list[int], list[int]] = models.JSONField(default=list, blank=True)
    answered_for = models.CharField(max_length=12, choices=For.choices, default=For.MUNICIPALITY)
    anonymous = models.BooleanField(_("anonymous"), default=False)
    fewest = models.PositiveSmallIntegerField(_("fewest answers that are told of"), default=FEWEST)
    audience = models.CharField(max_length=200, blank=True)
    """The key of the audience (`asks.audiences`), "" for some that were chosen by hand; `audience_words` says it."""
    audience_words = models.CharField(max_length=300, blank=True)
    roles: models.JSONField[list[str], list[str]] = models.JSONField(default=list, blank=True)
    meeting = models.PositiveBigIntegerField(null=True, blank=True)
    """The meeting whose participants are asked, where it is an evaluation of one."""
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    ask = models.ForeignKey(
        Ask, on_delete=models.PROTECT, null=True, blank=True, related_name="mapping_rounds"
    )
    retention_days = models.PositiveSmallIntegerField(
        _("erase names and addresses so many days after the deadline"), default=365
    )
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=64)

    WALK = Walk(office="office__key", municipality="respondents__participation__municipality__code")

    class Meta:
        ordering = ["-opens", "-pk"]
        verbose_name = pgettext_lazy("mapping", "mapping round")
        verbose_name_plural = pgettext_lazy("mapping", "mapping rounds")
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="mapping_round_has_a_title"),
            models.CheckConstraint(condition=~Q(asked_by=""), name="mapping_round_has_someone_who_asks"),
            models.CheckConstraint(
                condition=Q(deadline__gte=F("opens")), name="mapping_round_due_after_it_opens"
            ),
            models.CheckConstraint(condition=Q(fewest__gte=1), name="mapping_round_tells_of_some"),
            models.CheckConstraint(
                condition=Q(retention_days__gte=1, retention_days__lte=MOST_DAYS),
                name="mapping_round_kept_for_a_time",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "cancelled"])
                | Q(edition__isnull=False, opened_at__isnull=False),
                name="mapping_round_asks_an_edition",
            ),
            models.CheckConstraint(
                condition=Q(state="closed", closed_at__isnull=False)
                | (~Q(state="closed") & Q(closed_at=None)),
                name="mapping_round_closed_some_time",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class RoundStep(models.Model):
    """What happened to a round: opened, extended, closed, opened again, cancelled. The database refuses changes."""

    class Verb(models.TextChoices):
        OPENED = "opened", pgettext_lazy("mapping round", "opened")
        EXTENDED = "extended", pgettext_lazy("mapping round", "deadline moved")
        CLOSED = "closed", pgettext_lazy("mapping round", "closed")
        REOPENED = "reopened", pgettext_lazy("mapping round", "opened again")
        CANCELLED = "cancelled", pgettext_lazy("mapping round", "cancelled")

    round = models.ForeignKey(MappingRound, on_delete=models.PROTECT, related_name="steps")
    verb = models.CharField(max_length=10, choices=Verb.choices)
    before = models.DateField(null=True, blank=True)
    after = models.DateField(null=True, blank=True)
    why = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=64)

    WALK = Walk(office="round__office__key")

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.round_id} {self.verb}"


class Respondent(Versioned):
    """Somebody who is asked to answer: for a municipality (`participation`), or for an organisation or as a person outside.

    `sections`: the keys of those that were handed on to this one by `handed_by`; empty: all. `answered`: that they
    have, in an anonymous round, where nothing tells which answer it is. Names and addresses are erased when they are
    no longer needed; that a municipality was asked, and whether it answered, stays. Its personal link has the kind
    "respondent", the purpose "answer".
    """

    round = models.ForeignKey(MappingRound, on_delete=models.PROTECT, related_name="respondents")
    participation = models.ForeignKey(
        Participation, on_delete=models.PROTECT, related_name="respondents", null=True, blank=True
    )
    contact = models.ForeignKey(
        Contact, on_delete=models.SET_NULL, related_name="respondents", null=True, blank=True
    )
    name = models.CharField(pgettext_lazy("respondent", "name"), max_length=200, blank=True)
    email = models.EmailField(pgettext_lazy("respondent", "e-mail"), blank=True)
    organisation = models.CharField(pgettext_lazy("respondent", "organisation"), max_length=200, blank=True)
    language = models.CharField(max_length=2, choices=Language.choices, default=Language.NB)
    sections: models.JSONField[list[str], list[str]] = models.JSONField(default=list, blank=True)
    handed_by = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="handed"
    )
    answered = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=64)
    sent_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    reminders = models.PositiveSmallIntegerField(default=0)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)

    WALK = Walk(office="round__office__key", municipality="participation__municipality__code")

    class Meta:
        ordering = ["participation__municipality__sort_key", "organisation", "name", "pk"]
        verbose_name = pgettext_lazy("mapping", "respondent")
        verbose_name_plural = pgettext_lazy("mapping", "respondents")
        indexes = [models.Index(fields=["round", "participation"], name="respondent_round")]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "participation", "email"],
                condition=Q(withdrawn_at=None, handed_by=None) & ~Q(email=""),
                name="respondent_asked_once",
            ),
            models.CheckConstraint(
                condition=Q(erased_at=None) | Q(name="", email=""), name="respondent_erased_wholly"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round_id}/{self.pk}"


class Response(Versioned):
    """What is written so far, by all who write one answer. `cells`: by the name of a cell (`questionnaires.content.Cell`)
    `{"v": value, "n": version of that cell, "by": respondent or account, "at": ISO moment}`; instead of `v` there is
    `raw`, the text as typed, where it could not be understood. Two who write in one cell: the second is told, nothing
    is overwritten. Saved as one types it also has `page` and `step` (by which a page knows its own words, when an answer
    of the server never reached it) and `after`, the version of another that those words came after.

    Of a municipality (one for a round), else of one `respondent`. It locks itself while it is saved. `submitted`: the
    number of the last `Submission`, 0: never sent in. `changed_since`: something was written after that, and not sent
    in.
    """

    round = models.ForeignKey(MappingRound, on_delete=models.PROTECT, related_name="responses")
    participation = models.ForeignKey(
        Participation, on_delete=models.PROTECT, related_name="responses", null=True, blank=True
    )
    respondent = models.ForeignKey(
        Respondent, on_delete=models.PROTECT, related_name="responses", null=True, blank=True
    )
    text = models.TextField(default="{}")
    begun_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    submitted = models.PositiveIntegerField(default=0)
    changed_since = models.BooleanField(default=False)

    WALK = Walk(office="round__office__key", municipality="participation__municipality__code")

    class Meta:
        ordering = ["participation__municipality__sort_key", "pk"]
        verbose_name = pgettext_lazy("mapping", "answer")
        verbose_name_plural = pgettext_lazy("mapping", "answers")
        constraints = [
            models.UniqueConstraint(
                fields=["round", "participation"],
                condition=Q(participation__isnull=False, respondent=None),
                name="response_one_a_municipality",
            ),
            models.UniqueConstraint(
                fields=["respondent"],
                condition=Q(respondent__isnull=False),
                name="response_one_a_person",
            ),
            models.CheckConstraint(
                condition=Q(participation__isnull=False) | Q(respondent__isnull=False),
                name="response_of_someone",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round_id}/{self.pk}"

    @property
    def cells(self) -> dict[str, dict[str, Any]]:
        return dict(json.loads(self.text))


class How(models.TextChoices):
    """How an answer reached us."""

    LINK = "link", pgettext_lazy("answer", "by the personal link")
    ACCOUNT = "account", pgettext_lazy("answer", "signed in")
    PAPER = "paper", pgettext_lazy("answer", "on paper, written in by the office")
    TELEPHONE = "telephone", pgettext_lazy("answer", "by telephone, written in by the office")


class Submission(models.Model):
    """An answer as it was sent in. The database refuses changes; a correction is another one, with the next number.

    `text`: by the name of a cell its value, as JSON; only of what was asked. `digest`: of the text, with which the
    receipt can be held up. Anonymous: of no response and no municipality, without the moment (`at` is noon of the
    day), and in no order.
    """

    key = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(MappingRound, on_delete=models.PROTECT, related_name="submissions")
    response = models.ForeignKey(
        Response, on_delete=models.PROTECT, related_name="submissions", null=True, blank=True
    )
    participation = models.ForeignKey(
        Participation, on_delete=models.PROTECT, related_name="submissions", null=True, blank=True
    )
    number = models.PositiveIntegerField(default=1)
    text = models.TextField()
    digest = models.CharField(max_length=64)
    at = models.DateTimeField()
    by = models.CharField(max_length=64, blank=True)
    """A respondent ("respondent:12"), whose name stands there and can be erased; or an account."""
    how = models.CharField(max_length=10, choices=How.choices)
    source = models.CharField(max_length=300, blank=True)
    """Of an answer on paper or by telephone: where the paper lies, or who was spoken to and when."""

    WALK = Walk(office="round__office__key", municipality="participation__municipality__code")

    class Meta:
        ordering = ["at", "key"]
        verbose_name = pgettext_lazy("mapping", "answer sent in")
        verbose_name_plural = pgettext_lazy("mapping", "answers sent in")
        constraints = [
            models.UniqueConstraint(fields=["response", "number"], name="submission_number_once"),
            models.CheckConstraint(
                condition=Q(response__isnull=False) | Q(participation=None, by=""),
                name="submission_anonymous_wholly",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round_id}/{self.key}"

    @property
    def values(self) -> dict[str, Any]:
        return dict(json.loads(self.text))


class Attachment(models.Model):
    """A file that belongs to an answer. `cell`: the question; `removed_at`: taken away again."""

    response = models.ForeignKey(Response, on_delete=models.PROTECT, related_name="attachments")
    cell = models.CharField(max_length=130)
    file = models.ForeignKey(File, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=255)
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    WALK = Walk(
        office="response__round__office__key", municipality="response__participation__municipality__code"
    )

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name


class Reuse(models.Model):
    """A municipality let an answer that it gave to another be used here. The database refuses changes."""

    response = models.ForeignKey(Response, on_delete=models.PROTECT, related_name="reuses")
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="reuses")
    cells: models.JSONField[list[str], list[str]] = models.JSONField()
    at = models.DateTimeField()
    by = models.CharField(max_length=64)

    WALK = Walk(
        office="response__round__office__key", municipality="response__participation__municipality__code"
    )

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.submission_id} → {self.response_id}"
