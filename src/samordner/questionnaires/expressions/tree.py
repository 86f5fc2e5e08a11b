"""An expression as a tree."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Literal:
    value: str | float


@dataclass(frozen=True, slots=True)
class Asked:
    """`${key}`: what was answered to a question."""

    key: str


@dataclass(frozen=True, slots=True)
class Own:
    """`.`: what was answered to the question itself."""


@dataclass(frozen=True, slots=True)
class Column:
    """A bare name: a column of the choice that a choice_filter looks at."""

    name: str


@dataclass(frozen=True, slots=True)
class Minus:
    operand: Node


@dataclass(frozen=True, slots=True)
class Chain:
    """Operators of the same strength, from the left: first, then each operator with what it is given."""

    first: Node
    rest: tuple[tuple[str, Node], ...]


@dataclass(frozen=True, slots=True)
class Call:
    name: str
    given: tuple[Node, ...]


Node = Literal | Asked | Own | Column | Minus | Chain | Call


def parts(node: Node) -> tuple[Node, ...]:
    """What a node is made of."""
    match node:
        case Minus(operand):
            return (operand,)
        case Chain(first, rest):
            return (first, *(each for _, each in rest))
        case Call(_, given):
            return given
    return ()
