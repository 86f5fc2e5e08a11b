"""Whether a questionnaire can be asked: everything that is wrong or missing in it, each as a sentence with its place."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from samordner.programmes.definition import Definition
from samordner.questionnaires.checking import bindings, conditions, shape, texts
from samordner.questionnaires.checking.places import Fault
from samordner.questionnaires.content import Content

__all__ = ["Fault", "faults_of", "why_not_ask"]


def faults_of(content: Content, definition: Definition) -> list[Fault]:
    """All of them: what is not whole first, then conditions, what answers are bound to, and texts that are missing."""
    return list(_faults(content, definition))


def why_not_ask(content: Content, definition: Definition) -> str | None:
    """Why nobody can be asked with it, in one sentence; None: they can."""
    first = next(_faults(content, definition), None)
    return first.sentence if first else None


def _faults(content: Content, definition: Definition) -> Iterator[Fault]:
    return chain(
        shape.faults(content),
        conditions.faults(content),
        bindings.faults(content, definition),
        texts.faults(content),
    )
