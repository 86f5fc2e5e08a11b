"""Municipalities divided into groups by where they stand, kept as they were on that day."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from samordner.access.grants import Walk
from samordner.participation.models import Observation, Participation
from samordner.places.models import Office
from samordner.programmes.definition import Text
from samordner.programmes.models import Programme

UNKNOWN, OUTSIDE = "_unknown", "_outside"
"""The groups that no rule names: of whom nothing is known, and whose value is in none of its groups. No
programme's key begins so."""


class Division(models.Model):
    """The municipalities of an office divided into groups, as of `made_on` and as known at `known_at`.

    `rule` is the key of one of the programme's divisions; "": made by hand alone. `name` is its name by language.
    What was kept is never changed: a new division of the same kind replaces it. The database refuses changes.
    """

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="divisions")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="divisions")
    rule = models.CharField(max_length=64, blank=True)
    name: models.JSONField[Any, Any] = models.JSONField()
    made_on = models.DateField(pgettext_lazy("division", "as of the day"))
    known_at = models.DateTimeField()
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=64)
    note = models.TextField(pgettext_lazy("division", "note"), blank=True)
    replaces = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by"
    )

    WALK = Walk(office="office__key")

    class Meta:
        ordering = ["-made_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(known_at__lte=F("made_at")), name="division_rests_on_what_was_known"
            ),
        ]

    def __str__(self) -> str:
        return str(Text(**self.name))


class DivisionGroup(models.Model):
    """A group of a division. `values` are those of the rule's subject that lead to it."""

    division = models.ForeignKey(Division, on_delete=models.PROTECT, related_name="groups")
    position = models.PositiveIntegerField()
    key = models.CharField(max_length=64)
    name: models.JSONField[Any, Any] = models.JSONField(default=dict, blank=True)
    values: models.JSONField[Any, Any] = models.JSONField(default=list, blank=True)

    WALK = Walk(office="division__office__key")

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["division", "key"], name="division_group_key_once"),
        ]

    def __str__(self) -> str:
        return group_name(self.key, self.name, by_hand=not self.division.rule)


class Placement(models.Model):
    """The group that a municipality was kept in, and the one that the rule put it in (none: by hand alone).

    `observation` is what the rule rested on, with its `value`; none when nothing was known. Where a person moved
    it from the rule's group, `reason` says why.
    """

    division = models.ForeignKey(Division, on_delete=models.PROTECT, related_name="placements")
    participation = models.ForeignKey(Participation, on_delete=models.PROTECT, related_name="placements")
    group = models.ForeignKey(DivisionGroup, on_delete=models.PROTECT, related_name="placements")
    ruled = models.ForeignKey(
        DivisionGroup, on_delete=models.PROTECT, null=True, blank=True, related_name="ruled"
    )
    observation = models.ForeignKey(
        Observation, on_delete=models.PROTECT, null=True, blank=True, related_name="placements"
    )
    value = models.CharField(max_length=64, blank=True)
    reason = models.CharField(pgettext_lazy("division", "why moved"), max_length=300, blank=True)

    WALK = Walk(office="division__office__key", municipality="participation__municipality__code")

    class Meta:
        ordering = ["participation__municipality__sort_key", "participation__municipality__code"]
        constraints = [
            models.UniqueConstraint(fields=["division", "participation"], name="division_places_each_once"),
            models.CheckConstraint(
                condition=Q(ruled=None) | Q(group=F("ruled")) | ~Q(reason=""),
                name="division_move_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.participation_id} → {self.group_id}"

    @property
    def moved(self) -> bool:
        """Whether a person moved it from where the rule put it."""
        return self.ruled_id is not None and self.ruled_id != self.group_id


def group_name(key: str, name: dict[str, str], *, by_hand: bool = False) -> str:
    """A group's name in the reader's language."""
    if key == UNKNOWN:
        return _("Not placed") if by_hand else _("Unknown")
    return _("Outside the groups") if key == OUTSIDE else str(Text(**name))
