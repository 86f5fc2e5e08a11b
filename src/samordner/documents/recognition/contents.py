"""The contents list of a document: where it stands, and which titles it names."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from samordner.documents.recognition.numbering import title_of
from samordner.documents.recognition.sources import Block
from samordner.documents.recognition.vocabulary import Vocabulary
from samordner.documents.recognition.wording import bare, stems

PAGE_END = re.compile(r"(?:\.{2,}|…|_{2,}|\t|\s)\s*(?<!\d)\d{1,3}$")
LEADER = re.compile(r"(?:\.{3,}|…|\t)\s*(?<!\d)\d{1,3}$")
LONGEST = 16  # words in an entry
LONGEST_LINE = 300  # letters of a line that may be a heading
LONGEST_LIST = 150  # entries of a contents list


@dataclass(frozen=True)
class Contents:
    """A contents list: its entries' titles, and how many blocks of the rest stand before its end."""

    titles: tuple[str, ...] = ()
    before: int = 0


def contents_of(blocks: Sequence[Block], at: Iterable[int]) -> Contents:
    """What the blocks of a contents list say (see `contents_list`)."""
    places = sorted(at)
    titles = tuple(entry_title(blocks[one].text) for one in places)
    return Contents(titles, places[-1] + 1 - len(places) if places else 0)


def contents_list(blocks: Sequence[Block], vocabulary: Vocabulary) -> frozenset[int]:
    """The blocks of the contents list, its heading with them."""
    styled = {at for at, block in enumerate(blocks) if block.role == "toc"}
    heading = next((at for at, block in enumerate(blocks) if _is_contents(block, vocabulary)), None)
    if heading is not None:
        return frozenset({heading, *styled, *_entries(blocks, heading + 1)})
    if styled:
        return frozenset(styled)
    for at in range(len(blocks) - 2):
        if all(_leads(blocks[k]) for k in (at, at + 1, at + 2)):
            return frozenset(_entries(blocks, at))
    return frozenset()


def _is_contents(block: Block, vocabulary: Vocabulary) -> bool:
    if len(block.text) > 40:
        return False
    text = re.sub(r"\s+side$", "", bare(block.text), flags=re.IGNORECASE)
    return any(stems(text) == stems(name) for name in vocabulary.front.contents)


def _leads(block: Block) -> bool:
    return LEADER.search(block.text) is not None and len(stems(block.text)) <= LONGEST + 2


def _entries(blocks: Sequence[Block], first: int) -> Iterable[int]:
    seen: set[tuple[str, ...]] = set()
    latest = {
        stems(entry_title(block.text)): at
        for at, block in enumerate(blocks)
        if len(block.text) <= LONGEST_LINE
    }
    for at in range(first, min(len(blocks), first + LONGEST_LIST)):
        block = blocks[at]
        title = stems(entry_title(block.text))
        if title in seen and not PAGE_END.search(block.text):
            return
        wrapped = at + 1 < len(blocks) and not blocks[at + 1].gap and _leads(blocks[at + 1]) and not block.gap
        again = bool(title) and latest.get(title, at) > at
        if not (_paged(block) or wrapped or again or block.role == "toc"):
            return
        if len(title) > LONGEST:
            return
        seen.add(title)
        yield at


def _paged(block: Block) -> bool:
    return PAGE_END.search(block.text) is not None and block.level == 0


def entry_title(text: str) -> str:
    """An entry of a contents list without its number, dots and page."""
    text = re.sub(r"[.…_\s]+$", "", PAGE_END.sub("", text.strip()))
    return title_of(text)
