"""A figure as a picture, for files that take no SVG."""

from __future__ import annotations

from collections.abc import Sequence

import resvg_py

from samordner.charts.figures import Figure

FAMILIES = "Source Sans Pro, Arial, Liberation Sans, Helvetica, Noto Sans, Carlito, Open Sans, DejaVu Sans, sans-serif"


def png(figure: Figure, *, width: int = 1320, font_files: Sequence[str] = ()) -> bytes:
    """The figure as PNG on white, `width` pixels wide (1320: 200 dots an inch across a page).

    Words are set in the fonts of `font_files`, signs that they lack in those of the machine. With neither they are
    missing from the picture: the table under the figure says them all.
    """
    svg = figure.svg.replace("<svg ", f'<svg font-family="{FAMILIES}" ', 1)
    picture = resvg_py.svg_to_bytes(
        svg_string=svg, width=width, background="white", font_files=list(font_files) or None
    )
    return bytes(picture)
