"""One row of every model of learning networks that people edit, with the deed that edits it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from django.utils.timezone import localtime

from prove.standing import BY, Standing
from prove.written import Edited, edited
from samordner.networks.learning.operations.cohorts import (
    CohortSaid,
    GatheringSaid,
    add_gathering,
    begin_cohort,
    change_cohort,
    change_gathering,
)
from samordner.networks.learning.operations.following import GuidanceSaid, change_guidance, note_guidance
from samordner.networks.learning.operations.teams import (
    MemberSaid,
    TeamSaid,
    add_member,
    change_member,
    change_team,
    join,
)
from samordner.networks.models import RunningNetwork
from samordner.pages import clock


def of_learning(standing: Standing) -> Iterator[Edited]:
    """A cohort with a gathering, and a team in it with a member and a guidance meeting."""
    now, one = clock.now(), standing.participations[0]
    today = localtime(now).date()
    day = one.since or today

    network = RunningNetwork.objects.create(
        programme=standing.programme, office=standing.office, name="Læringsnettverk", made_at=now, made_by=BY
    )
    spring = CohortSaid(name="Vår", since=day)
    cohort = begin_cohort(network, spring, by=BY, now=now)
    yield edited(
        cohort, "about",
        lambda row, text: change_cohort(
            row, replace(spring, about=text), version=row.version, by=BY, now=clock.now()
        ),
    )  # fmt: skip
    first = GatheringSaid(ordinal=1, day=day)
    yield edited(
        add_gathering(cohort, first, by=BY, now=now), "topic",
        lambda row, text: change_gathering(
            row, replace(first, topic=text), version=row.version, by=BY, now=clock.now()
        ),
    )  # fmt: skip
    named = TeamSaid(name="Team", began_on=day)
    team = join(cohort, one, named, by=BY, now=now)
    yield edited(
        team, "topic",
        lambda row, text: change_team(
            row, replace(named, topic=text), version=row.version, by=BY, now=clock.now()
        ),
    )  # fmt: skip
    leader = MemberSaid(role="leader", position="Leder")
    yield edited(
        add_member(team, leader, by=BY, now=now), "position",
        lambda row, text: change_member(
            row, replace(leader, position=text), version=row.version, by=BY, now=clock.now()
        ),
    )  # fmt: skip
    held = GuidanceSaid(day=day, state="held")
    yield edited(
        note_guidance(team, held, today=today, by=BY, now=now), "said",
        lambda row, text: change_guidance(
            row, replace(held, said=text), today=today, version=row.version, by=BY, now=clock.now()
        ),
    )  # fmt: skip
