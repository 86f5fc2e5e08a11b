"""What a person may type on a revision: shapes and lengths only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from samordner.revisions.operations.steps import LONGEST

Data = Mapping[str, Any] | None


def _day(label: Any, help_text: Any = "") -> forms.DateField:
    widget = forms.DateInput(
        format="%Y-%m-%d", attrs={"type": "date", "min": "1900-01-01", "max": "2199-12-31"}
    )
    return forms.DateField(label=label, help_text=help_text, widget=widget, input_formats=["%Y-%m-%d"])


def within_centuries(day: date | None) -> date | None:
    """A day that pages can be asked for; a form's error else."""
    if day is not None and not 1900 <= day.year <= 2199:
        raise forms.ValidationError(_("That day is out of range."))
    return day


class ReviewForm(forms.Form):
    """Send for review."""

    until = _day(
        _("Answer by"), _("The last day for comments. Late comments can still be written until you close.")
    )
    asks = forms.CharField(
        label=_("What you ask for"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Such as which chapters are new, or what you are unsure of."),
    )

    def clean_until(self) -> date | None:
        return within_centuries(self.cleaned_data["until"])


class ApproveForm(forms.Form):
    """Approve: who did, and when."""

    body = forms.CharField(
        label=_("Approved by"),
        max_length=1000,
        help_text=_("The body or the person, as it shall stand in the plan."),
    )
    on = _day(_("Approved on"))

    def clean_on(self) -> date | None:
        return within_centuries(self.cleaned_data["on"])


class CommentForm(forms.Form):
    text = forms.CharField(
        label=_("Comment"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 5})
    )  # fmt: skip


class AnswerForm(forms.Form):
    answer = forms.CharField(
        label=_("Answer"), required=False, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 4})
    )
    settled = forms.BooleanField(label=_("The comment is settled"), required=False)


class SendForm(forms.Form):
    """Send: for which deadline."""

    due = forms.ChoiceField(label=_("For the deadline"), required=False)

    def __init__(self, choices: Sequence[tuple[str, str]], data: Data = None) -> None:
        super().__init__(data)
        field = self.fields["due"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [*choices, ("", pgettext_lazy("deadline", "None: it is sent without being due"))]
