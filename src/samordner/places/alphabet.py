"""The Norwegian alphabet as a key that every database sorts alike."""

from __future__ import annotations

import unicodedata

# Only a–z and 0–9, and no code is the beginning of another: byte order and every language's collation agree
# then.
_AFTER_Z = {"z": "z0", "æ": "z1", "ä": "z1", "ø": "z2", "ö": "z2", "å": "z3"}
_PLAIN = {"đ": "d", "ð": "d", "ŋ": "n", "ŧ": "t", "þ": "th", "ü": "y", "ß": "ss"}


def norwegian_key(text: str) -> str:
    """The key by which `text` is sorted: æ ø å after z, aa as å, accents and case aside, word by word.

    Sort in the database by a stored key and then by something unique; two texts may have the same key.
    """
    words = unicodedata.normalize("NFC", text).casefold().replace("aa", "å")
    return "0".join("".join(map(_letter, word)) for word in _split(words))


def _letter(letter: str) -> str:
    if letter in _AFTER_Z:
        return _AFTER_Z[letter]
    plain = _PLAIN.get(letter) or unicodedata.normalize("NFKD", letter)
    return "".join(
        f"1{sign}" if sign.isdigit() else sign for sign in plain if sign.isascii() and sign.isalnum()
    )


def _split(words: str) -> list[str]:
    return "".join(sign if unicodedata.category(sign)[0] in "LNM" else " " for sign in words).split()
