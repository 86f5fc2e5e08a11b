"""What every page here needs: the questionnaire that it is about, and the frame of the editor."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.urls import reverse
from django.utils.translation import gettext as _

from samordner.pages.gate import Request, load
from samordner.programmes.definition import Definition, DefinitionError
from samordner.programmes.queries import definition
from samordner.questionnaires.checking import Fault, faults_of
from samordner.questionnaires.checking.places import LIST, SECTION
from samordner.questionnaires.content import Question, Section
from samordner.questionnaires.forms.question import KIND_WORDS
from samordner.questionnaires.models import Questionnaire
from samordner.questionnaires.operations import why_not_touch, why_not_undo
from samordner.questionnaires.plain_conditions import condition_words
from samordner.questionnaires.queries import counted, every_questionnaire
from samordner.questionnaires.ready import Ready, ready_ones
from samordner.questionnaires.rewriting import users_of


def loaded(request: Request, pk: int, *, write: bool = False) -> Questionnaire:
    """The questionnaire: 404 when it cannot be seen, 403 when it can, but not written."""
    right = "questionnaire.write" if write else None
    return load(request, every_questionnaire(), read="questionnaire.read", right=right, pk=pk)


@dataclass(frozen=True)
class Entry:
    """A question in the outline."""

    number: int
    question: Question
    kind: Any
    condition: str
    faults: int
    opened: bool


@dataclass(frozen=True)
class Part:
    """A section in the outline."""

    section: Section
    entries: list[Entry]
    condition: str
    faults: int
    opened: bool


@dataclass(frozen=True)
class Told:
    """A fault, and the page where it is mended."""

    fault: Fault
    address: str


def editor(row: Questionnaire, *, opened: str = "") -> dict[str, Any]:
    """What the frame of the editor shows: outline, faults, lists, what can be done. `opened`: a fault's `where`."""
    content, says = row.content, definition(row.programme.key)
    faults = faults_of(content, says)
    of: dict[str, list[Fault]] = defaultdict(list)
    for each in faults:
        of[each.where].append(each)
    numbers = {question.key: number for number, question in enumerate(content.questions, 1)}
    outline = [
        Part(
            section,
            [
                Entry(
                    numbers[each.key],
                    each,
                    KIND_WORDS[each.kind],
                    condition_words(content, each.relevant),
                    len(of[each.key]),
                    opened == each.key,
                )
                for each in section.questions
            ],
            condition_words(content, section.relevant),
            len(of[f"{SECTION}{section.key}"]),
            opened == f"{SECTION}{section.key}",
        )
        for section in content.sections
    ]
    lists = [
        (each, len(users_of(content, each.key)), len(of[f"{LIST}{each.key}"]), opened == f"{LIST}{each.key}")
        for each in content.lists
    ]
    return {
        "row": row,
        "content": content,
        "says": says,
        "outline": outline,
        "lists": lists,
        "opened": opened,
        "faults": [Told(each, address_of(row, each.where)) for each in faults],
        "faults_here": of[opened],
        "counted": counted(faults),
        "why_not": why_not_touch(row),
        "may_undo": why_not_undo(row) is None,
        "rounds": sorted(row.rounds.all(), key=lambda each: (each.opens, each.pk), reverse=True),
        "ask_it": "" if faults or row.put_away_at else _asking(row),
    }


def address_of(row: Questionnaire, where: str) -> str:
    """The page of what a fault is in."""
    if where.startswith(SECTION):
        return reverse("questionnaires:section", args=[row.pk, where.removeprefix(SECTION)])
    if where.startswith(LIST):
        return reverse("questionnaires:list", args=[row.pk, where.removeprefix(LIST)])
    if where:
        return reverse("questionnaires:question", args=[row.pk, where])
    return reverse("questionnaires:questionnaire", args=[row.pk])


def _asking(row: Questionnaire) -> str:
    """Where a round is prepared that asks it."""
    about = {"programme": row.programme.key, "office": row.office.key, "questionnaire": row.pk}
    return f"{reverse('mapping:new')}?{urlencode(about)}"


def ready_of(request: Request, programme: str) -> tuple[Ready, ...]:
    """The ready ones; none, and a word of why, where a file of the programme cannot be read."""
    try:
        return ready_ones(programme)
    except DefinitionError as error:
        messages.warning(
            request, _("The ready questionnaires cannot be read: %(why)s") % {"why": error.problems[0]}
        )
        return ()


def says_of(row: Questionnaire) -> Definition:
    return definition(row.programme.key)
