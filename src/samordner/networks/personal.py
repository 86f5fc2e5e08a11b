"""What networks keep of one person, by the e-mail address: told and erased with what is kept of participants.

Members of a network from outside the municipalities, and members of improvement teams. What either did stays, and names nobody.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any, TypeVar

from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from samordner.access.actors import Actor
from samordner.access.grants import visible
from samordner.documents.cells import day_text
from samordner.invitations.keepers import Keeper
from samordner.invitations.personal import Line
from samordner.links.queries import opened
from samordner.networks.learning.operations.teams import LINK_KIND
from samordner.networks.learning.operations.teams import erase_member as erase_team_member
from samordner.networks.models import NetworkMember, TeamMember
from samordner.networks.operations.members import erase_member
from samordner.places.models import Office

M = TypeVar("M", NetworkMember, TeamMember)
OUTSIDE = ("organisation", "name", "role", "email", "since", "until", "left_why", "made_at", "removed_at")
IN_TEAM = ("name", "email", "position", "role", "since", "until", "made_at", "removed_at")


class NetworkMembers(Keeper):
    """Those who are in a network for an organisation, or by themselves. Also those taken off the list again."""

    def known(self, email: str, actor: Actor) -> Iterator[Line]:
        for row in _of(NetworkMember.objects.select_related("network"), email, actor).order_by("pk"):
            when = day_text(row.since)
            yield Line(_("Member of a network"), row.network.name, when, _told(row, OUTSIDE))

    def erase(self, email: str, actor: Actor, office: Office, *, by: str, now: datetime) -> int:
        rows = list(
            _of(NetworkMember.objects.select_for_update(of=("self",)), email, actor, network__office=office)
        )
        for row in rows:
            erase_member(row, version=row.version, by=by, now=now)
        return len(rows)


class TeamMembers(Keeper):
    """Those who are in an improvement team, or were."""

    def known(self, email: str, actor: Actor) -> Iterator[Line]:
        rows = _of(TeamMember.objects.select_related("team__participation__municipality"), email, actor)
        found = list(rows.order_by("pk"))
        seen = opened(LINK_KIND, [str(row.pk) for row in found]) if found else {}
        for row in found:
            told = _told(row, IN_TEAM) | {"link_opened": _plain(seen.get(str(row.pk)))}
            when = day_text(row.since) if row.since else ""
            yield Line(
                _("Member of an improvement team"), f"{row.team.participation}: {row.team.name}", when, told
            )

    def erase(self, email: str, actor: Actor, office: Office, *, by: str, now: datetime) -> int:
        locked = TeamMember.objects.select_for_update(of=("self",))
        rows = list(_of(locked, email, actor, team__cohort__network__office=office))
        for row in rows:
            erase_team_member(row, version=row.version, by=by, now=now)
        return len(rows)


def _of(rows: QuerySet[M], email: str, actor: Actor, **at: Any) -> QuerySet[M]:
    """Those of `rows` with this address that the actor may erase; none of no address."""
    said = email.strip()
    found = visible(rows, actor, "participant.erase")
    return found.filter(email__iexact=said, erased_at=None, **at) if said else found.none()


def _told(row: Model, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: _plain(getattr(row, name)) for name in names}


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value


MEMBERS = (NetworkMembers(), TeamMembers())
