"""How far something has come, as people write it: "pågår", "gjennomført våren 2021", "ikke startet"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings
from django.utils.translation import override

from samordner.plans.models import Followed

Status = Followed.Status

NOT_BEGUN = r"(?:ikke|ikkje)\s+(?:startet|starta|påbegynt|påbyrja|begynt|byrja|igangsatt|igangsett)"
WORDS: tuple[tuple[str, str], ...] = (
    (Status.PLANNED, rf"planlagt|planlegges|{NOT_BEGUN}|planned"),
    (
        Status.UNDERWAY,
        r"pågår|pågående|pågåande|i\s+gang|igang|underveis|undervegs|under\s+arbeid|påbegynt|påbyrja|startet|starta|"
        r"løpende|løpande|i\s+rute|underway|ongoing|in\s+progress",
    ),
    (
        Status.DONE,
        r"gjennomført|gjennomførte|ferdig|fullført|utført|avsluttet|avslutta|levert|done|completed",
    ),
    (Status.POSTPONED, r"utsatt|utsett|forskjøvet|forskyvd|postponed"),
    (Status.DROPPED, r"utgår|utgått|droppet|droppa|avlyst|skrinlagt|dropped|cancelled"),
)
PATTERNS = tuple((key, re.compile(rf"\b(?:{words})\b", re.IGNORECASE)) for key, words in WORDS)
NOT_BEGUN_PATTERN = re.compile(rf"\b{NOT_BEGUN}\b", re.IGNORECASE)
UNSURE = re.compile(r"\b(?:ikke|ikkje|delvis|nesten|skal|bør|vil|not|partly)\b|\?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Chosen:
    """A status as written, and its key; empty key: it says none that is sure. The label is empty where it is the
    key's own.
    """

    label: str
    key: str = ""


def read(label: str) -> Chosen:
    """What the label says."""
    own = _own_labels().get(label.strip().casefold())
    return Chosen("", own) if own else Chosen(label, meaning(label))


def meaning(label: str) -> str:
    """The key that the words surely mean; empty when they name several, none, or only partly."""
    text = NOT_BEGUN_PATTERN.sub("planlagt", label)
    found = {str(key) for key, pattern in PATTERNS if pattern.search(text)}
    return found.pop() if len(found) == 1 and not UNSURE.search(text) else ""


@lru_cache(maxsize=1)
def _own_labels() -> dict[str, str]:
    """The labels of the keys in every language of the product."""
    labels: dict[str, str] = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            labels |= {str(label).casefold(): str(key) for key, label in Status.choices}
    return labels
