"""What is to be written in next, and what one should look at twice before it is."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from math import sqrt
from statistics import median

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from samordner.documents.cells import number_text
from samordner.measurement.entries import Entry
from samordner.measurement.models import Indicator, Measurement, Rhythm, State, ValueKind
from samordner.measurement.periods import first_of, last_whole, through
from samordner.measurement.queries.series import value_of

ENOUGH = 5
"""Fewer measurements tell nothing of what is usual."""
FAR = 6.0
TIMES = 8
"""So many times as large, or as small: perhaps another unit, or a comma in the wrong place."""


@dataclass(frozen=True)
class Due:
    """An indicator and the periods that are over and of which nothing is written, the oldest first."""

    indicator: Indicator
    waiting: tuple[date, ...]
    last: Measurement | None

    @property
    def next(self) -> date | None:
        """The period to write in first; None: everything that is over is written in."""
        return self.waiting[0] if self.waiting else None


def waiting(indicator: Indicator, written: Collection[date], today: date) -> tuple[date, ...]:
    """The periods that are over on `today` and of which nothing is written. None of what is measured each time it happens."""
    if indicator.rhythm == Rhythm.EVENT:
        return ()
    since = min([first_of(indicator.begins, indicator.rhythm), *written])
    days = through(since, last_whole(today, indicator.rhythm), indicator.rhythm)
    return tuple(day for day in days if day not in written)


def due_of(rows: QuerySet[Indicator] | Sequence[Indicator], today: date) -> list[Due]:
    """What is waiting, for each of these indicators in their order; one question more."""
    indicators = list(rows)
    by_indicator: dict[int, dict[date, Measurement]] = {row.pk: {} for row in indicators}
    for one in Measurement.objects.filter(indicator__in=list(by_indicator)):
        by_indicator[one.indicator_id][one.day] = one
    return [_due(row, by_indicator[row.pk], today) for row in indicators]


def _due(indicator: Indicator, written: Mapping[date, Measurement], today: date) -> Due:
    last = written[max(written)] if written else None
    return Due(indicator, waiting(indicator, written, today), last)


def doubts(indicator: Indicator, day: date, entry: Entry, others: Iterable[Measurement]) -> list[str]:
    """What is so unlike what was measured before that whoever writes it is asked whether it is right; none: nothing is."""
    if entry.state != State.VALUE:
        return []
    rows = [row for row in others if row.day != day and row.state == State.VALUE]
    found = _unlike(indicator, entry, rows)
    denominators = [float(row.denominator) for row in rows if row.denominator]
    if entry.denominator and len(denominators) >= ENOUGH:
        usual = median(denominators)
        if not usual / 4 <= float(entry.denominator) <= usual * 4:
            found.append(
                _("It is usually measured of about %(usual)s, and now of %(now)s.")
                % {"usual": number_text(round(usual, 1)), "now": number_text(entry.denominator.normalize())}
            )
    return found


def _unlike(indicator: Indicator, entry: Entry, rows: Sequence[Measurement]) -> list[str]:
    made = Measurement(
        state=State.VALUE,
        value=entry.value,
        denominator=entry.denominator,
        values=[float(one) for one in entry.values],
    )
    now = value_of(indicator, made)
    before = [value for row in rows if (value := value_of(indicator, row)) is not None]
    if now is None or len(before) < ENOUGH:
        return []
    usual = median(before)
    spread = 1.4826 * median([abs(value - usual) for value in before])
    least = _least(indicator, usual, entry.denominator)
    shown = {"usual": _shown(indicator, usual), "now": _shown(indicator, now)}
    if usual and now and not 1 / TIMES < abs(now / usual) < TIMES and abs(now - usual) > 2 * least:
        return [_("This is many times more or less than usual: %(now)s, and usually about %(usual)s. "
                  "Is the comma in the right place, and is it the same unit?") % shown]  # fmt: skip
    if now == 0 and min(before) > 0 and usual > 2 * least:
        return [
            _("0 means that it was measured, and that there was none. It is usually about %(usual)s.") % shown
        ]
    if abs(now - usual) > FAR * max(spread, least):
        return [_("This is far from what is usual: %(now)s, and usually about %(usual)s.") % shown]
    return []


def _least(indicator: Indicator, usual: float, denominator: Decimal | None) -> float:
    """A difference that is nothing yet, however alike the measurements were before."""
    match indicator.value_kind:
        case ValueKind.COUNT:
            return 1 + sqrt(abs(usual))
        case ValueKind.PROPORTION:
            return 0.05
        case ValueKind.RATE:
            return sqrt(abs(usual) / float(denominator)) if denominator else 0.1 * abs(usual)
        case _:
            return 0.1 * abs(usual)


def _shown(indicator: Indicator, value: float) -> str:
    text = number_text(round(value * indicator.multiplier, 2))
    return f"{text} %" if indicator.value_kind == ValueKind.PROPORTION else text
