"""What an expression says of answers."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from samordner.questionnaires.expressions import patterns
from samordner.questionnaires.expressions.functions import FUNCTIONS
from samordner.questionnaires.expressions.parsing import Expression, parse
from samordner.questionnaires.expressions.tree import Asked, Call, Chain, Column, Literal, Minus, Node, Own
from samordner.questionnaires.expressions.values import Value, number, text, truth, value_of


@dataclass
class Answers:
    """What expressions look at.

    `values`: answers by the name of their cell (text, number, list of keys, ISO day; None or missing: not answered,
    or not asked). `own`: the `.` of a constraint. `choice`: the columns of the choice that a choice_filter looks at.
    """

    values: Mapping[str, Any]
    today: date
    own: Any = None
    choice: Mapping[str, str] | None = None
    columns: Mapping[str, str] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self.columns = self.choice or {}


def evaluate(expression: Expression, answers: Answers) -> Value:
    """The value: a text, a number or a truth. Never raises; what cannot be counted is NaN or the empty text."""
    return _value(expression.root, answers)


def holds(text: str, answers: Answers) -> bool:
    """Whether a condition holds; an empty one always does. Raises ExpressionError."""
    return not text.strip() or truth(evaluate(parse(text), answers))


def calculated(text: str, answers: Answers) -> str | int | float | None:
    """The value of a calculation as it is kept: a number, a text ("true" and "false" too), or None for nothing.

    What is not a number is nothing, as in ODK. Raises ExpressionError.
    """
    value = evaluate(parse(text), answers)
    if isinstance(value, float):
        if math.isnan(value) or math.isinf(value):
            return None
        return int(value) if value == int(value) else value
    return ("true" if value else "false") if isinstance(value, bool) else value or None


def _value(node: Node, answers: Answers) -> Value:
    match node:
        case Literal(value):
            return value
        case Asked(key):
            return value_of(answers.values.get(key))
        case Own():
            return value_of(answers.own)
        case Column(name):
            return answers.columns.get(name, "")
        case Minus(operand):
            return -number(_value(operand, answers))
        case Chain(first, rest):
            return _chain(first, rest, answers)
        case Call(name, given):
            return _call(name, given, answers)


def _chain(first: Node, rest: tuple[tuple[str, Node], ...], answers: Answers) -> Value:
    value = _value(first, answers)
    for sign, node in rest:
        if sign in {"or", "and"}:
            value = truth(value)
            if value is (sign == "or"):
                return value
            value = truth(_value(node, answers))
        else:
            value = OPERATORS[sign](value, _value(node, answers))
    return value


def _call(name: str, given: tuple[Node, ...], answers: Answers) -> Value:
    if name == "today":
        return answers.today.isoformat()
    values = [_value(each, answers) for each in given]
    if name == "regex":
        return patterns.matches(str(values[1]), text(values[0]))
    if name == "once":
        return value_of(answers.own) or values[0]
    return FUNCTIONS[name].gives(*values)


def _equal(one: Value, other: Value) -> bool:
    """As truths if one of them is, else as numbers if one of them is, else as texts."""
    if isinstance(one, bool) or isinstance(other, bool):
        return truth(one) == truth(other)
    if isinstance(one, float) or isinstance(other, float):
        return number(one) == number(other)
    return one == other


def _unequal(one: Value, other: Value) -> bool:
    return not _equal(one, other)


def _of_numbers(deed: Callable[[float, float], Value]) -> Callable[[Value, Value], Value]:
    return lambda one, other: deed(number(one), number(other))


def _divided(one: float, other: float) -> float:
    if other:
        return one / other
    if not one or math.isnan(one):
        return math.nan
    return math.copysign(math.inf, one) * math.copysign(1.0, other)


def _rest(one: float, other: float) -> float:
    """With the sign of what is divided, as in XPath."""
    return math.nan if not other or math.isinf(one) else math.fmod(one, other)


OPERATORS: dict[str, Callable[[Value, Value], Value]] = {
    "=": _equal,
    "!=": _unequal,
    "<": _of_numbers(operator.lt),
    "<=": _of_numbers(operator.le),
    ">": _of_numbers(operator.gt),
    ">=": _of_numbers(operator.ge),
    "+": _of_numbers(operator.add),
    "-": _of_numbers(operator.sub),
    "*": _of_numbers(operator.mul),
    "div": _of_numbers(_divided),
    "mod": _of_numbers(_rest),
}
