"""Questions about persons."""

from __future__ import annotations

from django.http import HttpRequest

from samordner.access.actors import VISITOR, Actor, Holding
from samordner.pages import clock
from samordner.people.models import Assignment, User


def actor_of(request: HttpRequest) -> Actor:
    """Who asks: read anew on every request, so that a role taken away bites on the next one."""
    user = request.user
    if not isinstance(user, User) or not user.is_active:
        return VISITOR
    held = Assignment.objects.filter(user=user).as_of(clock.today()).select_related("office", "municipality")
    return Actor(
        id=user.actor_id,
        name=user.name,
        holdings=tuple(
            Holding(
                role=a.role,
                office=a.office.key if a.office else "",
                municipality=a.municipality.code if a.municipality else "",
            )
            for a in held
        ),
    )
