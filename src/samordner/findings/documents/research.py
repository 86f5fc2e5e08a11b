"""Answers for whoever studies them further: one row for each that was asked, and a code book. Nobody's name is in it.

What is missing is told by its own sign: "." was not asked, ".." did not answer, ":" is not told of persons. A number
or a day that is missing is empty, and the sign stands in a column beside it.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from samordner.documents import csv, xlsx
from samordner.documents.columns import Column, Kind, TableDefinition
from samordner.findings.counting import SUPPRESSED, Answer, said
from samordner.findings.documents.tables import lines_of, numbers_table, written_of, written_table
from samordner.findings.queries import Filters, Material, Unit, counted, personal
from samordner.participation.models import Participation
from samordner.questionnaires.answering import choices_in, rows_in, words_of
from samordner.questionnaires.content import OTHER, SEPARATOR, Cell, Content, Question, Words, cells_of

NOT_ASKED, NOT_ANSWERED = ".", ".."


@dataclass(frozen=True)
class Row:
    """One that was asked, and its answer if there is one."""

    unit: Unit
    answer: Answer | None
    sent: Any

    @property
    def place(self) -> Participation | None:
        return self.unit.participation


def rows_of(whole: Material) -> list[Row]:
    answers = {each.unit: each for each in whole.answers}
    found = []
    for unit in whole.units:
        answer = answers.get(unit.key)
        found.append(Row(unit, answer, whole.sent[answer.key] if answer else None))
    return found


def missing_of(answer: Answer | None, cell: Cell) -> str:
    """Why there is no value: a sign; "" when there is one."""
    if answer is None:
        return NOT_ANSWERED
    if cell.question.key not in answer.asked:
        return NOT_ASKED
    if not said(answer.values.get(cell.name)):
        return NOT_ANSWERED
    return SUPPRESSED if personal(cell.question) else ""


def cells_told(content: Content) -> list[Cell]:
    return [cell for question in content.questions for cell in cells_of(content, question)]


# One row for each that was asked


def answers_table(whole: Material) -> TableDefinition[Row]:
    """A column for each cell, named by its key; of several answers to one question, a column of 1 and 0 for each."""
    columns: list[Column[Row]] = [
        Column(key="code", title=_("Municipality number"), value=_code),
        Column(key="name", title=_("Who was asked"), value=lambda row: row.unit.name, names_row=True),
        Column(
            key="county", title=_("County number"),
            value=lambda row: row.place.municipality.county.code if row.place else "",
        ),
        Column(key="answered", title=_("Answered, 1 or 0"), kind=Kind.NUMBER, value=lambda row: int(row.answer is not None)),
        Column(key="sent", title=_("Sent in"), kind=Kind.DAY, value=_sent),
        Column(key="how", title=_("How it reached us"), value=lambda row: row.sent.how if row.sent else NOT_ANSWERED),
        Column(
            key="number", title=_("Sent in so many times"), kind=Kind.NUMBER,
            value=lambda row: row.sent.number if row.sent else None,
        ),
    ]  # fmt: skip
    for cell in cells_told(whole.content):
        columns += _columns(whole.content, cell)
    return TableDefinition(key="answers", title=_("Answers"), columns=tuple(columns))


def _code(row: Row) -> str:
    return row.place.municipality.code if row.place else ""


def _sent(row: Row) -> date | None:
    return timezone.localtime(row.sent.at).date() if row.sent else None


def _columns(content: Content, cell: Cell) -> Iterator[Column[Row]]:
    question, name = cell.question, cell.name
    other = name.endswith(SEPARATOR + OTHER) and not cell.row
    if question.kind == "many" and not other:
        for choice in choices_in(content, question):
            yield Column(
                key=f"{name}={choice.key}", title=f"{name}={choice.key}", value=_chosen(cell, choice.key)
            )
    elif question.kind in {"number", "scale", "date"} and not other:
        kind = Kind.DAY if question.kind == "date" else Kind.NUMBER
        yield Column(key=name, title=name, kind=kind, value=_typed(cell))
        yield Column(key=f"{name}!", title=f"{name}.missing", value=lambda row: missing_of(row.answer, cell))
    else:
        yield Column(key=name, title=name, kind=Kind.TEXT, value=_plain(cell))


def _chosen(cell: Cell, choice: str) -> Callable[[Row], str]:
    def value(row: Row) -> str:
        missing = missing_of(row.answer, cell)
        return missing or str(int(choice in _value(row, cell)))

    return value


def _typed(cell: Cell) -> Callable[[Row], Any]:
    def value(row: Row) -> Any:
        if missing_of(row.answer, cell):
            return None
        found = _value(row, cell)
        if cell.question.kind != "date":
            return found if isinstance(found, int | float) else None
        try:
            return date.fromisoformat(str(found))
        except ValueError:
            return None

    return value


def _plain(cell: Cell) -> Callable[[Row], str]:
    def value(row: Row) -> str:
        missing = missing_of(row.answer, cell)
        return missing or (_("A file") if cell.question.kind == "file" else _text(_value(row, cell)))

    return value


def _value(row: Row, cell: Cell) -> Any:
    return row.answer.values.get(cell.name) if row.answer else None


def _text(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


# One row for each value


@dataclass(frozen=True)
class Value:
    """What one of those who were asked said in one cell."""

    row: Row
    cell: Cell
    missing: str
    key: str
    words: str


def values_of(whole: Material, language: str) -> list[Value]:
    """Every value of everyone, in long form: of several answers to a question a row each."""
    found = []
    for row in rows_of(whole):
        for cell in cells_told(whole.content):
            missing = missing_of(row.answer, cell)
            if missing:
                found.append(Value(row, cell, missing, "", ""))
                continue
            value = _value(row, cell)
            for each in value if isinstance(value, list) else [value]:
                file = cell.question.kind == "file"
                words = _("A file") if file else words_of(whole.content, cell.name, each, language)
                found.append(Value(row, cell, "", "" if file else str(each), words))
    return found


def values_table() -> TableDefinition[Value]:
    return TableDefinition(
        key="values",
        title=_("Answers"),
        columns=(
            Column(key="code", title=_("Municipality number"), value=lambda v: _code(v.row)),
            Column(key="name", title=_("Who was asked"), value=lambda v: v.row.unit.name, names_row=True),
            Column(key="sent", title=_("Sent in"), kind=Kind.DAY, value=lambda v: _sent(v.row)),
            Column(key="cell", title=_("Key"), value=lambda v: v.cell.name),
            Column(key="value", title=_("Value"), value=lambda v: v.key),
            Column(key="words", title=_("In words"), kind=Kind.TEXT),
            Column(key="missing", title=_("Missing")),
        ),
    )  # fmt: skip


# Code book


@dataclass(frozen=True)
class Entry:
    """What a key means."""

    cell: str
    nb: str
    nn: str
    kind: str = ""
    choices: str = ""
    condition: str = ""
    constraint: str = ""
    required: str = ""
    bound: str = ""
    asks: str = ""
    missing: str = ""


def kind_words(kind: str) -> str:
    """A kind of question, in words."""
    return {
        "text": _("one line of text"), "long": _("text"), "number": pgettext("question", "number"), "date": _("day"),
        "one": _("one choice"), "many": _("several choices"), "scale": _("scale"), "matrix": _("matrix"),
        "file": _("file"), "calculated": _("follows from other answers"),
    }.get(kind, kind)  # fmt: skip


def code_book(content: Content) -> list[Entry]:
    """What every key and every sign for what is missing means."""
    signs = [
        Entry(NOT_ASKED, *_both(lambda: _("Missing: was not asked, by what else was answered"))),
        Entry(
            NOT_ANSWERED,
            *_both(lambda: _("Missing: was asked and did not answer, or did not answer the questionnaire")),
        ),
        Entry(SUPPRESSED, *_both(lambda: _("Missing: not told, since it would tell of persons"))),
    ]
    return [*signs, *(_entry(content, cell) for cell in cells_told(content))]


def _both(words: Callable[[], str]) -> tuple[str, str]:
    found = []
    for language in ("nb", "nn"):
        with override(language):
            found.append(words())
    return found[0], found[1]


def _entry(content: Content, cell: Cell) -> Entry:
    question = cell.question
    section = next(each for each in content.sections if question in each.questions)
    rows = {each.key: each.label for each in rows_in(content, question)}
    row = rows.get(cell.row, Words())
    other = cell.name.endswith(SEPARATOR + OTHER) and not cell.row
    beside = _both(lambda: pgettext("answer", "something else")) if other else ("", "")
    conditions = [text for text in (section.relevant, question.relevant) if text.strip()]
    return Entry(
        cell.name,
        ": ".join(filter(None, (question.label.nb, row.nb, beside[0]))),
        ": ".join(filter(None, (question.label.nn, row.nn, beside[1]))),
        kind_words("text" if other else question.kind),
        "" if other else _choices(content, question),
        " and ".join(f"({text})" for text in conditions) if len(conditions) > 1 else "".join(conditions),
        question.constraint,
        question.required,
        _bound(question, cell),
        question.asks,
        SUPPRESSED if personal(question) else "",
    )


def _choices(content: Content, question: Question) -> str:
    if question.scale:
        scale = question.scale
        ends = [f"{scale.low} = {_two(scale.low_label)}", f"{scale.high} = {_two(scale.high_label)}"]
        told = [end for end in ends if not end.endswith("= ")]
        return "\n".join([f"{scale.low}–{scale.high}", *told])
    return "\n".join(f"{each.key} = {_two(each.label)}" for each in choices_in(content, question))


def _two(words: Words) -> str:
    return words.nb if words.nb == words.nn else " / ".join(filter(None, (words.nb, words.nn)))


def _bound(question: Question, cell: Cell) -> str:
    bound = question.bound
    if bound is None:
        return ""
    parts = (bound.to, bound.subject, cell.row or bound.item, "" if bound.part == "value" else bound.part)
    return SEPARATOR.join(filter(None, parts))


def code_book_table() -> TableDefinition[Entry]:
    return TableDefinition(
        key="codebook",
        title=_("Code book"),
        columns=(
            Column(key="cell", title=_("Key"), names_row=True),
            Column(key="nb", title=_("Question in bokmål"), kind=Kind.TEXT),
            Column(key="nn", title=_("Question in nynorsk"), kind=Kind.TEXT),
            Column(key="kind", title=_("Kind")),
            Column(key="choices", title=_("Choices"), kind=Kind.TEXT),
            Column(key="condition", title=_("Asked when"), kind=Kind.TEXT),
            Column(key="constraint", title=_("Holds when"), kind=Kind.TEXT),
            Column(key="required", title=_("Must be answered")),
            Column(key="bound", title=_("Bound to")),
            Column(key="asks", title=_("What it asks, by a name that questionnaires share")),
            Column(key="missing", title=_("Missing for everyone")),
        ),
    )


# Files


def workbook(whole: Material, language: str) -> bytes:
    """Sheets: answers (of an anonymous round the numbers, suppressed), code book, what was written with its themes."""
    with override(language):
        found = counted(whole, Filters())
        first: tuple[TableDefinition[Any], list[Any]]
        first = (numbers_table(), list(lines_of(found)))
        if not whole.fewest:
            first = (answers_table(whole), rows_of(whole))
        tables = [first, (code_book_table(), code_book(whole.content)), (written_table(), written_of(found))]
        return xlsx.book(tables, language=language)


def archive(whole: Material, language: str) -> bytes:
    """The same as CSV files in one: answers in long form, the code book, what was written with its themes."""
    with override(language):
        found = counted(whole, Filters())
        if whole.fewest:
            answers = csv.file(numbers_table(), list(lines_of(found)), language=language)
        else:
            answers = csv.file(values_table(), values_of(whole, language), language=language)
        files = {
            "answers.csv": answers,
            "codebook.csv": csv.file(code_book_table(), code_book(whole.content), language=language),
            "texts.csv": csv.file(written_table(), written_of(found), language=language),
        }
    out = io.BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as made:
        for name, content in files.items():
            made.writestr(ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content, ZIP_DEFLATED)
    return out.getvalue()
