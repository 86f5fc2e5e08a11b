"""One row of every model of measurement that people edit, with the deed that edits it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from django.utils.timezone import localtime

from prove.standing import BY, Standing
from prove.written import Edited, edited
from samordner.improvement.models import Project
from samordner.measurement.entries import Entry
from samordner.measurement.models import How
from samordner.measurement.operations.deciding import Answers, Said, answer_split, reword_phase
from samordner.measurement.operations.indicators import Defined, Described, add_indicator, change_indicator
from samordner.measurement.operations.measuring import enter
from samordner.measurement.operations.noting import Note, annotate, change_annotation
from samordner.measurement.periods import after, last_whole
from samordner.pages import clock


def of_measuring(standing: Standing) -> Iterator[Edited]:
    """An indicator with two measurements, a phase and a note."""
    now = clock.now()
    today = localtime(now).date()
    newest = last_whole(today, "month")
    first = after(newest, "month", -1)
    project = Project.objects.create(
        participation=standing.participations[0], name="Måltidsro", began_on=first - timedelta(days=1), made_at=now,
        made_by=BY,
    )  # fmt: skip
    said = Described(
        name="Rolige måltider", kind="outcome", value_kind="count", direction="up", begins=first, chart="run"
    )
    indicator = add_indicator(project, said, Defined(text="Måltider uten uro"), by=BY, now=now)
    yield edited(
        indicator, "source",
        lambda row, text: change_indicator(
            row, replace(said, source=text), version=row.version, by=BY, now=clock.now()
        ),
    )  # fmt: skip
    number = Entry(value=Decimal(3))
    for day in (first, newest):
        measured = enter(indicator, day, number, version=0, how=How.PAGE, today=today, by=BY, now=now)
    yield edited(
        measured, "note",
        lambda row, text: enter(
            indicator, row.day, replace(number, note=text), version=row.version, how=How.PAGE, today=today, by=BY,
            now=clock.now(),
        ),
    )  # fmt: skip
    yes = Answers(differs="yes", known="yes", wanted="yes", lasts="yes")
    phase = answer_split(indicator, newest, yes, Said(reason="Ny rutine"), begins=True, by=BY, now=now)
    yield edited(
        phase, "reason",
        lambda row, text: reword_phase(row, Said(reason=text), version=row.version, by=BY, now=clock.now()),
    )  # fmt: skip
    note = annotate(indicator, Note(day=newest, text="TV av"), by=BY, now=now)
    yield edited(
        note, "text",
        lambda row, text: change_annotation(
            row, Note(day=newest, text=text), version=row.version, by=BY, now=clock.now()
        ),
    )  # fmt: skip
