"""A programme's figures drawn from what is known on a day: on pages and in the printed plan alike.

They speak the language that is active. What is unknown is always drawn, and drawn as unknown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import assert_never

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from samordner.charts.courses import Point, small_courses, stacked_course
from samordner.charts.drawing import WIDTH, frame, words, wrapped
from samordner.charts.figures import Figure
from samordner.charts.paint import NONE, ramp, tone
from samordner.charts.shares import Share, Wording, phase_bar, phase_circle, stacked_bar
from samordner.charts.tiles import Group, MapTile, tile_map
from samordner.charts.tracks import Track, tracks
from samordner.documents.cells import day_text
from samordner.participation.courses import Moment, course
from samordner.participation.models import HOLDS, HOLDS_NOT, Participation
from samordner.participation.queries import State, tally
from samordner.participation.statements import Series
from samordner.places.tiles import layout
from samordner.programmes.definition import Definition, FigureGroup, Value
from samordner.programmes.definition import Figure as Drawn

Address = Callable[[Participation], str]
"""Where the tile of a municipality leads."""


def figures(
    participations: Sequence[Participation], definition: Definition, state: State, *, key: str = ""
) -> list[Figure]:
    """Every figure that the programme has, in its order; figures that count phases also as a circle.

    `key` is put before each figure's own, to keep the keys of one page apart.
    """
    return [
        figure
        for drawn in definition.figures
        for figure in _with_circle(drawn, participations, definition, state, key)
    ]


def draw(
    drawn: Drawn,
    participations: Sequence[Participation],
    definition: Definition,
    state: State,
    *,
    key: str = "",
) -> Figure:
    """One figure of the programme, of these municipalities, as the state tells.

    A course is that of all who ever took part in the programme at the offices that follow these municipalities.
    """
    key = f"{key}{drawn.key}".replace("_", "-")
    title = title_of(drawn, state)
    match drawn.form:
        case "share":
            return stacked_bar(key, title, _shares(drawn, definition, state), _wording())
        case "steps":
            return phase_bar(key, title, _shares(drawn, definition, state), _wording())
        case "tracks":
            columns = (
                pgettext("figure", "Track"),
                pgettext("figure", "Number"),
                pgettext("figure", "Municipalities"),
            )
            lanes = list(_lanes(drawn, participations, definition, state))
            return tracks(key, title, lanes, columns, pgettext("figure", "None"))
        case "tiles":
            return tiles(drawn, participations, definition, state, key=key)
        case "course":
            moments = course(
                _always(participations), definition, drawn.subject, state.day, known_at=state.known_at
            )
            return through_time(drawn, definition, moments, state.day, key=key)
        case _:
            assert_never(drawn.form)


def circle(drawn: Drawn, definition: Definition, state: State, *, key: str = "") -> Figure:
    """The same numbers around a circle, since the work goes round."""
    key = f"{key}{drawn.key}-circle".replace("_", "-")
    title = _("%(figure)s as a circle, %(day)s") % {"figure": drawn.name, "day": day_text(state.day)}
    return phase_circle(key, title, _shares(drawn, definition, state), _wording())


def tiles(
    drawn: Drawn,
    participations: Sequence[Participation],
    definition: Definition,
    state: State,
    *,
    item: str = "",
    key: str,
    address: Address | None = None,
) -> Figure:
    """The municipalities on the tile map, by what is known of the subject (and item).

    Where some municipality of the day has no tile, there is no map: the figure says so, and its table says the rest.
    """
    title, wording, members = title_of(drawn, state), _wording(), pgettext("figure", "Municipalities")
    groups = list(_paints(drawn, definition, item))
    kept = [values for values, _group in groups]
    places = layout(state.day)
    shown = []
    for row in participations:
        tile = places.get(row.municipality.code) if places else None
        value = state.value(row.pk, drawn.subject, item)
        group = next((n for n, values in enumerate(kept) if value in values), len(groups) - 1)
        shown.append(
            MapTile(
                tile.column if tile else 0,
                tile.row if tile else 0,
                str(row.municipality),
                tile.name if tile else row.municipality.name,
                tile.letters if tile else "",
                group,
                row.municipality.code[:2],
                address(row) if address else "",
            )
        )
    made = tile_map(key, title, shown, [group for _values, group in groups], wording, members)
    if places and all(row.municipality.code in places for row in participations):
        return made
    said = _("There is no tile map of the municipalities of this day. The table says where they stand.")
    lines = wrapped(said, WIDTH - 40, 16)
    content = [words(line, 20, 34 + 22 * n, size=16) for n, line in enumerate(lines)]
    height = 34 + 22 * len(lines)
    return Figure(
        key, title, frame(key, title, f"{said} {made.alt}", height, content), f"{said} {made.alt}", made.table,
        WIDTH, height,
    )  # fmt: skip


def through_time(
    drawn: Drawn, definition: Definition, moments: Sequence[Moment], day: date, *, item: str = "", key: str
) -> Figure:
    """The subject through time until `day`: its values as shares, or how much of each area is in use.

    `moments` are the subject's course. A subject that is followed solution by solution is counted area by area: who
    has some solution of the area at a value that the figure counts.
    """
    title = _("%(figure)s through time, until %(day)s") % {"figure": drawn.name, "day": day_text(day)}
    when = pgettext("figure", "Day")
    if definition.subject(drawn.subject).per == "solutions" and not item:
        parts = areas(drawn, definition)
        points = [
            _point(one, tuple(one.any(all_series, *values) for _name, all_series, values in parts))
            for one in moments
        ]
        return small_courses(key, title, [name for name, _series, _values in parts], points, _wording(), when)
    groups = list(_paints(drawn, definition, item))
    series = Series(drawn.subject, item)
    points = [
        _point(one, (*(one.count(series, *values) for values, _group in groups[:-1]), one.unknown(series)))
        for one in moments
    ]
    return stacked_course(key, title, points, [group for _values, group in groups], _wording(), when)


def areas(drawn: Drawn, definition: Definition) -> list[tuple[str, tuple[Series, ...], tuple[str, ...]]]:
    """Each area of the programme with the series of its solutions, and the values that count as in use.

    Those that the figure groups; without groups, those of which one can say for how many they are in use.
    """
    named = [value for group in drawn.groups for value in group.values]
    values = named or [value.key for value in definition.values_of(drawn.subject) if value.takes_reach]
    return [
        (
            str(area.name),
            tuple(Series(drawn.subject, one.key) for one in definition.solutions if one.area == area.key),
            tuple(values),
        )
        for area in definition.areas
    ]


def _point(moment: Moment, counts: tuple[int, ...]) -> Point:
    return Point(day_text(moment.day), str(moment.day.year), len(moment.participations), counts)


def _always(participations: Sequence[Participation]) -> QuerySet[Participation]:
    """All who ever took part in the same programme, at the same offices."""
    return Participation.objects.filter(
        programme__in={row.programme_id for row in participations},
        office__in={row.office_id for row in participations},
    )


def counted(drawn: Drawn, definition: Definition, item: str = "") -> list[tuple[str, ...]]:
    """The values that the figure's groups count, in their order; last (), which stands for the unknown."""
    return [values for values, _group in _paints(drawn, definition, item)]


def _paints(drawn: Drawn, definition: Definition, item: str) -> Iterator[tuple[tuple[str, ...], Group]]:
    """What the figure tells apart, each with its values, name, sign and paint; the unknown last."""
    if definition.subject(drawn.subject).many:
        yield (HOLDS,), Group(_("Yes"), "●", ramp(2)[1])
        yield (HOLDS_NOT,), Group(_("No"), "–", ramp(2)[0])
    else:
        values = {value.key: value for value in definition.values_of(drawn.subject)}
        groups = _groups(drawn, definition)
        for group, paint in zip(groups, ramp(len(groups)), strict=True):
            known = [values[one] for one in group.values if one in values]
            shade = paint if _is_ordered(drawn, definition) else tone(known[0].tone if known else "")
            yield group.values, Group(str(group.name), _sign(known), shade)
    yield (), Group(pgettext("figure", "Unknown"), "?", NONE, unknown=True)


def _sign(values: Sequence[Value]) -> str:
    """A group of one value has its sign; several have none in common."""
    return values[0].sign if len(values) == 1 else ""


def _is_ordered(drawn: Drawn, definition: Definition) -> bool:
    asked = definition.subject(drawn.subject)
    return any(one.key == asked.scale and one.ordered for one in definition.scales)


def title_of(drawn: Drawn, state: State) -> str:
    """What the figure shows, and of which day."""
    return _("%(figure)s, %(day)s") % {"figure": drawn.name, "day": day_text(state.day)}


def _with_circle(
    drawn: Drawn, participations: Sequence[Participation], definition: Definition, state: State, key: str
) -> Iterator[Figure]:
    yield draw(drawn, participations, definition, state, key=key)
    if drawn.form == "steps":
        yield circle(drawn, definition, state, key=key)


def _groups(drawn: Drawn, definition: Definition) -> tuple[FigureGroup, ...]:
    values = definition.values_of(drawn.subject)
    return drawn.groups or tuple(FigureGroup(value.key, value.name, (value.key,)) for value in values)


def _shares(drawn: Drawn, definition: Definition, state: State) -> list[Share]:
    found = tally(state, definition, drawn.subject)
    shares = [Share(str(group.name), found.count(*group.values)) for group in _groups(drawn, definition)]
    return (
        [*shares, Share(pgettext("figure", "Unknown"), len(found.unknown), unknown=True)]
        if found.unknown
        else shares
    )


def _lanes(
    drawn: Drawn, participations: Sequence[Participation], definition: Definition, state: State
) -> Iterator[Track]:
    found = tally(state, definition, drawn.subject)
    names = {row.pk: str(row.municipality) for row in participations}
    values = {value.key: str(value.name) for value in definition.values_of(drawn.subject)}
    for group in _groups(drawn, definition):
        about = ", ".join(values[value] for value in group.values)
        members = tuple(name for pk, name in names.items() if pk in set(found.rows(*group.values)))
        yield Track(str(group.name), members, about if about != str(group.name) else "")
    if found.unknown:
        yield Track(pgettext("figure", "Unknown"), tuple(names[pk] for pk in found.unknown))


def _wording() -> Wording:
    return Wording(
        of=_("{count} of {total}"),
        what=pgettext("figure", "Status"),
        number=pgettext("figure", "Number"),
        total=_("municipalities in all"),
    )
