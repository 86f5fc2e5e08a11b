"""How two texts differ, word by word, shortened where they agree for long."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

Parts = tuple[tuple[str, bool], ...]
"""A text in parts: (words, whether the other text lacks them)."""

LONG, SHOWN = 360, 140
MANY = 3_000_000


def beside(was: str, becomes: str) -> tuple[Parts, Parts]:
    """Both texts in parts. Of a long stretch that is the same in both only the ends are shown."""
    pattern = r"\S+\s*|\s+"
    ours, theirs = re.findall(pattern, was), re.findall(pattern, becomes)
    if len(ours) * len(theirs) > MANY:  # line by line, as word by word would take too long
        ours, theirs = was.splitlines(keepends=True), becomes.splitlines(keepends=True)
    keys, others = ([token.strip() for token in each] for each in (ours, theirs))
    left: list[tuple[str, bool]] = []
    right: list[tuple[str, bool]] = []
    for verb, i1, i2, j1, j2 in SequenceMatcher(None, keys, others, autojunk=False).get_opcodes():
        differs = verb != "equal"
        for parts, tokens in ((left, ours[i1:i2]), (right, theirs[j1:j2])):
            if text := "".join(tokens):
                parts.append((text if differs else shortened(text), differs))
    return tuple(left), tuple(right)


def shortened(text: str) -> str:
    """The text, or its ends when it is long: whole words where there are any."""
    if len(text) <= LONG:
        return text
    begins, ends = text[:SHOWN].rpartition(" "), text[-SHOWN:].partition(" ")
    return f"{begins[0] or begins[2]} … {ends[2] or ends[0]}"
