"""What a plan was read as: front page, rows of registers, chapters, claims, and where every word went."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from samordner.documents.recognition.rows import Doubt, Entry, Piece
from samordner.documents.recognition.sources import Place
from samordner.documents.recognition.wording import joined, words_of
from samordner.plandocument.reading.front import Front
from samordner.timeline.periods import Period
from samordner.timeline.periods import read as read_period

COUNTED = (
    *("actors", "meetings", "period_plan", "cooperation"),
    *("communication", "networks", "guidelines", "follow_up"),
)
Lines = tuple[int, int]


class Unaccounted(AssertionError):
    """A fault of the reader: words of the source are lost, or stand in two places."""

    def __init__(self, lost: Counter[str], doubled: Counter[str]) -> None:
        super().__init__(f"lost: {dict(lost)}; in two places: {dict(doubled)}")


@dataclass(frozen=True)
class Row:
    """A row of a register. Its cells are its pieces joined; a carried value is not among them.

    `key` stays the same through corrections: its place in the register when read, and its first lines.
    `columns` are all columns of its register and those that its table adds; `typed` are the words that a
    person wrote, by cell.
    """

    key: str
    register: str
    columns: tuple[str, ...]
    pieces: tuple[Piece, ...]
    lines: Lines
    chapter: int = -1  # index into the reading's chapters, for words that go back to the text; -1 for none
    carried: Mapping[str, str] = field(default_factory=dict)
    parent: str | None = None
    doubts: tuple[Doubt, ...] = ()
    periods: Mapping[str, Period] = field(default_factory=dict)
    times: tuple[str, ...] = ()  # columns that hold a time
    year: int | None = None  # the year for a time that prints none
    typed: Mapping[str, str] = field(default_factory=dict)

    @property
    def cells(self) -> dict[str, str]:
        """The text of each column, empty where the table has none."""
        return {key: joined(one.text for one in self.pieces if one.column == key) for key in self.columns}

    @property
    def certain(self) -> bool:
        """Whether nothing about the row is in doubt."""
        return not self.doubts


@dataclass(frozen=True)
class ChapterText:
    """A chapter: its heading line and all that is in no row. `number` is None for a foreword."""

    number: int | None
    title: str
    text: str
    lines: Lines
    kind: str = "chapter"
    sections: tuple[tuple[str, str, int], ...] = ()  # label, title, line


@dataclass(frozen=True)
class StatedClaim:
    """A number of municipalities that the plan states."""

    text: str
    numerator: int
    denominator: int | None
    day: str | None
    chapter: int | None
    lines: Lines
    inferred: tuple[str, ...] = ()  # "day", "denominator": taken from elsewhere in the document


@dataclass(frozen=True)
class Unread:
    """A table that was not understood; its words are in its chapter's text."""

    lines: Lines
    chapter: int | None
    why: str


@dataclass(frozen=True)
class Reading:
    """A plan as read. Every word of the source is in exactly one of rows, chapters, repeated, furniture."""

    kind: str
    front: Front
    rows: Mapping[str, tuple[Row, ...]]
    chapters: tuple[ChapterText, ...]
    claims: tuple[StatedClaim, ...]
    repeated: tuple[Entry, ...]
    furniture: tuple[Entry, ...]
    unread: tuple[Unread, ...]
    words: Counter[str] = field(default_factory=Counter)
    typed: Counter[str] = field(default_factory=Counter)  # words that a person wrote
    columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # of every register there could be
    places: tuple[Place, ...] = ()  # the pages of a file that has them

    def all_rows(self) -> Iterator[Row]:
        """Every row of every register."""
        for rows in self.rows.values():
            yield from rows

    def counts(self) -> dict[str, int]:
        """Rows by register: the eight that a plan is expected to have, others where found."""
        counts = {key: len(self.rows.get(key, ())) for key in COUNTED}
        return counts | {key: len(rows) for key, rows in self.rows.items() if rows and key not in counts}

    def accounting(self) -> dict[str, int]:
        """How many words of the source went where; raises `Unaccounted` if one is lost or stands twice."""
        parts = self._parts()
        total = sum(parts.values(), Counter[str]())
        expected = self.words + self.typed
        if total != expected:
            raise Unaccounted(expected - total, total - expected)
        counts = {key: part.total() for key, part in parts.items()}
        return {"words": self.words.total(), **counts} | ({"typed": self.typed.total()} if self.typed else {})

    def _parts(self) -> dict[str, Counter[str]]:
        return {
            "rows": words_of(cell for row in self.all_rows() for cell in row.cells.values()),
            "chapters": words_of(chapter.text for chapter in self.chapters),
            "repeated": words_of(entry.text for entry in self.repeated),
            "furniture": words_of(entry.text for entry in self.furniture),
        }

    def as_json(self) -> dict[str, Any]:
        """The reading as plain data; the accounting is verified on the way."""
        return {
            "kind": self.kind,
            "front": _front(self.front),
            "registers": self.counts(),
            "rows": {key: [_row(row) for row in rows] for key, rows in self.rows.items()},
            "chapters": [_chapter(chapter) for chapter in self.chapters],
            "claims": [_claim(claim) for claim in self.claims],
            "repeated": [
                {"text": one.text, "lines": list(one.lines), "register": one.register, "reason": one.kind}
                for one in self.repeated
            ],
            "furniture": [
                {"text": one.text, "lines": list(one.lines), "kind": one.kind} for one in self.furniture
            ],
            "unread": [
                {"lines": list(one.lines), "chapter": one.chapter, "why": one.why} for one in self.unread
            ],
            "accounting": self.accounting(),
            "pages": [[place.first, place.page] for place in self.places],
        }


def with_periods(row: Row) -> Row:
    """The row with its times read, from what its cells say or what is carried to them."""
    periods: dict[str, Period] = {}
    cells = row.cells
    for key in row.times:
        label = cells.get(key, "") or row.carried.get(key, "")
        period = read_period(label, year=row.year)
        if period.known:
            periods[key] = period if cells.get(key) else replace(period, inferred=True)
    return replace(row, periods=periods)


def period_json(period: Period) -> dict[str, Any]:
    """A period as plain data."""
    plain: dict[str, Any] = {
        "label": period.label,
        "start": period.start.isoformat() if period.start else None,
        "end": period.end.isoformat() if period.end else None,
    }
    return plain | {"recurrence": period.recurrence, "inferred": period.inferred}


def _front(front: Front) -> dict[str, Any]:
    return {
        "title": front.title,
        "period": period_json(front.period) if front.period else None,
        "date": period_json(front.date) if front.date else None,
        "approved_by": front.approved_by,
        "prepared_by": list(front.prepared_by),
    }


def _row(row: Row) -> dict[str, Any]:
    plain: dict[str, Any] = {
        "key": row.key,
        "cells": row.cells,
        "parent": row.parent,
        "certain": row.certain,
        "lines": list(row.lines),
        "doubts": [asdict(doubt) for doubt in row.doubts],
        "carried": dict(row.carried),
        "periods": {key: period_json(period) for key, period in row.periods.items()},
    }
    return plain | ({"typed": dict(row.typed)} if row.typed else {})


def _chapter(chapter: ChapterText) -> dict[str, Any]:
    return {
        "number": chapter.number,
        "title": chapter.title,
        "lines": list(chapter.lines),
        "kind": chapter.kind,
        "sections": [
            {"label": label, "title": title, "line": line} for label, title, line in chapter.sections
        ],
        "text": chapter.text,
    }


def _claim(claim: StatedClaim) -> dict[str, Any]:
    return {
        "text": claim.text,
        "numerator": claim.numerator,
        "denominator": claim.denominator,
        "day": claim.day,
        "chapter": claim.chapter,
        "lines": list(claim.lines),
        "inferred": list(claim.inferred),
    }
