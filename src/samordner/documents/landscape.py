"""Which blocks of a document are printed on pages that lie down."""

from __future__ import annotations

from collections.abc import Sequence

from samordner.documents.blocks import Block, Contents, Heading, PageBreak, Paragraph, Table

SHORT = 1200
"""Characters of running text that may follow a wide table onto its page."""


def landscapes(blocks: Sequence[Block]) -> list[bool]:
    """For each block whether its page lies down: a wide table's does, with its heading and short text.

    A table with its heading on another page is hard to read, and so is long running text on a lying page.
    """
    wide = [_is_wide(block) for block in blocks]
    for index, lies in enumerate(list(wide)):
        if lies and isinstance(blocks[index], Table):
            _take_along(blocks, wide, index)
    return wide


def _is_wide(block: Block) -> bool:
    if not isinstance(block, Table):
        return False
    layout = block.layout or block.definition.layout
    return bool(layout and layout.landscape)


def _take_along(blocks: Sequence[Block], wide: list[bool], table: int) -> None:
    start, length = table, 0
    while start > 0 and length <= SHORT and _may_follow(blocks[start - 1]) and not wide[start - 1]:
        start -= 1
        length += _length(blocks[start])
        if isinstance(blocks[start], Heading) and not _is_heading(blocks, start - 1):
            break
    if length <= SHORT and isinstance(blocks[start], Heading):
        wide[start:table] = [True] * (table - start)
    end, length = table + 1, 0
    while end < len(blocks) and isinstance(blocks[end], Paragraph):
        length += _length(blocks[end])
        end += 1
    if length <= SHORT:
        wide[table + 1 : end] = [True] * (end - table - 1)


def _is_heading(blocks: Sequence[Block], index: int) -> bool:
    return index >= 0 and isinstance(blocks[index], Heading)


def _may_follow(block: Block) -> bool:
    return not isinstance(block, Table | Contents | PageBreak)


def _length(block: Block) -> int:
    return len(str(block.text)) if isinstance(block, Paragraph | Heading) else 300
