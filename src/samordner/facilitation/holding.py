"""Whether what a team changed holds, told to the team's page and to lists of teams (`networks.learning.facts`)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date

from samordner.access.actors import Actor
from samordner.access.grants import visible
from samordner.charts.signals import Tone
from samordner.facilitation.queries.changing import holds_of
from samordner.facilitation.queries.series import watched_in
from samordner.improvement.models import Act, Cycle
from samordner.measurement.models import Indicator, Purpose
from samordner.networks.learning.facts import Facts


def held(actor: Actor, teams: Collection[int], _day: date) -> Mapping[int, Facts]:
    """Of each of these teams that adopted something, and whose outcomes say anything: whether it holds. One query when none
    adopted anything; ten otherwise, however many teams.
    """
    cycles = visible(Cycle.objects.all(), actor, "improvement.read").filter(
        project__team__in=list(teams), project__removed_at=None, removed_at=None, act=Act.ADOPT
    )
    changed = set(cycles.order_by().values_list("project__team", flat=True))
    if not changed:
        return {}
    rows = visible(Indicator.objects.all(), actor, "measurement.read").filter(
        project__team__in=changed, project__removed_at=None, removed_at=None, kind=Purpose.OUTCOME
    )
    tones: dict[int, set[Tone]] = defaultdict(set)
    for one in watched_in(rows.select_related("project__participation__municipality").order_by("pk")):
        if one.is_told:
            tones[one.team_id].add(one.tone)
    told = {team: holds_of(found) for team, found in tones.items()}
    return {team: Facts(sustained=holds) for team, holds in told.items() if holds is not None}
