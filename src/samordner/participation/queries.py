"""What is known of the municipalities: as of a day, and as known at a moment.

Unknown is the absence of an observation. It is counted as itself and never as "no".
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import accumulate
from typing import Any

from django.db import connection
from django.db.models import CharField, Model, Q, QuerySet
from django.db.models.base import ModelState
from django.db.models.functions import Cast

from samordner.pages.prepared import Later, Prepared, ask_together
from samordner.participation.lines import Known, Standing, key_of, text_of
from samordner.participation.models import Observation, Participation
from samordner.participation.probing import from_observations
from samordner.participation.reading import Sheets, from_sheets, sheets_later
from samordner.participation.remembered import ANSWERS, gathered_lately
from samordner.participation.statements import Series, series_of, values_allowed
from samordner.places.models import County, Municipality, Office
from samordner.programmes.definition import Definition
from samordner.programmes.models import Programme
from samordner.timeline.lasting import Lasting, holding

# Who takes part


def taking_part(programme: str, day: date, *, office: str = "") -> QuerySet[Participation]:
    """The participations in a programme (its key) that hold on `day`, of one office (its key) or all.

    In Norwegian order of the municipalities, with municipality, county and office.
    """
    rows = Participation.objects.as_of(day).filter(programme__key=programme)
    if office:
        rows = rows.filter(office__key=office)
    return rows.select_related("programme", "municipality__county", "office")


PARTS: tuple[tuple[str, type[Model]], ...] = (
    ("", Participation), ("municipality__", Municipality), ("municipality__county__", County),
    ("office__", Office), ("programme__", Programme),
)  # fmt: skip
DAYS = ("since", "until")
NAMES = tuple(
    (
        *[one.attname for one in model._meta.concrete_fields if one.name not in DAYS],
        *DAYS[: 2 * issubclass(model, Lasting)],
    )
    for _path, model in PARTS
)
"""The fields of each as they are read, the days last."""
STARTS = tuple(accumulate(map(len, NAMES), initial=0))


def gathered(
    rows: QuerySet[Participation], day: date, *,
    programme: str, office: str = "", municipality: str = "", beside: Sequence[Later[Any]] = (),
) -> tuple[Participation, ...]:  # fmt: skip
    """Those of `rows` that hold on `day`, with municipality, county, office and programme, each of these made once.

    `programme`, `office` and `municipality` narrow them by their keys. One query, as `select_related` does it, in a
    tenth of the time: the whole country is hundreds of rows. `beside`: what else is asked, for the same trip.
    """
    asked = _gathered.later(rows, day, programme, office, municipality)
    ask_together(asked, *beside)
    said = tuple(asked.rows)
    about = (programme, office, municipality)
    before = gathered_lately.get(about) or ()
    for answer, made in before:
        if answer == said:
            return made
    return gathered_lately.keep(about, ((said, _made_of(said)), *before[: ANSWERS - 1]))[0][1]


def _made_of(said: Iterable[tuple[Any, ...]]) -> tuple[Participation, ...]:
    """The rows of an answer, each of what they point at made once."""
    alias, days = connection.alias, _Days()
    shapes = list(zip(PARTS, NAMES, STARTS, STARTS[1:], strict=False))[2:]
    made: dict[tuple[type[Model], Any], Any] = {}
    places: dict[int, Municipality] = {}
    own, place = STARTS[1:3]
    found = []
    for values in said:
        parts = []
        for (_path, model), names, start, end in shapes:
            part = made.get((model, values[start]))
            if part is None:
                part = made[model, values[start]] = _read(model, names, values[start:end], alias, days)
            parts.append(part)
        county, of, about = parts
        at = places.get(values[own])
        if at is None:
            at = places[values[own]] = _read(
                Municipality, NAMES[1], values[own:place], alias, days, county=county
            )
        found.append(
            _read(Participation, NAMES[0], values, alias, days, municipality=at, office=of, programme=about)
        )
    return tuple(sorted(found, key=_in_order))


def _in_order(row: Participation) -> tuple[str, str, date]:
    """Norwegian order, as the rows themselves have it: a database that must sort by letters takes a third of its time."""
    return row.municipality.sort_key, row.municipality.code, row.since or date.min


@Prepared
def _gathered(
    rows: QuerySet[Participation], day: date, programme: str, office: str, municipality: str
) -> QuerySet[Participation, tuple[Any, ...]]:
    found = rows.filter(holding(day), programme__key=programme)
    if office:
        found = found.filter(office__key=office)
    if municipality:
        found = found.filter(municipality__code=municipality)
    # A thousand days, all of them among a few, are quicker read as text and each turned into a day once
    return found.order_by().values_list(
        *[
            Cast(f"{path}{name}", CharField()) if name in DAYS else f"{path}{name}"
            for (path, _model), names in zip(PARTS, NAMES, strict=True)
            for name in names
        ]
    )


class _Days(dict[str | None, date | None]):
    """Days by how they are written; each is turned from text once."""

    def __missing__(self, text: str | None) -> date | None:
        day = self[text] = date.fromisoformat(text) if text else None
        return day


def _read(
    model: type[Model], names: Sequence[str], values: Sequence[Any], alias: str, days: _Days, **related: Any
) -> Any:
    """As `_made`, with the days of what is lasting turned from text, and the rows that it points at."""
    fields = dict(zip(names, values, strict=False))
    if "since" in fields:
        fields["since"], fields["until"] = days[fields["since"]], days[fields["until"]]
    return _made(model, fields, alias, related)


def _made(
    model: type[Model], fields: dict[str, Any], alias: str, related: dict[str, Any] | None = None
) -> Any:
    """A row as it is in the database, as `Model.from_db` makes it; these models have nothing that listens.

    The fields become the row's own dictionary, which takes half the time of putting them into it one by one.
    """
    one, state = model.__new__(model), ModelState.__new__(ModelState)
    state.__dict__ = {"adding": False, "db": alias, "fields_cache": {} if related is None else related}
    fields["_state"] = state
    one.__dict__ = fields
    return one


# What is known


@dataclass(frozen=True, slots=True)
class State:
    """What is known of some municipalities on `day`, as known at `known_at` (None: now).

    `participations` are all that were asked about; what is missing in `standings` is unknown. `standings` may be
    `Known`, which makes each one when it is asked for: of thousands, ask for those you need.
    """

    day: date
    known_at: datetime | None
    participations: tuple[int, ...]
    standings: Mapping[tuple[int, Series], Standing] = field(hash=False)

    def get(self, participation: int, subject: str, item: str = "") -> Standing | None:
        """What is known; None: unknown."""
        return self.standings.get((participation, Series(subject, item)))

    def value(self, participation: int, subject: str, item: str = "") -> str:
        """The value that is known; "": unknown."""
        if isinstance(self.standings, Known):
            return self.standings.value(participation, f"{subject}/{item}" if item else subject)
        found = self.get(participation, subject, item)
        return found.value if found else ""

    def values(self, series: Series) -> Mapping[int, str]:
        """The value of each participation of which it is known: the quick way to read one series of all."""
        if isinstance(self.standings, Known):
            return self.standings.values_of(key_of(series))
        found = {pk: one.value for (pk, at), one in self.standings.items() if at == series}
        return {pk: found[pk] for pk in self.participations if pk in found}

    def texts(self) -> Mapping[int, Mapping[str, str]]:
        """What is known of each as text, by key (see `participation.lines`): the quick way to read all of it."""
        if isinstance(self.standings, Known):
            return self.standings.texts
        found: dict[int, dict[str, str]] = {pk: {} for pk in self.participations}
        for (pk, series), one in self.standings.items():
            found.setdefault(pk, {})[key_of(series)] = text_of(one)
        return found


def state(
    participations: Iterable[Participation],
    definition: Definition,
    day: date,
    *,
    subjects: Sequence[str] | None = None,
    known_at: datetime | None = None,
    sheets: Sheets | None = None,
) -> State:
    """What is known of these municipalities on `day`, for these subjects (None: all), in one query.

    With `known_at`, only what was recorded by that moment counts, corrections too. KeyError: no such subject.
    Sheets answer when they have read the newest observation; else, and with `known_at`, the observations do.
    `sheets`: what `sheets_later` gives of these municipalities or of more, where it is asked together with more.
    """
    rows = tuple(participations)
    ids = tuple([row.id for row in rows])
    keys = [subject.key for subject in definition.subjects] if subjects is None else subjects
    asked = {series: key_of(series) for key in keys for series in series_of(definition, key)}
    if not ids or not asked:
        return State(day, known_at, ids, {})
    if known_at is not None:
        return State(day, known_at, ids, from_observations(ids, asked, day, known_at))
    found, behind = from_sheets(ids, day, tuple(asked.values()), sheets or sheets_later(rows, day))
    anew: dict[int, dict[str, str]] = {pk: {} for pk in behind}
    for (pk, series), one in from_observations(behind, asked, day, None).items():
        anew[pk][asked[series]] = text_of(one)
    found.update(anew)
    return State(day, None, ids, Known(found, asked))


# Counting


@dataclass(frozen=True, slots=True)
class Tally:
    """How many have each value: value -> participations, and those of whom it is not known. Together: all."""

    series: Series
    groups: Mapping[str, tuple[int, ...]] = field(hash=False)
    unknown: tuple[int, ...]

    @property
    def denominator(self) -> int:
        return self.known + len(self.unknown)

    @property
    def known(self) -> int:
        return sum(map(len, self.groups.values()))

    def rows(self, *values: str) -> tuple[int, ...]:
        """The participations behind the number of those who have one of these values."""
        return tuple(pk for value in values for pk in self.groups.get(value, ()))

    def count(self, *values: str) -> int:
        return len(self.rows(*values))


def tally(
    state: State, definition: Definition, subject: str, item: str = "", *, among: Sequence[int] | None = None
) -> Tally:
    """How many of the state's municipalities (or those `among` them) have each value, in the scale's order.

    Every value of the scale is there, with none where none have it, so that none is told from not asked.
    """
    groups: dict[str, list[int]] = {value: [] for value in values_allowed(definition, subject)}
    unknown = []
    for pk in state.participations if among is None else among:
        value = state.value(pk, subject, item)
        if value:
            groups.setdefault(value, []).append(pk)
        else:
            unknown.append(pk)
    frozen = {value: tuple(rows) for value, rows in groups.items()}
    return Tally(Series(subject, item), frozen, tuple(unknown))


# How we came to know it


@dataclass(frozen=True, slots=True)
class Said:
    """One observation, and the one that hides it: a correction or a withdrawal; None: it stands."""

    observation: Observation
    replaced_by: Observation | None


def history(participation: Participation, subject: str, item: str | None = None) -> list[Said]:
    """Everything ever said of the subject (and item; None: all items), the newest `since` first."""
    rows = Observation.objects.filter(participation=participation, subject=subject)
    if item is not None:
        rows = rows.filter(item=item)
    found = list(rows)
    replacing = {row.corrects_id: row for row in found if row.corrects_id}
    return [Said(row, replacing.get(row.pk)) for row in found]


def observations(ids: Iterable[int]) -> QuerySet[Observation]:
    """These observations, with the municipality each is about: what a number opens to."""
    return Observation.objects.filter(pk__in=list(ids)).select_related(
        "participation__municipality", "participation__office"
    )


def shown(ids: Iterable[int]) -> dict[int, Observation]:
    """These observations by key, quickly: of a whole country there are hundreds behind one number."""
    names, alias = tuple(one.attname for one in Observation._meta.concrete_fields), connection.alias
    wanted = tuple(ids)
    return {
        values[0]: _made(Observation, dict(zip(names, values, strict=True)), alias)
        for values in (_shown(wanted) if wanted else ())
    }


@Prepared
def _shown(ids: tuple[int, ...]) -> QuerySet[Observation, tuple[Any, ...]]:
    names = [one.attname for one in Observation._meta.concrete_fields]
    return Observation.objects.order_by().filter(pk__in=ids).values_list(*names)


def latest(
    participations: Iterable[Participation], *, at_most: int, known_at: datetime | None = None
) -> list[Observation]:
    """What was recorded last of these municipalities, the newest first."""
    until = Q() if known_at is None else Q(recorded_at__lte=known_at)
    rows = Observation.objects.filter(until, participation__in=[row.pk for row in participations])
    newest = rows.select_related("participation__municipality").order_by("-recorded_at", "-pk")
    return list(newest[:at_most])
