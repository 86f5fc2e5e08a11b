"""What a person gives when a document is read: the file, and for whom."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samordner.places.models import Office
from samordner.programmes.models import Programme


class UploadForm(forms.Form):
    """A document to read. The choices are those that the person may read for."""

    file = forms.FileField(
        label=_("Document"),
        help_text=_("Text (.txt) or Word (.docx), at most 20 MB. The document is kept as it is."),
        widget=forms.ClearableFileInput(attrs={"accept": ".txt,.docx"}),
    )
    programme = forms.ChoiceField(label=_("Programme"))
    office = forms.ChoiceField(label=_("Office"))

    def __init__(
        self,
        *args: Any,
        programmes: list[tuple[Programme, str]],
        offices: list[tuple[Office, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._programmes = {programme.key: programme for programme, _name in programmes}
        self._offices = {office.key: office for office, _name in offices}
        self.fields["programme"].choices = [(each.key, name) for each, name in programmes]  # type: ignore[attr-defined]
        self.fields["office"].choices = [(each.key, name) for each, name in offices]  # type: ignore[attr-defined]

    @property
    def chosen_programme(self) -> Programme:
        return self._programmes[self.cleaned_data["programme"]]

    @property
    def chosen_office(self) -> Office:
        return self._offices[self.cleaned_data["office"]]
