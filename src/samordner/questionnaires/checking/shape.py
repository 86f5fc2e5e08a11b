"""What a questionnaire must hold, before anything can be said of its conditions: sections, questions, lists, keys."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from samordner.questionnaires.checking.places import (
    LIST,
    SECTION,
    Fault,
    fault,
    question_words,
    section_words,
)
from samordner.questionnaires.content import Content, Question

QUESTION_KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")
"""As XLSForm has names: they stand in conditions, in exports and in what is stored."""
CHOICE_KEY = re.compile(r"[A-Za-z0-9_.-]+")
MOST_STEPS = 20


def faults(content: Content) -> Iterator[Fault]:
    if not content.questions:
        yield Fault("", _("There is no question yet."))
    for key in _twice(section.key for section in content.sections):
        yield Fault(f"{SECTION}{key}", _("Two sections have the key “%(key)s”.") % {"key": key})
    for section in content.sections:
        where, place = f"{SECTION}{section.key}", section_words(content, section)
        if not QUESTION_KEY.fullmatch(section.key):
            yield fault(
                where, place, _("the key must be letters, digits, _, - and . only, and begin with a letter")
            )
        if not section.questions and content.questions:
            yield fault(where, place, _("it has no question"))
    for key in _twice(question.key for question in content.questions):
        yield Fault(key, _("Two questions have the key “%(key)s”.") % {"key": key})
    for question in content.questions:
        for what in _of_question(content, question):
            yield fault(question.key, question_words(content, question), what)
    yield from _of_lists(content)


def _of_question(content: Content, question: Question) -> Iterator[str]:
    if not QUESTION_KEY.fullmatch(question.key):
        yield _("the key must be letters, digits, _, - and . only, and begin with a letter")
    lists = {each.key: each for each in content.lists}
    needed = {"one": ("choices",), "many": ("choices",), "matrix": ("rows", "choices")}
    for part in needed.get(question.kind, ()):
        key = question.choices if part == "choices" else question.rows
        if not key or (key in lists and not lists[key].choices):
            yield _("it has nothing to choose between") if part == "choices" else _("it has no rows")
        elif key not in lists:
            yield _("there is no list “%(list)s”") % {"list": key}
    match question.kind:
        case "scale":
            yield from _of_scale(question)
        case "calculated" if not question.calculation.strip():
            yield _("what it is calculated from is missing")
        case "one" | "many" if question.default and question.choices in lists:
            known = {choice.key for choice in lists[question.choices].choices}
            for key in question.default.split():
                if key not in known:
                    yield _("“%(key)s” is filled in from the start, but cannot be chosen") % {"key": key}


def _of_scale(question: Question) -> Iterator[str]:
    scale = question.scale
    if scale is None:
        yield _("where the scale begins and ends is missing")
    elif scale.step < 1 or scale.low >= scale.high:
        yield _("the scale must go from a lower to a higher number")
    elif (scale.high - scale.low) // scale.step > MOST_STEPS:
        yield _("the scale has too many steps (at most %(most)s)") % {"most": MOST_STEPS}


def _of_lists(content: Content) -> Iterator[Fault]:
    for key in _twice(each.key for each in content.lists):
        yield Fault(f"{LIST}{key}", _("Two lists have the key “%(key)s”.") % {"key": key})
    for each in content.lists:
        place = _("The list “%(list)s”") % {"list": each.key}
        for key in _twice(choice.key for choice in each.choices):
            yield fault(f"{LIST}{each.key}", place, _("two choices have the key “%(key)s”") % {"key": key})
        for choice in each.choices:
            if not CHOICE_KEY.fullmatch(choice.key):
                what = _("the key “%(key)s” must be letters, digits, _, - and . only") % {"key": choice.key}
                yield fault(f"{LIST}{each.key}", place, what)


def _twice(keys: Iterable[str]) -> list[str]:
    return [key for key, times in Counter(keys).items() if times > 1]
