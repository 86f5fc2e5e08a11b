"""The text of a cell out of its words: paragraphs, items of lists, lines that the margin broke."""

import itertools
from collections.abc import Sequence

from samordner.documents.recognition.pdf.glyphs import Word
from samordner.documents.recognition.pdf.lines import Lexicon, Line, paragraphs

LEVEL = 6.0  # points that an item stands in from the one it belongs to
WIDER = 1.3  # of the usual step from line to line: a step as wide begins a paragraph


def lines_of(words: Sequence[Word], page: int) -> list[Line]:
    """Words by where they stand: lines from the top, each from the left."""
    lines: list[Line] = []
    for word in sorted(words, key=lambda one: (one.base, one.x0)):
        line = next((one for one in reversed(lines[-3:]) if _on(one, word)), None)
        if line is None:
            lines.append(Line([word], page))
        else:
            line.words.append(word)
    for line in lines:
        line.words.sort(key=lambda one: one.x0)
    return lines


def _on(line: Line, word: Word) -> bool:
    """Whether a word stands on a line; a raised number does."""
    other = line.words[0]
    return abs(word.base - other.base) < 0.4 * max(word.size, other.size)


def cell_text(lines: Sequence[Line], lexicon: Lexicon, limit: float) -> str:
    """The lines of a cell as text, a line for every paragraph and every item."""
    out: list[str] = []
    margins = sorted({round(line.words[0].x0, 1) for line in lines if line.sign})
    for group in _parted(lines):
        for text, own in paragraphs(group, lexicon, limit):
            level = sum(own[0].x0 - margin > LEVEL for margin in _steps(margins)) if own[0].sign else 0
            out.append("  " * level + text)
    return "\n".join(out)


def _steps(margins: Sequence[float]) -> list[float]:
    kept: list[float] = []
    for margin in margins:
        if not kept or margin - kept[-1] > LEVEL:
            kept.append(margin)
    return kept


def _parted(lines: Sequence[Line]) -> list[list[Line]]:
    """Lines in groups, a new one where the step down is wider than between the lines of a paragraph."""
    steps = [below.base - above.base for above, below in itertools.pairwise(lines) if below.base > above.base]
    usual = min(steps, default=0.0)
    groups: list[list[Line]] = []
    for line in lines:
        above = groups[-1][-1] if groups else None
        if (
            above is None
            or line.base - above.base > max(WIDER * usual, 1.2 * line.size) + 0.5
            or _falls_back(groups[-1], line)
        ):
            groups.append([line])
        else:
            groups[-1].append(line)
    return groups


def _falls_back(group: Sequence[Line], line: Line) -> bool:
    """Whether a line stands further out than the text of the item above: then it is no part of it."""
    item = next((one for one in reversed(group) if one.sign), None)
    if item is None or line.sign or len(item.words) < 2:
        return False
    return (
        line.x0 < item.words[1].x0 - 3 and line.x0 <= item.x0 + 1 and len(group) > 0 and _hangs(group, item)
    )


def _hangs(group: Sequence[Line], item: Line) -> bool:
    """Whether the lines under a bullet stand under its text; nothing tells that they do not."""
    return not any(one.x0 <= item.x0 + 1 for one in group[group.index(item) + 1 :] if not one.sign)
