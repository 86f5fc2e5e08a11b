"""What nobody is to write here: the numbers by which a person is known."""

from __future__ import annotations

import re

ELEVEN = re.compile(r"(?<![0-9])([0-9]{2})([0-9]{2})[0-9]{2}[ .-]?[0-9]{3}[ .-]?[0-9]{2}(?![0-9])")
"""A birth number as people write it: 010203 12345, 01020312345, 010203-12345."""
MORE_DAYS, MORE_MONTHS = 40, (40, 65, 80)
"""A D-number counts its day from 41; help numbers and made-up ones count their month from further on."""


def holds_birth_number(*texts: str) -> bool:
    """Whether something in the texts looks like a national identity number, or a D-number or help number like one.

    Eleven digits that begin with a day and a month. The check digits are not asked: also a number with a slip of the
    pen tells who somebody is. An account number of a bank rarely begins with a day and a month.
    """
    return any(_is_day(int(day), int(month)) for text in texts for day, month in ELEVEN.findall(text))


def _is_day(day: int, month: int) -> bool:
    days = {day, day - MORE_DAYS}
    months = {month, *(month - more for more in MORE_MONTHS)}
    return any(1 <= one <= 31 for one in days) and any(1 <= one <= 12 for one in months)
