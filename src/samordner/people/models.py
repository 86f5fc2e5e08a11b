"""Persons who sign in, and what they hold for a period."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from samordner.access.grants import Walk
from samordner.places.models import Municipality, Office
from samordner.timeline.lasting import Lasting


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email__iexact=username)


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

    class Meta:
        ordering = ["email"]

    def __str__(self) -> str:
        return self.name

    @property
    def actor_id(self) -> str:
        """The opaque id by which everything below knows this person."""
        return f"u{self.pk}"

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
        constraints = [
            models.CheckConstraint(
                name="assignment_has_its_place",
                condition=(
                    Q(role__in=["coordinator", "partner"], office__isnull=False, municipality__isnull=True)
                    | Q(role="contact", office__isnull=False, municipality__isnull=False)
                    | Q(role__in=["administrator", "directorate"], office__isnull=True, municipality__isnull=True)
                ),
            ),
            models.CheckConstraint(name="assignment_ends_after_start", condition=Q(until=None) | Q(until__gt=F("since"))),
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.role}"
