"""Long text as people write it: one line a paragraph, a line that begins with a marker a bullet.

Text stays as it was written, so the marker is part of the text ("- ", "• ", "o "). Printers set such lines as
real list items and draw the same marker, so that what was printed reads back to the same text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

MARKERS = ("-", "–", "•", "*", "o", "○", "▪", "·")
"""What a bullet may begin with, each followed by one space. Two spaces before it make a level, up to two."""

MARKER_NAMES = {
    "-": "dash", "–": "en-dash", "•": "disc", "*": "star", "o": "letter", "○": "ring", "▪": "square", "·": "dot",
}  # fmt: skip
"""What a web page calls each: an item of the class "marker-ring" is drawn with a ring, and read back with one."""

DEEPEST = 2
_BULLET = re.compile(rf"( {{0,{2 * DEEPEST}}})([{re.escape(''.join(MARKERS))}]) (?=\S)")
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class Line(NamedTuple):
    """One line of a text. `marker` is empty for a paragraph; `level` is 0, 1 or 2."""

    marker: str
    level: int
    text: str

    def __str__(self) -> str:
        return f"{'  ' * self.level}{self.marker} {self.text}" if self.marker else self.text


def clean(text: str) -> str:
    """The text with line ends as "\\n" and without the control characters that no XML file may hold."""
    return _NOT_XML.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def line(text: str) -> Line:
    found = _BULLET.match(text)
    if found is None or len(found[1]) % 2:
        return Line("", 0, text)
    return Line(found[2], len(found[1]) // 2, text[found.end() :])


def lines(text: str) -> tuple[Line, ...]:
    """Every line of a text; `"\\n".join(map(str, lines(text)))` gives the cleaned text again."""
    return tuple(line(part) for part in clean(text).split("\n"))


def runs(text: str) -> Iterator[tuple[bool, list[Line]]]:
    """Neighbouring lines together: (are these bullets?, the lines)."""
    for is_list, part in groupby(lines(text), key=lambda each: bool(each.marker)):
        yield is_list, list(part)
