"""How a value shows: a sign, a colour and a short text, so that none of them stands alone."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property, lru_cache, partial

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from samordner.boards.lately import lately
from samordner.documents.cells import day_text
from samordner.participation.lines import (
    SAID,
    Known,
    expected_end,
    front_of,
    key_of,
    text_of,
    value_of,
)
from samordner.participation.models import HOLDS, Evidence, Precision
from samordner.participation.queries import State
from samordner.participation.statements import Series, series_of
from samordner.programmes.definition import Definition, Subject, Value

EVIDENCE_SIGNS: dict[str, str] = {
    Evidence.SELF_REPORTED: "✎", Evidence.DOCUMENTED: "▤", Evidence.VERIFIED: "✔",
}  # fmt: skip
NO, UNKNOWN, STALE, INHERITED = "–", "?", "◷", "↳"


@dataclass(frozen=True, slots=True)
class Mark:
    """A value as it is shown. `since` and `evidence` are said below it; `late`: expected before today.

    `stale`: nobody has said anything new for too long. `inherited`: taken over from an older municipality.
    """

    sign: str
    text: str
    tone: str = "neutral"
    since: str = ""
    evidence: str = ""
    late: str = ""
    stale: bool = False
    inherited: bool = False

    @property
    def evidence_sign(self) -> str:
        return EVIDENCE_SIGNS.get(self.evidence, "")

    @property
    def evidence_text(self) -> str:
        return str(Evidence(self.evidence).label) if self.evidence else ""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the board: a subject, or one item of it."""

    subject: str
    item: str
    title: str
    full: str
    help: str = ""

    @property
    def key(self) -> str:
        return f"{self.subject}-{self.item}" if self.item else self.subject


@lately
def columns_of(definition: Definition, view: str = "", area: str = "") -> tuple[Column, ...]:
    """The board's columns: its subjects, or the items of the subject that `view` names, of one area or all.

    KeyError: no such view.
    """
    if not view:
        return tuple(
            Column(one.key, "", str(one.name), str(one.name), str(one.help or ""))
            for one in definition.board_subjects
            if definition.items_of(one.key) is None
        )
    items = definition.items_of(view) or ()
    return tuple(
        Column(view, one.key, one.key, f"{one.key} {one.name}")
        for one in items
        if not area or area in (one.key, getattr(one, "area", ""))
    )


def views_of(definition: Definition) -> tuple[Subject, ...]:
    """The subjects that have a board of their own, since they are followed item by item."""
    return tuple(one for one in definition.subjects if definition.items_of(one.key))


# A column that reads texts: what thousands of cells are shown by


@dataclass(frozen=True, slots=True)
class Said:
    """One thing that a cell rests on: of an item or option, what is said, and whether it was taken over."""

    item: str
    text: str
    inherited: bool = False

    @property
    def value(self) -> str:
        return value_of(self.text)


@dataclass(frozen=True)
class Face:
    """A column with what it takes to show its cells on a day."""

    column: Column
    definition: Definition
    day: date

    @cached_property
    def subject(self) -> Subject:
        return self.definition.subject(self.column.subject)

    @cached_property
    def series(self) -> tuple[tuple[str, str], ...]:
        """The item or option and the key of each series that a cell shows."""
        if self.subject.many:
            found = series_of(self.definition, self.subject.key)
        else:
            found = (Series(self.column.subject, self.column.item),)
        return tuple((one.item, key_of(one)) for one in found)

    @cached_property
    def stale_before(self) -> str:
        """What was last said before this day is stale; "": never. As ISO, as texts have their days."""
        after = self.subject.stale_after_days
        return (self.day - timedelta(days=after)).isoformat() if after else ""

    @cached_property
    def iso(self) -> str:
        return self.day.isoformat()

    @cached_property
    def expecting(self) -> frozenset[str]:
        """The values that may be late: still under way."""
        values = self.definition.values_of(self.column.subject)
        return frozenset(value.key for value in values if value.takes_expected_day)

    def read(self, texts: Mapping[str, str], inherited: Collection[str] = ()) -> tuple[Said, ...]:
        """What a municipality's texts say of this column; () when nothing is known."""
        return tuple(Said(item, texts[key], key in inherited) for item, key in self.series if key in texts)

    def is_stale(self, text: str) -> bool:
        return text[SAID] < self.stale_before

    def is_late(self, text: str) -> bool:
        """Whether it is still under way though the day when it was expected has passed."""
        return "" < expected_end(text) < self.iso and value_of(text) in self.expecting

    def marks(self, said: Sequence[Said]) -> tuple[Mark, ...]:
        """What a cell shows; nothing: unknown.

        Of a subject that may have many, the options that hold; "none of these" only when each is known not to,
        else those that are known not to.
        """
        if not self.subject.many:
            return tuple(map(self.mark, said))
        held = [one for one in said if one.value == HOLDS]
        if said and not held and len(said) == len(self.series):
            return (Mark(NO, _("none of these")),)
        return tuple(map(self.mark, held or said))

    def mark(self, one: Said) -> Mark:
        """One thing said as it is shown."""
        front, late = front_of(one.text), ""
        if self.is_late(one.text):
            late = _("expected %(when)s") % {"when": day_words(expected_end(one.text))}
        made = mark_value(
            self.definition, self.column.subject, one.item, front.value,
            since=day_words(front.since, front.precision), evidence=front.evidence, late=late,
        )  # fmt: skip
        return replace(made, stale=self.is_stale(one.text), inherited=one.inherited)


@lately
def face_of(definition: Definition, column: Column, day: date) -> Face:
    """The column's face on a day."""
    return Face(column, definition, day)


def marks_of(definition: Definition, state: State, participation: int, column: Column) -> tuple[Mark, ...]:
    """What a cell shows; nothing: unknown."""
    face = face_of(definition, column, state.day)
    if isinstance(state.standings, Known):
        asked, texts = state.standings.asked, state.standings.texts.get(participation, {})
        return face.marks(
            face.read({key: texts[key] for _item, key in face.series if key in texts and key in asked})
        )
    found = [(key, state.get(participation, column.subject, item)) for item, key in face.series]
    return face.marks(face.read({key: text_of(one) for key, one in found if one is not None}))


def mark_value(
    definition: Definition, subject: str, item: str, value: str, *, since: str = "", evidence: str = "",
    late: str = "",
) -> Mark:  # fmt: skip
    """A value with its sign, tone and words."""
    asked, steps = _steps(definition, subject)
    found = steps.get(item if asked.many else value)
    if asked.holds == "day":
        return Mark("", day_words(value), "neutral", "", evidence)
    if found is None:
        return Mark("", item if asked.many else value, "neutral", since, evidence, late)
    if asked.many and value != HOLDS:
        return Mark(NO, _("not: %(what)s") % {"what": found.text}, "neutral", since, evidence)
    return Mark(found.sign, found.text, found.tone, since, evidence, late)


@lately
def _steps(definition: Definition, subject: str) -> tuple[Subject, dict[str, Mark]]:
    """The subject, and the marks of its values by key: of its options when it may have many."""
    return definition.subject(subject), {one.key: mark_step(one) for one in definition.values_of(subject)}


def mark_step(step: Value) -> Mark:
    """A value of a scale, of a subject that has one value at a time."""
    return Mark(step.sign, str(step.name), step.tone)


def day_words(iso: str, precision: str = Precision.DAY) -> str:
    """A day as ISO, as exactly as it is known, in the reader's language."""
    return _day_words(get_language() or "", iso, precision)


def day_speller() -> Callable[..., str]:
    """As `day_words`, for many days: the reader's language is asked for once."""
    return partial(_day_words, get_language() or "")


@lru_cache(maxsize=30_000)  # a board has thousands of days, most of them the same ones each time
def _day_words(_language: str, iso: str, precision: str = Precision.DAY) -> str:
    return since_text(date.fromisoformat(iso), precision)


def since_text(day: date, precision: str) -> str:
    """The day as exactly as it is known: 04.03.2021, 3.2021, 1st quarter 2021, 2021."""
    match precision:
        case Precision.YEAR:
            return f"{day.year}"
        case Precision.QUARTER:
            return _("quarter %(number)d of %(year)d") % {"number": (day.month + 2) // 3, "year": day.year}
        case Precision.MONTH:
            return f"{day.month:02}.{day.year}"
        case _:
            return day_text(day)
