"""The days of cooperation, told to the calendar: agreements that end, notice to be given, and arenas.

A day that a plan's row says is told by the plan (`plan_happenings`), and what is one of our own meetings by the
meetings: nothing is told twice.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from samordner.access.grants import visible
from samordner.cooperation.models import ArenaVisit
from samordner.cooperation.queries.agreements import Standing, every_agreement, key_in, rows_of, standings
from samordner.happenings.happenings import Concerned, Happening, Kind, Place
from samordner.happenings.sources import Asked
from samordner.journal.queries import deeds_to
from samordner.places.models import GroupingMembership
from samordner.plans.models import Cooperation
from samordner.plans.reigning import reigns
from samordner.project.plan_happenings import stamp
from samordner.timeline.lasting import holding

AGREEMENT_DAY = Kind("agreement-day", pgettext_lazy("calendar", "Agreement ends, or notice is due"), "¶")
ARENA = Kind("arena", pgettext_lazy("calendar", "Arena"), "○")


def of_agreements(asked: Asked) -> Iterator[Happening]:
    """The last days of agreements that no plan tells of, and the days by which notice must be given."""
    rows = visible(Cooperation.objects.all(), asked.actor, "cooperation.read")
    plans = rows_of(visible(rows, asked.actor, "plan.read"))
    found = standings(visible(every_agreement(), asked.actor, "cooperation.read"), plans)
    kept = [one for one in found if one.agreement is not None]
    in_plans = _told_by_plans(plans.every)
    done = deeds_to(("agreement", one.agreement.pk) for one in kept if one.agreement)
    for one in kept:
        agreement = one.agreement
        assert agreement is not None
        days: list[tuple[str, date | None, str]] = [
            ("ends", one.last_day, _("Agreement with %(partner)s ends"))
        ]
        if one.renewal is None and agreement.terminated_on is None:
            days.append(("notice", one.notice_by, _("Notice on the agreement with %(partner)s")))
        for name, day, title in days:
            if day is None or not asked.since <= day < asked.until:
                continue
            if name == "ends" and (one.office.pk, one.key, day) in in_plans:
                continue
            yield Happening(
                key=f"agreement:{agreement.pk}:{name}",
                kind=AGREEMENT_DAY,
                title=title % {"partner": one.partner},
                start=day,
                address=reverse("cooperation:agreement", args=[agreement.pk]),
                note=_("another agreement has taken over") if one.renewal else "",
                concerned=_of(one),
                **stamp(done.get(("agreement", agreement.pk)), agreement.version, agreement.recorded_at),
            )


def _of(one: Standing) -> Concerned:
    assert one.agreement is not None
    account = one.agreement.responsible_account
    return Concerned(
        office=one.office.key,
        organisations=(one.responsible,) if one.responsible else (),
        accounts=(account,) if account else (),
        apparatus=not one.responsible and not account,
    )


def _told_by_plans(rows: Sequence[Cooperation]) -> set[tuple[int, str, date]]:
    """Of whom and of which day the plans tell that an agreement runs out."""
    holds = reigns({row.plan_id: row.plan for row in rows}.values())
    return {
        (row.plan.office_id, key_in(row.partner), row.expires_day)
        for row in rows
        if row.expires_day
        and not row.removed_at
        and holds[row.plan_id].since <= row.expires_day < holds[row.plan_id].until
    }


def of_arenas(asked: Asked) -> Iterator[Happening]:
    """The days of arenas: those to come, those that somebody was at, those that were called off."""
    rows = visible(ArenaVisit.objects.all(), asked.actor, "cooperation.read").filter(
        removed_at=None, arena__removed_at=None, meeting=None, day__gte=asked.since, day__lt=asked.until
    )
    found = list(rows.select_related("arena__office").prefetch_related("went"))
    done = deeds_to(("arena_visit", one.pk) for one in found)
    places = _places(found, asked)
    for one in found:
        went = list(one.went.all())
        yield Happening(
            key=f"arena-visit:{one.pk}",
            kind=ARENA,
            title=f"{one.arena}: {one.theme}" if one.theme else str(one.arena),
            start=one.day,
            place=one.place,
            address=reverse("cooperation:visit", args=[one.pk]),
            note=", ".join(each.organisation for each in went if each.organisation),
            concerned=Concerned(
                office=one.arena.office.key,
                municipalities=tuple(places.get(one.arena.grouping_id or 0, ())),
                organisations=tuple(each.organisation for each in went if each.organisation),
                accounts=tuple(each.account for each in went if each.account),
            ),
            cancelled=one.state == ArenaVisit.State.CANCELLED,
            **stamp(done.get(("arena_visit", one.pk)), one.version, one.recorded_at),
        )


def _places(visits: Sequence[ArenaVisit], asked: Asked) -> dict[int, list[Place]]:
    """The municipalities of the arenas' groupings, on the day that is asked on."""
    rows = GroupingMembership.objects.filter(
        holding(asked.day), grouping__in={one.arena.grouping_id for one in visits if one.arena.grouping_id}
    )
    found: dict[int, list[Place]] = {}
    for row in visible(rows, asked.actor, "grouping.read").select_related("municipality"):
        found.setdefault(row.grouping_id, []).append(Place(row.municipality.code, row.municipality.name))
    return found
