"""Which written form of Norwegian a passage is in, told by its small words: a voice that reads it aloud must know."""

from __future__ import annotations

import re
from functools import lru_cache

# Common words that are written so in one of the forms only
BOKMAL = re.compile(
    r"\b(?:ikke|en|et|hva|hvem|hvor|hvordan|hver|hvert|fra|være|gjøre|ble|noe|noen|også|sammen|bare|selv|nå|mer|de|jeg"
    r"|hun|egen|mye|kommer|tar|vært|kommunene|kommuner|tjenester|tjenestene|løsninger)\b"
)
NYNORSK = re.compile(
    r"\b(?:ikkje|ein|eit|kva|kven|kvar|kvart|korleis|frå|vere|gjere|blei|noko|nokon|òg|saman|berre|sjølv|no|meir|dei|eg"
    r"|ho|eigen|mykje|kjem|tek|vore|kommunane|kommunar|tenester|tenestene|løysingar)\b"
)
LEAST = 2
"""So many words must tell, and more than twice as many as tell otherwise."""


@lru_cache(maxsize=4096)
def written_in(text: str) -> str:
    """ "nb", "nn", or empty where the words do not tell."""
    bokmal, nynorsk = (len(words.findall(text.lower())) for words in (BOKMAL, NYNORSK))
    if bokmal >= LEAST and bokmal > 2 * nynorsk:
        return "nb"
    if nynorsk >= LEAST and nynorsk > 2 * bokmal:
        return "nn"
    return ""
