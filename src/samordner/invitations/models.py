"""The terms on which people come to a meeting, who is invited to it, and who is coming, waits, or came."""

from __future__ import annotations

import hashlib

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from samordner.access.grants import Walk
from samordner.journal.deeds import Versioned
from samordner.letters.models import Language
from samordner.meetings.models import Meeting
from samordner.participation.models import Contact, Participation

MOST_EACH, MOST_DAYS = 50, 3650


def who_is(email: str, name: str = "") -> str:
    """What tells one person from another without saying who it is; empty for nobody."""
    said = " ".join(f"{email} {name}".casefold().split())
    return hashlib.sha256(said.encode()).hexdigest()[:32] if said else ""


class EventTerms(Versioned):
    """On which terms people come to a meeting. Its row is locked while places are given: one at a time, in order of arrival.

    `capacity`: empty is no limit. `deadline`: empty is until it begins. `last_number` is the number that the last who came got.
    Needs (access, diet) are asked for only if wanted, and erased the day after; names and addresses `retention_days` after.
    """

    meeting = models.OneToOneField(Meeting, on_delete=models.CASCADE, related_name="terms")
    public = models.BooleanField(_("open to everybody"), default=False)
    opens = models.DateTimeField(_("opens"), null=True, blank=True)
    deadline = models.DateTimeField(_("deadline for answers"), null=True, blank=True)
    capacity = models.PositiveIntegerField(_("places"), null=True, blank=True)
    waiting_list = models.BooleanField(_("keep a waiting list"), default=True)
    max_each = models.PositiveSmallIntegerField(_("at most so many from each who is invited"), default=3)
    asks_access = models.BooleanField(_("ask for needs of access"), default=False)
    asks_diet = models.BooleanField(_("ask for needs of diet"), default=False)
    remind_days = models.PositiveSmallIntegerField(
        _("remind so many days before the deadline"), null=True, blank=True
    )
    retention_days = models.PositiveSmallIntegerField(
        _("erase names so many days after the meeting"), default=365
    )
    last_number = models.PositiveIntegerField(default=0, editable=False)
    ask = models.PositiveBigIntegerField(null=True, blank=True, editable=False)
    """The request to the municipalities that are invited (`asks.Ask`)."""

    WALK = Walk(office="meeting__office__key")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(capacity=None) | Q(capacity__gte=1), name="invitations_a_place_at_least"
            ),
            models.CheckConstraint(
                condition=Q(max_each__gte=1, max_each__lte=MOST_EACH), name="invitations_someone_each"
            ),
            models.CheckConstraint(
                condition=Q(retention_days__gte=1, retention_days__lte=MOST_DAYS),
                name="invitations_kept_for_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id}"


class Answer(models.TextChoices):
    ACCEPTED = "accepted", pgettext_lazy("invitation", "comes")
    DECLINED = "declined", pgettext_lazy("invitation", "does not come")
    TENTATIVE = "tentative", pgettext_lazy("invitation", "may come")


class How(models.TextChoices):
    """How an answer reached us."""

    LINK = "link", pgettext_lazy("invitation", "by the personal link")
    ACCOUNT = "account", pgettext_lazy("invitation", "signed in")
    MAIL = "mail", pgettext_lazy("invitation", "by calendar")
    COORDINATOR = "coordinator", pgettext_lazy("invitation", "noted by the office")


class Invitation(Versioned):
    """Somebody is invited: a municipality (`participation`) by a contact or an address there, or somebody outside.

    `role`: the role of `participation.Contact` that the invitation goes to ("": the municipality as such), `also` those that the
    same person has besides. `noted`: how a municipality was invited that no letter could reach. `told`: the meeting's sequence
    that was told last. After a move the answer is asked for anew: `earlier` is what was answered before. Who it went to is erased
    after the time that the terms say; that the municipality was invited, and what it answered, stays.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="invitations")
    participation = models.ForeignKey(
        Participation, on_delete=models.PROTECT, related_name="invitations", null=True, blank=True
    )
    role = models.CharField(max_length=15, choices=Contact.Role.choices, blank=True)
    also: models.JSONField[list[str], list[str]] = models.JSONField(default=list, blank=True)
    contact = models.ForeignKey(
        Contact, on_delete=models.SET_NULL, related_name="invitations", null=True, blank=True
    )
    who = models.CharField(max_length=32, blank=True)
    name = models.CharField(pgettext_lazy("invitation", "name"), max_length=200, blank=True)
    email = models.EmailField(pgettext_lazy("invitation", "e-mail"), blank=True)
    organisation = models.CharField(pgettext_lazy("invitation", "organisation"), max_length=200, blank=True)
    language = models.CharField(max_length=2, choices=Language.choices, default=Language.NB)
    noted = models.CharField(max_length=300, blank=True)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=64)
    sent_at = models.DateTimeField(null=True, blank=True)
    told = models.PositiveIntegerField(default=0)
    reminded_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(
        pgettext_lazy("invitation", "answer"), max_length=10, choices=Answer.choices, blank=True
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_how = models.CharField(max_length=12, choices=How.choices, blank=True)
    declined_why = models.CharField(max_length=500, blank=True)
    earlier = models.CharField(max_length=10, choices=Answer.choices, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)

    WALK = Walk(office="meeting__office__key", municipality="participation__municipality__code")

    class Meta:
        ordering = [
            "participation__municipality__sort_key", "participation__municipality__code", "organisation", "name", "pk",
        ]  # fmt: skip
        indexes = [models.Index(fields=["meeting", "answer"], name="invitation_answer")]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "participation", "who"],
                condition=Q(withdrawn_at=None, erased_at=None),
                name="invitation_goes_to_each_once",
            ),
            models.UniqueConstraint(
                fields=["meeting", "who"],
                condition=Q(participation=None, withdrawn_at=None, erased_at=None),
                name="invitation_outside_once",
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_at=None, answered_how="")
                | (~Q(answer="") & Q(answered_at__isnull=False) & ~Q(answered_how="")),
                name="invitation_answered_whole",
            ),
            models.CheckConstraint(
                condition=Q(declined_why="") | Q(answer=Answer.DECLINED), name="invitation_why_only_no"
            ),
            models.CheckConstraint(
                condition=Q(erased_at__isnull=False) | ~Q(email="") | ~Q(noted=""),
                name="invitation_reaches_someone",
            ),
            models.CheckConstraint(
                condition=Q(erased_at=None) | Q(who="", name="", email="", noted="", declined_why=""),
                name="invitation_erased_wholly",
            ),
            models.CheckConstraint(
                condition=Q(participation__isnull=False) | Q(role=""),
                name="invitation_role_in_a_municipality",
            ),
        ]
        verbose_name = pgettext_lazy("invitation", "invitation")
        verbose_name_plural = pgettext_lazy("invitation", "invitations")

    def __str__(self) -> str:
        return f"{self.meeting_id}/{self.pk}"

    @property
    def stands(self) -> bool:
        return self.withdrawn_at is None

    @property
    def state(self) -> str:
        """withdrawn, accepted, declined, tentative or waiting."""
        return "withdrawn" if self.withdrawn_at else self.answer or "waiting"

    @property
    def whose(self) -> str:
        """Whom it goes to, in words: the person and the municipality or organisation, as far as they are known."""
        place = str(self.participation.municipality) if self.participation else self.organisation
        return ", ".join(part for part in (self.name, place) if part)


class Registration(Versioned):
    """One who comes, or waits for a place. `number` is the order of arrival within the meeting.

    By an `invitation`, or by oneself at an open event. `form`: a digest of the key that the form carried, so that a form sent
    twice registers one; `who`: a digest that tells the same person. Erased: the row and its number stay, and name nobody.
    """

    class State(models.TextChoices):
        PLACE = "place", pgettext_lazy("registration", "has a place")
        WAITING = "waiting", pgettext_lazy("registration", "on the waiting list")
        CANCELLED = "cancelled", pgettext_lazy("registration", "has cancelled")

    class Attended(models.TextChoices):
        DOOR = "door", pgettext_lazy("registration", "noted at the door")
        LIST = "list", pgettext_lazy("registration", "from a list of participants")

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="registrations")
    invitation = models.ForeignKey(
        Invitation, on_delete=models.PROTECT, related_name="registrations", null=True, blank=True
    )
    participation = models.ForeignKey(
        Participation, on_delete=models.PROTECT, related_name="registrations", null=True, blank=True
    )
    number = models.PositiveIntegerField()
    form = models.CharField(max_length=64, null=True, blank=True, unique=True)
    who = models.CharField(max_length=32, blank=True)
    name = models.CharField(pgettext_lazy("registration", "name"), max_length=200, blank=True)
    organisation = models.CharField(pgettext_lazy("registration", "organisation"), max_length=200, blank=True)
    email = models.EmailField(pgettext_lazy("registration", "e-mail"), blank=True)
    language = models.CharField(max_length=2, choices=Language.choices, default=Language.NB)
    access = models.CharField(pgettext_lazy("registration", "needs of access"), max_length=500, blank=True)
    diet = models.CharField(pgettext_lazy("registration", "needs of diet"), max_length=500, blank=True)
    state = models.CharField(max_length=10, choices=State.choices)
    registered_at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True, blank=True)
    attended = models.BooleanField(null=True, blank=True)
    attended_how = models.CharField(max_length=10, choices=Attended.choices, blank=True)
    minutes = models.PositiveIntegerField(null=True, blank=True)
    walked_in = models.BooleanField(default=False)
    erased_at = models.DateTimeField(null=True, blank=True)

    WALK = Walk(office="meeting__office__key", municipality="participation__municipality__code")

    class Meta:
        ordering = ["meeting", "number"]
        indexes = [
            models.Index(fields=["meeting", "state", "number"], name="registration_state"),
            models.Index(fields=["email"], name="registration_email", condition=~Q(email="")),
        ]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "number"], name="registration_in_order"),
            models.UniqueConstraint(
                fields=["meeting", "who"],
                condition=~Q(who="") & ~Q(state="cancelled"),
                name="registration_once",
            ),
            models.CheckConstraint(
                condition=Q(erased_at__isnull=False) | ~Q(name=""), name="registration_has_a_name"
            ),
            models.CheckConstraint(
                condition=Q(erased_at=None)
                | Q(name="", email="", organisation="", access="", diet="", who=""),
                name="registration_erased_wholly",
            ),
            models.CheckConstraint(
                condition=Q(state="cancelled", cancelled_at__isnull=False)
                | (~Q(state="cancelled") & Q(cancelled_at=None)),
                name="registration_cancelled_some_time",
            ),
            models.CheckConstraint(
                condition=Q(attended=None, attended_how="")
                | (Q(attended__isnull=False) & ~Q(attended_how="")),
                name="registration_attended_somehow",
            ),
        ]
        verbose_name = pgettext_lazy("registration", "registration")
        verbose_name_plural = pgettext_lazy("registration", "registrations")

    def __str__(self) -> str:
        return f"{self.meeting_id}#{self.number}"
