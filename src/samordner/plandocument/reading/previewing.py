"""A reading for a person in a terminal."""

import textwrap
from collections.abc import Iterator

from samordner.plandocument.reading.result import Reading, Row

WHY = {
    "register-unsure": "the table fits another register nearly as well",
    "loose-lines": "stood in loose lines outside the table",
    "joined": "joined from two rows, perhaps over a page break",
    "word-joined": "a word may have been put together of two",
    "few-cells": "the row has fewer cells than the table has columns",
    "surplus-cells": "the row has more cells than the table has columns",
    "carried": "taken from the row above, where the cell is blank",
    "same-as-earlier": "the same row stands earlier in the table",
    "group-by-order": "the group is told by the order of the lines alone",
    "group-may-have-ended": "the group may have ended above this row",
    "group-ends-here": "the group above is taken to end before this row",
}


def preview(reading: Reading, width: int = 100) -> Iterator[str]:
    """The reading for a person in a terminal: counts, rows, and which cells are proposed and why."""
    yield from _front(reading)
    yield ""
    for key, count in reading.counts().items():
        proposed = sum(not row.certain for row in reading.rows.get(key, ()))
        yield f"{key:24}{count:4} rows" + (f", {proposed} to look at" if proposed else "")
    for key, rows in reading.rows.items():
        yield from ("", f"== {key}")
        for row in rows:
            yield from _row(row, width)
    yield from ("", "== chapters")
    for chapter in reading.chapters:
        number = f"{chapter.number}." if chapter.number is not None else "-"
        words = len(chapter.text.split())
        yield f"{number:4}{chapter.title} ({_lines(chapter.lines)}, {words} words)"
    yield from ("", "== claims")
    for claim in reading.claims:
        share = f"{claim.numerator} of {claim.denominator}" if claim.denominator else str(claim.numerator)
        note = f" ({' and '.join(claim.inferred)} inferred)" if claim.inferred else ""
        yield f"{share}, {claim.day or 'no day'}{note}, line {claim.lines[0]}"
        yield from _wrapped(claim.text, "    ", width)
    yield ""
    for entry in reading.repeated:
        yield f"set aside, printed again: {_lines(entry.lines)} ({entry.register}, {entry.kind})"
    for unread in reading.unread:
        yield f"not understood, kept as text: {_lines(unread.lines)} (chapter {unread.chapter})"
    counts = reading.accounting()
    parts = ", ".join(f"{count} in {key}" for key, count in counts.items() if key != "words")
    yield f"All {counts['words']} words accounted for: {parts}."


def _lines(lines: tuple[int, int]) -> str:
    return f"lines {lines[0]}-{lines[1]}"


def _front(reading: Reading) -> Iterator[str]:
    front = reading.front
    yield front.title or "(no title found)"
    if front.period:
        yield f"period       {front.period.label}"
    if front.date:
        day = f" = {front.date.start}" if front.date.start else ""
        yield f"date         {front.date.label}{day}{' (year inferred)' if front.date.inferred else ''}"
    if front.approved_by:
        yield f"approved by  {front.approved_by}"
    if front.prepared_by:
        yield f"prepared by  {', '.join(front.prepared_by)}"


def _row(row: Row, width: int) -> Iterator[str]:
    mark = " " if row.certain else "?"
    parent = f" under {row.parent}" if row.parent else ""
    yield f"{mark} {row.key}{parent}"
    doubts = {cell: [one.why for one in row.doubts if one.cell == cell] for cell in (*row.columns, "parent")}
    for cell, text in row.cells.items():
        shown = text or (f"[{row.carried[cell]}]" if cell in row.carried else "")
        if shown or doubts[cell]:
            sign = "?" if doubts[cell] else " "
            yield from _wrapped(" / ".join(shown.split("\n")), f"  {sign} {cell:18} ", width)
        for why in doubts[cell]:
            yield f"      {'':18}^ {WHY.get(why, why)}"
    for why in doubts["parent"]:
        yield f"  ? {'parent':18} {row.parent or 'none'}: {WHY.get(why, why)}"


def _wrapped(text: str, head: str, width: int) -> list[str]:
    return textwrap.wrap(text, width, initial_indent=head, subsequent_indent=" " * len(head)) or [
        head.rstrip()
    ]
