"""Who was asked in a round, what each sent in, and whether anything may be told of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samordner.findings.counting import Answer
from samordner.findings.disclosure import threshold
from samordner.mapping.models import MappingRound, Respondent, RoundStep, Submission
from samordner.mapping.sent import sent_in
from samordner.participation.models import Participation
from samordner.questionnaires.answering import asked, cells_in
from samordner.questionnaires.content import SEPARATOR, STILL, Content


@dataclass(frozen=True)
class Unit:
    """One that was asked for an answer: a municipality, else an organisation or a person (who is never named here)."""

    key: str
    name: str
    participation: Participation | None
    answered: bool

    @property
    def sorting(self) -> tuple[str, str, str]:
        place = self.participation.municipality if self.participation else None
        return (place.sort_key if place else "\uffff", self.name, self.key)


@dataclass(frozen=True)
class Material:
    """What a round brought in. `units`: everyone who was asked; `answers`: those that count, by nobody's name.

    `sent`: the submission of each answer by its key, none of an anonymous round. `why_not`: why nothing is told yet.
    `later`: so many came after an anonymous round was opened again, and are not told of. `fewest`: 0 when everything
    may be told, else the threshold.
    """

    of: MappingRound
    content: Content
    units: tuple[Unit, ...]
    answers: tuple[Answer, ...]
    sent: Mapping[str, Submission]
    why_not: str = ""
    later: int = 0
    fewest: int = 0

    def among(self, members: frozenset[int] | None) -> Material:
        """Only the participations of these; all of it when there are none to narrow by. Not of an anonymous round."""
        if members is None or self.fewest:
            return self
        units = tuple(
            each for each in self.units if each.participation and each.participation.pk in members
        )  # fmt: skip
        keys = {each.key for each in units}
        answers = tuple(each for each in self.answers if each.unit in keys)
        return Material(self.of, self.content, units, answers, self.sent, self.why_not)

    def unit(self, key: str) -> Unit | None:
        return next((each for each in self.units if each.key == key), None)


def material(of: MappingRound) -> Material:
    """Everything that the round's results are made of. The round has its edition with it."""
    content = of.edition.content if of.edition else Content(title=of.questionnaire.content.title)
    if of.edition is None or of.state in {of.State.DRAFT, of.State.CANCELLED}:
        return Material(of, content, (), (), {}, _("Nobody has been asked yet."))
    rows = list(sent_in(of).select_related("participation__municipality__county", "response__respondent"))
    if of.anonymous:
        return _anonymous(of, content, rows)
    units = {each.key: each for each in _asked(of, {_unit_of(of, row) for row in rows})}
    for row in rows:  # whoever answered was asked, also when the asking was withdrawn later
        key = _unit_of(of, row)
        if key not in units:
            units[key] = _unit(key, row.participation, _organisation(row), True)
    ordered = sorted(units.values(), key=lambda unit: unit.sorting)
    places = {each.key: place for place, each in enumerate(ordered)}
    rows.sort(key=lambda row: places[_unit_of(of, row)])
    answers = tuple(_answer(content, row, _unit_of(of, row)) for row in rows)
    return Material(of, content, tuple(ordered), answers, {str(row.pk): row for row in rows})


def _anonymous(of: MappingRound, content: Content, rows: Sequence[Submission]) -> Material:
    fewest = threshold(of.fewest)
    units = sorted(_asked(of, None), key=lambda unit: unit.sorting)
    usual: dict[str, Any] = {
        "of": of,
        "content": content,
        "units": tuple(units),
        "sent": {},
        "fewest": fewest,
    }
    if of.state != of.State.CLOSED:
        told = _(
            "It is anonymous. What was answered is told when it is closed: if it were told answer by answer, each could be seen."
        )
        return Material(**usual, answers=(), why_not=told)
    first, doubtful = _first_told(of, rows, fewest)
    if doubtful:
        told = _(
            "It is anonymous, and was opened again on the day it was closed: "
            "what came later cannot be kept apart, so nothing is told."
        )
        return Material(**usual, answers=(), why_not=told)
    counted = [row for row in rows if first is None or _day(row.at) <= first]
    if len(counted) < fewest:
        told = ngettext(
            "It is anonymous, and fewer than %(fewest)d has answered: nothing is told.",
            "It is anonymous, and fewer than %(fewest)d have answered: nothing is told.",
            fewest,
        ) % {"fewest": fewest}  # fmt: skip
        return Material(**usual, answers=(), why_not=told)
    answers = tuple(_answer(content, row, "") for row in counted)
    return Material(**usual, answers=answers, later=len(rows) - len(counted))


def _first_told(of: MappingRound, rows: Sequence[Submission], fewest: int) -> tuple[date | None, bool]:
    """The day by which the answers had come that were told first, when the round was opened again after that; and whether
    that cannot be known. What came later would show in the difference.
    """
    closed: date | None = None
    for step in RoundStep.objects.filter(round=of).order_by("pk"):
        if step.verb == RoundStep.Verb.CLOSED:
            closed = _day(step.at)
        elif step.verb == RoundStep.Verb.REOPENED and closed is not None:
            by_then = sum(_day(row.at) <= closed for row in rows)
            if by_then >= fewest:
                return closed, _day(step.at) == closed
    return None, False


def _day(moment: datetime) -> date:
    return timezone.localtime(moment).date()


def _asked(of: MappingRound, answered: set[str] | None) -> list[Unit]:
    rows = Respondent.objects.filter(round=of, withdrawn_at=None, handed_by=None)
    found: dict[str, Unit] = {}
    for row in rows.select_related("participation__municipality__county"):
        per_person = of.answered_for == of.For.PERSON or row.participation is None
        key = f"respondent:{row.pk}" if per_person else f"municipality:{row.participation_id}"
        has = row.answered if answered is None else key in answered
        found.setdefault(key, _unit(key, row.participation, row.organisation if per_person else "", has))
    return list(found.values())


def _unit(key: str, place: Participation | None, organisation: str, answered: bool) -> Unit:
    words = [str(place.municipality)] if place else []
    words += [organisation] if organisation else []
    return Unit(key, ", ".join(words) or _("Somebody outside the municipalities"), place, answered)


def _unit_of(of: MappingRound, row: Submission) -> str:
    response = row.response
    if response is not None and response.respondent_id and (
        of.answered_for == of.For.PERSON or response.participation_id is None
    ):  # fmt: skip
        return f"respondent:{response.respondent_id}"
    return f"municipality:{row.participation_id}"


def _organisation(row: Submission) -> str:
    respondent = row.response.respondent if row.response else None
    return respondent.organisation if respondent else ""


def _answer(content: Content, row: Submission, unit: str) -> Answer:
    return Answer(str(row.pk), unit, row.values, asked_in(content, row))


def asked_in(content: Content, row: Submission) -> frozenset[str]:
    """The questions that were asked in what was sent in."""
    if not conditional(content):
        return frozenset(each.key for each in content.questions)
    # What was emptied was sent in as nothing, and is not what a question begins with
    names = [cell.name for question in content.questions for cell in cells_in(content, question)]
    return asked(content, dict.fromkeys(names) | row.values, today=_day(row.at)).questions


def conditional(content: Content) -> bool:
    """Whether some question is asked of some only."""
    return any(each.relevant for each in content.sections) or any(each.relevant for each in content.questions)


def still(cell: str) -> str:
    """The cell that says that what is registered is still right."""
    return f"{cell}{SEPARATOR}{STILL}"
