"""The history of a status: nothing is ever changed or removed, and what is known is the fold of what was said.

Chance says, corrects and withdraws; after every step the database must hold just what was said, and answer for any day,
as known at any moment, as plain Python does that goes through everything in order.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, ClassVar

from django.db import DatabaseError, transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from bench.ground import Ground
from prove.crossing import Crossing, Hasty
from prove.proof import Proof
from prove.standing import BY, Standing, stand
from samordner.pages import clock
from samordner.participation.models import HOLDS, HOLDS_NOT, Observation, Participation
from samordner.participation.operations import correct, register, withdraw
from samordner.participation.queries import state
from samordner.participation.statements import Series, Statement, series_of

RUNS = {"sqlite": 400, "postgresql": 150}
CROSSINGS = {"sqlite": 1000, "postgresql": 250}
STEPS = 50
FIRST = date(2020, 6, 1)
DAYS = 600


@dataclass(frozen=True)
class Said:
    """What was said, as the model keeps it."""

    pk: int
    participation: int
    series: Series
    value: str
    since: date
    at: datetime
    corrects: int | None
    withdrawn: bool


Known = dict[tuple[int, Series], str]


def fold(said: list[Said], day: date, known_at: datetime) -> Known:
    """What is known on the day, as known at the moment: the last that holds and that nobody has corrected."""
    heard = [each for each in said if each.at <= known_at]
    corrected = {each.corrects for each in heard}
    found: dict[tuple[int, Series], Said] = {}
    for each in sorted(heard, key=lambda one: (one.since, one.at, one.pk)):
        if each.since <= day and not each.withdrawn and each.pk not in corrected:
            found[each.participation, each.series] = each
    return {key: each.value for key, each in found.items()}


class History(RuleBasedStateMachine):
    """Everything happens in one transaction, taken back at the end."""

    standing: ClassVar[Standing]
    steps: ClassVar[int] = 0

    def __init__(self) -> None:
        super().__init__()
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        self.rows = self.standing.participations[:3]
        subjects = [one for one in self.standing.definition.subjects if one.holds == "value"]
        self.series = [each for one in subjects for each in series_of(self.standing.definition, one.key)[:2]][
            :5
        ]
        self.said: list[Said] = []
        self.began = self.now = clock.now()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.transaction.__exit__(None, None, None)

    def values(self, series: Series) -> list[str]:
        subject = self.standing.definition.subject(series.subject)
        return (
            [HOLDS, HOLDS_NOT]
            if subject.many
            else [value.key for value in self.standing.definition.values_of(series.subject)]
        )

    def statement(self, series: Series, value: int, day: int) -> Statement:
        values = self.values(series)
        return Statement(
            subject=series.subject, item=series.item, value=values[value % len(values)],
            since=FIRST + timedelta(days=day),
        )  # fmt: skip

    def keep(self, made: Observation, said: Statement) -> None:
        self.said.append(
            Said(
                made.pk, made.participation_id, Series(said.subject, said.item), said.value, said.since, self.now,
                made.corrects_id, made.withdrawn,
            )
        )  # fmt: skip

    def correctable(self, which: int) -> Observation | None:
        corrected = {each.corrects for each in self.said}
        free = [each for each in self.said if not each.withdrawn and each.pk not in corrected]
        if not free:
            return None
        rows = Observation.objects.select_related("participation__programme", "participation__office")
        return rows.get(pk=free[which % len(free)].pk)

    @rule(minutes=st.integers(0, 10_000))
    def time_passes(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    @rule(who=st.integers(0, 2), what=st.integers(0, 4), value=st.integers(0, 9), day=st.integers(0, DAYS))
    def say(self, who: int, what: int, value: int, day: int) -> None:
        said = self.statement(self.series[what % len(self.series)], value, day)
        self.keep(register(self.rows[who], said, by=BY, now=self.now), said)

    @precondition(lambda self: bool(self.said))
    @rule(which=st.integers(0, 99), value=st.integers(0, 9), day=st.integers(0, DAYS))
    def put_right(self, which: int, value: int, day: int) -> None:
        if wrong := self.correctable(which):
            said = self.statement(Series(wrong.subject, wrong.item), value, day)
            self.keep(correct(wrong, said, by=BY, now=self.now), said)

    @precondition(lambda self: bool(self.said))
    @rule(which=st.integers(0, 99))
    def take_back(self, which: int) -> None:
        if wrong := self.correctable(which):
            said = Statement(subject=wrong.subject, item=wrong.item, value=wrong.value, since=wrong.since)
            self.keep(withdraw(wrong, note="Feil", by=BY, now=self.now), said)

    @precondition(lambda self: bool(self.said))
    @rule(which=st.integers(0, 99), remove=st.booleans())
    def go_round_the_deeds(self, which: int, remove: bool) -> None:
        row = Observation.objects.filter(pk=self.said[which % len(self.said)].pk)
        try:
            with transaction.atomic():
                row._raw_delete("default") if remove else row.update(value="other")
        except DatabaseError:
            return
        raise AssertionError("the database let an observation be changed")

    @rule(day=st.integers(-30, DAYS + 30), back=st.integers(0, 40_000))
    def ask(self, day: int, back: int) -> None:
        moment = max(self.began, self.now - timedelta(minutes=back))
        self.compare(FIRST + timedelta(days=day), moment)

    @invariant()
    def nothing_is_lost_or_changed(self) -> None:
        type(self).steps += 1
        kept = Observation.objects.filter(recorded_by=BY).order_by("pk")
        found = [
            Said(o.pk, o.participation_id, Series(o.subject, o.item), o.value, o.since, o.recorded_at, o.corrects_id,
                 o.withdrawn)
            for o in kept
        ]  # fmt: skip
        assert found == self.said
        self.compare(FIRST + timedelta(days=DAYS), self.now)

    def compare(self, day: date, moment: datetime) -> None:
        for known_at in (moment, None) if moment == self.now else (moment,):
            found = state(self.rows, self.standing.definition, day, known_at=known_at)
            known = {key: each.value for key, each in found.standings.items()}
            assert known == self.right(day, moment)

    def right(self, day: date, moment: datetime) -> Known:
        return fold(self.said, day, moment)


class Careless(History):
    """The control: what was corrected still counts."""

    def right(self, day: date, moment: datetime) -> Known:
        return fold([replace(each, corrects=None) for each in self.said], day, moment)


def prove(proof: Proof, ground: Ground, *, share: float = 1.0) -> None:
    History.standing = stand()
    runs = max(5, round(RUNS[ground.kind] * share))
    try:
        run(History, runs)
        proof.holds(
            f"{runs} runs, {History.steps} steps: history only grows, and what is known is its fold", True
        )
    except AssertionError as problem:
        proof.holds(f"history only grows, and what is known is its fold ({problem})", False)
    found = 0
    try:
        run(Careless, 100, phases=[Phase.generate])
    except AssertionError:
        found = 1
    proof.control("a fold that forgets corrections, found out", found)
    cross(proof, max(5, round(CROSSINGS[ground.kind] * share)))


def cross(proof: Proof, runs: int) -> None:
    """The same across merges, splits, new numbers and decisions; see `prove.crossing`."""
    standing = History.standing
    Crossing.definition = standing.definition
    Crossing.beginning = [row.pk for row in standing.participations if row.municipality.until is None][:4]
    Participation.objects.filter(pk__in=Crossing.beginning).update(until=None)
    said = f"{runs} runs across borders: what is known is the fold, and a past answer never changes"
    try:
        run(Crossing, runs)
        proof.holds(f"{said}; {Crossing.steps} steps", True)
    except AssertionError as problem:
        proof.holds(f"{said} ({problem})", False)
    found = 0
    try:
        run(Hasty, 100, phases=[Phase.generate])
    except AssertionError:
        found = 1
    proof.control("a rule that takes over what nobody decided, found out", found)


def run(machine: type[RuleBasedStateMachine], runs: int, **more: Any) -> None:
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=runs, stateful_step_count=STEPS, deadline=None, database=None, print_blob=False,
            suppress_health_check=list(HealthCheck), report_multiple_bugs=False, **more,
        ),
    )  # fmt: skip
