"""When a programme's reports are due: its deadlines as days of a calendar. Days stay as they are, also on a Sunday."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from samordner.programmes.definition import Deadline, Definition, ReportForm


@dataclass(frozen=True, slots=True)
class Due:
    """A report of a form that is due on a day."""

    form: ReportForm
    deadline: Deadline
    day: date

    @property
    def is_national(self) -> bool:
        return self.form.by == "nation"

    @property
    def name(self) -> str:
        """What the report is called: the deadline's name and the year that it tells of."""
        return name_of(self.form, self.deadline, self.day)


def name_of(form: ReportForm, deadline: Deadline, day: date) -> str:
    """What a report due on this day is called. The nation's tells of the year before."""
    return f"{deadline.name} {day.year - (form.by == 'nation')}"


def dues(definition: Definition, day: date) -> list[Due]:
    """Every report that has been due by `day`, and the next one of each form; the latest first.

    Only within the programme's period; the national one tells of the year before, and comes a year later.
    """
    found = []
    for form in definition.reports:
        days = sorted(_days(definition, form, day), key=lambda due: due.day)
        coming = [due for due in days if due.day >= day]
        found += [due for due in days if due.day < day] + coming[:1]
    return sorted(found, key=lambda due: (due.day, due.is_national), reverse=True)


def due_on(definition: Definition, form: str, day: date) -> Due | None:
    """The report of this form that is due on exactly this day; None: there is none."""
    for one in definition.reports:
        if one.key == form:
            return next((due for due in _days(definition, one, day) if due.day == day), None)
    return None


def usual_status_day(due: Due, today: date) -> date:
    """The day whose numbers a report usually tells: the day it is due, or the last of the year before for the nation;
    never later than today.
    """
    told = date(due.day.year - 1, 12, 31) if due.is_national else due.day
    return min(told, today)


def _days(definition: Definition, form: ReportForm, day: date) -> Iterator[Due]:
    since, until = definition.period.since, definition.period.until
    if form.by == "nation":  # it tells of the year before, which must lie in the period
        since += timedelta(days=365)
        until = until + timedelta(days=365) if until else None
    for key in form.deadlines:
        deadline = definition.deadline(key)
        if deadline.day is None:
            continue
        for year in (deadline.year,) if deadline.year else range(since.year, day.year + 2):
            due = date(year, deadline.month, deadline.day)
            if since < due and (until is None or due < until):
                yield Due(form, deadline, due)
