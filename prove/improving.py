"""One row of every model of improvement that people edit, with the deed that edits it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from django.utils.timezone import localtime

from prove.standing import BY, Standing
from prove.written import Edited, edited
from samordner.improvement.models import Driver
from samordner.improvement.operations.cycles import (
    Decision,
    Done,
    Planned,
    change_plan,
    decide,
    plan_cycle,
    write_done,
    write_study,
)
from samordner.improvement.operations.drivers import add_driver, change_driver
from samordner.improvement.operations.experiences import (
    Noted,
    Told,
    change_experience,
    note_uptake,
    propose_experience,
)
from samordner.improvement.operations.projects import Said, begin_project, change_project
from samordner.pages import clock


def of_improving(standing: Standing) -> Iterator[Edited]:
    """A project, a driver, a cycle, an experience, and what another municipality noted of it."""
    one, other = standing.participations[0], standing.participations[1]
    now = clock.now()
    today = localtime(now).date()

    said = Said(name="Arbeid", began_on=one.since)
    project = begin_project(one, said, by=BY, now=now)
    yield edited(
        project, "name",
        lambda row, text: change_project(
            row, replace(said, name=text), version=row.version, by=BY, now=clock.now()
        ),
    )  # fmt: skip
    yield edited(
        add_driver(project, "Driver", kind=Driver.Kind.PRIMARY, by=BY, now=now), "text",
        lambda row, text: change_driver(row, text, version=row.version, by=BY, now=clock.now()),
    )  # fmt: skip
    planned = Planned(question="Går det?", prediction="Ja")
    yield edited(
        plan_cycle(project, planned, by=BY, now=now), "question",
        lambda row, text: change_plan(
            row, replace(planned, question=text), version=row.version, by=BY, now=clock.now()
        ),
    )  # fmt: skip
    tried = write_done(
        plan_cycle(project, planned, by=BY, now=now), Done("Gjort", today), version=1, by=BY, now=now
    )
    decided = decide(
        write_study(tried, "Lært", version=2, by=BY, now=now),
        Decision("adopt", today),
        version=3,
        by=BY,
        now=now,
    )
    told = Told(solution=standing.definition.solutions[0].key, title="Erfaring", what="Slik")
    experience = propose_experience(decided, told, by=BY, now=now)
    yield edited(
        experience, "title",
        lambda row, text: change_experience(
            row, replace(told, title=text), version=row.version, by=BY, now=clock.now()
        ),
    )  # fmt: skip
    noted = Noted(seen_on=today)
    yield edited(
        note_uptake(experience, other, noted, by=BY, now=now), "how",
        lambda row, text: note_uptake(
            row.experience, row.participation, replace(noted, how=text), version=row.version, by=BY, now=clock.now()
        ),
    )  # fmt: skip
