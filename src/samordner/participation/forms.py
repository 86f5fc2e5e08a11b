"""What is typed to decide whether what was said of an old municipality holds for its heir."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samordner.participation.heirs import Line
from samordner.participation.wording import series_words
from samordner.programmes.definition import Definition

EVERYTHING = _("Everything that is known of it")


class DecisionForm(forms.Form):
    """About everything, one subject, or one item of it ("subject|item"); whether it holds; and why."""

    about = forms.ChoiceField(label=_("What the decision is about"), required=False)
    holds = forms.ChoiceField(
        label=_("Does what was said of the old municipality hold for the heir?"),
        choices=[
            ("yes", _("Yes, it holds for the heir")),
            ("no", _("No, the heir begins with nothing of it")),
        ],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("What the decision rests on: whom you asked, a case or a letter. Nothing about persons."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, definition: Definition, lines: tuple[Line, ...], **more: Any) -> None:
        super().__init__(*args, **more)
        choices = {"": str(EVERYTHING)}
        for line in lines:
            if line.standing is None:
                continue
            subject, item = line.series.subject, line.series.item
            choices.setdefault(subject, str(definition.subject(subject).name))
            if item:
                choices[f"{subject}|{item}"] = f"– {series_words(definition, line.series)}"
        self.fields["about"].choices = list(choices.items())  # type: ignore[attr-defined]

    def decision(self) -> dict[str, Any]:
        """The cleaned form as `inheriting.decide` takes it."""
        subject, _bar, item = self.cleaned_data["about"].partition("|")
        return {
            "subject": subject,
            "item": item,
            "holds": self.cleaned_data["holds"] == "yes",
            "reason": self.cleaned_data["reason"],
        }
