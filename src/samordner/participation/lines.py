"""What is known of one series of one municipality, and the same written as text.

A sheet of a municipality's month is such texts, each on a line of its own below its key: first all that is known when
the month begins, then the month's own steps in order. Any day of the month is read by leaving out what is later; of
each series the last one holds.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, TypeVar

from django.utils.timezone import localtime

from samordner.participation.models import Evidence
from samordner.participation.statements import Series
from samordner.timeline.periods import Period

V = TypeVar("V")


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


TAB = "\t"


@dataclass(frozen=True, slots=True)
class Front:
    """What stands first in a text, up to its first tab: enough to show it. `said`: the day it was last said, as ISO."""

    since: str
    said: str
    value: str
    evidence: str
    precision: str


SINCE, SAID, REST = slice(0, 10), slice(11, 21), slice(22, None)
"""Where in a front the days stand, and the rest, which many have in common."""


def front_of(text: str) -> Front:
    """The front of a text, or of what stands before its first tab."""
    front = text.partition(TAB)[0]
    value, evidence, precision = front[REST].rsplit(" ", 2)
    return Front(front[SINCE], front[SAID], value, evidence, precision)


END = 12
"""A text cut so far behind its first tab holds its front and the day it was expected on, and that may be all."""
FRONT, VALUE_DAY = slice(0, -END), slice(22, 32)
"""Where in a text that is cut so its front stands; and the value of a subject that holds a day."""


def value_of(text: str) -> str:
    return text.partition(TAB)[0][REST].rsplit(" ", 2)[0]


def expected_end(text: str) -> str:
    """The last day on which it was expected, as ISO; "": none."""
    return text.split(TAB, 2)[1]


def observation_of(text: str) -> int:
    """The observation that answers."""
    return int(text.rpartition(TAB)[2])


def key_of(series: Series) -> str:
    """The series as a line begins with it."""
    return f"{series.subject}/{series.item}" if series.item else series.subject


def order_of(text: str) -> tuple[str, str, int]:
    """For comparing: what holds of two is the later one."""
    recorded, pk = text.rsplit(TAB, 2)[1:]
    return text[SINCE], recorded, int(pk)


def on_evidence(text: str, evidence: str) -> str:
    """The same, resting on other evidence."""
    front, tab, rest = text.partition(TAB)
    found = front_of(front)
    return f"{found.since} {found.said} {found.value} {evidence} {found.precision}{tab}{rest}"


def text_of(one: Standing) -> str:
    """The standing as text: its front, then the rest between tabs; days and moments as ISO, nothing as ""."""
    expected = one.expected
    said = max(one.since, localtime(one.recorded_at).date())
    return TAB.join(
        (
            f"{one.since.isoformat()} {said.isoformat()} {one.value} {one.evidence} {one.precision}",
            _iso(expected.end if expected else None), _iso(expected.start if expected else None),
            json.dumps(expected.label, ensure_ascii=False) if expected else "",
            _iso(one.decision_day), one.source_kind, one.recorded_at.astimezone(UTC).isoformat(),
            str(one.observation),
        )
    )  # fmt: skip


def standing_of(participation: int, series: Series, text: str) -> Standing:
    """What `text_of` wrote."""
    _front, end, start, label, decided, source, recorded, pk = text.split(TAB)
    front = front_of(text)
    expected = Period(json.loads(label), _day(start), _day(end)) if label else None
    return Standing(
        int(pk), participation, series, front.value, date.fromisoformat(front.since), front.precision,
        datetime.fromisoformat(recorded), front.evidence, source, expected, _day(decided),
    )  # fmt: skip


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def read(sheet: str, day: date) -> dict[str, str]:
    """What a sheet says on `day`, a day of its month or after it: text by key."""
    if not sheet:
        return {}
    found, iso = sheet.split("\n"), day.isoformat()
    end = len(found)
    while end and found[end - 1][SINCE] > iso:
        end -= 2
    pairs = iter(found if end == len(found) else found[:end])
    return dict(zip(pairs, pairs, strict=True))


AT_MOST = 5
"""Of so many other things a sheet remembers what was worked out, besides the newest; and so many keys are looked for."""


class Unread(Mapping[str, str]):
    """What a sheet says on `day`, read when somebody asks for it.

    A country's sheets are megabytes of small texts, which take as long to put away and to throw out as to read. So the
    sheet is kept as it is, with what was worked out of all it says; a few keys are looked for in it, each once. Only
    who asks for more has all of it read and kept.
    """

    __slots__ = ("day", "few", "found", "sheet", "worked_out")

    def __init__(self, sheet: str, day: date) -> None:
        self.sheet, self.day = sheet, day
        self.few: dict[str, str | None] = {}
        self.found: dict[str, str] | None = None
        self.worked_out: dict[object, Any] = {}

    def read(self) -> dict[str, str]:
        """All of it."""
        if self.found is None:
            self.found = read(self.sheet, self.day)
        return self.found

    def once(self, about: object, work: Callable[[Mapping[str, str]], V]) -> V:
        """What `work` makes of it, worked out once. `about` is what else it depends on, the newest few of these."""
        if about not in self.worked_out:
            said = read(self.sheet, self.day) if self.found is None else self.found
            self.worked_out = {**dict(list(self.worked_out.items())[-AT_MOST:]), about: work(said)}
        return self.worked_out[about]  # type: ignore[no-any-return]

    def get(self, key: str, default: Any = None) -> Any:
        if self.found is not None:
            return self.found.get(key, default)
        if key not in self.few:
            if len(self.few) == AT_MOST:
                return self.read().get(key, default)
            self.few[key] = read_some(self.sheet, self.day, (key,)).get(key)
        text = self.few[key]
        return default if text is None else text

    def __getitem__(self, key: str) -> str:
        text: str | None = self.get(key)
        if text is None:
            raise KeyError(key)
        return text

    def __contains__(self, key: object) -> bool:
        return isinstance(key, str) and self.get(key) is not None

    def __iter__(self) -> Iterator[str]:
        return iter(self.read())

    def __len__(self) -> int:
        return len(self.read())


def read_some(sheet: str, day: date, keys: Iterable[str]) -> dict[str, str]:
    """As `read`, of a few keys: each is looked for from the end, the rest is not looked at."""
    found, iso = {}, day.isoformat()
    for key in keys:
        wanted, end = f"\n{key}\n", len(sheet)
        while (at := sheet.rfind(wanted, 0, end)) >= 0 or sheet.startswith(wanted[1:]):
            begin = at + len(wanted)  # of the very first line, as of one with a line before it
            if sheet[begin : begin + 10] <= iso:
                line_end = sheet.find("\n", begin)
                found[key] = sheet[begin:] if line_end < 0 else sheet[begin:line_end]
                break
            if at < 0:
                break
            end = at + 1
    return found


class Known(Mapping[tuple[int, Series], Standing]):
    """Standings kept as texts, and made when somebody asks for one."""

    def __init__(self, texts: Mapping[int, Mapping[str, str]], keys: Mapping[Series, str]) -> None:
        """`texts`: by participation, by key. `keys`: the series that are asked for, with their keys."""
        self.texts, self.keys_of = texts, keys
        self.asked = frozenset(keys.values())
        self.found: dict[str, dict[int, str]] = {}

    def __getitem__(self, place: tuple[int, Series]) -> Standing:
        participation, series = place
        return standing_of(participation, series, self.texts[participation][self.keys_of[series]])

    def __iter__(self) -> Iterator[tuple[int, Series]]:
        return (
            (participation, series)
            for participation, texts in self.texts.items()
            for series, key in self.keys_of.items()
            if key in texts
        )

    def __len__(self) -> int:
        return sum(1 for _one in self)

    def values_of(self, key: str) -> dict[int, str]:
        """The values of those of whom it is known, by participation."""
        if key not in self.asked:
            return {}
        if key not in self.found:
            self.found[key] = {
                pk: value_of(text) for pk, texts in self.texts.items() if (text := texts.get(key))
            }
        return self.found[key]

    def value(self, participation: int, key: str) -> str:
        """The value alone; "": unknown."""
        text = self.texts.get(participation, {}).get(key) if key in self.asked else None
        return value_of(text) if text else ""
