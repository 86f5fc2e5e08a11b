"""A plan held against the contents that its programme requires: what is missing, thin, outdated or in place.

A content is answered by rows of its registers and by what its chapters say of it: the passages that hold its words,
or all of the chapter where the programme names no words. The rules are few and stand on the page.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from samordner.documents.blocks import Block, Check, Checklist, Heading, Paragraph
from samordner.documents.columns import Column, Kind, Label, Link, TableDefinition
from samordner.plandocument.documents import SECTION
from samordner.plans.measures import of_its_time
from samordner.plans.models import Plan
from samordner.plans.registers import register
from samordner.programmes.definition import Definition, RequiredContent
from samordner.revisions.models import Approval
from samordner.revisions.places import address_of
from samordner.revisions.queries import state_frozen
from samordner.revisions.state import CHAPTERS, FRONT, Item, Part, State, said

FEW_ROWS = 3
FEW_WORDS = 40
YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")

STANDINGS: Mapping[str, Label] = {
    "missing": pgettext_lazy("content", "missing"),
    "thin": pgettext_lazy("content", "thin"),
    "outdated": pgettext_lazy("content", "outdated"),
    "in_place": pgettext_lazy("content", "in place"),
}
SIGNS = {"missing": "✕", "thin": "◔", "outdated": "◷", "in_place": "✓"}
TONES = {"missing": "danger", "thin": "warning", "outdated": "warning", "in_place": "success"}


@dataclass(frozen=True)
class Filled:
    """Where a content is filled in: a chapter or a register, and how much there is."""

    label: str
    address: str
    rows: int | None
    words: int | None


@dataclass(frozen=True)
class Checked:
    """A required content: how it stands, why (sentences), and where it is filled in."""

    content: RequiredContent
    standing: str
    reasons: tuple[str, ...]
    where: tuple[Filled, ...]

    @property
    def name(self) -> str:
        return str(self.content.name)

    @property
    def address(self) -> str:
        return self.where[0].address if self.where else ""

    @property
    def word(self) -> Label:
        return STANDINGS[self.standing]

    @property
    def sign(self) -> str:
        return SIGNS[self.standing]

    @property
    def tone(self) -> str:
        return TONES[self.standing]


def completeness(
    plan: Plan, definition: Definition, state: State, *, day: date, former: State | None = None
) -> list[Checked]:
    """Each required content of the programme, in its order; empty where the programme names none.

    `former`: what the office's plan said in an earlier period (see `former_state`).
    """
    return [_checked(plan, content, state, day, former) for content in definition.required_contents]


def _checked(plan: Plan, content: RequiredContent, state: State, day: date, former: State | None) -> Checked:
    parts = [part for key in content.registers if (part := state.part(key))]
    texts = [(item, _about(content, item)) for item in _answering(content, state)]
    rows, words = sum(len(part.items) for part in parts), sum(len(text.split()) for _item, text in texts)
    where = (
        *(Filled(_register_name(part), _register_address(plan, part.key), len(part.items), None) for part in parts),
        *(Filled(item.name, address_of(plan, CHAPTERS, item.id), None, len(text.split())) for item, text in texts),
    ) or (Filled(_("The plan"), reverse("plans:plan", args=[plan.pk]), None, None),)  # fmt: skip
    if not rows and not words:
        return Checked(content, "missing", (_missing(content, bool(texts)),), where)
    thin = tuple(_thin(content, parts, rows, words))
    old = tuple(_outdated(content, state, parts, [text for _item, text in texts], day, former))
    standing = "thin" if thin else "outdated" if old else "in_place"
    return Checked(content, standing, (*thin, *old), where)


def _register_name(part: Part) -> str:
    try:
        return str(register(part.key).table.title)
    except KeyError:
        return part.title


def _register_address(plan: Plan, key: str) -> str:
    try:
        return reverse("plans:register", args=[plan.pk, register(key)])
    except KeyError:
        return reverse("plans:plan", args=[plan.pk])


def _answering(content: RequiredContent, state: State) -> list[Item]:
    chapters = state.part(CHAPTERS)
    return [item for item in (chapters.items if chapters else ()) if item.answers in content.chapters]


def _about(content: RequiredContent, chapter: Item) -> str:
    """What the chapter says of the content: the passages that hold its words; without words, all of it.

    A passage is a paragraph; under a sub-heading that holds the words, every paragraph.
    """
    text = str(chapter.cells.get("text") or "")
    if content.words is None:
        return text
    found, under = [], False
    for line in text.split("\n"):
        heading = SECTION.match(line)
        if heading:
            under = content.words.found_in(heading[2])
        elif line.strip() and (under or content.words.found_in(line)):
            found.append(line)
    return "\n".join(found)


def _missing(content: RequiredContent, has_chapter: bool) -> str:
    if content.registers:
        return _("No rows, and no passage that speaks of it.")
    if has_chapter:
        return _("The chapter is there, but no passage speaks of it.")
    return _("The plan has no chapter for it.")


def _thin(content: RequiredContent, parts: Sequence[Part], rows: int, words: int) -> Iterator[str]:
    if not parts:
        if words < FEW_WORDS:
            yield ngettext(
                "Only %(count)d word speaks of it.", "Only %(count)d words speak of it.", words
            ) % {"count": words}  # fmt: skip
        return
    for part in parts:
        if not part.items:
            yield _("%(register)s has no rows.") % {"register": _register_name(part)}
    if 0 < rows < FEW_ROWS:
        yield ngettext("Only %(count)d row.", "Only %(count)d rows.", rows) % {"count": rows}


def _outdated(
    content: RequiredContent, state: State, parts: Sequence[Part], texts: Sequence[str], day: date, former: State | None
) -> Iterator[str]:  # fmt: skip
    last = max(_days(item for part in parts for item in part.items), default=None)
    if last and last < day:
        words = {"day": f"{last:%d.%m.%Y}"}
        yield _("The last day that its rows name is %(day)s, which has passed.") % words
    if not parts:
        years = [int(year) for text in texts for year in YEAR.findall(text)]
        if years and max(years) < day.year:
            yield _("It names no year later than %(year)d.") % {"year": max(years)}
    if former and _says(content, former) == _says(content, state):
        yield _("Unchanged since the plan for %(period)s.") % {"period": period_of(former)}


def _days(items: Iterable[Item]) -> Iterator[date]:
    """The last day of every period in the rows, the first of one without an end, and every deadline. A period that
    comes back has none.
    """
    for item in items:
        for cell in item.cells.values():
            match cell:
                case {"start": start, "end": end, "recurrence": recurrence} if not recurrence:
                    text = end or start
                case {"day": text}:
                    pass
                case _:
                    continue
            if text:
                yield date.fromisoformat(text)


def _says(content: RequiredContent, state: State) -> tuple[Any, ...]:
    """All that a state says of a content, for holding against another's: words only, no ids, nothing of its time."""
    parts = [part for key in content.registers if (part := state.part(key))]
    rows = [
        tuple(
            sorted(
                (key, words)
                for key, cell in item.cells.items()
                if key not in of_its_time(register(part.key)) and (words := said(cell))
            )
        )
        for part in parts
        for item in part.items
    ]
    return (rows, [_about(content, item) for item in _answering(content, state)])


# What the office's plan said in an earlier period


def period_of(state: State) -> str:
    front = state.part(FRONT)
    period = front.items[0].cells.get("period") if front else None
    return str(period["label"]) if period else ""


def former_state(plan: Plan) -> State | None:
    """The newest approved revision for another period of the office's plans for the programme: of this plan before
    its period was changed, or of one that begins before it.
    """
    before = Q(revision__plan=plan.pk)
    if plan.period_start:
        before |= Q(revision__plan__period_start__lt=plan.period_start)
    found = (
        Approval.objects.filter(
            before, revision__plan__office=plan.office_id, revision__plan__programme=plan.programme_id
        )
        .exclude(period=plan.period_label)
        .exclude(period="")
        .select_related("data")
    )
    newest = found.order_by("-approved_on", "-number").first()
    return state_frozen(newest) if newest else None


# In the printed plan, and as a table


def checklist_blocks(checked: Sequence[Checked]) -> tuple[Block, ...]:
    """The check as a section of the printed plan, in the active language; nothing where nothing is required."""
    if not checked:
        return ()
    items = tuple(
        Check(each.name, each.standing == "in_place", _note(each)) for each in checked
    )  # fmt: skip
    return (Heading(1, _("Required contents")), Paragraph(rule()), Checklist(items))


def _note(each: Checked) -> str:
    words = f"{STANDINGS[each.standing]}: {' '.join(each.reasons)}".rstrip(": ")
    return "" if each.standing == "in_place" else words


def rule() -> str:
    """When a content is missing, thin or outdated, in words."""
    words = {"rows": FEW_ROWS, "words": FEW_WORDS}
    return (
        _(
            "Missing: no row, and no passage speaks of it. Thin: a register for it is empty or its registers hold fewer "
            "than %(rows)d rows; where there is no register, fewer than %(words)d words. Outdated: every day or year that it "
            "names has passed, or it says the same as the plan for an earlier period."
        )
        % words
    )


def completeness_table(base: str = "") -> TableDefinition[Checked]:
    """`base` goes before addresses that leave the site in a file."""
    return TableDefinition(
        key="completeness",
        title=gettext_lazy("Required contents"),
        columns=(
            Column(key="name", title=gettext_lazy("Required content"), names_row=True),
            Column(key="standing", title=gettext_lazy("State"), kind=Kind.CHOICE, choices=STANDINGS),
            Column(key="reasons", title=gettext_lazy("Why"), kind=Kind.TEXT, value=lambda each: "\n".join(each.reasons)),
            Column(
                key="where", title=gettext_lazy("Where it is filled in"), kind=Kind.LINK,
                value=lambda each: Link(f"{base}{each.address}", each.where[0].label) if each.where else None,
            ),
            Column(key="source", title=gettext_lazy("Source"), value=lambda each: each.content.source),
        ),
    )  # fmt: skip
