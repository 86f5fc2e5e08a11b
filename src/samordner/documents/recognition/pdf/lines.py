"""Lines of words, and the paragraphs that they make: words that were broken at the margin put together."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from samordner.documents.recognition.pdf.glyphs import SPACE, Word
from samordner.documents.recognition.wording import MARKER

SIGN = re.compile(rf"(?:{MARKER}|[\ue000-\uf8ff\u2022\u2023\u25aa\u25ab\u25cf\u25e6\u27a2\u2713\u2714❖➢✓])$")
BREAK = re.compile(r"(\w+)[-\u2010]$")
LINKED = frozenset({"og", "eller", "samt", "og/eller"})
ATTACHED = re.compile(r"\w[–/]$")
ADDRESS = re.compile(r"(?:https?:|www\.)\S*$")
MOST = 0.85  # of those lines: what holds for as many is the rule
SUFFIX = 3  # letters that may be the end of a word though they are a word of their own too
ADDED = re.compile(r"[.@]\w")
NARROW, BROAD = "fijlrtI.,:;1", "mwæMWÆ@"
MANY = 2  # lines that go on plainly, from which the rest is judged
GUESSED = "\u2060"  # between parts of a word that were put together though nothing tells that they are one
LEADERS = re.compile(r"(?:[.·…_]\s?){4,}")


@dataclass(slots=True)
class Line:
    """Words on one line, from left to right."""

    words: list[Word]
    page: int

    @property
    def x0(self) -> float:
        return self.words[0].x0

    @property
    def x1(self) -> float:
        return max(word.x1 for word in self.words)

    @property
    def size(self) -> float:
        """The size of most of its letters."""
        return max(self.words, key=lambda word: len(word.text)).size

    @property
    def base(self) -> float:
        return max(self.words, key=lambda word: len(word.text)).base

    @property
    def top(self) -> float:
        return min(word.top for word in self.words)

    @property
    def bottom(self) -> float:
        return max(word.bottom for word in self.words)

    @property
    def bold(self) -> bool:
        return all(word.bold for word in self.words if any(map(str.isalnum, word.text)))

    @property
    def sign(self) -> bool:
        """Whether a bullet opens the line."""
        first = self.words[0]
        return len(self.words) > 1 and (
            (first.sign and len(first.text) == 1) or SIGN.match(first.text) is not None
        )

    @property
    def text(self) -> str:
        """The line as text; a sign of a symbol font is a bullet, a row of dots is a short one."""
        out: list[str] = []
        before: Word | None = None
        for at, word in enumerate(self.words):
            text = word.text
            if at == 0 and self.sign and (word.sign or "\ue000" <= text <= "\uf8ff"):
                text = "•"
            if before is not None and _apart(before, word):
                out.append(" ")
            out.append(text)
            before = word
        text = "".join(out)
        return LEADERS.sub("....", text) if LEADERS.search(text) else text


def _apart(before: Word, word: Word) -> bool:
    """Whether a space stands between two words of a line. A raised number is a word of its own."""
    gap = word.x0 - before.x1
    if gap >= SPACE * max(word.size, before.size):
        return True
    if (
        word.size < 0.85 * before.size
        and word.text[0].isdigit()
        and before.base - word.base > 0.15 * before.size
    ):
        return True
    return word.apart and gap > -0.5 * word.size


def drawn(words: Iterable[Word], page: int, onto: list[Line] | None = None) -> list[Line]:
    """Words in the order they were drawn as lines: a new one where the place goes down or back to the left."""
    lines: list[Line] = [] if onto is None else onto
    for word in words:
        above = lines[-1].words[-1] if lines and lines[-1].page == page else None
        if (
            above is not None
            and abs(word.base - above.base) < 0.5 * max(word.size, above.size)
            and word.x0 >= above.x0 - 0.3 * word.size
        ):
            lines[-1].words.append(word)
        else:
            lines.append(Line([word], page))
    return lines


@dataclass(frozen=True)
class Lexicon:
    """What the whole document tells of how its lines are broken.

    `whole` are the words that stand whole, by which a hyphen at a margin is judged. `soft`: hyphens that only break
    a word are told from others. `spaced`: a space stands at the end of a line that was broken between words.
    """

    whole: frozenset[str]
    soft: bool = False
    spaced: bool = False
    often: bool = False  # such a space stands there most times
    only: bool = False  # and at no end that the writer made
    told: bool = False  # and always there
    exact: bool = False  # and written before the line ends, so that it is known at the end of a page too

    @classmethod
    def of(cls, lines: Iterable[Line], maker: str = "", *, tagged: bool = False) -> "Lexicon":
        """What these lines tell. `maker` is the program that made the file, as it says itself; of some, files with
        tags keep every space."""
        found: set[str] = set()
        soft = False
        apart = count = 0
        above: Line | None = None
        for line in lines:
            soft = soft or line.words[-1].text.endswith("\u00ad")
            found.update(word.text.strip('.,;:()«»"!?').casefold() for word in line.words[:-1])
            if above is not None and _goes_on_plainly(above, line):
                count += 1
                apart += line.words[0].apart
            above = line
        exact = "Typst" in maker
        return cls(
            frozenset(found),
            soft or exact,
            exact or (count > MANY and apart == count),
            exact or (count > MANY and apart > MOST * count),
            exact or "Office" in maker,
            exact or ("Office" in maker and tagged),
            exact,
        )

    def joined(self, before: str, after: str, *, apart: bool = True, alone: bool = False) -> str:
        """Two lines of a paragraph as one text; a hyphen that only broke the word is taken out.

        `apart`: a space stands between them in the file. `alone`: the line above is a single word, which may be
        broken without any sign where its column is too narrow for it.
        """
        if before.endswith("\u00ad"):
            return before[:-1] + after
        if alone and not apart and continues_word(before, after) and self._is_broken(before, after):
            return before + ("" if self._is_sure(before, after) else GUESSED) + after
        if self.spaced and not apart and (self.soft or before[-1] not in "-\u2010"):
            return before + after
        if (
            not (apart and self.often)
            and ATTACHED.search(before)
            and (after[0].isdigit() or before[-1] == "/")
        ):
            return before + after
        broken = BREAK.search(before)
        if broken is None or not after or not after[0].isalnum():
            return f"{before} {after}"
        opening = re.match(r"[\w-]*", after)
        rest = opening[0] if opening else ""
        if rest.casefold() in LINKED:
            return f"{before} {after}"
        return before + after if self._keeps(broken[1], rest, before) else before[:-1] + after

    def _is_sure(self, before: str, after: str) -> bool:
        """Whether the file tells that a word goes on over the end of a line, or the word stands whole elsewhere."""
        return self.spaced or self.told or _last(before) + _first(after) in self.whole

    def _is_broken(self, before: str, after: str) -> bool:
        """Whether a word goes on over the end of a line, judged by the words that stand whole elsewhere."""
        if self.spaced or self.told or not (before[-1].isalpha() and after[0].isalpha()):
            return True
        start, end = _last(before), _first(after)
        if start + end in self.whole:
            return True
        return end not in self.whole or (start not in self.whole and len(end) <= SUFFIX)

    def _keeps(self, start: str, rest: str, before: str) -> bool:
        """Whether a hyphen at the end of a line belongs to the word."""
        opening = re.search(r"[\w-]*$", before[:-1])
        stem = (opening[0] if opening else start).casefold()
        if stem + rest.casefold() in self.whole:
            return False
        if f"{stem}-{rest.casefold()}" in self.whole or ADDRESS.search(before):
            return True
        return not rest[0].islower() or start.isupper() or start[-1].isdigit() or len(start) == 1


def _last(text: str) -> str:
    return text.rsplit(maxsplit=1)[-1].replace(GUESSED, "").casefold()


def _first(text: str) -> str:
    return re.split(r"[\s.,;:()]", text, maxsplit=1)[0].casefold()


def continues_word(before: str, after: str) -> bool:
    """Whether letters (or figures) stand on both sides of a line's end, so that a word may go on over it."""
    last, first = before[-1:], after[:1]
    letters = last.isalpha() and first.islower()
    return letters or (last.isdigit() and first.isdigit()) or (last.isalnum() and bool(ADDED.match(after)))


def _goes_on_plainly(above: Line, line: Line) -> bool:
    """Whether a line goes on with a sentence on the line above, so that a space belongs between them."""
    near = 0 < line.base - above.base < 2 * line.size and abs(above.x0 - line.x0) < 1
    return near and above.words[-1].text[-1].isalnum() and line.words[0].text[0].islower()


def paragraphs(
    lines: Sequence[Line], lexicon: Lexicon, limit: float | None = None
) -> list[tuple[str, list[Line]]]:
    """The lines as texts that were broken only at the margin, each with its lines.

    Where the next word would have had room before `limit`, the writer broke the line; a bullet begins a text.
    """
    out: list[tuple[str, list[Line]]] = []
    for line in lines:
        above = out[-1][1][-1] if out else None
        if above is None or begins(above, line, lexicon, limit):
            out.append((line.text, [line]))
        else:
            text, own = out[-1]
            apart = _parted(above, line, lexicon)
            full = limit is None or above.x1 + _breadth(line.words[0].text[0]) * above.size > limit
            joined = lexicon.joined(text, line.text, apart=apart, alone=full and len(above.words) == 1)
            out[-1] = (joined, [*own, line])
    return [(text.replace("\u00ad", ""), own) for text, own in out]


def _parted(above: Line, line: Line, lexicon: Lexicon) -> bool:
    """Whether a space stands between two lines. Between two pages other words are drawn, so that what stands before
    the line tells nothing."""
    if above.page == line.page:
        return line.words[0].apart
    return above.words[-1].ended or not lexicon.exact


def _breadth(letter: str) -> float:
    """How broad a letter is, in sizes, or a little more: a line with as much room was not broken before it."""
    return 0.4 if letter in NARROW else 1.0 if letter in BROAD else 0.65


def begins(above: Line, line: Line, lexicon: Lexicon, limit: float | None) -> bool:
    """Whether a new text begins with a line: the writer broke the line above, or a bullet opens this one."""
    first = line.words[0].text[0]
    told = above.page == line.page and (
        lexicon.spaced or (lexicon.often and (first.isupper() or first.isdigit()))
    )
    margin = lexicon.only and line.words[0].apart
    room = (limit is not None and not margin and had_room(above, line, limit)) or (
        told and _ended(above, line)
    )
    if line.sign:
        dash = line.words[0].text in "-–—*o"
        return not dash or room or above.words[-1].text[-1] in ".:;,!?" or above.sign
    return room


def _ended(above: Line, line: Line) -> bool:
    """Whether a line ends without the space that stands where the margin breaks it; a word too long for its column
    is broken without any sign."""
    if line.words[0].apart or above.words[-1].text[-1] in "-–—/\u00ad\u2010":
        return False
    return not (len(above.words) == 1 and continues_word(above.words[0].text, line.words[0].text))


def had_room(above: Line, line: Line, limit: float) -> bool:
    """Whether the first word of a line would have had room on the line above."""
    if above.page != line.page or above.words[-1].text.endswith(("\u00ad", "-")):
        return False
    first = line.words[0]
    end = first.x1
    for word in line.words[1:]:
        if _apart(first, word):
            break
        first, end = word, word.x1
    return above.x1 + 0.3 * line.size + (end - line.x0) < limit - 0.5
