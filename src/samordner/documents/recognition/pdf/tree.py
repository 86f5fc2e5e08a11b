"""The structure that a tagged PDF tells of itself: headings, paragraphs, lists and tables, in order of reading."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from pdfminer.pdftypes import PDFObjRef, PDFStream, dict_value, resolve1
from pdfminer.psparser import PSLiteral, literal_name

from samordner.documents.recognition.sources import MOST_TABLE_ROWS, TOO_LONG, Unreadable, gettext_noop

DEEPEST = 60
MOST_NODES = 400_000
MOST_SPAN = 100
TABLES = frozenset({"Table", "TBody", "THead", "TFoot"})
TOO_MANY_ROWS = gettext_noop(
    "A table in the file has more than 1,000 rows. No plan has such a table: is it the right file?"
)

Place = tuple[int, int]  # the file's number of a page, and the number of marked content on it


@dataclass
class Node:
    """An element of the structure with its standard role; its parts are elements and marked content."""

    role: str
    parts: list["Node | Place"] = field(default_factory=list)
    wide: int = 1  # columns and rows that a cell covers
    high: int = 1

    def places(self) -> Iterator[Place]:
        """All marked content in and under the element, in order."""
        for part in self.parts:
            if isinstance(part, Node):
                yield from part.places()
            else:
                yield part

    def walk(self) -> Iterator["Node"]:
        """The element and all under it."""
        yield self
        for part in self.parts:
            if isinstance(part, Node):
                yield from part.walk()


def structure(catalog: Mapping[str, Any]) -> Node | None:
    """The root of the structure, or None for a file without tags."""
    root = dict_value(catalog.get("StructTreeRoot"))
    if not root:
        return None
    return _Tree(dict_value(root.get("RoleMap")), dict_value(root.get("ClassMap"))).root(root)


class _Tree:
    def __init__(self, roles: dict[str, Any], classes: dict[str, Any]) -> None:
        self.roles, self.classes = roles, classes
        self.seen: set[int] = set()
        self.count = 0

    def root(self, root: dict[str, Any]) -> Node:
        top = Node("Document")
        self._kids(top, root.get("K"), 0, 0)
        return top

    def _kids(self, parent: Node, kids: Any, page: int, depth: int) -> None:
        if depth > DEEPEST:
            return
        if isinstance(kids, PDFObjRef):
            if kids.objid in self.seen:
                return
            self.seen.add(kids.objid)
            kids = resolve1(kids)
        if isinstance(kids, list):
            if parent.role in TABLES and len(kids) > MOST_TABLE_ROWS:
                raise Unreadable(TOO_MANY_ROWS)
            for kid in kids:
                self._kids(parent, kid, page, depth + 1)
        elif isinstance(kids, int):
            parent.parts.append((page, kids))
        elif isinstance(kids, dict):
            self._kid(parent, kids, page, depth)

    def _kid(self, parent: Node, kid: dict[str, Any], page: int, depth: int) -> None:
        self.count += 1
        if self.count > MOST_NODES:
            raise Unreadable(TOO_LONG)
        on = kid.get("Pg")
        page = on.objid if isinstance(on, PDFObjRef) else page
        number = resolve1(kid.get("MCID"))
        if isinstance(number, int):
            if not isinstance(resolve1(kid.get("Stm")), PDFStream):
                parent.parts.append((page, number))
        elif "S" in kid:
            node = Node(self._role(kid["S"]))
            for attributes in self._attributes(kid):
                node.wide = max(node.wide, _span(attributes.get("ColSpan")))
                node.high = max(node.high, _span(attributes.get("RowSpan")))
            self._kids(node, kid.get("K"), page, depth + 1)
            parent.parts.append(node)

    def _role(self, name: Any) -> str:
        name = literal_name(resolve1(name))
        for _ in range(8):
            mapped = resolve1(self.roles.get(name))
            if not isinstance(mapped, PSLiteral) or literal_name(mapped) == name:
                break
            name = literal_name(mapped)
        return str(name)

    def _attributes(self, kid: dict[str, Any]) -> Iterator[dict[str, Any]]:
        for found in _listed(kid.get("A")):
            yield dict_value(found)
        for name in _listed(kid.get("C")):
            if isinstance(name, PSLiteral):
                for found in _listed(self.classes.get(literal_name(name))):
                    yield dict_value(found)


def _listed(value: Any) -> list[Any]:
    value = resolve1(value)
    return [resolve1(one) for one in value] if isinstance(value, list) else [value] if value else []


def _span(value: Any) -> int:
    value = resolve1(value)
    return min(max(1, value), MOST_SPAN) if isinstance(value, int) else 1
