"""The days of learning networks, told to the calendar: gatherings, guidance meetings, and homework that is due.

A gathering that is a meeting is told by the meetings: nothing is told twice.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from samordner.access.grants import visible
from samordner.happenings.happenings import Concerned, Happening, Kind, Place
from samordner.happenings.sources import Asked
from samordner.journal.queries import deeds_to
from samordner.networks.models import Gathering, Guidance, Team
from samordner.project.plan_happenings import stamp
from samordner.timeline.moments import NORWAY, When

GATHERING = Kind("gathering", pgettext_lazy("calendar", "Gathering of a learning network"), "◈")
GUIDANCE = Kind("guidance", pgettext_lazy("calendar", "Guidance meeting"), "◇")
HOMEWORK = Kind("homework", pgettext_lazy("calendar", "Homework due"), "✎")


def _gatherings(asked: Asked) -> QuerySet[Gathering]:
    rows = visible(Gathering.objects.all(), asked.actor, "network.read").filter(
        removed_at=None, cohort__removed_at=None, cohort__network__removed_at=None
    )
    # A municipality reaches a gathering by each of its teams: told once
    kept = Gathering.objects.filter(pk__in=rows.order_by().values("pk"))
    return kept.select_related("meeting", "cohort__network__office", "cohort__network__programme")


def of_gatherings(asked: Asked) -> Iterator[Happening]:
    """The gatherings that are no meeting."""
    rows = list(_gatherings(asked).filter(meeting=None, day__gte=asked.since, day__lt=asked.until))
    told = _Told(rows, asked)
    for row in rows:
        assert row.day is not None
        yield _happening(
            row, told, key="gathering", kind=GATHERING, start=row.day, title=_title(row), cancelled=row.is_off
        )


def of_homework(asked: Asked) -> Iterator[Happening]:
    """The days by which the teams are to have done their homework."""
    within = {"homework_due__gte": asked.since, "homework_due__lt": asked.until}
    rows = [row for row in _gatherings(asked).filter(**within) if not row.is_off]
    told = _Told(rows, asked)
    for row in rows:
        assert row.homework_due is not None
        title = _("Homework from %(gathering)s") % {"gathering": _title(row)}
        yield _happening(row, told, key="homework", kind=HOMEWORK, start=row.homework_due, title=title)


def _title(row: Gathering) -> str:
    name = _("%(cohort)s: gathering %(number)d") % {"cohort": row.cohort.name, "number": row.ordinal}
    return f"{name}. {row.topic}" if row.topic else name


class _Told:
    """What is told along with gatherings: their deeds, and the municipalities with teams that the reader may see."""

    def __init__(self, rows: Iterable[Gathering], asked: Asked) -> None:
        rows = list(rows)
        self.done = deeds_to(("gathering", row.pk) for row in rows)
        self.places = _places({row.cohort_id for row in rows}, asked)


def _places(cohorts: Iterable[int], asked: Asked) -> Mapping[int, tuple[Place, ...]]:
    rows = visible(Team.objects.all(), asked.actor, "team.read").filter(
        cohort__in=cohorts, removed_at=None
    ).exclude(left_on__lte=asked.day)  # fmt: skip
    names = ("cohort", "participation__municipality__code", "participation__municipality__name")
    found: dict[int, dict[str, Place]] = defaultdict(dict)
    for cohort, code, name in rows.values_list(*names):
        found[cohort][code] = Place(code, name)
    return {cohort: tuple(places.values()) for cohort, places in found.items()}


def _happening(row: Gathering, told: _Told, *, key: str, **more: Any) -> Happening:
    return Happening(
        key=f"{key}:{row.pk}",
        address=reverse("networks:gathering", args=[row.pk]),
        programme=row.cohort.network.programme.key,
        concerned=Concerned(
            office=row.cohort.network.office.key,
            municipalities=told.places.get(row.cohort_id, ()),
            apparatus=True,
        ),
        **more,
        **stamp(told.done.get(("gathering", row.pk)), row.version, row.made_at),
    )


def of_guidance(asked: Asked) -> Iterator[Happening]:
    """The guidance meetings: planned, held and called off."""
    rows = visible(Guidance.objects.all(), asked.actor, "team.read").filter(
        removed_at=None, team__removed_at=None, day__gte=asked.since, day__lt=asked.until
    )
    names = (
        "team__participation__municipality",
        "team__cohort__network__office",
        "team__cohort__network__programme",
    )
    found = list(rows.select_related(*names))
    done = deeds_to(("guidance", row.pk) for row in found)
    for row in found:
        municipality, network = row.team.participation.municipality, row.team.cohort.network
        start: When = datetime.combine(row.day, row.starts, NORWAY) if row.starts else row.day
        yield Happening(
            key=f"guidance:{row.pk}",
            kind=GUIDANCE,
            title=_("Guidance meeting: %(municipality)s, %(team)s")
            % {"municipality": municipality.name, "team": row.team.name},
            start=start,
            address=f"{reverse('networks:team', args=[row.team_id])}#guidance",
            note=str(row.get_how_display()) if row.how else "",
            programme=network.programme.key,
            concerned=Concerned(
                office=network.office.key,
                municipalities=(Place(municipality.code, municipality.name),),
                apparatus=True,
            ),
            cancelled=row.state == Guidance.State.CANCELLED,
            **stamp(done.get(("guidance", row.pk)), row.version, row.made_at),
        )
