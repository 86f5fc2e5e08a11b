"""A heading as every printer says it."""

from __future__ import annotations

from samordner.documents.blocks import Heading
from samordner.documents.lines import clean


def heading_text(heading: Heading) -> str:
    """Its number, then its words: "2. Organisation"."""
    text = clean(str(heading.text))
    if not heading.number:
        return text
    return f"{heading.number}. {text}" if heading.number[-1].isdigit() else f"{heading.number} {text}"
