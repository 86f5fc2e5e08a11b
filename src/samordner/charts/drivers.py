"""A driver diagram from data: the aim, what drives it, what drives that, and the ideas that could change it.

From left to right on a screen and on paper; as an indented outline on a telephone. Every box has a number in the
outline, by which the alternative text and the table say what hangs under what.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from typing import Literal

from samordner.charts.drawing import ACCENT, BOLD, INK, LINE_HEIGHT, PAPER, QUIET, frame, words, wrapped
from samordner.charts.figures import Figure, FigureTable
from samordner.charts.phrases import in_language
from samordner.spc.words import Words

Kind = Literal["aim", "primary", "secondary", "idea"]
KINDS: tuple[Kind, ...] = ("aim", "primary", "secondary", "idea")
WIDE, NARROW = 840.0, 360.0
SIZE, SMALL, PAD = 14.0, 12.5, 9.0
GAP, AIR = 28.0, 10.0

_ONE = {
    "aim": Words("Mål", "Mål", "Aim"),
    "primary": Words("Primærdriver", "Primærdrivar", "Primary driver"),
    "secondary": Words("Sekundærdriver", "Sekundærdrivar", "Secondary driver"),
    "idea": Words("Endringsidé", "Endringsidé", "Change idea"),
}
_MANY = {
    "aim": Words("Mål", "Mål", "Aim"),
    "primary": Words("Primærdrivere", "Primærdrivarar", "Primary drivers"),
    "secondary": Words("Sekundærdrivere", "Sekundærdrivarar", "Secondary drivers"),
    "idea": Words("Endringsideer", "Endringsidear", "Change ideas"),
}
_NUMBER = Words("Nummer", "Nummer", "Number")
_WHAT = Words("Hva det er", "Kva det er", "What it is")
_TEXT = Words("Tekst", "Tekst", "Text")
_TRIED = Words("Prøvd ut", "Prøvd ut", "Tested")
_NO_DRIVERS = Words("Ingen drivere ennå.", "Ingen drivarar enno.", "No drivers yet.")

# paper, edge, ink, width of the edge, how the edge is dashed: kinds differ by more than their colour
_LOOK: dict[Kind, tuple[str, str, str, float, str]] = {
    "aim": (ACCENT, ACCENT, PAPER, 1.5, ""),
    "primary": ("#dbe7f3", ACCENT, INK, 2.2, ""),
    "secondary": ("#f3f7fb", "#5b7797", INK, 1.2, ""),
    "idea": ("#fff8e3", "#8a6100", INK, 1.2, "5 3"),
}


@dataclass(frozen=True, slots=True)
class Node:
    """A driver or an idea, and what hangs under it. `said` stands under its text; `address` is where it leads."""

    kind: Kind
    text: str
    below: tuple[Node, ...] = ()
    said: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A box of the outline: how deep it lies (the aim at 0), its number ("1.2"; the aim has none), and the box."""

    depth: int
    number: str
    node: Node


def outline(aim: str, drivers: Sequence[Node]) -> Iterator[Row]:
    """The diagram as a nested list: the aim, then every box after the one that it hangs under."""
    yield Row(0, "", Node("aim", aim, tuple(drivers)))
    yield from _under(drivers, "", 1)


def _under(nodes: Sequence[Node], before: str, depth: int) -> Iterator[Row]:
    for place, node in enumerate(nodes, start=1):
        number = f"{before}{place}"
        yield Row(depth, number, node)
        yield from _under(node.below, f"{number}.", depth + 1)


def driver_diagram(
    key: str,
    title: str,
    aim: str,
    drivers: Sequence[Node],
    *,
    lang: str,
    address: str = "",
    narrow: bool = False,
    width: float = WIDE,
) -> Figure:
    """The diagram as a figure. `aim` is the aim as a sentence, `address` where that leads.

    `width`: that of the columns together, so that a sheet of paper need not shrink the letters. A box stands in the
    column of its kind, also where the kind before it was skipped.
    """
    rows = list(outline(aim, drivers))
    width = NARROW if narrow else width
    root = Node("aim", aim, tuple(drivers), address=address)
    content, height = _indented(root, lang) if narrow else _in_columns(root, lang, width)
    alt = f"{title}. {_told(rows, lang)}"
    linked = bool(address) or any(row.node.address for row in rows)
    svg = frame(key, title, alt, height, content, width=width, role="group" if linked else "img")
    return Figure(key, title, svg, alt, _table(rows, lang), round(width), round(height))


def _told(rows: Sequence[Row], lang: str) -> str:
    said = [
        f"{row.number} {in_language(_ONE[row.node.kind], lang)}: {row.node.text}".strip()
        + (f" ({row.node.said})" if row.node.said else "")
        for row in rows
    ]
    if len(rows) == 1:
        said.append(in_language(_NO_DRIVERS, lang))
    return " ".join(text if text.endswith(".") else f"{text}." for text in said)


def _table(rows: Sequence[Row], lang: str) -> FigureTable:
    with_said = any(row.node.said for row in rows)
    heads = [in_language(words_, lang) for words_ in (_NUMBER, _WHAT, _TEXT)]
    return FigureTable(
        (*heads, in_language(_TRIED, lang)) if with_said else tuple(heads),
        tuple(
            (
                row.number or "–",
                in_language(_ONE[row.node.kind], lang),
                row.node.text,
                *([row.node.said] * with_said),
            )
            for row in rows
        ),
    )


# Boxes


@dataclass(frozen=True, slots=True)
class _Box:
    node: Node
    lines: tuple[str, ...]
    said: tuple[str, ...]
    width: float
    head: str = ""

    @property
    def high(self) -> float:
        small = len(self.said) + bool(self.head)
        return 2 * PAD + len(self.lines) * SIZE * LINE_HEIGHT + small * SMALL * LINE_HEIGHT - 3

    def drawn(self, x: float, y: float) -> str:
        paper, edge, ink, thick, dash = _LOOK[self.node.kind]
        dashed = f' stroke-dasharray="{dash}"' if dash else ""
        out = (
            f'<rect x="{x:.1f}" y="{y:.1f}" width="{self.width:.1f}" height="{self.high:.1f}" rx="6" fill="{paper}" '
            f'stroke="{edge}" stroke-width="{thick:g}"{dashed}/>'
        )
        quiet = PAPER if self.node.kind == "aim" else QUIET
        at = y + PAD - 3
        if self.head:
            at += SMALL * LINE_HEIGHT
            out += words(self.head, x + PAD, at - 2, size=SMALL, fill=quiet)
        for line in self.lines:
            at += SIZE * LINE_HEIGHT
            out += words(
                line, x + PAD, at - 2, size=SIZE, fill=ink, bold=self.node.kind in ("aim", "primary")
            )
        for line in self.said:
            at += SMALL * LINE_HEIGHT
            out += words(line, x + PAD, at - 2, size=SMALL, fill=quiet)
        if not self.node.address:
            return out
        return f'<a href="{escape(self.node.address)}" aria-label="{escape(self.node.text)}">{out}</a>'


def _boxed(node: Node, width: float, head: str = "") -> _Box:
    room = width - 2 * PAD
    said = tuple(wrapped(node.said, room, SMALL)) if node.said else ()
    return _Box(
        node,
        tuple(wrapped(node.text or "–", room, SIZE * (BOLD if node.kind in ("aim", "primary") else 1))),
        said,
        width,
        head,
    )


def _in_columns(root: Node, lang: str, whole: float) -> tuple[list[str], float]:
    used = [kind for kind in KINDS if kind in _kinds(root)]
    width = min(230.0, (whole - 4 - GAP * (len(used) - 1)) / len(used))
    lefts = {kind: 2 + number * (width + GAP) for number, kind in enumerate(used)}
    out = [
        words(in_language(_MANY[kind], lang), lefts[kind], 16, size=SIZE, bold=True, fill=ACCENT)
        for kind in used
    ]
    lines: list[str] = []
    boxes: list[str] = []

    def extent(node: Node) -> float:
        below = sum(map(extent, node.below)) + AIR * max(len(node.below) - 1, 0)
        return max(_boxed(node, width).high, below)

    def put(node: Node, top: float) -> float:
        """Draw a box and what hangs under it; answers the height of its middle."""
        high, box = extent(node), _boxed(node, width)
        below = sum(map(extent, node.below)) + AIR * max(len(node.below) - 1, 0)
        at, middles = top + (high - below) / 2, []
        for child in node.below:
            middles.append(put(child, at))
            at += extent(child) + AIR
        middle = top + high / 2
        boxes.append(box.drawn(lefts[node.kind], middle - box.high / 2))
        right = lefts[node.kind] + width
        for child, there in zip(node.below, middles, strict=True):
            bend = lefts[child.kind] - GAP / 2
            path = f"H{bend:.1f}V{there:.1f}" if abs(there - middle) > 0.5 else ""
            lines.append(f"M{right:.1f} {middle:.1f}{path}H{lefts[child.kind]:.1f}")
        return middle

    put(root, 28)
    joined = f'<path d="{"".join(lines)}" fill="none" stroke="#5b7797" stroke-width="1.4"/>' if lines else ""
    return [*out, joined, *reversed(boxes)], 28 + extent(root) + 4


def _indented(root: Node, lang: str) -> tuple[list[str], float]:
    lines: list[str] = []
    boxes: list[str] = []
    step = 16.0

    def put(node: Node, depth: int, top: float) -> float:
        """Draw a box and all under it; answers how far down they reach."""
        left = 2 + depth * step
        box = _boxed(node, NARROW - 4 - depth * step, in_language(_ONE[node.kind], lang))
        boxes.append(box.drawn(left, top))
        low = top + box.high + AIR
        for child in node.below:
            middle = low + 18
            lines.append(f"M{left + step / 2:.1f} {top + box.high:.1f}V{middle:.1f}h{step / 2:.1f}")
            low = put(child, depth + 1, low)
        return low

    low = put(root, 0, 2)
    joined = f'<path d="{"".join(lines)}" fill="none" stroke="#5b7797" stroke-width="1.4"/>' if lines else ""
    return [joined, *boxes], low


def _kinds(node: Node) -> set[Kind]:
    return {node.kind}.union(*map(_kinds, node.below))
