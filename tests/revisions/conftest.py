"""An office's plan with something in every chapter, its revisions, and another office's that could leak."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from django.utils.translation import override

from samordner.plandocument.states import fingerprint
from samordner.plans.models import Plan
from samordner.plans.new import NewChapter, NewRow
from samordner.plans.operations import create_plan
from samordner.revisions.models import Approval, Revision
from samordner.revisions.operations import approve, begin_revision, send_for_review
from samordner.timeline.periods import read
from tests.boards.conftest import signed_in, today
from tests.factories.participation import BY, DAY, NOW, Region

__all__ = ["signed_in", "today"]


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """What a page would say to an English reader; a plan has labels of its own."""
    with override("en"):
        yield


LONG = " ".join(["Kommunene får hjelp med dialogmøter, nettverk og lokale planer."] * 8)


def plan_of(place: Region, *, title: str = "Plan for Havbukta", words: str = "Havets hemmelighet") -> Plan:
    """A plan whose chapters answer the programme's, with rows in four registers."""
    return create_plan(
        programme=place.programme, office=place.office, title=title, period=read("2021-2023"),
        dated=read("27. april", year=2021), approved_by="", prepared_by=["Embetet"], language="nb",
        chapters=[
            NewChapter(each.name.get("nb"), each.number, LONG if each.number == 3 else f"{words}: {each.key}.", each.key)
            for each in place.definition.chapters
            if each.number
        ],
        rows={
            "actors": [NewRow({"organisation": name, "mandate": f"{words} {name}"}) for name in ("KS", "USHT", "SOF")],
            "cooperation": [NewRow({"partner": name, "form": "Faste møter"}) for name in ("NAV", "Skolen", "Kirken")],
            "networks": [NewRow({"name": "Demensnettverket"})],
            "period_plan": [
                NewRow({"year": read(str(year)), "area": "Mat", "measure": "Kurs"}) for year in (2021, 2022, 2023)
            ],
        },
        by=BY, now=NOW,
    )  # fmt: skip


def approved(revision: Revision, *, body: str = "Styringsgruppen", on: date = DAY) -> Approval:
    revision = Revision.objects.get(pk=revision.pk)
    plan = Plan.objects.get(pk=revision.plan_id)
    return approve(
        revision,
        body=body,
        on=on,
        seen=fingerprint(plan),
        version=revision.version,
        today=DAY,
        by=BY,
        now=NOW,
    )


def begun(plan: Plan) -> Revision:
    return begin_revision(plan, by=BY, now=NOW)


def in_review(plan: Plan, until: date = date(2021, 5, 20), asks: str = "") -> Revision:
    revision = begun(plan)
    return send_for_review(
        revision, until=until, asks=asks, version=revision.version, today=DAY, by=BY, now=NOW
    )  # fmt: skip
