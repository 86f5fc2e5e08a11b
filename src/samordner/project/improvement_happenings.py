"""The days of improvement projects, told to the calendar: by when an aim is to be reached."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from samordner.access.grants import visible
from samordner.happenings.happenings import Concerned, Happening, Kind, Place
from samordner.happenings.sources import Asked
from samordner.improvement.models import Project
from samordner.improvement.operations.projects import KIND
from samordner.journal.queries import deeds_to
from samordner.project.plan_happenings import stamp

AIM = Kind("aim", pgettext_lazy("calendar", "Aim of an improvement project"), "◎")


def of_aims(asked: Asked) -> Iterator[Happening]:
    """The days by which aims are to be reached; of a project that ended before that, none."""
    rows = visible(Project.objects.all(), asked.actor, "improvement.read").filter(
        Q(ended_on=None) | Q(ended_on__gte=F("aim_by")),
        removed_at=None,
        aim_by__gte=asked.since,
        aim_by__lt=asked.until,
    )
    found = list(
        rows.select_related(
            "participation__municipality", "participation__office", "participation__programme"
        )
    )
    done = deeds_to((KIND, row.pk) for row in found)
    for row in found:
        assert row.aim_by is not None
        municipality = row.participation.municipality
        yield Happening(
            key=f"aim:{row.pk}",
            kind=AIM,
            title=_("The aim of %(project)s, %(municipality)s")
            % {"project": row.name, "municipality": municipality.name},
            start=row.aim_by,
            address=reverse("improvement:project", args=[row.pk]),
            programme=row.participation.programme.key,
            concerned=Concerned(
                office=row.participation.office.key,
                municipalities=(Place(municipality.code, municipality.name),),
                apparatus=True,
            ),
            **stamp(done.get((KIND, row.pk)), row.version, row.made_at),
        )
