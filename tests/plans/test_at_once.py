"""Two who write in one plan at the same moment. Only PostgreSQL lets them: SQLite takes one after the other."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from samordner.journal.queries import first_break
from samordner.plans.models import Chapter, Plan
from samordner.plans.operations import add_row, bring_back, change_chapter, change_plan
from samordner.plans.registers import register
from samordner.timeline.periods import read
from tests.factories import plans as make
from tests.factories.plans import BY, NOW, NewChapter, NewRow

pytestmark = pytest.mark.django_db(transaction=True)


def on_the_chapter(plan: Plan) -> None:
    change_chapter(plan.chapters.get(), version=1, title="Mål", text="Nytt", by=BY, now=NOW)


def on_the_front(plan: Plan) -> None:
    change_plan(
        plan, version=1, title="Ny tittel", period=read("2021-2023"), dated=None, approved_by="", prepared_by=(),
        language="nb", by=BY, now=NOW,
    )  # fmt: skip


def what_stood_before(plan: Plan) -> None:
    chapter = plan.chapters.get()
    change_chapter(chapter, version=1, title="Mål", text="Nytt", by=BY, now=NOW)
    earlier = plan.earlier.get(kind="chapter")
    bring_back(chapter, earlier, version=chapter.version, by=BY, now=NOW)


@pytest.mark.parametrize("write", [on_the_chapter, on_the_front, what_stood_before])
def test_who_writes_while_another_adds_a_row_waits_for_nobody_in_vain(write: Callable[[Plan], None]) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("only PostgreSQL lets two write at once")
    plan, of = make.plan(chapters=(NewChapter("Mål", 1),)), register("follow_up")

    def add() -> None:
        try:
            add_row(of, plan, NewRow({"text": "Punkt"}), by=BY, now=NOW)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as other:
        with transaction.atomic():
            write(Plan.objects.get(pk=plan.pk))
            adding = other.submit(add)
            until_someone_waits()
        adding.result(timeout=30)
    assert of.model._default_manager.filter(plan=plan).count() == 1
    assert Chapter.objects.get(plan=plan).title == "Mål"
    assert first_break() is None


def until_someone_waits() -> None:
    for _try in range(500):
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone()[0]:
                return
        time.sleep(0.02)
    raise AssertionError("nobody came to wait")
