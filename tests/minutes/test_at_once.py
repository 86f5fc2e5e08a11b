"""Two who write in one meeting's minutes at the same moment, and one who approves while another writes. Only PostgreSQL
lets them: SQLite takes one after the other, as `test_writing` and `test_approving` do.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.db import connection

from samordner.journal.deeds import Conflict, Refusal
from samordner.journal.queries import first_break
from samordner.minutes.approving import approve_minutes
from samordner.minutes.content import digest, thawed
from samordner.minutes.gathering import gather
from samordner.minutes.models import Approval, Decision, Minutes, Said, Task
from samordner.minutes.operations import begin, decide, do, remove, write_point
from tests.factories.participation import BY, DAY, NOW, region
from tests.minutes.conftest import given, meeting, points_of, written

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def two_at_once() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("only PostgreSQL lets two write at once")


def at_once(*deeds: Callable[[], object]) -> list[str]:
    """What became of each deed when all were begun at the same moment: "done", "conflict" or "refused"."""

    def outcome(deed: Callable[[], object]) -> str:
        try:
            deed()
        except Conflict:
            return "conflict"
        except Refusal:
            return "refused"
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(outcome, deeds))


def test_of_two_who_write_in_one_point_one_is_told_of_the_other() -> None:
    first = points_of(written(region(1)))[0]

    def write(text: str) -> Callable[[], object]:
        return lambda: write_point(first, title="Status", text=text, version=2, by=BY, now=NOW)

    assert sorted(at_once(write("Min"), write("Din"))) == ["conflict", "done"]
    assert (Said.objects.get(pk=first.pk).version, first_break()) == (3, None)


def test_two_who_write_in_two_points_are_both_kept() -> None:
    first, second = points_of(written(region(1)))
    deeds = (
        lambda: write_point(first, title="Status", text="Min", version=first.version, by=BY, now=NOW),
        lambda: write_point(second, title="Vegen vidare", text="Din", version=1, by="u2", now=NOW),
    )
    assert at_once(*deeds) == ["done", "done"]
    assert [one.text for one in Said.objects.order_by("position")] == ["Min", "Din"]


def test_what_is_approved_is_what_was_looked_at_whoever_writes_meanwhile() -> None:
    minutes = written(region(1))
    second = points_of(minutes)[1]
    seen = digest(gather(minutes))
    approving, writing, deciding = at_once(
        lambda: approve_minutes(minutes, seen=seen, today=DAY, by=BY, now=NOW),
        lambda: write_point(second, title="Vegen vidare", text="Kom til", version=1, by="u2", now=NOW),
        lambda: decide(second, text="Kom til", by="u3", now=NOW),
    )
    approved = Minutes.objects.get().approved
    assert approving == ("done" if approved else "conflict")
    if approved:
        assert {writing, deciding} == {"refused"}
        assert digest(thawed(bytes(Approval.objects.get().data.content))) == seen
        assert (Said.objects.get(pk=second.pk).text, Decision.objects.count()) == ("", 1)
    else:
        assert "done" in {writing, deciding}
    assert first_break() is None


def test_two_who_begin_the_minutes_make_them_once() -> None:
    row = meeting(region(1))
    found = at_once(*[lambda: begin(row, language="nn", by=BY, now=NOW)] * 2)
    assert sorted(found) == ["done", "refused"]
    assert (Minutes.objects.count(), Said.objects.count()) == (1, 2)


def test_two_who_note_a_task_as_done_and_take_it_out_leave_one_answer() -> None:
    written(region(1))
    task = Task.objects.select_related("said__minutes__meeting__office").get()
    other = Task.objects.select_related("said__minutes__meeting__office").get()
    found = at_once(
        lambda: do(task, on=date(2021, 4, 20), today=DAY, version=1, by=BY, now=NOW),
        lambda: remove(other, version=1, by="u2", now=NOW),
    )
    assert sorted(found) == ["conflict", "done"]


def test_nobody_waits_in_a_ring_when_tasks_are_taken_out_while_the_minutes_are_approved() -> None:
    minutes = written(region(1))
    for number in range(4):
        given(points_of(minutes)[1], f"Oppgåve {number}")
    rows = list(Task.objects.select_related("said__minutes__meeting__office"))
    seen = digest(gather(minutes))
    found = at_once(
        lambda: approve_minutes(minutes, seen=seen, today=DAY, by=BY, now=NOW),
        *[lambda row=row: remove(row, version=1, by=BY, now=NOW) for row in rows],
    )
    assert set(found) <= {"done", "conflict", "refused"}
    assert Task.objects.filter(approved=True, removed_at__isnull=False).count() == 0
