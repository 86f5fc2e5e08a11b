"""Two texts word by word: what stands in both, what came, what went."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

Sign = Literal["same", "new", "gone"]
_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_WORD = re.compile(r"(?:\w+|[^\w\s])[^\S\n]*\n?|\s")
_ANY_WORD = re.compile(r"\w+")
AROUND = 6


@dataclass(frozen=True)
class Passage:
    """Some words in a row, with the blanks after them."""

    sign: Sign
    text: str

    @property
    def words(self) -> int:
        return len(_ANY_WORD.findall(self.text))


def woven(before: str, after: str) -> tuple[Passage, ...]:
    """The two texts as one. Without what is new it is `before`, without what is gone `after`.

    Line by line first, and only within lines that differ word by word: quick also for long texts.
    """
    found: list[Passage] = []
    for sign, text in _lines(before, after):
        if found and found[-1].sign == sign:
            found[-1] = Passage(sign, found[-1].text + text)
        else:
            found.append(Passage(sign, text))
    return tuple(found)


def _lines(before: str, after: str) -> Iterator[tuple[Sign, str]]:
    a, b = _LINE.findall(before), _LINE.findall(after)
    for verb, i1, i2, j1, j2 in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if verb == "equal":
            yield "same", "".join(a[i1:i2])
        else:
            yield from _words("".join(a[i1:i2]), "".join(b[j1:j2]))


def _words(before: str, after: str) -> Iterator[tuple[Sign, str]]:
    """Word by word and mark by mark, whatever blanks stand between them; blanks that differ are told too."""
    a, b = _WORD.findall(before), _WORD.findall(after)
    bare, others = ([each.rstrip() for each in words] for words in (a, b))
    for verb, i1, i2, j1, j2 in SequenceMatcher(None, bare, others, autojunk=False).get_opcodes():
        if verb == "equal":
            for was, now in zip(a[i1:i2], b[j1:j2], strict=True):
                yield from _blanks(was, now)
            continue
        if i2 > i1:
            yield "gone", "".join(a[i1:i2])
        if j2 > j1:
            yield "new", "".join(b[j1:j2])


def _blanks(was: str, now: str) -> Iterator[tuple[Sign, str]]:
    """One word in both, which may have other blanks after it."""
    word = was.rstrip()
    if was == now:
        yield "same", was
        return
    if word:
        yield "same", word
    if was != word:
        yield "gone", was[len(word) :]
    if now != word:
        yield "new", now[len(word) :]


def shortened(passages: tuple[Passage, ...], around: int = AROUND) -> tuple[Passage, ...]:
    """The changes with a few words of what stands around them; the rest of what is the same becomes "…"."""
    found = []
    for place, each in enumerate(passages):
        words = each.text.split()
        if each.sign != "same" or len(words) <= 2 * around + 2:
            found.append(each)
            continue
        start = " ".join(words[:around]) + " " if place else ""
        end = (
            " " + " ".join(words[-around:]) + each.text[len(each.text.rstrip()) :]
            if place + 1 < len(passages)
            else ""
        )
        found.append(Passage("same", f"{start}…{end}"))
    return tuple(found)


def in_marks(passages: tuple[Passage, ...]) -> str:
    """On one line, for where there is no mark-up: [–gone–] and [+new+]."""
    marks = {"same": ("", ""), "gone": ("[–", "–]"), "new": ("[+", "+]")}
    parts = []
    for each in shortened(passages):
        before, after = marks[each.sign]
        words = each.text.strip()
        if each.sign == "same" or not words:
            parts.append(each.text)
        else:
            parts.append(
                f"{before}{words}{after}{each.text[len(each.text.rstrip()) :] or ' ' * (each.sign == 'gone')}"
            )
    return " ".join("".join(parts).split())
