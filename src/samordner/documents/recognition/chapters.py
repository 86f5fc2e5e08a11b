"""The outline of a document: chapters with their sections, preface and attachments."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from samordner.documents.recognition.contents import Contents
from samordner.documents.recognition.headings import meant_by, opens_with, without_reform
from samordner.documents.recognition.numbering import (
    LETTER,
    NUMBER,
    NUMBERED_WORD,
    SUBNUMBER,
    printed_number,
    title_of,
)
from samordner.documents.recognition.sources import Block
from samordner.documents.recognition.vocabulary import Vocabulary
from samordner.documents.recognition.wording import bare, is_upper, likeness, same, stems

YEARS = re.compile(r"(?:19|20)\d\d")
LONGEST = 16  # words in a heading
MOST_MARKS = 300  # lines that are weighed against each other as headings


@dataclass(frozen=True)
class Section:
    """A part of a chapter; `first` is the index of its heading's block."""

    label: str
    title: str
    first: int


@dataclass(frozen=True)
class Chapter:
    """A chapter over blocks `first` to `last` (exclusive). An attachment or a preface has no number."""

    number: int | None
    title: str
    first: int
    last: int
    kind: str = "chapter"
    sections: tuple[Section, ...] = ()


@dataclass(frozen=True)
class Outline:
    """Where the parts of a document lie, as indexes into its blocks."""

    front: int  # blocks before this one stand before the first chapter
    chapters: tuple[Chapter, ...]


@dataclass(frozen=True)
class _Mark:
    """A line that may be a chapter's heading."""

    at: int
    number: int | None
    title: str
    weight: float
    kind: str = "chapter"
    dress: str = ""  # how its number is printed


def outline(blocks: Sequence[Block], contents: Contents, vocabulary: Vocabulary) -> Outline:
    """The outline of blocks in order, the contents list taken out; a document without headings is one chapter
    without a title."""
    marks = _styled(blocks, vocabulary) or _numbered(blocks, contents, vocabulary)
    if not marks:
        marks = _unnumbered(blocks, contents, vocabulary)
    marks = _with_preface(blocks, marks, vocabulary)
    marks += _attachments(blocks, marks, vocabulary)
    if not marks:
        marks = [_Mark(_body(blocks), None, "", 0)]
    return Outline(marks[0].at, tuple(_chapters(blocks, marks, contents.titles, vocabulary)))


def _usable(block: Block, *, rows: bool = False) -> bool:
    text = block.text
    if block.row and not rows:
        return False
    return bool(text) and "\n" not in text and len(text.split()) <= LONGEST and len(text) <= 120


def _styled(blocks: Sequence[Block], vocabulary: Vocabulary) -> list[_Mark]:
    """Chapters by heading styles: the highest level that more than one heading has, or one of a known name."""
    headings = [at for at, block in enumerate(blocks) if block.level]
    if headings and _is_title(blocks[headings[0]].text, vocabulary) and len(headings) > 1:
        headings = headings[1:]
    levels = sorted({blocks[at].level for at in headings})
    level = next((one for one in levels if sum(blocks[at].level == one for at in headings) > 1), None)
    if level is None:
        headings = [at for at in headings if is_known(title_of(blocks[at].text), vocabulary)]
        level = min((blocks[at].level for at in headings), default=None)
    if level is None:
        return []
    marks: list[_Mark] = []
    for at in headings:
        if blocks[at].level > level:
            continue
        attachment = opens_with(bare(blocks[at].text), vocabulary.front.attachments)
        printed = NUMBER.match(bare(blocks[at].text))
        following = sum(mark.kind == "chapter" for mark in marks) + 1
        number = None if attachment else int(printed[1]) if printed else following
        kind = "attachment" if attachment else "chapter"
        if not attachment and not printed and _is_preface(blocks[at].text, vocabulary) and not marks:
            number, kind = None, "preface"
        marks.append(_Mark(at, number, title_of(blocks[at].text), 1, kind))
    if any(NUMBER.match(bare(blocks[mark.at].text)) for mark in marks):
        marks = _with_printed_numbers(blocks, marks)
    return marks


def _with_printed_numbers(blocks: Sequence[Block], marks: list[_Mark]) -> list[_Mark]:
    """Where headings print numbers, one that prints none has none: a preface, or after the last an attachment."""
    printed = [mark.at for mark in marks if NUMBER.match(bare(blocks[mark.at].text))]
    return [
        mark
        if mark.kind != "chapter" or mark.at in printed
        else replace(mark, number=None, kind="preface" if mark.at < printed[-1] else "attachment")
        for mark in marks
    ]


def _is_title(text: str, vocabulary: Vocabulary) -> bool:
    return (
        bool(YEARS.search(text))
        and not NUMBER.match(bare(text))
        and any(word in text.casefold() for word in vocabulary.front.title)
    )


def _is_preface(text: str, vocabulary: Vocabulary) -> bool:
    return any(stems(bare(text)) == stems(name) for name in vocabulary.front.preface)


def is_known(title: str, vocabulary: Vocabulary) -> bool:
    """Whether a title says what a chapter of such plans is called."""
    title = without_reform(title, vocabulary)
    variants = [
        *vocabulary.front.chapters,
        *vocabulary.front.preface,
        *(v for one in vocabulary.registers.values() for v in one.chapters),
    ]
    return any(likeness(title, variant) >= 0.8 for variant in variants)


def _numbered(blocks: Sequence[Block], contents: Contents, vocabulary: Vocabulary) -> list[_Mark]:
    marks = []
    for at, block in enumerate(blocks):
        found = printed_number(block.text.replace("**", "")) if _usable(block) else None
        if found is None:
            continue
        number, title = found
        weight = _weight(blocks, at, title, contents.titles, vocabulary)
        if weight > 0 and not YEARS.match(title) and any(letter.isalpha() for letter in title):
            marks.append(_Mark(at, number, title, weight, dress=_dress(block.text)))
    heaviest = sorted(marks, key=lambda mark: -mark.weight)[:MOST_MARKS]
    chain = _chain(sorted(heaviest, key=lambda mark: mark.at))
    return chain if len(chain) > 1 else []


def _weight(
    blocks: Sequence[Block], at: int, title: str, titles: Sequence[str], vocabulary: Vocabulary
) -> float:
    """How much a numbered line looks like a chapter's heading; 0 or less is no heading."""
    block = blocks[at]
    alone_above = block.gap or at == 0 or block.role == "strong"
    alone_below = at + 1 == len(blocks) or blocks[at + 1].gap or blocks[at + 1].row
    listed = any(same(title, entry) for entry in titles)
    weight = 0.5 if alone_above else -0.7
    weight += 0.4 if alone_below else -0.3
    weight += 2 if listed else 0
    weight += 0.8 if is_upper(title) or block.role == "strong" or NUMBERED_WORD.match(block.text) else 0
    weight += 0.8 if is_known(title, vocabulary) else 0
    weight -= 1.2 if title.endswith((".", ";", ",")) and not listed else 0
    weight -= 0.8 if not title[0].isupper() and not title[0].isdigit() else 0
    weight -= 0.4 if len(title.split()) > 9 and not listed else 0
    weight -= 0.6 * sum(_is_numbered(blocks, near) for near in (at - 1, at + 1)) if not listed else 0
    return weight


def _is_numbered(blocks: Sequence[Block], at: int) -> bool:
    """Whether a line next to a heading is numbered too, as in a list; headings seldom follow each other."""
    return 0 <= at < len(blocks) and not blocks[at].row and NUMBER.match(blocks[at].text) is not None


def _dress(text: str) -> str:
    """How a heading prints its number: "1.", "1)", "1" or "Kapittel 1"."""
    match = re.match(r"\W*([a-zæøå]*)\W*\d+\s*([.):]?)", text, re.IGNORECASE)
    return (match[1] + match[2]).casefold() if match else ""


def _chain(marks: list[_Mark]) -> list[_Mark]:
    """The heaviest run of headings whose numbers go up by one (a missing number costs)."""
    best: list[tuple[float, list[_Mark]]] = []
    for index, mark in enumerate(marks):
        assert mark.number is not None
        start = mark.weight - (0.0 if mark.number in (0, 1) else 1.5)
        top = (start, [mark])
        for before in range(index):
            weight, chain = best[before]
            step = mark.number - (chain[-1].number or 0)
            if 1 <= step <= 2:
                total = (
                    weight + mark.weight - 1.0 * (step - 1) - (0.8 if mark.dress != chain[-1].dress else 0)
                )
                top = max(top, (total, [*chain, mark]), key=lambda one: one[0])
        best.append(top)
    return max(best, key=lambda one: one[0], default=(0.0, []))[1]


def _unnumbered(blocks: Sequence[Block], contents: Contents, vocabulary: Vocabulary) -> list[_Mark]:
    """Headings by capitals, bold type, the contents list or a known meaning, with a body under each."""
    marks: list[_Mark] = []
    for at, block in enumerate(blocks):
        text = bare(block.text)
        if at < contents.before or not _usable(block) or not block.gap or block.role in ("bullet", "caption"):
            continue
        if text.endswith((".", ",", ";")) or len(text.split()) > 10 or not text:
            continue
        listed = any(same(text, entry) for entry in contents.titles)
        known = is_known(text, vocabulary) or _is_preface(text, vocabulary)
        if not (listed or known or is_upper(text) or block.role == "strong"):
            continue
        if not marks and _is_title(text, vocabulary) and not listed:
            continue
        if not (listed or _has_body(blocks, at)):
            continue
        if contents.titles and not listed:
            continue
        if opens_with(text, vocabulary.front.attachments):
            continue
        marks.append(_Mark(at, None, text, 1))
    while len(marks) > 2 and not (
        is_known(marks[0].title, vocabulary) or _says(blocks, marks[0].at, marks[1].at)
    ):
        marks = marks[1:]  # a line in capitals on the front page
    return [replace(mark, number=number) for number, mark in enumerate(marks, 1)] if len(marks) > 1 else []


def _says(blocks: Sequence[Block], first: int, last: int) -> bool:
    """Whether a sentence stands under a heading before the next."""
    return any(len(one.text.split()) > 7 and one.text.endswith((".", "!", "?")) for one in blocks[first:last])


def _has_body(blocks: Sequence[Block], at: int) -> bool:
    if at + 1 >= len(blocks):
        return False
    after = blocks[at + 1]
    return (
        after.row or after.role == "bullet" or len(after.text.split()) >= 6 or after.text.endswith((".", ":"))
    )


def _with_preface(blocks: Sequence[Block], marks: list[_Mark], vocabulary: Vocabulary) -> list[_Mark]:
    """A foreword before the first chapter is a chapter without a number."""
    first = marks[0].at if marks else 0
    found = [
        _Mark(at, None, bare(blocks[at].text), 1, "preface")
        for at in range(first)
        if _usable(blocks[at]) and _is_preface(blocks[at].text, vocabulary)
    ]
    return found[:1] + marks


def _attachments(blocks: Sequence[Block], marks: list[_Mark], vocabulary: Vocabulary) -> list[_Mark]:
    last = marks[-1].at if marks else len(blocks)
    return [
        _Mark(at, None, bare(blocks[at].text), 1, "attachment")
        for at in range(last + 1, len(blocks))
        if _usable(blocks[at])
        and (blocks[at].gap or blocks[at].role == "strong")
        and blocks[at].role != "bullet"
        and opens_with(bare(blocks[at].text), vocabulary.front.attachments)
        and not blocks[at].text.rstrip().endswith(".")
    ]


def _body(blocks: Sequence[Block]) -> int:
    """Where the body of a document without headings begins: its first sentence or row of a table."""
    for at, block in enumerate(blocks):
        sentence = len(block.text.split()) > 8 and block.text.endswith((".", "!", "?"))
        if sentence or (block.row and len(block.cells) > 1):
            return at
    return 0


def _chapters(
    blocks: Sequence[Block], marks: list[_Mark], titles: Sequence[str], vocabulary: Vocabulary
) -> Iterable[Chapter]:
    ends = [mark.at for mark in marks[1:]] + [len(blocks)]
    for mark, end in zip(marks, ends, strict=True):
        sections = tuple(_sections(blocks, mark.at + 1, end, titles, vocabulary))
        yield Chapter(mark.number, mark.title, mark.at, end, mark.kind, sections)


def _sections(
    blocks: Sequence[Block], first: int, last: int, titles: Sequence[str], vocabulary: Vocabulary
) -> Iterable[Section]:
    expected = "a"
    for at in range(first, last):
        block = blocks[at]
        if not _usable(block) or len(block.text.split()) > 20:
            continue
        text = bare(block.text)
        letter, sub = LETTER.match(text), SUBNUMBER.match(text)
        if block.level:
            yield Section(sub[1] if sub else "", title_of(text), at)
        elif letter and letter[1] == expected and block.gap and not text.endswith((".", ";")):
            listed = any(same(letter[2], entry) for entry in titles)
            if listed or at + 1 == last or blocks[at + 1].gap:
                yield Section(f"{expected})", letter[2], at)
                expected = chr(ord(expected) + 1)
        elif sub and block.gap and not text.endswith((".", ";")):
            yield Section(sub[1], sub[2], at)
        elif block.gap and block.role != "bullet" and _opens_list_register(text, vocabulary):
            yield Section("", text, at)


def _opens_list_register(text: str, vocabulary: Vocabulary) -> bool:
    """A line alone that names a register made of a list ("Nasjonale føringer")."""
    lists = {key for key, register in vocabulary.registers.items() if register.bullets}
    return len(text.split()) <= 6 and not text.endswith(".") and is_heading_of(text, lists, vocabulary)


def is_heading_of(text: str, registers: Iterable[str], vocabulary: Vocabulary) -> bool:
    """Whether a line says no more than the name of one of these registers."""
    meant = meant_by(text, vocabulary)
    return any(
        key in meant and any(stems(text) == stems(variant) for variant in vocabulary.registers[key].chapters)
        for key in registers
    )
