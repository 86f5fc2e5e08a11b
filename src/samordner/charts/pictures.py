"""A figure as a picture, for files that take no SVG."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import resvg_py

from samordner.charts.figures import Figure

FAMILIES = "Source Sans Pro, Arial, Liberation Sans, Helvetica, Noto Sans, Carlito, Open Sans, DejaVu Sans, sans-serif"
KEPT = 32
"""So many pictures stay in memory, about 50 KB each: a plan is printed again with the same figures."""


def png(figure: Figure, *, width: int = 1000, font_files: Sequence[str] = ()) -> bytes:
    """The figure as PNG on white, `width` pixels wide (1000: 150 dots an inch across a page).

    Words are set in the fonts of `font_files`, signs that they lack in those of the machine. With neither they are
    missing from the picture: the table under the figure says them all.
    """
    return _drawn(figure.svg, width, tuple(font_files))


@lru_cache(maxsize=KEPT)
def _drawn(drawing: str, width: int, font_files: tuple[str, ...]) -> bytes:
    svg = drawing.replace("<svg ", f'<svg font-family="{FAMILIES}" ', 1)
    picture = resvg_py.svg_to_bytes(
        svg_string=svg, width=width, background="white", font_files=list(font_files) or None
    )
    return bytes(picture)
