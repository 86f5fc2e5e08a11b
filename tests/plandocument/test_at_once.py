"""Two at one reading at the same moment. Only PostgreSQL lets them: SQLite takes one after the other."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from samordner.journal.deeds import Conflict, change
from samordner.journal.operations import record
from samordner.journal.queries import first_break
from samordner.plandocument.models import PlanReading
from samordner.plandocument.operations import accept_reading
from samordner.plans.models import Plan
from tests.conftest import NOW
from tests.factories import participation as region_of
from tests.plandocument.stating import accepted, begun, text
from tests.plans.test_at_once import until_someone_waits

pytestmark = pytest.mark.django_db(transaction=True)


def test_who_accepts_while_another_corrects_waits_and_is_told_of_the_correction() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("only PostgreSQL lets two write at once")
    region = region_of.region(3)
    _first, plan = accepted(text(), region.office, region.programme)
    again = begun(text(tema="Nytt"), region.office, region.programme)
    with ThreadPoolExecutor(1) as other:
        with transaction.atomic():
            # What correcting does, step by step: the reading first, then the journal.
            change(PlanReading.objects.get(pk=again.pk), version=1, corrections=[])
            accepting = other.submit(accept, again, plan)
            until_someone_waits()
            record("u1", "correct", "plan_reading", str(again.pk), NOW)
        assert accepting.result(timeout=30) == "told"
    assert PlanReading.objects.get(pk=again.pk).status == PlanReading.Status.OPEN
    assert first_break() is None


def accept(reading: PlanReading, into: Plan) -> str:
    try:
        accept_reading(reading, into=into, version=1, language="nb", by="u2", now=NOW)
    except Conflict:
        return "told"
    finally:
        connection.close()
    return "accepted"
