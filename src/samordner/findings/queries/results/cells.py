"""What the cells of a questionnaire are called, and what can be answered in them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import pgettext

from samordner.findings.counting import Answer, keys_in
from samordner.questionnaires.answering import choices_in, rows_in
from samordner.questionnaires.content import OTHER, SEPARATOR, Cell, Content, Question, cells_of


def crossing(content: Content) -> list[tuple[str, str]]:
    """The cells by which answers can be divided, with their words: where one choice of few was made."""
    return [
        (cell.name, label_of(content, cell))
        for question in content.questions
        if question.kind in {"one", "scale", "matrix"} and not personal(question)
        for cell in cells_of(content, question)
        if not cell.name.endswith(SEPARATOR + OTHER)
    ]


def personal(question: Question) -> bool:
    """Whether its answers are names and addresses of persons, which no result tells."""
    return question.bound is not None and question.bound.to == "contact"


def categories(
    content: Content, question: Question, answers: Iterable[Answer], cell: str
) -> list[tuple[str, str]]:
    """What can be answered, with its words, in order: choices, the steps of a scale, the months that there are."""
    if question.kind == "scale" and question.scale:
        scale = question.scale
        ends = {scale.low: str(scale.low_label), scale.high: str(scale.high_label)}
        return [
            (str(step), f"{step} – {ends[step]}" if ends.get(step) else str(step))
            for step in range(scale.low, scale.high + 1, scale.step)
        ]
    if question.kind == "date":
        months = {key for each in answers for key in keys_in("date", each.values.get(cell))}
        return [(key, month_words(key)) for key in sorted(months)]
    return [(each.key, str(each.label) or each.key) for each in choices_in(content, question)]


def month_words(key: str) -> str:
    """ "april 2021" of "2021-04"."""
    return date_format(date.fromisoformat(f"{key}-01"), "F Y", use_l10n=False)


def label_of(content: Content, cell: Cell) -> str:
    """What a cell asks, in words."""
    label = str(cell.question.label)
    if cell.row:
        row = next(
            (str(each.label) for each in rows_in(content, cell.question) if each.key == cell.row), cell.row
        )
        return f"{label}: {row}"
    if cell.name.endswith(SEPARATOR + OTHER):
        return f"{label}: {pgettext('answer', 'something else')}"
    return label


def short_of(content: Content, cell: Cell) -> str:
    """What tells a cell from the others of its question."""
    if cell.row:
        return next(
            (str(each.label) for each in rows_in(content, cell.question) if each.key == cell.row), cell.row
        )
    return pgettext("answer", "Something else, as it was written") if cell.name != cell.question.key else ""
