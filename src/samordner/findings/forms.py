"""What is typed about themes: shape and types only."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samordner.findings.models import Theme


class ThemeForm(forms.Form):
    """A theme: its name, and what belongs to it."""

    name = forms.CharField(label=_("Theme"), max_length=100)
    description = forms.CharField(
        label=_("What belongs here"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class IntoForm(forms.Form):
    """Which theme another is put into."""

    into = forms.ModelChoiceField(
        label=_("Put it into"), queryset=Theme.objects.none(), empty_label=_("Choose a theme")
    )

    def __init__(self, *args: Any, theme: Theme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Theme.objects.filter(round=theme.round_id, removed_at=None, merged_into=None)
        self.fields["into"].queryset = rows.exclude(pk=theme.pk)  # type: ignore[attr-defined]
