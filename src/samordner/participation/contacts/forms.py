"""What is typed about a contact."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samordner.pages.inputs import DayInput
from samordner.participation.models import Contact


class ContactForm(forms.Form):
    role = forms.ChoiceField(label=_("Role"), choices=Contact.Role.choices)
    name = forms.CharField(label=_("Name"), max_length=200)
    position = forms.CharField(label=_("Position"), required=False, max_length=200)
    email = forms.EmailField(label=_("Work e-mail"), required=False)
    phone = forms.CharField(label=_("Work telephone"), required=False, max_length=40)
    since = forms.DateField(label=_("Contact since"), widget=DayInput())
    until = forms.DateField(
        label=_("First day no longer contact"), required=False, widget=DayInput(),
        help_text=_("Empty while the person is still contact"),
    )  # fmt: skip
    note = forms.CharField(
        label=_("Note"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Only what concerns the work"),
    )  # fmt: skip


def standing(contact: Contact) -> dict[str, Any]:
    """What stands in the form of a contact."""
    return {name: getattr(contact, name) for name in ContactForm.base_fields}


class EndForm(forms.Form):
    on = forms.DateField(label=_("First day no longer contact"), widget=DayInput())

    @property
    def day(self) -> date:
        found: date = self.cleaned_data["on"]
        return found
