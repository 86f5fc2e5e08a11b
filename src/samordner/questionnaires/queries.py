"""Which questionnaires there are, where they come from, where they are used; and what one said earlier."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db.models import Max, QuerySet

from samordner.places.alphabet import norwegian_key
from samordner.questionnaires.content import Content, read_content
from samordner.questionnaires.models import Questionnaire

XLSFORM = "xlsform"
"""What stands for a ready one's key where it was read from a file."""


@dataclass(frozen=True)
class Line:
    """A questionnaire in the list. `origin`: "ready", "xlsform" or "own"; `rounds`: those that ask it, newest first."""

    row: Questionnaire
    origin: str
    ready_name: str
    questions: int
    rounds: tuple[Any, ...]
    changed: datetime


@dataclass(frozen=True)
class Narrowing:
    """What a list is about: `state` "" (those in use), "away" or "all"; `origin` "" for every; `used` "yes" or "no"."""

    words: str = ""
    state: str = ""
    origin: str = ""
    used: str = ""

    @property
    def narrows(self) -> bool:
        return bool(self.words or self.state or self.origin or self.used)


def every_questionnaire() -> QuerySet[Questionnaire]:
    return Questionnaire.objects.select_related("programme", "office")


def lines(
    rows: QuerySet[Questionnaire], by: Narrowing, ready_names: Mapping[str, str], *, sort: str = ""
) -> list[Line]:
    """The rows that fit, by name; or as `sort` says: "-changed", "-questions"."""
    if by.state != "all":
        rows = rows.filter(put_away_at__isnull=by.state != "away")
    found = rows.annotate(last=Max("earlier__at")).prefetch_related("rounds")
    made = sorted((_line(each, ready_names) for each in found), key=lambda each: norwegian_key(each.row.name))
    words = by.words.casefold()
    kept = [
        each
        for each in made
        if words in each.row.name.casefold()
        and by.origin in {"", each.origin}
        and by.used in {"", "yes" if each.rounds else "no"}
    ]
    match sort:
        case "-changed":
            kept.sort(key=lambda each: each.changed, reverse=True)
        case "-questions":
            kept.sort(key=lambda each: -each.questions)
    return kept


def _line(row: Any, ready_names: Mapping[str, str]) -> Line:
    origin = {"": "own", XLSFORM: "xlsform"}.get(row.ready, "ready")
    rounds = sorted(row.rounds.all(), key=lambda each: (each.opens, each.pk), reverse=True)
    return Line(
        row,
        origin,
        ready_names.get(row.ready, ""),
        _questions(row.draft),
        tuple(rounds),
        max(row.made_at, row.last or row.made_at),
    )


@lru_cache(maxsize=256)
def _questions(draft: str) -> int:
    """How many questions there are; a list counts the same drafts again each time that it is looked at."""
    return len(read_content(draft).questions)


def said_in(row: Questionnaire, version: int) -> Content | None:
    """What it said in that version; None when that is forgotten."""
    if version >= row.version:
        return row.content
    # A version in which only the name was changed leaves nothing: the next that is kept says the same.
    found = row.earlier.filter(version__gte=version).order_by("version").first()
    kept_from = row.earlier.order_by("version").values_list("version", flat=True).first()
    if found is None:
        return row.content
    return None if kept_from is not None and version < kept_from and version > 1 else found.content


def counted(faults: Iterable[Any]) -> dict[str, int]:
    """How many faults there are of each: "nn" and "nb" for texts that lack that form, "other" for the rest."""
    found = {"nb": 0, "nn": 0, "other": 0}
    for each in faults:
        found[each.lacks or "other"] += 1
    return found
