"""What every page of answering tells: whose answer it is, who asks, how far it has come."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from samordner.mapping.answering.known import known_of
from samordner.mapping.answering.offers import Offer, offers_to
from samordner.mapping.answering.operations.saving import Cells
from samordner.mapping.answering.operations.sending import why_not_write_in
from samordner.mapping.answering.queries import (
    cells_now,
    content_of,
    faults_now,
    response_of,
    values_of,
    why_not_answer,
)
from samordner.mapping.answering.views.ways import Way
from samordner.mapping.dates import day_words
from samordner.mapping.letters import whose
from samordner.mapping.models import Response
from samordner.questionnaires.answering import Asked, Known, asked, cells_in
from samordner.questionnaires.content import Content, Section


@dataclass(frozen=True)
class Shown:
    """An answer as it stands, for its pages."""

    way: Way
    content: Content
    response: Response | None
    cells: Cells
    values: Mapping[str, Any]
    asked: Asked

    @property
    def sections(self) -> list[Section]:
        """The sections that are asked, of those that this one may see."""
        own = self.way.respondent.sections
        return [
            one
            for one in self.content.sections
            if one.key in self.asked.sections and (not own or one.key in own)
        ]

    def after(self, section: Section, steps: int) -> Section | None:
        """The next section (steps 1), or the one before (-1); None: there is none."""
        keys = [one.key for one in self.sections]
        if section.key not in keys:
            return None
        place = keys.index(section.key) + steps
        return self.sections[place] if 0 <= place < len(keys) else None


def shown(way: Way) -> Shown:
    """What stands now. Two queries."""
    content = content_of(way.of)
    response = response_of(way.respondent)
    cells = cells_now(response)
    values = values_of(cells)
    return Shown(way, content, response, cells, values, asked(content, values, today=way.today))


def known_here(way: Way) -> dict[str, Known]:
    return known_of(way.respondent, way.today, way.language)


def offered_here(one: Shown) -> dict[str, Offer]:
    """What was answered to another, but for what is registered already: that is asked about, and is the same."""
    found = offers_to(one.way.respondent, one.way.how, one.values)
    known = known_here(one.way) if found else {}
    return {
        cell: each for cell, each in found.items() if cell not in known or known[cell].value != each.value
    }


@dataclass(frozen=True)
class Step:
    """A section in the list of them: where it is, how much is answered, how much stands in the way of sending in."""

    section: Section
    address: str
    number: int
    answered: int
    lacking: int
    current: bool = False


def steps_of(one: Shown, faults: Mapping[str, str], current: str = "") -> list[Step]:
    found = []
    for number, section in enumerate(one.sections, 1):
        names = names_in(one, section)
        found.append(
            Step(
                section, one.way.to("section", section.key), number,
                sum(one.values.get(name) is not None for name in names), sum(name in faults for name in names),
                section.key == current,
            )
        )  # fmt: skip
    return found


def names_in(one: Shown, section: Section) -> list[str]:
    """The cells of a section that are asked."""
    return [
        cell.name
        for question in section.questions
        if question.key in one.asked.questions
        for cell in cells_in(one.content, question)
    ]


def lacking(one: Shown) -> dict[str, str]:
    """What stands in the way of sending in, of what this one may see."""
    own = one.way.respondent.sections or None
    return faults_now(one.content, one.cells, one.way.today, own)


def told(way: Way) -> dict[str, Any]:
    """What stands on every page."""
    of, respondent = way.of, way.respondent
    why_not = why_not_answer(respondent)
    if why_not is None and way.by_office:
        why_not = why_not_write_in(of)
    late = way.today > of.deadline
    return {
        "way": way, "round": of, "respondent": respondent, "whose": whose(respondent), "title": of.title,
        "deadline": day_words(of.deadline), "late": late and why_not is None, "why_not": why_not,
        "part_only": bool(respondent.handed_by_id), "front": way.to(), "overview": way.to("overview"),
        "device": f"{way.name}-{respondent.pk}", "back": "" if way.name == "answer" else reverse("mapping:round", args=[of.pk]),
    }  # fmt: skip


def size_words(size: int) -> str:
    """A file's size as a person reads it."""
    if size < 1_000_000:
        return _("%(size)d kB") % {"size": max(1, size // 1000)}
    return _("%(size)d MB") % {"size": size // 1_000_000}
