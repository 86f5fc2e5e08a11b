"""The journal tells what happened, and shows when someone has tampered with it."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from samordner.journal.models import Entry, Head
from samordner.journal.operations import record
from samordner.journal.queries import first_break

pytestmark = pytest.mark.django_db


def fill(now: datetime, count: int = 5) -> None:
    for number in range(count):
        record(f"u{number}", "change", "row", str(number), now + timedelta(minutes=number), {"to": number})


def tamper(sql: str) -> None:
    """Write past the triggers, as someone with the database's own rights could."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for verb in ("update", "delete"):
                cursor.execute(f"DROP TRIGGER journal_entry_refuse_{verb}")
        else:
            cursor.execute("ALTER TABLE journal_entry DISABLE TRIGGER ALL")
        cursor.execute(sql)


def test_an_untouched_journal_is_whole(now: datetime) -> None:
    assert first_break() is None
    fill(now)
    assert first_break() is None
    assert [entry.number for entry in Entry.objects.all()] == [5, 4, 3, 2, 1]


@pytest.mark.parametrize(
    "sql", ["UPDATE journal_entry SET actor='u9' WHERE number=3", "DELETE FROM journal_entry WHERE number=3"]
)
def test_the_database_refuses_to_change_or_remove_an_entry(now: datetime, sql: str) -> None:
    fill(now)
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)
    assert Entry.objects.count() == 5


@pytest.mark.parametrize(
    ("sql", "found"),
    [
        ("UPDATE journal_entry SET actor='u9' WHERE number=3", 3),
        ("UPDATE journal_entry SET verb='remove' WHERE number=5", 5),
        ("DELETE FROM journal_entry WHERE number=2", 2),
        ("DELETE FROM journal_entry WHERE number=5", 5),
        ("UPDATE journal_entry SET number=number+100 WHERE number=4", 4),
    ],
)
def test_an_entry_that_was_changed_removed_or_cut_off_is_found(now: datetime, sql: str, found: int) -> None:
    fill(now)
    tamper(sql)
    assert first_break() == found


def test_an_end_cut_off_together_with_the_row_that_holds_the_end_is_found(now: datetime) -> None:
    fill(now)
    tamper("DELETE FROM journal_entry WHERE number>3")
    Head.objects.all().delete()
    assert first_break() == 4


def test_a_deed_that_fails_leaves_no_entry(now: datetime) -> None:

    @transaction.atomic
    def deed() -> float:
        return record("u1", "change", "row", "1", now).number / 0

    with pytest.raises(ZeroDivisionError):
        deed()
    assert Entry.objects.count() == 0
    assert not Head.objects.filter(number__gt=0).exists()
