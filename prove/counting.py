"""Counting after a kill: what was acknowledged and is not there, and deeds that are there only by half."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db import connection, transaction

from samordner.journal.models import Entry
from samordner.journal.queries import first_break
from samordner.participation.models import Observation
from samordner.plans.models import Earlier
from samordner.plans.registers import registers


@dataclass
class Count:
    """What all rounds so far came to."""

    kills: int = 0
    acknowledged: int = 0
    lost: list[str] = field(default_factory=list)
    half: int = 0
    broken: int = 0
    unsound: list[str] = field(default_factory=list)

    def round(self, acknowledged: Sequence[str], *, whole: bool) -> None:
        """Count after a kill. `whole`: read the journal's chain and the database's own check too."""
        settle()
        with transaction.atomic():
            self.kills += 1
            self.acknowledged += len(acknowledged)
            self.lost += missing(acknowledged)
            self.half += half_done()
            if whole:
                self.broken += first_break() is not None
                self.unsound += soundness()

    def __str__(self) -> str:
        return (
            f"{self.kills} kills, {self.acknowledged} acknowledged, {len(self.lost)} lost, "
            f"{self.half} half deeds, {self.broken} breaks of the journal, {len(self.unsound)} faults of the database"
        )

    @property
    def clean(self) -> bool:
        return not (self.lost or self.half or self.broken or self.unsound)


def settle() -> None:
    """On PostgreSQL, wait until the sessions of killed writers have ended."""
    end = time.monotonic() + 10
    while connection.vendor == "postgresql" and time.monotonic() < end:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend' "
                "AND datname = current_database() AND pid <> pg_backend_pid()"
            )
            if not cursor.fetchone()[0]:
                return
        time.sleep(0.01)


def missing(acknowledged: Iterable[str]) -> list[str]:
    """The acknowledged deeds that the database knows nothing of."""
    said = [text.split() for text in acknowledged]
    references = [each[1] for each in said if each[0] == "observation"]
    kept = set(
        Observation.objects.filter(source_key__in=references).values_list("source_key", flat=True)
        if references
        else ()
    )
    lost = [reference for reference in references if reference not in kept]
    for register in registers():
        rows = {int(each[2]): int(each[3]) for each in said if each[0] == "row" and each[1] == register.key}
        there = dict(register.model._default_manager.filter(pk__in=rows).values_list("pk", "version"))
        lost += [f"{register.key} {pk}" for pk, version in rows.items() if there.get(pk, 0) < version]
    return lost


def half_done() -> int:
    """Deeds without their journal entry, and entries without their deed."""
    entries = Counter(Entry.objects.values_list("kind", "key"))
    observed = {("observation", str(pk)) for pk in Observation.objects.values_list("pk", flat=True)}
    noted = {each for each in entries if each[0] == "observation"}
    wrong = len(observed ^ noted)
    earlier = Counter(Earlier.objects.values_list("kind", "key"))
    for register in registers():
        there = dict(register.model._default_manager.filter(source="").values_list("pk", "version"))
        noted_rows = {int(key): count for (kind, key), count in entries.items() if kind == register.key}
        for pk, version in there.items():
            if pk in noted_rows:
                wrong += noted_rows[pk] != version or earlier[register.key, pk] != version - 1
            else:
                wrong += version != 1  # the row that the plan began with stands in the plan's own entry
        wrong += len(noted_rows.keys() - there.keys())
    return wrong


def soundness() -> list[str]:
    """What the database says is wrong with itself."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA integrity_check")
            return [row[0] for row in cursor.fetchall() if row[0] != "ok"]
        for table in connection.introspection.table_names(cursor):  # a damaged page makes this fail
            cursor.execute(f'SELECT count(hashtext(row::text)) FROM "{table}" row')
        return []
