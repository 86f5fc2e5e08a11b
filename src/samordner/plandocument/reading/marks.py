"""What is furniture anywhere in a plan: page numbers, running titles, rulers, captions, notes, figures' numbers."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from samordner.documents.recognition.headings import recognise
from samordner.documents.recognition.rows import Entry
from samordner.documents.recognition.sources import Block
from samordner.documents.recognition.vocabulary import Vocabulary

PAGE = re.compile(r"(?:side\s*)?\W{0,2}\d{1,3}\W{0,2}(?:\s*(?:av|/)\s*\d{1,3})?", re.IGNORECASE)
PAGED = re.compile(r"\bside\s*\W?\s*\d{1,3}\b|\b\d{1,3}\s+av\s+\d{1,3}\s*$", re.IGNORECASE)
RULER = re.compile(r"[\s\-–—_=|:+.*]+")
NUMBER = re.compile(r"[-–+]?\d{1,3}(?:[ .]?\d{3})*(?:,\d+)?\s*%?")
LONGEST_TITLE = 15  # words in a running title
LEAST = 3  # times that a line stands on the edge of a page before it is a running title


def without_marks(blocks: Sequence[Block], vocabulary: Vocabulary) -> tuple[list[Block], list[Entry]]:
    """The blocks without what is furniture anywhere; what stood after a page's edge stands after a gap."""
    kinds = [_mark(blocks, at, vocabulary) for at in range(len(blocks))]
    for at in _running(blocks, kinds):
        kinds[at] = "page"
    for at in _figures(blocks, kinds, vocabulary):
        kinds[at] = "figure"
    kept: list[Block] = []
    furniture: list[Entry] = []
    broken = paged = False
    caption = ""
    for block, kind in zip(blocks, kinds, strict=True):
        if kind:
            caption = block.text if kind == "caption" else caption
            furniture.append(Entry(block.text, block.lines, kind))
            broken = broken or block.gap or kind == "page"
            paged = paged or block.page
            continue
        kept.append(
            replace(block, gap=True, page=block.page or paged, above=caption if block.row else "")
            if broken or caption
            else block
        )
        broken = paged = False
        caption = ""
    return kept, furniture


def _mark(blocks: Sequence[Block], at: int, vocabulary: Vocabulary) -> str:
    block = blocks[at]
    if block.role in ("note", "caption", "page", "figure"):
        return block.role
    if RULER.fullmatch(block.text) and not block.banner:
        return "ruler"
    if not block.row and PAGE.fullmatch(block.text) and (block.gap or not block.text[0].isdigit()):
        return "page"
    names = "|".join(re.escape(name) for name in vocabulary.front.captions)
    caption = re.match(rf"(?:{names})\.?\s*\d{{1,2}}\b[.:]?", block.text, re.IGNORECASE) if names else None
    apart = block.gap or blocks[at - 1].row or (at + 1 < len(blocks) and blocks[at + 1].row)
    if caption and not block.row and apart and len(block.text.split()) <= 14 and not block.level:
        return "caption" if not block.text.endswith(".") or len(block.text.split()) <= 3 else ""
    return ""


def _running(blocks: Sequence[Block], kinds: Sequence[str]) -> Iterator[int]:
    """Lines that stand on the edge of one page after the other, their numbers apart the same each time."""
    edges = {at for at, block in enumerate(blocks) if kinds[at] == "page" or _names_page(block)}
    starts = {at for at, block in enumerate(blocks) if block.page} | edges
    first = min(starts, default=len(blocks))
    alike: dict[str, list[int]] = defaultdict(list)
    for at, block in enumerate(blocks):
        titled = 0 < len(block.text.split()) <= LONGEST_TITLE and block.text[-1] not in ".:;,!?"
        if kinds[at] or not titled or block.level or (block.row and at not in edges):
            continue
        beside = {at - 1, at, at + 1} & edges or at in starts or at + 1 in starts
        if beside and at >= first:
            alike[re.sub(r"\d+", "0", block.text.casefold())].append(at)
    for places in alike.values():
        if len(places) >= LEAST:
            yield from places


def _names_page(block: Block) -> bool:
    """Whether a short line tells the page's number beside other words ("Regional plan   Side 3 av 9")."""
    return PAGED.search(block.text) is not None and len(block.text.split()) <= LONGEST_TITLE


def _figures(blocks: Sequence[Block], kinds: Sequence[str], vocabulary: Vocabulary) -> Iterator[int]:
    """The numbers behind a figure: a table straight under its caption in which every row counts something."""
    for at in range(len(blocks) - 1):
        if kinds[at] != "caption" or not blocks[at + 1].row or _captions_table(blocks[at], vocabulary):
            continue
        end = at + 2
        while end < len(blocks) and _same_table(blocks[end], blocks[at + 1]):
            end += 1
        counted = all(any(NUMBER.fullmatch(cell) for cell in row.cells[1:]) for row in blocks[at + 2 : end])
        if end > at + 2 and counted and recognise(blocks[at + 1].cells, vocabulary) is None:
            yield from range(at + 1, end)


def _captions_table(block: Block, vocabulary: Vocabulary) -> bool:
    return block.text.casefold().startswith("tabell")


def _same_table(block: Block, first: Block) -> bool:
    return block.row and block.table == first.table and (first.table > 0 or not block.gap)
