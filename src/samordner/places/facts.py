"""The register of places as data: the files under `data/`, read strictly and checked as a whole.

Kinds of change are not in the files; they follow from the rows (`kind_of`, `moves_county`).
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date, timedelta
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeVar, get_type_hints

from django.utils.translation import gettext as _

FOLDER = Path(__file__).parent / "data"


@dataclass(frozen=True)
class Row:
    """A row of a file; `where` names file and line."""

    where: str


@dataclass(frozen=True)
class PeriodRow(Row):
    """A row that holds from `since` until `until` (exclusive). Open ends compare as the first and last day
    there is.
    """

    since: date | None
    until: date | None

    @property
    def start(self) -> date:
        return self.since or date.min

    @property
    def end(self) -> date:
        return self.until or date.max

    def holds(self, day: date) -> bool:
        return self.start <= day < self.end


@dataclass(frozen=True)
class CountyRow(PeriodRow):
    code: str
    name: str
    formed_from: tuple[str, ...]


@dataclass(frozen=True)
class MunicipalityRow(PeriodRow):
    code: str
    name: str

    @property
    def county(self) -> str:
        """The county's code: the first two figures of the municipality's."""
        return self.code[:2]


@dataclass(frozen=True)
class OfficeNameRow(PeriodRow):
    office: str
    name: str


@dataclass(frozen=True)
class OfficeAreaRow(PeriodRow):
    office: str
    county: str


@dataclass(frozen=True)
class AuthorityNameRow(PeriodRow):
    nb: str
    nn: str
    en: str


@dataclass(frozen=True)
class ChangeRow(Row):
    """On `day`, what was `from_code` became, or went into, `to_code`."""

    day: date
    from_code: str
    to_code: str


@dataclass(frozen=True)
class Facts:
    """All that the files say."""

    counties: tuple[CountyRow, ...]
    municipalities: tuple[MunicipalityRow, ...]
    changes: tuple[ChangeRow, ...]
    office_names: tuple[OfficeNameRow, ...]
    office_areas: tuple[OfficeAreaRow, ...]
    authority_names: tuple[AuthorityNameRow, ...]

    @cached_property
    def municipality(self) -> Mapping[str, MunicipalityRow]:
        return {row.code: row for row in self.municipalities}

    @cached_property
    def county(self) -> Mapping[str, CountyRow]:
        return {row.code: row for row in self.counties}

    @cached_property
    def outs(self) -> Counter[tuple[date, str]]:
        """How many municipalities each went into on a day."""
        return Counter((row.day, row.from_code) for row in self.changes)

    @cached_property
    def ins(self) -> Counter[tuple[date, str]]:
        """How many municipalities each was made of on a day."""
        return Counter((row.day, row.to_code) for row in self.changes)

    def codes(self, day: date) -> set[str]:
        """The municipalities that exist on `day`."""
        return {row.code for row in self.municipalities if row.holds(day)}


class Faulty(Exception):
    """The files cannot be used. `faults` holds one sentence for each thing that is wrong, with file and
    line.
    """

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


def kind_of(row: ChangeRow, facts: Facts) -> str:
    """What a change is, from how many it came from and went to on that day."""
    split, merged = facts.outs[row.day, row.from_code] > 1, facts.ins[row.day, row.to_code] > 1
    if split:
        return "split_and_merge" if merged else "split"
    return "merge" if merged else "renumber"


def moves_county(row: ChangeRow, facts: Facts) -> bool:
    """Whether a change takes people to another county: neither the one they were in nor one formed from it
    that day.
    """
    old, new = row.from_code[:2], row.to_code[:2]
    county = facts.county[new]
    return old != new and not (county.since == row.day and old in county.formed_from)


def replay(codes: set[str], changes: Iterable[ChangeRow]) -> set[str]:
    """The municipalities after one day's changes, from those before it."""
    changes = list(changes)
    return codes - {row.from_code for row in changes} | {row.to_code for row in changes}


# Reading

R = TypeVar("R", bound=Row)
_READ: Mapping[Any, Callable[[str], Any]] = {
    str: str,
    date: date.fromisoformat,
    date | None: lambda text: date.fromisoformat(text) if text else None,
    tuple[str, ...]: lambda text: tuple(text.split()),
}


def read(folder: Path = FOLDER) -> Facts:
    """Read and check the files in `folder`. Raises Faulty with every fault, never half of the facts."""
    faults: list[str] = []
    facts = Facts(
        counties=_rows(folder / "counties.csv", CountyRow, faults),
        municipalities=_rows(folder / "municipalities.csv", MunicipalityRow, faults),
        changes=_rows(folder / "changes.csv", ChangeRow, faults),
        office_names=_rows(folder / "office_names.csv", OfficeNameRow, faults),
        office_areas=_rows(folder / "office_areas.csv", OfficeAreaRow, faults),
        authority_names=_rows(folder / "authority_names.csv", AuthorityNameRow, faults),
    )
    if faults := faults or check(facts):
        raise Faulty(faults)
    return facts


def _rows(path: Path, shape: type[R], faults: list[str]) -> tuple[R, ...]:
    """The rows of a CSV file whose first line names the source and second the columns."""
    types = {
        field.name: get_type_hints(shape)[field.name] for field in fields(shape) if field.name != "where"
    }
    _source, head, *lines = csv.reader(path.read_text(encoding="utf-8").splitlines())
    if sorted(head) != sorted(types):
        faults.append(
            _("%(where)s: the columns must be %(columns)s")
            % {"where": path.name, "columns": ", ".join(types)}
        )
        return ()
    rows = []
    for number, cells in enumerate(lines, 3):
        where = f"{path.name}:{number}"
        try:
            values = dict(zip(head, cells, strict=True))
            rows.append(
                shape(where=where, **{name: _READ[types[name]](text) for name, text in values.items()})
            )
        except ValueError as error:
            faults.append(f"{where}: {error}")
    return tuple(rows)


# Checking


def check(facts: Facts) -> list[str]:
    """Every fault in the facts as a sentence with file and line; none when they are whole.

    Whole means: no code twice, no period that ends before it begins; each municipality in one county, and
    from the first day of any office in one office, on every day; and each day's changes make that day's
    list out of the last.
    """
    faults = [*_periods(facts), *_codes(facts), *_links(facts)]
    return faults or [*_counties(facts), *_replays(facts), *_offices(facts)]


def _periods(facts: Facts) -> Iterator[str]:
    rows: tuple[PeriodRow, ...] = (
        *facts.counties,
        *facts.municipalities,
        *facts.office_names,
        *facts.office_areas,
        *facts.authority_names,
    )
    for row in rows:
        if row.end <= row.start:
            yield _("%(where)s: ends before it begins") % {"where": row.where}


def _codes(facts: Facts) -> Iterator[str]:
    for rows, length in ((facts.counties, 2), (facts.municipalities, 4)):
        seen: set[str] = set()
        for row in rows:
            if not (
                len(row.code) == length and row.code.isascii() and row.code.isdigit() and row.name.strip()
            ):
                yield _("%(where)s: a code of %(length)d figures and a name are needed") % {
                    "where": row.where, "length": length,
                }  # fmt: skip
            if row.code in seen:
                yield _("%(where)s: the code %(code)s stands twice") % {"where": row.where, "code": row.code}
            seen.add(row.code)
    pairs = Counter((row.day, row.from_code, row.to_code) for row in facts.changes)
    for change in facts.changes:
        if pairs[change.day, change.from_code, change.to_code] > 1:
            yield _("%(where)s: the change stands twice") % {"where": change.where}


def _links(facts: Facts) -> Iterator[str]:
    """Every code that a row points to is a row."""
    pointers: list[tuple[Row, Iterable[str], Mapping[str, Any]]] = [
        *((row, [row.county], facts.county) for row in facts.municipalities),
        *((row, row.formed_from, facts.county) for row in facts.counties),
        *((row, [row.county], facts.county) for row in facts.office_areas),
        *((row, [row.from_code, row.to_code], facts.municipality) for row in facts.changes),
    ]
    for row, codes, known in pointers:
        for code in codes:
            if code not in known:
                yield _("%(where)s: %(code)s is not in the register") % {"where": row.where, "code": code}
    named = {row.office for row in facts.office_names}
    for area in facts.office_areas:
        if area.office not in named:
            yield _("%(where)s: %(code)s is not in the register") % {"where": area.where, "code": area.office}


def _counties(facts: Facts) -> Iterator[str]:
    for row in facts.municipalities:
        county = facts.county[row.county]
        if not county.start <= row.start < row.end <= county.end:
            yield _("%(where)s: county %(code)s does not exist all that time") % {
                "where": row.where,
                "code": county.code,
            }
    for county in facts.counties:
        for code in county.formed_from:
            if facts.county[code].until != county.since:
                yield _("%(where)s: county %(code)s did not end that day") % {
                    "where": county.where,
                    "code": code,
                }


def _replays(facts: Facts) -> Iterator[str]:
    first = min((row.start for row in facts.municipalities), default=date.min)
    days = {row.day for row in facts.changes} | {
        day for row in facts.municipalities for day in (row.start, row.end) if first < day < date.max
    }
    for day in sorted(days):
        changes = [row for row in facts.changes if row.day == day]
        before, after = facts.codes(day - timedelta(days=1)), facts.codes(day)
        for change in changes:
            if change.from_code not in before or change.to_code not in after:
                yield _("%(where)s: one of the two does not exist then") % {"where": change.where}
            elif change.from_code == change.to_code and kind_of(change, facts) == "renumber":
                yield _("%(where)s: nothing changes") % {"where": change.where}
        for code in sorted(replay(before, changes) ^ after):
            yield _("%(where)s: the changes of %(day)s do not lead to it, or do not end it") % {
                "where": facts.municipality[code].where, "day": day,
            }  # fmt: skip


def _offices(facts: Facts) -> Iterator[str]:
    """From the first day of any office: each county in one office at a time, each office with one name at a
    time.
    """
    first = min((row.start for row in facts.office_areas), default=date.max)
    for county in facts.counties:
        areas = [row for row in facts.office_areas if row.county == county.code]
        if county.end > first:
            yield from _gapless(county.where, areas, max(county.start, first), county.end)
    for office in sorted({row.office for row in facts.office_names}):
        names = [row for row in facts.office_names if row.office == office]
        mine = [row for row in facts.office_areas if row.office == office]
        start, end = (
            min((row.start for row in mine), default=first),
            max((row.end for row in mine), default=date.max),
        )
        yield from _gapless(names[0].where, names, start, end)
    yield from _gapless("authority_names.csv", facts.authority_names, first, date.max)


def _gapless(where: str, rows: Iterable[PeriodRow], start: date, end: date) -> Iterator[str]:
    """Faults unless the rows lie end to end from `start` (or before) until `end`."""
    ordered = sorted(rows, key=lambda row: row.start)
    for one, next_one in pairwise(ordered):
        if one.end != next_one.start:
            yield _("%(where)s: overlaps or leaves a gap after %(other)s") % {
                "where": next_one.where,
                "other": one.where,
            }
    if not ordered or ordered[0].start > start or ordered[-1].end != end:
        yield _("%(where)s: the time from %(start)s is not covered to its end") % {
            "where": where,
            "start": start,
        }
