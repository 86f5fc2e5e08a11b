"""Indicators of an improvement project, what was measured, and what people decided about their charts.

A chart is derived from these rows every time; nothing of it is kept but in a `Snapshot`, which never changes.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import pgettext_lazy

from samordner.access.grants import Walk
from samordner.improvement.models import Cycle, Project
from samordner.journal.deeds import Versioned
from samordner.journal.keeping import Removable

NAME, LINE = 200, 500
DIGITS, PLACES = 18, 6
"""A number is kept as it was typed: so many digits, so many of them after the comma."""
ACCOUNT = 64


class Purpose(models.TextChoices):
    """What an indicator is for. Every project needs the first and the last, and some of the second."""

    OUTCOME = "outcome", pgettext_lazy("indicator", "outcome")
    PROCESS = "process", pgettext_lazy("indicator", "process")
    BALANCING = "balancing", pgettext_lazy("indicator", "balancing")


class ValueKind(models.TextChoices):
    """What one period's data are: this, and nothing about charts, is what a team is asked."""

    PROPORTION = "proportion", pgettext_lazy("indicator", "so many of so many")
    COUNT = "count", pgettext_lazy("indicator", "how many times it happened")
    RATE = "rate", pgettext_lazy("indicator", "how many times it happened, per something that differs")
    MEASUREMENT = "measurement", pgettext_lazy("indicator", "one number")
    SUBGROUP = "subgroup", pgettext_lazy("indicator", "several measurements each time")
    BETWEEN = "between", pgettext_lazy("indicator", "what lies between two events")


class Direction(models.TextChoices):
    """Which way is better."""

    UP = "up", pgettext_lazy("indicator", "higher is better")
    DOWN = "down", pgettext_lazy("indicator", "lower is better")
    NEUTRAL = "neutral", pgettext_lazy("indicator", "neither is better")


class Rhythm(models.TextChoices):
    """How often it is measured. `EVENT`: each time it happens."""

    DAY = "day", pgettext_lazy("rhythm", "every day")
    WEEK = "week", pgettext_lazy("rhythm", "every week")
    MONTH = "month", pgettext_lazy("rhythm", "every month")
    QUARTER = "quarter", pgettext_lazy("rhythm", "every quarter")
    EVENT = "event", pgettext_lazy("rhythm", "each time it happens")


class Indicator(Removable):
    """What a project measures, again and again in the same way.

    What is counted stands in its newest `Definition`. `chart` and `rule_set` are keys of `spc`, chosen through
    questions whose answers are `chosen_by`, or by hand; `method_version` is that of `spc` when they were chosen.
    A number is shown `multiplier` times as large (100: per cent). `exact_d2`: 2/√π rather than 1.128.
    `fewest`: outside the municipality no number of persons below it is told; 0: it tells of no persons.
    """

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="indicators")
    kind = models.CharField(max_length=10, choices=Purpose.choices)
    name = models.CharField(max_length=NAME)
    value_kind = models.CharField(max_length=12, choices=ValueKind.choices)
    direction = models.CharField(max_length=8, choices=Direction.choices)
    unit = models.CharField(max_length=60, blank=True)
    multiplier = models.PositiveIntegerField(default=1)
    rhythm = models.CharField(max_length=8, choices=Rhythm.choices, default=Rhythm.MONTH)
    begins = models.DateField()
    responsible = models.CharField(max_length=NAME, blank=True)
    source = models.CharField(max_length=LINE, blank=True)
    chart = models.CharField(max_length=8)
    rule_set = models.CharField(max_length=20)
    screening = models.BooleanField(default=False)
    exact_d2 = models.BooleanField(default=False)
    chosen_by = models.JSONField(default=dict, blank=True)
    method_version = models.CharField(max_length=40, blank=True)
    fewest = models.PositiveSmallIntegerField(default=5)
    position = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=ACCOUNT)

    WALK = Walk(
        office="project__participation__office__key",
        municipality="project__participation__municipality__code",
    )

    class Meta:
        ordering = ["project", "position", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="measurement_indicator_has_a_name"),
            models.CheckConstraint(condition=Q(multiplier__gt=0), name="measurement_multiplier_above_zero"),
            models.CheckConstraint(
                condition=Q(value_kind="between", rhythm="event") | (~Q(value_kind="between") & ~Q(rhythm="event")),
                name="measurement_events_have_no_rhythm",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name


OF_INDICATOR = Walk(
    office="indicator__project__participation__office__key",
    municipality="indicator__project__participation__municipality__code",
)
"""How what belongs to an indicator reaches its office and municipality."""


class Definition(models.Model):
    """What is counted, from `since` on. The database refuses changes: another definition is another row, and a new phase."""

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="definitions")
    number = models.PositiveIntegerField()
    since = models.DateField()
    text = models.TextField()
    numerator_text = models.CharField(max_length=LINE, blank=True)
    denominator_text = models.CharField(max_length=LINE, blank=True)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=ACCOUNT)

    WALK = OF_INDICATOR

    class Meta:
        ordering = ["indicator", "number"]
        constraints = [
            models.UniqueConstraint(fields=["indicator", "number"], name="measurement_definition_once"),
            models.UniqueConstraint(fields=["indicator", "since"], name="measurement_definition_from_a_day"),
            models.CheckConstraint(condition=~Q(text=""), name="measurement_definition_says_something"),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.number}"


class Goal(models.Model):
    """What is aimed at from a day on, which may be a day to come. As it is shown: with the multiplier in it."""

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="goals")
    since = models.DateField()
    value = models.DecimalField(max_digits=DIGITS, decimal_places=PLACES)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=ACCOUNT)

    WALK = OF_INDICATOR

    class Meta:
        ordering = ["indicator", "since"]
        constraints = [models.UniqueConstraint(fields=["indicator", "since"], name="measurement_goal_once")]

    def __str__(self) -> str:
        return f"{self.since.isoformat()} {self.value}"


class State(models.TextChoices):
    """Three different things: a number (also 0), nobody measured, and there was nothing to measure."""

    VALUE = "value", pgettext_lazy("measurement", "measured")
    MISSING = "missing", pgettext_lazy("measurement", "not measured")
    NOT_RELEVANT = "not_relevant", pgettext_lazy("measurement", "not relevant")


class How(models.TextChoices):
    """How a measurement came in."""

    PAGE = "page", pgettext_lazy("measurement", "typed, signed in")
    LINK = "link", pgettext_lazy("measurement", "typed, by a personal link")
    PASTE = "paste", pgettext_lazy("measurement", "pasted from a table")
    FILE = "file", pgettext_lazy("measurement", "read from a file")


class Measurement(Versioned):
    """What was measured in the period that begins on `day`.

    `value` is the number itself, or the numerator with its `denominator`; of a subgroup the single `values`. As typed:
    the multiplier is not in it. Whoever wrote it is an account, or "teammember:12" by a personal link.
    """

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="measurements")
    day = models.DateField()
    state = models.CharField(max_length=12, choices=State.choices)
    value = models.DecimalField(max_digits=DIGITS, decimal_places=PLACES, null=True, blank=True)
    denominator = models.DecimalField(max_digits=DIGITS, decimal_places=PLACES, null=True, blank=True)
    values = models.JSONField(default=list, blank=True)
    note = models.CharField(max_length=LINE, blank=True)
    how = models.CharField(max_length=8, choices=How.choices)
    written_at = models.DateTimeField()
    written_by = models.CharField(max_length=ACCOUNT)

    WALK = OF_INDICATOR

    class Meta:
        ordering = ["indicator", "day"]
        constraints = [
            models.UniqueConstraint(fields=["indicator", "day"], name="measurement_once_a_period"),
            models.CheckConstraint(
                condition=Q(state="value") | Q(value=None, denominator=None, values=[]),
                name="measurement_without_a_number",
            ),
            models.CheckConstraint(
                condition=~Q(state="value") | Q(value__isnull=False) | ~Q(values=[]), name="measurement_with_a_number"
            ),
            models.CheckConstraint(
                condition=Q(denominator=None) | Q(denominator__gte=0), name="measurement_denominator_not_below_zero"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.day.isoformat()}"


class Correction(models.Model):
    """A measurement as it was before it was corrected, with what the chart said before and after. Never changed.

    `before` and `after`: state, value, denominator, values and note. `verdict_*` in nb, nn and en.
    """

    measurement = models.ForeignKey(Measurement, on_delete=models.PROTECT, related_name="corrections")
    before = models.JSONField()
    after = models.JSONField()
    why = models.CharField(max_length=LINE, blank=True)
    verdict_before = models.JSONField(default=dict)
    verdict_after = models.JSONField(default=dict)
    method_version = models.CharField(max_length=40)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=ACCOUNT)

    WALK = Walk(
        office="measurement__indicator__project__participation__office__key",
        municipality="measurement__indicator__project__participation__municipality__code",
    )

    class Meta:
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.measurement_id} {self.made_at.isoformat()}"


class Answer(models.TextChoices):
    """A person's answer to one of the four questions before a new phase."""

    YES = "yes", pgettext_lazy("phase", "yes")
    NO = "no", pgettext_lazy("phase", "no")
    UNSURE = "unsure", pgettext_lazy("phase", "do not know")


QUESTIONS = ("differs", "known", "wanted", "lasts")
"""The four questions: clearly different behaviour? the reason known? wanted? expected to last?"""


class Phase(Removable):
    """The chart begins anew at `starts_on`, because somebody decided it. Never by itself.

    Points until `baseline_until` alone make the phase's centre and limits; the later ones are judged by them.
    One that starts no later than the first measurement only freezes the first phase. `definition`: it was forced by a
    new definition, and the questions were not asked. Not `stands`: the questions were answered, and no phase began.
    """

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="phases")
    starts_on = models.DateField()
    stands = models.BooleanField(default=True)
    baseline_until = models.DateField(null=True, blank=True)
    label = models.CharField(max_length=60, blank=True)
    reason = models.CharField(max_length=LINE, blank=True)
    cycle = models.ForeignKey(Cycle, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    definition = models.OneToOneField(
        Definition, on_delete=models.PROTECT, null=True, blank=True, related_name="phase"
    )
    differs = models.CharField(max_length=8, choices=Answer.choices, blank=True)
    known = models.CharField(max_length=8, choices=Answer.choices, blank=True)
    wanted = models.CharField(max_length=8, choices=Answer.choices, blank=True)
    lasts = models.CharField(max_length=8, choices=Answer.choices, blank=True)
    decided_by = models.CharField(max_length=ACCOUNT)
    decided_at = models.DateTimeField()

    WALK = OF_INDICATOR

    class Meta:
        ordering = ["indicator", "starts_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "starts_on"],
                condition=Q(removed_at=None, stands=True),
                name="measurement_phase_once",
            ),
            models.CheckConstraint(
                condition=Q(baseline_until=None) | Q(baseline_until__gte=F("starts_on")),
                name="measurement_baseline_in_its_phase",
            ),
            models.CheckConstraint(
                condition=Q(definition=None) | Q(removed_at=None), name="measurement_forced_phase_stays"
            ),
        ]

    def __str__(self) -> str:
        return self.label or self.starts_on.isoformat()


class Exclusion(Removable):
    """A point that makes neither centre nor limits, for a reason. It stays on the chart."""

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="exclusions")
    day = models.DateField()
    reason = models.CharField(max_length=LINE)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=ACCOUNT)

    WALK = OF_INDICATOR

    class Meta:
        ordering = ["indicator", "day", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "day"], condition=Q(removed_at=None), name="measurement_exclusion_once"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="measurement_exclusion_has_a_reason"),
        ]

    def __str__(self) -> str:
        return self.day.isoformat()


class Annotation(Removable):
    """What somebody noted at a point, or from a point `until` another; it may be one of the project's cycles."""

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="annotations")
    day = models.DateField()
    until = models.DateField(null=True, blank=True)
    text = models.CharField(max_length=LINE, blank=True)
    cycle = models.ForeignKey(Cycle, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=ACCOUNT)

    WALK = OF_INDICATOR

    class Meta:
        ordering = ["indicator", "day", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("day")), name="measurement_annotation_in_order"
            )
        ]

    def __str__(self) -> str:
        return self.text or self.day.isoformat()


class Snapshot(models.Model):
    """A chart as it was when somebody kept it. The database refuses changes, so that an old report can be built anew.

    `data`: every point with its words, definitions, goals, exclusions and annotations. `options`: as `spc` was asked.
    `result`: every point and phase as they were drawn. `digest`: SHA-256 of the three, the verdict and the version.
    """

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="snapshots")
    name = models.CharField(max_length=NAME)
    picture = models.CharField(max_length=10)
    chart = models.CharField(max_length=8)
    rule_set = models.CharField(max_length=20)
    method_version = models.CharField(max_length=40)
    data = models.JSONField()
    options = models.JSONField()
    result = models.JSONField()
    verdict = models.JSONField()
    digest = models.CharField(max_length=64)
    day = models.DateField()
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=ACCOUNT)

    WALK = OF_INDICATOR

    class Meta:
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return self.name
