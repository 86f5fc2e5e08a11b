"""What an expression speaks of."""

from __future__ import annotations

import re
from collections.abc import Callable

from samordner.questionnaires.expressions.parsing import Expression
from samordner.questionnaires.expressions.tree import Asked, Column, Own

REFERENCE = re.compile(r""" "[^"]*" | '[^']*' | \$\{\s*(?P<key>[^{}]*?)\s*\} """, re.VERBOSE)


IN_TEXT = re.compile(r"\$\{\s*(?P<key>[^{}]*?)\s*\}")


def names_in(expression: Expression) -> frozenset[str]:
    """The cells that it asks about: `${key}`, `${key/row}`, `${key/other}`."""
    return frozenset(node.key for node in expression.nodes() if isinstance(node, Asked))


def columns_in(expression: Expression) -> frozenset[str]:
    """The bare names in it, which only a choice_filter may have: columns of the choice."""
    return frozenset(node.name for node in expression.nodes() if isinstance(node, Column))


def asks_own(expression: Expression) -> bool:
    """Whether it asks about the question itself, by `.`."""
    return any(isinstance(node, Own) for node in expression.nodes())


def renamed(text: str, name: Callable[[str], str]) -> str:
    """The expression with another name in each `${…}`; what stands in quotation marks is left as it is."""
    return REFERENCE.sub(lambda m: m.group() if m["key"] is None else "${" + name(m["key"]) + "}", text)


def names_in_text(text: str) -> tuple[str, ...]:
    """The questions whose answers a text repeats by `${key}`."""
    return tuple(match["key"] for match in IN_TEXT.finditer(text))


def renamed_in_text(text: str, name: Callable[[str], str]) -> str:
    """A text with another name in each `${…}`."""
    return IN_TEXT.sub(lambda m: "${" + name(m["key"]) + "}", text)
