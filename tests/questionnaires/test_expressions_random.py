"""Expressions that nobody wrote: none breaks the reader, and what they give agrees with Python's own arithmetic."""

from __future__ import annotations

import math
import operator
from contextlib import suppress
from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from samordner.questionnaires.expressions import Answers, ExpressionError, calculated, evaluate, parse
from samordner.questionnaires.expressions.functions import FUNCTIONS

TODAY = date(2026, 11, 22)
Said = tuple[str, Any]
"""An expression, and what Python says that it is."""

VALUES = {"a": 3, "b": -2.5, "zero": 0, "none": None, "yes": "x"}


def _divided(one: float, other: float) -> float:
    if other == 0:
        return (
            math.nan
            if one == 0 or math.isnan(one)
            else math.copysign(math.inf, one) * math.copysign(1, other)
        )
    return one / other


def _rest(one: float, other: float) -> float:
    return math.nan if other == 0 or math.isinf(one) else math.fmod(one, other)


def _pair(signs: dict[str, Any], inner: st.SearchStrategy[Said]) -> st.SearchStrategy[Said]:
    def made(sign: str, one: Said, other: Said) -> Said:
        return f"({one[0]}) {sign} ({other[0]})", signs[sign](one[1], other[1])

    return st.builds(made, st.sampled_from(sorted(signs)), inner, inner)


ARITHMETIC = {"+": operator.add, "-": operator.sub, "*": operator.mul, "div": _divided, "mod": _rest}
ORDER = {
    "=": operator.eq, "!=": operator.ne, "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}  # fmt: skip
LOGIC = {"and": lambda one, other: one and other, "or": lambda one, other: one or other}

NUMBER: st.SearchStrategy[Said] = st.recursive(
    st.integers(0, 99).map(lambda n: (str(n), float(n)))
    | st.integers(0, 99).map(lambda n: (f"{n}.25", n + 0.25))
    | st.sampled_from([("${a}", 3.0), ("${b}", -2.5), ("${zero}", 0.0), ("${none}", math.nan)]),
    lambda inner: _pair(ARITHMETIC, inner) | inner.map(lambda one: (f"- ({one[0]})", -one[1])),
    max_leaves=8,
)
TRUTH: st.SearchStrategy[Said] = st.recursive(
    st.sampled_from([("true()", True), ("false()", False), ("boolean(${yes})", True), ("not(${none})", True)])
    | _pair(ORDER, NUMBER),
    lambda inner: _pair(LOGIC, inner) | inner.map(lambda one: (f"not({one[0]})", not one[1])),
    max_leaves=8,
)


@given(said=NUMBER | TRUTH)
def test_arithmetic_and_truths_are_those_of_python(said: Said) -> None:
    text, value = said
    found = evaluate(parse(text), Answers(VALUES, TODAY))
    if isinstance(value, float) and math.isnan(value):
        assert isinstance(found, float)
        assert math.isnan(found)
    else:
        assert (found, type(found)) == (value, type(value))


@given(numbers=st.lists(st.integers(0, 9), min_size=2, max_size=6), data=st.data())
def test_operators_bind_as_in_python(numbers: list[int], data: st.DataObject) -> None:
    signs = data.draw(st.lists(st.sampled_from("+-*"), min_size=len(numbers) - 1, max_size=len(numbers) - 1))
    text = str(numbers[0]) + "".join(f"{s}{n}" for s, n in zip(signs, numbers[1:], strict=True))
    assert evaluate(parse(text), Answers({}, TODAY)) == eval(text)  # noqa: S307 digits and signs


PIECES = st.sampled_from(
    [
        *FUNCTIONS, "regex", "today", "once", "(", ")", "(", ")", ",", ",", "+", "-", "*", " div ", " mod ", " and ",
        " or ", "=", "!=", "<", ">=", ".", "${a}", "${none}", "${many}", "county", "'x'", "''", "'2021-02-29'",
        "'[a-z]+'", "'%Y-%m'", "1", "0", ".5", "1e9", "99999999999999999999", "${", "}", "'", '"', "/", "[", "|", "@",
        " ", "æ", "\x00", "\ud800", "😀",
    ]
)  # fmt: skip
CALLS = st.recursive(
    st.sampled_from(["1", "-1", "0.5", "''", "'x'", "'a b'", "${a}", "${many}", "${none}", ".", "today()", "1 div 0",
                     "0 div 0", "99999999999999999999999 * 9", "'2021-02-29'", "true()"]),
    lambda inner: st.builds(
        lambda name, given: f"{name}({', '.join(given)})",
        st.sampled_from(sorted(FUNCTIONS)),
        st.lists(inner, max_size=3),
    ),
    max_leaves=6,
)  # fmt: skip


@given(
    text=st.lists(PIECES, max_size=12).map("".join) | st.text(max_size=30) | CALLS,
    own=st.none() | st.text(max_size=3),
)
def test_whatever_is_written_is_a_value_or_a_sentence(text: str, own: str | None) -> None:
    values = {"a": 10**400, "many": ["x", "y"], "none": None}
    with suppress(ExpressionError):
        expression = parse(text)
        assert isinstance(evaluate(expression, Answers(values, TODAY, own)), str | float | bool)
        assert isinstance(calculated(text, Answers(values, TODAY, own)), str | int | float | None)
