"""The days by which the tasks that meetings gave are to be done, as the calendar tells them."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import pgettext_lazy

from samordner.happenings.happenings import Concerned, Happening, Kind
from samordner.happenings.sources import Asked
from samordner.journal.queries import deeds_to
from samordner.minutes.queries import tasks
from samordner.project import plan_happenings as plans

TASK = Kind("task", pgettext_lazy("calendar", "Task from a meeting"), "☑")
A_LINE = 120


def of_minutes(asked: Asked) -> Iterator[Happening]:
    """The deadlines of tasks; cancelled when they are dropped."""
    found = list(tasks(asked.actor).filter(deadline__gte=asked.since, deadline__lt=asked.until))
    done = deeds_to(("task", row.pk) for row in found)
    for row in found:
        assert row.deadline is not None
        meeting, line = row.said.minutes.meeting, " ".join(row.text.split("\n")[0].split())
        yield Happening(
            key=f"task:{row.pk}",
            kind=TASK,
            title=line if len(line) <= A_LINE else f"{line[: A_LINE - 1].rstrip()}…",
            start=row.deadline,
            address=reverse("minutes:task", args=[row.pk]),
            note=str(row.state(asked.day).label),
            programme=meeting.programme.key,
            concerned=Concerned(
                office=meeting.office.key,
                organisations=(row.organisation,) if row.organisation else (),
                accounts=(row.account,) if row.account else (),
            ),
            cancelled=row.dropped_on is not None,
            **plans.stamp(done.get(("task", row.pk)), row.version, row.recorded_at),
        )
