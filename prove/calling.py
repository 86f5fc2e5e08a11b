"""A call with a team, with the deed that edits it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from django.utils.timezone import localtime

from prove.standing import BY, Standing
from prove.written import Edited, edited
from samordner.facilitation.operations import Said, change_call, note_call
from samordner.networks.learning.operations.cohorts import CohortSaid, begin_cohort
from samordner.networks.learning.operations.teams import TeamSaid, join
from samordner.networks.models import RunningNetwork
from samordner.pages import clock


def of_calls(standing: Standing) -> Iterator[Edited]:
    """A call that was noted of a team."""
    now, one = clock.now(), standing.participations[0]
    today = localtime(now).date()
    network = RunningNetwork.objects.create(
        programme=standing.programme,
        office=standing.office,
        name="Nettverk som følges opp",
        made_at=now,
        made_by=BY,
    )
    cohort = begin_cohort(network, CohortSaid(name="Vår", since=one.since or today), by=BY, now=now)
    team = join(cohort, one, TeamSaid(name="Team", began_on=one.since or today), by=BY, now=now)
    said = Said(day=today, how="phone")
    yield edited(
        note_call(team, said, today=today, by=BY, now=now), "said",
        lambda row, text: change_call(
            row, replace(said, said=text), version=row.version, today=today, by=BY, now=clock.now()
        ),
    )  # fmt: skip
