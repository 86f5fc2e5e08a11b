"""The network's own series: limits that fit the data, and the reason for them in words."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from samordner.facilitation.queries.series import alike
from samordner.facilitation.queries.together import Whole, whole
from samordner.networks.models import Cohort
from samordner.spc import Chart
from tests.boards.conftest import SignIn
from tests.facilitation import making as make
from tests.factories.networks import place_of

pytestmark = pytest.mark.django_db
UNEVEN = ("600/1000", "500/1000", "640/1000", "480/1000", "610/1000", "520/1000", "650/1000", "470/1000", "600/1000",
          "510/1000", "630/1000", "490/1000")  # fmt: skip
"""Of so many that the limits of a P chart lie close, and from month to month it goes further than they allow."""


def total(of: Cohort) -> Whole:
    (one,) = alike(make.series(of))
    return whole(one, {team.pk: team.name for team in of.teams.all()})


def test_where_so_many_are_counted_that_the_usual_limits_are_too_narrow_wider_ones_are_used(
    today: date, signed_in: SignIn
) -> None:
    place = place_of(2)
    of = make.cohort(place, 2)
    for number in range(2):
        make.measuring(make.team_of(of, number), UNEVEN)
    found = total(of)
    assert found.result is not None
    assert (found.result.kind, any(point.sigma_signal for point in found.result.points)) == (Chart.PP, False)
    page = signed_in("coordinator", place.office).get(reverse("facilitation:together", args=[of.pk]))
    assert "So they are made here: P′ chart: so many of very many." in page.content.decode()


def test_where_the_usual_limits_fit_they_are_used_and_nothing_is_said_of_it() -> None:
    of = make.cohort(place_of(1))
    make.measuring(make.team_of(of))
    found = total(of)
    assert found.result is not None
    assert (found.result.kind, found.wider) == (Chart.P, None)
