"""What a person gives when a document is read: the file and for whom, and corrections of what was read."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from samordner.documents.lines import clean
from samordner.files.operations import LIMIT
from samordner.places.models import Office
from samordner.plans.models import Plan
from samordner.programmes.models import Programme
from samordner.timeline.periods import Period, read

Choices = Sequence[tuple[str, str]]


class UploadForm(forms.Form):
    """A document to read. The choices are those that the person may read for."""

    file = forms.FileField(
        label=_("Document"),
        help_text=_("Word (DOCX), ODT, PDF, HTML or text, at most 20 MB. The document is kept as it is."),
        widget=forms.ClearableFileInput(attrs={"accept": ".docx,.odt,.pdf,.html,.htm,.txt"}),
    )
    programme = forms.ChoiceField(label=_("Programme"))
    office = forms.ChoiceField(label=_("Office"))
    office_is_right = forms.BooleanField(
        label=_("The office is right, whatever the front page says"), required=False
    )

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
        self._choose("programme", [(each.key, name) for each, name in programmes])
        self._choose("office", [(each.key, name) for each, name in offices])

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        """Where there are several, none is chosen beforehand: the wrong one would be accepted unseen."""
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices if len(choices) == 1 else [("", _("Choose")), *choices]

    def clean_file(self) -> UploadedFile[Any]:
        """Refused by its size before it is taken into memory."""
        upload: UploadedFile[Any] = self.cleaned_data["file"]
        if upload.size and upload.size > LIMIT:
            raise forms.ValidationError(_("The file is larger than 20 MB."))
        return upload

    @property
    def chosen_programme(self) -> Programme:
        return self._programmes[self.cleaned_data["programme"]]

    @property
    def chosen_office(self) -> Office:
        return self._offices[self.cleaned_data["office"]]


class ListForm(forms.Form):
    """What narrows the list of readings; every choice is one that the rows have."""

    programme = forms.ChoiceField(label=_("Programme"), required=False)
    office = forms.ChoiceField(label=_("Office"), required=False)
    status = forms.ChoiceField(label=_("State"), required=False)
    sort = forms.ChoiceField(
        label=_("Sorted by"), required=False, choices=[("", _("The newest first")), ("name", _("Name"))]
    )

    def __init__(self, data: QueryDict, *, programmes: Choices, offices: Choices, states: Choices) -> None:
        super().__init__(data)
        for name, choices in (("programme", programmes), ("office", offices), ("status", states)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", _("All")), *choices]
            if len(choices) < 2:
                del self.fields[name]

    def asked(self, name: str) -> str:
        """The choice; empty when none is made, or one that there is not."""
        self.is_valid()
        return str(self.cleaned_data.get(name, ""))


class NextForm(forms.Form):
    """The next plan's title and period; proposed are those of the plan before, a year later."""

    title = forms.CharField(label=_("Title"), max_length=500)
    period = forms.CharField(
        label=_("Period"), max_length=100, help_text=_("The years that the plan is for, such as 2022–2024.")
    )
    language = forms.ChoiceField(label=_("Language of the printed labels"), choices=Plan.Language.choices)

    def __init__(self, plan: Plan, data: QueryDict | None = None) -> None:
        proposed = {
            "title": _later(plan.title),
            "period": _later(plan.period_label),
            "language": plan.language,
        }
        super().__init__(data, initial=proposed)

    def clean_period(self) -> Period:
        period = read(clean(self.cleaned_data["period"]).strip())
        if not period.start:
            raise forms.ValidationError(_("Write the years that the plan is for, such as 2022–2024."))
        return period

    def said(self) -> dict[str, Any]:
        """What `begin_from` takes."""
        return {name: self.cleaned_data[name] for name in ("title", "period", "language")}


def _later(text: str) -> str:
    """The text with every year in it one later."""
    return re.sub(r"\b(?:19|20)\d\d\b", lambda found: str(int(found[0]) + 1), text)


# Corrections


def number(text: str | None) -> int:
    """A number from a form; 0 when it is none."""
    return int(text) if text and text.isdecimal() and len(text) < 10 else 0


def _typed(post: QueryDict, key: str, otherwise: str) -> str:
    return clean(post.get(key, otherwise)).strip()


def edits(post: QueryDict, result: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The corrections that a form asks for; empty when it changes nothing."""
    do, register, row = post.get("do", ""), post.get("register", ""), post.get("row", "")
    address = {"register": register, "row": row}
    match do:
        case "cells":
            return _cell_edits(post, result, address)
        case "front":
            return _front_edits(post, result)
        case "mark-certain" | "row-to-text":
            return [{"do": do, **address}]
        case "join-rows":
            return [{"do": do, "register": register, "row": post.get("above", ""), "other": row}]
        case "split-row":
            return [{"do": do, **address, "line": number(post.get("line"))}]
        case "text-to-row":
            cells = {
                clean(key[5:]): words
                for key, text in post.dict().items()
                if key.startswith("cell-") and (words := clean(str(text)).strip())
            }
            return [{"do": do, "register": register, "chapter": number(post.get("chapter")), "cells": cells}]
    return []


def _cell_edits(post: QueryDict, result: Mapping[str, Any], address: dict[str, str]) -> list[dict[str, Any]]:
    rows = result["rows"].get(address["register"], [])
    old = next((row for row in rows if row["key"] == address["row"]), None)
    if old is None:
        # Gone meanwhile, or never there: the deed says so, and what was typed is not lost.
        return [{"do": "mark-certain", **address}]
    made: list[dict[str, Any]] = []
    for key, text in old["cells"].items():
        new = _typed(post, f"cell-{key}", text)
        if new != text.strip():
            made.append({"do": "set-cell", **address, "cell": key, "value": new})
    before = old["parent"] or ""
    parent = _typed(post, "parent", before)
    if parent != before:
        made.append({"do": "set-parent", **address, **({"parent": parent} if parent else {})})
    if made or not old["certain"]:  # a row that somebody opened and saved as it is, is right
        made.append({"do": "mark-certain", **address})
    return made


def _front_edits(post: QueryDict, result: Mapping[str, Any]) -> list[dict[str, Any]]:
    front = result["front"]
    now = {
        "title": front["title"] or "",
        "period": (front["period"] or {}).get("label", ""),
        "date": (front["date"] or {}).get("label", ""),
        "approved_by": front["approved_by"] or "",
        "prepared_by": "\n".join(front["prepared_by"]),
    }
    given = {key: _typed(post, key, text) for key, text in now.items()}
    return [
        {"do": "set-front", "field": key, "value": text} for key, text in given.items() if text != now[key]
    ]


def as_made(corrections: Sequence[Mapping[str, Any]]) -> list[list[Mapping[str, Any]]]:
    """The corrections as a person made them: what one form changed in a row is undone in one."""
    made: list[list[Mapping[str, Any]]] = []
    open_row: tuple[Any, Any] | None = None
    for each in corrections:
        row = (each.get("register"), each.get("row"))
        goes_on = open_row == row and each["do"] in {"set-cell", "set-parent", "mark-certain"}
        if goes_on:
            made[-1].append(each)
        else:
            made.append([each])
        open_row = row if each["do"] in {"set-cell", "set-parent"} else None
    return made
