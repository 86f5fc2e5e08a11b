"""What lives around the plan's rows of cooperation: how often partners are met, agreements, arenas and who went.

The plan's register stays the one place for what cooperation is (`plans.Cooperation`). Rows here belong to an office
and outlive its plans; a partner is known again by its name, compared as organisations are everywhere.
"""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import pgettext_lazy

from samordner.access.grants import Walk
from samordner.journal.keeping import Removable
from samordner.meetings.models import Meeting
from samordner.places.models import Grouping, Office
from samordner.plans.models import Cooperation
from samordner.support.models import Need

NAME, KEY = 200, 600
"""A name's length, and that of its key: folding may make letters more."""


class Kept(Removable):
    """A row that people may edit. Removed, it stays to be brought back."""

    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=64)

    class Meta:
        abstract = True


class Partner(Kept):
    """What an office has settled about one partner, whatever its plans say of it.

    `key` is the name as names are compared. `meet_every`: it is to be met once in so many months; none: not said.
    """

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=NAME)
    key = models.CharField(max_length=KEY)
    meet_every = models.PositiveSmallIntegerField(null=True, blank=True)
    responsible = models.CharField(max_length=NAME, blank=True)
    responsible_account = models.CharField(max_length=64, blank=True)
    note = models.TextField(blank=True)

    WALK = Walk(office="office__key")

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["office", "key"], name="cooperation_partner_once"),
            models.CheckConstraint(condition=~Q(name="") & ~Q(key=""), name="cooperation_partner_has_a_name"),
            models.CheckConstraint(
                condition=Q(meet_every=None) | Q(meet_every__gt=0), name="cooperation_partner_met_some_time"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class PartnerContact(Kept):
    """Whom one reaches at a partner: in a function, by the means of work. Erased, only the function is left."""

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="contacts")
    position = models.CharField(max_length=NAME)
    name = models.CharField(max_length=NAME, blank=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    note = models.TextField(blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)

    WALK = Walk(office="partner__office__key")

    class Meta:
        ordering = ["position", "name", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(position=""), name="cooperation_contact_has_a_function"),
            models.CheckConstraint(
                condition=Q(erased_at=None) | Q(name="", email="", phone="", note=""),
                name="cooperation_contact_erased_wholly",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.position}" if self.name else self.position


class Agreement(Kept):
    """An agreement with a partner.

    Of one that stands in a plan's row (`plan_row`) the plan says what it is and when it runs out: then those fields
    are empty here, and the partner is the row's. Without a row they stand here. `until_terminated`: it runs until
    somebody ends it. `notice_months`: how long before it runs out notice must be given. `renews`: the agreement that
    this one took over from.
    """

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    plan_row = models.ForeignKey(
        Cooperation, on_delete=models.SET_NULL, null=True, blank=True, related_name="agreements"
    )
    partner = models.CharField(max_length=NAME)
    partner_key = models.CharField(max_length=KEY)
    what = models.TextField(blank=True)
    expires_day = models.DateField(null=True, blank=True)
    signed = models.DateField(null=True, blank=True)
    until_terminated = models.BooleanField(default=False)
    notice_months = models.PositiveSmallIntegerField(null=True, blank=True)
    case_number = models.CharField(max_length=60, blank=True)
    link = models.URLField(max_length=500, blank=True)
    responsible = models.CharField(max_length=NAME, blank=True)
    responsible_account = models.CharField(max_length=64, blank=True)
    note = models.TextField(blank=True)
    renews = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="renewal"
    )
    terminated_on = models.DateField(null=True, blank=True)
    terminated_why = models.TextField(blank=True)

    WALK = Walk(office="office__key")

    class Meta:
        ordering = ["partner_key", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan_row"], condition=Q(removed_at=None), name="cooperation_one_agreement_of_a_row"
            ),
            models.CheckConstraint(
                condition=Q(plan_row=None) | Q(what="", expires_day=None),
                name="cooperation_agreement_said_once",
            ),
            models.CheckConstraint(
                condition=~Q(partner="") & ~Q(partner_key=""), name="cooperation_agreement_with_someone"
            ),
            models.CheckConstraint(
                condition=Q(terminated_on__isnull=False) | Q(terminated_why=""),
                name="cooperation_agreement_ended_on_a_day",
            ),
            models.CheckConstraint(
                condition=Q(signed=None) | Q(expires_day=None) | Q(expires_day__gte=F("signed")),
                name="cooperation_agreement_in_order",
            ),
            models.CheckConstraint(
                condition=Q(until_terminated=False) | Q(expires_day=None),
                name="cooperation_agreement_has_one_end",
            ),
        ]

    def __str__(self) -> str:
        return self.partner


class ArenaKind(models.TextChoices):
    """What an arena is."""

    REGIONAL_COUNCIL = "regional_council", pgettext_lazy("arena", "regional council")
    HEALTH_COMMUNITY = "health_community", pgettext_lazy("arena", "health community")
    NETWORK = "network", pgettext_lazy("arena", "network")
    FORUM = "forum", pgettext_lazy("arena", "forum")
    OTHER = "other", pgettext_lazy("arena", "other arena")


class Arena(Kept):
    """Somewhere that others meet and the apparatus may take part.

    `rhythm` is how often it meets, as people say it; `visit_every`: somebody is to be there once in so many months.
    `contact` is a function, never a person; `grouping` holds its municipalities, if it is one.
    """

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=NAME)
    key = models.CharField(max_length=KEY)
    kind = models.CharField(max_length=20, choices=ArenaKind.choices)
    owner = models.CharField(max_length=NAME, blank=True)
    owner_key = models.CharField(max_length=KEY, blank=True)
    grouping = models.ForeignKey(Grouping, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    rhythm = models.CharField(max_length=NAME, blank=True)
    visit_every = models.PositiveSmallIntegerField(null=True, blank=True)
    contact = models.CharField(max_length=NAME, blank=True)
    contact_email = models.EmailField(blank=True)
    link = models.URLField(max_length=500, blank=True)
    about = models.TextField(blank=True)

    WALK = Walk(office="office__key")

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(name="") & ~Q(key=""), name="cooperation_arena_has_a_name"),
            models.UniqueConstraint(
                fields=["office", "key"], condition=Q(removed_at=None), name="cooperation_arena_once"
            ),
            models.CheckConstraint(
                condition=Q(visit_every=None) | Q(visit_every__gt=0), name="cooperation_arena_some_time"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ArenaVisit(Kept):
    """One day of an arena: somebody is going, was there, or it came to nothing.

    `said` is what the apparatus told and heard, `agreed` what came of it. `meeting`: it is one of our own meetings.
    """

    class State(models.TextChoices):
        PLANNED = "planned", pgettext_lazy("arena", "planned")
        BEEN = "been", pgettext_lazy("arena", "been there")
        CANCELLED = "cancelled", pgettext_lazy("arena", "called off")

    arena = models.ForeignKey(Arena, on_delete=models.PROTECT, related_name="visits")
    day = models.DateField()
    place = models.CharField(max_length=NAME, blank=True)
    state = models.CharField(max_length=10, choices=State.choices)
    theme = models.CharField(max_length=300, blank=True)
    said = models.TextField(blank=True)
    agreed = models.TextField(blank=True)
    why = models.CharField(max_length=300, blank=True)
    meeting = models.ForeignKey(Meeting, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    WALK = Walk(office="arena__office__key")

    class Meta:
        ordering = ["-day", "-pk"]
        indexes = [models.Index(fields=["arena", "day"], name="cooperation_visit_day")]
        constraints = [
            models.UniqueConstraint(
                fields=["arena", "day"], condition=Q(removed_at=None), name="cooperation_visit_once_a_day"
            ),
            models.CheckConstraint(
                condition=Q(why="") | Q(state="cancelled"), name="cooperation_visit_called_off_for_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.arena} {self.day.isoformat()}"

    def is_unwritten(self, day: date) -> bool:
        """Whether it was planned for a day that had passed on `day`, and nobody has said how it went."""
        return self.state == self.State.PLANNED and self.day < day


class Went(models.Model):
    """Who went: an organisation of the apparatus, or one account of it (an opaque id; the organisation beside)."""

    visit = models.ForeignKey(ArenaVisit, on_delete=models.CASCADE, related_name="went")
    organisation = models.CharField(max_length=NAME, blank=True)
    organisation_key = models.CharField(max_length=KEY, blank=True)
    account = models.CharField(max_length=64, blank=True)

    WALK = Walk(office="visit__arena__office__key")

    class Meta:
        ordering = ["organisation", "account", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["visit", "organisation_key", "account"], name="cooperation_went_once"
            ),
            models.CheckConstraint(
                condition=~Q(organisation_key="") | ~Q(account=""), name="cooperation_went_is_someone"
            ),
        ]

    def __str__(self) -> str:
        return self.organisation or self.account


class VisitNeed(models.Model):
    """A need that a municipality raised there."""

    visit = models.ForeignKey(ArenaVisit, on_delete=models.CASCADE, related_name="needs")
    need = models.OneToOneField(Need, on_delete=models.CASCADE, related_name="+")

    WALK = Walk(office="visit__arena__office__key", municipality="need__participation__municipality__code")

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.visit_id} → {self.need_id}"
