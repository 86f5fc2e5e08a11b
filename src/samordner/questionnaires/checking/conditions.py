"""Whether conditions can be read, ask about questions that are there, and do not go in a circle."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from django.utils.translation import gettext as _

from samordner.questionnaires.checking.places import SECTION, Fault, fault, question_words, section_words
from samordner.questionnaires.content import Content, Question, cells_of
from samordner.questionnaires.expressions import ExpressionError, columns_in, names_in, parse


def faults(content: Content) -> Iterator[Fault]:
    known = _answerable(content)
    for section in content.sections:
        for what in _of_expression(section.relevant, known):
            yield fault(f"{SECTION}{section.key}", section_words(content, section), what)
        for question in section.questions:
            for text in _expressions(question):
                for what in _of_expression(text, known):
                    yield fault(question.key, question_words(content, question), what)
            for what in _of_bare_names(content, question):
                yield fault(question.key, question_words(content, question), what)
    yield from _circles(content)


def _answerable(content: Content) -> frozenset[str]:
    """The names that a condition can ask about."""
    lists = {each.key for each in content.lists}
    found = set()
    for question in content.questions:
        if question.kind == "note":
            continue
        found.add(question.key)
        if question.kind != "matrix" or question.rows in lists:
            found |= {cell.name for cell in cells_of(content, question)}
    return frozenset(found)


def _expressions(question: Question) -> tuple[str, ...]:
    return (
        question.relevant,
        question.required,
        question.constraint,
        question.calculation,
        question.choice_filter,
    )


def _of_expression(text: str, known: frozenset[str]) -> Iterator[str]:
    if not text.strip():
        return
    try:
        names = names_in(parse(text))
    except ExpressionError as error:
        yield _("the condition “%(text)s” cannot be read: %(why)s") % {
            "text": text,
            "why": str(error.sentence).rstrip("."),
        }
        return
    for name in sorted(names - known):
        yield _("the condition asks about “%(name)s”, which is not there") % {"name": name}


def _of_bare_names(content: Content, question: Question) -> Iterator[str]:
    """Bare names are columns of the choices: only a filter of choices can have them, and only those that there are."""
    columns = {"name", "label"}
    for each in content.lists:
        if each.key in (question.choices, question.rows):
            columns |= {name for choice in each.choices for name in choice.filters or {}}
    for text in _expressions(question):
        for name in sorted(_columns(text) - (columns if text == question.choice_filter else set())):
            yield _("“%(name)s” is no question: write ${…} around the key of a question") % {"name": name}


def _columns(text: str) -> frozenset[str]:
    try:
        return columns_in(parse(text)) if text.strip() else frozenset()
    except ExpressionError:
        return frozenset()


def _circles(content: Content) -> Iterator[Fault]:
    """Questions of which each is asked only by the answer of the next, and the last by that of the first."""
    needs = _needs(content)
    circular = {key for key in needs if _reaches(needs, key)}
    for question in content.questions:
        if question.key in circular:
            what = _("whether it is asked, or what it is, depends on itself")
            yield fault(question.key, question_words(content, question), what)


def _needs(content: Content) -> Mapping[str, frozenset[str]]:
    """Of each question, the questions that decide whether it is asked and what it is."""
    return {
        question.key: _asked_about(section.relevant)
        | _asked_about(question.relevant)
        | _asked_about(question.calculation)
        for section in content.sections
        for question in section.questions
    }


def _asked_about(text: str) -> frozenset[str]:
    try:
        return (
            frozenset(name.partition("/")[0] for name in names_in(parse(text)))
            if text.strip()
            else frozenset()
        )
    except ExpressionError:
        return frozenset()


def _reaches(needs: Mapping[str, frozenset[str]], start: str) -> bool:
    seen: set[str] = set()
    waiting = list(needs[start])
    while waiting:
        key = waiting.pop()
        if key == start:
            return True
        if key not in seen:
            seen.add(key)
            waiting += needs.get(key, ())
    return False
