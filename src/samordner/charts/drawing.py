"""What every drawing is made of: wrapped words, hatched fills, the frame around them.

Drawings hold presentation attributes only (no style, no script), so that a strict content security policy
lets them through, and name no font, so that they take the page's. Every fill differs by its pattern as
well as by its colour, and stays apart in grey print.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

WIDTH = 720
INK, QUIET, ACCENT, SOFT, PAPER = "#1b2530", "#4a5563", "#1f3a5f", "#eaf0f7", "#ffffff"
LABEL, NUMBER = 15, 22
BOLD = 1.13
"""So much wider than the same in ordinary letters may bold words be."""

LINE_HEIGHT = 1.35

_NARROW, _WIDE = frozenset("ijltfrI.,:;'|!()[]- "), frozenset("mwMW@%")
_PATTERNS = (
    # background, colour of the marks, the marks in a square of 10 units (none: a plain fill)
    ("#1f3a5f", "", ""),
    ("#dbe7f3", "#2f6ba8", '<path d="M-2 12 12 -2M-2 2 2 -2M8 12 12 8" stroke-width="2.6"/>'),
    ("#fdf3dc", "#8a5a00", '<circle cx="2.5" cy="2.5" r="1.5"/><circle cx="7.5" cy="7.5" r="1.5"/>'),
    ("#e3f1e8", "#1d6b3c", '<path d="M0 2.5H10M0 7.5H10" stroke-width="1.6"/>'),
    ("#f3e6f0", "#7a2e68", '<path d="M-2 -2 12 12M-2 8 2 12M8 -2 12 2" stroke-width="1.8"/>'),
    ("#e6e9ed", "#3d4855", '<path d="M0 5H10M5 0V10" stroke-width="1.4"/>'),
    ("#fbe9e4", "#a3341f", '<path d="M2.5 0V10M7.5 0V10" stroke-width="1.6"/>'),
    ("#ffffff", "#1f3a5f", '<path d="M0 0 10 10M10 0 0 10" stroke-width="1"/>'),
)


def text_width(text: str, size: float) -> float:
    """How wide the text may be at most, in any common sans serif font."""
    return size * sum(map(_letter_width, text))


def _letter_width(letter: str) -> float:
    if letter in _NARROW:
        return 0.37
    if letter in _WIDE or letter >= "\u0530":
        return 1.0
    return 0.75 if letter.isupper() else 0.62


def wrapped(text: str, width: float, size: float) -> list[str]:
    """The text in lines that fit the width; a word that is too long is broken."""
    lines = [""]
    for word in text.replace("\n", " ").split(" "):
        rest = word
        joined = f"{lines[-1]} {word}".strip(" ")
        if text_width(joined, size) <= width:
            lines[-1] = joined
            continue
        if lines[-1]:
            lines.append("")
        while text_width(rest, size) > width and len(rest) > 1:
            cut = max(
                1, next(n for n in range(len(rest), 0, -1) if n == 1 or text_width(rest[:n], size) <= width)
            )
            lines[-1] = rest[:cut]
            lines.append("")
            rest = rest[cut:]
        lines[-1] = rest
    return lines


def words(
    text: str,
    x: float,
    y: float,
    *,
    size: float = LABEL,
    bold: bool = False,
    fill: str = INK,
    anchor: str = "",
) -> str:
    """One line of text; (x, y) is the left (or, by `anchor`, "middle" or "end") of its base line."""
    weight = ' font-weight="700"' if bold else ""
    placed = f' text-anchor="{anchor}"' if anchor else ""
    look = f'font-size="{_n(size)}"{weight}{placed} fill="{fill}"'
    return f'<text x="{_n(x)}" y="{_n(y)}" {look}>{escape(text)}</text>'


def fill_of(key: str, index: int) -> str:
    """The fill number `index` of the drawing that has this key."""
    number = index % len(_PATTERNS)
    return f"url(#{escape(key)}-fill-{number})" if _PATTERNS[number][2] else _PATTERNS[number][0]


def shade(part: float) -> str:
    """A blue that grows darker from 0 to 1, light enough for dark words."""
    light, dark = (0xEA, 0xF0, 0xF7), (0x93, 0xB8, 0xDC)
    return "#" + "".join(f"{round(a + (b - a) * part):02x}" for a, b in zip(light, dark, strict=True))


def rectangle(x: float, y: float, width: float, height: float, fill: str, *, unknown: bool = False) -> str:
    """A box; one for what is unknown is empty with a dashed edge."""
    edge = f'stroke="{QUIET}" stroke-dasharray="5 4"' if unknown else f'stroke="{ACCENT}"'
    return (
        f'<rect x="{_n(x)}" y="{_n(y)}" width="{_n(width)}" height="{_n(height)}" rx="3" '
        f'fill="{PAPER if unknown else fill}" stroke-width="1.5" {edge}/>'
    )


def pill(text: str, x: float, y: float, *, size: float = NUMBER) -> str:
    """A number on white paper, in the middle of (x, y), readable on any fill."""
    width, height = max(text_width(text, size) + size * 0.5, size * 1.5), size * 1.35
    return (
        f'<rect x="{_n(x - width / 2)}" y="{_n(y - height / 2)}" width="{_n(width)}" height="{_n(height)}" '
        f'rx="{_n(height / 2)}" fill="{PAPER}" stroke="{ACCENT}" stroke-width="1"/>'
        + words(text, x, y + size * 0.36, size=size, bold=True, fill=ACCENT, anchor="middle")
    )


def badge(text: str, x: float, y: float, *, radius: float = 12) -> str:
    """A small dark disc with the order number of a phase, around (x, y)."""
    return f'<circle cx="{_n(x)}" cy="{_n(y)}" r="{_n(radius)}" fill="{ACCENT}"/>' + words(
        text, x, y + radius * 0.4, size=radius * 1.15, bold=True, fill=PAPER, anchor="middle"
    )


def frame(
    key: str,
    title: str,
    alt: str,
    height: float,
    content: Sequence[str],
    *,
    width: float = WIDTH,
    role: str = "img",
) -> str:
    """The whole `<svg>`: named by its title, described by its alternative text. A drawing with links is a "group"."""
    name = escape(key)
    joined = "".join(content)
    fills = "".join(
        f'<pattern id="{name}-fill-{index}" width="10" height="10" patternUnits="userSpaceOnUse">'
        f'<rect width="10" height="10" fill="{paper}"/>'
        f'<g fill="{ink if "circle" in marks else "none"}" stroke="{ink}">{marks}</g></pattern>'
        for index, (paper, ink, marks) in enumerate(_PATTERNS)
        if f"{name}-fill-{index})" in joined
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_n(width)} {_n(height)}" role="{role}" '
        f'aria-labelledby="{name}-title {name}-alt"><title id="{name}-title">{escape(title)}</title>'
        f'<desc id="{name}-alt">{escape(alt)}</desc><defs>{fills}</defs>{joined}</svg>'
    )


def _n(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")
