"""A programme's figures drawn from what is known on a day: on pages and in the printed plan alike.

They speak the language that is active. What is unknown is always drawn, and drawn as unknown.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import assert_never

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from samordner.charts.figures import Figure
from samordner.charts.shares import Share, Wording, phase_bar, phase_circle, stacked_bar
from samordner.charts.tracks import Track, tracks
from samordner.documents.cells import day_text
from samordner.participation.models import Participation
from samordner.participation.queries import State, tally
from samordner.programmes.definition import Definition, FigureGroup
from samordner.programmes.definition import Figure as Drawn


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
    """One figure of the programme, of these municipalities, as the state tells."""
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
        case _:
            assert_never(drawn.form)


def circle(drawn: Drawn, definition: Definition, state: State, *, key: str = "") -> Figure:
    """The same numbers around a circle, since the work goes round."""
    key = f"{key}{drawn.key}-circle".replace("_", "-")
    title = _("%(figure)s as a circle, %(day)s") % {"figure": drawn.name, "day": day_text(state.day)}
    return phase_circle(key, title, _shares(drawn, definition, state), _wording())


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
