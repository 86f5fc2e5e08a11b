"""Norwegian holidays: the days that the law names, of any year, in the reader's language.

Public holidays by Lov om helligdager, and 1 and 17 May. Sundays are not listed; they are Sundays.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache

from dateutil.easter import easter
from django.utils.translation import gettext_lazy as _

from samordner.documents.columns import Label

FIXED: tuple[tuple[int, int, Label], ...] = (
    (1, 1, _("New Year's Day")),
    (5, 1, _("Labour Day")),
    (5, 17, _("Constitution Day")),
    (12, 25, _("Christmas Day")),
    (12, 26, _("Second day of Christmas")),
)
AFTER_EASTER: tuple[tuple[int, Label], ...] = (
    (-3, _("Maundy Thursday")),
    (-2, _("Good Friday")),
    (0, _("Easter Sunday")),
    (1, _("Easter Monday")),
    (39, _("Ascension Day")),
    (49, _("Whit Sunday")),
    (50, _("Whit Monday")),
)


@lru_cache(maxsize=64)
def holidays(year: int) -> Mapping[date, tuple[Label, ...]]:
    """The holidays of a year, in order; two may fall on one day, as on 17 May 2043."""
    found: dict[date, tuple[Label, ...]] = {}
    sunday = easter(year)
    days = [(date(year, month, day), name) for month, day, name in FIXED]
    days += [(sunday + timedelta(days=after), name) for after, name in AFTER_EASTER]
    for day, name in sorted(days, key=lambda pair: pair[0]):
        found[day] = (*found.get(day, ()), name)
    return found


def holiday_name(day: date) -> str:
    """What a day is called; "" when it is no holiday."""
    return " · ".join(str(name) for name in holidays(day.year).get(day, ()))


def is_free(day: date) -> bool:
    """Whether nobody is asked to meet: a Saturday, a Sunday or a holiday."""
    return day.weekday() >= 5 or day in holidays(day.year)
