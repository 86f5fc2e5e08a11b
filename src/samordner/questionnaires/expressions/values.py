"""Values as XPath 1 has them, texts, numbers and truths, and how one is taken for another.

A day is its ISO text; as a number it is the days since 1 January 1970, as in ODK. What is not answered is the empty
text; as a number it is not a number (NaN), of which every comparison but "is not" is false.
"""

import math
import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

Value = str | float | bool

NUMBER = re.compile(r"-?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
EPOCH = date(1970, 1, 1).toordinal()
BLANK = " \t\r\n"


def value_of(answer: object) -> Value:
    """An answer (text, number, list of keys, truth or nothing) as a value."""
    match answer:
        case None:
            return ""
        case bool() | str():
            return answer
        case int() | float():
            return _number(answer)
        case Sequence():
            return " ".join(str(each) for each in answer)
    return str(answer)


def _number(answer: float) -> float:
    try:
        return float(answer)
    except OverflowError:  # a whole number too great for any fraction
        return math.inf if answer > 0 else -math.inf


def number(value: Value) -> float:
    if not isinstance(value, str):
        return float(value)
    said = value.strip(BLANK)
    if NUMBER.fullmatch(said):
        return float(said)
    day = day_of(said)
    return math.nan if day is None else float(day.toordinal() - EPOCH)


def text(value: Value) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return value
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    if value == int(value):
        return str(int(value))
    return format(Decimal(repr(value)), "f")


def truth(value: Value) -> bool:
    if isinstance(value, bool):
        return value
    if isinstance(value, str):
        return value != ""
    return not (math.isnan(value) or value == 0)


def day_of(value: Value) -> date | None:
    """The day that a text or a number of days means. None: it means none."""
    if isinstance(value, str):
        said = value.strip(BLANK)
        if DAY.fullmatch(said):
            try:
                return date.fromisoformat(said)
            except ValueError:
                return None
        if not NUMBER.fullmatch(said):
            return None
        value = float(said)
    if math.isnan(value) or math.isinf(value):
        return None
    try:
        return date.fromordinal(math.floor(value) + EPOCH)
    except (ValueError, OverflowError):
        return None


def words(value: Value) -> list[str]:
    """The keys that were chosen, as XLSForm keeps them: parted by blanks."""
    return text(value).split()
