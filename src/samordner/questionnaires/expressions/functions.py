"""The functions of XLSForm that are understood here: how many values each takes, and what it gives.

`if`, `selected-at` and the like are here; `today`, `once` and `regex`, which need more than values, are in
`evaluating`.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal

from samordner.questionnaires.expressions.values import EPOCH, Value, day_of, number, text, truth, words

MANY = 1_000
DECIMALS = 15


@dataclass(frozen=True, slots=True)
class Function:
    """`least` to `most` values; `literal`: which of them (counted from 0) must be written as a text in quotes."""

    least: int
    most: int
    gives: Callable[..., Value]
    literal: int | None = None


def _if(condition: Value, one: Value, other: Value) -> Value:
    return one if truth(condition) else other


def _coalesce(*values: Value) -> Value:
    return next((value for value in values if text(value) != ""), "")


def _selected_at(chosen: Value, place: Value) -> str:
    keys, at = words(chosen), number(place)
    return keys[int(at)] if 0 <= at < len(keys) else ""


def _substr(whole: Value, begin: Value, end: Value | None = None) -> str:
    said = text(whole)
    first, last = number(begin), float(len(said)) if end is None else number(end)
    if math.isnan(first) or math.isnan(last):
        return ""
    return said[_place(first, len(said)) : _place(last, len(said))]


def _place(at: float, length: int) -> int:
    """From the end when it is below zero."""
    return int(min(max(at + length if at < 0 else at, 0), length))


def _truncated(value: Value) -> float:
    given = number(value)
    return given if math.isnan(given) or math.isinf(given) else float(math.trunc(given))


def _rounded(value: Value, decimals: Value = 0.0) -> float:
    """Half goes up, as in XPath; decimals below zero round to tens, hundreds …"""
    given, places = number(value), number(decimals)
    if math.isnan(given) or math.isinf(given) or math.isnan(places):
        return math.nan if math.isnan(places) else given
    unit = Decimal(1).scaleb(-int(min(max(places, -DECIMALS), DECIMALS)))
    steps = (Decimal(text(given)) / unit + Decimal("0.5")).to_integral_value(ROUND_FLOOR)
    return float(steps * unit)


def _floor(value: Value) -> float:
    given = number(value)
    return given if math.isnan(given) or math.isinf(given) else float(math.floor(given))


def _ceiling(value: Value) -> float:
    given = number(value)
    return given if math.isnan(given) or math.isinf(given) else float(math.ceil(given))


def _most(*values: Value) -> float:
    given = [number(value) for value in values]
    return math.nan if any(math.isnan(each) for each in given) else max(given)


def _least(*values: Value) -> float:
    given = [number(value) for value in values]
    return math.nan if any(math.isnan(each) for each in given) else min(given)


def _power(value: Value, exponent: Value) -> float:
    try:
        return math.pow(number(value), number(exponent))
    except OverflowError:
        return math.inf
    except ValueError:
        return math.nan if number(value) else math.inf


def _root(value: Value) -> float:
    given = number(value)
    return math.sqrt(given) if given >= 0 else math.nan


def _date(value: Value) -> str:
    day = day_of(value)
    return "" if day is None else day.isoformat()


def _days(value: Value) -> float:
    day = day_of(value)
    return math.nan if day is None else float(day.toordinal() - EPOCH)


SHAPES: dict[str, str] = {
    "%Y": "{0:04d}",
    "%y": "{1:02d}",
    "%m": "{2:02d}",
    "%n": "{2}",
    "%d": "{3:02d}",
    "%e": "{3}",
    "%%": "%",
}
"""The parts of a day that format-date() writes: year, month and day, with and without a leading nought."""


def _format_date(value: Value, shape: Value) -> str:
    day = day_of(value)
    if day is None:
        return ""
    written, rest = "", text(shape)
    while rest:
        size = 2 if rest.startswith("%") else 1
        part, rest = rest[:size], rest[size:]
        written += SHAPES.get(part, part).format(day.year, day.year % 100, day.month, day.day)
    return written


def _before(value: Value, sign: Value) -> str:
    head, found, _ = text(value).partition(text(sign)) if text(sign) else ("", "", "")
    return head if found else ""


def _after(value: Value, sign: Value) -> str:
    return text(value).partition(text(sign))[2] if text(sign) else text(value)


def _translate(value: Value, signs: Value, others: Value) -> str:
    into = text(others)
    table: dict[int, str | None] = {}
    for place, sign in enumerate(text(signs)):
        table.setdefault(ord(sign), into[place] if place < len(into) else None)
    return text(value).translate(table)


def _truth_of(value: Value) -> bool:
    return text(value).strip() in {"true", "1"}


FUNCTIONS: dict[str, Function] = {
    # truths
    "true": Function(0, 0, lambda: True),
    "false": Function(0, 0, lambda: False),
    "not": Function(1, 1, lambda value: not truth(value)),
    "boolean": Function(1, 1, truth),
    "boolean-from-string": Function(1, 1, _truth_of),
    "if": Function(3, 3, _if),
    "coalesce": Function(1, MANY, _coalesce),
    # choices
    "selected": Function(2, 2, lambda chosen, key: text(key).strip() in words(chosen)),
    "selected-at": Function(2, 2, _selected_at),
    "count-selected": Function(1, 1, lambda chosen: float(len(words(chosen)))),
    # texts
    "string": Function(1, 1, text),
    "string-length": Function(1, 1, lambda value: float(len(text(value)))),
    "concat": Function(0, MANY, lambda *values: "".join(map(text, values))),
    "join": Function(1, MANY, lambda sign, *values: text(sign).join(map(text, values))),
    "contains": Function(2, 2, lambda value, part: text(part) in text(value)),
    "starts-with": Function(2, 2, lambda value, part: text(value).startswith(text(part))),
    "ends-with": Function(2, 2, lambda value, part: text(value).endswith(text(part))),
    "substr": Function(2, 3, _substr),
    "substring-before": Function(2, 2, _before),
    "substring-after": Function(2, 2, _after),
    "translate": Function(3, 3, _translate),
    "normalize-space": Function(1, 1, lambda value: " ".join(text(value).split())),
    # numbers
    "number": Function(1, 1, number),
    "int": Function(1, 1, _truncated),
    "round": Function(1, 2, _rounded),
    "floor": Function(1, 1, _floor),
    "ceiling": Function(1, 1, _ceiling),
    "abs": Function(1, 1, lambda value: abs(number(value))),
    "min": Function(1, MANY, _least),
    "max": Function(1, MANY, _most),
    "pow": Function(2, 2, _power),
    "sqrt": Function(1, 1, _root),
    "pi": Function(0, 0, lambda: math.pi),
    # days
    "date": Function(1, 1, _date),
    "format-date": Function(2, 2, _format_date, literal=1),
    "decimal-date-time": Function(1, 1, _days),
    "decimal-date": Function(1, 1, _days),
}
