"""What is typed into a report."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samordner.programmes.definition import Question, Risk
from samordner.reports.models import Report

LONGEST = 30_000
"""Characters of an answer: some ten pages."""


class AnswerForm(forms.Form):
    """The answer to one question; the risk scale where the question asks for it."""

    text = forms.CharField(
        label=_("Answer"), required=False, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 12})
    )
    risk = forms.ChoiceField(label=_("Risk"), required=False, widget=forms.RadioSelect())

    def __init__(self, question: Question, risks: Sequence[Risk], *args: Any, **more: Any) -> None:
        more["auto_id"] = f"id_{question.key}_%s"  # several may be open on a page
        super().__init__(*args, **more)
        if question.risk and risks:
            choices = [("", _("Not judged")), *((one.key, f"{one.sign} {one.name}") for one in risks)]
            self.fields["risk"].choices = choices  # type: ignore[attr-defined]
        else:
            del self.fields["risk"]


class SettingsForm(forms.Form):
    """Which day's numbers the report tells, and in which labels."""

    status_day = forms.DateField(
        label=_("Numbers as of"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("The day whose municipalities and statuses the report tells."),
    )
    language = forms.ChoiceField(
        label=_("Language of the labels"),
        choices=Report.Language.choices,
        help_text=_("What people have written stays as they wrote it."),
    )
