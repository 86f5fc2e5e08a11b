"""Invented networks of an office: run by themselves or from a plan's row, with members, offers and meetings."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from samordner.meetings.models import Meeting
from samordner.meetings.operations import Facts as MeetingFacts
from samordner.networks.models import MembershipOffer, Network, NetworkMember, RunningNetwork
from samordner.networks.operations.meeting import plan_for
from samordner.networks.operations.members import Outside, add_outside, join
from samordner.networks.operations.offering import offer_places
from samordner.networks.operations.running import Facts, run_network
from samordner.participation.models import Participation
from samordner.plans.models import Plan
from samordner.plans.new import NewRow
from samordner.plans.operations import add_row, create_plan
from samordner.plans.registers import register
from samordner.timeline.periods import Period, read
from tests.factories.participation import BY, DAY, NOW, Region, region
from tests.programmes.invented import invented

SINCE = date(2021, 1, 1)


def place_of(count: int = 3, key: str = "havbukta", county: str = "91") -> Region:
    """A programme with two kinds of networks: learning circles, to meet every fourth month, and rings of leaders."""
    return region(count, definition=invented(), key=key, county=county)


def network(place: Region, name: str = "Lærekretsen", **more: Any) -> RunningNetwork:
    said: dict[str, Any] = {"kind": "circle", "since": SINCE} | more
    return run_network(place.programme, place.office, Facts(name=name, **said), by=BY, now=NOW)


def members(of: RunningNetwork, some: Sequence[Participation], since: date = SINCE) -> list[NetworkMember]:
    return join(of, some, since=since, by=BY, now=NOW)


def outside(of: RunningNetwork, **more: Any) -> NetworkMember:
    said = {
        "organisation": "Helseforetaket",
        "name": "Kim",
        "role": "Rådgiver",
        "email": "kim@hf.example",
    } | more
    return add_outside(of, Outside(**said), since=SINCE, by=BY, now=NOW)


def offers(
    of: RunningNetwork, some: Sequence[Participation], on: date = DAY, **more: Any
) -> list[MembershipOffer]:
    return offer_places(of, some, offered_on=on, today=max(on, DAY), by=BY, now=NOW, **more)


def meeting(of: RunningNetwork, day: date = DAY + timedelta(days=14), **more: Any) -> Meeting:
    period = Period(f"{day:%d.%m.%Y}", day, day)
    said: dict[str, Any] = {"topic": "Samling", "kind": "fair", "period": period} | more
    return plan_for(of, MeetingFacts(**said), by=BY, now=NOW)


def plan(place: Region, years: str = "2021-2023", title: str = "Plan for klart vann") -> Plan:
    return create_plan(
        programme=place.programme, office=place.office, title=title, period=read(years), language="nb", by=BY, now=NOW,
    )  # fmt: skip


CELLS = {
    "name": "Lederringen", "operated_by": "Embetet", "status": "Nyetablering i 2020", "audience": "Kommunalsjefer",
    "theme": "Det kommunene trenger", "working_form": "Samlinger 4 ganger per år", "benefit": "Tettere dialog",
}  # fmt: skip


def row(of: Plan, **cells: str) -> Network:
    """A row of the plan's table of networks."""
    made: Network = add_row(register("networks"), of, NewRow({**CELLS, **cells}), by=BY, now=NOW)
    return made
