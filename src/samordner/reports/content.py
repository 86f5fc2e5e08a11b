"""What a report says, as plain data: gathered from the registers while it is a draft, frozen as JSON when it is sent.

Pages, documents and comparisons are all drawn from this, so that a sent report and a draft look and count alike.
"""

from __future__ import annotations

import json
import types
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, asdict, dataclass, fields, is_dataclass
from datetime import date, datetime
from functools import cache
from typing import Any, cast, get_args, get_origin, get_type_hints

from samordner.charts.figures import Figure, FigureTable

UNKNOWN = "?"
"""How a municipality of which nothing is known stands, among the keys of values."""


@dataclass(frozen=True, slots=True)
class Place:
    """A municipality that the numbers count; `office` is a key."""

    code: str
    name: str
    office: str


@dataclass(frozen=True, slots=True)
class Count:
    """The municipalities (codes) that have one value. `applies` is false for "not relevant"."""

    key: str
    name: str
    sign: str = ""
    tone: str = "neutral"
    applies: bool = True
    codes: tuple[str, ...] = ()

    @property
    def number(self) -> int:
        return len(self.codes)


@dataclass(frozen=True, slots=True)
class Sum:
    """Values that are also told together, under a name that says so."""

    name: str
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Number:
    """How all municipalities stand in one series: each stands in exactly one of the counts, or is unknown.

    `kind` is "value", "many" (an option that holds or does not) or "day". `title` is the subject, `option` the item.
    """

    subject: str
    kind: str
    title: str
    item: str = ""
    option: str = ""
    counts: tuple[Count, ...] = ()
    sums: tuple[Sum, ...] = ()
    unknown: tuple[str, ...] = ()

    @property
    def known(self) -> int:
        return sum(count.number for count in self.counts)

    @property
    def of(self) -> int:
        return self.known + len(self.unknown)

    @property
    def relevant(self) -> int:
        """Whom shares are of: all but those for whom it is not relevant."""
        return self.of - sum(count.number for count in self.counts if not count.applies)

    def codes(self, *keys: str) -> tuple[str, ...]:
        return tuple(code for count in self.counts if count.key in keys for code in count.codes)

    def standing(self) -> dict[str, str]:
        """The key of the value that each municipality has, UNKNOWN where nothing is known."""
        return {code: count.key for count in self.counts for code in count.codes} | dict.fromkeys(
            self.unknown, UNKNOWN
        )

    def name_of(self, key: str) -> str:
        return next((count.name for count in self.counts if count.key == key), "")


@dataclass(frozen=True, slots=True)
class Told:
    """A number from another register, counted on the day of the report."""

    key: str
    name: str
    number: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class Drawing:
    """A figure as it was drawn."""

    key: str
    title: str
    svg: str
    alt: str
    width: int
    height: int
    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]

    @classmethod
    def of(cls, figure: Figure) -> Drawing:
        table = figure.table
        return cls(
            figure.key, figure.title, figure.svg, figure.alt, figure.width, figure.height, table.columns, table.rows
        )  # fmt: skip

    @property
    def figure(self) -> Figure:
        return Figure(
            self.key, self.title, self.svg, self.alt, FigureTable(self.columns, self.rows), self.width, self.height
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Part:
    """One question: its words, its numbers, and the answer. `risk` is a key, `judged` its words."""

    key: str
    name: str
    help: str = ""
    asks_risk: bool = False
    numbers: tuple[Number, ...] = ()
    drawings: tuple[Drawing, ...] = ()
    told: tuple[Told, ...] = ()
    text: str = ""
    risk: str = ""
    judged: str = ""
    sign: str = ""
    tone: str = "neutral"

    @property
    def is_answered(self) -> bool:
        return bool(self.text.strip()) and (bool(self.risk) or not self.asks_risk)


@dataclass(frozen=True, slots=True)
class Source:
    """A sent report that a national one builds on."""

    office: str
    name: str
    number: int
    digest: str


@dataclass(frozen=True, slots=True)
class Content:
    """A whole report. `known_at`: what was recorded by then counts (None: all that is recorded now).

    `offices` are the names, by key, of those whose municipalities are counted.
    """

    programme: str
    programme_name: str
    form: str
    form_name: str
    name: str
    office: str
    issuer: str
    receiver: str
    due: date
    edition: int
    replaces: int | None
    status_day: date
    known_at: datetime | None
    language: str
    places: tuple[Place, ...]
    offices: dict[str, str]
    parts: tuple[Part, ...]
    sources: tuple[Source, ...] = ()

    @property
    def is_national(self) -> bool:
        return not self.office

    @property
    def numbers(self) -> Iterator[Number]:
        """Every number once, in the order of the questions."""
        seen = set()
        for part in self.parts:
            for number in part.numbers:
                if (number.subject, number.item) not in seen:
                    seen.add((number.subject, number.item))
                    yield number

    def part(self, key: str) -> Part | None:
        return next((part for part in self.parts if part.key == key), None)

    @property
    def names(self) -> dict[str, str]:
        return {place.code: place.name for place in self.places}

    def by_office(self, codes: tuple[str, ...]) -> dict[str, int]:
        """How many of these municipalities each office (key) has; together all of them."""
        home = {place.code: place.office for place in self.places}
        found = dict.fromkeys(self.offices, 0)
        for code in codes:
            found[home[code]] += 1
        return found


# Frozen and thawed

FORMAT = 1


def frozen(content: Content) -> bytes:
    """The report as JSON, the same bytes for the same content."""
    return (json.dumps({"format": FORMAT, **_plain(content)}, ensure_ascii=False, indent=1) + "\n").encode()


def thawed(data: bytes) -> Content:
    """The report that was frozen. ValueError when it was frozen by a later version of the product."""
    raw = json.loads(data)
    if raw.pop("format") > FORMAT:
        raise ValueError("a report of a later version")
    return cast(Content, _shaped(Content, raw))


def _plain(content: Content) -> dict[str, Any]:
    return cast(
        dict[str, Any], json.loads(json.dumps(asdict(content), default=lambda moment: moment.isoformat()))
    )


def _shaped(hint: Any, raw: Any) -> Any:
    if is_dataclass(hint):
        return _made(cast(type, hint), raw)
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is types.UnionType:
        return None if raw is None else _shaped(arguments[0], raw)
    if origin is tuple:
        return tuple(_shaped(arguments[0], one) for one in raw)
    if origin is dict:
        return dict(raw)
    if hint is datetime:
        return datetime.fromisoformat(raw)
    if hint is date:
        return date.fromisoformat(raw)
    return raw


def _made(shape: type, raw: Mapping[str, Any]) -> Any:
    """What was not yet told when the report was frozen stands at its default."""
    hints = _hints(shape)
    given = {one.name: _shaped(hints[one.name], raw[one.name]) for one in fields(shape) if one.name in raw}
    missing = [
        one.name
        for one in fields(shape)
        if one.name not in given and one.default is MISSING and one.default_factory is MISSING
    ]
    if missing:
        raise ValueError(f"a frozen report lacks {', '.join(missing)}")
    return shape(**given)


@cache
def _hints(shape: type) -> dict[str, Any]:
    return get_type_hints(shape)
