"""PDF files with text: read by the structure that they tell, else by what stands where on the page."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from samordner.documents.recognition.pdf.glyphs import ARTIFACT, Page, Word
from samordner.documents.recognition.pdf.lines import Lexicon, Line, drawn
from samordner.documents.recognition.pdf.pages import File
from samordner.documents.recognition.pdf.parts import Part, numbered, part
from samordner.documents.recognition.pdf.tagged import Tagged
from samordner.documents.recognition.pdf.tree import Node, structure
from samordner.documents.recognition.sources import Source


def read(content: bytes) -> Source:
    """A PDF as a `Source`; raises `Unreadable` with a sentence for what is locked, damaged, too long or pictures."""
    file = File(content)
    root = structure(file.catalog)
    pages = list(file.pages())
    words = defaultdict(list)
    for page in pages:
        for word in page.words:
            if word.tag >= 0:
                words[page.key, word.tag].append(word)
    lexicon = Lexicon.of(line for page in pages for line in drawn(page.words, page.number))
    parts = Tagged(words, {page.key: page for page in pages}, lexicon).read(root)
    for page in pages:
        for line in drawn([w for w in page.words if w.tag==ARTIFACT], page.number):
            if any(map(str.isalnum, line.text)):
                parts.append(part(line.text, [line], role="page"))
    return numbered(parts)
