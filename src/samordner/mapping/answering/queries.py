"""Who answers, for whom, what is written so far, and what of it may be seen."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samordner.mapping.letters import whose
from samordner.mapping.models import Attachment, How, MappingRound, Respondent, Response, Submission
from samordner.pages.prepared import Prepared
from samordner.people.queries import names_of
from samordner.questionnaires.answering import asked, cells_in, faults, understand
from samordner.questionnaires.content import Cell, Content, read_content

WRITTEN_IN = (How.PAPER, How.TELEPHONE)
"""How an answer reaches us that the office writes in for another."""
RESPONDENT = "respondent:"
NOT_WRITTEN = ("note", "calculated")
ANSWERED = gettext_lazy(
    "Your answer is sent in. It is tied to nobody, so it can be neither shown nor corrected."
)


def actor_of(respondent: Respondent) -> str:
    """The respondent as the one who wrote something, where no account did."""
    return f"{RESPONDENT}{respondent.pk}"


def every_respondent() -> QuerySet[Respondent]:
    """Respondents with all that an answer is drawn from."""
    return Respondent.objects.select_related(
        "round__office", "round__programme", "round__edition", "round__ask",
        "participation__municipality", "participation__office", "participation__programme", "handed_by", "contact",
    )  # fmt: skip


def respondent_at(pk: int) -> Respondent | None:
    """The respondent with all that an answer is drawn from; None: there is none such."""
    return next(iter(_respondent(pk)), None)


@Prepared
def _respondent(pk: int) -> QuerySet[Respondent]:
    return every_respondent().filter(pk=pk)


@lru_cache(maxsize=64)
def _read(text: str) -> Content:
    return read_content(text)


def content_of(of: MappingRound) -> Content:
    """What the round asks. An edition never changes: many answer the same one, and it is read once.

    ValueError: it has not been opened.
    """
    if of.edition is None:
        raise ValueError("a round that was never opened asks nothing yet")
    return _read(of.edition.text)


def answers_alone(of: MappingRound) -> bool:
    """Whether each person answers alone, so that nothing is handed on or seen by another."""
    return of.answered_for == MappingRound.For.PERSON


def root_of(respondent: Respondent) -> Respondent:
    """The one who was asked, of whom handed a part on; else the respondent."""
    return respondent.handed_by or respondent


def place_of(respondent: Respondent) -> dict[str, Any]:
    """Where the answer is kept that this one writes in, as fields of a `Response`: many write one of a municipality."""
    of = respondent.round
    if respondent.participation_id and not answers_alone(of):
        return {"round": of, "participation_id": respondent.participation_id, "respondent": None}
    root = root_of(respondent)
    return {"round": of, "participation_id": root.participation_id, "respondent": root}


def response_of(respondent: Respondent) -> Response | None:
    """What is written so far; None: nothing."""
    place = place_of(respondent)
    if place["respondent"] is None:
        return next(iter(_of_municipality(respondent.round_id, place["participation_id"])), None)
    return next(iter(_of_one(place["respondent"].pk)), None)


@Prepared
def _of_municipality(of: int, participation: int) -> QuerySet[Response]:
    return Response.objects.filter(round=of, participation=participation, respondent=None)


@Prepared
def _of_one(respondent: int) -> QuerySet[Response]:
    return Response.objects.filter(respondent=respondent)


def cells_now(response: Response | None) -> dict[str, dict[str, Any]]:
    return response.cells if response else {}


def values_of(cells: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """What is answered, by the name of the cell. None: it was emptied, or could not be understood."""
    return {name: one.get("v") for name, one in cells.items()}


def unread_of(cells: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    """The texts that could not be understood, by the name of the cell."""
    return {name: one["raw"] for name, one in cells.items() if "raw" in one}


def writable(content: Content, sections: Collection[str]) -> dict[str, Cell]:
    """The cells that somebody with these sections may write in, by their names; none given: all."""
    return {
        cell.name: cell
        for section in content.sections
        if not sections or section.key in sections
        for question in section.questions
        if question.kind not in NOT_WRITTEN and not question.read_only and not question.calculation
        for cell in cells_in(content, question)
    }


def faults_now(
    content: Content, cells: Mapping[str, Mapping[str, Any]], today: date, sections: Collection[str] | None = None
) -> dict[str, str]:  # fmt: skip
    """What stands in the way of sending in, a sentence for each cell, in the order of the questionnaire."""
    values = values_of(cells)
    wrong = faults(content, values, today=today, sections=sections)
    open_now = asked(content, values, today=today).questions
    inside = writable(content, sections or ())
    for name, text in unread_of(cells).items():
        cell = inside.get(name)
        if cell is not None and cell.question.key in open_now:
            wrong[name] = understand(
                content, cell, text.split("\n") if cell.question.kind == "many" else [text]
            ).fault
    order = {name: place for place, name in enumerate(inside)}
    return {name: wrong[name] for name in sorted(wrong, key=lambda one: order.get(one, 0)) if wrong[name]}


# Sent in


def submissions_of(response: Response | None) -> list[Submission]:
    """What was sent in of it, the newest first."""
    return list(response.submissions.order_by("-number")) if response else []


def last_of(response: Response | None) -> Submission | None:
    """What counts of it; None: never sent in."""
    if response is None or not response.submitted:
        return None
    return response.submissions.get(number=response.submitted)


def sent_by_others(submission: Submission | None) -> bool:
    """Whether those who were asked sent it in themselves, so that the office asks before it puts another in its place."""
    return submission is not None and submission.how not in WRITTEN_IN


# Who writes


def handed_on(respondent: Respondent) -> list[Respondent]:
    """Those to whom parts of the same answer were handed on."""
    rows = Respondent.objects.filter(round=respondent.round_id, handed_by__isnull=False, erased_at=None)
    if respondent.participation_id and not answers_alone(respondent.round):
        return list(rows.filter(participation=respondent.participation_id).order_by("pk"))
    return list(rows.filter(handed_by=root_of(respondent)).order_by("pk"))


def names_of_writers(actors: Iterable[str], of: MappingRound) -> dict[str, str]:
    """Who they are that wrote cells of an answer, in words, by what stands in the cell."""
    asked = set(actors)
    ids = {int(one.removeprefix(RESPONDENT)) for one in asked if one.startswith(RESPONDENT)}
    rows = Respondent.objects.filter(pk__in=ids, round=of) if ids else ()
    found = {actor_of(row): row.name or row.email or whose(row) for row in rows}
    return {one: _("somebody else") for one in asked} | names_of(asked) | found


def written_by(respondent: Respondent, cells: Mapping[str, Mapping[str, Any]]) -> int:
    """How many cells this one has written in."""
    return sum(one.get("by") == actor_of(respondent) for one in cells.values())


# Files


def attachments_of(response: Response | None) -> dict[str, list[Attachment]]:
    """The files that belong to the answer now, by cell."""
    found: dict[str, list[Attachment]] = {}
    for row in _attached(response.pk) if response else ():
        found.setdefault(row.cell, []).append(row)
    return found


def attachment_of(response: Response | None, number: int) -> Attachment | None:
    """One file of the answer, with its content, also one that was taken away; None: there is no such."""
    if response is None:
        return None
    return Attachment.objects.filter(response=response, pk=number).select_related("file").first()


@Prepared
def _attached(response: int) -> QuerySet[Attachment]:
    rows = Attachment.objects.filter(response=response, removed_at=None)
    return rows.select_related("file").defer("file__content")


# May it be done


def why_not_write(of: MappingRound) -> str | None:
    """Why nothing can be written any more; None: it can. What is late is kept all the same until the round is closed."""
    match of.state:
        case MappingRound.State.OPEN:
            return None
        case MappingRound.State.CANCELLED:
            return _("No answer is needed any more: this is not asked after all.")
        case MappingRound.State.CLOSED:
            return _("The round is closed, so nothing can be written any more.")
        case _:
            return _("The round is not open yet.")


def why_not_answer(respondent: Respondent) -> str | None:
    """Why this one cannot write now; None: they can."""
    if respondent.withdrawn_at or respondent.erased_at:
        return _("You are not asked to answer any more.")
    if respondent.round.anonymous and respondent.answered:
        return str(ANSWERED)
    return why_not_write(respondent.round)


def why_not_submit(respondent: Respondent, today: date) -> str | None:
    """Why the answer cannot be sent in now, whatever stands in it; None: it can."""
    if respondent.handed_by_id:
        return _("Whoever handed this on to you sends it in, together with the rest.")
    if sentence := why_not_answer(respondent):
        return sentence
    if today > respondent.round.deadline:
        return _(
            "The deadline has passed, so this cannot be sent in. What you wrote is kept, and can be sent in if you are "
            "given more time."
        )
    return None
