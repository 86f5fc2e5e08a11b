"""What a person gives when a table is brought: the file or the pasted cells, and what holds for all of its rows."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from samordner.boards.importing.said_once import Common
from samordner.files.operations import LIMIT
from samordner.pages.inputs import DayInput
from samordner.participation.models import Evidence, Precision, SourceKind


class ImportForm(forms.Form):
    """Either a file or pasted cells. What is said here holds for every row that says nothing of its own."""

    file = forms.FileField(
        label=_("File"), required=False,
        help_text=_("XLSX or CSV, at most 20 MB. The file is kept as the source."),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv,.txt,.tsv"}),
    )  # fmt: skip
    pasted = forms.CharField(
        label=_("Or paste cells from a spreadsheet"), required=False, strip=False,
        help_text=_("With the row of headings"),
        widget=forms.Textarea(attrs={"rows": 5, "spellcheck": "false"}),
    )  # fmt: skip
    since = forms.DateField(label=_("Since"), required=False, widget=DayInput())
    precision = forms.ChoiceField(
        label=_("The day is known to the"), choices=Precision.choices, required=False
    )
    evidence = forms.ChoiceField(
        label=_("Evidence"), choices=Evidence.choices, required=False, initial=Evidence.SELF_REPORTED
    )
    source_kind = forms.ChoiceField(
        label=_("Source"), choices=SourceKind.choices, required=False, initial=SourceKind.IMPORT
    )
    reference = forms.CharField(label=_("Reference"), required=False, max_length=200)

    @property
    def main(self) -> list[forms.BoundField]:
        return [self["file"], self["pasted"]]

    @property
    def for_all(self) -> list[forms.BoundField]:
        """What is typed once for all rows."""
        return [self[name] for name in ("since", "precision", "evidence", "source_kind", "reference")]

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        upload: UploadedFile[Any] | None = typed.get("file")
        if upload is not None and upload.size and upload.size > LIMIT:
            self.add_error("file", _("The file is larger than 20 MB."))
        pasted = typed.get("pasted", "").strip()
        if upload is None and not pasted and not self.errors:
            self.add_error("file", _("Choose a file, or paste the cells."))
        if upload is not None and pasted:
            self.add_error("pasted", _("Give a file or pasted cells, not both."))
        return typed

    @property
    def given(self) -> str:
        """The input that the table came in by."""
        return "file" if self.cleaned_data.get("file") else "pasted"

    def brought(self, name: str) -> tuple[str, bytes]:
        """The table's name (`name` when it was pasted) and its bytes."""
        upload: UploadedFile[Any] | None = self.cleaned_data.get("file")
        if upload is not None:
            return str(upload.name), upload.read()
        return name, self.cleaned_data["pasted"].encode()

    def common(self) -> Common:
        typed = self.cleaned_data
        return Common(
            since=typed.get("since"),
            precision=typed.get("precision") or Precision.DAY,
            evidence=typed.get("evidence") or Evidence.SELF_REPORTED,
            source_kind=typed.get("source_kind") or SourceKind.IMPORT,
            reference=typed.get("reference", ""),
        )
