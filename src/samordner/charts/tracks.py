"""A drawing of tracks side by side: which groups there are, and who is in each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from samordner.charts.drawing import (
    ACCENT,
    INK,
    LABEL,
    LINE_HEIGHT,
    NUMBER,
    QUIET,
    WIDTH,
    fill_of,
    frame,
    pill,
    rectangle,
    words,
    wrapped,
)
from samordner.charts.figures import Figure, FigureTable


@dataclass(frozen=True, slots=True)
class Track:
    """A group, what it is about, and the names of those in it."""

    label: str
    members: tuple[str, ...]
    about: str = ""


def tracks(
    key: str, title: str, groups: Sequence[Track], columns: tuple[str, str, str], empty: str
) -> Figure:
    """Each track as a lane with its number and its members by name.

    `columns` head the table: track, number, members. `empty` stands in a lane without members.
    """
    content: list[str] = []
    top = 2.0
    left, wide = 96.0, WIDTH - 96.0 - 18
    for index, group in enumerate(groups):
        lines = [(line, LABEL + 2.0, True, ACCENT) for line in wrapped(group.label, wide, LABEL + 2)]
        lines += [(line, LABEL - 1.0, False, QUIET) for line in wrapped(group.about, wide, LABEL - 1) if line]
        names = " · ".join(name.replace(" ", "\u00a0") for name in group.members) or empty
        lines += [(line, float(LABEL), False, INK) for line in _flowing(names, wide)]
        high = max(78.0, sum(size * LINE_HEIGHT + 2 for _, size, _, _ in lines) + 26)
        content.append(rectangle(1, top, WIDTH - 2, high, "#f7fafd"))
        content.append(rectangle(1, top, 76, high, fill_of(key, index)))
        content.append(pill(str(len(group.members)), 39, top + high / 2, size=NUMBER))
        base = top + 12
        for line, size, bold, fill in lines:
            base += size * LINE_HEIGHT + 2
            content.append(words(line, left, base - 4, size=size, bold=bold, fill=fill))
        top += high + 14
    said = "; ".join(
        f"{group.label} ({len(group.members)}): {', '.join(group.members) or empty}" for group in groups
    )
    alt = f"{title}. {said}."
    return Figure(
        key=key,
        title=title,
        svg=frame(key, title, alt, top, content),
        alt=alt,
        table=FigureTable(
            columns, tuple((group.label, len(group.members), ", ".join(group.members)) for group in groups)
        ),
        width=WIDTH,
        height=round(top),
    )


def _flowing(names: str, width: float) -> list[str]:
    """Names in lines; a dot that would begin a line is left at the end of the one before."""
    return wrapped(names.replace(" · ", "\u00a0· "), width, LABEL)
