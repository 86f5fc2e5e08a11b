"""How far a letter has come, in a sign, a word and a tone."""

from __future__ import annotations

from dataclasses import dataclass

from django import template

from samordner.letters.documents import SIGNS, TONES
from samordner.letters.models import State

register = template.Library()


@dataclass(frozen=True)
class Shown:
    sign: str
    name: str
    tone: str


@register.simple_tag
def letter_state(state: str) -> Shown:
    """How a state of `letters.models.State` is shown."""
    return Shown(SIGNS[state], str(State(state).label), TONES[state])
