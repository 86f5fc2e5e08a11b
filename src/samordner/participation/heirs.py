"""What the pages on heirs ask: which questions are open, what was decided, and what is known of the old ones."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from django.db.models import QuerySet

from samordner.participation.borders import Question, covers, goes_on, known
from samordner.participation.lines import Standing
from samordner.participation.models import Inheritance
from samordner.participation.queries import taking_part
from samordner.participation.statements import Series, series_of
from samordner.places.models import Change, Municipality, Office, OfficeArea
from samordner.programmes.definition import Definition


@dataclass(frozen=True)
class Open:
    """One question that a page asks: what of an old municipality waits for a decision for one heir."""

    change: Change
    office: Office | None
    questions: tuple[Question, ...]

    @property
    def old(self) -> Municipality:
        return self.change.old

    @property
    def heir(self) -> Municipality:
        return self.change.new


def change_between(old: str, heir: str) -> Change | None:
    """The border change between two numbers; None when there is none."""
    return Change.objects.select_related("old", "new__county").filter(old__code=old, new__code=heir).first()


def open_for(definition: Definition, day: date, *, today: date) -> list[Open]:
    """All that is open of what is known on `day`, on that day's borders or on today's; by heir, then old one.

    To be narrowed to the heirs that the reader reaches.
    """
    rows = list(taking_part(definition.key, day))
    found: dict[tuple[int, Series], Question] = {}
    for borders in ("that-day", "today"):
        answer = known(rows, definition, day, borders=borders, today=today)
        found |= {(one.change.pk, one.series): one for one in answer.questions}
    offices = _offices()
    order = {series: place for place, series in enumerate(_all_series(definition))}
    kept = sorted(found.values(), key=lambda one: (*_place(one.change), order[one.series]))
    return [
        Open(change, _office_at(offices, change.new, today), tuple(questions))
        for change, questions in groupby(kept, key=lambda one: one.change)
    ]


def _place(change: Change) -> tuple[str, str, str, str, int]:
    return change.new.sort_key, change.new.code, change.old.sort_key, change.old.code, change.pk


def _all_series(definition: Definition) -> list[Series]:
    return [series for subject in definition.subjects for series in series_of(definition, subject.key)]


def _offices() -> list[OfficeArea]:
    return list(OfficeArea.objects.select_related("office"))


def _office_at(areas: Sequence[OfficeArea], heir: Municipality, today: date) -> Office | None:
    day = min(today, heir.until - timedelta(days=1)) if heir.until else today
    return next((one.office for one in areas if one.county_id == heir.county_id and one.holds(day)), None)


# What was decided


@dataclass(frozen=True)
class Decided:
    """A decision, and whether a later one has taken its place."""

    row: Inheritance
    replaced: bool
    by: str = ""


def decisions() -> QuerySet[Inheritance]:
    """Every decision with its places, the newest first: to be had through the grants."""
    return Inheritance.objects.select_related("programme", "office", "old", "heir").order_by(
        "-recorded_at", "-pk"
    )


def with_replaced(rows: Iterable[Inheritance], names: dict[str, str]) -> list[Decided]:
    """Decisions (the newest first), each with whether a later one among them covers all that it covers."""
    found: list[Decided] = []
    for row in rows:
        later = [
            one.row for one in found if (one.row.programme_id, one.row.old_id, one.row.heir_id)
            == (row.programme_id, row.old_id, row.heir_id)
        ]  # fmt: skip
        replaced = any(one.subject in {"", row.subject} and one.item in {"", row.item} for one in later)
        found.append(Decided(row, replaced, names.get(row.recorded_by, "")))
    return found


# What a decision is about


@dataclass(frozen=True)
class Line:
    """One thing known of the old municipality, beside the same of the others that the heir was made of."""

    series: Series
    standing: Standing | None
    beside: tuple[Standing | None, ...]
    ruling: Inheritance | None
    by_itself: bool

    @property
    def is_open(self) -> bool:
        return self.standing is not None and self.ruling is None and not self.by_itself


@dataclass(frozen=True)
class Pair:
    """An old municipality and one of its heirs: `others` went into the heir on the same day."""

    change: Change
    others: tuple[Municipality, ...]
    lines: tuple[Line, ...]

    @property
    def open_lines(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.is_open)


def pair(definition: Definition, change: Change) -> Pair:
    """What was known of the old one, and of those who went together with it, on the last day before the change."""
    day = change.day - timedelta(days=1)
    joined = Change.objects.filter(new=change.new, day=change.day).select_related("old")
    others = [one.old for one in joined if one.old_id != change.old_id]
    rows = {row.municipality_id: row for row in taking_part(definition.key, day)}
    concerned = [rows[place.pk] for place in (change.old, *others) if place.pk in rows]
    answer = known(concerned, definition, day, borders="that-day", today=day)

    def of(place: Municipality, series: Series) -> Standing | None:
        row = rows.get(place.pk)
        return answer.state.get(row.pk, series.subject, series.item) if row else None

    rulings = list(decisions().filter(programme__key=definition.key, old=change.old, heir=change.new))
    lines = []
    for series in _all_series(definition):
        standing, beside = of(change.old, series), tuple(of(place, series) for place in others)
        if standing is None and not any(beside):
            continue
        ruling = next((one for one in rulings if covers(one, series)), None)
        lines.append(Line(series, standing, beside, ruling, goes_on(change)))
    return Pair(change, tuple(others), tuple(lines))
