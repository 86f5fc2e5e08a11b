"""Municipalities, counties and offices through time; what people state of them and how they group them."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from samordner.access.grants import Walk
from samordner.journal.deeds import Versioned
from samordner.timeline.lasting import Lasting
from samordner.timeline.stepwise import Stepwise


class County(Lasting):
    """A county under one code. The register begins on 2018-01-01: that day as `since` means then or
    earlier.
    """

    code = models.CharField(_("number"), max_length=2, unique=True)
    name = models.CharField(_("name"), max_length=100)
    sort_key = models.CharField(max_length=250, editable=False)

    WALK = Walk()

    class Meta(Lasting.Meta):
        ordering = ["sort_key", "code"]
        verbose_name = _("county")
        verbose_name_plural = _("counties")

    def __str__(self) -> str:
        return self.name


class Municipality(Lasting):
    """A municipality under one code, which no other ever had. Names are not unique: `label` adds the county
    if needed.

    A code lies in one county all its life; a municipality that gets a new code is a new row, tied to the
    old one by a `Change`. Stavanger and Trondheim kept their codes when they took others in: one row,
    before and after.
    """

    code = models.CharField(_("number"), max_length=4, unique=True)
    name = models.CharField(_("name"), max_length=100)
    label = models.CharField(max_length=210, editable=False)
    sort_key = models.CharField(max_length=250, editable=False)
    county = models.ForeignKey(
        County, on_delete=models.PROTECT, related_name="municipalities", verbose_name=_("county")
    )

    WALK = Walk(municipality="code")

    class Meta(Lasting.Meta):
        ordering = ["sort_key", "code"]
        verbose_name = _("municipality")
        verbose_name_plural = _("municipalities")

    def __str__(self) -> str:
        return self.label


class Change(models.Model):
    """On `day`, what was `old` became, or went into, `new`. The same municipality on both sides kept its
    code.
    """

    class Kind(models.TextChoices):
        RENUMBER = "renumber", _("new number")
        MERGE = "merge", _("merged")
        SPLIT = "split", _("divided")
        SPLIT_AND_MERGE = "split_and_merge", _("divided and merged")

    day = models.DateField(_("day"))
    old = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="changes_onward")
    new = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="changes_back")
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    moves_county = models.BooleanField(_("to another county"))

    WALK = Walk()

    class Meta:
        ordering = ["day", "old__code", "new__code"]
        constraints = [models.UniqueConstraint(fields=["day", "old", "new"], name="places_change_once")]

    def __str__(self) -> str:
        return f"{self.day} {self.old} → {self.new}"

    @property
    def divides(self) -> bool:
        """Whether the old one was divided, so that what was said of it need not hold for each of the new."""
        return self.kind in {self.Kind.SPLIT, self.Kind.SPLIT_AND_MERGE}


class Office(models.Model):
    """A county governor's office, known by a key that outlives its names."""

    key = models.SlugField(_("key"), unique=True)

    WALK = Walk(office="key")

    class Meta:
        ordering = ["key"]
        verbose_name = _("office")
        verbose_name_plural = _("offices")

    def __str__(self) -> str:
        return self.key


class OfficeName(Lasting):
    """What an office is named after, for a while: "Oslo og Viken"."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="names")
    name = models.CharField(_("name"), max_length=150)
    sort_key = models.CharField(max_length=350, editable=False)

    WALK = Walk(office="office__key")

    class Meta(Lasting.Meta):
        ordering = ["sort_key", "since"]

    def __str__(self) -> str:
        return self.name


class OfficeArea(Lasting):
    """A county that an office covers, for a while."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="areas")
    county = models.ForeignKey(County, on_delete=models.PROTECT, related_name="areas")

    WALK = Walk(office="office__key")

    class Meta:
        constraints = [
            *Lasting.Meta.constraints,
            models.UniqueConstraint(fields=["county", "since"], name="places_one_office_for_a_county"),
        ]

    def __str__(self) -> str:
        return f"{self.office}: {self.county}"


class OfficeLook(Versioned):
    """How an office's documents look. What is empty is the standard: our colour, the office's official name."""

    office = models.OneToOneField(Office, on_delete=models.PROTECT, related_name="look")
    accent = models.CharField(_("colour"), max_length=7, blank=True)
    nb = models.CharField(_("name in bokmål"), max_length=150, blank=True)
    nn = models.CharField(_("name in nynorsk"), max_length=150, blank=True)

    WALK = Walk(office="office__key")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(accent="") | Q(accent__regex="^#[0-9a-f]{6}$"), name="places_accent_is_a_colour"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.office}: {self.accent}"


class AuthorityName(Lasting):
    """What the county governor is called, for a while, in each language."""

    nb = models.CharField(max_length=100)
    nn = models.CharField(max_length=100)
    en = models.CharField(max_length=100)

    WALK = Walk()

    class Meta(Lasting.Meta):
        ordering = ["until"]

    def __str__(self) -> str:
        return self.nb


class LanguageForm(Stepwise):
    """The form of Norwegian that a municipality asks state bodies to write, from a day, as a source states
    it.
    """

    SERIES = ("municipality",)

    class Form(models.TextChoices):
        BOKMAL = "bokmal", _("bokmål")
        NYNORSK = "nynorsk", _("nynorsk")
        NEUTRAL = "neutral", _("neutral")

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="language_forms")
    form = models.CharField(_("form of Norwegian"), max_length=10, choices=Form.choices)
    source = models.CharField(_("source"), max_length=300)

    WALK = Walk(municipality="municipality__code")

    class Meta:
        ordering = ["municipality", "since", "pk"]
        indexes = [models.Index(fields=["municipality", "since", "id"], name="language_form_steps")]
        constraints = [
            models.CheckConstraint(condition=~Q(source=""), name="places_language_form_has_a_source"),
        ]

    def __str__(self) -> str:
        return f"{self.municipality}: {self.get_form_display()}"


class Inhabitants(Stepwise):
    """How many people lived in a municipality on the day `since`, as a source says: what its load is seen against."""

    SERIES = ("municipality",)

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="inhabitants")
    number = models.PositiveIntegerField(_("inhabitants"))
    source = models.CharField(_("source"), max_length=300)

    WALK = Walk(municipality="municipality__code")

    class Meta:
        ordering = ["municipality", "since", "pk"]
        indexes = [models.Index(fields=["municipality", "since", "id"], name="inhabitants_steps")]
        constraints = [
            models.CheckConstraint(condition=~Q(source=""), name="places_inhabitants_have_a_source"),
            models.UniqueConstraint(fields=["municipality", "since"], name="places_inhabitants_once_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.municipality}: {self.number}"


class Grouping(Versioned):
    """Municipalities that people have put together: a regional council or another. Kept by an office."""

    class Kind(models.TextChoices):
        REGIONAL_COUNCIL = "regional_council", _("regional council")
        HEALTH_COMMUNITY = "health_community", _("health community")
        OTHER = "other", _("other grouping")

    office = models.ForeignKey(
        Office, on_delete=models.PROTECT, related_name="groupings", verbose_name=_("office")
    )
    name = models.CharField(_("name"), max_length=150)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    sort_key = models.CharField(max_length=350, editable=False)

    WALK = Walk(office="office__key")

    class Meta:
        ordering = ["sort_key", "pk"]
        verbose_name = _("grouping")
        verbose_name_plural = _("groupings")
        constraints = [models.UniqueConstraint(F("office"), F("name"), name="places_grouping_name_once")]

    def __str__(self) -> str:
        return self.name


class GroupingMembership(Lasting):
    """A municipality's membership of a grouping, for a while."""

    grouping = models.ForeignKey(Grouping, on_delete=models.PROTECT, related_name="memberships")
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="memberships")

    WALK = Walk(office="grouping__office__key", municipality="municipality__code")

    class Meta(Lasting.Meta):
        ordering = ["municipality__sort_key", "municipality__code", "since"]

    def __str__(self) -> str:
        return f"{self.grouping}: {self.municipality}"
