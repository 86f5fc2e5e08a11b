"""Invented partners, agreements and arenas of an office."""

from __future__ import annotations

from datetime import date
from typing import Any

from samordner.cooperation.models import Agreement, Arena, ArenaVisit, Partner, PartnerContact
from samordner.cooperation.operations.agreements import Terms, agree
from samordner.cooperation.operations.arenas import Day, Described, add_arena, note_visit
from samordner.cooperation.operations.partners import Meet, Reached, Settled, add_contact, meet, settle
from samordner.meetings.models import Meeting
from samordner.plans.models import Cooperation, Plan
from samordner.plans.new import NewRow
from samordner.plans.operations import add_row, create_plan
from samordner.plans.registers import register
from samordner.timeline.periods import read
from tests.factories.participation import BY, DAY, NOW, Region

OF = "Boligbanken"


def plan(place: Region, years: str = "2021-2023", title: str = "Plan for gode dager") -> Plan:
    return create_plan(
        programme=place.programme, office=place.office, title=title, period=read(years), language="nb", by=BY, now=NOW,
    )  # fmt: skip


def row(of: Plan, partner: str = OF, **cells: Any) -> Cooperation:
    """A row of the plan's register of cooperation."""
    new = NewRow({"partner": partner, **cells})
    made: Cooperation = add_row(register("cooperation"), of, new, by=BY, now=NOW)
    return made


def terms(**more: Any) -> Terms:
    return Terms(
        **{"partner": OF, "what": "Samarbeidsavtale om bolig", "expires_day": date(2022, 12, 31), **more}
    )


def agreement(place: Region, **more: Any) -> Agreement:
    return agree(place.office, terms(**more), by=BY, now=NOW)


def partner(place: Region, name: str = OF, **more: Any) -> Partner:
    return settle(place.office, name, Settled(**more), by=BY, now=NOW)


def contact(place: Region, of: str = OF, **more: Any) -> PartnerContact:
    said = Reached(**{"position": "Rådgiver", "name": "Kim", "email": "kim@bolig.example", **more})
    return add_contact(place.office, of, said, by=BY, now=NOW)


def met(place: Region, day: date, *, held: bool = True, name: str = OF, topic: str = "Årlig møte") -> Meeting:
    said = Meet(topic=topic, day=day, organisers=("Embetet",), held=held)
    return meet(place.office, place.programme, name, said, today=DAY, by=BY, now=NOW)


def arena(place: Region, name: str = "Kystrådet", **more: Any) -> Arena:
    said = Described(**{"name": name, "kind": "regional_council", **more})
    return add_arena(place.office, said, by=BY, now=NOW)


def visit(of: Arena, day: date = DAY, state: str = "been", **more: Any) -> ArenaVisit:
    said = Day(**{"day": day, "state": state, "organisations": ("Embetet",), **more})
    return note_visit(of, said, today=DAY, by=BY, now=NOW)
