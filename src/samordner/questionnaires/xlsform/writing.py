"""A questionnaire as a form that others can use, and that comes back as the same questionnaire.

What the standard has no place for stands in columns and on a sheet of our own, which others pass over: what an
answer becomes, what a grid's rows are a list of, the words of the questionnaire as a whole, of its sections and of
the ends of a scale.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from samordner.questionnaires.content import OTHER, SEPARATOR, Choice, Content, Question, Section, Words
from samordner.questionnaires.expressions import renamed, renamed_in_text
from samordner.questionnaires.xlsform.bindings import written_bound
from samordner.questionnaires.xlsform.languages import NAMES
from samordner.questionnaires.xlsform.places import CHOICES, OURS, SETTINGS, SURVEY
from samordner.questionnaires.xlsform.tables import OWN, WORDS
from samordner.questionnaires.xlsform.walking import GRID, MULTILINE, OTHER_TEXT

TYPES = {
    "text": "text",
    "long": "text",
    "date": "date",
    "file": "file",
    "note": "note",
    "calculated": "calculate",
}
BEFORE = ("type", "name")
AFTER = (
    "relevant", "required", "constraint", "calculation", "choice_filter", "default", "read_only", "appearance",
    "parameters",
)  # fmt: skip
RULES = ("required", "required_message", "constraint", "constraint_message")
OTHER_WORDS = Words("Annet, hva?", "Anna, kva?", "Other, what?")
WIDE, NARROW = 44, 18
LATIN = str.maketrans({"æ": "ae", "ø": "o", "å": "a"})
FORM_ID = re.compile(r"[^a-z0-9]+")

Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class Form:
    """What is written: in which languages, and what cells are called in it, where it is not their own name."""

    content: Content
    languages: tuple[str, ...]
    names: Mapping[str, str]

    def called(self, name: str) -> str:
        return self.names.get(name, name)

    def words(self, column: str, words: Words) -> Row:
        return {
            f"{column}::{NAMES[each]}": renamed_in_text(getattr(words, each), self.called)
            for each in self.languages
        }

    def condition(self, expression: str) -> str:
        return renamed(expression, self.called)

    def choices_of(self, key: str) -> tuple[Choice, ...]:
        """None where there is no such list: a questionnaire that is being written may not be whole."""
        return next((each.choices for each in self.content.lists if each.key == key), ())


def write_xlsform(content: Content) -> bytes:
    """The questionnaire as an XLSX file. What is not whole yet (a question without text) is written as it is, and
    will be refused when it is read.
    """
    form = _form(content)
    book = Workbook()
    book.remove(book.worksheets[0])
    words = [head for column in WORDS for head in form.words(column, Words())]
    _sheet(book, SURVEY, list(_survey(form)), [*BEFORE, *words, *AFTER, *OWN])
    filters = dict.fromkeys(f for each in content.lists for c in each.choices for f in c.filters or {})
    _sheet(
        book, CHOICES, list(_choices(form)), ["list_name", "name", *form.words("label", Words()), *filters]
    )
    settings = {"form_title": content.title.nb, "form_id": _form_id(content), "default_language": NAMES["nb"]}
    _sheet(book, SETTINGS, [settings], list(settings))
    _sheet(book, OURS, list(_ours(content)), ["of", *NAMES])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _form(content: Content) -> Form:
    bare = Form(content, tuple(NAMES), {})
    rows = [*_survey(bare), *_choices(bare)]
    english = any(row.get(f"{column}::{NAMES['en']}") for row in rows for column in WORDS)
    languages = tuple(each for each in NAMES if each != "en" or english)
    return Form(content, languages, _names(bare, " ".join(said for row in rows for said in row.values())))


def _names(form: Form, said: str) -> dict[str, str]:
    """Rows of grids; and what is written beside the choices, where it needs a row of its own: the standard's or_other
    knows neither filters nor anybody (`said`) who asks what was written.
    """
    names = {}
    for question in form.content.questions:
        other = f"{question.key}{SEPARATOR}{OTHER}"
        if question.kind == "matrix":
            for row in form.choices_of(question.rows):
                names[f"{question.key}{SEPARATOR}{row.key}"] = f"{question.key}.{row.key}"
        elif question.other and (question.choice_filter or f"${{{other}}}" in said):
            names[other] = f"{question.key}_{OTHER}"
    return names


def _form_id(content: Content) -> str:
    return FORM_ID.sub("_", content.title.nb.casefold().translate(LATIN)).strip("_")[:60] or "form"


# Sheets


def _survey(form: Form) -> Iterator[Row]:
    for section in form.content.sections:
        yield {
            "type": "begin_group",
            "name": section.key,
            **form.words("label", section.title),
            **form.words("hint", section.intro),
            "relevant": form.condition(section.relevant),
        }
        for question in section.questions:
            row = _common(form, question)
            yield from (
                _grid(form, question, row) if question.kind == "matrix" else _question(form, question, row)
            )
        yield {"type": "end_group"}


def _question(form: Form, question: Question, row: Row) -> Iterator[Row]:
    other = form.names.get(f"{question.key}{SEPARATOR}{OTHER}", "")
    match question.kind:
        case "one" | "many":
            row["type"] = f"select_{'one' if question.kind == 'one' else 'multiple'} {question.choices}"
            if other:
                row["other"] = "yes"
            elif question.other:
                row["type"] += " or_other"
        case "number":
            row["type"] = "decimal" if question.decimal else "integer"
        case "scale":
            row["type"] = "range"
            if scale := question.scale:
                row["parameters"] = f"start={scale.low} end={scale.high} step={scale.step}"
        case "long":
            row |= {"type": "text", "appearance": f"{MULTILINE} {question.appearance}".strip()}
        case kind:
            row["type"] = TYPES[kind]
    yield row
    if other:
        yield {
            "type": "text",
            "name": other,
            **form.words("label", OTHER_WORDS),
            "relevant": f"selected(${{{question.key}}}, '{OTHER}')",
            "other": OTHER_TEXT,
        }


def _common(form: Form, question: Question) -> Row:
    bound, values = written_bound(question.bound) if question.bound else ("", "")
    return {
        "name": question.key,
        **form.words("label", question.label),
        **form.words("hint", question.hint),
        **form.words("guidance_hint", question.guidance),
        **form.words("required_message", question.required_words),
        **form.words("constraint_message", question.constraint_words),
        "relevant": form.condition(question.relevant),
        "required": "yes" if question.required == "true()" else form.condition(question.required),
        "constraint": form.condition(question.constraint),
        "calculation": form.condition(question.calculation),
        "choice_filter": form.condition(question.choice_filter),
        "default": question.default,
        "read_only": "yes" if question.read_only else "",
        "appearance": question.appearance,
        "asks": question.asks,
        "bound": bound,
        "bound_values": values,
    }


def _grid(form: Form, question: Question, row: Row) -> Iterator[Row]:
    """A group, and a row for each row; what must hold of an answer stands on each of them."""
    rows = form.choices_of(question.rows)
    rules = {name: said for name, said in row.items() if name.partition("::")[0] in RULES}
    yield {
        **{name: said for name, said in row.items() if not rows or name not in rules},
        "type": "begin_group",
        "appearance": f"{GRID} {question.appearance}".strip(),
        "matrix": f"{question.rows} {question.choices}",
    }
    for each in rows:
        yield {
            **rules,
            "type": f"select_one {question.choices}",
            "name": f"{question.key}.{each.key}",
            **form.words("label", each.label),
        }
    yield {"type": "end_group"}


def _choices(form: Form) -> Iterator[Row]:
    for each in form.content.lists:
        for choice in each.choices:
            label = form.words("label", choice.label)
            yield {**(choice.filters or {}), "list_name": each.key, "name": choice.key, **label}


def _ours(content: Content) -> Iterator[Row]:
    yield _extra("title", content.title)
    for name, words in (("intro", content.intro), ("thanks", content.thanks)):
        if words:
            yield _extra(name, words)
    if not all(each.choices for each in content.lists):  # an empty list has no row on the sheet of choices
        for each in content.lists:
            yield _extra(f"list:{each.key}", Words())
    for section in content.sections:
        yield from _ends(section)


def _ends(section: Section) -> Iterator[Row]:
    for question in section.questions:
        if scale := question.scale:
            for end, words in (("low", scale.low_label), ("high", scale.high_label)):
                if words:
                    yield _extra(f"{end}:{question.key}", words)


# Cells


def _extra(of: str, words: Words) -> Row:
    return {"of": of, "nb": words.nb, "nn": words.nn, "en": words.en}


def _sheet(book: Workbook, name: str, rows: list[Row], heads: list[str]) -> None:
    """The sheet, with the headings that it needs."""
    used = [head for head in heads if head in MUST or any(row.get(head) for row in rows)]
    sheet: Worksheet = book.create_sheet(name)
    sheet.freeze_panes = "A2"
    for column, head in enumerate(used, 1):
        _put(sheet, 1, column, head).font = Font(bold=True)
        worded = head.partition("::")[0] in WORDS or head in NAMES
        sheet.column_dimensions[get_column_letter(column)].width = WIDE if worded else NARROW
        for number, row in enumerate(rows, 2):
            if said := row.get(head):
                _put(sheet, number, column, said)


MUST = {"type", "name", "list_name", "form_id", "default_language", "of", *NAMES, f"label::{NAMES['nb']}",
        f"label::{NAMES['nn']}"}  # fmt: skip


def _put(sheet: Worksheet, row: int, column: int, said: str) -> Cell:
    cell = sheet.cell(row, column)
    assert isinstance(cell, Cell)
    cell.value = said
    cell.data_type = "s"  # a text, also where it begins as a formula does
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell
