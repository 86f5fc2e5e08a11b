"""Numbers and letters before a heading: "1.", "Kapittel 1", "IV.", "2.1", "a)"."""

import re

from samordner.documents.recognition.wording import bare

NUMBER = re.compile(
    r"^\W{0,3}(?:(?:kapittel|kap\.?|del)\s*)?(\d{1,2})(?![\d./-]*\d)\s*[.):]?\s+(\S.*)$", re.IGNORECASE
)
ROMANS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV")
ROMAN = re.compile(rf"^\W{{0,3}}({'|'.join(sorted(ROMANS, key=len, reverse=True))})[.)]\s+(\S.*)$")
NUMBERED_WORD = re.compile(r"^\W{0,3}(?:kapittel|kap\.?)\s*\d", re.IGNORECASE)
SUBNUMBER = re.compile(r"^\W{0,3}(\d{1,2}(?:\.\d{1,2})+)\.?\s+(\S.*)$")
LETTER = re.compile(r"^([a-zæøå])\)\s*(\S.*)$")


def printed_number(text: str) -> tuple[int, str] | None:
    """The number that a heading prints, Arabic or Roman, and the title after it."""
    match = NUMBER.match(text)
    if match:
        return int(match[1]), match[2].strip()
    roman = ROMAN.match(text)
    return (ROMANS.index(roman[1]) + 1, roman[2].strip()) if roman else None


def title_of(text: str) -> str:
    """A heading without its number or letter."""
    text = bare(text)
    for pattern in (SUBNUMBER, NUMBER, ROMAN, LETTER):
        match = pattern.match(text)
        if match:
            return match[2].strip()
    return text
