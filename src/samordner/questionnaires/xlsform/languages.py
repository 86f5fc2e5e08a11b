"""Which of our languages the heading of a column names, in whichever of the usual ways."""

from __future__ import annotations

import re

NAMES = {"nb": "Norsk bokmål (nb)", "nn": "Nynorsk (nn)", "en": "English (en)"}
"""How we write them ourselves."""

SPELLINGS = {
    **dict.fromkeys(
        ("nb", "no", "nob", "nor", "bokmål", "bokmal", "norsk", "norsk bokmål", "norsk bokmal", "norwegian",
         "norwegian bokmål", "norwegian bokmal", "bokmål norwegian"), "nb"
    ),
    **dict.fromkeys(("nn", "nno", "nynorsk", "norsk nynorsk", "norwegian nynorsk", "nynorsk norwegian"), "nn"),
    **dict.fromkeys(("en", "eng", "english", "engelsk"), "en"),
}  # fmt: skip

CODE = re.compile(r"\(\s*([A-Za-z]{2,3})(?:[-_][A-Za-z]+)?\s*\)\s*$")
REGION = re.compile(r"^([a-z]{2,3})[-_][a-z]{2,4}$")


def language_of(written: str) -> str:
    """ "nb", "nn" or "en"; empty for another language. A code in parentheses decides: "Norwegian (nn)" is nynorsk."""
    if code := CODE.search(written):
        return SPELLINGS.get(code[1].casefold(), "")
    name = " ".join(re.sub(r"[,()/]", " ", written.casefold()).split())
    if region := REGION.match(name):
        name = region[1]
    return SPELLINGS.get(name, "")
