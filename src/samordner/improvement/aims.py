"""An aim is how much, for whom, by when. It is put together to one sentence, and what lacks is said."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from samordner.documents.cells import day_text
from samordner.improvement.models import Project


@dataclass(frozen=True, slots=True)
class Aim:
    """The aim in one sentence ("" when nothing of it is said), and what is not said yet, in words."""

    sentence: str
    lacks: tuple[str, ...]

    @property
    def is_whole(self) -> bool:
        return not self.lacks


def aim_of(project: Project) -> Aim:
    """The aim of a project: "Shorter nights without food: from 14 to 11 hours, for the residents, by 1 June 2021."."""
    what = project.aim_what.strip().rstrip(".")
    much, whom = _within(project.aim_how_much), _within(project.aim_for_whom).removeprefix("for ")
    by = day_text(project.aim_by) if project.aim_by else ""
    lacks = [
        words
        for said, words in (
            (what, pgettext("aim", "what is to be better")),
            (much, pgettext("aim", "how much")),
            (whom, pgettext("aim", "for whom")),
            (by, pgettext("aim", "by when")),
        )
        if not said
    ]
    rest = ", ".join(
        filter(
            None,
            (
                much,
                whom and pgettext("aim", "for %(whom)s") % {"whom": whom},
                by and pgettext("aim", "by %(day)s") % {"day": by},
            ),
        )
    )
    text = _("%(what)s: %(rest)s") % {"what": what, "rest": rest} if what and rest else what or rest
    return Aim(f"{text[0].upper()}{text[1:]}." if text else "", tuple(lacks))


BEGINNINGS = {
    "alle", "alt", "de", "dei", "den", "det", "flere", "fleire", "for", "fra", "frå", "færre", "høgst", "høyst",
    "meir", "mer", "mindre", "minst",
}  # fmt: skip
"""Words that begin an answer with a capital letter, and are no name: in the middle of a sentence they have a small one."""


def _within(text: str) -> str:
    """An answer as it stands within a sentence."""
    text = text.strip().rstrip(".")
    first = text.split(" ", 1)[0].casefold()
    return text[:1].lower() + text[1:] if first in BEGINNINGS else text
