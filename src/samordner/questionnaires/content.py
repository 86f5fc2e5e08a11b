"""What a questionnaire asks, as plain data: sections of questions, lists of choices, conditions, what answers mean.

A version of a questionnaire is this, as canonical JSON (`written`), and comes back out of it exactly
(`read_content`). Conditions (`relevant`, `required`, `constraint`, `calculation`, `choice_filter`) are expressions of
XLSForm, kept as written.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from samordner.programmes.definition.strict import plain, read
from samordner.programmes.definition.text import Text

Kind = Literal[
    "text", "long", "number", "date", "one", "many", "scale", "matrix", "file", "note", "calculated"
]
"""text: one line; long: many; number: whole unless `decimal`; one and many: of a list of choices; scale: from low to high;
matrix: each row (of `rows`) is given one of the choices (of `choices`); note: shown, answers nothing; calculated:
follows from
other answers, is not shown."""

SEPARATOR = "/"
OTHER, STILL = "other", "still"


@dataclass(frozen=True, slots=True)
class Words:
    """A text in bokmål and nynorsk (and English, where there is one). Empty: not written yet."""

    nb: str = ""
    nn: str = ""
    en: str = ""

    @property
    def whole(self) -> bool:
        """Whether a reader of either form of Norwegian can be asked with it."""
        return bool(self.nb.strip() and self.nn.strip())

    def __bool__(self) -> bool:
        return bool(self.nb or self.nn or self.en)

    def __str__(self) -> str:
        """In the reader's language; in the other form of Norwegian where it has none in that."""
        return str(Text(self.nb or self.nn, self.nn or self.nb, self.en))

    def get(self, language: str) -> str:
        return Text(self.nb or self.nn, self.nn or self.nb, self.en).get(language)


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to choose. `filters`: what a `choice_filter` may ask of it, by name."""

    key: str
    label: Words
    filters: dict[str, str] | None = None


@dataclass(frozen=True, slots=True)
class ChoiceList:
    key: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Scale:
    """From `low` to `high` in steps; what the ends mean, in words."""

    low: int
    high: int
    step: int = 1
    low_label: Words = Words()
    high_label: Words = Words()


@dataclass(frozen=True, slots=True)
class Bound:
    """What an answer can become.

    subject: an observation of `subject` (and `item`; in a matrix each row is an item); `part` "value", or what
    belongs to the same statement: "since", "decision_body", "decision_day", "case_number", "link", "expected",
    "note". `values`: the choice's key to the key of the scale, where they are not the same; "" says nothing. need: a
    need; `part` "text", "theme", "sector" or "period". contact: the contact in the role `item`; `part` "name",
    "position", "email" or "phone".
    """

    to: Literal["subject", "need", "contact"]
    subject: str = ""
    item: str = ""
    part: str = "value"
    values: dict[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """One question. `key` is unique in the questionnaire. `required`: "" never, "true()" always, else when it holds.

    `choices`, `rows`: keys of lists. `other`: whoever chooses may write something of their own. `default`: filled in
    from the start. `asks`: what it asks, by a name that questionnaires share, so that an answer given to one may be
    used in another; the key, when it is empty. `appearance`: as XLSForm says it ("minimal", "likert", "w1" …).
    """

    key: str
    kind: Kind
    label: Words
    hint: Words = Words()
    guidance: Words = Words()
    required: str = ""
    required_words: Words = Words()
    relevant: str = ""
    constraint: str = ""
    constraint_words: Words = Words()
    choices: str = ""
    choice_filter: str = ""
    rows: str = ""
    scale: Scale | None = None
    decimal: bool = False
    other: bool = False
    default: str = ""
    calculation: str = ""
    read_only: bool = False
    appearance: str = ""
    asks: str = ""
    bound: Bound | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """Questions on one page."""

    key: str
    title: Words
    questions: tuple[Question, ...] = ()
    intro: Words = Words()
    relevant: str = ""


@dataclass(frozen=True, slots=True)
class Content:
    """A whole questionnaire."""

    title: Words
    sections: tuple[Section, ...] = ()
    lists: tuple[ChoiceList, ...] = ()
    intro: Words = Words()
    thanks: Words = Words()

    @property
    def questions(self) -> tuple[Question, ...]:
        return tuple(each for section in self.sections for each in section.questions)

    def question(self, key: str) -> Question:
        """The question of that key. KeyError: there is none."""
        for each in self.questions:
            if each.key == key:
                return each
        raise KeyError(key)

    def choices_of(self, key: str) -> tuple[Choice, ...]:
        """The choices of a list. KeyError: there is no such list."""
        for each in self.lists:
            if each.key == key:
                return each.choices
        raise KeyError(key)


@dataclass(frozen=True, slots=True)
class Cell:
    """What is answered, and saved, by itself: a question, a row of a matrix, what was written beside the choices ("other"), or
    that what is registered is still right ("still"). `name` is `key`, `key/row`, `key/other`, `key/still`.
    """

    name: str
    question: Question
    row: str = ""


def cells_of(content: Content, question: Question) -> tuple[Cell, ...]:
    """What can be answered of one question."""
    if question.kind == "note":
        return ()
    if question.kind == "matrix":
        return tuple(
            Cell(f"{question.key}{SEPARATOR}{row.key}", question, row.key)
            for row in content.choices_of(question.rows)
        )
    own = [Cell(question.key, question)]
    if question.other:
        own.append(Cell(f"{question.key}{SEPARATOR}{OTHER}", question))
    return tuple(own)


def cells(content: Content) -> Iterator[Cell]:
    """Everything that can be answered, in the order of the questionnaire."""
    for question in content.questions:
        yield from cells_of(content, question)


def read_content(text: str) -> Content:
    """The questionnaire out of its JSON. Raises DefinitionError, naming every fault."""
    return read(Content, json.loads(text))


def written(content: Content) -> str:
    """The questionnaire as canonical JSON: equal questionnaires are equal texts."""
    return json.dumps(plain(content), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
