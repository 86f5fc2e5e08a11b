"""Two offices with one of everything that has a day, and a secret word in each text of the other one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from samordner.asks.models import Ask
from samordner.asks.operations import Wording, ask
from samordner.meetings.documents import MEETINGS
from samordner.plans.documents import COOPERATION, PERIOD_PLAN
from samordner.plans.models import Plan
from samordner.plans.new import NewRow
from samordner.plans.operations import create_plan
from samordner.plans.registers import Register
from samordner.revisions.operations import begin_revision, send_for_review
from samordner.support.operations import Asked, Money, Taking, raise_need, register_grant, take
from samordner.timeline.periods import read
from tests.factories.localplans import EMPTY
from tests.factories.localplans import plan as local_plan
from tests.factories.participation import BY, DAY, NOW, Region, region

DEADLINE = date(2021, 5, 12)
CANARY = "Hemmeleg"


@dataclass(frozen=True)
class World:
    """`home` is the reader's own region, `away` another office's; every text of `away` begins with the canary."""

    home: Region
    away: Region
    plan: Plan
    ask: Ask


def rows(prefix: str = "") -> dict[str, list[NewRow]]:
    def meeting(day: str, topic: str, **more: Any) -> NewRow:
        return NewRow({"date": read(day, year=2021), "topic": f"{prefix}{topic}", **more})

    return {
        "meetings": [
            meeting("28. april 2021", "Måltid"),
            meeting("5. mai 2021", "Avlyst tema", status="avlyst"),
            meeting("mai 2021", "Dag ikkje sett"),
            meeting("våren 2021", "Heile våren"),
            meeting("10.-11. mai 2021", "Samling over to dagar"),
        ],
        "period_plan": [
            NewRow(
                {
                    "year": read("2021"), "area": "Mat", "measure": f"{prefix}Kurs i mat", "owner": "USHT",
                    "deadline": "innen 14. mai 2021",
                }
            )
        ],
        "cooperation": [NewRow({"partner": f"{prefix}Høgskulen", "expires": "20.05.2021"})],
    }  # fmt: skip


def furnished(place: Region, prefix: str = "") -> tuple[Plan, Ask]:
    acts: dict[str, Any] = {"by": BY, "now": NOW}
    plan = create_plan(
        programme=place.programme, office=place.office, title=f"{prefix}Regional plan", period=read("2021-2023"),
        dated=read("27.april", year=2021), approved_by="", prepared_by=[], language="nn", rows=rows(prefix), **acts,
    )  # fmt: skip
    wording = Wording(
        asked_by="USHT",
        title=f"{prefix}Kartlegging av mat",
        kind="survey",
        minutes=30,
        sent=DAY,
        deadline=DEADLINE,
    )
    asked = ask(place.programme, place.office, wording, [place[0]], by="u777777", now=NOW)
    hearing = {"title": f"{prefix}Kommuneplan", "hearing_from": DAY, "hearing_to": date(2021, 5, 25)}
    local_plan(place[0].municipality, **(EMPTY | hearing))
    need = raise_need(place[0], Asked(f"{prefix}Skyss til møte", DAY, "contact"), **acts)
    take(need, Taking("KS", DAY, deadline=date(2021, 5, 18)), version=need.version, **acts)
    register_grant(place[0], Money(2021, scheme_name=f"{prefix}Fondet", applied=1000, applied_on=DAY), **acts)
    revision = begin_revision(plan, **acts)
    send_for_review(revision, until=date(2021, 5, 21), version=revision.version, today=DAY, **acts)
    return plan, asked


def world() -> World:
    home, away = region(2), region(1, key="sorviken", county="92")
    plan, asked = furnished(home)
    furnished(away, f"{CANARY} ")
    return World(home, away, plan, asked)


REGISTERS: tuple[Register[Any], ...] = (MEETINGS, PERIOD_PLAN, COOPERATION)
