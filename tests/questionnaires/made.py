"""Small questionnaires to test with."""

from __future__ import annotations

from typing import Any

from samordner.questionnaires.content import (
    Choice,
    ChoiceList,
    Content,
    Kind,
    Question,
    Section,
)
from tests.factories.wording import words


def ask(key: str, kind: Kind = "text", text: str = "", **more: Any) -> Question:
    return Question(key, kind, words(text or key), **more)


def choices(key: str, *keys: str) -> ChoiceList:
    return ChoiceList(key, tuple(Choice(each, words(each)) for each in keys))


def asking(*questions: Question, lists: tuple[ChoiceList, ...] = (), **more: Any) -> Content:
    """One section with these questions."""
    return Content(words("Skjema"), (Section("first", words("Først"), questions),), lists, **more)
