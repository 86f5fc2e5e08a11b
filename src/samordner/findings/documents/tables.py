"""Numbers of a round as tables: one definition for screen, file and print, each number with the address where it opens."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from samordner.documents.cells import number_text
from samordner.documents.columns import Column, Kind, Layout, Link, TableDefinition
from samordner.findings.counting import (
    BLANK,
    GIVEN,
    MISSING,
    NOT_ASKED,
    SILENT,
    SUPPRESSED,
    Base,
    Count,
    part_words,
)
from samordner.findings.queries import Found, QuestionFound, Results
from samordner.findings.queries.comparing import Changed, Compared
from samordner.questionnaires.content import Content


@dataclass(frozen=True, slots=True)
class Line:
    """One number of a question. `rest`: it counts those who said nothing. `low` and `high`: percent, None: not told."""

    section: str
    place: int
    question: str
    row: str
    cell: str
    value: str
    label: str
    number: int | None
    of: int
    missing: int | None
    words: str
    share: str
    low: float | None
    high: float | None
    rest: bool
    address: str = ""

    @property
    def opens(self) -> Link:
        return Link(self.address, self.words)

    @property
    def told(self) -> str:
        """The number, or the sign of one that is suppressed, for a file."""
        return SUPPRESSED if self.number is None else number_text(self.number, grouped=False)


def rest_words() -> Mapping[str, str]:
    """Those who said nothing, in words."""
    return {
        GIVEN: pgettext("answer", "Answered"),
        BLANK: pgettext("answer", "Left open"),
        NOT_ASKED: pgettext("answer", "Not asked, by what else was answered"),
        SILENT: pgettext("answer", "Did not answer the questionnaire"),
        MISSING: _("Left open or silent"),
    }


def answers_address(results: Results, cell: str, value: str = "", **kept: str) -> str:
    """Where a number opens to the answers behind it; "" when it does not: those of an anonymous round never do."""
    if results.of.anonymous:
        return ""
    pairs = {"question": cell, "value": value} | kept
    query = urlencode({key: text for key, text in pairs.items() if text})
    return f"{reverse('findings:answers', args=[results.of.pk])}?{query}"


def lines_of(results: Results, **kept: str) -> Iterator[Line]:
    """Every number of the round."""
    for section in results.sections:
        for question in section.questions:
            for found in question.found:
                yield from lines(results, str(section.section.title), question, found, **kept)


def lines(results: Results, section: str, asked: QuestionFound, found: Found, **kept: str) -> Iterator[Line]:
    """The numbers of one cell: of each answer, and then of those who said nothing, so that they add up."""
    usual: dict[str, Any] = {
        "section": section, "place": asked.number, "question": str(asked.question.label), "row": found.label,
        "cell": found.cell,
    }  # fmt: skip
    for count in found.counts:
        yield Line(
            **usual, value=count.key, label=count.label, number=count.number, of=count.of,
            missing=count.missing, words=count.words, share=count.share, low=count.low, high=count.high, rest=False,
            address=answers_address(results, found.cell, count.key, **kept) if count.number else "",
        )  # fmt: skip
    if found.base is None or found.shape == "kept":
        return
    words = rest_words()
    if not found.counts:
        own = Count(GIVEN, str(words[GIVEN]), found.base.gave, found.base.of, 0)
        yield Line(
            **usual, value=GIVEN, label=own.label, number=own.number, of=own.of, missing=own.missing,
            words=own.words, share=own.share, low=own.low, high=own.high, rest=False,
            address=answers_address(results, found.cell, GIVEN, **kept) if own.number else "",
        )  # fmt: skip
    for value, number in _rest(found.base):
        whole = found.base.asked
        if number:
            yield Line(
                **usual, value=value, label=words[value], number=number, of=whole, missing=0,
                words=part_words(number, whole), share="", low=None, high=None, rest=True,
                address=answers_address(results, found.cell, value, **kept),
            )  # fmt: skip


def _rest(base: Base) -> tuple[tuple[str, int], ...]:
    return (BLANK, base.blank), (NOT_ASKED, base.not_asked), (SILENT, base.silent)


def counts_table(title: str, key: str = "counts") -> TableDefinition[Line]:
    """The numbers of one question, to be read; `links` shows each as the way to the answers behind it."""
    return TableDefinition(
        key=key,
        title=title,
        columns=(
            Column(key="label", title=pgettext("table", "Answer"), names_row=True),
            Column(key="opens", title=_("How many"), kind=Kind.LINK),
            Column(key="words", title=_("How many")),
            Column(key="share", title=_("Share")),
        ),
        layout=Layout(("label", "words", "share"), (5, 1.6, 1.4), optional=frozenset({"share"})),
    )


ON_SCREEN = Layout(("label", "opens", "share"), optional=frozenset({"share"}))


def numbers_table() -> TableDefinition[Line]:
    """Every number of a round as a file: with what it is counted of, and the bounds."""
    return TableDefinition(
        key="findings",
        title=_("Results"),
        columns=(
            Column(key="section", title=_("Section")),
            Column(key="place", title=_("Number of the question"), kind=Kind.NUMBER),
            Column(key="question", title=_("Question"), names_row=True),
            Column(key="row", title=_("Row")),
            Column(key="cell", title=_("Key")),
            Column(key="label", title=pgettext("table", "Answer")),
            Column(key="told", title=_("How many")),
            Column(key="of", title=_("Of"), kind=Kind.NUMBER),
            Column(key="missing", title=_("May be more"), kind=Kind.NUMBER),
            Column(key="low", title=_("Share at least, %"), kind=Kind.NUMBER),
            Column(key="high", title=_("Share at most, %"), kind=Kind.NUMBER),
        ),
    )


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table whose columns are answers: of a matrix, or of two questions."""

    label: str
    cells: tuple[Link, ...]


def wide_table(title: str, heads: tuple[str, ...], key: str) -> TableDefinition[Row]:
    """A table with a column for each answer; `heads`: of the rows, then of each column."""

    def link(place: int) -> Any:
        return lambda row: row.cells[place]

    def plain(place: int) -> Any:
        return lambda row: row.cells[place].label

    columns = range(len(heads) - 1)
    return TableDefinition(
        key=key,
        title=title,
        columns=(
            Column(key="label", title=heads[0], names_row=True),
            *(Column(key=f"open-{n}", title=heads[n + 1], kind=Kind.LINK, value=link(n)) for n in columns),
            *(Column(key=f"told-{n}", title=heads[n + 1], value=plain(n)) for n in columns),
        ),
        layout=Layout(
            ("label", *(f"told-{n}" for n in columns)),
            (3.2, *(1.2 for _n in columns)),
            landscape=len(heads) > 8,
        ),
    )


def on_screen(table: TableDefinition[Row]) -> Layout:
    """The layout whose numbers open."""
    return Layout(tuple(column.key for column in table.columns if not column.key.startswith("told-")))


def matrix(results: Results, asked: QuestionFound, **kept: str) -> tuple[TableDefinition[Row], list[Row]]:
    """A matrix as a table: its rows down, its answers across; last those who said nothing."""
    first = asked.found[0]
    heads = [count.label for one in asked.found[:1] for count in one.counts]
    told = next((one for one in asked.found if one.counts), first)
    heads = [count.label for count in told.counts]
    rows = []
    for found in asked.found:
        cells = [
            Link(answers_address(results, found.cell, count.key, **kept) if count.number else "", count.words)
            for count in found.counts
        ] or [Link("", SUPPRESSED) for _head in heads]
        missing = found.base.missing if found.base else None
        words = part_words(missing, found.base.of) if found.base and missing is not None else SUPPRESSED
        address = answers_address(results, found.cell, MISSING, **kept) if missing else ""
        rows.append(Row(found.label, (*cells, Link(address, words))))
    table = wide_table(
        str(asked.question.label),
        (pgettext("table", "Row"), *heads, _("Left open or silent")),
        f"matrix-{asked.question.key}",
    )
    return table, rows


def cross(results: Results, found: Found, **kept: str) -> tuple[TableDefinition[Row], list[Row]] | None:
    """How those who answered another question each way answered this one; None when that is not told."""
    two = found.cross
    if two is None:
        return None
    rows = []
    for value, words, numbers in two.rows:
        cells = tuple(
            Link(
                answers_address(results, found.cell, value, **kept | {"by": two.by, "group": group})
                if number
                else "",
                part_words(number, whole) if value != NOT_ASKED else number_text(number),
            )
            for (group, _words, whole), number in zip(two.columns, numbers, strict=True)
        )
        rows.append(Row(words, cells))
    heads = (pgettext("table", "Answer"), *(words for _key, words, _whole in two.columns))
    return wide_table(_("By “%(question)s”") % {"question": two.title}, heads, f"cross-{found.cell}"), rows


# Single answers


@dataclass(frozen=True, slots=True)
class OneAnswer:
    """What one of those who were asked said to one question. `address`: where the whole answer is; "" did not answer."""

    code: str
    name: str
    words: str
    at: Any
    how: str
    address: str

    @property
    def opens(self) -> Link:
        return Link(self.address, self.name)


def one_answers_table(title: str) -> TableDefinition[OneAnswer]:
    return TableDefinition(
        key="answers",
        title=title,
        columns=(
            Column(key="code", title=_("Municipality number")),
            Column(key="opens", title=_("Who was asked"), kind=Kind.LINK),
            Column(key="name", title=_("Who was asked"), names_row=True),
            Column(key="words", title=pgettext("table", "Answer"), kind=Kind.TEXT),
            Column(key="at", title=_("Sent in"), kind=Kind.DAY),
            Column(key="how", title=_("How it reached us")),
        ),
        layout=Layout(("opens", "words", "at", "how")),
    )


# Two rounds


def changes_table(title: str, key: str = "changes") -> TableDefinition[Changed]:
    """From what was answered then to what was answered now."""
    return TableDefinition(
        key=key,
        title=title,
        columns=(
            Column(key="before", title=pgettext("two rounds", "From")),
            Column(key="after", title=pgettext("two rounds", "To"), names_row=True),
            Column(key="words", title=_("How many")),
            Column(key="share", title=_("Share")),
            Column(key="names", title=_("Which"), kind=Kind.TEXT),
        ),
        layout=Layout(("before", "after", "words", "share", "names"), optional=frozenset({"share"})),
    )


def all_changes_table() -> TableDefinition[tuple[Compared, Changed]]:
    """Every change of every question, as a file."""
    return TableDefinition(
        key="compared",
        title=_("Two rounds compared"),
        columns=(
            Column(key="question", title=_("Question"), value=lambda row: row[0].label, names_row=True),
            Column(key="cell", title=_("Key"), value=lambda row: row[0].cell),
            Column(key="before", title=pgettext("two rounds", "From"), value=lambda row: row[1].before),
            Column(key="after", title=pgettext("two rounds", "To"), value=lambda row: row[1].after),
            Column(key="number", title=_("How many"), kind=Kind.NUMBER, value=lambda row: row[1].number),
            Column(key="of", title=_("Of"), kind=Kind.NUMBER, value=lambda row: row[1].of),
            Column(key="names", title=_("Which"), kind=Kind.TEXT, value=lambda row: row[1].names),
            Column(
                key="left_out", title=_("Left out, since they did not answer both"), kind=Kind.TEXT,
                value=lambda row: ", ".join(row[0].left_out),
            ),
        ),
    )  # fmt: skip


# Text


@dataclass(frozen=True, slots=True)
class Written:
    """A piece of free text, with the themes that it was coded with."""

    question: str
    cell: str
    name: str
    text: str
    themes: tuple[str, ...]


def written_table() -> TableDefinition[Written]:
    return TableDefinition(
        key="texts",
        title=_("What was written"),
        columns=(
            Column(key="question", title=_("Question")),
            Column(key="cell", title=_("Key")),
            Column(key="name", title=_("Who was asked"), names_row=True),
            Column(key="text", title=pgettext("table", "What was written"), kind=Kind.TEXT),
            Column(key="themes", title=_("Themes"), kind=Kind.PEOPLE),
        ),
    )


def written_of(results: Results) -> list[Written]:
    """Everything that was written in the round, in the order of the questionnaire."""
    names = {
        theme.theme: theme.name for found in results.found for theme in found.themes
    }  # fmt: skip
    return [
        Written(
            _full(results.content, found), found.cell, text.unit, text.text,
            tuple(names[theme] for theme in text.themes if theme in names),
        )
        for found in results.found
        if found.shape == "texts"
        for text in found.texts
    ]  # fmt: skip


def _full(_content: Content, found: Found) -> str:
    return ": ".join(filter(None, (str(found.question.label), found.label)))
