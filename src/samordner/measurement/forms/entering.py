"""What is typed of what was measured, one by one or as a table."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samordner.files.operations import LIMIT
from samordner.measurement.entries import Entry
from samordner.measurement.forms.fields import NumberField, NumbersField
from samordner.measurement.kinds import is_divided
from samordner.measurement.models import (
    LINE,
    Definition,
    Indicator,
    Measurement,
    Rhythm,
    State,
    ValueKind,
)


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
