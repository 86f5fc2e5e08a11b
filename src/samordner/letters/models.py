"""Letters on their way out, how an office words them, whether the mail server answers, and what has come in."""

from __future__ import annotations

from secrets import token_hex

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from samordner.access.grants import Walk
from samordner.files.models import File
from samordner.journal.deeds import Versioned
from samordner.participation.models import Participation
from samordner.places.models import Office


class Language(models.TextChoices):
    """The form of Norwegian that a letter is written in."""

    NB = "nb", _("bokmål")
    NN = "nn", _("nynorsk")


class Wording(Versioned):
    """How an office words a kind of letter in a language. Empty: as it is worded from the start."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="wordings")
    kind = models.CharField(max_length=64)
    language = models.CharField(max_length=2, choices=Language.choices)
    subject = models.CharField(_("subject"), max_length=200, blank=True)
    body = models.TextField(_("text"), blank=True)

    WALK = Walk(office="office__key")

    class Meta:
        ordering = ["kind", "language"]
        constraints = [
            models.UniqueConstraint(fields=["office", "kind", "language"], name="letters_worded_once"),
            models.CheckConstraint(
                condition=Q(subject="", body="") | (~Q(subject="") & ~Q(body="")),
                name="letters_wording_whole_or_none",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.office}: {self.kind} {self.language}"


class Letterhead(Versioned):
    """What an office has chosen for all its letters: the language where none is known, and who gets the answers."""

    office = models.OneToOneField(Office, on_delete=models.PROTECT, related_name="letterhead")
    language = models.CharField(max_length=2, choices=Language.choices, default=Language.NB)
    reply_to = models.EmailField(_("answers go to"), blank=True)

    WALK = Walk(office="office__key")

    def __str__(self) -> str:
        return f"{self.office}: {self.language}"


class State(models.TextChoices):
    """How far a letter has come.

    Failed: the mail server would not take it. Uncertain: it was being handed over when something broke; a person decides.
    Bounced: it was taken, and came back.
    """

    WAITING = "waiting", pgettext_lazy("letter", "waits")
    SENDING = "sending", pgettext_lazy("letter", "is being handed over")
    SENT = "sent", pgettext_lazy("letter", "sent")
    FAILED = "failed", pgettext_lazy("letter", "given up")
    BOUNCED = "bounced", pgettext_lazy("letter", "came back")
    UNCERTAIN = "uncertain", pgettext_lazy("letter", "uncertain")
    WITHDRAWN = "withdrawn", pgettext_lazy("letter", "withdrawn")


DONE = (State.SENT, State.FAILED, State.BOUNCED, State.WITHDRAWN)


def mail_name() -> str:
    """What a mail is called in its Message-ID: nobody can guess it, so that nobody can claim that it came back."""
    return token_hex(20)


class Letter(models.Model):
    """A letter to one person. `key` says what it is, so that the same is never written twice; `about` what it is about
    ("meeting/12"), for whoever wrote it to find it by; `mail_name` is what it is called on its way, the same at each try.

    `calendar` is an iCalendar object that goes with it, by `calendar_method`. `secret` holds what its reader alone
    may see, a line each, such as a personal link: no page shows it. `claimed_by` is the process that has taken it to
    hand it over, `handed_at` when it began to: from then on only the server knows whether it has it. The name, the
    address and the text are erased after a time (from `erase_from` on, if it names a moment); the row with its state
    stays.
    """

    key = models.CharField(max_length=200, unique=True)
    about = models.CharField(max_length=100, blank=True)
    mail_name = models.CharField(max_length=40, unique=True, default=mail_name)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="letters")
    participation = models.ForeignKey(
        Participation, on_delete=models.PROTECT, related_name="letters", null=True, blank=True
    )
    kind = models.CharField(pgettext_lazy("letter", "kind"), max_length=64)
    language = models.CharField(_("language"), max_length=2, choices=Language.choices)
    to_name = models.CharField(max_length=200, blank=True)
    to_address = models.EmailField(blank=True)
    reply_to = models.EmailField(blank=True)
    subject = models.CharField(_("subject"), max_length=200, blank=True)
    body = models.TextField(_("text"), blank=True)
    secret = models.TextField(blank=True)
    calendar = models.TextField(blank=True)
    calendar_method = models.CharField(max_length=20, blank=True)
    written_at = models.DateTimeField()
    written_by = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    tries = models.PositiveIntegerField(default=0)
    next_try = models.DateTimeField()
    claimed_by = models.CharField(max_length=32, blank=True)
    claimed_at = models.DateTimeField(null=True, blank=True)
    handed_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    problem = models.CharField(max_length=300, blank=True)
    erase_from = models.DateTimeField(null=True, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)

    WALK = Walk(office="office__key", municipality="participation__municipality__code")

    class Meta:
        ordering = ["-written_at", "-pk"]
        indexes = [
            models.Index(fields=["next_try", "id"], name="letter_due", condition=Q(state="waiting")),
            models.Index(fields=["claimed_at"], name="letter_claimed", condition=Q(state="sending")),
            models.Index(fields=["office", "-written_at"], name="letter_of_office"),
            models.Index(fields=["about"], name="letter_about", condition=~Q(about="")),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(key=""), name="letter_has_a_key"),
            models.CheckConstraint(
                condition=Q(erased_at__isnull=False) | (~Q(to_address="") & ~Q(subject="") & ~Q(body="")),
                name="letter_whole_until_erased",
            ),
            models.CheckConstraint(
                condition=Q(erased_at=None)
                | Q(to_name="", to_address="", subject="", body="", secret="", calendar=""),
                name="letter_erased_wholly",
            ),
            models.CheckConstraint(
                condition=Q(erased_at=None) | ~Q(state__in=["waiting", "sending"]),
                name="letter_erased_when_done",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["sent", "bounced"]) | Q(sent_at__isnull=False),
                name="letter_sent_some_time",
            ),
        ]
        verbose_name = pgettext_lazy("letter", "letter")
        verbose_name_plural = pgettext_lazy("letter", "letters")

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class Enclosure(models.Model):
    """A file that goes with a letter."""

    letter = models.ForeignKey(Letter, on_delete=models.CASCADE, related_name="enclosures")
    file = models.ForeignKey(File, on_delete=models.PROTECT, related_name="+")

    WALK = Walk(office="letter__office__key", municipality="letter__participation__municipality__code")

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["letter", "file"], name="letter_encloses_a_file_once")]

    def __str__(self) -> str:
        return f"{self.letter}: {self.file}"


class Incoming(models.Model):
    """A mail that was read and that told something, so that it is not read twice. Nothing of what it said is kept here.

    `digest` is of its Message-ID and of the part that told something: the same mail in two mailboxes is one.
    """

    class What(models.TextChoices):
        REPLY = "reply"
        BOUNCE = "bounce"

    class Outcome(models.TextChoices):
        """Taken: somebody knew what to do with it; refused: not as things stand; nobody's: nobody did."""

        TAKEN = "taken"
        REFUSED = "refused"
        NOBODYS = "nobodys"

    digest = models.CharField(max_length=64, unique=True)
    what = models.CharField(max_length=10, choices=What.choices)
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    letter = models.ForeignKey(
        Letter, on_delete=models.PROTECT, related_name="incoming", null=True, blank=True
    )
    read_at = models.DateTimeField()

    WALK = Walk(office="letter__office__key", municipality="letter__participation__municipality__code")

    def __str__(self) -> str:
        return f"{self.what} {self.pk}"


class Outage(models.Model):
    """One row while the mail server does not answer: since when, why, and when it was last tried."""

    since = models.DateTimeField()
    tried_at = models.DateTimeField()
    problem = models.CharField(max_length=300)

    WALK = Walk()

    def __str__(self) -> str:
        return f"{self.since}: {self.problem}"
