"""What a feed is to hold."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from samordner.calendars.models import Feed
from samordner.happenings.sources import kinds


class FeedForm(forms.Form):
    """A new feed. The office is asked for when the feed is of one."""

    name = forms.CharField(
        label=pgettext_lazy("feed", "Name"),
        max_length=100,
        help_text=_("What the calendar is called in your calendar program."),
    )
    holds = forms.ChoiceField(
        label=pgettext_lazy("feed", "What it holds"), choices=Feed.Holds.choices, widget=forms.RadioSelect()
    )
    office = forms.ChoiceField(
        label=_("Which office"), required=False, help_text=_("For a feed of everything of one office.")
    )
    kinds = forms.MultipleChoiceField(
        label=pgettext_lazy("feed", "Only these kinds"),
        required=False,
        widget=forms.CheckboxSelectMultiple(),
        help_text=_("None ticked: every kind."),
    )

    def __init__(self, *args: Any, offices: Mapping[str, str], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["office"].choices = [("", "–"), *offices.items()]  # type: ignore[attr-defined]
        self.fields["kinds"].choices = [(kind.key, kind.label) for kind in kinds()]  # type: ignore[attr-defined]
        self.only_office = next(iter(offices)) if len(offices) == 1 else ""
        if self.only_office:
            del self.fields["office"]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("holds") != Feed.Holds.OFFICE:
            said["office"] = ""
        elif self.only_office:
            said["office"] = self.only_office
        elif not said.get("office") and "office" not in self.errors:
            self.add_error("office", _("Choose which office."))
        return said
