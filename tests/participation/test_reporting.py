"""A municipality reports of itself: self-reported until documented; what comes in the same second is all kept."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from itertools import permutations
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from django.utils.translation import override

from samordner.journal.deeds import Refusal
from samordner.journal.models import Entry
from samordner.journal.queries import first_break
from samordner.participation.models import Evidence, Observation, Participation, SourceKind
from samordner.participation.operations import (
    correct,
    document,
    register,
    report,
    why_not_document,
    why_not_register,
    withdraw,
)
from samordner.participation.queries import history, state
from samordner.participation.statements import Statement
from tests.factories.participation import BY, DAY, NOW, Region, region, say


def statement(**fields: Any) -> Statement:
    return Statement(**{"subject": "plan_status", "value": "in_process", "since": DAY, **fields})


@pytest.mark.django_db
@pytest.mark.parametrize(
    "fields",
    [
        {"evidence": Evidence.DOCUMENTED, "source_key": "sak 1"},
        {"evidence": Evidence.VERIFIED, "source_key": "sak 1"},
        {"source_kind": SourceKind.MINUTES},
    ],
)
def test_a_report_is_self_reported_by_a_contact_or_refused(fields: dict[str, Any]) -> None:
    place = region(1)
    with pytest.raises(Refusal):
        report(place[0], statement(**fields), by="u5", now=NOW)
    assert Observation.objects.count() == 0
    made = report(place[0], statement(case_number="12/21"), by="u5", now=NOW)
    assert (made.evidence, made.source_kind, Entry.objects.get(verb="report").actor) == (
        "self_reported",
        "contact",
        "u5",
    )


@pytest.mark.django_db
def test_what_no_longer_stands_or_is_documented_cannot_be_documented() -> None:
    place = region(1)
    seen = say(place[0], "phase", "2", evidence=Evidence.DOCUMENTED, source_key="sak")
    wrong = say(place[0], "plan_status", "decided")
    right = correct(wrong, statement(), by=BY, now=NOW)
    gone = withdraw(right, note="feil", by=BY, now=NOW)
    with override("en"):
        assert [why_not_document(one) for one in (seen, wrong, right, gone)] == [
            "It is documented already.",
            *["This no longer stands: somebody has corrected or withdrawn it."] * 3,
        ]
    good = say(place[0], "phase", "3")
    with pytest.raises(Refusal):
        document(good, source_kind=SourceKind.CONTACT, source_key="sa det", by=BY, now=NOW)
    with pytest.raises(Refusal):
        document(good, source_kind=SourceKind.MINUTES, by=BY, now=NOW)
    made = document(good, source_kind=SourceKind.MINUTES, case_number="3/21", by=BY, now=NOW)
    assert (made.value, made.evidence, made.corrects_id) == ("3", "documented", None)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"reach_count": 1}, "Only what is in use or being tried can say for how many, and how fully."),
        ({"fidelity": "fully"}, "Only what is in use or being tried can say for how many, and how fully."),
        ({"value": "in_use", "reach_count": 9, "reach_of": 8}, "It cannot reach more than all there are."),
        ({"value": "in_use", "reach_of": 8}, "Say how many of these it reaches."),
        ({"value": "in_use", "reach_count": 0, "reach_of": 0, "fidelity": "adapted"}, None),
        ({"value": "trying", "reach_count": 8, "reach_of": 8, "reach_unit": "wards"}, None),
        (
            {"subject": "last_contact", "item": "", "value": "2021-04-01", "reach_count": 1},
            "Only what is in use or being tried can say for how many, and how fully.",
        ),
        (
            {"subject": "anchoring", "item": "own_case", "value": "yes", "reach_unit": "wards"},
            "Only what is in use or being tried can say for how many, and how fully.",
        ),
    ],
)
def test_reach_belongs_to_what_is_in_use(fields: dict[str, Any], sentence: str | None) -> None:
    place = region(1)
    usual: dict[str, Any] = {
        "subject": "solution_stage",
        "item": "A1",
        "value": "chosen",
        "since": date(2021, 4, 1),
    }
    with override("en"):
        assert why_not_register(place[0], Statement(**usual | fields), today=DAY) == sentence


Deed = tuple[Callable[..., Observation], Statement, str]
AT_ONCE: list[Deed] = [
    (report, statement(value="in_process"), "u11"),
    (report, statement(value="to_be_decided"), "u12"),
    (register, statement(value="decided", evidence=Evidence.DOCUMENTED, source_key="sak 1"), "u13"),
]
"""Two contacts and a coordinator, each with something else to say of one cell in one second."""


def nothing_is_lost(place: Region, made: list[int]) -> None:
    """All three are in the history, and what came last into the register is what holds."""
    told = {(one.observation.recorded_by, one.observation.value) for one in history(place[0], "plan_status")}
    assert told == {("u11", "in_process"), ("u12", "to_be_decided"), ("u13", "decided")}
    assert [one.observation.pk for one in history(place[0], "plan_status")] == sorted(made, reverse=True)
    standing = state(place.participations, place.definition, DAY).get(place[0].pk, "plan_status")
    assert standing is not None
    assert standing.observation == max(made)
    assert Entry.objects.filter(kind="observation").count() == 3
    assert first_break() is None


@pytest.mark.django_db
@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_what_comes_in_the_same_second_is_all_kept(order: tuple[int, ...], now: datetime) -> None:
    place = region(1)
    made = [deed(place[0], said, by=by, now=now).pk for deed, said, by in (AT_ONCE[at] for at in order)]
    nothing_is_lost(place, made)


@pytest.mark.django_db(transaction=True)
def test_what_comes_at_the_same_moment_is_all_kept(now: datetime) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("only PostgreSQL lets several write at once")
    place, together = region(1), Barrier(3)

    def do(one: Deed) -> int:
        deed, said, by = one
        try:
            participation = Participation.objects.select_related("programme", "municipality", "office").get()
            together.wait(timeout=30)
            return deed(participation, said, by=by, now=now).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as others:
        made = list(others.map(do, AT_ONCE))
    nothing_is_lost(place, made)
