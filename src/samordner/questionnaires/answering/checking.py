"""What is wrong with the answers, each as a sentence beside its cell."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext

from samordner.questionnaires.answering.asking import Asked, asked, empty, holds_or
from samordner.questionnaires.answering.cells import cells_in, computed, is_other
from samordner.questionnaires.answering.understanding import typed_of, understand
from samordner.questionnaires.content import Cell, Content, Question
from samordner.questionnaires.expressions import Answers


def faults(
    content: Content,
    values: Mapping[str, Any],
    *,
    today: date,
    sections: Collection[str] | None = None,
) -> dict[str, str]:
    """What is wrong, by the name of the cell, in the order of the questionnaire; only of what is asked.

    `sections`: only in these. Something required and not answered, a value that the question cannot have or does not
    offer now, and one that breaks the question's own constraint.
    """
    found = asked(content, values, today=today)
    wrong: dict[str, str] = {}
    for section in content.sections:
        if sections is not None and section.key not in sections:
            continue
        for question in section.questions:
            if question.key not in found.questions or computed(question):
                continue
            for cell in cells_in(content, question):
                if sentence := _fault(content, cell, found, today):
                    wrong[cell.name] = sentence
    return wrong


def _fault(content: Content, cell: Cell, found: Asked, today: date) -> str:
    question, value = cell.question, found.seen.get(cell.name)
    must = question.key in found.required
    if is_other(cell):
        chosen = found.seen.get(question.key)
        if must and empty(value) and (chosen == "other" or (isinstance(chosen, list) and "other" in chosen)):
            return gettext("Write what the other is.")
    elif empty(value):
        return _missing(question) if must else ""
    if empty(value):
        return ""
    if question.kind != "file":
        read = understand(content, cell, typed_of(value))
        if read.fault:
            return read.fault
        if read.value != value:
            return gettext("This answer cannot be read. Write it again.")
    if is_other(cell):
        return ""
    return _not_offered(question, value, found) or _broken(question, value, found, today)


def _missing(question: Question) -> str:
    if question.required_words:
        return str(question.required_words)
    match question.kind:
        case "one" | "many" | "scale":
            return gettext("Choose an answer.")
        case "matrix":
            return gettext("Choose an answer in this row.")
        case "date":
            return gettext("Write the day.")
        case "file":
            return gettext("Attach a file.")
    return gettext("Write an answer.")


def _not_offered(question: Question, value: Any, found: Asked) -> str:
    offered = found.offered.get(question.key)
    if offered is None or set(value if isinstance(value, list) else [value]) <= offered:
        return ""
    return gettext("This is not among the choices any more. Choose again.")


def _broken(question: Question, value: Any, found: Asked, today: date) -> str:
    if holds_or(question.constraint, Answers(values=found.seen, today=today, own=value), True):
        return ""
    return str(question.constraint_words) or gettext("This answer does not fit. Look at it once more.")
