"""What a reader of PDF hands on: blocks with the page that they stand on and how they are set."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from samordner.documents.recognition.pdf.lines import GUESSED, Line
from samordner.documents.recognition.sources import MOST_LINES, TOO_LONG, Block, Place, Source, Unreadable


@dataclass(frozen=True, slots=True)
class Part:
    """A block before it has its number: the page it begins on, how many lines it takes, how it is set."""

    block: Block
    page: int
    lines: int = 1
    size: float = 0.0
    bold: bool = False


def part(text: str, lines: Sequence[Line], **says: object) -> Part:
    """A block of one text that stands on these lines."""
    block = replace(Block(0, (text,), gap=True), **says)  # type: ignore[arg-type]
    most = max(lines, key=lambda line: line.x1 - line.x0)
    return Part(block, lines[0].page, len(lines), most.size, all(line.bold for line in lines))


def numbered(parts: Iterable[Part]) -> Source:
    """The parts as a source: each is numbered by its first line, counted through the whole file."""
    blocks: list[Block] = []
    places: list[Place] = []
    number = 1
    for one in parts:
        if number > MOST_LINES:
            raise Unreadable(TOO_LONG)
        if not places or places[-1].page != one.page:
            places.append(Place(number, one.page))
        last = number + max(1, one.lines) - 1
        guessed = frozenset(place for place, cell in enumerate(one.block.cells) if GUESSED in cell)
        block = replace(one.block, number=number, end=last if last > number else 0, guessed=guessed)
        if guessed:
            block = replace(block, cells=tuple(cell.replace(GUESSED, "") for cell in block.cells))
        blocks.append(block)
        number = last + 1
    return Source.of("pdf", tuple(blocks), tuple(places))
