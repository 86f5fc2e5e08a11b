"""What was answered to one question, counted. No database, no questionnaire's conditions: those are settled before.

Three that other counts mix are kept apart: who was not asked, who was asked and left it open, and who never answered
the round. A share is told of all for whom the question was meant, or may have been, and between two bounds: as if
none, or all, of those who left it open and of the silent had said the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from django.utils.translation import gettext as _

from samordner.documents.cells import number_text

SILENT, BLANK, NOT_ASKED = "!silent", "!blank", "!not-asked"
"""In the place of a value: did not answer the round; was asked, and left it open; was not asked."""
GIVEN = "!given"
"""Of what is no choice: anything was answered."""
MISSING = "!missing"
"""Left it open, or did not answer the round."""
SUPPRESSED = ":"
LEAST_FOR_SHARES = 10
"""Of fewer than so many no percentage is told."""


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer that counts. `values`: by cell, what was sent in; `asked`: the keys of the questions that it was asked.

    `unit`: whose it is, "" when nobody shall know; `key`: of the answer itself.
    """

    key: str
    unit: str
    values: Mapping[str, Any]
    asked: frozenset[str]


@dataclass(frozen=True, slots=True)
class Base:
    """Of whom a number tells: `asked` in the round, of them `answered` it; of these it was `not_asked` of some, and
    others `gave` something. Of the silent nobody knows whether it would have been asked of them.
    """

    asked: int
    answered: int
    not_asked: int
    gave: int

    @property
    def of(self) -> int:
        """All for whom it was meant, or may have been."""
        return self.asked - self.not_asked

    @property
    def blank(self) -> int:
        return self.answered - self.not_asked - self.gave

    @property
    def silent(self) -> int:
        return self.asked - self.answered

    @property
    def missing(self) -> int:
        return self.blank + self.silent


@dataclass(frozen=True, slots=True)
class Count:
    """`number` (None: suppressed) of `of` said `key`; `missing` more may have meant it too."""

    key: str
    label: str
    number: int | None
    of: int
    missing: int

    @property
    def low(self) -> float | None:
        """The least share that it can be, in percent; None: not told."""
        return self._share(0)

    @property
    def high(self) -> float | None:
        return self._share(self.missing)

    def _share(self, more: int) -> float | None:
        if self.number is None or self.of < LEAST_FOR_SHARES:
            return None
        return round(100 * (self.number + more) / self.of, 1)

    @property
    def words(self) -> str:
        """ "7 of 26", or ":" """
        return part_words(self.number, self.of)

    @property
    def share(self) -> str:
        """ "27 %", or "27–46 %" where silence leaves it open; "" of few."""
        if self.number is None or self.of < LEAST_FOR_SHARES:
            return ""
        numbers = [self.number] + ([self.number + self.missing] if self.missing else [])
        return f"{'–'.join(percent(number, self.of) for number in numbers)} %"


def part_words(number: int | None, of: int) -> str:
    """ "7 of 26"; ":" when the number is suppressed."""
    return SUPPRESSED if number is None else _("%(number)s of %(of)s") % {
        "number": number_text(number), "of": number_text(of),
    }  # fmt: skip


def percent(number: int, of: int) -> str:
    """The share in whole percent, halves upwards."""
    return str((200 * number + of) // (2 * of))


@dataclass(frozen=True, slots=True)
class Numbers:
    """What numbers were given. Without the ends where they would tell of one person."""

    count: int | None
    least: float | None
    middle: float | None
    most: float | None


def numbers_of(given: Sequence[Any]) -> Numbers:
    """The least, the middle and the most of the numbers; what is no number is left out."""
    found = sorted(each for each in given if isinstance(each, int | float) and not isinstance(each, bool))
    if not found:
        return Numbers(0, None, None, None)
    return Numbers(len(found), found[0], round(float(median(found)), 2), found[-1])


def said(value: Any) -> bool:
    """Whether anything is said by a value."""
    return value is not None and value != "" and value != []


def base_of(answers: Sequence[Answer], asked: int, question: str, cell: str) -> Base:
    """Of whom the numbers of a cell tell, among `asked` units."""
    not_asked = sum(question not in each.asked for each in answers)
    gave = sum(said(each.values.get(cell)) for each in answers)
    return Base(asked, len(answers), not_asked, gave)


def keys_in(kind: str, value: Any) -> tuple[str, ...]:
    """Which categories a value falls in: the choices, the step of a scale, the month of a day."""
    if not said(value):
        return ()
    if isinstance(value, list):
        return tuple(str(each) for each in value)
    return (str(value)[:7],) if kind == "date" else (str(value),)


def place_of(answer: Answer, question: str, kind: str, cell: str) -> tuple[str, ...]:
    """Where an answer stands among the categories of a cell; BLANK or NOT_ASKED where it is in none."""
    if question not in answer.asked:
        return (NOT_ASKED,)
    return keys_in(kind, answer.values.get(cell)) or (BLANK,)
