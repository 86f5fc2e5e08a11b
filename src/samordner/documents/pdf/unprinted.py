"""What is printed in place of letters that no font here has: what they are, in brackets."""

from __future__ import annotations

import unicodedata
from itertools import groupby

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

SCRIPTS = {
    "ARABIC": gettext_noop("Arabic script"),
    "BENGALI": gettext_noop("Bengali script"),
    "CJK": gettext_noop("Chinese script"),
    "CYRILLIC": gettext_noop("Cyrillic script"),
    "DEVANAGARI": gettext_noop("Devanagari script"),
    "ETHIOPIC": gettext_noop("Ethiopic script"),
    "HANGUL": gettext_noop("Korean script"),
    "HEBREW": gettext_noop("Hebrew script"),
    "HIRAGANA": gettext_noop("Japanese script"),
    "KATAKANA": gettext_noop("Japanese script"),
    "TAMIL": gettext_noop("Tamil script"),
    "THAI": gettext_noop("Thai script"),
}
"""Scripts by the word with which Unicode's names of their letters begin; others are called by that word itself."""

PASTED = {
    "\uf04a": "☺", "\uf06c": "●", "\uf06e": "■", "\uf071": "❑", "\uf076": "❖", "\uf0a7": "▪", "\uf0a8": "◻", "\uf0b7": "•",
    "\uf0d8": "➢", "\uf0e0": "→", "\uf0fc": "✓", "\uf0fe": "☑",
}  # fmt: skip
"""Signs of Word's fonts Symbol and Wingdings, which text that is pasted from there carries as private letters."""


def said_of(letters: str) -> str:
    """What stands for letters that have no shape here: "[Arabic script, 5 signs]", a sign by its name in Unicode."""
    return "".join(
        _script(kind, len(list(stretch))) if kind else "".join(map(_sign, stretch))
        for kind, stretch in groupby(letters, key=_kind)
    )


def _kind(letter: str) -> str:
    """The script of a letter or a mark on one; empty for any other sign."""
    if unicodedata.category(letter)[0] not in "LM":
        return ""
    word = unicodedata.name(letter, "").split(" ")[0]
    return SCRIPTS.get(word, word.capitalize())


def _script(name: str, number: int) -> str:
    words = ngettext("%(script)s, %(number)d sign", "%(script)s, %(number)d signs", number)
    return "[" + words % {"script": _(name), "number": number} + "]"


def _sign(letter: str) -> str:
    if letter in PASTED:
        return PASTED[letter]
    return f"[{unicodedata.name(letter, f'U+{ord(letter):04X}').lower()}]"
