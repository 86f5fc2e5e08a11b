"""The regional plan as one neutral document: front page, contents, chapters, registers, figures, attachments."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from samordner.charts.figures import Figure
from samordner.documents.blocks import (
    Block,
    BulletList,
    Contents,
    Document,
    Front,
    Heading,
    PageBreak,
    Paragraph,
    Table,
)
from samordner.documents.lines import lines
from samordner.documents.look import Look
from samordner.documents.written import written_in
from samordner.plandocument.evaluation import evaluation_blocks
from samordner.plans.models import Chapter, Plan, RegisterRow
from samordner.plans.registers import Register, registers
from samordner.programmes.definition import Chapter as StandardChapter
from samordner.programmes.definition import Definition

SECTION = re.compile(r"^([a-zæøå])\)\s+(\S.{0,158}\S)$", re.MULTILINE)
AS_BULLETS = {"guidelines", "follow_up"}


@dataclass(frozen=True)
class PlanContents:
    """All that a printed plan is made of, read in a fixed number of queries (see `queries.contents`)."""

    plan: Plan
    issuer: str
    chapters: Sequence[Chapter]
    rows: Mapping[str, Sequence[RegisterRow]]
    figures: Mapping[str, Sequence[Figure]]  # by the key of the standard chapter
    notice: str = ""
    look: Look = field(default_factory=Look)
    facts: Sequence[tuple[str, str]] = ()  # more for the front page, such as which revision it is
    changes: Sequence[Block] = ()  # after all chapters, such as what has changed since the last revision


def plan_document(contents: PlanContents, definition: Definition, *, language: str) -> Document:
    """The plan in that language's labels; what people wrote stays as they wrote it.

    A register stands in the chapter that answers for it. Where the plan has no such chapter, the programme's own is
    added under its own name, so that no row is left out.
    """
    plan = contents.plan
    with override(language):
        return Document(
            title=plan.title,
            language=language,
            front=Front(
                issuer=contents.issuer,
                subtitle=plan.period_label,
                facts=tuple((label, value) for label, value in (*_facts(plan), *contents.facts) if value),
            ),
            blocks=(
                Contents(depth=2),
                PageBreak(),
                *_chapters(contents, definition, language),
                *contents.changes,
            ),
            notice=contents.notice,
            footer=plan.title,
            look=contents.look,
        )


def _facts(plan: Plan) -> Iterator[tuple[str, str]]:
    yield _("Period"), plan.period_label
    yield _("Date"), plan.dated_label
    yield _("Approved by"), plan.approved_by
    yield _("Prepared by"), ", ".join(plan.authors)


def _chapters(contents: PlanContents, definition: Definition, language: str) -> Iterator[Block]:
    standard = {chapter.key: chapter for chapter in definition.chapters}
    answered = {chapter.answers for chapter in contents.chapters if chapter.answers}
    numbers = [chapter.number for chapter in contents.chapters]
    following = max(numbers, default=0)
    evaluated = tuple(evaluation_blocks(contents.plan, contents.rows))
    for chapter in contents.chapters:
        yield Heading(1, chapter.title, str(chapter.number) if chapter.number else "")
        yield from _passages(chapter.text)
        yield from contents.figures.get(chapter.answers, ())
        if chapter.answers in standard:
            yield from _registers(standard[chapter.answers], contents, language)
            yield from evaluated if standard[chapter.answers].evaluation else ()
    for missing in definition.chapters:
        says = any(contents.rows.get(key) for key in missing.all_registers)
        if missing.key in answered or not (says or (missing.evaluation and evaluated)):
            continue
        if not missing.is_attachment:
            following += 1
        yield Heading(1, missing.name.get(language), "" if missing.is_attachment else str(following))
        yield from contents.figures.get(missing.key, ())
        yield from _registers(missing, contents, language)
        yield from evaluated if missing.evaluation else ()
    placed = {key for chapter in definition.chapters for key in chapter.all_registers}
    for register in registers():
        if register.key not in placed and contents.rows.get(register.key):
            yield Heading(1, register.table.title, "")
            yield from _register(register, contents.rows[register.key])


def _registers(chapter: StandardChapter, contents: PlanContents, language: str) -> Iterator[Block]:
    """The registers of a chapter; each under its own heading where the chapter holds several."""
    by_key = {register.key: register for register in registers()}
    keys = [key for key in chapter.all_registers if key in by_key]
    for key in keys:
        rows = contents.rows.get(key, ())
        if not rows:
            continue
        if len(keys) > 1:
            yield Heading(2, by_key[key].table.title)
        yield from _register(by_key[key], rows)


def _register(register: Register[RegisterRow], rows: Sequence[RegisterRow]) -> Iterator[Block]:
    layout = register.table.fitted(rows)
    only_text = register.key in AS_BULLETS and layout and layout.columns == ("text",)
    texts = [str(getattr(row, "text", "")) for row in rows] if only_text else []
    if texts and all(text and len(lines(text)) == 1 for text in texts):
        yield BulletList(tuple(texts), _other(texts))
    else:
        spoken = replace(register.table, language=lambda row: _other(_words(register, row)))
        yield Table(spoken, tuple(rows), layout)


def _words(register: Register[RegisterRow], row: RegisterRow) -> list[str]:
    """The row's texts as people wrote them."""
    return [cell for cell in register.cells_of(row).values() if isinstance(cell, str)]


def _other(texts: Iterable[str]) -> str:
    """The language of the texts, where it is another than that of the document: so it is marked, and read aloud."""
    found = written_in("\n".join(texts))
    return "" if found == get_language() else found


def _passages(text: str) -> Iterator[Block]:
    """A chapter's text: a line "a) …" is a heading of the second level, the rest paragraphs and bullets."""
    at = 0
    for found in SECTION.finditer(text):
        yield from _paragraphs(text[at : found.start()])
        yield Heading(2, found[2], f"{found[1]})")
        at = found.end()
    yield from _paragraphs(text[at:])


def _paragraphs(text: str) -> Iterator[Block]:
    written = "\n".join(line for line in text.split("\n") if line.strip())
    if written:
        yield Paragraph(written, _other([written]))
