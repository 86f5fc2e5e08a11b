"""What a chart is asked to show beside its result, and what follows from both."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from samordner.charts.axes import Numbers, Times, decimals_for
from samordner.charts.phrases import say
from samordner.charts.signals import Tone, is_signal, tone_of
from samordner.spc.options import Chart, Direction
from samordner.spc.result import PhaseResult, Result
from samordner.spc.result import Point as SpcPoint
from samordner.spc.series import NONE_BEFORE


@dataclass(frozen=True, slots=True)
class Goal:
    """A goal from a place on the axis (its x, or any ISO day) until the next; in the unit of the points."""

    since: str
    value: float


@dataclass(frozen=True, slots=True)
class Note:
    """Something that people wrote at a point: the x of the point (or a day within it), and the text."""

    at: str
    text: str


@dataclass(frozen=True, slots=True)
class Flag:
    """A test of change under the axis, from a day through a day; without `until` it goes on."""

    since: str
    until: str
    label: str
    address: str = ""


@dataclass(frozen=True)
class Asked:
    """A result, and how it is to be shown. Built by `control_chart`."""

    result: Result
    lang: str
    direction: Direction = "neutral"
    multiplier: float = 1.0
    unit: str = ""
    decimals: int | None = None
    goals: Sequence[Goal] = ()
    ahead: Sequence[str] = ()
    notes: Sequence[Note] = ()
    flags: Sequence[Flag] = ()
    phase_labels: Mapping[int, str] = field(default_factory=dict)
    left_out: Mapping[str, str] = field(default_factory=dict)
    not_relevant: Collection[str] = ()
    label_of_x: Callable[[str], str] | None = None
    address: Callable[[str], str] | None = None
    y_range: tuple[float, float] | None = None

    @property
    def points(self) -> tuple[SpcPoint, ...]:
        return self.result.points

    @cached_property
    def times(self) -> Times:
        return Times((*(point.x for point in self.points), *self.ahead), self.lang, self.label_of_x)

    @cached_property
    def numbers(self) -> Numbers:
        values = [point.y * self.multiplier for point in self.points if point.y is not None]
        decimals = self.decimals if self.decimals is not None else decimals_for(values)
        return Numbers(self.lang, self.multiplier, self.unit, decimals)

    @cached_property
    def counts(self) -> Numbers:
        """For what was counted, and what it was out of."""
        found = [point.n for point in self.points if point.n is not None]
        return Numbers(self.lang, decimals=decimals_for(found))

    @cached_property
    def wide_numbers(self) -> Numbers:
        """For what is calculated: one decimal more, where the measurements are whole."""
        numbers = self.numbers
        return Numbers(self.lang, self.multiplier, self.unit, max(numbers.decimals, 1))

    @cached_property
    def phases(self) -> dict[int, PhaseResult]:
        return {phase.phase: phase for phase in self.result.phases}

    @cached_property
    def tones(self) -> tuple[Tone, ...]:
        return tuple(
            Tone.COMMON if self.withheld(point) else tone_of(point, self.direction) for point in self.points
        )

    def withheld(self, point: SpcPoint) -> bool:
        """Whether there are too few measurements in its phase to say anything of limits and signals."""
        phase = self.phases.get(point.phase)
        return phase is None or phase.state == "none"

    def unmeasured(self, place: int) -> bool:
        """Whether a value is wanting; where there is no change to show, the month itself may well be measured."""
        point = self.points[place]
        return point.y is None and point.left_out is not NONE_BEFORE

    def signals(self, point: SpcPoint) -> bool:
        return point.y is not None and is_signal(point) and not self.withheld(point)

    @cached_property
    def every_limit(self) -> tuple[tuple[float | None, float | None], ...]:
        return tuple(
            (None, None) if self.withheld(point) else (point.lower, point.upper) for point in self.points
        )

    def limits(self, place: int) -> tuple[float | None, float | None]:
        """The limits that are drawn at this place: none while there are too few points."""
        return self.every_limit[place]

    def no_limit(self, place: int, *, upper: bool) -> bool:
        """Whether the limit lies where nothing can be beyond it, and so is none."""
        return self.points[place].no_upper if upper else self.points[place].no_lower

    @cached_property
    def has_limits(self) -> bool:
        return any(pair != (None, None) for pair in self.every_limit)

    @cached_property
    def with_limits(self) -> bool:
        """Whether this kind of chart has limits at all."""
        return self.result.kind != Chart.RUN

    @property
    def centre_word(self) -> str:
        kind = self.result.kind
        key = "median" if kind in (Chart.RUN, Chart.G) else "centre" if kind == Chart.T else "mean"
        return say(key, self.lang)

    def phase_label(self, number: int) -> str:
        return self.phase_labels.get(number) or say("phase number", self.lang, number=number)

    @cached_property
    def goal_steps(self) -> tuple[tuple[float, float, float], ...]:
        """Goals as (from place, to place, value), in order; what is before the axis counts from its beginning."""
        whole = float(len(self.points) + len(self.ahead))
        placed = sorted(
            ((at, goal.value) for goal in self.goals if (at := self.times.position(goal.since)) is not None),
            key=lambda pair: pair[0],
        )
        ends = [*(at for at, _ in placed[1:]), whole][: len(placed)]
        return tuple((at, end, value) for (at, value), end in zip(placed, ends, strict=True) if end > at)

    def goal_at(self, place: int) -> float | None:
        return next((value for at, end, value in self.goal_steps if at <= place + 0.5 < end), None)

    @cached_property
    def notes_at(self) -> dict[int, list[tuple[int, str]]]:
        """The notes of each place, numbered along the axis."""
        placed = []
        for note in self.notes:
            at = self.times.position(note.at)
            if at is not None and self.points:
                placed.append((min(int(at), len(self.points) - 1), note.text))
        placed.sort(key=lambda pair: pair[0])
        found: dict[int, list[tuple[int, str]]] = {}
        for number, (place, text) in enumerate(placed, start=1):
            found.setdefault(place, []).append((number, text))
        return found

    @cached_property
    def frozen(self) -> dict[int, tuple[int, int, int]]:
        """Phases judged against a baseline that ended before they did: first and last place of it, and how many count."""
        found = {}
        for number in self.phases:
            places = [place for place, point in enumerate(self.points) if point.phase == number]
            useful = [
                place for place in places if self.points[place].y is not None and self.points[place].included
            ]
            base = [place for place in useful if self.points[place].baseline]
            if base and any(not self.points[place].baseline for place in useful):
                found[number] = (places[0], base[-1], len(base))
        return found

    def spans(self) -> Iterator[tuple[PhaseResult, int, int]]:
        """Each phase with its first and last place."""
        for phase in self.result.phases:
            places = [place for place, point in enumerate(self.points) if point.phase == phase.phase]
            if places:
                yield phase, places[0], places[-1]

    def values(self) -> Iterator[float]:
        """Everything that must fit on the axis, as it is shown."""
        for place, point in enumerate(self.points):
            found = [point.y, point.centre, *self.limits(place)]
            yield from (value * self.multiplier for value in found if value is not None)
        yield from (value * self.multiplier for _, _, value in self.goal_steps)

    def shown(self, value: float) -> float:
        return value * self.multiplier
