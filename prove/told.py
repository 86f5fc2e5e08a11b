"""The model of the history across borders: plain Python that goes through everything in order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from samordner.participation.borders import Borders

Answer = dict[tuple[str, str], str]
"""(municipality number, subject) → value; a municipality of which nothing is known stands with ("code", "")."""


@dataclass(frozen=True)
class Said:
    """What was said of a municipality (its number)."""

    pk: int
    code: str
    subject: str
    value: str
    since: date
    at: datetime
    corrects: int | None
    withdrawn: bool


@dataclass(frozen=True)
class Became:
    day: date
    old: str
    new: str
    kind: str
    same_name: bool


@dataclass(frozen=True)
class Ruled:
    pk: int
    old: str
    heir: str
    subject: str
    holds: bool
    at: datetime


@dataclass(frozen=True)
class Told:
    """All that happened until a moment; and what follows from it."""

    lives: dict[str, tuple[date, date | None]]
    said: list[Said]
    became: list[Became]
    ruled: list[Ruled]
    at: datetime

    def lives_on(self, code: str, day: date) -> bool:
        since, until = self.lives[code]
        return since <= day and (until is None or day < until)

    def own(self, code: str, subject: str, day: date) -> str:
        heard = [one for one in self.said if one.at <= self.at]
        corrected = {one.corrects for one in heard}
        held = [
            one
            for one in heard
            if (one.code, one.subject) == (code, subject) and one.since <= day
            and not one.withdrawn and one.pk not in corrected
        ]  # fmt: skip
        return max(held, key=lambda one: (one.since, one.at, one.pk)).value if held else ""

    def ruling(self, change: Became, subject: str) -> Ruled | None:
        found = [
            one
            for one in self.ruled
            if (one.old, one.heir) == (change.old, change.new)
            and one.subject in {"", subject}
            and one.at <= self.at
        ]
        return max(found, key=lambda one: (one.at, one.pk), default=None)

    def on_the_day(self, code: str, subject: str, day: date) -> str:
        """What was known of a municipality on a day of its life, with what it took over."""
        if own := self.own(code, subject, day):
            return own
        decided = []
        for change in self.became:
            if change.new != code or change.old == code or change.day > day:
                continue
            # What was said of one that lived on after it gave a part away was not said of that part
            value = self.on_the_day(change.old, subject, change.day - timedelta(days=1))
            ruling = self.ruling(change, subject)
            if not value:
                continue
            if ruling is None and goes_on(change):
                return value
            if ruling is not None and ruling.holds:
                decided.append((ruling.at, ruling.pk, value))
        return max(decided)[2] if decided else ""

    def on_todays(self, code: str, subject: str, day: date, limit: date, here: set[str]) -> str:
        """What a municipality of later is made of, as those it came from stood on the day."""
        days = {one.day for one in self.became if one.new == code and day < one.day < limit}
        if not days:
            return self.on_the_day(code, subject, day) if code in here else ""
        newest = max(days)
        decided, rest = [], []
        for change in (one for one in self.became if one.new == code and one.day == newest):
            value = self.on_todays(change.old, subject, day, newest, here)
            ruling = self.ruling(change, subject)
            if ruling is None or (ruling.holds and not value):
                rest.append((change, value))
            elif ruling.holds:
                decided.append((ruling.at, ruling.pk, value))
        if decided:
            return max(decided)[2]
        if len(rest) == 1 and "split" in rest[0][0].kind and not goes_on(rest[0][0]):
            return ""
        values = {value for _change, value in rest}
        return values.pop() if len(values) == 1 else ""

    def answer(self, subjects: Sequence[str], day: date, borders: Borders, today: date) -> Answer:
        here = {code for code in self.lives if self.lives_on(code, day)}
        if borders == "today" and day < today:
            reached = set(here)
            for change in sorted(self.became, key=lambda one: one.day):
                if day < change.day <= today and change.old in reached:
                    reached.add(change.new)
            shown = {code for code in reached if self.lives_on(code, today)}
            limit = today + timedelta(days=1)
            return answered(shown, subjects, lambda code, one: self.on_todays(code, one, day, limit, here))
        return answered(here, subjects, lambda code, one: self.on_the_day(code, one, day))


def goes_on(change: Became) -> bool:
    return change.kind == "renumber" or (change.kind == "split" and change.same_name)


def answered(codes: set[str], subjects: Sequence[str], value: Callable[[str, str], str]) -> Answer:
    return {(code, ""): "" for code in codes} | {
        (code, subject): found for code in codes for subject in subjects if (found := value(code, subject))
    }
