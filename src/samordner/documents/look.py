"""The colours that an office's documents are printed in."""

from __future__ import annotations

import re
from colorsys import hls_to_rgb, rgb_to_hls
from dataclasses import dataclass

STANDARD = "#1f3a5f"
LEAST_CONTRAST = 4.5
"""Of text against its ground: WCAG 2.1, success criterion 1.4.3."""

_COLOUR = re.compile(r"#[0-9a-f]{6}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Look:
    """`accent` as "#rrggbb": headings, and the ground under white titles; dark enough for both (see `contrast`)."""

    accent: str = STANDARD

    @property
    def soft(self) -> str:
        """The accent's hue, nearly white: a ground under dark text."""
        hue, _lightness, saturation = rgb_to_hls(*(part / 255 for part in _parts(self.accent)))
        return "#" + "".join(f"{round(part * 255):02x}" for part in hls_to_rgb(hue, 0.94, saturation))


def is_colour(text: str) -> bool:
    """Whether the text is a colour as "#rrggbb"."""
    return bool(_COLOUR.fullmatch(text))


def contrast(colour: str, ground: str = "#ffffff") -> float:
    """The contrast between two colours by WCAG 2.1: 1 (alike) to 21 (black on white)."""
    lighter, darker = sorted((_luminance(colour), _luminance(ground)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (each / 255 for each in _parts(colour))
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _parts(colour: str) -> list[int]:
    return [int(colour[at : at + 2], 16) for at in (1, 3, 5)]
