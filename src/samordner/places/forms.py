"""What is typed to make a grouping, and to let a municipality join or leave one."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samordner.pages.inputs import DayInput
from samordner.places.models import Grouping, Municipality, Office


class GroupingForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=150)
    kind = forms.ChoiceField(label=_("Kind"), choices=Grouping.Kind.choices)
    office = forms.ChoiceField(label=_("Office"))

    def __init__(self, *args: Any, offices: Iterable[tuple[Office, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.offices = {office.key: office for office, _name in offices}
        self.fields["office"].choices = [(office.key, name) for office, name in offices]  # type: ignore[attr-defined]


class JoinForm(forms.Form):
    municipality = forms.ChoiceField(label=_("Municipality"))
    since = forms.DateField(label=_("Member since"), required=False, widget=DayInput())

    def __init__(self, *args: Any, municipalities: Iterable[Municipality], **more: Any) -> None:
        super().__init__(*args, **more)
        self.municipalities = {row.code: row for row in municipalities}
        choices = [(code, str(row)) for code, row in self.municipalities.items()]
        self.fields["municipality"].choices = choices  # type: ignore[attr-defined]


class LeaveForm(forms.Form):
    on = forms.DateField(label=_("First day no longer a member"), widget=DayInput())

    @property
    def day(self) -> date:
        found: date = self.cleaned_data["on"]
        return found


class LookForm(forms.Form):
    accent = forms.CharField(
        label=_("Colour"),
        required=False,
        max_length=20,
        help_text=_(
            "Of headings and of the ground under table titles. # and six digits or letters from a to f."
        ),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    nb = forms.CharField(
        label=_("The office's name on documents in bokmål"),
        required=False,
        max_length=150,
        help_text=_("Empty: the official name on the day of the document."),
    )
    nn = forms.CharField(
        label=_("The office's name on documents in nynorsk"),
        required=False,
        max_length=150,
        help_text=_("Empty: the official name on the day of the document."),
    )
