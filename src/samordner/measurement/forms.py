"""What a person types about an indicator, its measurements and its chart: shape and types only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from samordner.files.operations import LIMIT
from samordner.improvement.models import Cycle
from samordner.measurement.drawing import cycle_label
from samordner.measurement.entries import Entry
from samordner.measurement.kinds import NAMES, RULES, charts_for, is_divided, multipliers_for
from samordner.measurement.models import (
    LINE,
    NAME,
    Answer,
    Definition,
    Direction,
    Indicator,
    Measurement,
    Purpose,
    Rhythm,
    State,
    ValueKind,
)
from samordner.measurement.operations.deciding import Answers, Said
from samordner.measurement.operations.indicators import Defined, Described
from samordner.measurement.operations.noting import Note
from samordner.measurement.written import Unread, number_typed, read_number
from samordner.pages.inputs import DayInput
from samordner.spc import RuleSet


class NumberField(forms.CharField):
    """A number as it is typed on a Norwegian keyboard; a telephone shows its keys for numbers."""

    def __init__(self, **more: Any) -> None:
        attributes = {"inputmode": "decimal", "autocomplete": "off"}
        super().__init__(max_length=40, widget=forms.TextInput(attrs=attributes), **more)

    def to_python(self, value: Any) -> Any:
        try:
            return read_number(super().to_python(value) or "")
        except Unread as unread:
            raise forms.ValidationError(unread.sentence) from unread

    def prepare_value(self, value: Any) -> Any:
        return number_typed(value) if isinstance(value, Decimal) else value

    def validate(self, value: Any) -> None:
        """Whether a number is needed depends on what else is said: that is a matter of the deed."""

    def run_validators(self, value: Any) -> None:
        """What is read is no text any more; its size is a matter of the deed."""


class NumbersField(forms.CharField):
    """Several numbers, each on a line of its own, or parted by semicolons or spaces."""

    def __init__(self, **more: Any) -> None:
        super().__init__(
            max_length=4000, widget=forms.Textarea(attrs={"rows": 4, "inputmode": "decimal"}), **more
        )

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value) or ""
        try:
            found = (read_number(one) for one in text.replace(";", " ").split())
            return tuple(one for one in found if one is not None)
        except Unread as unread:
            raise forms.ValidationError(unread.sentence) from unread

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, list | tuple):
            return "\n".join(number_typed(Decimal(str(one))) for one in value)
        return value

    def validate(self, value: Any) -> None:
        """As above."""

    def run_validators(self, value: Any) -> None:
        """As above."""


# An indicator


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


# A measurement


class MeasureForm(forms.Form):
    """What was measured in one period."""

    use_required_attribute = False  # no number is needed where nobody measured
    state = forms.ChoiceField(
        label=_("Was it measured?"), widget=forms.RadioSelect(), initial=State.VALUE,
        choices=[
            (State.VALUE, _("Yes")), (State.MISSING, _("Not measured")),
            (State.NOT_RELEVANT, _("Not relevant: there was nothing to measure")),
        ],
    )  # fmt: skip
    why = forms.CharField(label=_("Why it is corrected"), required=False, max_length=LINE)
    note = forms.CharField(
        label=_("Note"), required=False, max_length=LINE, help_text=_("Never anything about one person")
    )

    def __init__(
        self, *args: Any, indicator: Indicator, definition: Definition | None, corrects: bool = False, **more: Any
    ) -> None:  # fmt: skip
        super().__init__(*args, **more)
        self.indicator = indicator
        numbers: dict[str, forms.Field]
        if is_divided(indicator.value_kind) and definition:
            numbers = {
                "value": NumberField(label=definition.numerator_text),
                "denominator": NumberField(label=definition.denominator_text),
            }
        elif indicator.value_kind == ValueKind.SUBGROUP:
            numbers = {"values": NumbersField(label=_("The measurements"), help_text=_("One a line"))}
        else:
            label = indicator.unit[:1].upper() + indicator.unit[1:] if indicator.unit else _("Value")
            numbers = {"value": NumberField(label=label)}
        rest = dict(self.fields)
        self.fields.clear()
        self.fields.update(numbers)
        self.fields.update(rest)
        if not corrects:
            del self.fields["why"]
        if indicator.rhythm == Rhythm.EVENT:
            self.fields["state"].choices = [(State.VALUE, _("Yes")), (State.MISSING, _("No: taken back"))]  # type: ignore[attr-defined]

    @property
    def numbers(self) -> list[forms.BoundField]:
        return [self[name] for name in ("value", "denominator", "values") if name in self.fields]

    @property
    def rest(self) -> list[forms.BoundField]:
        return [self[name] for name in ("why", "note") if name in self.fields]

    def entry(self) -> Entry:
        typed = self.cleaned_data
        number = {name: typed.get(name) for name in ("value", "denominator")}
        return Entry(
            state=typed["state"],
            values=tuple(typed.get("values") or ()),
            note=typed.get("note", ""),
            **number,
        )


def measured_of(row: Measurement | None) -> dict[str, Any]:
    """What stands of a period, as the form's initial values."""
    if row is None:
        return {}
    return {
        "state": row.state,
        "value": row.value,
        "denominator": row.denominator,
        "values": row.values,
        "note": row.note,
    }


class BringForm(forms.Form):
    """Either a file or pasted cells."""

    pasted = forms.CharField(
        label=_("Paste cells from a spreadsheet"), required=False, strip=False,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
    )  # fmt: skip
    file = forms.FileField(
        label=_("Or choose a file"), required=False, help_text=_("XLSX or CSV, at most 20 MB"),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv,.txt,.tsv"}),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        upload, pasted = typed.get("file"), (typed.get("pasted") or "").strip()
        if upload is not None and upload.size and upload.size > LIMIT:
            self.add_error("file", _("The file is larger than 20 MB."))
        if upload is None and not pasted and not self.errors:
            self.add_error("pasted", _("Paste the cells, or choose a file."))
        if upload is not None and pasted:
            self.add_error("file", _("Give a file or pasted cells, not both."))
        return typed

    def brought(self) -> bytes:
        upload = self.cleaned_data.get("file")
        return bytes(upload.read()) if upload is not None else self.cleaned_data["pasted"].encode()


# What people decide and note


def _cycles(rows: Iterable[Cycle]) -> list[tuple[str, Any]]:
    return [("", "–"), *((str(row.pk), f"{cycle_label(row.number)}: {row.question}"[:90]) for row in rows)]


class WithCycles(forms.Form):
    """One of the project's PDSA cycles may be chosen."""

    cycle = forms.ChoiceField(label=_("PDSA cycle"), required=False)

    def __init__(self, *args: Any, cycles: Sequence[Cycle] = (), **more: Any) -> None:
        super().__init__(*args, **more)
        self.cycles = {str(row.pk): row for row in cycles}
        if cycles:
            self.fields["cycle"].choices = _cycles(cycles)  # type: ignore[attr-defined]
        else:
            del self.fields["cycle"]

    @property
    def chosen(self) -> Cycle | None:
        return self.cycles.get(self.cleaned_data.get("cycle") or "")


class PhaseForm(WithCycles):
    """Words of a phase."""

    label = forms.CharField(
        label=_("What the phase is called"),
        required=False,
        max_length=60,
        help_text=_("Such as: new routine"),
    )
    reason = forms.CharField(
        label=_("What was changed, or why you decide so"), required=False, max_length=LINE
    )
    field_order: Sequence[str] = ("label", "reason", "cycle")

    def said(self) -> Said:
        typed = self.cleaned_data
        return Said(label=typed["label"], reason=typed["reason"], cycle=self.chosen)


def _question(label: Any) -> forms.ChoiceField:
    every = _("Answer all four questions; “do not know” is an answer too.")
    return forms.ChoiceField(
        label=label, choices=Answer.choices, widget=forms.RadioSelect(), error_messages={"required": every}
    )


class SplitForm(PhaseForm):
    """The four questions, and whether a phase begins."""

    differs = _question(_("Do the numbers clearly behave otherwise than before?"))
    known = _question(_("Do you know the reason?"))
    wanted = _question(_("Is it as you wanted?"))
    lasts = _question(_("Do you expect it to last?"))
    reason = forms.CharField(label=_("What was changed, or why you decide so"), max_length=LINE)
    begins = forms.ChoiceField(
        label=_("What do you decide?"), widget=forms.RadioSelect(),
        choices=[("yes", _("A new phase begins here")), ("no", _("The chart stays as it is"))],
    )  # fmt: skip
    field_order = ("differs", "known", "wanted", "lasts", "label", "reason", "cycle", "begins")

    def answers(self) -> Answers:
        typed = self.cleaned_data
        return Answers(**{name: typed[name] for name in ("differs", "known", "wanted", "lasts")})


class ExcludeForm(forms.Form):
    reason = forms.CharField(
        label=_("Why it is left out"), max_length=LINE,
        help_text=_("A known reason that will not come back, such as: the ward was closed"),
    )  # fmt: skip


class NoteForm(WithCycles):
    """A note at a point, or until another."""

    text = forms.CharField(
        label=_("Note"), required=False, max_length=LINE, help_text=_("Never anything about one person")
    )
    day = forms.DateField(label=_("At"), widget=DayInput())
    until = forms.DateField(label=_("Until, if it lasted"), widget=DayInput(), required=False)
    field_order = ("text", "cycle", "day", "until")

    def note(self) -> Note:
        typed = self.cleaned_data
        return Note(day=typed["day"], until=typed["until"], text=typed["text"], cycle=self.chosen)


class KeepForm(forms.Form):
    name = forms.CharField(
        label=_("What it is kept for"),
        max_length=NAME,
        required=False,
        help_text=_("Such as: report of June 2021"),
    )
