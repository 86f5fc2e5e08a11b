"""Whether what answers are bound to is there in the programme, and can be said by such an answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from itertools import chain

from django.utils.translation import gettext as _

from samordner.participation.models import Contact
from samordner.programmes.definition import Definition
from samordner.questionnaires.checking.places import Fault, fault, question_words
from samordner.questionnaires.content import Bound, Choice, Content, Question

TEXTS = ("text", "long")
PARTS: dict[str, dict[str, tuple[str, ...]]] = {
    "subject": {
        "value": ("one", "many", "matrix"),
        "since": ("date",),
        "decision_body": TEXTS,
        "decision_day": ("date",),
        "case_number": TEXTS,
        "link": TEXTS,
        "expected": (*TEXTS, "date"),
        "note": TEXTS,
    },
    "need": {"text": TEXTS, "theme": ("one",), "sector": ("one",), "period": (*TEXTS, "date")},
    "contact": {"name": ("text",), "position": ("text",), "email": ("text",), "phone": ("text",)},
}
"""What can be bound, and the kinds of questions that can say it."""


def faults(content: Content, definition: Definition) -> Iterator[Fault]:
    for question in content.questions:
        if question.bound:
            for what in _of(content, question, question.bound, definition):
                yield fault(question.key, question_words(content, question), what)
    yield from _said_twice(content)


def _of(content: Content, question: Question, bound: Bound, definition: Definition) -> Iterator[str]:
    kinds = PARTS[bound.to].get(bound.part)
    if kinds is None:
        yield _("an answer cannot be bound to “%(part)s”") % {"part": bound.part}
        return
    if bound.to == "subject":
        yield from _of_subject(content, question, bound, definition)
        return
    if question.kind not in kinds:
        yield _("an answer of this kind cannot say what it is bound to")
    elif bound.to == "contact" and bound.item not in Contact.Role.values:
        yield _("there is no role “%(role)s”") % {"role": bound.item}
    elif bound.to == "need" and bound.part in {"theme", "sector"}:
        topics = definition.themes if bound.part == "theme" else definition.sectors
        yield from _unknown(_choices(content, question.choices), bound, {each.key for each in topics})


def _of_subject(content: Content, question: Question, bound: Bound, definition: Definition) -> Iterator[str]:
    try:
        subject = definition.subject(bound.subject)
    except KeyError:
        yield _("the programme has no subject “%(subject)s”") % {"subject": bound.subject}
        return
    items = definition.items_of(bound.subject)
    kinds = PARTS["subject"][bound.part]
    if subject.holds == "day" and bound.part == "value":
        kinds = ("date",)
    elif bound.part == "value":
        kinds = tuple(
            kind for kind in kinds if (kind != "many" or subject.many) and (kind != "matrix" or items)
        )
    if question.kind not in kinds:
        yield _("an answer of this kind cannot say what it is bound to")
        return
    if items is not None:
        yield from _of_items(content, question, bound, {each.key for each in items})
    if bound.part == "value" and subject.holds == "value":
        known = {value.key for value in definition.values_of(bound.subject)}
        yield from _unknown(_choices(content, question.choices), bound, known)
    elif bound.part != "value" and not any(
        one and (one.to, one.subject, one.item, one.part) == ("subject", bound.subject, bound.item, "value")
        for one in (each.bound for each in content.questions)
    ):
        yield _("it tells more of “%(subject)s”, which no question asks") % {"subject": subject.name}


def _of_items(content: Content, question: Question, bound: Bound, known: Collection[str]) -> Iterator[str]:
    """What is observed one by one: rows of a matrix are those items, every other question names its own."""
    if question.kind != "matrix":
        if bound.item not in known:
            yield _("what it is about is not chosen")
        return
    for row in _choices(content, question.rows):
        if row.key not in known:
            yield _("the programme has no “%(item)s”, which is a row here") % {"item": row.key}


def _unknown(choices: tuple[Choice, ...], bound: Bound, known: Collection[str]) -> Iterator[str]:
    for choice in choices:
        meant = (bound.values or {}).get(choice.key, choice.key)
        if meant and meant not in known:
            yield _("the choice “%(choice)s” is none that the programme knows") % {"choice": choice.key}


def _choices(content: Content, key: str) -> tuple[Choice, ...]:
    """None where there is no such list, which is a fault of its own."""
    return next((each.choices for each in content.lists if each.key == key), ())


def _said_twice(content: Content) -> Iterator[Fault]:
    said = Counter(chain.from_iterable(_says(content, each) for each in content.questions))
    for question in content.questions:
        if any(said[each] > 1 for each in _says(content, question)):
            what = _("another question is bound to the same")
            yield fault(question.key, question_words(content, question), what)


def _says(content: Content, question: Question) -> list[tuple[str, str, str, str]]:
    """What an answer to it can say: in a matrix, of each row."""
    bound = question.bound
    if bound is None:
        return []
    rows = (
        [row.key for row in _choices(content, question.rows)] if question.kind == "matrix" else [bound.item]
    )
    return [(bound.to, bound.subject, item, bound.part) for item in rows]
