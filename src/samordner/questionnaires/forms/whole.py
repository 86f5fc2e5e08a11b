"""What a questionnaire says as such, a section of it, and a list of choices."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samordner.questionnaires.checking.shape import QUESTION_KEY
from samordner.questionnaires.content import ChoiceList, Content, Section
from samordner.questionnaires.forms.words import (
    WordsForm,
    add_condition,
    condition,
    said_condition,
    said_words,
)
from samordner.questionnaires.models import Questionnaire
from samordner.questionnaires.rewriting import put_list, put_section
from samordner.questionnaires.written_lists import as_lines, from_lines


class FrontForm(WordsForm):
    """The name in the office's list, and what those who answer read first and last."""

    def __init__(self, *args: Any, content: Content, **more: Any) -> None:
        super().__init__(*args, **more)
        self.content = content
        self.fields["name"] = forms.CharField(
            label=_("Name in the list"), max_length=200, help_text=_("Those who answer do not see it.")
        )
        self.add_words("title", _("Title"))
        self.add_words("intro", _("Introduction"), long=True)
        self.add_words("thanks", _("Thanks, when it is sent in"), long=True)

    def written(self) -> Content:
        return replace(
            self.content, title=self.words("title"), intro=self.words("intro"), thanks=self.words("thanks")
        )


def said_front(row: Questionnaire) -> dict[str, Any]:
    content = row.content
    return {
        "name": row.name,
        **said_words("title", content.title),
        **said_words("intro", content.intro),
        **said_words("thanks", content.thanks),
    }


class SectionForm(WordsForm):
    """The title of a section, what stands before its questions, and when it is asked."""

    def __init__(self, *args: Any, content: Content, section: Section, **more: Any) -> None:
        more.setdefault("initial", said_section(content, section))
        super().__init__(*args, **more)
        self.content, self.section = content, section
        self.add_words("title", _("Title"))
        self.add_words("intro", _("Introduction"), long=True)
        add_condition(self, content)
        self.fields["key"] = forms.CharField(label=_("Key"), max_length=64)

    def clean_key(self) -> str:
        key = str(self.cleaned_data["key"]).strip()
        if not QUESTION_KEY.fullmatch(key):
            raise forms.ValidationError(_("Letters a to z, digits, _, - and . only, and a letter first."))
        if key in {each.key for each in self.content.sections} - {self.section.key}:
            raise forms.ValidationError(_("Another section has this key."))
        return key

    def written(self) -> Content:
        section = replace(
            self.section,
            key=self.cleaned_data["key"],
            title=self.words("title"),
            intro=self.words("intro"),
            relevant=condition(self, self.content),
        )
        return put_section(self.content, self.section.key, section)


def said_section(content: Content, section: Section) -> dict[str, Any]:
    return {
        "key": section.key,
        **said_words("title", section.title),
        **said_words("intro", section.intro),
        **said_condition(content, section.relevant),
    }


class ListForm(forms.Form):
    """A list of choices, one a line; the page draws it as a table (`cells`) whose cells become the lines."""

    lines = forms.CharField(
        label=_("Choices"),
        required=False,
        max_length=100_000,
        widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, content: Content, made: ChoiceList, **more: Any) -> None:
        super().__init__(*args, **more)
        self.content, self.made = content, made

    def written(self) -> Content:
        return put_list(self.content, ChoiceList(self.made.key, from_lines(self.cleaned_data["lines"])))

    @property
    def cells(self) -> list[dict[str, str]]:
        """The choices as rows of a table, and some empty ones to write in."""
        text = str(self["lines"].value() or "")
        rows = [
            {
                "key": each.key,
                "nb": each.label.nb,
                "nn": each.label.nn,
                "en": each.label.en,
                "filters": ", ".join(f"{name}={value}" for name, value in (each.filters or {}).items()),
            }
            for each in from_lines(text)
        ]
        return [*rows, *({} for _number in range(EMPTY_ROWS))]


EMPTY_ROWS = 4
COLUMNS = ("key", "nb", "nn", "en", "filters")


def lines_of(columns: dict[str, list[str]]) -> str:
    """The cells that a table sent (by column, `place` says the order) as lines of a list."""
    rows = []
    for number, cells in enumerate(zip(*(columns.get(name, []) for name in COLUMNS), strict=False)):
        if any(cell.strip() for cell in cells):
            places = columns.get("place", [])
            wanted = places[number].strip() if number < len(places) else ""
            rows.append((int(wanted) if wanted.isdecimal() and len(wanted) < 5 else 9999, number, cells))
    lines = [" | ".join(_flat(cell) for cell in cells) for _place, _number, cells in sorted(rows)]
    return "\n".join(lines)


def _flat(cell: str) -> str:
    return " ".join(cell.split()).replace("|", "\\|")


def said_list(made: ChoiceList) -> dict[str, Any]:
    return {"lines": as_lines(made.choices)}
