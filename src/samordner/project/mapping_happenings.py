"""Mapping rounds, told to the calendar: those that are being prepared, and those that no request to municipalities tells of."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from samordner.access.grants import visible
from samordner.happenings.happenings import Concerned, Happening, Kind
from samordner.happenings.sources import Asked
from samordner.journal.queries import deeds_to
from samordner.mapping.models import MappingRound
from samordner.project.plan_happenings import stamp

ROUND = Kind("mapping", pgettext_lazy("calendar", "Mapping round"), "✎")


def of_rounds(asked: Asked) -> Iterator[Happening]:
    """The day that a planned round opens, and its deadline until the request to the municipalities tells of that; two queries."""
    own = visible(MappingRound.objects.all(), asked.actor, "mapping.run").values("pk")
    near = Q(opens__gte=asked.since, opens__lt=asked.until) | Q(
        deadline__gte=asked.since, deadline__lt=asked.until
    )
    rows = MappingRound.objects.filter(near, pk__in=own, ask=None)
    found = list(rows.select_related("office", "programme"))
    done = deeds_to(("mapping_round", row.pk) for row in found)
    for row in found:
        days = {"deadline": (row.deadline, _("Deadline: %(round)s"))}
        if row.opened_at is None:
            days["opens"] = (row.opens, _("Opens: %(round)s"))
        for name, (day, words) in days.items():
            if not asked.since <= day < asked.until:
                continue
            yield Happening(
                key=f"mapping:{row.pk}:{name}",
                kind=ROUND,
                title=words % {"round": row.title},
                start=day,
                address=reverse("mapping:round", args=[row.pk]),
                note=str(row.get_state_display()),
                programme=row.programme.key,
                concerned=Concerned(
                    office=row.office.key, organisations=(row.asked_by,), accounts=(row.made_by,)
                ),
                cancelled=row.state == MappingRound.State.CANCELLED,
                **stamp(done.get(("mapping_round", row.pk)), row.version, row.made_at),
            )
