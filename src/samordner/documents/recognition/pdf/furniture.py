"""What stands on the edge of page after page: running heads and feet, page numbers."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence

from samordner.documents.recognition.pdf.columns import segments
from samordner.documents.recognition.pdf.glyphs import Page
from samordner.documents.recognition.pdf.lines import Line

HEAD, FOOT = 0.14, 0.86  # of a page's height: where running heads end and feet begin
MOST = 4  # lines of a running head or foot
NUMBER = re.compile(
    r"(?:side|s\.|page)?\s*[-–|]?\s*(\d{1,3})\s*[-–|.]?(?:\s*(?:av|/|of)\s*\d{1,3})?", re.IGNORECASE
)
SLACK = 6.0  # points that the same line may stand higher or lower


def running(pages: Sequence[Page], rows: Mapping[int, Sequence[Line]]) -> dict[int, set[int]]:
    """For each page which of its lines, by index, are running heads, feet or the number of the page."""
    alike: dict[tuple[bool, str], list[tuple[float, int, int]]] = defaultdict(list)
    found: dict[int, set[int]] = defaultdict(set)
    for page in pages:
        lines = rows[page.number]
        for at in _edge(lines, page):
            head = lines[at].base < page.height / 2
            place = lines[at].base if head else page.height - lines[at].base
            alike[head, re.sub(r"\d+", "0", lines[at].text.casefold())].append((place, page.number, at))
            if at in (0, len(lines) - 1) and NUMBER.fullmatch(lines[at].text):
                found[page.number].add(at)
    least = 2 if len(pages) < 6 else 3
    for places in alike.values():
        for place, page_number, at in places:
            beside = {other for height, other, _ in places if abs(height - place) <= SLACK}
            if len(beside) >= least and not _heads_table(rows[page_number], at):
                found[page_number].add(at)
    for page in pages:
        lines = rows[page.number]
        inner = [at for at in range(len(lines)) if at not in found[page.number]]
        for at in inner[:1] + inner[-1:]:
            text = NUMBER.fullmatch(lines[at].text)
            if text and at in _edge(lines, page) and found[page.number]:
                found[page.number].add(at)
    return found


def _edge(lines: Sequence[Line], page: Page) -> list[int]:
    first = [at for at in range(min(MOST, len(lines))) if lines[at].base < HEAD * page.height]
    last = [at for at in range(max(0, len(lines) - MOST), len(lines)) if lines[at].base > FOOT * page.height]
    return [*first, *(at for at in last if at not in first)]


def _heads_table(lines: Sequence[Line], at: int) -> bool:
    """Whether a line on the edge of a page has cells and stands close above other rows: headings printed again."""
    if at + 1 >= len(lines) or re.search(r"\d", lines[at].text):
        return False
    parts, below = segments(lines[at]), segments(lines[at + 1])
    near = lines[at + 1].top - lines[at].bottom < 1.5 * lines[at].size
    return len(parts) > 1 and len(below) > 1 and near
