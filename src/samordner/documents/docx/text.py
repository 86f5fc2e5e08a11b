"""Paragraphs and runs as WordprocessingML text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from xml.sax.saxutils import escape, quoteattr

from samordner.documents.cells import linked_parts
from samordner.documents.docx.look import language_tag, list_number
from samordner.documents.lines import Line, clean, lines


@dataclass
class Links:
    """The addresses that a document links to. `relate` gives an address its id in the file."""

    relate: Callable[[str], str]
    known: dict[str, str] = field(default_factory=dict)

    def link(self, words: str, address: str, language: str = "") -> str:
        if address not in self.known:
            self.known[address] = self.relate(address)
        shown = run(words, language, style="Hyperlink")
        return f'<w:hyperlink r:id="{self.known[address]}">{shown}</w:hyperlink>'


def quoted(text: str) -> str:
    return quoteattr(clean(text))


def run(text: str, language: str = "", *, bold: bool = False, style: str = "") -> str:
    """A run; tabs in the text stay tabs. `language` is said only where it differs from the document's."""
    properties = (
        (f'<w:rStyle w:val="{style}"/>' if style else "")
        + ("<w:b/>" if bold else "")
        + (f'<w:lang w:val="{language_tag(language)}"/>' if language else "")
    )
    words = "<w:tab/>".join(
        f'<w:t xml:space="preserve">{escape(part)}</w:t>' if part else "" for part in text.split("\t")
    )
    return f"<w:r>{f'<w:rPr>{properties}</w:rPr>' if properties else ''}{words}</w:r>"


def paragraphs(
    text: str,
    *,
    style: str = "",
    language: str = "",
    bold: bool = False,
    prefix: str = "",
    links: Links | None = None,
) -> str:
    """One paragraph a line of the text, bullets as list items; at least one. `prefix` begins the first."""
    first, *others = lines(text)
    if prefix:
        first = Line("", 0, prefix + str(first))
    return "".join(_paragraph(line, style, language, bold, links) for line in (first, *others))


def _paragraph(line: Line, style: str, language: str, bold: bool, links: Links | None) -> str:
    style = style or ("ListParagraph" if line.marker else "")
    properties = f'<w:pStyle w:val="{style}"/>' if style else ""
    if line.marker:
        properties += (
            f'<w:numPr><w:ilvl w:val="{line.level}"/><w:numId w:val="{list_number(line.marker)}"/></w:numPr>'
        )
    if links and "://" in line.text:
        content = "".join(
            links.link(words, address, language) if address else run(words, language, bold=bold)
            for words, address in linked_parts(line.text)
        )
    else:
        content = run(line.text, language, bold=bold) if line.text else ""
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{content}</w:p>"
