"""What every page here reads: the cohort through the grants, and what there is of it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from django.db.models import QuerySet

from samordner.access.grants import visible
from samordner.facilitation.queries.material import Material, every_cohort, material
from samordner.facilitation.queries.series import Alike, Watched, alike, watched
from samordner.networks.models import Cohort, Team
from samordner.pages.gate import Request, load
from samordner.programmes.definition import Definition
from samordner.programmes.queries import definition


@dataclass(frozen=True)
class About:
    """A cohort as its reader may see it."""

    request: Request
    cohort: Cohort

    @cached_property
    def teams(self) -> QuerySet[Team]:
        return visible(Team.objects.all(), self.request.actor, "facilitation.read")

    @cached_property
    def material(self) -> Material:
        (found,) = material([self.cohort], self.teams, self.request.actor, self.request.day)
        return found

    @cached_property
    def watched(self) -> list[Watched]:
        return watched([one.team.pk for one in self.material.teams])

    @cached_property
    def alike(self) -> list[Alike]:
        return alike(self.watched)

    @cached_property
    def definition(self) -> Definition:
        return definition(self.cohort.network.programme.key)

    @property
    def may(self) -> bool:
        return self.request.actor.may("facilitation.write")


def about(request: Request, pk: int) -> About:
    """The cohort. Http404 when it cannot be seen."""
    return About(request, load(request, every_cohort(), read="facilitation.read", pk=pk))
