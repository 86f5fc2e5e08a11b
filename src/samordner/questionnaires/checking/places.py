"""Where in a questionnaire something stands, in words and as an anchor."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from samordner.questionnaires.content import Content, Question, Section

SECTION, LIST = "section:", "list:"


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, as a sentence that says where.

    `where`: the key of the question, "section:<key>", "list:<key>", or "" for the questionnaire as such.
    `lacks`: the language ("nb", "nn") in which a text is not written; "" for every other fault.
    """

    where: str
    sentence: str
    lacks: str = ""


def question_words(content: Content, question: Question) -> str:
    """ "Question 3": its number, counted through the whole questionnaire."""
    number = next(place for place, each in enumerate(content.questions, 1) if each is question)
    return _("Question %(number)s") % {"number": number}


def section_words(content: Content, section: Section) -> str:
    number = next(place for place, each in enumerate(content.sections, 1) if each is section)
    return _("Section %(number)s") % {"number": number}


def fault(where: str, place: str, what: str, *, lacks: str = "") -> Fault:
    """The fault `what` ("nynorsk is missing") of the place in words."""
    return Fault(where, f"{place}: {what}." if place else what, lacks)
