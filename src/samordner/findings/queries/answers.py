"""One whole answer as it was sent in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from operator import itemgetter

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from samordner.findings.counting import BLANK, NOT_ASKED, said
from samordner.findings.queries.results.cells import personal
from samordner.findings.queries.sources import asked_in, still
from samordner.mapping.models import Attachment, MappingRound, Response, Reuse, Submission
from samordner.questionnaires.answering import label_of, words_of
from samordner.questionnaires.answering.cells import YES
from samordner.questionnaires.content import Cell, Content, Question, Section, cells_of


def every_answer() -> QuerySet[Response]:
    """Answers that were sent in, with whose they are; to be had through the grants."""
    rows = Response.objects.filter(submitted__gt=0, round__anonymous=False)
    return rows.select_related(
        "round__programme",
        "round__office",
        "round__edition",
        "participation__municipality__county",
        "respondent",
    )


def files_of(of: MappingRound, cell: str) -> dict[int, str]:
    """The names of the files that were sent to one question, by the number of the answer."""
    found: dict[int, list[str]] = {}
    rows = Attachment.objects.filter(response__round=of, cell=cell, removed_at=None)
    for response, name in rows.values_list("response_id", "name"):
        found.setdefault(response, []).append(name)
    return {response: ", ".join(names) for response, names in found.items()}


@dataclass(frozen=True)
class Told:
    """What was answered to one question. `state`: "" said, BLANK, or NOT_ASKED. `still`: it is still as registered."""

    cell: str
    label: str
    words: str
    state: str
    still: bool
    files: tuple[str, ...]
    reused: bool


@dataclass(frozen=True)
class WholeAnswer:
    """An answer as it was sent in: the `sent` one, of all that were. `begun`: something newer is written, and not sent."""

    name: str
    sent: Submission
    all_sent: tuple[Submission, ...]
    sections: tuple[tuple[Section, tuple[Told, ...]], ...]
    begun: bool

    @property
    def counts(self) -> bool:
        """Whether it is the one that counts: the newest."""
        return self.sent.number == max(each.number for each in self.all_sent)


def _shortened(all_told: Sequence[tuple[Question, Told]], language: str) -> Iterator[Told]:
    """A table of which no row was answered is told in one line."""
    for question, rows in groupby(all_told, key=itemgetter(0)):
        found = [each for _question, each in rows]
        states = {each.state for each in found}
        if question.kind == "matrix" and len(states) == 1 and "" not in states:
            yield replace(found[0], cell=question.key, label=question.label.get(language))
        else:
            yield from found


def whole_answer(row: Response, number: str, language: str, *, names_told: bool) -> WholeAnswer | None:
    """The answer, or an earlier sending of it; None when there is no such. `names_told`: also who is whose contact."""
    all_sent = tuple(Submission.objects.filter(response=row).order_by("number"))
    wanted = number or str(row.submitted)
    sent = next((each for each in all_sent if str(each.number) == wanted), None)
    if sent is None or row.round.edition is None:
        return None
    content = row.round.edition.content
    questions = asked_in(content, sent)
    files: dict[str, list[str]] = {}
    for one in Attachment.objects.filter(response=row, removed_at=None):
        files.setdefault(one.cell, []).append(one.name)
    reused = {cell for one in Reuse.objects.filter(response=row) for cell in one.cells}

    def told(cell: Cell) -> Told:
        value = sent.values.get(cell.name)
        asked = cell.question.key in questions
        state = "" if asked and said(value) else BLANK if asked else NOT_ASKED
        words = words_of(content, cell.name, value, language) if not state else ""
        if personal(cell.question) and not names_told and words:
            words = _("Answered. Names and addresses of people are not told here.")
        if cell.question.kind == "file" and words:
            words = ", ".join(files.get(cell.name, [])) or _("A file")
        return Told(
            cell.name, label_of(content, cell.name, language), words, state,
            sent.values.get(still(cell.name)) == YES, tuple(files.get(cell.name, ())), cell.name in reused,
        )  # fmt: skip

    sections = [(section, _cells(section, content)) for section in content.sections]
    return WholeAnswer(
        name=_name(row),
        sent=sent,
        all_sent=all_sent,
        sections=tuple(
            (section, tuple(_shortened([(cell.question, told(cell)) for cell in cells], language)))
            for section, cells in sections
            if cells
        ),
        begun=row.changed_since,
    )


def _cells(section: Section, content: Content) -> Sequence[Cell]:
    return [cell for question in section.questions for cell in cells_of(content, question)]


def _name(row: Response) -> str:
    words = [str(row.participation.municipality)] if row.participation else []
    words += [row.respondent.organisation] if row.respondent and row.respondent.organisation else []
    return ", ".join(words) or _("Somebody outside the municipalities")
