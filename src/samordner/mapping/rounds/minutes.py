"""How long it takes to answer a questionnaire: an estimate, which whoever asks may correct."""

from __future__ import annotations

from math import ceil

from samordner.questionnaires.content import Content, Question

SECONDS = {
    "text": 40, "long": 90, "number": 30, "date": 20, "one": 15, "many": 25, "scale": 10, "matrix": 12, "file": 90,
    "note": 5, "calculated": 0,
}  # fmt: skip
"""Of each kind of question; of a matrix for each row."""
BEGINNING = 60
"""To open the link and read what it is about."""


def estimated(content: Content) -> int:
    """Whole minutes for all of it, at least one."""
    return max(1, ceil((BEGINNING + sum(_seconds(content, each) for each in content.questions)) / 60))


def _seconds(content: Content, question: Question) -> int:
    if question.kind != "matrix":
        return SECONDS[question.kind]
    rows = next((each.choices for each in content.lists if each.key == question.rows), ())
    return SECONDS["matrix"] * len(rows)
