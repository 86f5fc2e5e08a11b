"""Colours for values: a ramp for what is ordered, which also stays apart in grey print, and tones for what is not.

On every paint its own ink can be read (contrast 4.5 : 1 at least).
"""

from __future__ import annotations

from dataclasses import dataclass

from samordner.charts.drawing import INK, PAPER


@dataclass(frozen=True, slots=True)
class Paint:
    fill: str
    ink: str = INK


NONE = Paint(PAPER)
_RAMP = (
    Paint("#edf3f9"),
    Paint("#cde0f2"),
    Paint("#a3c8e8"),
    Paint("#74a9d8"),
    Paint("#2f6ba8", PAPER),
    Paint("#16304f", PAPER),
)
_TONES = {
    "neutral": Paint("#e6e9ed"),
    "info": Paint("#c4dbf1"),
    "warning": Paint("#fbe0a6"),
    "success": Paint("#2c7a4b", PAPER),
    "danger": Paint("#f5c4b8"),
    "accent": Paint("#e0c9e6"),
}


def ramp(count: int) -> tuple[Paint, ...]:
    """`count` paints from light to dark; of more than six, neighbours may be alike."""
    if count == 1:
        return (_RAMP[4],)
    return tuple(_RAMP[round(number * (len(_RAMP) - 1) / (count - 1))] for number in range(count))


def tone(name: str) -> Paint:
    """The paint of a tone of the design system; an unknown one is neutral."""
    return _TONES.get(name, _TONES["neutral"])
