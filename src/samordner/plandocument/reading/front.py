"""The front page of a plan: its title, period, date, who approved and who prepared it."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from samordner.documents.recognition.headings import opens_with
from samordner.documents.recognition.sources import Block
from samordner.documents.recognition.vocabulary import Vocabulary
from samordner.documents.recognition.wording import bare, is_upper, joined, stem
from samordner.timeline.periods import MONTH, SEASONS, Period
from samordner.timeline.periods import read as read_period

YEARS = re.compile(r"(?<!\d)(?:19|20)\d\d\s*[-–/]\s*(?:(?:19|20)\d\d|\d\d)(?!\d)")
YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
MOST_UNDER = 12  # lines that may stand under a label


@dataclass(frozen=True)
class Front:
    """What a plan says about itself. `date` and `period` keep their labels as written."""

    title: str = ""
    period: Period | None = None
    date: Period | None = None
    approved_by: str = ""
    prepared_by: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Label:
    field: str
    start: int
    end: int


def read(
    blocks: Sequence[Block], titles: Iterable[str], actors: Iterable[str], vocabulary: Vocabulary
) -> Front:
    """The front page from its blocks; chapter titles help to find the period, actors to split names."""
    title = _title(blocks, vocabulary)
    values = _values(blocks, vocabulary)
    period = _period([title, *(block.text for block in blocks), *titles])
    year = period.start.year if period and period.start else None
    day = read_period(values["date"], year=year) if values.get("date") else None
    names = (*actors, *vocabulary.names.actors)
    return Front(
        title,
        period,
        day,
        values.get("approved_by", ""),
        tuple(split_names(values.get("prepared_by", ""), names)),
    )


def _title(blocks: Sequence[Block], vocabulary: Vocabulary) -> str:
    """The line that says most plainly that it is a plan's title, with a line that only finishes it."""
    best, at = 0.0, -1
    for index, block in enumerate(blocks):
        text = bare(block.text)
        if block.row or len(text.split()) > 20 or not text:
            continue
        weight = 3.0 if block.role == "title" else 0.0
        ranks = [rank for rank, word in enumerate(vocabulary.front.title) if word in text.casefold()]
        weight += 2.5 - 0.1 * ranks[0] if ranks else 0
        weight += 1 if YEAR.search(text) else 0
        weight += 0.5 if is_upper(text) else 0
        weight += 1 if block.level == 1 else 0
        weight -= 1.5 if text.endswith(".") else 0
        if weight > best:
            best, at = weight, index
    if at < 0:
        return bare(blocks[0].text) if blocks and not blocks[0].row else ""
    title = bare(blocks[at].text)
    if at + 1 < len(blocks) and not YEAR.search(title):
        below = bare(blocks[at + 1].text)
        spanned = YEARS.search(below) or re.fullmatch(r"(?:for\s+)?(?:19|20)\d\d", below, re.IGNORECASE)
        if not blocks[at + 1].row and spanned and len(below.split()) <= 8:
            title = f"{title} {below}"
    return title


def _period(texts: Iterable[str]) -> Period | None:
    texts = list(texts)
    for pattern in (YEARS, YEAR):
        for text in texts:
            match = pattern.search(text)
            if match and not re.search(r"\d\.\s*\w*\.?\s*$", text[: match.start()]):
                return read_period(match[0])
    return None


def _values(blocks: Sequence[Block], vocabulary: Vocabulary) -> dict[str, str]:
    """Labels and what stands after, beside or under them."""
    found: dict[str, str] = {}
    for index, block in enumerate(blocks):
        for at, cell in enumerate(block.cells):
            for name, value in _labelled(cell.replace("*", " "), vocabulary):
                text = value or _beside(blocks, index, at, vocabulary)
                lines = joined(text.split("\n")).split("\n")  # a name that was broken at the margin is mended
                text = ", ".join(lines) if name == "prepared_by" else lines[0].strip()
                if text and name not in found and (name != "date" or _is_day(text)):
                    found[name] = text
    return found


def _is_day(text: str) -> bool:
    begins = re.match(r"(?:den\s+)?(\d|[a-zæøå]+)", text, re.IGNORECASE)
    if begins is None or len(text.split()) > 5:
        return False
    dated = begins[1].isdecimal() or begins[1].casefold() in {*MONTH, *SEASONS}
    return dated and read_period(text, year=2000).start is not None


def _labelled(cell: str, vocabulary: Vocabulary) -> Iterator[tuple[str, str]]:
    labels = sorted(_labels(cell, vocabulary), key=lambda label: label.start)
    for index, label in enumerate(labels):
        end = labels[index + 1].start if index + 1 < len(labels) else len(cell)
        yield label.field, cell[label.end : end].strip(" :\n\t")


def _labels(cell: str, vocabulary: Vocabulary) -> Iterator[_Label]:
    """The labels in a cell; of two that overlap, the longer ("godkjent av" and not "godkjent")."""
    front = vocabulary.front
    fields = (("date", front.date), ("approved_by", front.approved_by), ("prepared_by", front.prepared_by))
    found: list[_Label] = []
    for name, variants in fields:
        for variant in variants:
            words = r"\s+".join(re.escape(word) for word in variant.split())
            pattern = rf"(?:^|\n)\W*{words}(?![\w-])\s*:?|\b{words}\s*:"
            found += [_Label(name, *match.span()) for match in re.finditer(pattern, cell, re.IGNORECASE)]
    end = -1
    for label in sorted(found, key=lambda one: (one.start, -one.end)):
        if label.start >= end:
            yield label
            end = label.end


def _beside(blocks: Sequence[Block], index: int, at: int, vocabulary: Vocabulary) -> str:
    """The value of a label that stands alone: the cell to its right, else what stands under it."""
    block = blocks[index]
    right = block.cells[at + 1] if at + 1 < len(block.cells) else ""
    if right and not list(_labels(right, vocabulary)):
        return right
    below: list[str] = []
    for follows in blocks[index + 1 : index + 1 + MOST_UNDER]:
        cell = follows.cells[at] if follows.row == block.row and at < len(follows.cells) else ""
        known = opens_with(cell, vocabulary.names.actors)
        if (
            not cell
            or list(_labels(cell, vocabulary))
            or (below and not known and (follows.gap or block.row))
        ):
            break
        below.append(cell)
    return "\n".join(below)


def split_names(text: str, known: Iterable[str]) -> Iterator[str]:
    """The names in a list that may have lost its commas: known names part it, then the usual signs.

    Words that stand after a known name and are no name belong to it ("Statsforvalteren i Agder").
    """
    words = text.split()
    keys = sorted(
        {tuple(_key(word) for word in name.split()) for name in known if name.strip()}, key=len, reverse=True
    )
    name: list[str] = []
    at = 0
    while at < len(words):
        hit = next((key for key in keys if _hits(words, at, key)), None)
        if hit is not None:
            if name and not _leans(name[-1]):
                yield _clean(name)
                name = []
            name += words[at : at + len(hit)]
            at += len(hit)
        elif _key(words[at]) in ("og", "samt", "") and name:
            yield _clean(name)
            name = []
            at += 1
            continue
        else:
            name.append(words[at])
            at += 1
        if name and name[-1].endswith((",", ";", "/")):
            yield _clean(name)
            name = []
    if _clean(name):
        yield _clean(name)


def _key(word: str) -> str:
    return stem(re.sub(r"[^\w-]", "", word))


def _hits(words: Sequence[str], at: int, key: tuple[str, ...]) -> bool:
    return tuple(_key(word) for word in words[at : at + len(key)]) == key


def _leans(word: str) -> bool:
    """Whether a word cannot end a name ("i", "for")."""
    return word.casefold() in ("i", "for", "ved", "hos", "med", "av", "på", "til", "det", "den", "og")


def _clean(words: Sequence[str]) -> str:
    return " ".join(words).strip(" ,;:/•-–")
