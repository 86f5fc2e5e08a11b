"""Rows that pages load, with what they tell beside; had through the grants by whoever asks."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet

from samordner.improvement.models import Cycle, Project
from samordner.measurement.models import (
    Annotation,
    Correction,
    Definition,
    Exclusion,
    Goal,
    Indicator,
    Phase,
    Snapshot,
)
from samordner.networks.models import Team, TeamMember

OFFICE = "indicator__project__participation__office"


def every_project() -> QuerySet[Project]:
    return Project.objects.select_related(
        "participation__municipality", "participation__office", "participation__programme", "team__cohort"
    )


def every_goal() -> QuerySet[Goal]:
    return Goal.objects.select_related(OFFICE)


def every_phase() -> QuerySet[Phase]:
    return Phase.objects.select_related(OFFICE, "cycle", "definition")


def every_exclusion() -> QuerySet[Exclusion]:
    return Exclusion.objects.select_related(OFFICE)


def every_annotation() -> QuerySet[Annotation]:
    return Annotation.objects.select_related(OFFICE)


def every_snapshot() -> QuerySet[Snapshot]:
    return Snapshot.objects.select_related("indicator__project__participation__municipality")


def taken_away(kind: str, pk: int, indicator: Indicator) -> Phase | Exclusion | Annotation | None:
    """What was decided or noted on this indicator and is taken away, by its kind ("phase" …); None: there is none such."""
    found = {"pk": pk, "indicator": indicator, "removed_at__isnull": False}
    match kind:
        case "phase":
            return every_phase().filter(**found).first()
        case "exclusion":
            return every_exclusion().filter(**found).first()
        case "annotation":
            return every_annotation().filter(**found).first()
        case _:
            return None


def corrections_in(indicator: Indicator, day: date | None = None) -> QuerySet[Correction]:
    """What was corrected, the last first; of one period only, if a `day` is said."""
    rows = Correction.objects.filter(measurement__indicator=indicator).select_related("measurement")
    return rows if day is None else rows.filter(measurement__day=day)


def definitions_of(indicators: Iterable[Indicator]) -> dict[int, list[Definition]]:
    """The definitions of each, in the order of their days. One question."""
    found: dict[int, list[Definition]] = {}
    for one in Definition.objects.filter(indicator__in=[row.pk for row in indicators]).order_by("since"):
        found.setdefault(one.indicator_id, []).append(one)
    return found


# By a team's personal link


def member_at(pk: int) -> TeamMember | None:
    """A team's member with all that the pages of the link tell."""
    return TeamMember.objects.select_related(
        "team__cohort__network__office", "team__cohort__network__programme", "team__participation__municipality",
        "team__participation__office", "team__participation__programme",
    ).filter(pk=pk).first()  # fmt: skip


def cycles_of(team: Team) -> QuerySet[Cycle]:
    """The cycles of the team's projects, in the order they were planned."""
    rows = Cycle.objects.select_related("project__participation__office", "project__team")
    kept = rows.filter(project__team=team, removed_at=None, project__removed_at=None)
    return kept.order_by("project", "number")
