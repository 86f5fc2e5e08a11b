"""PDF files with text: read by the structure that they tell, else by what stands where on the page."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from samordner.documents.recognition.guarded import opened
from samordner.documents.recognition.pdf.glyphs import ARTIFACT, UNKNOWN, Page, Word
from samordner.documents.recognition.pdf.lines import Lexicon, drawn
from samordner.documents.recognition.pdf.pages import File
from samordner.documents.recognition.pdf.parts import Part, numbered
from samordner.documents.recognition.pdf.ruled import grids
from samordner.documents.recognition.pdf.tagged import Tagged, ornaments
from samordner.documents.recognition.pdf.tree import TOO_MANY_ROWS, Node, Place
from samordner.documents.recognition.pdf.untagged import Untagged
from samordner.documents.recognition.sources import MOST_TABLE_ROWS, Source, Unreadable, gettext_noop

FULL_OF_ROWS = 15  # level lines on a page; with as many on each page after the other it is one table
SHORTEST_RULE = 20.0  # points
MOST_UNTOLD = 0.02  # share of the letters that the structure may leave out
MOST_ORNAMENT = 0.4  # share of the letters that may be told to be no content
MOST_LOOSE = 0.2  # share of the words in drawn tables that the structure may put outside tables
LEAST_LETTERS = 20  # on a page with a picture; fewer are no text
MOST_UNKNOWN = 0.05  # share of the letters that a font does not name

HOLDING = frozenset({"TD", "TH", "Figure"})

PICTURES = gettext_noop(
    "The pages of the file are pictures: there is no text to read. Recognise the text first (OCR), or fetch the"
    " file that the PDF was made from."
)
MOSTLY_PICTURES = gettext_noop(
    "Half of the pages or more are pictures without text. Recognise the text first (OCR), or fetch the file that the"
    " PDF was made from."
)
NO_LETTERS = gettext_noop(
    "The letters of the file cannot be told: its fonts do not say which they are. Fetch the file that the PDF was"
    " made from."
)


def read(content: bytes) -> Source:
    """A PDF as a `Source`; raises `Unreadable` with a sentence for what is locked, damaged, too long or pictures."""
    file = File(content)
    opened()
    root = file.told()
    file.forget()
    pages = list(_pages(file))
    _refuse_pictures(pages)
    lines = (line for page in pages for line in drawn(page.words, page.number))
    lexicon = Lexicon.of(lines, file.maker, tagged=root is not None)
    parts = _by_structure(root, pages, lexicon) if root is not None else None
    return numbered(parts if parts is not None else Untagged(pages, lexicon).read())


def _pages(file: File) -> Iterator[Page]:
    """The pages in order; refused while they are read where page after page is full of rows."""
    rows = 0
    for page in file.pages():
        own = len({round(edge.at) for edge in page.level if edge.end - edge.start > SHORTEST_RULE})
        rows = rows + own if own >= FULL_OF_ROWS else 0
        if rows > MOST_TABLE_ROWS:
            raise Unreadable(TOO_MANY_ROWS)
        yield page


def _refuse_pictures(pages: Sequence[Page]) -> None:
    bare = [
        page for page in pages if page.letters < LEAST_LETTERS and (page.pictured > 0.3 or not page.letters)
    ]
    pictured = [page for page in bare if page.pictured > 0.3]
    if len(bare) == len(pages):
        raise Unreadable(PICTURES)
    if len(pictured) >= max(2, len(pages) / 2):
        raise Unreadable(MOSTLY_PICTURES)
    letters = sum(page.letters for page in pages)
    unknown = sum(word.text.count(UNKNOWN) for page in pages for word in page.words)
    if unknown > MOST_UNKNOWN * letters:
        raise Unreadable(NO_LETTERS)


def _by_structure(root: Node, pages: Sequence[Page], lexicon: Lexicon) -> list[Part] | None:
    """The blocks that the structure tells; None where what stands on the pages shows that it cannot be trusted."""
    words: dict[Place, list[Word]] = defaultdict(list)
    for page in pages:
        for word in page.words:
            if word.tag >= 0:
                words[page.key, word.tag].append(word)
    if not _is_whole(root, words, pages) or not _tells_tables(root, pages):
        return None
    told = set(root.places())
    tagged = Tagged(words, {page.key: page for page in pages}, lexicon)
    tagged.read(root)
    for page in pages:
        left = [one for one in page.words if one.tag != ARTIFACT and (page.key, one.tag) not in told]
        tagged.add_untold(left, page)
    return [*tagged.parts, *tagged.pictures, *ornaments(pages)]


def _is_whole(root: Node, words: dict[Place, list[Word]], pages: Sequence[Page]) -> bool:
    """Whether the structure tells of almost all letters, each once."""
    places = list(root.places())
    told = sum(_letters(word) for place in set(places) for word in words.get(place, ()))
    ornament = sum(_letters(word) for page in pages for word in page.words if word.tag == ARTIFACT)
    letters = sum(_letters(word) for page in pages for word in page.words)
    if not letters or len(places) != len(set(places)) or ornament > MOST_ORNAMENT * letters:
        return False
    return letters - ornament - told <= MOST_UNTOLD * (letters - ornament)


def _letters(word: Word) -> int:
    return sum(map(str.isalnum, word.text))


def _tells_tables(root: Node, pages: Sequence[Page]) -> bool:
    """Whether the words in tables that are drawn stand in tables that are told, or in pictures."""
    inside = {place for node in root.walk() if node.role in HOLDING for place in node.places()}
    ruled = loose = 0
    for page in pages:
        for grid in grids(page):
            own = [word for cell in grid.cells for word in cell.words if word.tag != ARTIFACT]
            ruled += len(own)
            loose += sum((page.key, word.tag) not in inside for word in own)
    return loose <= MOST_LOOSE * ruled
