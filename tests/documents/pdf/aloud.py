"""A PDF read aloud: what its structure tree says, in the order in which it says it.

Reads the tree with pikepdf and the letters with pdfminer, so nothing of ours is between the file and the test. Where
a letter stands on its page is for pdfplumber to say, which takes several times as long.
"""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import pdfplumber
import pikepdf
from pdfminer.pdfdevice import PDFDevice
from pdfminer.pdffont import PDFFont, PDFUnicodeNotDefined
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager

INLINE = {"Span", "Strong", "Em", "Link", "Reference"}


@dataclass
class Element:
    """One element of the tree. `pages` are those on which its own and its children's letters stand, from 1."""

    kind: str
    language: str
    alt: str = ""
    attributes: dict[str, Any] = field(default_factory=dict)
    children: list[Element | str] = field(default_factory=list)
    pages: set[int] = field(default_factory=set)

    @property
    def text(self) -> str:
        return "".join(child if isinstance(child, str) else child.text for child in self.children)

    def all(self, *kinds: str) -> list[Element]:
        """The elements of these kinds within, in order, itself first."""
        return [each for each in self.walk() if each.kind in kinds]

    def walk(self) -> Iterator[Element]:
        yield self
        for child in self.children:
            if isinstance(child, Element):
                yield from child.walk()


class Heard(PDFDevice):
    """The letters of a page by the mark they stand in; those outside of every mark are passed over."""

    def __init__(self, resources: PDFResourceManager) -> None:
        super().__init__(resources)
        self.mark: int | None = None
        self.parts: dict[int, list[str]] = defaultdict(list)

    def begin_tag(self, tag: Any, props: Any = None) -> None:
        self.mark = props.get("MCID") if isinstance(props, dict) else None

    def end_tag(self) -> None:
        self.mark = None

    def render_string(self, textstate: Any, seq: Any, ncs: Any, graphicstate: Any) -> None:
        if self.mark is not None:
            for letters in seq:
                if isinstance(letters, bytes):
                    self.parts[self.mark] += [
                        letter_of(textstate.font, code) for code in textstate.font.decode(letters)
                    ]


def letter_of(font: PDFFont, code: int) -> str:
    """The letter that a font says a code is; a code that it says nothing of is told as a number."""
    try:
        return font.to_unichr(code)
    except PDFUnicodeNotDefined:
        return f"(cid:{code})"


class Pdf:
    """A printed file: its tree, its letters, its head and what is said of it."""

    def __init__(self, content: bytes) -> None:
        self.file = pikepdf.open(io.BytesIO(content))
        self.pages = pdfplumber.open(io.BytesIO(content)).pages
        self._numbers = {page.objgen: number for number, page in enumerate(self.file.pages, 1)}

    @cached_property
    def letters(self) -> dict[tuple[int, int], str]:
        """The letters of each marked part, by page and mark."""
        found: dict[tuple[int, int], str] = {}
        heard = Heard(PDFResourceManager())
        for number, page in enumerate(self.pages, 1):
            heard.parts = defaultdict(list)
            PDFPageInterpreter(heard.rsrcmgr, heard).process_page(page.page_obj)
            found |= {(number, mark): "".join(letters) for mark, letters in heard.parts.items()}
        return found

    @cached_property
    def tree(self) -> Element:
        (root,) = self._children(self.file.Root.StructTreeRoot, str(self.file.Root.Lang), 0, Element("", ""))
        assert isinstance(root, Element)
        return root

    @property
    def errors(self) -> list[str]:
        """What is wrong with the file's syntax, as qpdf sees it."""
        return self.file.check_pdf_syntax()

    def artifacts(self, number: int) -> str:
        """The words on a page that belong to no element."""
        page = self.pages[number - 1].filter(lambda each: each.get("tag") == "Artifact")
        return page.extract_text()

    def outline(self) -> list[str]:
        with self.file.open_outline() as outline:
            return [title for item in outline.root for title in _titles(item)]

    def _children(self, node: Any, language: str, page: int, parent: Element) -> list[Element | str]:
        found: list[Element | str] = []
        kids = node.get("/K", [])
        for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
            if isinstance(kid, int):
                found.append(self.letters.get((page, kid), ""))
                parent.pages.add(page)
            elif kid.get("/Type") == "/MCR":
                number = self._page(kid, page)
                found.append(self.letters.get((number, int(kid.MCID)), ""))
                parent.pages.add(number)
            elif "/S" in kid:
                found.append(self._element(kid, language, page))
                parent.pages |= found[-1].pages  # type: ignore[union-attr]
        return found

    def _element(self, node: Any, language: str, page: int) -> Element:
        made = Element(
            str(node.S)[1:],
            str(node.get("/Lang", language)),
            str(node.get("/Alt", "")),
            {key: value for each in node.get("/A", []) for key, value in each.items()},
        )
        made.children = self._children(node, made.language, self._page(node, page), made)
        return made

    def _page(self, node: Any, page: int) -> int:
        return self._numbers[node.Pg.objgen] if "/Pg" in node else page


def _titles(item: Any) -> Iterator[str]:
    yield str(item.title)
    for child in item.children:
        yield from _titles(child)


def lines(element: Element) -> list[str]:
    """What a person hears of a passage or a cell, a line each; a bullet with its marker, by the printer's contract."""
    found: list[str] = []
    rest = ""
    for child in element.children:
        if isinstance(child, str) or child.kind in INLINE:
            rest += child if isinstance(child, str) else child.text
        elif child.kind == "L":
            found += [rest] if rest else []
            rest = ""
            found += _bullets(child, 0)
        else:
            found += [rest] if rest else []
            rest = ""
            found += lines(child)
    return found + ([rest] if rest else [])


def _bullets(part: Element, level: int) -> Iterator[str]:
    for item in part.children:
        assert isinstance(item, Element)
        if item.kind == "L":
            yield from _bullets(item, level + 1)
        else:
            label, body = item.all("Lbl")[0], item.all("LBody")[0]
            nested = [each for each in body.children if isinstance(each, Element) and each.kind == "L"]
            own = body.text[: len(body.text) - sum(len(each.text) for each in nested)]
            yield f"{'  ' * level}{label.text} {own}"
            for each in nested:
                yield from _bullets(each, level + 1)


def rows(table: Element) -> list[list[str]]:
    """The rows of a table, titles first; the lines of a cell put together."""
    return [
        ["\n".join(lines(cell)) for cell in row.children if isinstance(cell, Element)]
        for row in table.all("TR")
    ]
