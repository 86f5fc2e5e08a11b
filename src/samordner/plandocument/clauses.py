"""Which part of a sentence each of its numbers speaks of, and what the programme's rules make of that part."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby, pairwise
from typing import Any

from samordner.documents.recognition.claims import number
from samordner.documents.recognition.vocabulary import Counting
from samordner.plandocument.reading.vocabularies import general
from samordner.programmes.definition import ClaimRule, Definition, Stems

Claim = Mapping[str, Any]
WORD = re.compile(r"\w+")
SEPARATOR = re.compile(r"[;,:–]\s*(?:(?:og|mens|medan|men|samt)\b)?|\b(?:og|mens|medan|men|samt)\b")
NOT = frozenset(("ikke", "ikkje", "uten", "utan", "mangler", "manglar", "verken", "korkje"))


def spoken_of(
    claims: Iterable[Claim], definition: Definition
) -> Iterator[tuple[Claim, str, tuple[str, ...]]]:
    """Each claim with the subject and values that the first fitting rule gives; empty where none fits."""
    for _sentence, group in groupby(claims, key=lambda claim: (claim["text"], *claim["lines"])):
        stated = list(group)
        for claim, clause in zip(stated, clauses(stated), strict=True):
            rule = next((rule for rule in definition.claims if fits(rule, clause)), None)
            yield claim, rule.subject if rule else "", rule.values if rule else ()


def fits(rule: ClaimRule, clause: str) -> bool:
    """Whether the rule's stems occur. Where the clause says "not", only stems that say so too are understood."""
    if not NOT & set(WORD.findall(clause.casefold())):
        return rule.stems.found_in(clause)
    nb, nn = (
        tuple(each for each in stems if NOT & set(each.casefold().split()))
        for stems in (rule.stems.nb, rule.stems.nn)
    )
    return Stems(nb, nn).found_in(clause)


def clauses(claims: Sequence[Claim]) -> list[str]:
    """The claims of one sentence, in order → the part of the sentence that each number stands in.

    A part ends at the last comma or "and" before the next number.
    """
    sentence = str(claims[0]["text"])
    places: list[int] = []
    at = 0
    for claim in claims:
        start, at = _place(sentence, claim, at)
        places.append(start)
    ends = []
    for this, following in pairwise(places):
        between = [found.start() for found in SEPARATOR.finditer(sentence, this, following)]
        ends.append(between[-1] if between else following)
    return [
        sentence[start:end].strip() for start, end in zip([0, *ends], [*ends, len(sentence)], strict=True)
    ]


def _place(sentence: str, claim: Claim, after: int) -> tuple[int, int]:
    """Where the claim's number stands, and where to look for the next one: behind its "of 26"."""
    counting = general().counting
    found = list(WORD.finditer(sentence, after))
    for place, word in enumerate(found):
        if _says(word[0], counting) == claim["numerator"]:
            ahead = found[place + 1 : place + 4]
            whole = next((each for each in ahead if _says(each[0], counting) == claim["denominator"]), word)
            is_share = whole is not word and found[place + 1][0].casefold() in counting.of
            return word.start(), (whole if is_share else word).end()
    return after, after


def _says(word: str, counting: Counting) -> int | None:
    return 0 if word.casefold() in counting.none else number(word, counting)
