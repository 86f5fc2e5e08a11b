"""A small plan in our own words, with numbers to hold against observations, and the reading of it."""

from __future__ import annotations

from typing import Any

from samordner.journal.models import Entry
from samordner.places.models import Office
from samordner.plandocument.comparing import Chooser, comparison
from samordner.plandocument.models import PlanReading
from samordner.plandocument.operations import accept_reading, begin_reading
from samordner.plans.models import Earlier, Plan
from samordner.plans.registers import registers
from samordner.programmes.models import Programme
from samordner.programmes.queries import definition
from tests.conftest import NOW

PLAN = """PLAN FOR GODE DAGER 2021-2023

Dato: 27.april
Godkjent av: Styringsgruppa
Utarbeidet av: Embetet og KS

INNHOLD
1. BAKGRUNN
2. ORGANISERING OG ANSVAR
3. NASJONALE FØRINGER

1. BAKGRUNN

{bakgrunn}

2. ORGANISERING OG ANSVAR

Møteplan 2021

Dato\tTema
11.januar\tOppstart
1.juni\t{tema}

3. NASJONALE FØRINGER

- Boligstrategien
- Kompetanseplanen
"""
STATED = (
    "I 2021 har 1 av 3 kommuner vedtatt en plan, 2 kommuner er i prosess "
    "og alle 3 kommunene er godkjent for prioritet."
)


def text(*, bakgrunn: str = STATED, tema: str = "Reiser") -> bytes:
    """The plan with this first chapter and this theme of its second meeting."""
    return PLAN.format(bakgrunn=bakgrunn, tema=tema).encode()


def begun(content: bytes, office: Office, programme: Programme, *, name: str = "plan.txt") -> PlanReading:
    return begin_reading(name, content, office=office, programme=programme, by="u1", now=NOW)


def accepted(
    content: bytes, office: Office, programme: Programme, *, into: Plan | None = None
) -> tuple[PlanReading, Plan]:
    """The plan that an accepted reading of the content made or changed."""
    reading = begun(content, office, programme)
    plan, _taken = accept_reading(
        reading, into=into, version=reading.version, language="nb", by="u1", now=NOW
    )
    return reading, plan


def everything(plan: Plan) -> dict[str, object]:
    """All that is stored of a plan, and what the journal says about it."""
    return {
        "plan": Plan.objects.values().get(pk=plan.pk),
        "chapters": list(plan.chapters.order_by("pk").values()),
        "claims": list(plan.claims.order_by("pk").values()),
        "earlier": Earlier.objects.filter(plan=plan).count(),
        "journal": list(Entry.objects.filter(kind="plan", key=str(plan.pk)).values_list("number", flat=True)),
        **{
            each.key: list(each.model._default_manager.filter(plan=plan).order_by("pk").values())
            for each in registers()
        },
    }


def said(plan: Plan) -> dict[str, object]:
    """All that the plan says, whatever the versions are called: what undoing must bring back exactly."""

    def plain(rows: Any) -> list[dict[str, Any]]:
        return [{key: value for key, value in row.items() if key != "version"} for row in rows]

    return {
        "plan": plain(Plan.objects.filter(pk=plan.pk).values()),
        "chapters": plain(plan.chapters.order_by("pk").values()),
        "claims": plain(plan.claims.order_by("pk").values()),
        **{
            each.key: plain(each.model._default_manager.filter(plan=plan).order_by("pk").values())
            for each in registers()
        },
    }


def differing(reading: PlanReading, plan: Plan) -> list[tuple[str, str, str, bool]]:
    """(part, how, name, whether it is taken) of every difference."""
    parts = comparison(reading, plan, definition(reading.programme.key), Chooser(reading.choices))
    return [(str(part.title), line.how, line.name, line.takes) for part in parts for line in part.differing]
