"""The rules: what goes on by itself across a border change, what asks for a decision, what a decision settles."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from samordner.participation.borders.shapes import Question, Why
from samordner.participation.lines import Known as Lines
from samordner.participation.lines import Standing, front_of, key_of, on_evidence, order_of, text_of, value_of
from samordner.participation.models import Evidence, Inheritance
from samordner.participation.statements import Series
from samordner.places.models import Change, Municipality

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Cell:
    """What is known of one series of one municipality, and how it got there."""

    said_of: int
    text: str
    origins: tuple[Municipality, ...]
    through: tuple[Change, ...] = ()
    decisions: tuple[Inheritance, ...] = ()

    @property
    def value(self) -> str:
        return value_of(self.text)

    def onward(self, change: Change, ruling: Inheritance | None) -> Cell:
        if change.old_id == change.new_id and not self.through:
            return self
        decisions = self.decisions if ruling is None else (*self.decisions, ruling)
        return replace(self, through=(*self.through, change), decisions=decisions)


@dataclass
class Weighing:
    """One answer in the making.

    `into`: the changes that led to a municipality; `lines`: its participations, the newest first; `said`: what is
    known of these on the day; `earlier`: what was known of one that gave a part away, just before it did.
    """

    day: date
    last: date
    places: dict[int, Municipality]
    into: dict[int, list[Change]]
    lines: dict[int, tuple[int, ...]]
    said: Mapping[tuple[int, Series], Standing]
    rulings: dict[tuple[int, int], list[Inheritance]]
    earlier: dict[tuple[int, date], Mapping[tuple[int, Series], Standing]] = field(default_factory=dict)
    kept: dict[tuple[int, Series, date], Cell | None] = field(default_factory=dict)
    questions: dict[tuple[int, Series], Question] = field(default_factory=dict)

    def is_made_of_others(self, place: int) -> bool:
        """Whether its cells may be anything else than what was said of its newest participation."""
        return place in self.into or len(self.lines.get(place, ())) > 1

    @property
    def any_made_of_others(self) -> bool:
        return bool(self.into) or any(len(pks) > 1 for pks in self.lines.values())

    def changed(self, place: int) -> bool:
        """Whether anything went into the municipality after the day."""
        return any(change.day > self.day for change in self.into.get(place, ()))

    def cell(self, place: int, series: Series, before: date | None = None) -> Cell | None:
        """What is known of a municipality, as it was made of others `before` a day; None: unknown or open."""
        limit = self.last + ONE_DAY if before is None else before
        key = place, series, limit
        if key not in self.kept:
            joined = [one for one in self.into.get(place, ()) if self.day < one.day < limit]
            if joined:
                newest = max(one.day for one in joined)
                self.kept[key] = self._made_of([one for one in joined if one.day == newest], series)
            else:
                self.kept[key] = self._on_the_day(place, series, limit)
        return self.kept[key]

    def _on_the_day(self, place: int, series: Series, limit: date) -> Cell | None:
        """Its own statements; until there are, what goes on by itself, or what the newest decision lets it have."""
        said = self.earlier.get((place, limit), self.said)
        for pk in self.lines.get(place, ()):
            if (text := _text(said, pk, series)) is not None:
                return Cell(pk, text, (self.places[place],))
        decided: list[tuple[Inheritance, Cell]] = []
        left: list[Question] = []
        for change in self.into.get(place, ()):
            if change.day > self.day or change.day >= limit or change.old_id == place:
                continue
            cell = self.cell(change.old_id, series, change.day)
            if cell is None:
                continue
            ruling = self._ruling(change, series)
            if ruling is None and goes_on(change):
                return cell.onward(change, None)
            if ruling is None:
                left.append(_question(change, series, cell, "divided" if change.divides else "merged"))
            elif ruling.holds:
                decided.append((ruling, cell.onward(change, ruling)))
        if decided:
            return max(decided, key=lambda one: (one[0].recorded_at, one[0].pk))[1]
        self._ask(left)
        return None

    def _made_of(self, changes: list[Change], series: Series) -> Cell | None:
        """What those that it was made of on a day after the one asked about add up to."""
        decided: list[tuple[Inheritance, Cell]] = []
        rest: list[tuple[Change, Cell | None]] = []
        for change in changes:
            cell = self.cell(change.old_id, series, change.day)
            ruling = self._ruling(change, series)
            if ruling is None or (ruling.holds and cell is None):
                rest.append((change, cell))
            elif ruling.holds and cell is not None:
                decided.append((ruling, cell.onward(change, ruling)))
        if decided:
            return max(decided, key=lambda one: (one[0].recorded_at, one[0].pk))[1]
        answers = [cell.onward(change, None) for change, cell in rest if cell is not None]
        values = {cell.value for cell in answers}
        if len(rest) == 1 and answers and rest[0][0].divides and not goes_on(rest[0][0]):
            self._ask([_question(rest[0][0], series, answers[0], "divided")])
            return None
        if answers and len(answers) == len(rest) and len(values) == 1:
            return _agreed(answers)
        why: Why = "differs" if len(values) > 1 else "unknown"
        self._ask(
            _question(change, series, cell, why)
            for change, cell in rest
            if cell is not None and change.old_id != change.new_id
        )
        return None

    def _ruling(self, change: Change, series: Series) -> Inheritance | None:
        """The newest decision that covers the series."""
        for ruling in self.rulings.get((change.old_id, change.new_id), ()):
            if covers(ruling, series):
                return ruling
        return None

    def _ask(self, questions: Iterable[Question]) -> None:
        for question in questions:
            self.questions[question.change.pk, question.series] = question

    def open_questions(self, asked: Sequence[Series]) -> tuple[Question, ...]:
        """In Norwegian order of the heirs, then of the old ones, then as the programme asks."""
        order = {series: number for number, series in enumerate(asked)}

        def place(question: Question) -> tuple[str, str, str, str, int]:
            heir, old = question.heir, question.old
            return heir.sort_key, heir.code, old.sort_key, old.code, order[question.series]

        return tuple(sorted(self.questions.values(), key=place))


def goes_on(change: Change) -> bool:
    """Whether the old one lives on in the new by itself: a new number, or the part that bears the old name."""
    if change.kind == Change.Kind.RENUMBER:
        return True
    return change.kind == Change.Kind.SPLIT and change.old.name == change.new.name


def covers(ruling: Inheritance, series: Series) -> bool:
    """Whether a decision is about the series: about all subjects, the whole subject, or just this item."""
    return ruling.subject in {"", series.subject} and ruling.item in {"", series.item}


def _text(said: Mapping[tuple[int, Series], Standing], pk: int, series: Series) -> str | None:
    """What is known, as text; None: unknown."""
    if isinstance(said, Lines):
        key = key_of(series)
        return said.texts.get(pk, {}).get(key) if key in said.asked else None
    one = said.get((pk, series))
    return None if one is None else text_of(one)


def _question(change: Change, series: Series, cell: Cell, why: Why) -> Question:
    return Question(change, series, cell.said_of, cell.text, why)


def _agreed(cells: list[Cell]) -> Cell:
    """The value that all have: since the last of them had it, on no better evidence than the weakest."""
    if len(cells) == 1:
        return cells[0]
    leading = max(cells, key=lambda cell: order_of(cell.text))
    weakest = min((front_of(cell.text).evidence for cell in cells), key=Evidence.values.index)
    others = [place for cell in cells if cell is not leading for place in cell.origins]
    return replace(
        leading,
        text=on_evidence(leading.text, weakest),
        origins=tuple(dict.fromkeys((*leading.origins, *others))),
        through=leading.through or tuple(change for cell in cells for change in cell.through)[:1],
    )
