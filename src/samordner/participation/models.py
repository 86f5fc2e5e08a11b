"""Which municipality takes part in a programme, and every observation of it."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import pgettext_lazy

from samordner.access.grants import Walk
from samordner.journal.deeds import Versioned
from samordner.places.models import Municipality, Office
from samordner.programmes.models import Programme
from samordner.timeline.lasting import Lasting
from samordner.timeline.periods import Period


class Participation(Lasting):
    """A municipality takes part in a programme for a while, followed by one office.

    A merge, a split or a new number ends one participation and begins another: what was said of the old
    municipality is not silently said of the new one.
    """

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="participations")
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="participations")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="participations")

    read_to = models.PositiveBigIntegerField(default=0, editable=False)
    """The newest observation that its sheets have read. When there is a newer one, they are not believed."""

    WALK = Walk(office="office__key", municipality="municipality__code")

    class Meta:
        ordering = ["municipality__sort_key", "municipality__code", "since"]
        constraints = [
            *Lasting.Meta.constraints,
            models.CheckConstraint(condition=Q(since__isnull=False), name="participation_has_a_beginning"),
            models.UniqueConstraint(
                fields=["programme", "municipality", "since"], name="participation_begins_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.municipality}"


class Precision(models.TextChoices):
    """How exactly the day is known. `since` is then the first day of the month, quarter or year."""

    DAY = "day", pgettext_lazy("observation", "day")
    MONTH = "month", pgettext_lazy("observation", "month")
    QUARTER = "quarter", pgettext_lazy("observation", "quarter")
    YEAR = "year", pgettext_lazy("observation", "year")


class Evidence(models.TextChoices):
    """What the statement rests on, from the weakest to the strongest."""

    SELF_REPORTED = "self_reported", pgettext_lazy("observation", "self-reported")
    DOCUMENTED = "documented", pgettext_lazy("observation", "documented")
    VERIFIED = "verified", pgettext_lazy("observation", "verified")


class SourceKind(models.TextChoices):
    """Where we have it from."""

    CONTACT = "contact", pgettext_lazy("observation", "contact person")
    MEETING = "meeting", pgettext_lazy("observation", "meeting")
    SURVEY = "survey", pgettext_lazy("observation", "survey")
    MINUTES = "minutes", pgettext_lazy("observation", "council minutes")
    DOCUMENT = "document", pgettext_lazy("observation", "document")
    REGISTER = "register", pgettext_lazy("observation", "register")
    IMPORT = "import", pgettext_lazy("observation", "import")


class Outcome(models.TextChoices):
    """What a body decided when the case was before it."""

    ADOPTED = "adopted", pgettext_lazy("outcome", "adopted")
    CHANGED = "changed", pgettext_lazy("outcome", "adopted with changes")
    NOTED = "noted", pgettext_lazy("outcome", "taken note of")
    POSTPONED = "postponed", pgettext_lazy("outcome", "postponed")
    REJECTED = "rejected", pgettext_lazy("outcome", "rejected")


class Fidelity(models.TextChoices):
    """How fully a solution is carried out as it is described."""

    FULLY = "fully", pgettext_lazy("fidelity", "as described")
    MOSTLY = "mostly", pgettext_lazy("fidelity", "mostly as described")
    PARTLY = "partly", pgettext_lazy("fidelity", "partly")
    ADAPTED = "adapted", pgettext_lazy("fidelity", "adapted to something of our own")


HOLDS, HOLDS_NOT = "yes", "no"
"""The values of an option of a many-valued subject: whether it holds."""


class Observation(models.Model):
    """Somebody's statement that `value` holds for a municipality `since` a day. The database refuses changes.

    Two clocks: `since` is when it holds from, `recorded_at` when we came to know it. `item` is a solution or
    an area, an option of a many-valued subject (then `value` is "yes" or "no"), or "" when the subject has
    none. `value` is a key of the subject's scale, or an ISO day. `corrects` hides the corrected one from
    `recorded_at` on; with `withdrawn` nothing is put in its place. Of what is in use, `reach_count` out of
    `reach_of` (counted in `reach_unit`: wards, users …) says for how many, `fidelity` how fully.
    """

    participation = models.ForeignKey(Participation, on_delete=models.PROTECT, related_name="observations")
    subject = models.CharField(max_length=64)
    item = models.CharField(max_length=64, blank=True)
    value = models.CharField(max_length=64)
    since = models.DateField(pgettext_lazy("observation", "since"))
    precision = models.CharField(max_length=10, choices=Precision.choices, default=Precision.DAY)
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=64)
    expected_label = models.CharField(pgettext_lazy("observation", "expected"), max_length=100, blank=True)
    expected_start = models.DateField(null=True, blank=True)
    expected_end = models.DateField(null=True, blank=True)
    source_kind = models.CharField(
        pgettext_lazy("observation", "source"), max_length=10, choices=SourceKind.choices
    )
    source_key = models.CharField(pgettext_lazy("observation", "reference"), max_length=200, blank=True)
    evidence = models.CharField(
        pgettext_lazy("observation", "evidence"), max_length=15, choices=Evidence.choices
    )
    decision_body = models.CharField(pgettext_lazy("observation", "decided by"), max_length=100, blank=True)
    decision_day = models.DateField(
        pgettext_lazy("observation", "day of the decision"), null=True, blank=True
    )
    case_number = models.CharField(pgettext_lazy("observation", "case number"), max_length=60, blank=True)
    link = models.URLField(pgettext_lazy("observation", "link"), max_length=500, blank=True)
    outcome = models.CharField(
        pgettext_lazy("observation", "outcome"), max_length=10, choices=Outcome.choices, blank=True
    )
    reach_count = models.PositiveIntegerField(pgettext_lazy("observation", "reaches"), null=True, blank=True)
    reach_of = models.PositiveIntegerField(pgettext_lazy("observation", "out of"), null=True, blank=True)
    reach_unit = models.CharField(pgettext_lazy("observation", "counted in"), max_length=100, blank=True)
    fidelity = models.CharField(
        pgettext_lazy("observation", "how fully"), max_length=10, choices=Fidelity.choices, blank=True
    )
    note = models.TextField(pgettext_lazy("observation", "note"), blank=True)
    corrects = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="corrected_by"
    )
    withdrawn = models.BooleanField(default=False)

    WALK = Walk(office="participation__office__key", municipality="participation__municipality__code")

    class Meta:
        ordering = ["-since", "-recorded_at", "-pk"]
        indexes = [
            models.Index(
                fields=["participation", "subject", "item", "since", "recorded_at", "id"],
                name="observation_steps",
            ),
            models.Index(fields=["recorded_at"], name="observation_recorded"),
            models.Index(fields=["participation", "id"], name="observation_newest"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(value=""), name="observation_has_a_value"),
            models.CheckConstraint(
                condition=Q(withdrawn=False) | Q(corrects__isnull=False), name="observation_withdraws_another"
            ),
            models.CheckConstraint(
                condition=Q(expected_end__gte=F("expected_start"))
                | Q(expected_start=None)
                | Q(expected_end=None),
                name="observation_expected_in_order",
            ),
            models.CheckConstraint(
                condition=Q(reach_count__lte=F("reach_of")) | Q(reach_of=None) | Q(reach_count=None),
                name="observation_reaches_no_more_than_all",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.participation_id} {self.subject}/{self.item} {self.value} {self.since}"

    @property
    def expected(self) -> Period | None:
        """When an "in process" is expected to be done, as it was written."""
        if not self.expected_label:
            return None
        return Period(self.expected_label, self.expected_start, self.expected_end)


class Sheet(models.Model):
    """What is known of a municipality through a month in which something changed, as lines of text.

    A read model: made from the observations alone, by `participation.sheets`, and made anew at any time. `since`
    is the first of the month. `text`: see `participation.lines`; `digest`: of the text, see `participation.remembered`.
    """

    participation = models.ForeignKey(Participation, on_delete=models.CASCADE, related_name="sheets")
    since = models.DateField()
    text = models.TextField()
    digest = models.BigIntegerField()

    WALK = Walk(office="participation__office__key", municipality="participation__municipality__code")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["participation", "since"], name="sheet_once_a_month")]

    def __str__(self) -> str:
        return f"{self.participation_id} {self.since}"


class Inheritance(models.Model):
    """A person's decision whether what was said of `old` holds for its `heir`, after a border change.

    Of one subject (`subject`, and `item` when it has items), or of all ("" and ""). Append-only: a new decision
    on the same question replaces the one before from `recorded_at` on.
    """

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="inheritances")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="inheritances")
    old = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="inheritances_onward")
    heir = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="inheritances_back")
    subject = models.CharField(max_length=64, blank=True)
    item = models.CharField(max_length=64, blank=True)
    holds = models.BooleanField(pgettext_lazy("inheritance", "holds for the heir"))
    reason = models.TextField(pgettext_lazy("inheritance", "reason"))
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=64)

    WALK = Walk(office="office__key", municipality="heir__code")

    class Meta:
        ordering = ["-recorded_at", "-pk"]
        indexes = [models.Index(fields=["programme", "heir"], name="inheritance_heir")]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="inheritance_has_a_reason"),
            models.CheckConstraint(condition=~Q(old=F("heir")), name="inheritance_between_two"),
        ]

    def __str__(self) -> str:
        return f"{self.old_id} → {self.heir_id} {self.subject}/{self.item} {self.holds}"


class Contact(Lasting, Versioned):
    """Whom one talks to about the programme in a municipality, in a role, for a while. Work contacts only."""

    class Role(models.TextChoices):
        MAIN = "main", pgettext_lazy("contact", "main contact")
        DEPUTY = "deputy", pgettext_lazy("contact", "deputy")
        LEADER = "leader", pgettext_lazy("contact", "administrative leader")
        PLANNER = "planner", pgettext_lazy("contact", "planner")
        POLITICIAN = "politician", pgettext_lazy("contact", "politician")
        ELDER_COUNCIL = "elder_council", pgettext_lazy("contact", "elder council")
        USERS = "users", pgettext_lazy("contact", "users and relatives")
        OTHER = "other", pgettext_lazy("contact", "other role")

    participation = models.ForeignKey(Participation, on_delete=models.PROTECT, related_name="contacts")
    role = models.CharField(pgettext_lazy("contact", "role"), max_length=15, choices=Role.choices)
    name = models.CharField(pgettext_lazy("contact", "name"), max_length=200)
    position = models.CharField(pgettext_lazy("contact", "position"), max_length=200, blank=True)
    email = models.EmailField(pgettext_lazy("contact", "work e-mail"), blank=True)
    phone = models.CharField(pgettext_lazy("contact", "work telephone"), max_length=40, blank=True)
    note = models.TextField(pgettext_lazy("contact", "note"), blank=True)

    WALK = Walk(office="participation__office__key", municipality="participation__municipality__code")

    class Meta(Lasting.Meta):
        ordering = ["participation", "role", "-since", "pk"]
        verbose_name = pgettext_lazy("contact", "contact")
        verbose_name_plural = pgettext_lazy("contact", "contacts")

    def __str__(self) -> str:
        return self.name


def statement_fields(observation: Observation) -> dict[str, Any]:
    """The fields of an observation that its statement is made of, ready to be stated anew."""
    names = (
        "subject", "item", "value", "since", "precision", "source_kind", "source_key", "evidence",
        "decision_body", "decision_day", "case_number", "link", "outcome", "reach_count", "reach_of",
        "reach_unit", "fidelity", "note",
    )  # fmt: skip
    return {name: getattr(observation, name) for name in names} | {"expected": observation.expected}
