"""Handing on a part of an answer: somebody else gets a link of their own that opens this part only."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from samordner.journal.deeds import Refusal, change
from samordner.journal.operations import record
from samordner.letters.models import Language
from samordner.mapping.answering.queries import (
    answers_alone,
    content_of,
    every_respondent,
    handed_on,
    why_not_answer,
)
from samordner.mapping.models import Respondent
from samordner.mapping.rounds.operations.answered import handed_on_letter
from samordner.mapping.rounds.operations.sending import end_links

MOST, EVER = 30, 60
"""So many can be let in on one answer at a time, and in all: nobody sends letters through us to whomever they like."""
LONGEST_NAME, LONGEST_WORDS = 200, 1000


def why_not_hand_on(respondent: Respondent) -> str | None:
    """Why nothing of the answer can be handed on; None: it can."""
    if sentence := why_not_answer(respondent):
        return sentence
    if respondent.handed_by_id:
        return _("Only whoever was asked for the whole answer can hand on a part of it.")
    if respondent.round.anonymous or answers_alone(respondent.round):
        return _("Here each answers alone, so that nothing can be handed on.")
    return None


@transaction.atomic
def hand_on(
    respondent: Respondent, sections: Sequence[str], *, name: str, email: str, words: str = "", language: str = "",
    by: str, now: datetime,
) -> Respondent:  # fmt: skip
    """Let somebody write in these sections (their keys), and tell them by letter. Raises Refusal.

    The same person and the same sections once more is the same; other sections are added to those that they had.
    """
    Respondent.objects.select_for_update().get(pk=respondent.pk)
    respondent = every_respondent().get(pk=respondent.pk)
    name, email, words = " ".join(name.split()), email.strip(), words.strip()
    everyone = handed_on(respondent)
    there = [row for row in everyone if not row.withdrawn_at]
    chosen = _chosen(respondent, sections)
    _refuse(respondent, chosen, name, email, words)
    found = next((row for row in there if row.email.casefold() == email.casefold()), None)
    if found is not None and set(chosen) <= set(found.sections):
        return found
    if found is None and (len(there) >= MOST or len(everyone) >= EVER):
        raise Refusal(_("It is handed on to very many already. Take it back from some of them first."))
    if found is not None:
        row = change(
            found,
            version=found.version,
            sections=_in_order(respondent, {*found.sections, *chosen}),
            answered=False,
        )
    else:
        row = Respondent.objects.create(
            round=respondent.round, participation=respondent.participation, organisation=respondent.organisation,
            name=name, email=email, language=language if language in Language.values else respondent.language,
            sections=chosen, handed_by=respondent, made_at=now, made_by=by,
        )  # fmt: skip
    row = every_respondent().get(pk=row.pk)
    handed_on_letter(row, words, now, by=by)
    detail = {"round": respondent.round_id, "to": row.pk, "number": len(row.sections)}
    record(by, "hand_on", "respondent", str(respondent.pk), now, detail, office=respondent.round.office.key)
    return row


def _in_order(respondent: Respondent, keys: set[str]) -> list[str]:
    return [section.key for section in content_of(respondent.round).sections if section.key in keys]


def _chosen(respondent: Respondent, sections: Sequence[str]) -> list[str]:
    return _in_order(respondent, set(sections)) if respondent.round.edition else []


def _refuse(respondent: Respondent, sections: Sequence[str], name: str, email: str, words: str) -> None:
    if sentence := why_not_hand_on(respondent):
        raise Refusal(sentence)
    if not sections:
        raise Refusal(_("Choose at least one part."), field="sections")
    if not name:
        raise Refusal(_("Write the name."), field="name")
    if len(name) > LONGEST_NAME:
        raise Refusal(_("Write at most 200 characters."), field="name")
    try:
        validate_email(email)
    except ValidationError as error:
        raise Refusal(_("Write an e-mail address, such as kari@example.org."), field="email") from error
    if len(words) > LONGEST_WORDS:
        raise Refusal(_("Write at most 1000 characters."), field="words")
    if email.casefold() == respondent.email.casefold():
        raise Refusal(_("That is your own address."), field="email")


@transaction.atomic
def take_back(respondent: Respondent, handed: Respondent, *, by: str, now: datetime) -> None:
    """The link that was handed on opens nothing any more; what was written by it stays. Twice is once. Raises Refusal."""
    rows = {row.pk: row for row in handed_on(respondent)}
    if handed.pk not in rows or respondent.handed_by_id:
        raise Refusal(_("It was not handed on to them."))
    if not Respondent.objects.filter(pk=handed.pk, withdrawn_at=None).update(withdrawn_at=now):
        return
    end_links([handed], now)
    detail = {"round": respondent.round_id, "from": handed.pk}
    record(by, "take_back", "respondent", str(respondent.pk), now, detail, office=respondent.round.office.key)


@transaction.atomic
def finish(respondent: Respondent, *, done: bool, by: str, now: datetime) -> None:
    """One to whom a part was handed on says that it is done, or not after all: the one who sends in sees it."""
    if not respondent.handed_by_id:
        raise Refusal(_("Only a part that was handed on is finished by itself."))
    if sentence := why_not_answer(respondent):
        raise Refusal(sentence)
    if Respondent.objects.filter(pk=respondent.pk, answered=not done).update(answered=done):
        verb = "finish" if done else "go_on"
        detail = {"round": respondent.round_id}
        record(by, verb, "respondent", str(respondent.pk), now, detail, office=respondent.round.office.key)
