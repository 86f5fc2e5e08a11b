"""What is sent by the pages of answering: shape only. What the cells of a section hold is read by `questionnaires.answering`."""

from __future__ import annotations

import json
import re
from collections.abc import Collection
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from samordner.letters.models import Language
from samordner.mapping.answering.operations.saving import Marks, Told, Wanted
from samordner.mapping.models import How
from samordner.questionnaires.answering import Reading

VERSION, CHOOSE, SEEN, REMOVE, TYPED_IN = "version:", "choose:", "seen", "remove:", "typed-in:"
LONGEST_SEEN, MOST_DIGITS = 500_000, 9
MARKS = re.compile(r"[0-9a-f]{16}:[0-9]{1,9}( [0-9a-f]{16}:[0-9]{1,9}){0,7}")


def told_in(form: QueryDict, how: str) -> Told:
    """What the form's writer was told of the cells. What is no number, or no list, tells nothing."""
    versions = {
        name.removeprefix(VERSION): _number(text) for name, text in form.items() if name.startswith(VERSION)
    }
    chosen = {name.removeprefix(CHOOSE): str(text) for name, text in form.items() if name.startswith(CHOOSE)}
    marks = {
        name.removeprefix(TYPED_IN): _marks(str(text))
        for name, text in form.items()
        if name.startswith(TYPED_IN)
    }
    return Told(versions, _seen(form.get(SEEN, "")), chosen, how, marks)


def _marks(text: str) -> Marks:
    """ "page:step page:step": which open page something was typed in, and those it was taken over from."""
    if not MARKS.fullmatch(text):
        return ()
    return tuple((page, int(step)) for page, _colon, step in (each.partition(":") for each in text.split()))


def _number(text: object) -> int:
    said = str(text)
    return int(said) if said.isascii() and said.isdigit() and len(said) <= MOST_DIGITS else -1


def _seen(text: str) -> dict[str, str]:
    if len(text) > LONGEST_SEEN:
        return {}
    try:
        found: Any = json.loads(text or "{}")
    except (ValueError, RecursionError):
        return {}
    if not isinstance(found, dict):
        return {}
    return {name: mark for name, mark in found.items() if isinstance(mark, str)}


def wanted_in(form: QueryDict, reading: Reading) -> dict[str, Wanted]:
    """What the form says that cells shall hold; not those that an answer given elsewhere is let be used for."""
    return {
        name: Wanted.of(read, reading.typed[name] if name in reading.typed else form.getlist(name))
        for name, read in reading.understood.items()
        if name not in reading.used
    }


class HandOnForm(forms.Form):
    sections = forms.MultipleChoiceField(label=_("Which parts"), widget=forms.CheckboxSelectMultiple())
    name = forms.CharField(label=_("Name"), max_length=200)
    email = forms.EmailField(label=_("Work e-mail"))
    language = forms.ChoiceField(
        label=_("Language of the letter"), choices=Language.choices, widget=forms.RadioSelect()
    )
    words = forms.CharField(
        label=_("A few words from you"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Stands in the letter"),
    )  # fmt: skip

    def __init__(self, *args: Any, sections: Collection[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["sections"].choices = list(sections)  # type: ignore[attr-defined]


class SourceForm(forms.Form):
    """How an answer that the office writes in reached it."""

    how = forms.ChoiceField(
        label=_("How it reached you"), widget=forms.RadioSelect(),
        choices=[(How.PAPER.value, _("On paper")), (How.TELEPHONE.value, _("By telephone"))],
    )  # fmt: skip
    source = forms.CharField(
        label=_("Where it comes from"), max_length=300,
        help_text=_("Where the paper lies, or who was spoken to and when"),
    )  # fmt: skip
