"""Sentences in the three languages, written here so that the package stands on its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Language = Literal["nb", "nn", "en"]
LANGUAGES: tuple[Language, ...] = ("nb", "nn", "en")


@dataclass(frozen=True, slots=True)
class Words:
    """The same said in bokmål, nynorsk and English."""

    nb: str
    nn: str
    en: str

    def text(self, language: str) -> str:
        """The text in a language; a language that is not here is answered in bokmål."""
        return {"nb": self.nb, "nn": self.nn, "en": self.en}.get(language, self.nb)

    def __add__(self, other: Words) -> Words:
        """One sentence after the other."""
        return Words(
            *(" ".join(filter(None, pair)) for pair in zip(self.parts(), other.parts(), strict=True))
        )

    def parts(self) -> tuple[str, str, str]:
        return self.nb, self.nn, self.en


def same(text: str) -> Words:
    """What is written alike in all three: a number, a name."""
    return Words(text, text, text)


def filled(template: Words, **given: Words | str | int) -> Words:
    """A template in three languages with its holes filled, each in its own language."""
    said = []
    for language in LANGUAGES:
        holes = {name: it.text(language) if isinstance(it, Words) else it for name, it in given.items()}
        said.append(template.text(language).format(**holes))
    return Words(*said)


def number(value: float, *, percent: bool = False) -> Words:
    """A number as people read it: at most three figures that tell something, comma in Norwegian, never 1e+05."""
    shown = value * 100 if percent else value
    decimals = 0 if abs(shown) >= 100 else 1 if abs(shown) >= 10 else 2 if abs(shown) >= 1 else 3
    text = f"{shown:.{decimals}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    text = "0" if text == "-0" else text.replace("-", "−")
    comma = text.replace(".", ",")
    return Words(f"{comma} %", f"{comma} %", f"{text} %") if percent else Words(comma, comma, text)
