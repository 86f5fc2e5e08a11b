"""One row of every model of networks that people edit, with the deed that edits it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.utils.timezone import localtime

from prove.standing import BY, Standing
from prove.written import Edited, edited
from samordner.networks.operations.members import Outside, add_outside, change_member
from samordner.networks.operations.offering import answer_offer, offer_places
from samordner.networks.operations.running import Facts, change_network, run_network
from samordner.pages import clock


def of_networks(standing: Standing) -> Iterator[Edited]:
    """A network, somebody outside who is in it, and a place that was offered."""
    now = clock.now()
    today = localtime(now).date()
    network = run_network(standing.programme, standing.office, Facts(name="Nettverk"), by=BY, now=now)
    yield edited(
        network, "theme",
        lambda row, text: change_network(
            row, Facts(name="Nettverk", theme=text), version=row.version, by=BY, now=clock.now()
        ),
    )  # fmt: skip
    yield edited(
        add_outside(network, Outside(organisation="Foretaket"), since=today, by=BY, now=now), "organisation",
        lambda row, text: change_member(
            row, Outside(organisation=text), since=today, version=row.version, by=BY, now=clock.now()
        ),
    )  # fmt: skip
    place = next(row for row in standing.participations)
    day = today - timedelta(days=1)
    [offer] = offer_places(network, [place], offered_on=day, today=today, by=BY, now=now)
    yield edited(
        offer, "declined_why",
        lambda row, text: answer_offer(
            row, answer="declined", answered_on=day, declined_why=text, version=row.version, today=today, by=BY,
            now=clock.now(),
        ),
    )  # fmt: skip
