"""A questionnaire to print and write on, for those who answer on paper or by telephone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from samordner.documents.blocks import Block, Document, Facts, Heading, Paragraph, Table
from samordner.documents.columns import Column, Layout, TableDefinition
from samordner.questionnaires.content import Choice, Content, Question
from samordner.questionnaires.plain_conditions import condition_words

BOX = "☐"
LINE = "_" * 60
LINES = {"text": 1, "number": 1, "date": 1, "long": 4}


def paper(
    content: Content, *, language: str, issuer: str = "", programme: str = "", notice: str = ""
) -> Document:
    """Every question in its order, each with room for an answer. Called in the language that it is printed in."""
    return Document(
        title=str(content.title) or _("Questionnaire"),
        language=language,
        blocks=(Paragraph(" · ".join(filter(None, (issuer, programme)))), *_blocks(content)),
        notice=notice,
        footer=issuer,
    )


def _blocks(content: Content) -> Iterator[Block]:
    if content.intro:
        yield Paragraph(str(content.intro))
    yield Facts(
        (
            (_("Municipality"), LINE[:40]),
            (pgettext("paper", "Filled in by"), LINE[:40]),
            (_("Day"), LINE[:20]),
        )
    )
    number = 0
    for place, section in enumerate(content.sections, 1):
        yield Heading(1, str(section.title) or _("Section %(number)s") % {"number": place})
        if condition := condition_words(content, section.relevant):
            yield Paragraph(f"({condition})")
        if section.intro:
            yield Paragraph(str(section.intro))
        for question in section.questions:
            number += 1
            if question.kind != "calculated":
                yield from _question(content, question, number)
    if content.thanks:
        yield Paragraph(str(content.thanks))


def _question(content: Content, question: Question, number: int) -> Iterator[Block]:
    if question.kind == "note":
        yield Paragraph(str(question.label))
        return
    yield Heading(2, str(question.label) or question.key, number=str(number))
    if condition := condition_words(content, question.relevant):
        yield Paragraph(f"({condition})")
    if question.required and not question.relevant:
        yield Paragraph(_("Must be answered."))
    for beside in (question.hint, question.guidance):
        if beside:
            yield Paragraph(str(beside))
    match question.kind:
        case "one" | "many":
            yield Paragraph(_("Tick one.") if question.kind == "one" else _("Tick all that hold."))
            yield Paragraph("\n".join(_boxes(content, question)))
        case "scale":
            yield Paragraph(_scale(question))
        case "matrix":
            yield _matrix(content, question)
        case "file":
            yield Paragraph(_("Enclose the file, and write its name here: ") + LINE[:30])
        case _:
            yield Paragraph("\n".join([LINE] * LINES.get(question.kind, 1)))


def _boxes(content: Content, question: Question) -> list[str]:
    found = [f"{BOX} {each.label or each.key}" for each in _choices(content, question.choices)]
    return [*found, f"{BOX} " + _("Something else: ") + LINE[:40]] if question.other else found


def _scale(question: Question) -> str:
    scale = question.scale
    if scale is None:
        return LINE
    steps = "   ".join(f"{BOX} {step}" for step in range(scale.low, scale.high + 1, max(scale.step, 1)))
    ends = [str(words) for words in (scale.low_label, scale.high_label)]
    said = [
        f"{number} = {words}" for number, words in zip((scale.low, scale.high), ends, strict=True) if words
    ]
    return "\n".join([steps, *([", ".join(said)] if said else [])])


def _matrix(content: Content, question: Question) -> Block:
    """A row for each, a box under each choice."""
    choices = _choices(content, question.choices)
    columns: list[Column[Choice]] = [
        Column(key="row", title=_("Row"), value=lambda row: str(row.label) or row.key, names_row=True),
        *(
            Column(key=f"c{place}", title=str(each.label) or each.key, value=_box)
            for place, each in enumerate(choices)
        ),
    ]
    definition = TableDefinition(
        key=question.key,
        title=str(question.label),
        columns=tuple(columns),
        layout=Layout(
            tuple(each.key for each in columns), widths=(3.0, *(1.0 for _each in choices)), standing=5
        ),
    )
    return Table(definition, _choices(content, question.rows))


def _box(_row: Any) -> str:
    return BOX


def _choices(content: Content, key: str) -> tuple[Choice, ...]:
    return next((each.choices for each in content.lists if each.key == key), ())
