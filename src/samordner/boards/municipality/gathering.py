"""Everything there is on a municipality, as far as somebody reaches it, in a constant number of queries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from samordner.access.actors import Actor
from samordner.access.grants import visible
from samordner.asks.models import AskRecipient
from samordner.boards.municipality import happenings
from samordner.boards.municipality.happenings import Happening
from samordner.boards.municipality.standing import Items, Line, items, lines, steps, steps_later
from samordner.boards.queries import Scope
from samordner.divisions.models import Placement
from samordner.localplans.models import LocalPlan
from samordner.localplans.queries import Waiting, kept, waiting_of, whole
from samordner.networks.documents import last_day
from samordner.networks.models import NetworkMember
from samordner.networks.queries.one import in_on
from samordner.pages.prepared import Later, Prepared, ask_together
from samordner.participation.contacts.queries import contacts_later, ordered
from samordner.participation.models import Contact, Participation
from samordner.participation.queries import state
from samordner.participation.reading import sheets_later
from samordner.participation.turns import turns
from samordner.people.queries import names_of
from samordner.places.models import Change, Grouping, GroupingMembership, Municipality
from samordner.support.models import Grant, Need, Support
from samordner.support.queries import known_by, lasts_later, silence

RIGHTS = (
    "observation.register", "observation.report", "contact.read", "contact.change", "localplan.read",
    "localplan.change", "need.read", "need.raise", "grant.read", "ask.read", "division.read", "grouping.read", "network.read",
)  # fmt: skip
"""What may be shown or done on the page, besides seeing where the municipality stands."""


def rights_on(row: Participation, actor: Actor, rights: Iterable[str] = RIGHTS) -> frozenset[str]:
    """Those of `rights` by which the actor reaches this very row, by the same table as the grants.

    They only say which parts to look for: every row on the page is had through `visible` all the same.
    """
    office, code = row.office.key, row.municipality.code
    return frozenset(
        right
        for right in rights
        for reach, holding in actor.reaches(right)
        if reach in {"all", "public"}
        or (reach == "office" and holding.office == office)
        or (reach == "own" and holding.municipality == code)
    )


# Before and after


@dataclass(frozen=True)
class Became:
    """What a municipality was made of, or became, on a day; `reached`: codes of those whose pages can be opened."""

    made_of: tuple[Change, ...]
    became: tuple[Change, ...]
    reached: frozenset[str]


def changes_later(municipality: Municipality) -> Later[Change]:
    """Asks for the changes that a municipality came from and went into."""
    return _touching.later(municipality.pk)


def history_of(municipality: Municipality, rows: QuerySet[Participation], asked: Later[Change]) -> Became:
    """The changes that were asked for, sorted. `rows`: the participations that are visible."""
    found = asked.rows
    others = {side.pk for change in found for side in (change.old, change.new)} - {municipality.pk}
    seen: Iterable[str] = ()
    if others:
        seen = _codes(rows, tuple(sorted(others)))
    return Became(
        tuple(one for one in found if one.new_id == municipality.pk and one.old_id != municipality.pk),
        tuple(one for one in found if one.old_id == municipality.pk and one.new_id != municipality.pk),
        frozenset(seen),
    )


@Prepared
def _touching(municipality: int) -> QuerySet[Change]:
    return Change.objects.filter(Q(old=municipality) | Q(new=municipality)).select_related("old", "new")


@Prepared
def _codes(rows: QuerySet[Participation], municipalities: tuple[int, ...]) -> QuerySet[Participation, str]:
    return (
        rows.order_by().filter(municipality__in=municipalities).values_list("municipality__code", flat=True)
    )


# The rows, each had through the grants


@Prepared
def _plans(rows: QuerySet[LocalPlan], municipality: int, day: date) -> QuerySet[LocalPlan]:
    return whole(kept(rows.filter(municipality=municipality), day))


@Prepared
def _needs(rows: QuerySet[Need], participation: int, day: date) -> QuerySet[Need]:
    return rows.filter(removed_at=None, participation=participation, raised_on__lte=day)


@Prepared
def _help(rows: QuerySet[Support], participation: int, day: date) -> QuerySet[Support]:
    found = rows.filter(removed_at=None, participation=participation, day__lte=day)
    return found.select_related("need").order_by("-day", "-pk")


@Prepared
def _grants(rows: QuerySet[Grant], participation: int, day: date, year: int) -> QuerySet[Grant]:
    found = rows.filter(known_by(day, year), removed_at=None, participation=participation)
    return found.order_by("-year", "pk")


@Prepared
def _asks(rows: QuerySet[AskRecipient], participation: int, day: date) -> QuerySet[AskRecipient]:
    found = rows.filter(participation=participation, ask__sent__lte=day).select_related("ask")
    return found.order_by("-ask__sent", "-ask__pk")


@Prepared
def _placed(rows: QuerySet[Placement], participation: int, programme: int, day: date) -> QuerySet[Placement]:
    """By the divisions made by `day`, the newest last."""
    found = rows.filter(
        participation=participation, division__made_on__lte=day, division__programme=programme
    )
    return found.select_related("division", "group__division").order_by("division_id")


@Prepared
def _grouped(rows: QuerySet[Grouping], municipality: int, day: date) -> QuerySet[Grouping]:
    held = GroupingMembership.objects.as_of(day).filter(municipality=municipality)
    return rows.filter(pk__in=held.values("grouping"))


@Prepared
def _networks(rows: QuerySet[NetworkMember], participation: int, day: date) -> QuerySet[NetworkMember]:
    """What it is and was in by the day, by name."""
    found = rows.filter(
        removed_at=None, network__removed_at=None, participation=participation, since__lte=day
    )
    return found.select_related("network").order_by("network__name", "since")


# The whole picture


@dataclass(frozen=True)
class Picture:
    """A municipality on a day. A part is None when the reader does not reach it, and empty when there is nothing.

    `untold` is the number of observations that are older than all that `happenings` holds.
    """

    participation: Participation
    day: date
    may: frozenset[str]
    lines: Sequence[Line]
    items: Sequence[Items]
    heard: date | None
    silent: bool
    contacts: Sequence[Contact] | None
    plans: Sequence[LocalPlan] | None
    waiting: Sequence[Waiting]
    needs: Sequence[Need] | None
    help: Sequence[Support]
    grants: Sequence[Grant] | None
    asks: Sequence[AskRecipient] | None
    placements: Sequence[Placement] | None
    groupings: Sequence[Grouping] | None
    networks: Sequence[NetworkMember] | None
    happenings: Sequence[Happening]
    untold: int
    schemes: Mapping[str, str]

    @property
    def networks_now(self) -> list[NetworkMember]:
        return [one for one in self.networks or () if in_on(one, self.day)]

    @property
    def networks_before(self) -> list[tuple[NetworkMember, date | None]]:
        """With the last day there."""
        before = (one for one in self.networks or () if not in_on(one, self.day))
        return [(one, last_day(one.until or one.network.until)) for one in before]

    @property
    def contacts_now(self) -> list[Contact]:
        return [one for one in self.contacts or () if one.holds(self.day)]

    @property
    def contacts_before(self) -> list[Contact]:
        return [one for one in self.contacts or () if one.until and one.until <= self.day]

    @property
    def minutes(self) -> int:
        """The estimated work of what was asked for and not withdrawn."""
        return sum(one.ask.minutes for one in self.asks or () if not one.withdrawn_on)

    @property
    def hours(self) -> float:
        return round(self.minutes / 60, 1)


def gather(
    actor: Actor, row: Participation, scope: Scope, query: str, *,
    whole: bool = True, beside: Sequence[Later[Any]] = (),
) -> Picture:  # fmt: skip
    """The picture of a visible participation. `query` is handed on to the pages that it links to.

    Unless it is to be `whole`, only the newest observations are among the happenings. `beside`: what else the page
    asks, for the same trip to the database.
    """
    day, definition = scope.day, scope.definition
    may = rights_on(row, actor)
    read = sheets_later([row], day)
    standing = steps_later(row, day, scope.known_at, whole=whole)
    heard_last = lasts_later([row], day)
    asked = _parts(actor, row, day, may)
    ask_together(*([] if scope.known_at else [read.asked]), standing, heard_last, *asked.values(), *beside)
    found = {part: later.rows for part, later in asked.items()}

    known = state([row], definition, day, known_at=scope.known_at, sheets=read)
    said, number = steps(standing)
    before = turns(known, row.pk, definition)
    names = names_of({one.recorded_by for one in said} | {one.recorded_by for one in before.values()})
    schemes = {one.key: str(one.name) for one in definition.grant_schemes}

    contacts = None
    if "contact.read" in may:
        every = ordered(found["contacts"])
        contacts = [one for one in every if one.since is None or one.since <= day]
    plans = found.get("plans")
    waits = [one for plan in plans or () for one in waiting_of(plan, day)]
    needs, help_given = found.get("needs"), found.get("help", [])
    grants, asks, networks = found.get("grants"), found.get("asks"), found.get("networks")
    placements = _newest(found["placements"]) if "placements" in found else None

    told = [
        *happenings.of_observations(row, definition, said, names, query),
        *happenings.of_plans(plans or ()),
        *happenings.of_contacts(contacts or (), day),
        *happenings.of_needs(needs or ()),
        *happenings.of_help(help_given),
        *happenings.of_grants(grants or (), schemes),
        *happenings.of_asks(asks or ()),
        *happenings.of_networks(networks or ()),
    ]
    quiet = silence([row], definition, day, state=known, lasts=heard_last)
    heard = quiet.heard.get(row.pk)
    return Picture(
        participation=row,
        day=day,
        may=may,
        lines=lines(row, definition, known, before, names, query),
        items=items(row, definition, known, before, names, query),
        heard=heard.day if heard else None,
        silent=row.pk in quiet.silent,
        contacts=contacts,
        plans=plans,
        waiting=waits,
        needs=needs,
        help=help_given,
        grants=grants,
        asks=asks,
        placements=placements,
        groupings=found.get("groupings"),
        networks=networks,
        happenings=happenings.newest_first(told, day),
        untold=number - len(said),
        schemes=schemes,
    )


def _parts(actor: Actor, row: Participation, day: date, may: frozenset[str]) -> dict[str, Later[Any]]:
    """What there is to ask for by these rights, part by part."""
    place = row.municipality_id
    found: dict[str, Later[Any]] = {}
    if "contact.read" in may:
        found["contacts"] = contacts_later(visible(Contact.objects.all(), actor, "contact.read"), row)
    if "localplan.read" in may:
        found["plans"] = _plans.later(visible(LocalPlan.objects.all(), actor, "localplan.read"), place, day)
    if "need.read" in may:
        found["needs"] = _needs.later(visible(Need.objects.all(), actor, "need.read"), row.pk, day)
        found["help"] = _help.later(visible(Support.objects.all(), actor, "need.read"), row.pk, day)
    if "grant.read" in may:
        rows = visible(Grant.objects.all(), actor, "grant.read")
        found["grants"] = _grants.later(rows, row.pk, day, day.year)
    if "ask.read" in may:
        found["asks"] = _asks.later(visible(AskRecipient.objects.all(), actor, "ask.read"), row.pk, day)
    if "division.read" in may:
        placed = visible(Placement.objects.all(), actor, "division.read")
        found["placements"] = _placed.later(placed, row.pk, row.programme_id, day)
    if "grouping.read" in may:
        found["groupings"] = _grouped.later(
            visible(Grouping.objects.all(), actor, "grouping.read"), place, day
        )
    if "network.read" in may:
        members = visible(NetworkMember.objects.all(), actor, "network.read")
        found["networks"] = _networks.later(members, row.pk, day)
    return found


def _newest(placed: Iterable[Placement]) -> list[Placement]:
    """The group that it is in, in each kind of division: of the newest one."""
    newest: dict[tuple[str, str], Placement] = {}
    for one in placed:
        division = one.division
        newest[division.rule, "" if division.rule else str(division.name.get("nb"))] = one
    return list(newest.values())
