"""Inputs that several forms here share."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from samordner.improvement.models import NAME
from samordner.pages.inputs import DayInput
from samordner.programmes.definition import Definition

LONGEST = 10_000
"""Characters in a long text: a page or three, and well within what a spreadsheet's cell holds."""


def day_field(label: Any, *, required: bool = False, help_text: Any = "") -> forms.DateField:
    return forms.DateField(label=label, required=required, widget=DayInput(), help_text=help_text)


def long_field(label: Any, *, required: bool = False, rows: int = 3, help_text: Any = "") -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(
        label=label, required=required, max_length=LONGEST, widget=widget, help_text=help_text
    )


def short_field(
    label: Any, *, required: bool = False, longest: int = NAME, help_text: Any = ""
) -> forms.CharField:
    return forms.CharField(label=label, required=required, max_length=longest, help_text=help_text)


def choose(form: forms.Form, name: str, choices: Iterable[tuple[Any, Any]]) -> None:
    form.fields[name].choices = list(choices)  # type: ignore[attr-defined]


def of_solutions(definition: Definition) -> list[tuple[str, Any]]:
    """The solutions to choose between, those of an area under its name."""
    return [
        (str(area.name), [(one.key, f"{one.key} {one.name}") for one in definition.solutions_in(area.key)])
        for area in definition.areas
        if definition.solutions_in(area.key)
    ]
