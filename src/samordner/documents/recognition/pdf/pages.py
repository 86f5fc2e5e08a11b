"""Opens a PDF and hands out its pages; refuses with a sentence what cannot be read."""

import binascii
import io
import logging
import re
import struct
import zlib
from collections.abc import Iterator
from typing import Any

from pdfminer.pdfdocument import PDFDocument, PDFEncryptionError
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import PDFStream, dict_value, int_value, resolve1
from pdfminer.psexceptions import PSException
from pdfminer.psparser import literal_name
from pdfminer.utils import decode_text

from samordner.documents.recognition.pdf.glyphs import Page, Reader
from samordner.documents.recognition.pdf.tree import Node, structure
from samordner.documents.recognition.sources import Unreadable, gettext_noop

MOST_PAGES = 300
MOST_UNPACKED = 100 * 1024 * 1024  # bytes of all pages' contents
TOO_DEEP = re.compile(rb"(?:(?:\[|<<)\s*(?:/[\w.]{1,64}\s*)?){200}")
DAMAGED = gettext_noop("The file is damaged.")
CUT = gettext_noop("The file is damaged: its end is missing. Fetch or save it once more.")
LOCKED = gettext_noop("The file is locked with a password.")
TOO_MANY = gettext_noop("The file has more than 300 pages. No plan is that long: is it the right file?")
TOO_BIG = gettext_noop("The file unpacks to more than 100 MB.")
FAULTS = (
    PSException,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    AssertionError,
    ArithmeticError,
    RecursionError,
    OSError,
    NotImplementedError,
    struct.error,
    zlib.error,
    binascii.Error,
)

logging.getLogger("pdfminer").setLevel(logging.CRITICAL)  # what is wrong is told to the person


class File:
    """An opened PDF. Raises `Unreadable` for what is locked, damaged or too long."""

    def __init__(self, content: bytes) -> None:
        if b"startxref" not in content[-4096:] and b"%%EOF" not in content[-4096:]:
            raise Unreadable(CUT)
        # Objects that open within one another, and nothing said between: the parser goes into each and is lost
        if TOO_DEEP.search(content):
            raise Unreadable(DAMAGED)
        try:
            self.document = PDFDocument(PDFParser(io.BytesIO(content)), password="")
            self.catalog: dict[str, Any] = self.document.catalog
            told = int_value(dict_value(self.catalog.get("Pages")).get("Count", 0))
            self._pages = []
            for page in PDFPage.create_pages(self.document):
                self._pages.append(page)
                if len(self._pages) > MOST_PAGES:
                    raise Unreadable(TOO_MANY)
            self._check(told)
            self.maker = " ".join(
                _text(one.get(key)) for one in self.document.info for key in ("Creator", "Producer")
            )
        except Unreadable:
            raise
        except PDFEncryptionError as problem:
            raise Unreadable(LOCKED) from problem
        except FAULTS as problem:
            raise Unreadable(DAMAGED) from problem

    def _check(self, told: int) -> None:
        """Every page is there and unpacks whole: a reader that mends a file in silence would lose words."""
        if told > MOST_PAGES:
            raise Unreadable(TOO_MANY)
        if not self._pages or told != len(self._pages):
            raise Unreadable(DAMAGED)
        left = MOST_UNPACKED
        for page in self._pages:
            for each in page.contents:
                stream = resolve1(each)
                if not isinstance(stream, PDFStream):
                    raise Unreadable(DAMAGED)
                left -= _unpacked(stream, left)

    def told(self) -> Node | None:
        """The structure that the file tells; None where it tells none, or one that cannot be followed."""
        try:
            return structure(self.catalog)
        except Unreadable:
            raise
        except FAULTS:
            return None

    def forget(self) -> None:
        """Let go of what has been unpacked so far; it is unpacked again where it is asked for again."""
        self.document._cached_objs.clear()
        self.document._parsed_objs.clear()

    def pages(self) -> Iterator[Page]:
        """The pages in order, one at a time."""
        manager = PDFResourceManager()
        reader = Reader(manager)
        interpreter = PDFPageInterpreter(manager, reader)
        for page in self._pages:
            try:
                interpreter.process_page(page)
            except Unreadable:
                raise
            except FAULTS as problem:
                raise Unreadable(DAMAGED) from problem
            for each in page.contents:
                stream = resolve1(each)
                if isinstance(stream, PDFStream):
                    stream.data = b""  # read once; a file of many pages would be held unpacked whole
            yield reader.page


def _text(value: object) -> str:
    value = resolve1(value)
    return decode_text(value) if isinstance(value, bytes) else ""


def _unpacked(stream: PDFStream, most: int) -> int:
    """How many bytes a page's contents unpack to, where that can be told before it is done."""
    filters = [literal_name(name) for name, _ in stream.get_filters()]
    if filters not in (["FlateDecode"], ["Fl"]) or not stream.rawdata or stream.decipher is not None:
        return 0
    packed = zlib.decompressobj()
    size = len(packed.decompress(stream.rawdata, most + 1))
    if size > most:
        raise Unreadable(TOO_BIG)
    if not packed.eof:
        raise Unreadable(DAMAGED)
    return size
