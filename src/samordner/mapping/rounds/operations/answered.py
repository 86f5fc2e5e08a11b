"""What answering does to a round: the request is marked, the receipt and the link that hands on are written."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from django.utils.translation import override

from samordner.asks import operations as asks
from samordner.asks.models import AskRecipient
from samordner.files.models import File
from samordner.mapping import letters
from samordner.mapping.models import MappingRound, Respondent, Response, Submission
from samordner.mapping.rounds.operations.sending import here, tell


def note_answered(response: Response, day: date, *, by: str, now: datetime) -> None:
    """The municipality of an answer that was sent in has answered the request, on `day`; any number of times.

    Nothing where there is no request, nor in an anonymous round: who answered when is told of nobody there, and the
    request is marked when the round closes (`running.close`).
    """
    of = response.round
    place = response.participation_id or (response.respondent and response.respondent.participation_id)
    if place and not of.anonymous:
        mark_answered(of, [place], day, by=by, now=now)


def mark_answered(of: MappingRound, places: Collection[int], day: date, *, by: str, now: datetime) -> None:
    """These municipalities have answered the round's request, those of them that wait."""
    if rows := waiting(of, places):
        assert of.ask is not None
        on = max(day, of.ask.sent)
        asks.answered(of.ask, rows, on=on, today=max(on, here(now)), by=by, now=now)


def waiting(of: MappingRound, places: Collection[int] | None = None) -> list[AskRecipient]:
    """Those of the round's request who have neither answered nor been spared. None when it was merged into another."""
    if of.ask is None or of.ask.merged_into_id:
        return []
    rows = of.ask.recipients.filter(answered_on=None, withdrawn_on=None)
    if places is not None:
        rows = rows.filter(participation__in=list(places))
    return list(rows.select_related("participation__municipality"))


def receipt_letter(
    respondent: Respondent, submission: Submission, now: datetime, *, by: str = "", enclosures: tuple[File, ...] = ()
) -> int:  # fmt: skip
    """Write the receipt for an answer, with a link to read and correct it; once for each answer sent in. How many letters.

    None to one without an address, and none in an anonymous round: a letter would tell when who answered.
    """
    of = respondent.round
    if of.anonymous or submission.response_id is None:
        return 0
    said = {"digest": digest_words(submission.digest)}
    what = f"receipt-{submission.response_id}-{submission.number}"
    return tell(
        letters.RECEIPT, of, [respondent], what, more={"nb": said, "nn": said}, enclosures=enclosures, day=here(now),
        by=by or f"respondent:{respondent.pk}", now=now,
    )  # fmt: skip


def digest_words(digest: str) -> str:
    """The beginning of a digest as a person can compare it: "3f6a 91c0 77d2"."""
    return " ".join(digest[start : start + 4] for start in range(0, 12, 4))


def handed_on_letter(respondent: Respondent, words: str, now: datetime, *, by: str = "") -> int:
    """Write to one whom a part was handed on to (`Respondent.sections`, `handed_by`), with a link. How many letters."""
    of = respondent.round
    giver = respondent.handed_by
    assert giver is not None
    assert of.edition is not None
    content = of.edition.content
    more = {}
    for language in ("nb", "nn"):
        with override(language):
            titles = [str(each.title) for each in content.sections if each.key in respondent.sections]
            more[language] = {
                "sections": ", ".join(titles), "handed_by": giver.name or letters.whose(giver), "words": words.strip(),
            }  # fmt: skip
    number = tell(
        letters.HANDED_ON, of, [respondent], f"handed-on-{respondent.version}", more=more, day=here(now),
        by=by or f"respondent:{giver.pk}", now=now,
    )  # fmt: skip
    if number:
        Respondent.objects.filter(pk=respondent.pk).update(sent_at=now)
    return number
