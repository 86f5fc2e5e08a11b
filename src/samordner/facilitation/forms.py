"""What is typed of a call: shape and types only."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samordner.facilitation.models import Call
from samordner.facilitation.operations import LONGEST, Said
from samordner.pages.inputs import DayInput


class CallForm(forms.Form):
    day = forms.DateField(label=_("Day"), widget=DayInput())
    how = forms.ChoiceField(label=_("How you talked"), choices=Call.How.choices)
    said = forms.CharField(
        label=_("What was said and agreed"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Of the work, not of persons. Only the office reads it."),
    )

    def said_of(self) -> Said:
        return Said(**self.cleaned_data)


def said_in(row: Call) -> dict[str, Any]:
    """A call as the form's initial values."""
    return {"day": row.day, "how": row.how, "said": row.said}
