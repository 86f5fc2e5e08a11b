"""What needs the coordinator now: sentences computed from what is known, each opening to whom it counts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.utils.translation import ngettext

from samordner.boards.queries import Scope, Selection, selected
from samordner.boards.tasks import Tone
from samordner.documents.cells import day_text
from samordner.participation.queries import State
from samordner.programmes.definition import Subject


@dataclass(frozen=True, slots=True)
class Point:
    """One sentence. `sign` and `tone` say how it matters; `names` are all whom it counts."""

    sentence: str
    sign: str
    tone: Tone
    selection: Selection
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Headline:
    """How many have come furthest with a subject: "7 of 26"."""

    subject: str
    value: str
    sign: str
    tone: str
    number: int
    whole: int
    selection: Selection


def headlines(scope: Scope, state: State) -> list[Headline]:
    """For each of the board's subjects with an ordered scale: how many stand at its last value."""
    found = []
    for subject in _ordered(scope):
        value = scope.definition.values_of(subject.key)[-1]
        selection = Selection("value", subject.key, "", (value.key,))
        number = len(selected(selection, state, scope.definition))
        whole = len(scope.participations)
        found.append(
            Headline(str(subject.name), str(value.name), value.sign, value.tone, number, whole, selection)
        )
    return found


def points(scope: Scope, state: State) -> list[Point]:
    """What needs somebody, the most pressing first."""
    return list(_points(scope, state))


def _ordered(scope: Scope) -> Iterator[Subject]:
    scales = {scale.key: scale for scale in scope.definition.scales}
    for subject in scope.definition.board_subjects:
        scale = scales.get(subject.scale)
        usable = scale is not None and scale.ordered and not scale.from_phases and scale.values
        if usable and not subject.many and not subject.per:
            yield subject


def _points(scope: Scope, state: State) -> Iterator[Point]:
    definition = scope.definition
    names = {row.pk: str(row.municipality) for row in scope.participations}

    def point(
        selection: Selection, sign: str, tone: Tone, sentence: Callable[[tuple[int, ...]], str]
    ) -> Iterator[Point]:
        if found := selected(selection, state, definition):
            yield Point(sentence(found), sign, tone, selection, tuple(names[pk] for pk in found))

    for subject in definition.board_subjects:
        if any(value.takes_expected_day for value in definition.values_of(subject.key)):
            yield from point(Selection("late", subject.key), "!", "danger", _late(scope, state, subject))
    for subject in definition.board_subjects:
        if any(value.takes_decision for value in definition.values_of(subject.key)):
            yield from point(Selection("unpapered", subject.key), "▤", "info", _unpapered(subject))
    never = set(state.participations) - {pk for pk, _series in state.standings}
    for subject in definition.board_subjects:
        if not subject.many and not subject.per and subject.holds == "value":
            unknown = Selection("unknown", subject.key)
            if not never.issuperset(selected(unknown, state, definition)):  # else it is said already
                yield from point(unknown, "?", "neutral", _unknown(subject))


def _late(scope: Scope, state: State, subject: Subject) -> Callable[[tuple[int, ...]], str]:
    def sentence(found: tuple[int, ...]) -> str:
        ends = [
            one.expected.end
            for pk in found
            if (one := state.get(pk, subject.key)) and one.expected and one.expected.end
        ]
        text = ngettext(
            "%(count)d was expected to be done by %(day)s and is not (%(subject)s)",
            "%(count)d were expected to be done by %(day)s and are not (%(subject)s)",
            len(found),
        )
        return text % {"count": len(found), "day": day_text(max(ends)), "subject": subject.name}

    return sentence


def _unpapered(subject: Subject) -> Callable[[tuple[int, ...]], str]:
    def sentence(found: tuple[int, ...]) -> str:
        text = ngettext(
            "%(count)d decision rests on the municipality's own word, without a document (%(subject)s)",
            "%(count)d decisions rest on the municipalities' own word, without a document (%(subject)s)",
            len(found),
        )
        return text % {"count": len(found), "subject": subject.name}

    return sentence


def _unknown(subject: Subject) -> Callable[[tuple[int, ...]], str]:
    def sentence(found: tuple[int, ...]) -> str:
        text = ngettext(
            "%(subject)s is unknown for %(count)d", "%(subject)s is unknown for %(count)d", len(found)
        )
        return text % {"count": len(found), "subject": subject.name}

    return sentence
