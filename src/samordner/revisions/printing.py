"""A plan printed as it is frozen: its data and its files, with which revision it is and what changed since the last."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from samordner.documents.blocks import Block
from samordner.documents.printing import MEDIA_TYPES, DocumentFormat, print_document
from samordner.plandocument.documents import plan_document
from samordner.plandocument.queries import contents
from samordner.plans.models import Plan
from samordner.programmes.queries import definition
from samordner.revisions.reading import state_in
from samordner.revisions.state import State, frozen

ENDINGS = ("pdf", "docx", "html")
FORMATS = tuple(each for each in DocumentFormat if each.value in ENDINGS)
"""What an approved plan is kept as: what the archive wants and what people read, as far as it can be printed."""


@dataclass(frozen=True)
class Kept:
    """One printed file. `names`: whether figures that tell where each municipality stands are in it."""

    ending: str
    names: bool
    media_type: str
    content: bytes


@dataclass(frozen=True)
class Frozen:
    """What an approval keeps."""

    state: State
    files: tuple[Kept, ...]

    @property
    def data(self) -> bytes:
        return frozen(self.state)


def freeze(plan: Plan, *, facts: Sequence[tuple[str, str]], changes: Sequence[Block], today: date) -> Frozen:
    """The plan as it stands, in the language of its labels, with no figure of a day later than `today`."""
    says = definition(plan.programme.key)
    files: list[Kept] = []
    whole = contents(plan, plan.language, names=True, today=today)
    for names in (True, False):
        made = whole if names else contents(plan, plan.language, names=False, today=today)
        if not names and made.figures == whole.figures:
            files += [replace(each, names=False) for each in files]
            break
        made = replace(made, facts=facts, changes=changes)
        document = plan_document(made, says, language=plan.language)
        for format in FORMATS:
            printed = print_document(document, format)
            files.append(Kept(format.value, names, printed.media_type, printed.content))
    return Frozen(state_in(whole), tuple(files))


def body_of(page: bytes) -> str:
    """What stands in the body of a page that we printed: all that it says, without its frame and style."""
    text = page.decode()
    start, end = text.find('<main id="main">'), text.rfind("</main>")
    return text[start + len('<main id="main">') : end] if -1 < start < end else ""


def media_type_of(ending: str) -> str:
    return MEDIA_TYPES[ending]
