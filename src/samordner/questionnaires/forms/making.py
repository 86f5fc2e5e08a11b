"""How a questionnaire begins: empty, from a ready one, as a copy, or out of a file."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

MOST_BYTES = 5_000_000


class NewForm(forms.Form):
    """A name, and what it begins from: "empty", "ready:<key>" or "copy:<pk>"."""

    name = forms.CharField(
        label=_("Name"), max_length=200, help_text=_("As you will look for it in the list.")
    )
    start = forms.ChoiceField(label=_("Begin from"), widget=forms.RadioSelect())

    def __init__(self, *args: Any, starts: list[Any], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["start"].choices = starts  # type: ignore[attr-defined]


class FileForm(forms.Form):
    """An XLSForm, and the name that it gets here."""

    name = forms.CharField(
        label=_("Name"), max_length=200, required=False, help_text=_("Empty: the title in the file.")
    )
    file = forms.FileField(label=_("The file (XLSX, up to 5 MB)"))

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(_("The file is too large: at most 5 MB."))
        return file
