"""Those whom a meeting of a round is meant for, as an audience that one can invite or ask."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from samordner.asks.audiences import Audience, Members
from samordner.offers.models import RoundMeeting
from samordner.participation.models import Participation
from samordner.participation.queries import taking_part
from samordner.places.models import Office
from samordner.programmes.models import Programme
from samordner.programmes.queries import definition


def key_of(part: RoundMeeting) -> str:
    return f"offer:{part.pk}"


def meant_for(programme: Programme, office: Office, day: date) -> Iterator[Audience]:
    """The groups of the rounds whose meetings are still to come."""
    rows = RoundMeeting.objects.filter(
        round__programme=programme, round__office=office, round__undone_at=None, meeting__removed_at=None
    )
    found = list(rows.select_related("meeting", "round").order_by("-round__pk", "position"))
    offers = definition(programme.key).offers if found else ()
    roles = {offer.key: tuple(offer.audiences) for offer in offers}
    for part in found:
        if part.meeting.period_end is None or part.meeting.period_end >= day:
            yield Audience(
                key_of(part), part.name, _("Proposed meetings"), _members(part.pk),
                made_for=f"meeting:{part.meeting_id}", roles=roles.get(part.round.offer, ()),
            )  # fmt: skip


def _members(pk: int) -> Members:
    def members(programme: Programme, office: Office, day: date) -> QuerySet[Participation]:
        return taking_part(programme.key, day, office=office.key).filter(offer_members__meeting=pk)

    return members
