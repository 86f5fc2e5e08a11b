"""Texts that are not written yet in one of the two forms of Norwegian."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from samordner.questionnaires.checking.places import (
    LIST,
    SECTION,
    Fault,
    fault,
    question_words,
    section_words,
)
from samordner.questionnaires.content import Content, Question, Words


def faults(content: Content) -> Iterator[Fault]:
    yield from _needed("", _("The title"), content.title)
    yield from _if_any("", _("The introduction"), content.intro)
    yield from _if_any("", _("The thanks"), content.thanks)
    for section in content.sections:
        where, place = f"{SECTION}{section.key}", section_words(content, section)
        if len(content.sections) > 1:
            yield from _needed(where, place, section.title)
        else:
            yield from _if_any(where, place, section.title)
        yield from _if_any(where, _("%(place)s, introduction") % {"place": place}, section.intro)
        for question in section.questions:
            yield from _of_question(content, question)
    yield from _of_lists(content)


def _of_question(content: Content, question: Question) -> Iterator[Fault]:
    if question.kind == "calculated":
        return
    place = question_words(content, question)
    yield from _needed(question.key, place, question.label)
    beside = [
        (_("hint"), question.hint),
        (_("guidance"), question.guidance),
        (_("what is said when it is not answered"), question.required_words),
        (_("what is said when the answer will not do"), question.constraint_words),
    ]
    if question.kind == "scale" and question.scale:
        beside += [
            (_("the low end"), question.scale.low_label),
            (_("the high end"), question.scale.high_label),
        ]
    for what, words in beside:
        yield from _if_any(question.key, f"{place}, {what}", words)


def _of_lists(content: Content) -> Iterator[Fault]:
    used = {key for each in content.questions for key in (each.choices, each.rows) if key}
    for each in content.lists:
        if each.key in used:
            for choice in each.choices:
                place = _("The list “%(list)s”, choice “%(choice)s”") % {
                    "list": each.key,
                    "choice": choice.key,
                }
                yield from _needed(f"{LIST}{each.key}", place, choice.label)


def _needed(where: str, place: str, words: Words) -> Iterator[Fault]:
    if not words.nb.strip() and not words.nn.strip():
        yield fault(where, place, _("the text is missing"), lacks="nb")
    else:
        yield from _if_any(where, place, words)


def _if_any(where: str, place: str, words: Words) -> Iterator[Fault]:
    if not words or words.whole:
        return
    if not words.nb.strip():
        yield fault(where, place, _("bokmål is missing"), lacks="nb")
    if not words.nn.strip():
        yield fault(where, place, _("nynorsk is missing"), lacks="nn")
