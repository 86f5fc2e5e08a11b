"""Amounts of money as people write them: "1 250 000", "1,25 mill. kr". Whole kroner, stored as integers."""

from __future__ import annotations

import re
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from samordner.documents.cells import NO_BREAK_SPACE
from samordner.journal.deeds import Refusal

LARGEST = 10**12
SPACES = re.compile(rf"[\s{NO_BREAK_SPACE}\u202f\u2009]+")
CURRENCY = re.compile(r"^(?:kr\.?|nok)\s*|\s*(?:kr\.?|kroner|nok)$", re.IGNORECASE)
UNITS = {
    "": 1, "tusen": 1000, "t": 1000, "thousand": 1000, "mill": 10**6, "mill.": 10**6, "million": 10**6,
    "millioner": 10**6, "millionar": 10**6, "millions": 10**6, "mrd": 10**9, "mrd.": 10**9,
    "milliard": 10**9, "milliarder": 10**9, "milliardar": 10**9,
}  # fmt: skip
GROUPED = re.compile(r"[0-9]{1,3}(?:(?: [0-9]{3})+|(?:\.[0-9]{3})+)|[0-9]+")
SHAPE = re.compile(r"(?P<number>[0-9][0-9 .,]*?(?:,-)?)\s?(?P<unit>[a-zæøå]+\.?)?", re.IGNORECASE)


def read_amount(text: str) -> int | None:
    """The whole kroner that `text` says; None when it is empty.

    A space or a point stands between thousands, a comma before the decimals; before "mill." a point may too.
    Raises Refusal, in a sentence, for anything that could be read in two ways, part of a krone, or no amount.
    """
    plain = SPACES.sub(" ", text).strip()
    if not plain:
        return None
    plain = CURRENCY.sub("", CURRENCY.sub("", plain)).strip()
    found = SHAPE.fullmatch(plain)
    unit = UNITS.get((found["unit"] or "").lower()) if found else None
    if found is None or unit is None:
        raise Refusal(_("Write an amount in kroner, such as 1 250 000 or 1,25 mill."))
    amount = _decimal(found["number"].removesuffix(",-").strip(), unit) * unit
    if amount != int(amount):
        raise Refusal(_("Write whole kroner."))
    if amount > LARGEST:
        raise Refusal(_("That is more than any grant: check the amount."))
    return int(amount)


def _decimal(number: str, unit: int) -> Decimal:
    whole, comma, part = number.partition(",")
    if not comma and unit > 1 and re.fullmatch(r"[0-9]+\.[0-9]+", whole):
        before, _point, after = whole.partition(".")
        if len(after) == 3:  # 1.250 mill.: one and a quarter, or more than a thousand?
            raise _unclear()
        whole, part = before, after
    if not GROUPED.fullmatch(whole) or (part and not re.fullmatch(r"[0-9]+", part)) or (comma and not part):
        raise _unclear()
    return Decimal(re.sub(r"[ .]", "", whole) + (f".{part}" if part else ""))


def _unclear() -> Refusal:
    return Refusal(_("This can be read in more than one way. Write it as 1 250 000 or 1,25 mill."))


def amount_text(amount: int | None) -> str:
    """The amount as it is written in a form: "1 250 000"; empty for none."""
    return "" if amount is None else f"{amount:,}".replace(",", " ")
