"""Drawings of answers: each a bar of its own that shows what silence leaves open, or several wholes under each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from samordner.charts.drawing import (
    ACCENT,
    INK,
    LABEL,
    LINE_HEIGHT,
    QUIET,
    SOFT,
    WIDTH,
    fill_of,
    frame,
    pill,
    rectangle,
    text_width,
    words,
    wrapped,
)
from samordner.charts.figures import Figure, FigureTable

HIGH, GAP = 18.0, 16.0


@dataclass(frozen=True, slots=True)
class Bar:
    """`count` of `whole` (None: not told), and `more` that may belong to it. `said` tells it in words."""

    label: str
    count: int | None
    whole: int
    more: int
    said: str


def bars(
    key: str, title: str, rows: Sequence[Bar], columns: tuple[str, str], open_part: str, *, width: int = WIDTH
) -> Figure:
    """A bar for each, under its words: filled as far as is known, dashed as far as it may go (`open_part` names that).

    `columns` head the table: what, and how many. A smaller `width` makes larger words of it.
    """
    content: list[str] = []
    top = 2.0
    for row in rows:
        top = _labelled(content, row.label, row.said, top, width)
        content.append(rectangle(0.75, top, width - 1.5, HIGH, SOFT))
        wide = (width - 1.5) / row.whole if row.whole else 0
        if row.count is not None and row.more:
            content.append(
                rectangle(0.75, top, max(2.0, wide * (row.count + row.more)), HIGH, "", unknown=True)
            )
        if row.count:
            content.append(rectangle(0.75, top, max(2.0, wide * row.count), HIGH, fill_of(key, 1)))
        top += HIGH + GAP
    if any(row.more and row.count is not None for row in rows):
        content.append(rectangle(0.75, top, 34, HIGH, "", unknown=True))
        for line in wrapped(open_part, width - 50, LABEL - 1):
            content.append(words(line, 46, top + 14, size=LABEL - 1, fill=QUIET))
            top += (LABEL - 1) * LINE_HEIGHT
        top += 6
    alt = f"{title}. {'; '.join(f'{row.label}: {row.said}' for row in rows)}."
    table = FigureTable(columns, tuple((row.label, row.said) for row in rows))
    return Figure(
        key, title, frame(key, title, alt, top + 4, content, width=width), alt, table, width, round(top + 4)
    )


def _labelled(content: list[str], label: str, said: str, top: float, width: int) -> float:
    """The label with what is said of it at its right; and where that ends."""
    told = text_width(said, LABEL) + 12
    for number, line in enumerate(wrapped(label, width - told - 8, LABEL)):
        base = top + LABEL + number * LABEL * LINE_HEIGHT
        content.append(words(line, 1, base, fill=INK))
        if not number:
            content.append(words(said, width - 1, base, bold=True, fill=ACCENT, anchor="end"))
        bottom = base + 7
    return bottom


@dataclass(frozen=True, slots=True)
class Whole:
    """A bar of parts: how many of each, in the order of the legend; None: not told. `said` stands in its place then.

    `silent`: how many are in none of the parts.
    """

    label: str
    counts: tuple[int, ...] | None
    silent: int
    said: str


def wholes(
    key: str,
    title: str,
    rows: Sequence[Whole],
    parts: Sequence[str],
    columns: tuple[str, str],
    *,
    width: int = WIDTH,
) -> Figure:
    """Under each other, each as one bar of the same parts.

    `columns` head the table: what, and those who are in none of the parts; the first stands over the rows.
    """
    content: list[str] = []
    top = 2.0
    for row in rows:
        top = _labelled(content, row.label, row.said, top, width)
        counts = row.counts or ()
        total = sum(counts) + row.silent
        content.append(rectangle(0.75, top, width - 1.5, HIGH + 8, SOFT, unknown=True))
        left, wide = 0.75, (width - 1.5) / total if total else 0
        for index, number in enumerate(counts):
            if number:
                content.append(rectangle(left, top, wide * number, HIGH + 8, fill_of(key, index)))
                if wide * number > text_width(str(number), LABEL) + 22:
                    content.append(
                        pill(str(number), left + wide * number / 2, top + HIGH / 2 + 4, size=LABEL)
                    )
                left += wide * number
        top += HIGH + 8 + GAP
    for index, label in enumerate([*parts, columns[1]]):
        content.append(
            rectangle(0.75, top, 34, HIGH, fill_of(key, index), unknown=index == len(parts))
        )  # fmt: skip
        for line in wrapped(label, width - 50, LABEL):
            content.append(words(line, 46, top + 14, fill=INK if index < len(parts) else QUIET))
            top += LABEL * LINE_HEIGHT
        top += 6
    told = [
        f"{row.label}: {', '.join(f'{part} {number}' for part, number in zip(parts, row.counts, strict=True))}"
        if row.counts is not None
        else f"{row.label}: {row.said}"
        for row in rows
    ]
    alt = f"{title}. {'; '.join(told)}."
    table = FigureTable(
        (columns[0], *parts, columns[1]),
        tuple(
            (row.label, *(row.counts if row.counts is not None else [row.said] * len(parts)), row.silent)
            for row in rows
        ),
    )
    return Figure(
        key, title, frame(key, title, alt, top + 4, content, width=width), alt, table, width, round(top + 4)
    )
