"""Numbers of municipalities that a text states: "7 av 26 kommuner har vedtatt en plan"."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from samordner.documents.recognition.vocabulary import Counting
from samordner.timeline.periods import read as read_period

SENTENCE_END = re.compile(
    r"(?<=[.!?])(?<!\b\d\.)(?<!\b\d\d\.)(?<!ca\.)(?<!bl\.)(?<!jf\.)\s+(?=[A-ZÆØÅ«\"0-9])|\n+"
)
YEAR = re.compile(r"(?<![\d-])(?:19|20)\d\d(?![\d-])")


@dataclass(frozen=True)
class Claim:
    """A share of municipalities as a sentence states it. `day` is the year or the ISO day it prints."""

    text: str
    numerator: int
    denominator: int | None
    day: str | None
    denominator_inferred: bool = False


def claims(text: str, counting: Counting) -> tuple[Claim, ...]:
    """The claims of a text in order. A bare number takes its whole from its own sentence, else from the
    document's only one, and says so."""
    found = [claim for sentence in sentences(text) for claim in _in_sentence(sentence, counting)]
    wholes = {claim.denominator for claim in found if claim.denominator is not None}
    whole = next(iter(wholes)) if len(wholes) == 1 else None
    return tuple(
        Claim(claim.text, claim.numerator, whole, claim.day, True)
        if claim.denominator is None and whole is not None and claim.numerator <= whole
        else claim
        for claim in found
        if claim.denominator is not None or (whole is not None and claim.numerator != whole)
    )


def sentences(text: str) -> Iterator[str]:
    """The sentences of a text."""
    for part in SENTENCE_END.split(text):
        if part and part.strip():
            yield " ".join(part.split())


def number(word: str, counting: Counting) -> int | None:
    """What a figure or a number word says: "26", "tjueseks", "tjue seks", "seksogtjue"."""
    word = word.casefold().strip()
    if word.isdecimal():
        return int(word)
    if word in counting.units:
        return counting.units[word]
    for ten, value in counting.tens.items():
        if word == ten:
            return value
        if word.startswith(ten) and (unit := counting.units.get(word[len(ten) :].strip())) and unit < 10:
            return value + unit
        if word.endswith("og" + ten) and (unit := counting.units.get(word[: -len("og" + ten)])) and unit < 10:
            return value + unit
    return None


def _in_sentence(sentence: str, counting: Counting) -> Iterator[Claim]:
    if not counting.counted:
        return
    day = _day(sentence)
    spans: list[tuple[int, int]] = []
    whole: int | None = None
    shares: list[tuple[int, int, int | None]] = []
    for found in _shares(sentence, counting):
        spans.append(found[0].span())
        whole = whole or found[2]
        shares.append((found[0].start(), found[1], found[2]))
    for match in _patterns(counting)["of"].finditer(sentence):
        if not any(first <= match.start("whole") < last for first, last in spans):
            spans.append(match.span())
            whole = whole or number(match["whole"], counting)
    for match in _patterns(counting)["bare"].finditer(sentence):
        inside = any(first <= match.start("part") < last for first, last in spans)
        part = number(match["part"], counting)
        if inside or part is None or (match["part"].casefold() in counting.units and part < 3):
            continue  # "to grupper", "en kommune" count nothing
        shares.append((match.start(), part, whole))
    for _, part, total in sorted(shares, key=lambda share: share[0]):
        if total is None or part <= total:
            yield Claim(sentence, part, total, day)


def _day(sentence: str) -> str | None:
    """The day or the year that a sentence prints for its numbers."""
    counted_on = re.search(r"\b(?:per|pr\.?)\s+(\d{1,2}\.\s?\w+\.?\s?\d{4})", sentence)
    day = read_period(counted_on[1]).start if counted_on else None
    if day is not None:
        return day.isoformat()
    year = YEAR.search(sentence)
    return year[0] if year else None


def _shares(sentence: str, counting: Counting) -> Iterator[tuple[re.Match[str], int, int]]:
    patterns = _patterns(counting)
    for match in patterns["share"].finditer(sentence):
        nobody = match["part"].casefold() in counting.none
        part = 0 if nobody else number(match["part"], counting)
        total = number(match["whole"], counting)
        if part is not None and total:
            yield match, part, total
    for match in patterns["all"].finditer(sentence):
        whole = number(match["whole"], counting)
        if whole and whole > 1:
            yield match, whole, whole


_made: dict[int, tuple[Counting, dict[str, re.Pattern[str]]]] = {}


def _patterns(counting: Counting) -> dict[str, re.Pattern[str]]:
    kept = _made.get(id(counting))
    if kept is not None and kept[0] is counting:
        return kept[1]
    tens, units = _either(counting.tens), _either(counting.units)
    figure = rf"\d{{1,3}}|(?:{units})og(?:{tens})|(?:{tens})\s?(?:{units})?|(?:{units})"
    counted = rf"(?:{_either(counting.counted)})\b"
    filler = r"(?:(?:de|dei|totalt|i alt|alle|våre|vår|fylkets|fylket sine)\s+){0,2}"
    adjective = r"(?:\w+\s+)?"
    made = {
        "share": re.compile(
            rf"\b(?P<part>{figure}|{_either(counting.none)})(?:\s+{counted})?\s*"
            rf"(?:(?:{_either(counting.of)})\s+{filler}|/\s*)(?P<whole>{figure})\s+{adjective}{counted}",
            re.IGNORECASE,
        ),
        "of": re.compile(
            rf"\b(?:{_either(counting.of)})\s+{filler}(?P<whole>{figure})\s+{adjective}{counted}",
            re.IGNORECASE,
        ),
        "all": re.compile(
            rf"\b(?:{_either(counting.all)})\s+(?:de\s+|dei\s+)?(?P<whole>{figure})\s+{adjective}{counted}",
            re.IGNORECASE,
        ),
        "bare": re.compile(rf"(?<![\d.,/-])\b(?P<part>{figure})\s+{adjective}{counted}", re.IGNORECASE),
    }
    _made.clear()
    _made[id(counting)] = (counting, made)
    return made


def _either(words: Iterable[str]) -> str:
    return "|".join(sorted((re.escape(word) for word in words), key=len, reverse=True)) or r"(?!)"
