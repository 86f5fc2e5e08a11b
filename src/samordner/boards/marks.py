"""How a value shows: a sign, a colour and a short text, so that none of them stands alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from samordner.boards.queries import is_late
from samordner.documents.cells import day_text
from samordner.participation.models import HOLDS, Evidence, Precision
from samordner.participation.queries import Standing, State
from samordner.participation.statements import series_of
from samordner.programmes.definition import Definition, Subject

EVIDENCE_SIGNS: dict[str, str] = {Evidence.DOCUMENTED: "▤", Evidence.VERIFIED: "✔"}
NO, UNKNOWN = "–", "?"


@dataclass(frozen=True, slots=True)
class Mark:
    """A value as it is shown. `since` and `evidence` are said below it; `late`: expected before today."""

    sign: str
    text: str
    tone: str = "neutral"
    since: str = ""
    evidence: str = ""
    late: str = ""

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


def columns_of(definition: Definition, view: str = "") -> tuple[Column, ...]:
    """The board's columns: its subjects, or the items of the subject that `view` names. KeyError: no such."""
    if not view:
        return tuple(
            Column(one.key, "", str(one.name), str(one.name), str(one.help or ""))
            for one in definition.board_subjects
            if definition.items_of(one.key) is None
        )
    items = definition.items_of(view) or ()
    return tuple(Column(view, one.key, one.key, f"{one.key} {one.name}") for one in items)


def views_of(definition: Definition) -> tuple[Subject, ...]:
    """The subjects that have a board of their own, since they are followed item by item."""
    return tuple(one for one in definition.subjects if definition.items_of(one.key))


def marks_of(definition: Definition, state: State, participation: int, column: Column) -> tuple[Mark, ...]:
    """What a cell shows; nothing: unknown."""
    subject = definition.subject(column.subject)
    if subject.many:
        return _many(definition, state, participation, subject)
    found = state.get(participation, column.subject, column.item)
    return () if found is None else (mark(definition, found, state.day),)


def _many(definition: Definition, state: State, participation: int, subject: Subject) -> tuple[Mark, ...]:
    """The options that hold. "None of these" only when each is known not to: else those that are known so."""
    series = series_of(definition, subject.key)
    found = [state.get(participation, subject.key, one.item) for one in series]
    known = [one for one in found if one is not None]
    held = [one for one in known if one.value == HOLDS]
    if known and not held and len(known) == len(series):
        return (Mark(NO, _("none of these")),)
    return tuple(mark(definition, one, state.day) for one in held or known)


def mark(definition: Definition, standing: Standing, day: date) -> Mark:
    """One standing as it is shown on `day`. A value that the programme no longer has shows its key."""
    series = standing.series
    return mark_value(
        definition,
        series.subject,
        series.item,
        standing.value,
        since=since_text(standing.since, standing.precision),
        evidence=standing.evidence,
        late=_late(standing, day, definition),
    )


def mark_value(
    definition: Definition, subject: str, item: str, value: str, *, since: str = "", evidence: str = "",
    late: str = "",
) -> Mark:  # fmt: skip
    """A value with its sign, tone and words."""
    asked = definition.subject(subject)
    if asked.holds == "day":
        return Mark("", day_text(date.fromisoformat(value)), "neutral", "", evidence)
    key = item if asked.many else value
    found = next((one for one in definition.values_of(subject) if one.key == key), None)
    if found is None:
        return Mark("", key, "neutral", since, evidence, late)
    if asked.many and value != HOLDS:
        return Mark(NO, _("not: %(what)s") % {"what": found.name}, "neutral", since, evidence)
    return Mark(found.sign, str(found.name), found.tone, since, evidence, late)


def _late(standing: Standing, day: date, definition: Definition) -> str:
    if not is_late(standing, day, definition) or standing.expected is None:
        return ""
    return _("expected %(when)s") % {"when": standing.expected.label}


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
