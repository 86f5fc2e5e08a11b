"""A whole programme, and the look-ups that everyone needs."""

from dataclasses import dataclass, field
from typing import Protocol, TypeVar

from samordner.programmes.definition.shapes import (
    Aim,
    Area,
    Chapter,
    ClaimRule,
    Crosswalk,
    CycleStep,
    Deadline,
    Division,
    Figure,
    Gap,
    GrantScheme,
    MeetingKind,
    NetworkKind,
    Offer,
    Paper,
    Period,
    Phase,
    PublishedTotal,
    ReportForm,
    RequiredContent,
    Risk,
    Scale,
    Solution,
    Strategy,
    Subject,
    Topic,
    Value,
)
from samordner.programmes.definition.text import Text


class _Keyed(Protocol):
    @property
    def key(self) -> str: ...


_Kept = TypeVar("_Kept", bound=_Keyed)


def _one(kept: tuple[_Kept, ...], key: str) -> _Kept:
    for one in kept:
        if one.key == key:
            return one
    raise KeyError(key)


@dataclass(frozen=True, slots=True)
class Definition:
    """A whole programme, as its folder says it."""

    key: str
    name: Text
    short_name: Text
    about: Text
    source: str
    periods: tuple[Period, ...]
    areas: tuple[Area, ...]
    scales: tuple[Scale, ...]
    subjects: tuple[Subject, ...]
    aliases: tuple[str, ...] = ()
    target_group: Text | None = None
    papers: tuple[Paper, ...] = ()
    aims: tuple[Aim, ...] = ()
    solutions: tuple[Solution, ...] = ()
    phases: tuple[Phase, ...] = ()
    cycle: tuple[CycleStep, ...] = ()
    figures: tuple[Figure, ...] = ()
    claims: tuple[ClaimRule, ...] = ()
    required_contents: tuple[RequiredContent, ...] = ()
    chapters: tuple[Chapter, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    strategies: tuple[Strategy, ...] = ()
    crosswalks: tuple[Crosswalk, ...] = ()
    gaps: tuple[Gap, ...] = ()
    divisions: tuple[Division, ...] = ()
    themes: tuple[Topic, ...] = ()
    sectors: tuple[Topic, ...] = ()
    grant_schemes: tuple[GrantScheme, ...] = ()
    risks: tuple[Risk, ...] = ()
    meeting_kinds: tuple[MeetingKind, ...] = ()
    network_kinds: tuple[NetworkKind, ...] = ()
    reports: tuple[ReportForm, ...] = ()
    published: tuple[PublishedTotal, ...] = ()
    offers: tuple[Offer, ...] = ()
    guidance: dict[str, Text] = field(default_factory=dict, hash=False)

    @property
    def period(self) -> Period:
        """The period that is in force: the last version."""
        return self.periods[-1]

    @property
    def board_subjects(self) -> tuple[Subject, ...]:
        """The subjects that the plain board shows, in the file's order."""
        return tuple(subject for subject in self.subjects if subject.on_board)

    def area(self, key: str) -> Area:
        """Raises ``KeyError`` when there is none, like every look-up here."""
        return _one(self.areas, key)

    def solution(self, key: str) -> Solution:
        return _one(self.solutions, key)

    def solutions_in(self, area: str) -> tuple[Solution, ...]:
        return tuple(solution for solution in self.solutions if solution.area == area)

    def subject(self, key: str) -> Subject:
        return _one(self.subjects, key)

    def chapter(self, key: str) -> Chapter:
        return _one(self.chapters, key)

    def figure(self, key: str) -> Figure:
        return _one(self.figures, key)

    def division(self, key: str) -> Division:
        return _one(self.divisions, key)

    def meeting_kind(self, key: str) -> MeetingKind:
        return _one(self.meeting_kinds, key)

    def network_kind(self, key: str) -> NetworkKind:
        return _one(self.network_kinds, key)

    def strategy(self, key: str) -> Strategy:
        return _one(self.strategies, key)

    def deadline(self, key: str) -> Deadline:
        return _one(self.deadlines, key)

    def offer(self, key: str) -> Offer:
        return _one(self.offers, key)

    def report(self, key: str) -> ReportForm:
        return _one(self.reports, key)

    def values_of(self, subject: str) -> tuple[Value, ...]:
        """The values that observations of this subject may have; none for a day, or a scale that
        the programme has not filled yet."""
        asked = self.subject(subject)
        if asked.holds == "day":
            return ()
        scale = _one(self.scales, asked.scale)
        if not scale.from_phases:
            return scale.values
        return tuple(
            Value(phase.key, phase.name, phase.sign, phase.tone, phase.asks, source=phase.source)
            for phase in self.phases
        )

    def value_of(self, subject: str, value: str) -> Value:
        return _one(self.values_of(subject), value)

    def items_of(self, subject: str) -> tuple[Area, ...] | tuple[Solution, ...] | None:
        """What the subject is observed for, one by one; ``None`` when for the municipality as such."""
        match self.subject(subject).per:
            case "solutions":
                return self.solutions
            case "areas":
                return self.areas
            case _:
                return None
