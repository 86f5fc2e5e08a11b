"""Sending in: what was answered becomes a submission that never changes, and a correction another one."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from samordner.journal.deeds import Refusal
from samordner.journal.operations import Detail, record
from samordner.mapping.answering.operations.saving import locked
from samordner.mapping.answering.queries import (
    WRITTEN_IN,
    actor_of,
    content_of,
    faults_now,
    last_of,
    respondent_at,
    sent_by_others,
    values_of,
    why_not_submit,
)
from samordner.mapping.models import How, MappingRound, Respondent, Response, Submission
from samordner.mapping.rounds.operations.answered import note_answered, receipt_letter
from samordner.questionnaires.answering import final
from samordner.timeline.moments import NORWAY

LONGEST_SOURCE = 300


class Lacking(Refusal):
    """Something is not answered, or not as it was asked: `faults` by cell, in the order of the questionnaire."""

    def __init__(self, faults: Mapping[str, str]) -> None:
        super().__init__(_("Something must be answered, or answered otherwise, before this can be sent in."))
        self.faults = faults


class AskFirst(Refusal):
    """Those who were asked sent in an answer themselves: `standing`. Another takes its place only when it is named."""

    def __init__(self, standing: Submission) -> None:
        super().__init__(
            _("An answer was sent in without your help. Look at it, and say that yours shall take its place.")
        )
        self.standing = standing


def text_of(values: Mapping[str, Any]) -> str:
    """What is sent in, as it is kept: equal answers are equal texts."""
    return json.dumps(dict(values), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


@transaction.atomic
def submit(
    respondent: Respondent, *, today: date, by: str, now: datetime, how: str = How.LINK, source: str = "", instead_of: int = 0,
) -> Submission:  # fmt: skip
    """Send in what is written; the same once more is the one that was sent in. Raises Refusal, Lacking and AskFirst.

    A correction is the next submission. `instead_of`: the number of the answer of their own that the office was shown
    and puts another in the place of. `source`: of what the office writes in, where it comes from.
    """
    respondent = respondent_at(respondent.pk) or respondent
    source = " ".join(source.split())
    _refuse(respondent, how, source, today)
    response = locked(respondent)
    cells = response.cells if response else {}
    content = content_of(respondent.round)
    if wrong := faults_now(content, cells, today):
        raise Lacking(wrong)
    text = text_of(final(content, values_of(cells), today=today))
    if response is None:
        raise Refusal(_("Nothing is answered yet."))
    if respondent.round.anonymous:
        return _submit_untied(respondent, response, text, how, now)
    last = last_of(response)
    if last is not None and last.text == text:
        Response.objects.filter(pk=response.pk, changed_since=True).update(changed_since=False)
        return last
    if how in WRITTEN_IN and sent_by_others(last) and last is not None and instead_of != last.number:
        raise AskFirst(last)
    number = response.submitted + 1
    made = Submission.objects.create(
        round=respondent.round, response=response, participation_id=response.participation_id, number=number, text=text,
        digest=digest_of(text), at=now, by=by or actor_of(respondent), how=how, source=source,
    )  # fmt: skip
    Response.objects.filter(pk=response.pk).update(
        submitted=number, changed_since=False, version=response.version + 1
    )
    response.round = respondent.round
    note_answered(response, today, by=by, now=now)
    receipt_letter(respondent, made, now, by=by)
    detail: Detail = {
        "round": respondent.round_id, "number": number, "how": str(how), "digest": made.digest,
        "municipality": respondent.participation.municipality.code if respondent.participation else None,
    }  # fmt: skip
    record(by, "submit", "response", str(response.pk), now, detail, office=respondent.round.office.key)
    return made


def why_not_write_in(of: MappingRound) -> str | None:
    """Why the office cannot write in an answer for another; None: it can."""
    if of.anonymous:
        return _("Nobody writes in an anonymous answer for another: what was answered would be known.")
    return None


def _refuse(respondent: Respondent, how: str, source: str, today: date) -> None:
    if how in WRITTEN_IN:
        if sentence := why_not_write_in(respondent.round):
            raise Refusal(sentence)
        if not source:
            raise Refusal(_("Say where the paper lies, or who was spoken to and when."), field="source")
        if len(source) > LONGEST_SOURCE:
            raise Refusal(_("Write at most 300 characters."), field="source")
    if sentence := why_not_submit(respondent, today):
        raise Refusal(sentence)


def _submit_untied(
    respondent: Respondent, response: Response, text: str, how: str, now: datetime
) -> Submission:
    """An anonymous answer: nothing ties it to who gave it, nor to the moment; what was written is erased.

    The journal tells that somebody answered, not who.
    """
    of = respondent.round
    noon = datetime.combine(now.astimezone(NORWAY).date(), time(12), NORWAY)
    made = Submission.objects.create(round=of, text=text, digest=digest_of(text), at=noon, how=how)
    Respondent.objects.filter(pk=respondent.pk).update(answered=True)
    response.delete()
    record("", "submit", "mapping_round", str(of.pk), now, office=of.office.key)
    return made
