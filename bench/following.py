"""How long the page takes on which a facilitator has the charts of 26 teams side by side."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from django.core.handlers.wsgi import WSGIHandler

from bench.client import Server, signed_in
from bench.timing import Line, times
from samordner.improvement.models import Project
from samordner.measurement.models import Definition, How, Indicator, Measurement, State
from samordner.networks.models import Cohort, RunningNetwork, Team
from samordner.pages import clock
from samordner.participation.models import Participation
from samordner.people.models import User
from samordner.timeline.months import month_after

TEAMS, MONTHS = 26, 24
TARGET, MOST, QUERIES = 60, 60_000, 15
FIRST = date(2019, 4, 1)


def side_by_side(*, tries: int) -> Iterator[Line]:
    """26 teams that count the same for 24 months: the page, as whoever leads the network is sent it."""
    address = f"/nettverk/puljer/{_cohort().pk}/oppfolging/diagrammer/"
    account = User.objects.filter(is_demo=True, assignments__role="coordinator").order_by("pk")[0]
    server = Server(WSGIHandler(), signed_in(account))
    packed = len(gzip.compress(server.get(address)))
    queries = server.queries(address)
    found = times(lambda: server.get(address), tries=tries, warm=3)
    also = (f"{packed:,} bytes packed, at most {MOST:,}",) if packed > MOST else ()
    name = f"26 teams' charts side by side ({packed / 1000:.0f} KB gz)"
    yield Line(name, found, TARGET, (queries, QUERIES), also=also)


def _cohort() -> Cohort:
    """A cohort with a team of each municipality of the demonstration's office."""
    now = clock.now()
    usual = {"made_at": now, "made_by": "bench"}
    network = RunningNetwork.objects.filter(cohorts__isnull=False).order_by("pk")[0]
    places = Participation.objects.filter(office=network.office, programme=network.programme).order_by("pk")
    cohort = Cohort.objects.create(network=network, name="Stor pulje", since=date(2021, 3, 1), **usual)
    for number, place in enumerate(places[:TEAMS]):
        team = Team.objects.create(
            cohort=cohort, participation=place, name=f"Team {number}", began_on=cohort.since, **usual
        )
        project = Project.objects.create(participation=place, team=team, name="Samtaler", **usual)
        row = Indicator.objects.create(
            project=project, kind="process", name="Samtaler", value_kind="proportion", direction="up", unit="%",
            multiplier=100, begins=FIRST, chart="p", rule_set="anhoej", **usual,
        )  # fmt: skip
        Definition.objects.create(indicator=row, number=1, since=FIRST, text="Telt hver måned", **usual)
        Measurement.objects.bulk_create(_measured(row, number, month) for month in range(MONTHS))
    return cohort


def _measured(row: Indicator, team: int, month: int) -> Measurement:
    return Measurement(
        indicator=row, day=month_after(FIRST, month), state=State.VALUE, value=Decimal((7 * month + 3 * team) % 11 + 5),
        denominator=Decimal(20 + (5 * month + team) % 13), how=How.PASTE, written_at=row.made_at, written_by="bench",
    )  # fmt: skip
