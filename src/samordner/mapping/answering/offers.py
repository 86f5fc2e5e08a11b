"""What a municipality has answered another already, to the same question: it may be used here if the municipality says so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import F, QuerySet

from samordner.documents.cells import day_text
from samordner.mapping.answering.queries import (
    WRITTEN_IN,
    answers_alone,
    content_of,
    writable,
)
from samordner.mapping.models import Respondent, Submission
from samordner.pages.prepared import Prepared
from samordner.questionnaires.answering import Given, cells_in, choices_in, rows_in, words_of
from samordner.questionnaires.content import Content, Question
from samordner.timeline.moments import NORWAY

KINDS = ("text", "long", "number", "date", "one", "many", "scale", "matrix")


@dataclass(frozen=True)
class Offer:
    """An answer that was given elsewhere: to whom, in what, and when."""

    submission: Submission
    value: Any

    def given(self, content: Content, cell: str, language: str) -> Given:
        of = self.submission.round
        return Given(
            words=words_of(content, cell, self.value, language), to=f"{of.asked_by} ({of.title})",
            on_words=day_text(self.submission.at.astimezone(NORWAY).date()), value=self.value,
        )  # fmt: skip


def shape_of(content: Content, question: Question) -> tuple[Any, ...]:
    """What two questions must have in common, so that an answer to one is an answer to the other."""
    return (
        question.asks or question.key, question.kind, question.decimal, question.other, question.scale and (
            question.scale.low, question.scale.high, question.scale.step
        ),
        tuple(one.key for one in choices_in(content, question)), tuple(one.key for one in rows_in(content, question)),
    )  # fmt: skip


def offers_to(respondent: Respondent, how: str, values: Mapping[str, Any]) -> dict[str, Offer]:
    """What the municipality has told another and could be used here, by cell: the newest; nothing that is answered here.

    Never told to an office that writes in an answer: it has asked, and the municipality has not agreed yet. Two queries.
    """
    of = respondent.round
    if respondent.participation_id is None or of.anonymous or answers_alone(of) or how in WRITTEN_IN:
        return {}
    held = [
        one for one in _sent_before(respondent.participation_id)
        if one.round_id != of.pk and one.round.asked_by != of.asked_by
    ]  # fmt: skip
    if not held:
        return {}
    content = content_of(of)
    allowed = {cell.question.key for cell in writable(content, respondent.sections).values()}
    asked = {
        shape_of(content, question): question
        for question in content.questions
        if question.key in allowed and question.kind in KINDS
    }
    found: dict[str, Offer] = {}
    for submission in held:
        theirs = content_of(submission.round)
        said = submission.values
        for question in theirs.questions:
            here = asked.get(shape_of(theirs, question)) if question.kind in KINDS else None
            if here is None:
                continue
            pairs = zip(cells_in(theirs, question), cells_in(content, here), strict=True)
            for their, own in pairs:
                if their.name in said and values.get(own.name) is None:
                    found.setdefault(own.name, Offer(submission, said[their.name]))
    return found


@Prepared
def _sent_before(participation: int) -> QuerySet[Submission]:
    """What counts of all that a municipality has answered, the newest first."""
    rows = Submission.objects.filter(
        participation=participation, number=F("response__submitted"), response__respondent=None
    )
    return rows.select_related("round__edition").order_by("-at")
