"""What the board, a number and the first page ask: which municipalities, on which day, and who among them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet

from samordner.pages.prepared import Later
from samordner.participation.choosing import Named, chosen, named
from samordner.participation.lines import Standing
from samordner.participation.models import Evidence, Participation
from samordner.participation.queries import State, gathered
from samordner.participation.statements import Series, series_of
from samordner.programmes.definition import Deadline, Definition

# What the page is about


@dataclass(frozen=True)
class Scope:
    """Which municipalities a page is about: of a programme, of an office ("" for all), on a day.

    `ended`: nobody has asked for a day, and the programme was over before today; then `day` is its last.
    """

    definition: Definition
    day: date
    known_at: datetime | None
    office: str
    participations: tuple[Participation, ...]
    programmes: tuple[Named, ...]
    offices: tuple[Named, ...]
    ended: bool

    @property
    def where(self) -> str:
        """The office's name; "" when the page is about several."""
        if self.office or len(self.offices) == 1:
            return next(one.name for one in self.offices if one.key == self.office or not self.office)
        return ""


def scope(
    rows: QuerySet[Participation],
    *,
    day: date,
    asked: bool,
    programme: str = "",
    office: str = "",
    known_at: datetime | None = None,
    everywhere: bool = False,
    municipality: str = "",
    beside: Sequence[Later[Any]] = (),
) -> Scope | None:
    """The scope of a page over the visible `rows`; None when there is none to choose.

    `asked`: somebody chose `day`; else it is today, and a programme that is over shows its last day.
    `everywhere`: the participations are those of all offices, whichever `office` the page is about. `municipality`
    (its code): of that one alone.
    Without `programme` as for `chosen`. `beside`: what else is asked, for the same trip to the database. Raises NoSuch.
    """
    about = chosen(rows, day, asked=asked, programme=programme, office=office, municipality=municipality)
    if about is None:
        return None
    return Scope(
        about.definition,
        about.day,
        known_at,
        office,
        gathered(
            rows,
            about.day,
            programme=about.definition.key,
            office="" if everywhere else office,
            municipality=municipality,
            beside=beside,
        ),
        named(about.programmes) if len(about.programmes) > 1 else (),
        named(about.offices),
        ended=about.day != day,
    )


# Who among them


@dataclass(frozen=True)
class Selection:
    """Whom a number counts: `kind` is value, unknown, known, late or unpapered."""

    kind: str
    subject: str = ""
    item: str = ""
    values: tuple[str, ...] = ()

    @property
    def query(self) -> dict[str, str]:
        """The selection as it stands in an address."""
        pairs = {
            "kind": self.kind, "subject": self.subject, "item": self.item, "value": ",".join(self.values),
        }  # fmt: skip
        return {key: value for key, value in pairs.items() if value}


KINDS = ("value", "unknown", "known", "late", "unpapered")


def selected(selection: Selection, state: State, definition: Definition) -> tuple[int, ...]:
    """The participations that the selection counts, in the state's order."""
    rows, series = state.participations, Series(selection.subject, selection.item)
    match selection.kind:
        case "value":
            found, values = state.values(series), frozenset(selection.values)
            return tuple([pk for pk in rows if found.get(pk) in values])
        case "known":
            found = state.values(series)
            return tuple([pk for pk in rows if pk in found])
        case "unknown":
            heard = {pk for one in _series(selection, definition) for pk in state.values(one)}
            return tuple([pk for pk in rows if pk not in heard])
        case _:
            return tuple([pk for pk in rows if _needs_care(pk, selection, state, definition)])


def _needs_care(pk: int, selection: Selection, state: State, definition: Definition) -> bool:
    found = state.get(pk, selection.subject, selection.item)
    if found is None:
        return False
    if selection.kind == "late":
        return is_late(found, state.day, definition)
    return is_decision_without_paper(found, definition)


def _series(selection: Selection, definition: Definition) -> tuple[Series, ...]:
    if selection.item:
        return (Series(selection.subject, selection.item),)
    return series_of(definition, selection.subject)


def is_late(standing: Standing, day: date, definition: Definition) -> bool:
    """Whether it is still under way though the day when it was expected to be done has passed."""
    expected = standing.expected
    if expected is None or expected.end is None or expected.end >= day:
        return False
    values = definition.values_of(standing.series.subject)
    return any(value.takes_expected_day for value in values if value.key == standing.value)


def is_decision_without_paper(standing: Standing, definition: Definition) -> bool:
    """Whether it is a decision that nobody has seen a document of."""
    if standing.evidence != Evidence.SELF_REPORTED:
        return False
    values = definition.values_of(standing.series.subject)
    return any(value.takes_decision for value in values if value.key == standing.value)


# When


@dataclass(frozen=True)
class Due:
    """A deadline of the programme on the next day that it comes."""

    deadline: Deadline
    day: date
    in_days: int


def next_deadlines(definition: Definition, day: date, *, at_most: int = 2) -> list[Due]:
    """The programme's next deadlines from `day` on, the nearest first; those without a day are left out."""
    found = []
    for deadline in definition.deadlines:
        if deadline.day is None:
            continue
        for year in (deadline.year,) if deadline.year else (day.year, day.year + 1):
            due = date(year, deadline.month, deadline.day)
            until = definition.period.until
            if due >= day and (until is None or due < until):
                found.append(Due(deadline, due, (due - day).days))
                break
    return sorted(found, key=lambda one: one.day)[:at_most]


def rows_of(participations: Sequence[Participation], ids: Iterable[int]) -> list[Participation]:
    """These participations, in their order."""
    wanted = set(ids)
    return [row for row in participations if row.id in wanted]
