"""Whom an ask can go to at once: the audiences that there are in an office on a day.

A source gives the audiences of its kind: everyone, the counties, the groupings; higher floors and neighbours have
more (the groups of a division, the members of a network). `project` gives the sources to `install` when the house
is ready.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from samordner.documents.columns import Label
from samordner.participation.models import Participation
from samordner.participation.queries import taking_part
from samordner.places.models import County, Grouping, GroupingMembership, Office
from samordner.programmes.models import Programme
from samordner.timeline.lasting import holding


class Members(Protocol):
    """The participations that belong to an audience on a day; all of the programme and the office."""

    def __call__(
        self, programme: Programme, office: Office, day: date
    ) -> QuerySet[Participation] | Iterable[Participation]: ...


@dataclass(frozen=True)
class Audience:
    """Some municipalities that belong together. `key` is stable, such as "county:15"; `group` heads a choice.

    `made_for` is what it was made for, such as "meeting:25": there it is chosen beforehand, and with it these `roles` in
    each municipality (none: no roles are said).
    """

    key: str
    label: Label
    group: Label
    members: Members
    made_for: str = ""
    roles: tuple[str, ...] = ()


Source = Callable[[Programme, Office, date], Iterable[Audience]]
"""Gives the audiences of one kind that an office has in a programme on a day."""


def everyone(_programme: Programme, _office: Office, _day: date) -> list[Audience]:
    """All municipalities of the office."""
    return [Audience("all", _("All municipalities of the office"), "", _all)]


def counties(programme: Programme, office: Office, day: date) -> list[Audience]:
    """Each county, where the office covers more than one."""
    held = _all(programme, office, day).order_by().values("municipality__county")
    found = list(County.objects.filter(pk__in=held))
    if len(found) < 2:
        return []
    return [Audience(f"county:{row.code}", row.name, _("County"), _of_county(row.pk)) for row in found]


def groupings(_programme: Programme, office: Office, _day: date) -> list[Audience]:
    """Each grouping that the office keeps."""
    rows = Grouping.objects.filter(office=office)
    return [Audience(f"grouping:{row.pk}", row.name, _("Grouping"), _of_grouping(row.pk)) for row in rows]


def _all(programme: Programme, office: Office, day: date) -> QuerySet[Participation]:
    return taking_part(programme.key, day, office=office.key)


def _of_county(pk: int) -> Members:
    return lambda programme, office, day: _all(programme, office, day).filter(municipality__county=pk)


def _of_grouping(pk: int) -> Members:
    def members(programme: Programme, office: Office, day: date) -> QuerySet[Participation]:
        held = GroupingMembership.objects.filter(holding(day), grouping=pk)
        return _all(programme, office, day).filter(municipality__in=held.values("municipality"))

    return members


_installed: tuple[Source, ...] = (everyone, counties, groupings)


def install(sources: tuple[Source, ...]) -> None:
    """Make these the sources of audiences, in this order."""
    global _installed  # noqa: PLW0603 - filled once, when the house is ready
    _installed = sources


def audiences(programme: Programme, office: Office, day: date) -> list[Audience]:
    """Every audience that there is to choose, in the order of the sources."""
    return [each for source in _installed for each in source(programme, office, day)]


def audience(key: str, programme: Programme, office: Office, day: date) -> Audience | None:
    """The audience of that key; None when there is none."""
    return next((each for each in audiences(programme, office, day) if each.key == key), None)
