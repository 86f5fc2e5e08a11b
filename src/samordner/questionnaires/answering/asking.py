"""What is asked with the answers so far, and what of them is sent in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

from samordner.questionnaires.answering.cells import cells_in, choices_in, computed, is_other
from samordner.questionnaires.answering.understanding import typed_of, understand
from samordner.questionnaires.content import OTHER, SEPARATOR, STILL, Cell, Content, Question, Section
from samordner.questionnaires.expressions import Answers, ExpressionError, calculated, holds, names_in, parse


@dataclass(frozen=True)
class Asked:
    """What is asked: `sections` in their order, and `questions`, notes and what is computed among them, by their keys.

    `calculated`: what follows from the answers, by the key of its question. `seen`: what conditions see, by cell: only
    of what is asked. `required`: the questions that must be answered. `offered`: the keys of the choices that may be
    chosen, of questions that filter them.
    """

    sections: tuple[str, ...]
    questions: frozenset[str]
    calculated: Mapping[str, Any] = field(default_factory=dict)
    seen: Mapping[str, Any] = field(default_factory=dict)
    required: frozenset[str] = frozenset()
    offered: Mapping[str, frozenset[str]] = field(default_factory=dict)


def begun_with(content: Content, values: Mapping[str, Any], *, today: date) -> dict[str, Any]:
    """The values, with what questions begin with where nothing was written ever."""
    standing = {}
    for question in content.questions:
        if (
            question.default
            and question.key not in values
            and question.kind not in ("matrix", "note", "file")
        ):
            value = _default(content, question, today)
            if value is not None:
                standing[question.key] = value
    return standing | dict(values)


def asked(content: Content, values: Mapping[str, Any], *, today: date, sent_in: bool = False) -> Asked:
    """What is asked with these values. A condition that cannot be read asks: an answer is never lost to it.

    `sent_in`: the values are all that was answered (`final`); where there is none, it was emptied.
    """
    standing = dict(values) if sent_in else begun_with(content, values, today=today)
    seen: dict[str, Any] = {}
    answers = Answers(values=seen, today=today)
    open_sections: dict[str, bool] = {}
    questions: set[str] = set()
    worked_out: dict[str, Any] = {}
    for section, question in _in_order(content):
        if section.key not in open_sections:
            open_sections[section.key] = holds_or(section.relevant, answers, True)
        if not open_sections[section.key] or not holds_or(question.relevant, answers, True):
            continue
        questions.add(question.key)
        if computed(question):
            value = _calculated(question, answers)
            if value not in (None, "", []):
                worked_out[question.key] = seen[question.key] = value
            continue
        for cell in cells_in(content, question):
            value = standing.get(cell.name)
            if not empty(value) and not (is_other(cell) and not _other_chosen(standing.get(question.key))):
                seen[cell.name] = value
    return Asked(
        sections=tuple(
            each.key for each in content.sections if _worth_a_page(each, open_sections, questions)
        ),
        questions=frozenset(questions),
        calculated=worked_out,
        seen=seen,
        required=frozenset(
            each.key
            for each in content.questions
            if each.required and each.key in questions and holds_or(each.required, answers, False)
        ),
        offered={
            each.key: _offered(content, each, answers)
            for each in content.questions
            if each.choice_filter and each.key in questions
        },
    )


def final(content: Content, values: Mapping[str, Any], *, today: date) -> dict[str, Any]:
    """What is sent in: what is asked and has a value, what is computed, and what was told to be still right."""
    found = asked(content, values, today=today)
    sent = {}
    for question in content.questions:
        if question.key not in found.questions:
            continue
        if computed(question) and question.key in found.calculated:
            sent[question.key] = found.calculated[question.key]
            continue
        for cell in cells_in(content, question):
            if cell.name in found.seen:
                sent[cell.name] = found.seen[cell.name]
                still = f"{cell.name}{SEPARATOR}{STILL}"
                if not empty(values.get(still)):
                    sent[still] = values[still]
    return sent


def empty(value: Any) -> bool:
    """Whether nothing is said by it."""
    return value is None or value == "" or value == [] or value == ()


def holds_or(text: str, answers: Answers, otherwise: bool) -> bool:
    """Whether the condition holds; `otherwise` where there is none, or it cannot be read or worked out."""
    try:
        return holds(text, answers) if text.strip() else otherwise
    except ExpressionError:
        return otherwise


def _offered(content: Content, question: Question, answers: Answers) -> frozenset[str]:
    return frozenset(
        each.key
        for each in choices_in(content, question)
        if (question.other and each.key == OTHER)
        or holds_or(
            question.choice_filter,
            Answers(
                values=answers.values,
                today=answers.today,
                choice={"name": each.key, "label": str(each.label), **(each.filters or {})},
            ),
            True,
        )
    )


def _other_chosen(value: Any) -> bool:
    return value == OTHER or (isinstance(value, list) and OTHER in value)


def _worth_a_page(section: Section, open_sections: Mapping[str, bool], questions: set[str]) -> bool:
    shown = [each.key for each in section.questions if each.kind != "calculated"]
    if not shown:
        return bool(section.intro) and open_sections.get(section.key, True)
    return any(key in questions for key in shown)


def _default(content: Content, question: Question, today: date) -> Any:
    cell = Cell(question.key, question)
    typed = question.default.split() if question.kind == "many" else [question.default]
    read = understand(content, cell, typed)
    if not read.fault:
        return read.value
    try:  # today() and the like
        worked_out = calculated(question.default, Answers(values={}, today=today))
    except ExpressionError:
        return None
    return understand(content, cell, typed_of(worked_out)).value


def _calculated(question: Question, answers: Answers) -> Any:
    try:
        return calculated(question.calculation, answers)
    except ExpressionError:
        return None


@lru_cache(maxsize=4096)
def _names(text: str) -> frozenset[str]:
    try:
        return frozenset(name.partition(SEPARATOR)[0] for name in names_in(parse(text)))
    except ExpressionError:
        return frozenset()


def _in_order(content: Content) -> Iterable[tuple[Section, Question]]:
    """Every question after those that its conditions ask about, else in the order of the questionnaire.

    Where conditions go in a circle, the one that comes first finds the others unanswered.
    """
    place = {each.key: (section, each) for section in content.sections for each in section.questions}
    after = {
        key: [
            name
            for text in (section.relevant, question.relevant, question.calculation)
            if text
            for name in sorted(_names(text))
            if name in place
        ]
        for key, (section, question) in place.items()
    }
    if not any(after.values()):
        return place.values()
    begun, ordered = set[str](), dict[str, tuple[Section, Question]]()
    for first in place:
        waiting = [first]
        while waiting:
            key = waiting[-1]
            if key in begun:
                ordered.setdefault(waiting.pop(), place[key])
            else:
                begun.add(key)
                waiting += [name for name in after[key] if name not in begun]
    return ordered.values()
