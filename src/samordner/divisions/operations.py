"""Dividing municipalities into groups, and keeping it as it was."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from samordner.divisions.models import UNKNOWN, Division, DivisionGroup, Placement
from samordner.divisions.queries import Group, Ruled, divided, groups_by, groups_named, latest
from samordner.journal.deeds import Refusal
from samordner.journal.operations import Detail, record
from samordner.participation.models import Participation
from samordner.places.models import Office
from samordner.programmes.definition import Definition
from samordner.programmes.definition import Division as Rule
from samordner.programmes.models import Programme


@dataclass(frozen=True)
class Moved:
    """A person puts a municipality in the group of that key. `reason` is needed where a rule put it elsewhere."""

    group: str
    reason: str = ""


def why_not_keep(
    ruled: Sequence[Ruled], groups: Sequence[Group], moves: Mapping[int, Moved], *, by_rule: bool
) -> tuple[str, str] | None:
    """Why a division cannot be kept so: (the input it concerns, a sentence), or None. `moves` by participation."""
    if not ruled:
        return "", _("No municipality takes part on that day.")
    if sum(not group.key.startswith("_") for group in groups) < 1:
        return "names", _("Name at least one group.")
    keys = {group.key for group in groups}
    for one in ruled:
        move = moves.get(one.participation.pk)
        if move is None or move.group == one.group:
            continue
        words = {"municipality": one.participation}
        if move.group not in keys:
            return f"group-{one.participation.pk}", _("%(municipality)s cannot be put there.") % words
        if by_rule and not move.reason.strip():
            return f"reason-{one.participation.pk}", _("Say why %(municipality)s is moved.") % words
    return None


@transaction.atomic
def keep_by_rule(
    programme: Programme,
    office: Office,
    definition: Definition,
    rule: Rule,
    participations: Sequence[Participation],
    *,
    day: date,
    known_at: datetime,
    moves: Mapping[int, Moved] | None = None,
    note: str = "",
    seen: int | None = None,
    by: str,
    now: datetime,
) -> Division:
    """Keep the municipalities as the rule divides them on `day`, as known at `known_at`, with a person's moves.

    It replaces the last one of its rule. Raises Refusal; also when `seen` (the id of the last one that the maker
    saw, 0: none; None: does not matter) is not the last one any more.
    """
    ruled = divided(participations, definition, rule, day, known_at=known_at)
    name = {"nb": rule.name.nb, "nn": rule.name.nn, "en": rule.name.en}
    frame = Division(programme=programme, office=office, rule=rule.key, name=name, note=note.strip())
    frame.made_on, frame.known_at, frame.made_at, frame.made_by = day, known_at, now, by
    return _keep(frame, ruled, groups_by(rule), moves or {}, seen=seen, by=by, now=now)


@transaction.atomic
def keep_by_hand(
    programme: Programme,
    office: Office,
    participations: Sequence[Participation],
    *,
    name: str,
    names: Sequence[str],
    day: date,
    moves: Mapping[int, Moved],
    note: str = "",
    seen: int | None = None,
    by: str,
    now: datetime,
) -> Division:
    """Keep the municipalities as a person divides them into groups called `names` (keys "1", "2" …).

    It replaces the last one by hand with the same name. Raises Refusal as `keep_by_rule`.
    """
    if not name.strip():
        raise Refusal(_("Give the division a name."), field="name")
    tidy = name.strip()
    frame = Division(programme=programme, office=office, rule="", note=note.strip())
    frame.name = {"nb": tidy, "nn": tidy, "en": tidy}
    frame.made_on, frame.known_at, frame.made_at, frame.made_by = day, now, now, by
    unplaced = [Ruled(row, UNKNOWN, None) for row in participations]
    return _keep(frame, unplaced, groups_named(names), moves, seen=seen, by=by, now=now)


def _keep(
    frame: Division,
    ruled: Sequence[Ruled],
    groups: Sequence[Group],
    moves: Mapping[int, Moved],
    *,
    seen: int | None,
    by: str,
    now: datetime,
) -> Division:
    by_rule = bool(frame.rule)
    if fault := why_not_keep(ruled, groups, moves, by_rule=by_rule):
        raise Refusal(fault[1], field=fault[0])
    if frame.made_on > localtime(now).date():
        raise Refusal(_("That day has not come."), field="day")
    if frame.known_at > now:
        raise Refusal(_("Nothing can be known of a moment that has not come yet."))
    Office.objects.select_for_update().get(pk=frame.office_id)  # two at once: the second replaces the first
    last = latest(frame.programme, frame.office, frame.rule, name=frame.name["nb"])
    if seen is not None and seen != (last.pk if last else 0):
        raise Refusal(_("Someone else has made such a division meanwhile. Look at it, then make yours anew."))
    frame.replaces = last
    frame.save(force_insert=True)
    rows = {
        group.key: DivisionGroup.objects.create(
            division=frame, position=place, key=group.key, name=dict(group.name), values=list(group.values)
        )
        for place, group in enumerate(groups, 1)
    }
    places = []
    for one in ruled:
        move = moves.get(one.participation.pk, Moved(one.group))
        moved = move.group != one.group
        places.append(
            Placement(
                division=frame,
                participation=one.participation,
                group=rows[move.group],
                ruled=rows[one.group] if by_rule else None,
                observation_id=one.standing.observation if one.standing else None,
                value=one.standing.value if one.standing else "",
                reason=move.reason.strip() if moved else "",
            )
        )
    Placement.objects.bulk_create(places)
    detail: Detail = {
        "rule": frame.rule,
        "day": frame.made_on.isoformat(),
        "number": len(places),
        "by_hand": sum(place.moved for place in places),
    }
    record(by, "divide", "division", str(frame.pk), now, detail, office=frame.office.key)
    return frame
