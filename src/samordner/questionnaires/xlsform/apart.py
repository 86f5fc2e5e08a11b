"""A form is anybody's file: it is read in a process of its own, with limits, as other files from outside are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext

from samordner.documents.recognition.guarded import Limits, run
from samordner.documents.recognition.sources import Unreadable
from samordner.questionnaires.content import Content, read_content, written
from samordner.questionnaires.expressions.faults import gettext_noop
from samordner.questionnaires.xlsform.places import Fault, Found, Refused, Remark
from samordner.questionnaires.xlsform.reading import read_form

TASK = f"{__name__}:task"
LIMITS = Limits(seconds=3, whole=15, clock=60, megabytes=256)  # half of the three are for starting at all
MOST_TOLD = 200
MORE = gettext_noop("… and %(number)s more.")


@dataclass(frozen=True, slots=True)
class Read:
    """A form as a questionnaire, and what of it was left out or asked in another way."""

    content: Content
    notes: tuple[Fault, ...] = ()


def read_xlsform(content: bytes, name: str) -> Read:
    """The questionnaire in a workbook. `name`: of the file, which is the title of a form that has none.

    Raises `Refused` with every fault, each with its sheet, row and column.
    """
    try:
        said = run(TASK, content, {"name": name}, limits=LIMITS)
    except Unreadable as problem:
        raise Refused((Fault("", 0, "", problem.told(gettext)),)) from problem
    return understood(said)


def understood(said: dict[str, Any]) -> Read:
    """What `task` answered. Raises `Refused`."""
    if said["faults"]:
        raise Refused(_told(said["faults"]))
    return Read(read_content(said["content"]), _told(said["notes"]))


def _told(remarks: list[list[Any]]) -> tuple[Fault, ...]:
    return tuple(Remark(*remark).told() for remark in remarks)


def task(content: bytes, arguments: dict[str, Any]) -> dict[str, Any]:
    """What the process of its own answers: the questionnaire as JSON, faults and notes, as plain data."""
    found = Found()
    read = read_form(content, arguments["name"], found)
    return {
        "content": "" if found.faults else written(read),
        "faults": _plain(found.faults),
        "notes": _plain(found.notes),
    }


def _plain(remarks: list[Remark]) -> list[list[Any]]:
    """In the order of the workbook; so many as anybody reads."""
    order = ("", "survey", "choices", "settings")
    remarks = sorted(
        remarks, key=lambda each: (order.index(each.sheet) if each.sheet in order else len(order), each.row)
    )
    if len(remarks) > MOST_TOLD:
        more = Remark("", 0, "", MORE, {"number": len(remarks) - MOST_TOLD})
        remarks = [*remarks[:MOST_TOLD], more]
    return [[each.sheet, each.row, each.column, each.message, each.values] for each in remarks]
