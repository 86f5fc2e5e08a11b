"""What is written of one period, as a value: whoever writes it, and by whichever way."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from samordner.measurement.models import Measurement, State


@dataclass(frozen=True, kw_only=True)
class Entry:
    """What is written of one period. `values`: of a subgroup each measurement; elsewhere `value`, and its `denominator`."""

    state: str = State.VALUE
    value: Decimal | None = None
    denominator: Decimal | None = None
    values: tuple[Decimal, ...] = ()
    note: str = ""

    def fields(self) -> dict[str, Any]:
        return {
            "state": self.state, "value": self.value, "denominator": self.denominator,
            "values": [float(one) for one in self.values], "note": " ".join(self.note.split()),
        }  # fmt: skip

    def as_json(self) -> dict[str, Any]:
        return self.fields() | {"value": plain(self.value), "denominator": plain(self.denominator)}


def plain(number: Decimal | None) -> str | None:
    """A number as text, the same for 3 and 3,0."""
    return None if number is None else format(number.normalize(), "f")


def entry_of(row: Measurement) -> Entry:
    """What stands of a period."""
    return Entry(
        state=row.state, value=row.value, denominator=row.denominator,
        values=tuple(Decimal(str(one)) for one in row.values), note=row.note,
    )  # fmt: skip
