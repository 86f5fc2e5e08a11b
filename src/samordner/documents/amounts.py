"""Amounts as people write them, and the number that they surely mean.

    read("kr 1,2 mill.", "kr").value == Decimal(1200000)
    read("2 x 50 % stilling", "fte").value == Decimal(1)
    read("etter søknad", "kr").value is None

The label is kept as written. The number is in whole kroner or in full-time equivalents with at most two decimals. A
limit ("inntil 500 000 kr"), a range ("20–40 %"), a rate ("per år") or anything else that could mean two numbers has
no number: unknown is not nought.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise
from typing import Literal

Unit = Literal["kr", "fte"]

MOST = {"kr": Decimal(10) ** 15, "fte": Decimal(10) ** 5}
STEP = {"kr": Decimal(1), "fte": Decimal("0.01")}
LONGEST = 400
SPACES = "\u00a0\u202f\u2009"

COUNTS = {
    "en": 1, "ein": 1, "én": 1, "éin": 1, "ei": 1, "ett": 1, "eitt": 1, "et": 1, "eit": 1, "to": 2, "tre": 3,
    "fire": 4, "fem": 5, "seks": 6, "sju": 7, "syv": 7, "åtte": 8, "ni": 9, "ti": 10,
}  # fmt: skip
TIMES = (
    (re.compile(r"(?:mrd|milliard(?:er|ar)?)\b\.?", re.IGNORECASE), Decimal(10) ** 9),
    (re.compile(r"(?:mill|million(?:er|ar)?)\b\.?", re.IGNORECASE), Decimal(10) ** 6),
    (re.compile(r"tusen\b", re.IGNORECASE), Decimal(10) ** 3),
)
PREFIXED = {
    "mnok": Decimal(10) ** 6,
    "mkr": Decimal(10) ** 6,
    "tnok": Decimal(10) ** 3,
    "tkr": Decimal(10) ** 3,
}

_NUMBER = r"(?:\d{1,3}(?:[ .]\d{3})+(?!\d)(?:,\d+)?|\d+\.\d{1,2}(?!\d)|\d+(?:,\d+)?)(?:\s?½)?|½"
_TIMES = r"(?:(?:mrd|milliard(?:er|ar)?|mill|million(?:er|ar)?|tusen)\b\.?)"
_CURRENCY = r"(?:(?:kroner|kr|nok)\b\.?|,-)"
_BIG = r"(?:(?:mnok|mkr|tnok|tkr)\b\.?)"
_BY = r"(?:(?P<by>\d{1,3})\s*[x×*]\s*)?"
MONEY = re.compile(
    rf"{_BY}(?:(?P<before>{_BIG}|(?:kr|nok)\b\.?)\s*)?(?P<number>{_NUMBER})\s*(?P<times>{_TIMES})?\s*(?P<after>{_BIG}|{_CURRENCY})?",
    re.IGNORECASE,
)
POSTS = re.compile(
    rf"(?P<by>(?:\d{{1,3}}|{'|'.join(COUNTS)})(?=\s*[x×*]|\s+\d+(?:,\d+)?\s*(?:%|prosent)))?\s*[x×*]?\s*"
    rf"(?:(?P<share>{_NUMBER})\s*(?:%|prosent)(?:\s*-?\s*(?:av\s+)?(?:eit\s+|et\s+)?(?:stilling(?:ar|er)?|årsverk))?"
    rf"|\b(?P<whole>{_NUMBER}|{'|'.join(COUNTS)})\s+(?:årsverk|heile?\s+stilling(?:ar)?|hele?\s+stilling(?:er)?))",
    re.IGNORECASE,
)
DOUBTFUL = re.compile(
    r"\b(?:inntil|opptil|opp\s+til|minst|maks(?:imalt)?|over|under|mellom|per|pr|årlig|årleg|delt|deler|søkt|søker|søkjer|"
    r"søknad|eventuelt|ev|kanskje|ikke|ikkje|eller|av|i\s+året|à|á|hver|hvert|kvar|kvart|pluss|minus)\b|[/?]",
    re.IGNORECASE,
)
YEAR_LIKE = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount as written, and the number it means; None: it says none that is sure."""

    label: str
    value: Decimal | None = None
    unit: Unit = "kr"


def read(label: str, unit: Unit) -> Amount:
    """What the label says."""
    return Amount(label, meaning(label, unit), unit)


def meaning(label: str, unit: Unit) -> Decimal | None:
    """The number that a text surely means, in whole kroner or in full-time equivalents."""
    if len(label) > LONGEST:
        return None
    text = re.sub(rf"[{SPACES}]", " ", label)
    found = _money(text) if unit == "kr" else _posts(text)
    if found is None or not 0 <= found < MOST[unit]:
        return None
    rounded = found.quantize(STEP[unit], ROUND_HALF_UP)
    return rounded if unit == "kr" or rounded == found else None


def said(value: Decimal | int | None, unit: Unit) -> str:
    """The number as a label that `read` understands: "1 200 000 kr", "1,5 årsverk"; of None nothing."""
    if value is None:
        return ""
    number = f"{Decimal(value).quantize(STEP[unit], ROUND_HALF_UP):,f}".replace(",", " ")
    if "." in number:
        number = number.rstrip("0").rstrip(".").replace(".", ",")
    return f"{number} {'kr' if unit == 'kr' else 'årsverk'}"


def _number(text: str) -> Decimal:
    """A number as Norwegians write it: 1 200 000,50 · 1.200.000 · 1,5 · 2 ½."""
    half = Decimal("0.5") if "½" in text else Decimal(0)
    plain = text.replace("½", "").replace(" ", "")
    if "," in plain or re.fullmatch(r"\d{1,3}(?:\.\d{3})+", plain):
        plain = plain.replace(".", "").replace(",", ".")
    return (Decimal(plain) if plain else Decimal(0)) + half


def _sum(text: str, found: list[tuple[re.Match[str], Decimal]]) -> Decimal | None:
    """The amounts together, when nothing between or beside them leaves it in doubt."""
    if not found:
        return None
    rest = text
    for (one, _value), (other, _next) in pairwise(found):
        if not re.search(r"\+|\bog\b", text[one.end() : other.start()]):
            return None
    for match, _value in reversed(found):
        rest = f"{rest[: match.start()]} · {rest[match.end() :]}"
    rest = re.sub(r"\b(?:i|for|frå|fra)?\s*(?:19|20)\d\d\b(?!\s*[-–])", "", rest)
    if re.search(r"\d|[-–]\s*·|·\s*[-–]\s*·", rest) or DOUBTFUL.search(rest):
        return None
    return sum((value for _match, value in found), Decimal(0))


def _money(text: str) -> Decimal | None:
    bare = text.strip()
    if re.fullmatch(_NUMBER, bare):
        return None if YEAR_LIKE.fullmatch(bare) else _number(bare)
    found = []
    for match in MONEY.finditer(text):
        if not (match["before"] or match["after"] or match["times"]):
            continue
        value = _number(match["number"]) * int(match["by"] or 1)
        value *= next((each for rule, each in TIMES if match["times"] and rule.fullmatch(match["times"])), 1)
        for mark in (match["before"], match["after"]):
            value *= PREFIXED.get((mark or "").strip(" .").casefold(), 1)
        found.append((match, value))
    return _sum(text, found)


def _posts(text: str) -> Decimal | None:
    found = []
    for match in POSTS.finditer(text):
        by = match["by"]
        times = COUNTS.get(by.casefold(), 0) or int(by) if by else 1
        if match["share"]:
            value = _number(match["share"]) / 100 * times
        else:
            whole = match["whole"].casefold()
            value = Decimal(COUNTS[whole]) if whole in COUNTS else _number(whole)
            value *= times
        found.append((match, value))
    return _sum(text, found)
