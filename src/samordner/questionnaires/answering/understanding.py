"""What somebody typed as a value, and back. Nothing that is sent is trusted: it may come from anywhere."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import get_language, gettext, ngettext

from samordner.documents.cells import number_text
from samordner.questionnaires.answering.cells import NO, YES, choices_in, computed, is_other, is_still
from samordner.questionnaires.content import Cell, Content, Question, Scale

LONGEST_LINE, LONGEST_TEXT, LONGEST_OTHER = 2_000, 20_000, 300
"""Characters of a text of one line, of many, and of what is written beside the choices."""
DIGITS = 15
"""A number has no more of them, so that it is the same number in JSON, wherever it is read."""
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2199, 12, 31)

_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
"""What no keyboard writes, and no database or JSON keeps."""
_NUMBER = re.compile(r"([+-]?)([0-9]+|[0-9]{1,3}(?:[ '][0-9]{3})+)(?:[.,]([0-9]*))?|([+-]?)[.,]([0-9]+)")
_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_WRITTEN_DAY = re.compile(r"([0-9]{1,2})[./ ]{1,2}([0-9]{1,2})[./ ]{1,2}([0-9]{4})")
_SPACES = str.maketrans(
    {"\u00a0": " ", "\u202f": " ", "\u2009": " ", "\u2007": " ", "\u2019": "'", "\u2212": "-"}
)


@dataclass(frozen=True, slots=True)
class Understood:
    """What was typed, as a value: None when nothing was said. `fault`: why it could not be understood; "" when it was."""

    value: Any = None
    fault: str = ""


NOTHING = Understood()


def understand(content: Content, cell: Cell, typed: Sequence[str]) -> Understood:
    """What a form sent for a cell (all its values) as a value; never raises, whatever was sent.

    Of what is computed, of a note and of a file nothing is understood here.
    """
    question = cell.question
    if question.kind in ("note", "file") or (computed(question) and not is_still(cell)):
        return NOTHING
    if question.kind == "many" and cell.name == question.key:
        return _many(content, question, typed)
    said = {each for each in typed if len(each) > LONGEST_LINE or each.strip()}
    if len(said) > 1:
        return Understood(fault=gettext("Only one answer can be given here."))
    if not said:
        return NOTHING
    text = said.pop()
    if is_still(cell):
        return Understood(text) if text in (YES, NO) else Understood(fault=_not_a_choice())
    if is_other(cell):
        return _text(text, LONGEST_OTHER)
    match question.kind:
        case "text":
            return _text(text, LONGEST_LINE)
        case "long":
            return _text(text, LONGEST_TEXT, lines=True)
    if len(text) > LONGEST_LINE:
        return _too_long(LONGEST_LINE)
    return _SHORT[question.kind](content, question, text.translate(_SPACES).strip())


def typed_of(value: Any) -> list[str]:
    """The value as a form holds it: what `understand` makes the same value of."""
    if value is None:
        return []
    if isinstance(value, list | tuple):
        return [text for each in value for text in typed_of(each)]
    if isinstance(value, int | float) and not isinstance(value, bool):
        return [number_text(value, grouped=False)]
    return [str(value)]


def _text(text: str, longest: int, *, lines: bool = False) -> Understood:
    if len(text) > 4 * longest:  # not worth the work of cleaning
        return _too_long(longest)
    text = _FORBIDDEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    if not lines:
        text = re.sub(r"[\n\u2028\u2029]+", " ", text)
    text = unicodedata.normalize("NFC", text).strip()
    return Understood(text or None) if len(text) <= longest else _too_long(longest)


def _number(_content: Content, question: Question, text: str) -> Understood:
    found = _NUMBER.fullmatch(text)
    if not found:
        example = "12.5" if get_language() == "en" else "12,5"
        if question.decimal:
            return Understood(fault=gettext("Write a number, such as %(example)s.") % {"example": example})
        return Understood(fault=gettext("Write a whole number, such as 12."))
    sign, whole, part = (
        found[1] or found[4] or "",
        re.sub("[ ']", "", found[2] or "0"),
        found[3] or found[5] or "",
    )
    digits = (whole.lstrip("0") + part.rstrip("0")) or "0"
    if len(digits) > DIGITS:
        return Understood(fault=gettext("The number has too many digits."))
    exact = Decimal(f"{sign}{whole}.{part or '0'}")
    if exact == exact.to_integral_value():
        return Understood(int(exact))
    if not question.decimal:
        return Understood(fault=gettext("Write a whole number, without decimals."))
    return Understood(float(exact))


def _day(_content: Content, _question: Question, text: str) -> Understood:
    if found := _DAY.fullmatch(text):
        year, month, day = map(int, found.groups())
    elif found := _WRITTEN_DAY.fullmatch(text):
        day, month, year = map(int, found.groups())
    else:
        return Understood(fault=gettext("Write a day, such as 27.04.2021."))
    try:
        meant = date(year, month, day)
    except ValueError:
        return Understood(fault=gettext("There is no such day. Write it as 27.04.2021."))
    if not FIRST_DAY <= meant <= LAST_DAY:
        return Understood(fault=gettext("The day must be in the years 1900 to 2199."))
    return Understood(meant.isoformat())


def _one(content: Content, question: Question, text: str) -> Understood:
    if any(each.key == text for each in choices_in(content, question)):
        return Understood(text)
    return Understood(fault=_not_a_choice())


def _many(content: Content, question: Question, typed: Sequence[str]) -> Understood:
    chosen = {each for each in typed if each}
    known = [each.key for each in choices_in(content, question)]
    if not chosen <= set(known):
        return Understood(fault=_not_a_choice())
    return Understood([key for key in known if key in chosen] or None)


def steps_of(scale: Scale) -> range:
    """What can be chosen of a scale."""
    return range(scale.low, scale.high + 1, max(1, scale.step))


def _scale(_content: Content, question: Question, text: str) -> Understood:
    steps = steps_of(question.scale or Scale(0, 0))
    if re.fullmatch(r"[+-]?[0-9]{1,9}", text) and int(text) in steps:
        return Understood(int(text))
    said = gettext("Choose a number from %(low)s to %(high)s.")
    return Understood(fault=said % {"low": steps.start, "high": steps[-1] if steps else steps.start})


def _not_a_choice() -> str:
    return gettext("This is not one of the choices. Choose again.")


def _too_long(longest: int) -> Understood:
    said = ngettext(
        "The text is too long: at most %(count)s character.",
        "The text is too long: at most %(count)s characters.",
        longest,
    )
    return Understood(fault=said % {"count": number_text(longest)})


_SHORT: dict[str, Callable[[Content, Question, str], Understood]] = {
    "number": _number,
    "date": _day,
    "one": _one,
    "matrix": _one,
    "scale": _scale,
}
