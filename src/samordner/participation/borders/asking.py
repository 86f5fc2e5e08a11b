"""The question itself: what is known on a day, on that day's borders or on today's."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from datetime import date, datetime

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from samordner.pages.prepared import Prepared, ask_together
from samordner.participation.borders.shapes import Borders, Inherited, Known
from samordner.participation.borders.weighing import ONE_DAY, Cell, Weighing
from samordner.participation.lines import Known as Lines
from samordner.participation.lines import Standing, key_of, standing_of
from samordner.participation.models import Inheritance, Participation
from samordner.participation.queries import State, state
from samordner.participation.reading import MANY, sheets_later
from samordner.participation.statements import Series, series_of
from samordner.places.models import Change, Office, OfficeArea
from samordner.programmes.definition import Definition


def known(
    rows: Iterable[Participation],
    definition: Definition,
    day: date,
    *,
    borders: Borders,
    today: date,
    office: str = "",
    subjects: Sequence[str] | None = None,
    known_at: datetime | None = None,
) -> Known:
    """What is known on `day`, on that day's borders or on those of `today`, in a constant number of queries.

    `rows`: the participations of the programme on the day, with municipality and office (see `taking_part`). With
    `office` (its key) the answer holds only the municipalities that the office covered on the day, or on today's
    borders covers today: then give the rows of all offices that may be seen, since some came from elsewhere; an
    ancestor that is not among them counts as unknown. `subjects` and `known_at` as for `state`; decisions too
    count only when recorded by `known_at`. On a day that is not before `today`, both borders are the same.
    """
    found = [row for row in rows if row.holds(day)]
    onto_today = borders == "today" and day < today
    if office and not onto_today:
        found = [row for row in found if row.office.key == office]
    keys = [subject.key for subject in definition.subjects] if subjects is None else subjects
    asked = [series for key in keys for series in series_of(definition, key)]
    weighing = _weighing(found, definition, day, today if onto_today else day, keys, known_at)
    shown = _of_today(found, weighing, today, office) if onto_today else found
    as_read = shown is found and not weighing.any_made_of_others
    weighed = [] if as_read else [row for row in shown if not _as_it_was_read(row, weighing)]
    cells = {
        (row.id, series): cell
        for row in weighed
        for series in asked
        if (cell := weighing.cell(row.municipality_id, series)) is not None
    }
    places = tuple([row.id for row in shown])
    inherited = {
        place: Inherited(cell.origins, cell.through, cell.decisions)
        for place, cell in cells.items()
        if cell.through
    }
    standings = _standings(places, {row.id for row in weighed}, weighing, asked, cells)
    return Known(
        tuple(shown), State(day, known_at, places, standings), inherited, weighing.open_questions(asked)
    )


def _standings(
    places: Sequence[int],
    weighed: Set[int],
    weighing: Weighing,
    asked: Iterable[Series],
    cells: Mapping[tuple[int, Series], Cell],
) -> Mapping[tuple[int, Series], Standing]:
    """What is known of the rows: as it was read, and the cells of those that are weighed."""
    if not isinstance(weighing.said, Lines):
        read = set(places) - weighed
        kept = {place: one for place, one in weighing.said.items() if place[0] in read}
        return kept | {
            (pk, series): standing_of(pk, series, cell.text) for (pk, series), cell in cells.items()
        }
    keys = {series: key_of(series) for series in asked}
    made: dict[int, dict[str, str]] = {pk: {} for pk in weighed}
    for (pk, series), cell in cells.items():
        made[pk][keys[series]] = cell.text
    said = weighing.said.texts
    return Lines({pk: made[pk] if pk in made else said[pk] for pk in places}, keys)


def _as_it_was_read(row: Participation, weighing: Weighing) -> bool:
    """Whether nothing but what was said of this very participation can be its cells."""
    return row.id > 0 and not weighing.is_made_of_others(row.municipality_id)


def _weighing(
    found: list[Participation],
    definition: Definition,
    day: date,
    last: date,
    subjects: Sequence[str],
    known_at: datetime | None,
) -> Weighing:
    """Everything that the answer is made of, in a handful of queries."""
    ended_asked, changes_asked = _ended.later(definition.key, day), _changes.later(definition.key, day, last)
    # Of many, the sheets of all in the programme are asked for: those that came before them too
    sheets = sheets_later(found, day) if known_at is None and len(found) >= MANY else None
    ask_together(ended_asked, changes_asked, *([sheets.asked] if sheets else []))
    ended, changes = ended_asked.rows, changes_asked.rows
    at = [row.municipality_id for row in found]
    places = {row.municipality_id: row.municipality for row in ended}
    places.update(zip(at, [row.municipality for row in found], strict=True))
    into: dict[int, list[Change]] = {}
    for change in changes:
        into.setdefault(change.new_id, []).append(change)
        places.setdefault(change.old_id, change.old)
        places.setdefault(change.new_id, change.new)
    before = _reached_back(at, into) if into else set(at)
    past = [row for row in ended if row.municipality_id in before]
    here = [*found, *past]
    lines: dict[int, tuple[int, ...]] = {}
    for row, place in zip(here, [*at, *[row.municipality_id for row in past]], strict=True):
        lines[place] = (*lines.get(place, ()), row.id)
    said = state(here, definition, day, subjects=subjects, known_at=known_at, sheets=sheets).standings
    weighing = Weighing(day, last, places, into, lines, said, _rulings(definition, known_at) if into else {})
    # One that gave a part away and goes on: what was said of it afterwards was not said of that part
    for moment in {
        one.day for one in changes if one.day <= day and one.old_id != one.new_id and one.old.until != one.day
    }:
        givers = {one.old_id for one in changes if one.day == moment and one.old.until != one.day}
        rows = [row for row in here if row.municipality_id in givers]
        then = state(rows, definition, moment - ONE_DAY, subjects=subjects, known_at=known_at)
        weighing.earlier |= {(giver, moment): then.standings for giver in givers}
    return weighing


@Prepared
def _ended(programme: str, day: date) -> QuerySet[Participation]:
    """Those who no longer take part, the last ones first."""
    rows = Participation.objects.filter(programme__key=programme, until__lte=day)
    return rows.select_related("municipality").order_by("-until", "-pk")


@Prepared
def _changes(programme: str, day: date, last: date) -> QuerySet[Change]:
    """Changes until the day of those who took part before them, and every change from then until the last day."""
    taking = Participation.objects.filter(programme__key=programme)
    took_part = taking.filter(municipality=OuterRef("old"), since__lt=OuterRef("day"))
    # Most changes are older than the programme: looking at the day first leaves few to ask of who took part
    began = taking.exclude(since=None).order_by("since").values("since")[:1]
    earlier = Q(day__gt=Subquery(began), day__lte=day) & Q(Exists(took_part)) & ~Q(old=F("new"))
    rows = Change.objects.filter(earlier | Q(day__gt=day, day__lte=last)).select_related("old", "new__county")
    return rows.order_by("day", "pk")


def _reached_back(places: Iterable[int], into: Mapping[int, list[Change]]) -> set[int]:
    """The municipalities and all that they came from."""
    found: set[int] = set()
    left = list(places)
    while left:
        place = left.pop()
        if place not in found:
            found.add(place)
            left += [change.old_id for change in into.get(place, ())]
    return found


def _rulings(definition: Definition, known_at: datetime | None) -> dict[tuple[int, int], list[Inheritance]]:
    """What people had decided, the newest first, by old municipality and heir."""
    rows = Inheritance.objects.filter(programme__key=definition.key).order_by("-recorded_at", "-pk")
    found: dict[tuple[int, int], list[Inheritance]] = {}
    for row in rows if known_at is None else rows.filter(recorded_at__lte=known_at):
        found.setdefault((row.old_id, row.heir_id), []).append(row)
    return found


def _of_today(
    found: list[Participation], weighing: Weighing, today: date, office: str
) -> list[Participation]:
    """Rows for the municipalities of today that those of the day became."""
    covering: dict[int, Office] = {
        area.county_id: area.office for area in OfficeArea.objects.as_of(today).select_related("office")
    }
    by_place = {row.municipality_id: row for row in found}
    came_from = {place: place for place in by_place}
    for change in sorted(
        (each for changes in weighing.into.values() for each in changes), key=lambda one: one.day
    ):
        if change.day > weighing.day and change.old_id in came_from:
            came_from.setdefault(change.new_id, came_from[change.old_id])
    made = []
    for place, ancestor in came_from.items():
        municipality = weighing.places[place]
        if not municipality.holds(today):
            continue
        one = by_place.get(place)
        covers = covering.get(municipality.county_id, by_place[ancestor].office)
        if one is None or weighing.changed(place) or one.office_id != covers.pk:
            one = Participation(
                pk=-place, programme_id=by_place[ancestor].programme_id, municipality=municipality,
                office=covers, since=municipality.since, until=municipality.until,
            )  # fmt: skip
        if not office or covers.key == office:
            made.append(one)
    return sorted(made, key=lambda row: (row.municipality.sort_key, row.municipality.code))
