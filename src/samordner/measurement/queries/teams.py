"""What is known of teams by their measurements."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

from django.db.models import Max

from samordner.access.actors import Actor
from samordner.access.grants import visible
from samordner.measurement.models import Measurement, State
from samordner.networks.learning.facts import Facts


def last_measured(actor: Actor, teams: Collection[int], day: date) -> Mapping[int, Facts]:
    """When each of these teams last measured anything, by `day`; those that never did are left out. One question."""
    rows = visible(Measurement.objects.all(), actor, "measurement.read").filter(
        indicator__project__team__in=list(teams), indicator__removed_at=None, indicator__project__removed_at=None,
        state=State.VALUE, day__lte=day,
    )  # fmt: skip
    last = rows.order_by().values_list("indicator__project__team").annotate(last=Max("day"))
    return {team: Facts(measured=found) for team, found in last}
