"""The history of a status across borders: chance says, corrects, withdraws, merges, divides, renumbers and decides.

After every step the database must answer as plain Python does that goes through everything in order, on that day's
borders and on today's; and what was answered once, as known at a moment, must be answered ever after.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from typing import ClassVar

from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from prove.told import Answer, Became, Ruled, Said, Told
from samordner.journal.deeds import Refusal
from samordner.participation.borders import Borders, known
from samordner.participation.inheriting import decide
from samordner.participation.models import Inheritance, Observation, Participation
from samordner.participation.operations import correct, register, withdraw
from samordner.participation.queries import taking_part
from samordner.participation.statements import Statement
from samordner.places.alphabet import norwegian_key
from samordner.places.models import Change, Municipality
from samordner.programmes.definition import Definition

BY = "prove"
BEGAN = datetime(2020, 6, 1, 10, tzinfo=UTC)
NAMES = ("Alvik", "Bervik", "Dalvik")


def become(
    olds: Sequence[Participation], names: Sequence[str], on: date, *, keeps_code: bool = False
) -> list[Participation]:
    """On the day the old ones become new ones with these names, each old one going into each new one.

    With `keeps_code` the first old one lives on as it is beside them: the last of the answer.
    """
    first, last = olds[0], olds[0].until
    for row in olds[1:] if keeps_code else olds:
        row.until = row.municipality.until = on
        row.save(update_fields=["until"])
        row.municipality.save(update_fields=["until"])
    highest = max(int(code) for code in Municipality.objects.values_list("code", flat=True))
    made = [
        Municipality.objects.create(
            code=f"{highest + number:04}", name=name, label=name, sort_key=norwegian_key(name),
            county=first.municipality.county, since=on,
        )
        for number, name in enumerate(names, 1)
    ]  # fmt: skip
    rows = [
        Participation.objects.create(
            programme=first.programme, municipality=new, office=first.office, since=on, until=last
        )
        for new in made
    ]
    everyone = [*made, first.municipality] if keeps_code else made
    kinds = {
        (False, False): Change.Kind.RENUMBER, (False, True): Change.Kind.MERGE,
        (True, False): Change.Kind.SPLIT, (True, True): Change.Kind.SPLIT_AND_MERGE,
    }  # fmt: skip
    kind = kinds[len(everyone) > 1, len(olds) > 1]
    for old in olds:
        for new in everyone:
            Change.objects.create(day=on, old=old.municipality, new=new, kind=kind, moves_county=False)
    return [*rows, first] if keeps_code else rows


# The machine


class Crossing(RuleBasedStateMachine):
    """Everything happens in one transaction, taken back at the end."""

    definition: ClassVar[Definition]
    beginning: ClassVar[Sequence[int]]
    subjects: ClassVar[Sequence[str]] = ("plan_status", "phase")
    steps: ClassVar[int] = 0

    def __init__(self) -> None:
        super().__init__()
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        rows = Participation.objects.select_related("programme", "municipality__county", "office")
        self.rows = list(rows.filter(pk__in=self.beginning))
        self.now = BEGAN
        self.said: list[Said] = []
        self.became: list[Became] = []
        self.ruled: list[Ruled] = []
        self.answered: list[tuple[date, datetime, Borders, date, Answer]] = []
        self.looked: tuple[datetime, int, int, int] | None = None

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.transaction.__exit__(None, None, None)

    @property
    def today(self) -> date:
        return self.now.date()

    def tick(self, days: int = 0) -> None:
        self.now += timedelta(days=days, seconds=1)

    def living(self) -> list[Participation]:
        return [row for row in self.rows if row.municipality.until is None]

    # What happens

    @rule(days=st.integers(1, 200))
    def time_passes(self, days: int) -> None:
        self.tick(days)

    def statement(self, row: Participation, subject: str, value: int, back: int) -> Statement:
        assert row.since is not None
        values = [one.key for one in self.definition.values_of(subject)][:3]
        last = row.until - timedelta(days=1) if row.until else self.today
        since = max(row.since, last - timedelta(days=back))
        return Statement(subject=subject, value=values[value % len(values)], since=since)

    @rule(who=st.integers(0, 20), what=st.integers(0, 1), value=st.integers(0, 2), back=st.integers(0, 300))
    def say(self, who: int, what: int, value: int, back: int) -> None:
        self.tick()
        row = self.rows[who % len(self.rows)]
        said = self.statement(row, self.subjects[what], value, back)
        self.keep(register(row, said, by=BY, now=self.now), row, said)

    def keep(self, made: Observation, row: Participation, said: Statement) -> None:
        self.said.append(
            Said(
                made.pk, row.municipality.code, said.subject, said.value, said.since, self.now,
                made.corrects_id, made.withdrawn,
            )
        )  # fmt: skip

    def correctable(self, which: int) -> tuple[Observation, Participation] | None:
        corrected = {one.corrects for one in self.said}
        free = [one for one in self.said if not one.withdrawn and one.pk not in corrected]
        if not free:
            return None
        rows = Observation.objects.select_related("participation__programme", "participation__office")
        wrong = rows.get(pk=free[which % len(free)].pk)
        return wrong, next(row for row in self.rows if row.pk == wrong.participation_id)

    @precondition(lambda self: bool(self.said))
    @rule(which=st.integers(0, 20), value=st.integers(0, 2), back=st.integers(0, 300))
    def put_right(self, which: int, value: int, back: int) -> None:
        if found := self.correctable(which):
            self.tick()
            wrong, row = found
            said = self.statement(row, wrong.subject, value, back)
            self.keep(correct(wrong, said, by=BY, now=self.now), row, said)

    @precondition(lambda self: bool(self.said))
    @rule(which=st.integers(0, 20))
    def take_back(self, which: int) -> None:
        if found := self.correctable(which):
            self.tick()
            wrong, row = found
            said = Statement(subject=wrong.subject, value=wrong.value, since=wrong.since)
            self.keep(withdraw(wrong, note="Feil", by=BY, now=self.now), row, said)

    @precondition(lambda self: len(self.rows) < 14)
    @rule(
        who=st.integers(0, 20),
        count=st.integers(1, 2),
        names=st.lists(st.sampled_from(NAMES), min_size=1, max_size=2, unique=True),
        same=st.booleans(),
        keeps_code=st.booleans(),
        days=st.integers(1, 100),
    )
    def borders_change(
        self, who: int, count: int, names: list[str], same: bool, keeps_code: bool, days: int
    ) -> None:
        """A renumbering, a merge, a split, or both at once; one of them may keep its number."""
        living = self.living()
        olds = [living[(who + place) % len(living)] for place in range(min(count, len(living)))]
        if same:
            names = [
                olds[0].municipality.name,
                *[each for each in names if each != olds[0].municipality.name][1:],
            ]
        self.tick(days)
        before = Change.objects.count()
        new = become(olds, names, self.today, keeps_code=keeps_code)
        self.rows += new[:-1] if keeps_code else new
        for change in Change.objects.select_related("old", "new").order_by("pk")[before:]:
            same_name = change.old.name == change.new.name
            self.became.append(Became(change.day, change.old.code, change.new.code, change.kind, same_name))
        self.tick(1)

    @precondition(lambda self: bool(self.became))
    @rule(which=st.integers(0, 30), what=st.integers(0, 2), holds=st.booleans())
    def somebody_decides(self, which: int, what: int, holds: bool) -> None:
        change = self.became[which % len(self.became)]
        subject = ("", *self.subjects)[what]
        by_code = {row.municipality.code: row for row in self.rows}
        old, heir = by_code[change.old], by_code[change.new]
        self.tick()
        with suppress(Refusal):
            made = decide(
                old.programme, old.municipality, heir.municipality,
                holds=holds, reason="Avtalt", subject=subject, by=BY, now=self.now,
            )  # fmt: skip
            self.ruled.append(Ruled(made.pk, change.old, change.new, subject, holds, self.now))

    # What must hold

    @rule(back=st.integers(0, 600), later=st.integers(0, 600), known_back=st.integers(0, 600))
    def ask(self, back: int, later: int, known_back: int) -> None:
        """Any day, on its borders and on those of any later day, as known at any moment."""
        day = self.today - timedelta(days=back)
        today = min(self.today, day + timedelta(days=later))
        moment = self.now - timedelta(days=known_back)
        for borders in ("that-day", "today"):
            self.compare(day, moment, borders, today)

    @precondition(lambda self: bool(self.answered))
    @rule(which=st.integers(0, 200))
    def ask_again(self, which: int) -> None:
        """A past answer never changes."""
        day, moment, borders, today, before = self.answered[which % len(self.answered)]
        assert self.found(day, moment, borders, today) == before

    @invariant()
    def what_is_known_is_the_fold_of_what_happened(self) -> None:
        type(self).steps += 1
        happened = (self.now, len(self.said), len(self.became), len(self.ruled))
        if happened == self.looked:  # a step that only asked
            return
        self.looked = happened
        found = self.found(self.today, None, "that-day", self.today)
        assert found == self.right(self.today, self.now, "that-day", self.today)

    @rule()
    def nothing_is_lost(self) -> None:
        kept = Observation.objects.filter(participation__in=[row.pk for row in self.rows])
        assert kept.count() == len(self.said)
        assert Inheritance.objects.filter(recorded_by=BY).count() == len(self.ruled)

    def compare(self, day: date, moment: datetime, borders: Borders, today: date) -> None:
        found = self.found(day, moment, borders, today)
        assert found == self.right(day, moment, borders, today)
        self.answered.append((day, moment, borders, today, found))

    def found(self, day: date, moment: datetime | None, borders: Borders, today: date) -> Answer:
        rows = taking_part(self.definition.key, day).filter(pk__in=[row.pk for row in self.rows])
        answer = known(
            rows, self.definition, day, borders=borders, today=today, subjects=self.subjects, known_at=moment
        )
        codes = {row.pk: row.municipality.code for row in answer.rows}
        assert len(codes) == len(set(codes.values()))
        return {(code, ""): "" for code in codes.values()} | {
            (codes[pk], series.subject): one.value for (pk, series), one in answer.state.standings.items()
        }

    def right(self, day: date, moment: datetime, borders: Borders, today: date) -> Answer:
        lives = {row.municipality.code: (row.since or date.min, row.until) for row in self.rows}
        return Told(lives, self.said, self.became, self.ruled, moment).answer(
            self.subjects, day, borders, today
        )


class Hasty(Crossing):
    """The control: what was said of a divided or merged one is taken over though nobody decided."""

    def right(self, day: date, moment: datetime, borders: Borders, today: date) -> Answer:
        became = [Became(one.day, one.old, one.new, "renumber", True) for one in self.became]
        lives = {row.municipality.code: (row.since or date.min, row.until) for row in self.rows}
        return Told(lives, self.said, became, self.ruled, moment).answer(self.subjects, day, borders, today)
