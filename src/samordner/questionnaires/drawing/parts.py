"""A section's questions and cells as its templates want them: what to call each, what it holds, what describes it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language

from samordner.questionnaires.answering import (
    NO,
    Given,
    Known,
    cells_in,
    choices_in,
    computed,
    is_other,
    rows_in,
    steps_of,
    typed_of,
    words_of,
)
from samordner.questionnaires.content import OTHER, SEPARATOR, STILL, Cell, Choice, Question, Scale, Words
from samordner.questionnaires.drawing.whole import Attached, Drawing

MOST_RADIOS = 7
"""More choices than these are a list that folds out."""
MOST_STEPS = 11
"""A scale with more steps than these is a number that is written."""
MOST_COLUMNS = 7
"""A matrix with more columns than these has a list that folds out in each row."""
_REFERENCE = re.compile(r"\$\{\s*([^{}]{1,130}?)\s*\}")
_IN_A_ROW = re.compile(r"\b(likert|horizontal|columns|quick)")
_FOLDED = re.compile(r"\b(minimal|autocomplete|search)")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True, slots=True)
class Option:
    """One thing to choose. `hidden`: told with the label to who cannot see where it stands. `registered`: it is what
    is registered.
    """

    value: str
    label: str
    id: str
    checked: bool
    hidden: str = ""
    registered: bool = False


@dataclass(frozen=True, slots=True)
class Input:
    """One cell as it is drawn. `text`: what its field holds; `words`: what it says to a reader; `focus`: where a link
    to its fault leads; `described`: the ids of what describes it.
    """

    name: str
    id: str
    label: str = ""
    text: str = ""
    words: str = ""
    options: tuple[Option, ...] = ()
    fault: str = ""
    notice: str = ""
    version: int = 0
    known: Known | None = None
    given: Given | None = None
    still: str = ""
    described: str = ""
    focus: str = ""


@dataclass(frozen=True, slots=True)
class Drawn:
    """One question as it is drawn. `look`: which template draws it; `own`: its own cell, `other`: what is written
    beside the choices, `rows`: those of a matrix. `low` and `high`: the ends of a scale in words. `clearable`: a radio
    button is chosen that nobody needs to choose, which only another button can take back.
    """

    key: str
    look: str
    label: str
    hint: str = ""
    guidance: str = ""
    required: bool = False
    own: Input | None = None
    other: Input | None = None
    rows: tuple[Input, ...] = ()
    columns: tuple[str, ...] = ()
    files: tuple[Attached, ...] = ()
    low: str = ""
    high: str = ""
    decimal: bool = False
    in_a_row: bool = False
    clearable: bool = False

    @property
    def id(self) -> str:
        return f"q-{self.key}"

    @property
    def one_field(self) -> bool:
        """Whether one input answers it, which its label belongs to."""
        return self.look not in ("radios", "boxes", "scale", "matrix", "shown", "note")

    @property
    def inputs(self) -> tuple[Input, ...]:
        return tuple(each for each in (self.own, self.other, *self.rows) if each)

    @property
    def folded(self) -> bool:
        return len(self.columns) > MOST_COLUMNS

    @property
    def day_as_text(self) -> bool:
        """Whether the browser's own input for a day would drop what was typed."""
        return bool(self.own and self.own.text and not _DAY.fullmatch(self.own.text))

    @property
    def something_registered(self) -> bool:
        return any(each.known for each in self.rows)


def drawn_questions(drawing: Drawing) -> tuple[Drawn, ...]:
    """The questions of the section that are asked, as they are drawn."""
    return tuple(
        _drawn(drawing, each)
        for each in drawing.section.questions
        if each.key in drawing.asked.questions and each.kind != "calculated"
    )


def filled(drawing: Drawing, words: Words) -> str:
    """The words in the reader's language, with an answer in the place of each `${key}`."""
    language = get_language() or "nb"
    text = words.get(language)
    if "${" not in text:
        return text
    seen = drawing.asked.seen
    return _REFERENCE.sub(lambda m: words_of(drawing.content, m[1], seen.get(m[1]), language), text)


def _drawn(drawing: Drawing, question: Question) -> Drawn:
    choices = _offered(drawing, question)
    look = _look(drawing, question, choices)
    scale, in_matrix = question.scale or Scale(0, 0), question.kind == "matrix"
    labelled = [(each.key, filled(drawing, each.label)) for each in choices]
    rows = {each.key: filled(drawing, each.label) for each in rows_in(drawing.content, question)}
    inputs = {
        each.name: _input(drawing, each, look, labelled, rows.get(each.row, ""))
        for each in cells_in(drawing.content, question)
    }
    return Drawn(
        key=question.key,
        look=look,
        label=filled(drawing, question.label),
        hint=filled(drawing, question.hint),
        guidance=filled(drawing, question.guidance),
        required=question.key in drawing.asked.required and not computed(question),
        own=inputs.get(question.key),
        other=inputs.get(f"{question.key}{SEPARATOR}{OTHER}") if not in_matrix else None,
        rows=tuple(inputs.values()) if in_matrix else (),
        columns=tuple(label for _key, label in labelled) if in_matrix else (),
        files=tuple(drawing.files.get(question.key, ())),
        low=filled(drawing, scale.low_label),
        high=filled(drawing, scale.high_label),
        decimal=question.decimal,
        in_a_row=bool(_IN_A_ROW.search(question.appearance)),
        clearable=question.key not in drawing.asked.required
        and any(each.checked for one in inputs.values() for each in one.options),
    )


def _offered(drawing: Drawing, question: Question) -> tuple[Choice, ...]:
    choices = choices_in(drawing.content, question)
    offered = drawing.asked.offered.get(question.key)
    return choices if offered is None else tuple(each for each in choices if each.key in offered)


def _look(drawing: Drawing, question: Question, choices: Sequence[Choice]) -> str:
    """How it is drawn: its kind, but for choices, scales too long to choose from, and what is only to be read."""
    if question.kind in ("note", "matrix"):
        return question.kind
    if computed(question) or question.read_only:
        return "shown"
    match question.kind:
        case "one":
            folded = len(choices) > MOST_RADIOS or _FOLDED.search(question.appearance)
            return "select" if folded and not _IN_A_ROW.search(question.appearance) else "radios"
        case "many":
            return "boxes"
        case "scale":
            return "scale" if len(steps_of(question.scale or Scale(0, 0))) <= MOST_STEPS else "number"
    return question.kind


def _input(drawing: Drawing, cell: Cell, look: str, choices: Sequence[tuple[str, str]], label: str) -> Input:
    name = cell.name
    value = _value(drawing, cell)
    still = drawing.values.get(f"{name}{SEPARATOR}{STILL}")
    known, given = drawing.known.get(name), drawing.given.get(name)
    typed = drawing.typed[name] if name in drawing.typed else typed_of(value)
    if known and not typed and not cell.row and not still:
        typed = typed_of(known.value)  # to be changed from there; in a matrix it is marked instead
    here = "a-" + name.replace(SEPARATOR, "--")
    parts = (
        ("hint", bool(cell.question.hint) and name == cell.question.key),
        ("known", known is not None),
        ("notice", name in drawing.notices),
        ("fault", name in drawing.faults),
    )
    options = () if is_other(cell) else _options(cell, here, look, choices, typed, known)
    said = str(still or (NO if name in drawing.typed else ""))
    return Input(
        name=name,
        id=here,
        label=label,
        text=typed[0] if typed else "",
        words=_words(drawing, name, value) if drawing.read_only or look == "shown" else "",
        options=options,
        fault=drawing.faults.get(name, ""),
        notice=drawing.notices.get(name, ""),
        version=drawing.versions.get(name, 0),
        known=known,
        given=given,
        still=said,
        described=" ".join(f"{here}-{part}" for part, there in parts if there),
        focus=_focus(here, look, options, asks_still=known is not None and not said and not cell.row),
    )


def _focus(here: str, look: str, options: Sequence[Option], *, asks_still: bool) -> str:
    """The input that a link leads to: the one that stands open first."""
    if asks_still:
        return f"{here}-still-yes"
    folded = look == "select" or (look == "matrix" and len(options) > MOST_COLUMNS)
    return here if folded or not options else options[0].id


def _value(drawing: Drawing, cell: Cell) -> Any:
    if computed(cell.question):
        return drawing.asked.calculated.get(cell.name)
    if cell.name in drawing.values:
        return drawing.values[cell.name]
    return drawing.asked.seen.get(cell.name)


def _words(drawing: Drawing, name: str, value: Any) -> str:
    return words_of(drawing.content, name, value, get_language() or "nb")


def _options(
    cell: Cell,
    here: str,
    look: str,
    choices: Sequence[tuple[str, str]],
    typed: Sequence[str],
    known: Known | None,
) -> tuple[Option, ...]:
    if look == "scale":
        scale = cell.question.scale or Scale(0, 0)
        ends = {scale.low: str(scale.low_label), scale.high: str(scale.high_label)}
        return tuple(
            Option(str(step), str(step), f"{here}-{place}", str(step) in typed, hidden=ends.get(step, ""))
            for place, step in enumerate(steps_of(scale))
        )
    if look not in ("radios", "select", "boxes", "matrix"):
        return ()
    registered = typed_of(known.value) if known else ()
    return tuple(
        Option(key, label, f"{here}-{place}", key in typed, registered=key in registered)
        for place, (key, label) in enumerate(choices)
    )
