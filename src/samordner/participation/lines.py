"""What is known of one series of one municipality, and the same written on one line of text.

A sheet of a municipality's month is such lines: first all that is known when the month begins, then the month's
own steps in order. Any day of the month is read by leaving out what is later; of each series the last line holds.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.utils.timezone import localtime

from samordner.participation.models import Evidence
from samordner.participation.statements import Series
from samordner.timeline.periods import Period


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of one series of one municipality: the observation that answers, in short."""

    observation: int
    participation: int
    series: Series
    value: str
    since: date
    precision: str
    recorded_at: datetime
    evidence: str
    source_kind: str
    expected: Period | None
    decision_day: date | None

    @property
    def is_documented(self) -> bool:
        return self.evidence != Evidence.SELF_REPORTED


TAB, SINCE, VALUE, PRECISION, EVIDENCE, SAID, LATE_FROM = "\t", 0, 1, 2, 3, 4, 5
"""What stands first on a line, after its key. SAID: the day it was last said; LATE_FROM: the last day it was
expected on, "" for none."""


def key_of(series: Series) -> str:
    """The series as a line begins with it."""
    return f"{series.subject}/{series.item}" if series.item else series.subject


def text_of(one: Standing) -> str:
    """The standing as its line has it, without the key: days and moments as ISO, nothing as ""."""
    expected = one.expected
    said = max(one.since, localtime(one.recorded_at).date())
    return TAB.join(
        (
            one.since.isoformat(), one.value, one.precision, one.evidence, said.isoformat(),
            _iso(expected.end if expected else None), _iso(expected.start if expected else None),
            json.dumps(expected.label, ensure_ascii=False) if expected else "",
            _iso(one.decision_day), one.source_kind, one.recorded_at.astimezone(UTC).isoformat(),
            str(one.observation),
        )
    )  # fmt: skip


def standing_of(participation: int, series: Series, text: str) -> Standing:
    """What `text_of` wrote."""
    (since, value, precision, evidence, _said, end, start, label, decided, source, recorded, pk) = text.split(
        TAB
    )
    expected = Period(json.loads(label), _day(start), _day(end)) if label else None
    return Standing(
        int(pk), participation, series, value, date.fromisoformat(since), precision,
        datetime.fromisoformat(recorded), evidence, source, expected, _day(decided),
    )  # fmt: skip


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def read(sheet: str, day: date) -> dict[str, str]:
    """What a sheet says on `day`, a day of its month or after it: line by key."""
    lines = sheet.split("\n") if sheet else []
    iso = day.isoformat()
    while lines and lines[-1].split(TAB, 2)[1] > iso:
        lines.pop()
    return dict([line.split(TAB, 1) for line in lines])  # type: ignore[misc]


class Known(Mapping[tuple[int, Series], Standing]):
    """Standings kept as their lines, and made when somebody asks for one."""

    def __init__(self, lines: Mapping[int, Mapping[str, str]], keys: Mapping[Series, str]) -> None:
        """`lines`: by participation, by key. `keys`: the series that are asked for, with their keys."""
        self.lines, self.keys_of = lines, keys
        self.asked = frozenset(keys.values())

    def __getitem__(self, place: tuple[int, Series]) -> Standing:
        participation, series = place
        return standing_of(participation, series, self.lines[participation][self.keys_of[series]])

    def __iter__(self) -> Iterator[tuple[int, Series]]:
        return (
            (participation, series)
            for participation, lines in self.lines.items()
            for series, key in self.keys_of.items()
            if key in lines
        )

    def __len__(self) -> int:
        return sum(1 for _one in self)

    def value(self, participation: int, key: str) -> str:
        """The value alone; "": unknown."""
        line = self.lines.get(participation, {}).get(key) if key in self.asked else None
        return line.split(TAB, 2)[VALUE] if line else ""
