"""What is typed to begin a division, and to keep it: a group for each municipality, and why it is moved."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samordner.divisions.operations import Moved
from samordner.divisions.queries import Group, Ruled
from samordner.pages.inputs import DayInput
from samordner.programmes.definition import Division as Rule

BY_HAND = "-"
"""Stands for a division without a rule where one is chosen."""


class BeginForm(forms.Form):
    """Which rule, as of which day; by hand also a name and the names of the groups, one a line."""

    rule = forms.ChoiceField(label=_("Divide by"))
    day = forms.DateField(label=_("As of the day"), widget=DayInput(), required=False)
    name = forms.CharField(label=_("Name of the division"), max_length=100, required=False)
    names = forms.CharField(
        label=_("Names of the groups, one a line"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, rules: Iterable[Rule], **more: Any) -> None:
        super().__init__(*args, **more)
        choices = [(rule.key, str(rule.name)) for rule in rules]
        self.fields["rule"].choices = [*choices, (BY_HAND, _("By hand, without a rule"))]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("rule") == BY_HAND:
            if not cleaned.get("name"):
                self.add_error("name", _("Give the division a name."))
            if not self.group_names:
                self.add_error("names", _("Name at least one group."))
        return cleaned

    @property
    def group_names(self) -> tuple[str, ...]:
        return tuple(line.strip() for line in self.cleaned_data.get("names", "").splitlines() if line.strip())


class KeepForm(forms.Form):
    """Each municipality's group, and why a person moves it. `known_at` is the moment that was previewed."""

    note = forms.CharField(
        label=_("Note"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )
    seen = forms.IntegerField(widget=forms.HiddenInput(), min_value=0)
    known_at = forms.DateTimeField(widget=forms.HiddenInput())

    def __init__(self, *args: Any, ruled: Sequence[Ruled], groups: Sequence[Group], **more: Any) -> None:
        super().__init__(*args, **more)
        self.ruled = list(ruled)
        choices = [(group.key, group.title) for group in groups]
        for one in self.ruled:
            pk = one.participation.pk
            words = {"municipality": one.participation}
            self.fields[f"group-{pk}"] = forms.ChoiceField(
                label=_("Group of %(municipality)s") % words, choices=choices, initial=one.group
            )
            self.fields[f"reason-{pk}"] = forms.CharField(
                label=_("Why %(municipality)s is moved") % words, required=False, max_length=300
            )

    @property
    def moves(self) -> Mapping[int, Moved]:
        """Whom a person moved, by participation."""
        found = {}
        for one in self.ruled:
            pk = one.participation.pk
            if (group := self.cleaned_data[f"group-{pk}"]) != one.group:
                found[pk] = Moved(group, self.cleaned_data[f"reason-{pk}"])
        return found

    @property
    def moment(self) -> datetime:
        found: datetime = self.cleaned_data["known_at"]
        return found
