"""The claims of a plan with the chapter and the lines that each stands on."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate

from samordner.documents.recognition.claims import claims
from samordner.documents.recognition.sources import Block
from samordner.documents.recognition.vocabulary import Counting
from samordner.documents.recognition.wording import unwrapped
from samordner.plandocument.reading.result import ChapterText, StatedClaim


def stated(
    texts: Sequence[tuple[ChapterText, Sequence[Block]]], counting: Counting, year: int | None
) -> Iterator[StatedClaim]:
    """The claims in chapters' texts, in order; `year` dates, as inferred, those that print no day."""
    blocks = [(block, chapter) for chapter, own in texts for block in own]
    parts = [_letters(block.text) for block, _ in blocks]
    starts = [0, *accumulate(len(part) for part in parts)][:-1]
    letters = "".join(parts)
    at = 0
    whole = "\n\n".join(unwrapped(chapter.text) for chapter, _ in texts)
    for claim in claims(whole, counting):
        sought = _letters(claim.text)
        at = max(letters.find(sought, at), 0)
        first = bisect_right(starts, at) - 1
        last = bisect_right(starts, at + len(sought) - 1) - 1
        inferred = ["denominator"] if claim.denominator_inferred else []
        day = claim.day
        if day is None and year is not None:
            day = str(year)
            inferred.append("day")
        yield StatedClaim(
            claim.text,
            claim.numerator,
            claim.denominator,
            day,
            blocks[first][1].number,
            (blocks[first][0].number, blocks[last][0].lines[1]),
            tuple(inferred),
        )


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text)
