"""Persons who sign in, and what they hold for a period."""

from __future__ import annotations

import unicodedata
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from samordner.access.grants import Walk
from samordner.pages.prepared import Prepared
from samordner.places.models import Municipality, Office
from samordner.timeline.lasting import Lasting


def tidy_email(text: str) -> str:
    """An e-mail address as it is kept: one address has one spelling, however it was typed."""
    return unicodedata.normalize("NFC", text).strip().lower()


@Prepared
def _accounts(pk: int) -> models.QuerySet[User]:
    return User.objects.filter(pk=pk)


class UserManager(BaseUserManager["User"]):
    def get(self, *args: Any, **lookup: Any) -> User:
        """As ever; of an account by its key, as each request asks for whoever is signed in, in words put together once."""
        if args or list(lookup) != ["pk"] or type(lookup["pk"]) is not int or type(self) is not UserManager:
            return super().get(*args, **lookup)
        for found in _accounts(lookup["pk"]):
            return found
        raise User.DoesNotExist

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email=tidy_email(username or ""))


class User(AbstractBaseUser):
    """A work account. Rights come from assignments, never from the account itself."""

    email = models.EmailField(_("work e-mail"), unique=True)
    name = models.CharField(_("name"), max_length=200)
    language = models.CharField(_("language"), max_length=2, default="nb")
    is_active = models.BooleanField(default=True)
    is_demo = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects = UserManager()

    WALK = Walk(office="assignments__office__key")

    class Meta:
        ordering = ["email"]
        constraints = [models.UniqueConstraint(Lower("email"), name="people_email_once")]

    def __str__(self) -> str:
        return self.name

    @property
    def actor_id(self) -> str:
        """The opaque id by which everything below knows this person."""
        return f"u{self.pk}"

    def set_password(self, raw_password: str | None) -> None:
        """One passphrase has one spelling, whatever keyboard it was typed on."""
        super().set_password(raw_password and unicodedata.normalize("NFC", raw_password))

    def check_password(self, raw_password: str | None) -> bool:
        return super().check_password(raw_password and unicodedata.normalize("NFC", raw_password))

    def has_perm(self, *_args: Any) -> bool:
        """Django's own permissions are not used: see samordner.access."""
        return False


class Role(models.TextChoices):
    ADMINISTRATOR = "administrator", _("administrator")
    COORDINATOR = "coordinator", _("coordinator")
    PARTNER = "partner", _("partner in the support apparatus")
    CONTACT = "contact", _("municipality's contact")
    DIRECTORATE = "directorate", _("directorate")


class Assignment(Lasting):
    """A role for a period, at an office (coordinator, partner), at a municipality (contact) or nationally."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="assignments")
    role = models.CharField(max_length=20, choices=Role.choices)
    organisation = models.CharField(_("organisation"), max_length=200, blank=True)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, null=True, blank=True)
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, null=True, blank=True)

    WALK = Walk(office="office__key")

    class Meta:
        ordering = ["-since", "-pk"]
        constraints = [
            *Lasting.Meta.constraints,
            models.CheckConstraint(
                name="assignment_has_its_place",
                condition=(
                    Q(role__in=["coordinator", "partner"], office__isnull=False, municipality__isnull=True)
                    | Q(role="contact", office__isnull=False, municipality__isnull=False)
                    | Q(
                        role__in=["administrator", "directorate"],
                        office__isnull=True,
                        municipality__isnull=True,
                    )
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.role}"


class Session(AbstractBaseSession):
    """Someone signed in, on one browser. What it holds is sealed; the columns are for its owner's list."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, null=True, related_name="sessions")
    begun_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)
    agent = models.CharField(max_length=200, blank=True)

    class Meta(AbstractBaseSession.Meta):
        abstract = False
        ordering = ["-seen_at"]


class OneTimeAddress(models.Model):
    """An address that works once and for a while. Only a digest of its token is kept."""

    class Purpose(models.TextChoices):
        SETUP = "setup", _("the first administrator")
        WELCOME = "welcome", _("choose a passphrase")

    purpose = models.CharField(max_length=10, choices=Purpose.choices)
    user = models.OneToOneField(User, on_delete=models.CASCADE, null=True, related_name="welcome")
    digest = models.CharField(max_length=64, unique=True)
    ends_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="one_time_address_is_for_someone",
                condition=Q(purpose="setup", user__isnull=True) | Q(purpose="welcome", user__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} until {self.ends_at:%Y-%m-%d %H:%M}"


class Brake(models.Model):
    """How many tries were made at one thing since a moment: what slows down someone who guesses."""

    key = models.CharField(max_length=64, primary_key=True)
    since = models.DateTimeField()
    tries = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.tries} since {self.since:%H:%M}"
