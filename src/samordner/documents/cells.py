"""What a cell says: its value as text in the reader's language, and as plain data.

These functions speak the language that is active (`django.utils.translation.override`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from functools import lru_cache
from typing import Any, assert_never

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import get_language

from samordner.documents.amounts import Amount
from samordner.documents.columns import Column, Kind, Link, Row, TableDefinition, Value
from samordner.documents.lines import clean
from samordner.timeline.due import Due
from samordner.timeline.periods import Period

_ADDRESS = re.compile(r"(https?://[^\s<>\"«»]*[^\s<>\"«».,;:!?)\]])")
_SAFE_ADDRESS = re.compile(r"(https?://|mailto:|/(?!/))")
NO_BREAK_SPACE = "\u00a0"
MEMBER = f"–{NO_BREAK_SPACE}"
"""Begins the first cell of every row that stands under a group's heading, in what is read back (DOCX, PDF)."""


def day_text(day: date | None) -> str:
    return "" if day is None else _day_text(day, get_language() or "")


def moment_text(moment: datetime) -> str:
    """A moment in Norway, to the minute."""
    return f"{day_text(localtime(moment).date())} {clock_text(moment)}"


def clock_text(clock: time | datetime | None) -> str:
    """A time of the day as it is written in Norway, 09.00, or in English, 09:00. Of a moment: as clocks in Norway show it."""
    if clock is None:
        return ""
    shown = localtime(clock) if isinstance(clock, datetime) else clock
    return kept_clock_text(f"{shown:%H:%M}")


def clocks_text(starts: time | datetime | None, ends: time | datetime | None) -> str:
    """When something begins and ends: 09.00–11.30."""
    return "–".join(clock_text(each) for each in (starts, ends) if each)


def kept_clock_text(kept: str) -> str:
    """Times that are kept as 09:00–11:30, as the reader's language writes them."""
    return kept if get_language() == "en" else kept.replace(":", ".")


@lru_cache(
    maxsize=4096
)  # a page says the same few hundred days over and over, and Django is slow to format one
def _day_text(day: date, language: str) -> str:
    return date_format(day, "j F Y" if language == "en" else "d.m.Y", use_l10n=False)


def number_text(number: int | float | Decimal | None, *, grouped: bool = True) -> str:
    """The number with the language's decimal sign; from 10 000 with a no-break space between thousands."""
    if number is None:
        return ""
    exact = Decimal(str(number))
    if not exact.is_finite():  # somebody's answer may be anything that a file can hold
        return str(number)
    text = f"{exact:,f}" if grouped and abs(exact) >= 10_000 else f"{exact:f}"
    decimal_sign = "." if get_language() == "en" else ","
    return text.replace(".", decimal_sign) if "," not in text else _regrouped(text, decimal_sign)


def _regrouped(text: str, decimal_sign: str) -> str:
    whole, _, part = text.partition(".")
    return whole.replace(",", NO_BREAK_SPACE) + (decimal_sign + part if part else "")


def cell_text(column: Column[Row], row: Row) -> str:
    """The cell as text, one line a paragraph. `TypeError` for a value of another kind."""
    return value_text(column, column.read(row))


def value_text(column: Column[Row], value: Value) -> str:
    match column.kind:
        case Kind.TEXT | Kind.SHORT:
            return clean(_as(str, column, value) or "")
        case Kind.CHOICE:
            key = _as(str, column, value) or ""
            return str(column.choices.get(key, key))
        case Kind.NUMBER:
            return number_text(_as((int, float, Decimal), column, value))
        case Kind.DAY:
            return day_text(_as(date, column, value))
        case Kind.PERIOD:
            period = _as(Period, column, value)
            return clean(period.label) if period else ""
        case Kind.DUE:
            due = _as(Due, column, value)
            return clean(due.label) if due else ""
        case Kind.AMOUNT:
            amount = _as(Amount, column, value)
            return clean(amount.label) if amount else ""
        case Kind.LINK:
            link = _as(Link, column, value)
            return clean(link.label or link.address) if link else ""
        case Kind.PEOPLE:
            return "\n".join(clean(name) for name in _as((list, tuple), column, value) or ())
        case _:
            assert_never(column.kind)


def value_data(column: Column[Row], value: Value) -> Any:
    """The cell as data for JSON: typed, and a period with its label as written, start and end."""
    match column.kind:
        case Kind.TEXT | Kind.SHORT:
            return _as(str, column, value) or ""
        case Kind.CHOICE:
            key = _as(str, column, value) or ""
            return {"key": key, "label": str(column.choices.get(key, key))} if key else None
        case Kind.NUMBER:
            number = _as((int, float, Decimal), column, value)
            return float(number) if isinstance(number, Decimal) else number
        case Kind.DAY:
            day = _as(date, column, value)
            return day.isoformat() if day else None
        case Kind.PERIOD:
            period = _as(Period, column, value)
            return period_data(period) if period else None
        case Kind.DUE:
            due = _as(Due, column, value)
            return {"label": due.label, "day": due.day.isoformat() if due.day else None} if due else None
        case Kind.AMOUNT:
            amount = _as(Amount, column, value)
            return _amount_data(amount) if amount else None
        case Kind.LINK:
            link = _as(Link, column, value)
            return {"address": link.address, "label": link.label} if link else None
        case Kind.PEOPLE:
            return list(_as((list, tuple), column, value) or ())
        case _:
            assert_never(column.kind)


def period_data(period: Period) -> dict[str, Any]:
    return {
        "label": period.label,
        "start": period.start.isoformat() if period.start else None,
        "end": period.end.isoformat() if period.end else None,
        "recurrence": period.recurrence,
        "inferred": period.inferred,
    }


def _amount_data(amount: Amount) -> dict[str, Any]:
    value = None if amount.value is None else float(amount.value)
    return {"label": amount.label, "amount": value, "unit": amount.unit}


def _as(kind: Any, column: Column[Row], value: Value) -> Any:
    if value is None or isinstance(value, kind):
        return value
    raise TypeError(f"column {column.key!r} holds {column.kind}, not {type(value).__name__}")


def safe_address(address: str) -> bool:
    """Whether an address may become a link: http, https, mail, or a path on this site."""
    return bool(_SAFE_ADDRESS.match(address))


def linked_parts(text: str) -> Iterator[tuple[str, str]]:
    """The text in parts: (words, address), where the address is empty unless the words are one."""
    for index, part in enumerate(_ADDRESS.split(text)):
        if part:
            yield part, part if index % 2 else ""


def grouped(definition: TableDefinition[Row], rows: tuple[Row, ...]) -> Iterator[tuple[str, list[Row]]]:
    """Neighbouring rows of one group: (the group's name, empty for none; its rows), in the rows' order."""
    name, members = "", list[Row]()
    for row in rows:
        here = cell_text(definition.group, row) if definition.group else ""
        if members and here != name:
            yield name, members
            members = []
        name = here
        members.append(row)
    if members:
        yield name, members
