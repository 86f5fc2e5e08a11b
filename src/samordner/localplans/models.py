"""Plans that municipalities make themselves, where a programme stands in them, and what the office said of them."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import pgettext_lazy

from samordner.access.grants import Walk
from samordner.journal.deeds import Versioned
from samordner.places.models import Municipality, Office
from samordner.programmes.models import Programme


class Status(models.TextChoices):
    """How far a plan has come on a day: it follows from the plan's days, and is stored nowhere."""

    ANNOUNCED = "announced", pgettext_lazy("local plan", "announced or under way")
    HEARING = "hearing", pgettext_lazy("local plan", "on hearing")
    ADOPTED = "adopted", pgettext_lazy("local plan", "adopted")
    REPLACED = "replaced", pgettext_lazy("local plan", "replaced")


class LocalPlan(Versioned):
    """A plan of a municipality's own. It belongs to the municipality, whatever reforms come and go.

    `office` is the one that covered the municipality when the plan was registered. `hearing_from` and
    `hearing_to` are the first and the last day of the hearing; `deadline` is the office's own last day for a
    statement when it is another. `replaced_on` is the first day that it no longer holds.
    """

    class Kind(models.TextChoices):
        PLANNING_STRATEGY = "planning_strategy", pgettext_lazy("local plan", "planning strategy")
        COMMUNITY_PART = "community_part", pgettext_lazy("local plan", "community part of the municipal plan")
        ACTION_AND_BUDGET = "action_and_budget", pgettext_lazy("local plan", "action part or economic plan")
        SUB_PLAN = "sub_plan", pgettext_lazy("local plan", "municipal sub-plan")
        THEME_PLAN = "theme_plan", pgettext_lazy("local plan", "theme plan, action plan or strategy")
        LAND_USE_PART = "land_use_part", pgettext_lazy("local plan", "land-use part of the municipal plan")
        OWN_CASE = "own_case", pgettext_lazy("local plan", "plan decided as a case of its own")

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="local_plans")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="local_plans")
    kind = models.CharField(pgettext_lazy("local plan", "kind"), max_length=20, choices=Kind.choices)
    title = models.CharField(pgettext_lazy("local plan", "title"), max_length=200)
    first_year = models.PositiveSmallIntegerField(null=True, blank=True)
    last_year = models.PositiveSmallIntegerField(null=True, blank=True)
    announced_on = models.DateField(null=True, blank=True)
    hearing_from = models.DateField(null=True, blank=True)
    hearing_to = models.DateField(null=True, blank=True)
    deadline = models.DateField(null=True, blank=True)
    adopted_on = models.DateField(null=True, blank=True)
    adopted_by = models.CharField(max_length=100, blank=True)
    replaced_on = models.DateField(null=True, blank=True)
    case_number = models.CharField(max_length=60, blank=True)
    link = models.URLField(max_length=500, blank=True)
    note = models.TextField(blank=True)
    removed_at = models.DateTimeField(null=True, blank=True, editable=False)

    WALK = Walk(office="office__key", municipality="municipality__code")

    class Meta:
        ordering = ["municipality__sort_key", "municipality__code", "kind", "pk"]
        verbose_name = pgettext_lazy("local plan", "local plan")
        verbose_name_plural = pgettext_lazy("local plan", "local plans")
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="local_plan_has_a_title"),
            models.CheckConstraint(
                condition=Q(announced_on__isnull=False)
                | Q(hearing_from__isnull=False)
                | Q(adopted_on__isnull=False),
                name="local_plan_has_a_first_day",
            ),
            models.CheckConstraint(
                condition=Q(last_year__gte=F("first_year")) | Q(first_year=None) | Q(last_year=None),
                name="local_plan_years_in_order",
            ),
            models.CheckConstraint(
                condition=Q(hearing_to__gte=F("hearing_from")) | Q(hearing_to=None),
                name="local_plan_hearing_in_order",
            ),
            models.CheckConstraint(
                condition=Q(replaced_on__gt=F("adopted_on")) | Q(replaced_on=None),
                name="local_plan_is_adopted_before_it_is_replaced",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def period(self) -> str:
        """The years that it is for, as people write them: "2021–2024"; "" when nobody has said."""
        first, last = self.first_year, self.last_year
        if first and last and first != last:
            return f"{first}–{last}"
        return str(first or last or "")

    @property
    def first_day(self) -> date:
        """The day from which the plan is there at all."""
        return min(day for day in (self.announced_on, self.hearing_from, self.adopted_on) if day)

    @property
    def due(self) -> date | None:
        """The last day for a statement on it; None when there is no hearing with an end."""
        return self.deadline or self.hearing_to

    def status_on(self, day: date) -> Status:
        """How far it had come on `day`."""
        if self.replaced_on and self.replaced_on <= day:
            return Status.REPLACED
        if self.adopted_on and self.adopted_on <= day:
            return Status.ADOPTED
        if self.hearing_from and self.hearing_from <= day and (not self.hearing_to or day <= self.hearing_to):
            return Status.HEARING
        return Status.ANNOUNCED


class PlanAnchoring(Versioned):
    """Whether a programme stands in a plan, in which words, and which of its solutions do."""

    class Holds(models.TextChoices):
        YES = "yes", pgettext_lazy("anchored", "yes")
        PARTLY = "partly", pgettext_lazy("anchored", "partly")
        NO = "no", pgettext_lazy("anchored", "no")

    plan = models.ForeignKey(LocalPlan, on_delete=models.CASCADE, related_name="anchorings")
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="anchorings")
    holds = models.CharField(pgettext_lazy("anchored", "anchored"), max_length=10, choices=Holds.choices)
    solutions = models.JSONField(default=list, blank=True)
    note = models.TextField(blank=True)

    WALK = Walk(office="plan__office__key", municipality="plan__municipality__code")

    class Meta:
        ordering = ["programme__key"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "programme"], name="local_plan_anchors_a_programme_once")
        ]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.programme_id} {self.holds}"


class Statement(Versioned):
    """The office's input to a plan: asked for on a day, due on another, given on a third."""

    class FollowedUp(models.TextChoices):
        YES = "yes", pgettext_lazy("statement", "followed up in the plan")
        PARTLY = "partly", pgettext_lazy("statement", "followed up in part")
        NO = "no", pgettext_lazy("statement", "not followed up")

    plan = models.ForeignKey(LocalPlan, on_delete=models.CASCADE, related_name="statements")
    asked_on = models.DateField(null=True, blank=True)
    deadline = models.DateField(null=True, blank=True)
    given_on = models.DateField(null=True, blank=True)
    case_number = models.CharField(max_length=60, blank=True)
    link = models.URLField(max_length=500, blank=True)
    summary = models.TextField(blank=True)
    on_programme = models.TextField(blank=True)
    followed_up = models.CharField(max_length=10, choices=FollowedUp.choices, blank=True)

    WALK = Walk(office="plan__office__key", municipality="plan__municipality__code")

    class Meta:
        ordering = ["-given_on", "-asked_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(asked_on__isnull=False) | Q(given_on__isnull=False),
                name="statement_is_asked_for_or_given",
            ),
            models.CheckConstraint(
                condition=Q(given_on__gte=F("asked_on")) | Q(given_on=None) | Q(asked_on=None),
                name="statement_is_given_after_it_is_asked_for",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.given_on or self.asked_on}"
