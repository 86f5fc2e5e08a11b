"""All or nothing: killed in the middle of accepting a reading, or of loading the demonstration, no row is left."""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from unittest.mock import patch

from django.apps import apps
from django.db import connection, transaction

from bench.ground import ROOT, Ground
from prove.children import killed_during
from prove.counting import settle
from prove.proof import Proof
from prove.standing import BY, OFFICE, PROGRAMME
from samordner.journal.queries import first_break
from samordner.pages import clock
from samordner.places.models import Office
from samordner.plandocument.models import PlanReading
from samordner.plandocument.operations import accept_reading, begin_reading
from samordner.programmes.models import Programme
from samordner.project.demonstration import load
from samordner.project.jobs import prepare

FIXTURE = ROOT / "tests" / "fixtures" / "plans" / "nordlia.txt"
LOADS, READINGS, CONTROL = 16, 60, 20
Rows = Counter[str]


def prove(proof: Proof, _ground: Ground, *, share: float = 1.0) -> None:
    prepare()
    chance = random.Random("imports")

    loads, seconds = max(3, round(LOADS * share)), min(_took(lambda: _taken_back(_load)) for _ in range(2))
    rows, found = _made_by_loading(), Tries()
    for turn in range(
        loads
    ):  # later and later, so that one that is quicker than thought spoils only the last
        found.note(_load, (turn + 0.5) / loads * 0.95 * seconds, expected=rows)
        if found.whole:
            break
    proof.holds(
        f"the demonstration of {rows.total()} rows ({seconds:.1f} s) killed {found}",
        found.half == 0 and found.nothing >= loads / 2,
    )
    _load()

    rows = _made_by_accepting()
    readings, seconds = max(5, round(READINGS * share)), _took(lambda: _accept(_begin()))
    found = Tries()
    for _ in range(readings):
        pk = _begin()
        found.note(lambda pk=pk: _accept(pk), chance.uniform(0, 1.1) * seconds, expected=rows)  # type: ignore[misc]
    proof.holds(
        f"a reading of {rows.total()} rows ({seconds * 1000:.0f} ms) killed {found}",
        found.half == 0 and found.nothing > 0,
    )
    proof.holds("the journal is whole", first_break() is None)

    found, begun = Tries(), [_begin() for _ in range(CONTROL + 1)]
    with _without_transactions():
        seconds = _took(lambda: _accept(begun.pop()))
        while begun and not found.half:  # one left by half tears the journal, and the next cannot begin
            pk = begun.pop()
            found.note(lambda pk=pk: _accept(pk), chance.uniform(0.1, 0.9) * seconds, expected=rows)  # type: ignore[misc]
    proof.control(f"without a transaction, killed {found}; left by half", found.half)


@dataclass
class Tries:
    """How the database stood after each kill."""

    nothing: int = 0
    whole: int = 0
    half: int = 0

    def note(self, deed: Callable[[], object], after: float, *, expected: Rows | None) -> None:
        before = _rows()
        done = killed_during(deed, after)
        settle()
        made = _rows()
        made.subtract(before)
        if not any(made.values()):
            self.nothing += 1
            self.half += done
        elif made == expected:
            self.whole += 1
        else:
            self.half += 1

    def __str__(self) -> str:
        return (
            f"{self.nothing + self.whole + self.half} times: {self.nothing} times no row, "
            f"{self.whole} times all (done before the kill), {self.half} times some"
        )


def _rows() -> Rows:
    """How many rows every table has, and how many readings are accepted."""
    found = Counter({model._meta.label: model._default_manager.count() for model in apps.get_models()})
    found["accepted"] = PlanReading.objects.filter(status=PlanReading.Status.ACCEPTED).count()
    return found


def _begin() -> int:
    office, programme = Office.objects.get(key=OFFICE), Programme.objects.get(key=PROGRAMME)
    reading = begin_reading(
        FIXTURE.name, FIXTURE.read_bytes(), office=office, programme=programme, by=BY, now=clock.now()
    )
    return reading.pk


def _accept(pk: int) -> None:
    reading = PlanReading.objects.select_related("office", "programme", "file").get(pk=pk)
    accept_reading(reading, into=None, version=reading.version, language="nb", by=BY, now=clock.now())


def _load() -> None:
    load(now=clock.now(), new_passwords=False)


def _taken_back(deed: Callable[[], object]) -> None:
    with transaction.atomic():
        deed()
        transaction.set_rollback(True)


def _made_by_loading() -> Rows:
    """The rows that the demonstration consists of."""
    before = _rows()
    with transaction.atomic():
        _load()
        made = _rows()
        transaction.set_rollback(True)
    made.subtract(before)
    return made


def _made_by_accepting() -> Rows:
    """The rows that accepting one reading makes."""
    pk = _begin()
    before = _rows()
    _accept(pk)
    made = _rows()
    made.subtract(before)
    return made


def _took(deed: Callable[[], object]) -> float:
    began = time.monotonic()
    deed()
    return time.monotonic() - began


def _without_transactions() -> ExitStack:
    """The control: every statement for itself."""
    stack = ExitStack()
    stack.enter_context(patch.object(transaction.Atomic, "__enter__", lambda _self: None))
    stack.enter_context(patch.object(transaction.Atomic, "__exit__", lambda _self, *_error: None))
    stack.enter_context(patch.object(type(connection.features), "has_select_for_update", False))
    return stack
