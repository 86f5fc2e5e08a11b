"""A regional implementation plan: its front, its chapters as written, and the rows of its registers."""

from __future__ import annotations

from typing import Any, ClassVar, Self, TypeVar, cast

from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from samordner.access.grants import Walk
from samordner.files.models import File
from samordner.journal.deeds import Versioned
from samordner.places.models import Office
from samordner.programmes.models import Edition, Programme
from samordner.timeline.periods import Period


class Timed(models.Model):
    """A period as written, the days that it means (both inclusive), and how often it comes back."""

    period_label = models.TextField(blank=True)
    period_start = models.DateField(null=True, blank=True)
    period_end = models.DateField(null=True, blank=True)
    period_recurrence = models.CharField(max_length=20, blank=True)
    period_inferred = models.BooleanField(default=False)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(period_end__gte=F("period_start")), name="%(app_label)s_%(class)s_ends_in_time"
            )
        ]

    @property
    def period(self) -> Period:
        return Period(
            self.period_label,
            self.period_start,
            self.period_end,
            self.period_recurrence or None,
            self.period_inferred,
        )


class Followed(models.Model):
    """How far something has come: the status as written, what it means, when it was done, and what came of it.

    An empty `status_key`: nobody has said, which is not "planned". `status` is empty where what stands there is
    the key's own label.
    """

    class Status(models.TextChoices):
        PLANNED = "planned", pgettext_lazy("measure", "Planned")
        UNDERWAY = "underway", pgettext_lazy("measure", "Underway")
        DONE = "done", pgettext_lazy("measure", "Done")
        POSTPONED = "postponed", pgettext_lazy("measure", "Postponed")
        DROPPED = "dropped", pgettext_lazy("measure", "Dropped")

    status = models.TextField(blank=True)
    status_key = models.CharField(max_length=10, choices=Status.choices, blank=True)
    done_on = models.DateField(null=True, blank=True)
    result = models.TextField(blank=True)

    class Meta:
        abstract = True

    @property
    def is_over(self) -> bool:
        """Whether nothing more is to be done: no deadline runs for it."""
        return self.status_key in {self.Status.DONE, self.Status.DROPPED}


class Plan(Timed, Versioned):
    """A regional plan of an office for a programme. `prepared_by` holds one name a line.

    `language` is that of the labels; what people wrote stays in the language that they wrote it in.
    """

    class Language(models.TextChoices):
        BOKMAL = "nb", _("Bokmål")
        NYNORSK = "nn", _("Nynorsk")

    programme = models.ForeignKey(
        Programme, on_delete=models.PROTECT, related_name="plans", verbose_name=_("programme")
    )
    office = models.ForeignKey(
        Office, on_delete=models.PROTECT, related_name="plans", verbose_name=_("office")
    )
    title = models.TextField(_("title"))
    dated_label = models.TextField(blank=True)
    dated_start = models.DateField(null=True, blank=True)
    dated_end = models.DateField(null=True, blank=True)
    dated_inferred = models.BooleanField(default=False)
    approved_by = models.TextField(_("approved by"), blank=True)
    prepared_by = models.TextField(_("prepared by"), blank=True)
    language = models.CharField(_("language of the labels"), max_length=2, choices=Language.choices)
    created_at = models.DateTimeField()

    WALK = Walk(office="office__key")

    class Meta(Timed.Meta):
        ordering = ["-period_start", "-created_at", "-pk"]
        verbose_name = _("plan")
        verbose_name_plural = _("plans")

    def __str__(self) -> str:
        return self.title

    @property
    def dated(self) -> Period:
        return Period(self.dated_label, self.dated_start, self.dated_end, None, self.dated_inferred)

    @property
    def authors(self) -> tuple[str, ...]:
        return tuple(name for line in self.prepared_by.splitlines() if (name := line.strip()))

    @property
    def year(self) -> int | None:
        """The year that a day without one is taken to lie in: the plan's first."""
        first = self.period_start or self.dated_start
        return first.year if first else None


class Chapter(Versioned):
    """A chapter's text as people wrote it, sub-headings too. `number` 0: an attachment.

    `answers` is the key of the programme's standard chapter that it answers; empty: none.
    """

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="chapters")
    position = models.PositiveIntegerField()
    number = models.PositiveIntegerField(default=0)
    title = models.TextField(_("title"))
    text = models.TextField(_("text"), blank=True)
    answers = models.CharField(max_length=64, blank=True)
    source = models.TextField(blank=True)

    WALK = Walk(office="plan__office__key")

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("chapter")
        verbose_name_plural = _("chapters")

    def __str__(self) -> str:
        return f"{self.number}. {self.title}" if self.number else self.title


R = TypeVar("R", bound="RegisterRow")


class RowManager(models.Manager[R]):
    """Rows that know the programme's newest edition, which says what the keys in some cells are called."""

    programme = "plan__programme"
    """The way from a row to its programme."""

    def get_queryset(self) -> models.QuerySet[R]:
        editions = Edition.objects.filter(programme=OuterRef(self.programme)).order_by("-number")
        digest = Subquery(editions.values("digest")[:1])
        return cast("models.QuerySet[R]", super().get_queryset().annotate(edition=digest))


class RegisterRow(Versioned):
    """A row of one of the plan's registers; a cell is the field of its column's key (see `registers`).

    Kept rows stand at 1, 2, 3 …; a removed row remembers where it stood. `doubts` says of a cell why it was
    only proposed by the reading; `more` holds what a document had in columns that the register lacks
    (heading → text); `source` is where the row was read: a stable reference, not a key upwards.
    `filled_by` is the organisation that fills in the row (empty: the office), `filled_by_key` the same as it is
    compared (see `access.actors.organisation_key`).

    A typed cell holds what was written under its column's key, and beside it what that means: `deadline_day`,
    `money_amount` (whole kroner), `posts_amount` (full-time equivalents), `status_key`.
    """

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="+")
    position = models.PositiveIntegerField()
    doubts: models.JSONField[Any, Any] = models.JSONField(default=dict, blank=True)
    more: models.JSONField[Any, Any] = models.JSONField(default=dict, blank=True)
    source = models.TextField(blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)
    filled_by = models.CharField(max_length=200, blank=True)
    filled_by_key = models.CharField(max_length=600, blank=True)  # folding may make letters more

    objects: ClassVar[RowManager[Self]] = RowManager()

    WALK = Walk(office="plan__office__key", organisation="filled_by_key")

    class Meta:
        abstract = True
        ordering = ["position", "pk"]


class Resourced(models.Model):
    """What someone brings: posts in full-time equivalents and money in whole kroner, as written and typed."""

    posts = models.TextField(blank=True)
    posts_amount = models.DecimalField(max_digits=8, decimal_places=2, null=True, blank=True)
    money = models.TextField(blank=True)
    money_amount = models.PositiveBigIntegerField(null=True, blank=True)

    class Meta:
        abstract = True


class Actor(RegisterRow, Resourced):
    """An organisation of the support apparatus."""

    organisation = models.TextField(blank=True)
    mandate = models.TextField(blank=True)
    focus = models.TextField(blank=True)
    arenas = models.TextField(blank=True)
    resources = models.TextField(blank=True)


class InternalOrganisation(RegisterRow, Resourced):
    """A role or unit within the office."""

    unit = models.TextField(blank=True)
    responsibility = models.TextField(blank=True)
    resources = models.TextField(blank=True)
    contact = models.TextField(blank=True)


class PeriodMeasure(RegisterRow, Timed, Followed):
    """What the plan will do in a year, within an area.

    `strategies` are keys of the programme's strategies and `sdgs` numbers of sustainability goals, as texts; what
    is neither stands there as it was written.
    """

    area = models.TextField(blank=True)
    measure = models.TextField(blank=True)
    goal = models.TextField(blank=True)
    owner = models.TextField(blank=True)
    deadline = models.TextField(blank=True)
    deadline_day = models.DateField(null=True, blank=True)
    indicator = models.TextField(blank=True)
    money = models.TextField(blank=True)
    money_amount = models.PositiveBigIntegerField(null=True, blank=True)
    strategies: models.JSONField[Any, Any] = models.JSONField(default=list, blank=True)
    sdgs: models.JSONField[Any, Any] = models.JSONField(default=list, blank=True)

    class Meta(RegisterRow.Meta, Timed.Meta):
        pass


class Cooperation(RegisterRow):
    """Someone to cooperate with, within its parent body if it has one."""

    partner = models.TextField(blank=True)
    parent = models.TextField(blank=True)
    form = models.TextField(blank=True)
    responsibilities = models.TextField(blank=True)
    agreement = models.TextField(blank=True)
    expires = models.TextField(blank=True)
    expires_day = models.DateField(null=True, blank=True)
    next_step = models.TextField(blank=True)


class Guideline(RegisterRow):
    """A national guideline, and what in the plan it touches."""

    text = models.TextField(blank=True)


class FollowUp(RegisterRow, Timed, Followed):
    """Something else that the apparatus follows up, alone or with others, such as another office."""

    text = models.TextField(blank=True)
    with_whom = models.TextField(blank=True)

    class Meta(RegisterRow.Meta, Timed.Meta):
        pass


class Audience(RegisterRow):
    """An audience of the work (attachment)."""

    audience = models.TextField(blank=True)
    description = models.TextField(blank=True)
    arena = models.TextField(blank=True)
    measure = models.TextField(blank=True)
    responsible = models.TextField(blank=True)


class ActorMeasure(RegisterRow, Timed, Followed):
    """A measure of one actor (attachment)."""

    actor = models.TextField(blank=True)
    measure = models.TextField(blank=True)
    area = models.TextField(blank=True)
    audience = models.TextField(blank=True)

    class Meta(RegisterRow.Meta, Timed.Meta):
        pass


class Earlier(models.Model):
    """What stood in a row, a chapter or on the front until `by` changed it `at` that moment.

    `kind` is a register's key, "chapter" or "plan"; `key` the row's id; `fields` what stood in each field.
    """

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="earlier")
    kind = models.CharField(max_length=64)
    key = models.PositiveBigIntegerField()
    version = models.PositiveIntegerField()
    fields: models.JSONField[Any, Any] = models.JSONField()
    at = models.DateTimeField()
    by = models.CharField(max_length=64, blank=True)

    WALK = Walk(office="plan__office__key")

    class Meta:
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "key", "version"], name="plans_earlier_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key} version {self.version}"


class SheetIn(Versioned):
    """A spreadsheet that somebody brought for one register: looked at, then taken in by one deed, or not.

    What the file says is always read anew from the file. `did` holds what taking it in did to each row: its id,
    "added", "changed" or "removed", and the version that it got.
    """

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="sheets")
    register = models.CharField(max_length=64)
    file = models.ForeignKey(File, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=255)
    begun_at = models.DateTimeField()
    begun_by = models.CharField(max_length=64)
    taken_at = models.DateTimeField(null=True, blank=True)
    taken_by = models.CharField(max_length=64, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    did: models.JSONField[Any, Any] = models.JSONField(default=list, blank=True)

    WALK = Walk(office="plan__office__key")

    class Meta:
        ordering = ["-begun_at", "-pk"]

    def __str__(self) -> str:
        return self.name
