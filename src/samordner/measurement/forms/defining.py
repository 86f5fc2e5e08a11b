"""What is typed about an indicator: what it is, how it is counted, what is wished for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from samordner.measurement.forms.fields import NumberField
from samordner.measurement.kinds import NAMES, RULES, charts_for, is_divided, multipliers_for
from samordner.measurement.models import (
    LINE,
    NAME,
    Definition,
    Direction,
    Indicator,
    Purpose,
    Rhythm,
    ValueKind,
)
from samordner.measurement.operations.indicators import Defined, Described
from samordner.pages.inputs import DayInput
from samordner.spc import RuleSet


class DescribeForm(forms.Form):
    """What an indicator is. `value_kind` is settled by the questions before."""

    name = forms.CharField(label=_("What is measured, in a few words"), max_length=NAME)
    kind = forms.ChoiceField(
        label=_("What it is for"), widget=forms.RadioSelect(),
        choices=[
            (Purpose.OUTCOME, _("Outcome: does it become better for those whom it is about?")),
            (Purpose.PROCESS, _("Process: do we do what we have decided to try?")),
            (Purpose.BALANCING, _("Balancing: does something else become worse meanwhile?")),
        ],
    )  # fmt: skip
    direction = forms.ChoiceField(
        label=_("Which way is better?"), choices=Direction.choices, widget=forms.RadioSelect()
    )
    unit = forms.CharField(
        label=_("Unit"),
        required=False,
        max_length=60,
        help_text=_("What one is counted in, such as falls or minutes"),
    )
    multiplier = forms.TypedChoiceField(label=_("Shown per"), coerce=int, required=False, empty_value=None)
    rhythm = forms.ChoiceField(
        label=_("How often it is measured"), choices=[one for one in Rhythm.choices if one[0] != Rhythm.EVENT],
        initial=Rhythm.MONTH,
    )  # fmt: skip
    begins = forms.DateField(
        label=_("Measured from"),
        widget=DayInput(),
        help_text=_("Any day in the first period; earlier numbers can be brought in"),
    )
    responsible = forms.CharField(
        label=_("Who sees to it that it is measured"),
        required=False,
        max_length=NAME,
        help_text=_("A role, not a name"),
    )
    source = forms.CharField(label=_("Where the numbers come from"), required=False, max_length=LINE)
    fewest = forms.IntegerField(
        label=_("Hide numbers of persons below this, outside the municipality"), min_value=0, max_value=100, initial=5,
        help_text=_("0: it does not count persons"),
    )  # fmt: skip
    chart = forms.ChoiceField(label=_("Chart"))
    rule_set = forms.ChoiceField(
        label=_("Rule set"), choices=[(key, RULES[key]) for key in [one.value for one in RuleSet]], initial="anhoej",
        help_text=_("One set is used at a time. The Anhøj rules give the fewest false alarms."),
    )  # fmt: skip
    screening = forms.BooleanField(
        label=_("Leave out the largest jumps once before the limits are made (screening of moving ranges)"),
        required=False,
    )
    exact_d2 = forms.BooleanField(
        label=_("Use the exact constant 2/√π instead of the tabled 1.128"), required=False
    )

    def __init__(
        self, *args: Any, value_kind: str, chosen_by: Mapping[str, str] | None = None, **more: Any
    ) -> None:
        super().__init__(*args, **more)
        self.value_kind, self.chosen_by = value_kind, dict(chosen_by or {})
        self.fields["chart"].choices = [(key, NAMES[key]) for key in charts_for(value_kind)]  # type: ignore[attr-defined]
        many = multipliers_for(value_kind)
        if len(many) > 1:
            self.fields["multiplier"].choices = [(one, f"{one:,}".replace(",", " ")) for one in many]  # type: ignore[attr-defined]
        else:
            del self.fields["multiplier"]
        if value_kind == ValueKind.BETWEEN:
            del self.fields["rhythm"]
        if value_kind == ValueKind.PROPORTION:
            del self.fields["unit"]

    @property
    def first(self) -> list[forms.BoundField]:
        return self._of("kind", "name", "direction")

    @property
    def how(self) -> list[forms.BoundField]:
        return self._of("unit", "multiplier", "rhythm", "begins", "responsible", "source", "fewest")

    @property
    def drawn(self) -> list[forms.BoundField]:
        return self._of("chart", "rule_set", "screening", "exact_d2")

    def _of(self, *names: str) -> list[forms.BoundField]:
        return [self[name] for name in names if name in self.fields]

    def described(self) -> Described:
        typed = dict(self.cleaned_data)
        return Described(
            **{name: value for name, value in typed.items() if name in Described.__dataclass_fields__}
            | {
                "value_kind": self.value_kind, "chosen_by": self.chosen_by,
                "multiplier": typed.get("multiplier") or multipliers_for(self.value_kind)[0],
            }
        )  # fmt: skip


def described_of(row: Indicator) -> dict[str, Any]:
    """What stands of an indicator, as the form's initial values."""
    return {name: getattr(row, name) for name in Described.__dataclass_fields__}


class DefineForm(forms.Form):
    """What is counted."""

    text = forms.CharField(
        label=_("Exactly what is counted, and how"), widget=forms.Textarea(attrs={"rows": 4}), max_length=4000,
        help_text=_("So that two persons come to the same number: who counts, what is counted in, what is left out, "
                    "and whether everyone is counted or a sample"),
    )  # fmt: skip
    numerator_text = forms.CharField(
        label=_("Above the line"), max_length=LINE, help_text=_("Such as: meals without noise")
    )
    denominator_text = forms.CharField(
        label=_("Below the line"), max_length=LINE, help_text=_("Such as: meals that were looked at")
    )

    def __init__(self, *args: Any, value_kind: str, rhythm: str = "", **more: Any) -> None:
        super().__init__(*args, **more)
        if not is_divided(value_kind):
            del self.fields["numerator_text"]
            del self.fields["denominator_text"]
        if rhythm:
            self.fields["since"] = forms.DateField(
                label=_("From"),
                widget=DayInput(),
                help_text=_("Any day in the first period that is counted so"),
            )

    def defined(self) -> Defined:
        typed = self.cleaned_data
        return Defined(
            text=typed["text"], numerator_text=typed.get("numerator_text", ""),
            denominator_text=typed.get("denominator_text", ""),
        )  # fmt: skip


def defined_of(row: Definition | None) -> dict[str, Any]:
    """What stands of a definition, as the form's initial values."""
    if row is None:
        return {}
    return {name: getattr(row, name) for name in ("text", "numerator_text", "denominator_text")}


class GoalForm(forms.Form):
    """What is aimed at, and from when."""

    value = NumberField(label=pgettext_lazy("indicator", "Goal"))
    since = forms.DateField(label=_("From"), widget=DayInput(), help_text=_("May be a day to come"))
