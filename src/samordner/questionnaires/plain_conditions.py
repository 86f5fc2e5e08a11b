"""Plain conditions: asked only when a question is answered with one of some choices. Every other is an expression."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from samordner.questionnaires.content import Content, Question

ONE = re.compile(
    r"""\$\{\s*(?P<key>[^{}\s/]+)\s*\}\s*=\s*(?P<mark>['"])(?P<value>[^'"]*)(?P=mark)
    | selected\(\s*\$\{\s*(?P<key2>[^{}\s/]+)\s*\}\s*,\s*(?P<mark2>['"])(?P<value2>[^'"]*)(?P=mark2)\s*\)""",
    re.VERBOSE,
)
OR = re.compile(r"\s+or\s+")

Pair = tuple[str, str]
"""A question's key, and the key of a choice."""


def pairs_of(text: str) -> tuple[Pair, ...] | None:
    """The question and choice of each part of a plain condition ("one or another"); None: it is not plain."""
    if not text.strip():
        return ()
    found = [ONE.fullmatch(part.strip()) for part in OR.split(text.strip())]
    if not all(found):
        return None
    return tuple((m["key"] or m["key2"], m["value"] if m["key"] else m["value2"]) for m in found if m)


def expression_of(content: Content, pairs: tuple[Pair, ...]) -> str:
    """The condition that holds when one of the pairs does. KeyError: there is no such question."""
    return " or ".join(_part(content.question(key), value) for key, value in pairs)


def _part(question: Question, value: str) -> str:
    if question.kind == "many":
        return f"selected(${{{question.key}}}, '{value}')"
    return f"${{{question.key}}} = '{value}'"


def offered(content: Content, *, but: str = "") -> list[tuple[str, list[tuple[str, str]]]]:
    """What there is to choose between: by question its choices, each as ("question=choice", words)."""
    lists = {each.key: each.choices for each in content.lists}
    return [
        (
            f"{number}. {question.label}",
            [
                (f"{question.key}={choice.key}", str(choice.label) or choice.key)
                for choice in lists[question.choices]
            ],
        )
        for number, question in enumerate(content.questions, 1)
        if question.kind in {"one", "many"} and question.key != but and question.choices in lists
    ]


def condition_words(content: Content, text: str) -> str:
    """A condition as a person reads it: "Only when question 1 is “Decided”"; "" for none."""
    if not text.strip():
        return ""
    pairs = pairs_of(text)
    numbers = {question.key: number for number, question in enumerate(content.questions, 1)}
    if pairs is None or any(key not in numbers for key, _value in pairs):
        return _("Only on a condition")
    said = [
        _("question %(number)s is “%(choice)s”")
        % {"number": numbers[key], "choice": _choice(content, key, value)}
        for key, value in pairs
    ]
    return _("Only when %(what)s") % {"what": _(" or ").join(said)}


def _choice(content: Content, key: str, value: str) -> str:
    question = content.question(key)
    for each in content.lists:
        if each.key == question.choices:
            return next((str(one.label) for one in each.choices if one.key == value), value)
    return value
