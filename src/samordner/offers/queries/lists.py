"""A board's rows narrowed, in order, and counted office by office."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from samordner.offers.queries.stands import BEST, STANDS, Board, Row
from samordner.offers.sources import Stand
from samordner.places.alphabet import norwegian_key


@dataclass(frozen=True)
class Narrowing:
    """What a board is narrowed to. `state` is a Stand, "gap" is the same as not yet; of an `audience`, else of the whole."""

    state: str = ""
    audience: str = ""
    words: str = ""
    among: frozenset[int] | None = field(default=None, hash=False)

    @property
    def narrows(self) -> bool:
        return bool(self.state or self.words or self.among is not None)


def narrowed(rows: Iterable[Row], by: Narrowing) -> list[Row]:
    """The rows that fit; an unknown state asks for nothing."""
    wanted = by.state if by.state in set(STANDS) else ""
    return [
        row
        for row in rows
        if (not wanted or row.cell(by.audience).stand == wanted)
        and (by.among is None or row.participation.pk in by.among)
        and all(word.casefold() in row.municipality.casefold() for word in by.words.split())
    ]


SORTS = ("municipality", "state", "offered", "came")


def in_order(rows: Iterable[Row], sort: str = "") -> list[Row]:
    """Gaps first, then those of whom some audience lacks it, then the worst; or as asked for."""
    name, down = sort.removeprefix("-"), sort.startswith("-")
    by_name = sorted(rows, key=lambda row: norwegian_key(row.municipality))
    match name:
        case "municipality":
            return list(reversed(by_name)) if down else by_name
        case "offered":
            dated = [row for row in by_name if row.whole.offered_on]
            dated.sort(key=lambda row: row.whole.offered_on or date.min, reverse=down)
            return [*dated, *(row for row in by_name if not row.whole.offered_on)]
        case "came":
            return sorted(by_name, key=lambda row: row.came, reverse=down)
        case "state":
            return sorted(by_name, key=lambda row: BEST[row.whole.stand], reverse=down)
    return sorted(by_name, key=lambda row: (not row.is_gap, -len(row.lacking), -BEST[row.whole.stand]))


@dataclass(frozen=True)
class OfficeLine:
    """How it stands with an offer in one office."""

    office: str
    name: str
    number: int
    numbers: Mapping[Stand, int]

    @property
    def gaps(self) -> int:
        return self.numbers.get(Stand.NOT_YET, 0)


def by_office(found: Board, names: Mapping[str, str]) -> list[OfficeLine]:
    """The board's numbers for each office, most gaps first."""
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in found.rows:
        groups[row.participation.office.key].append(row)
    lines = [
        OfficeLine(key, names.get(key, key), len(rows), Counter(row.whole.stand for row in rows))
        for key, rows in groups.items()
    ]
    return sorted(lines, key=lambda line: (-line.gaps, norwegian_key(line.name)))
