"""The tree of a form as a questionnaire."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from samordner.questionnaires.content import (
    Bound,
    Choice,
    ChoiceList,
    Content,
    Question,
    Scale,
    Section,
    Words,
)
from samordner.questionnaires.expressions import ExpressionError, parse
from samordner.questionnaires.expressions.faults import gettext_noop
from samordner.questionnaires.expressions.parsing import LONGEST, TOO_LONG, UNKNOWN
from samordner.questionnaires.expressions.tree import Asked, Call
from samordner.questionnaires.xlsform.bindings import read_bound
from samordner.questionnaires.xlsform.conditions import Conditions, both
from samordner.questionnaires.xlsform.naming import Names, row_keys
from samordner.questionnaires.xlsform.places import Found, Line
from samordner.questionnaires.xlsform.types import NOT_FROM_FILES
from samordner.questionnaires.xlsform.walking import (
    BARE,
    GRID,
    HEADING,
    MULTILINE,
    NO,
    YES,
    Grid,
    Group,
    Item,
    Node,
)

ACKNOWLEDGED = (Choice("OK", Words("Bekreftet", "Stadfesta", "Confirmed")),)
LOOKS = {GRID, HEADING, BARE, "field-list"}

OTHER_PROGRAM = gettext_noop("Answers from other programs are not supported.")
ELSEWHERE = {"search(": NOT_FROM_FILES, "ex:": OTHER_PROGRAM}
"""Looks that are no looks: they fetch choices, or the answer, from elsewhere."""

NO_LABEL = gettext_noop("The question has no text: label is missing.")
NO_LIST = gettext_noop("The sheet choices has no list “%(name)s”.")
NO_CALCULATION = gettext_noop("The calculation is missing.")
DYNAMIC = gettext_noop("A default that is calculated is not supported: write the value itself.")
YES_OR_NO = gettext_noop("Write yes, or leave it empty: an expression is not supported here.")
PARAMETER = gettext_noop("The parameter “%(name)s” is not supported.")
WHOLE = gettext_noop("start, end and step must be whole numbers, and the end after the start.")
ENDS = gettext_noop("Only the two ends of a range have words: “%(name)s” is between them.")
BAD_BOUND = gettext_noop(
    "“%(written)s” is not understood. Write subject:KEY, subject:KEY/ITEM, need:PART or contact:ROLE/PART."
)
NOT_BOUND = gettext_noop("The row says what its values mean, but not what it is bound to.")
LOOK = gettext_noop("The appearance “%(name)s” of a group is not kept.")


@dataclass(slots=True)
class Builder:
    """`extra`: words that only forms of ours have, by what they belong to."""

    lists: dict[str, tuple[Choice, ...]]
    extra: dict[str, Words]
    found: Found
    names: Names
    made: list[ChoiceList] = field(default_factory=list)

    # Sections

    def sections(self, whole: Group) -> Iterator[Section]:
        """Each group at the top is a section; what stands between them becomes sections of their own."""
        loose: list[Node] = []
        number = 0
        for node in [*whole.items, None]:
            if node is not None and not isinstance(node, Group):
                loose.append(node)
                continue
            if questions := tuple(self._questions(loose, "")):
                number += 1
                yield Section(self.names.free(f"part_{number}"), _part(number), questions)
            loose = []
            if node is not None:
                yield self._section(node)

    def _section(self, group: Group) -> Section:
        line = group.line
        self._note_looks(line)
        key = line.get("name")
        return Section(
            key,
            self._rules.words(line, "label"),
            tuple(self._questions(group.items, "")),
            self.extra.get(f"intro:{key}") or self._rules.words(line, "hint"),
            self._rules.read(line, "relevant"),
        )

    def _questions(self, nodes: list[Node], relevant: str) -> Iterator[Question]:
        for node in nodes:
            match node:
                case Group(line):
                    own = both(relevant, self._rules.read(line, "relevant"))
                    self._note_looks(line)
                    if self._rules.words(line, "label") or self._rules.words(line, "hint"):
                        yield self._heading(line, own)
                    yield from self._questions(node.items, own)
                case Grid():
                    yield self._grid(node, relevant)
                case Item():
                    yield self._item(node, relevant)

    def _heading(self, line: Line, relevant: str) -> Question:
        """A group within a section says its words in a note."""
        label, hint = self._rules.words(line, "label"), self._rules.words(line, "hint")
        return Question(
            self.names.free(line.get("name")),
            "note",
            label or hint,
            hint if label else Words(),
            relevant=relevant,
        )

    # Questions

    @property
    def _rules(self) -> Conditions:
        return Conditions(self.names.cells, self.found)

    def _item(self, item: Item, relevant: str) -> Question:
        line, kind = item.line, item.type
        key = line.get("name") or self.names.free(f"note_{line.row}")
        question = self._common(line, Question(key, kind.kind, self._rules.words(line, "label")), relevant)
        question = replace(question, decimal=kind.decimal, choices=kind.choices)
        match kind.what:
            case "today":
                return replace(question, calculation="today()")
            case "acknowledge":
                return self._labelled(line, replace(question, choices=self._acknowledged()))
        if kind.kind == "calculated":
            return self._calculated(line, question)
        if line.get("calculation"):
            if not (question.label or question.hint):  # then nobody sees it, whatever its type
                return self._calculated(line, replace(question, kind="calculated"))
            if question.kind == "note":  # what a note calculates is what it shows
                question = replace(question, kind="text", read_only=True)
            question = replace(question, calculation=self._rules.read(line, "calculation"))
        question = self._labelled(line, replace(question, default=self._default(line)))
        for look, why in ELSEWHERE.items():
            if look in question.appearance:
                self.found.fault(line, "appearance", why)
        parameters = _parameters(line.get("parameters"))
        match kind.kind:
            case "text":
                return self._text(line, question, parameters)
            case "scale":
                return replace(question, scale=self._scale(line, question, parameters))
            case "one" | "many":
                question = self._choosing(item, question)
        self._no_parameters(line, parameters)
        return question

    def _common(self, line: Line, question: Question, relevant: str) -> Question:
        read = self._rules.read
        return replace(
            question,
            hint=self._rules.words(line, "hint"),
            guidance=self._rules.words(line, "guidance_hint"),
            required=self._rules.yes_or(line, "required"),
            required_words=self._rules.words(line, "required_message"),
            relevant=both(relevant, read(line, "relevant")),
            constraint=read(line, "constraint"),
            constraint_words=self._rules.words(line, "constraint_message"),
            read_only=self._yes(line, "read_only"),
            appearance=line.get("appearance"),
            asks=line.get("asks"),
            bound=self._bound(line),
        )

    def _labelled(self, line: Line, question: Question) -> Question:
        if not question.label and question.hint:
            return replace(question, label=question.hint, hint=Words())
        if not question.label:
            self.found.fault(line, "label", NO_LABEL)
        return question

    def _calculated(self, line: Line, question: Question) -> Question:
        """A hidden row with a value of its own is a calculation that always gives it."""
        calculation = self._rules.read(line, "calculation")
        default = self._default(line)
        if not line.get("calculation"):
            if not default:
                self.found.fault(line, "calculation", NO_CALCULATION)
            calculation, default = _quoted(default), ""
            if len(calculation) > LONGEST:
                self.found.fault(line, "default", TOO_LONG, most=LONGEST)
        return replace(question, calculation=calculation, default=default)

    def _text(self, line: Line, question: Question, parameters: dict[str, str]) -> Question:
        looks = question.appearance.split()
        long = MULTILINE in looks or "rows" in parameters
        self._no_parameters(line, {name: value for name, value in parameters.items() if name != "rows"})
        return replace(
            question,
            kind="long" if long else "text",
            appearance=" ".join(look for look in looks if look != MULTILINE) if long else question.appearance,
        )

    def _choosing(self, item: Item, question: Question) -> Question:
        line, name = item.line, item.type.choices
        choices = self.lists.get(name)
        if choices is None:
            self.found.fault(line, "type", NO_LIST, name=name)
            return question
        filters = {"name", "label", *(each for choice in choices for each in choice.filters or {})}
        return replace(
            question,
            choice_filter=self._rules.read(line, "choice_filter", filters),
            other=item.type.other or bool(line.get("other")),
        )

    def _scale(self, line: Line, question: Question, parameters: dict[str, str]) -> Scale:
        labels = parameters.pop("tick_labelset", "")
        for name in ("tick_interval", "placeholder"):  # how it is drawn elsewhere
            parameters.pop(name, None)
        try:
            low, high, step = (
                int(parameters.pop(name, usual))
                for name, usual in (("start", "0"), ("end", "10"), ("step", "1"))
            )
        except ValueError:
            low, high, step = 0, 0, 0
        self._no_parameters(line, parameters)
        if not low < high or not 0 < step <= high - low:
            self.found.fault(line, "parameters", WHOLE)
        ends = {choice.key: choice.label for choice in self.lists.get(labels, ())}
        for name in ends:
            if name not in {str(low), str(high)}:
                self.found.fault(line, "parameters", ENDS, name=name)
        return Scale(
            low,
            high,
            step,
            self.extra.get(f"low:{question.key}") or ends.get(str(low), Words()),
            self.extra.get(f"high:{question.key}") or ends.get(str(high), Words()),
        )

    # Grids

    def _grid(self, grid: Grid, relevant: str) -> Question:
        line = grid.line
        key = line.get("name")
        question = self._common(line, Question(key, "matrix", self._rules.words(line, "label")), relevant)
        question = self._labelled(line, question)
        if grid.choices not in self.lists:
            self.found.fault(grid.rows[0].line if grid.rows else line, "type", NO_LIST, name=grid.choices)
        if grid.rows:
            rules = self._rules
            first = grid.rows[0].line
            question = replace(
                question,
                required=rules.yes_or(first, "required"),
                required_words=self._rules.words(first, "required_message"),
                constraint=rules.read(first, "constraint"),
                constraint_words=self._rules.words(first, "constraint_message"),
            )
        looks = [look for look in question.appearance.split() if look not in LOOKS]
        return replace(
            question,
            choices=grid.choices,
            rows=self._rows(grid),
            appearance=" ".join(looks),
        )

    def _rows(self, grid: Grid) -> str:
        """The list of the rows: the one that the form names, if it is still the same, else one of its own."""
        rows = []
        for row, key in zip(grid.rows, row_keys(grid), strict=True):
            if not row.line.words.get("label"):
                self.found.fault(row.line, "label", NO_LABEL)
            rows.append(Choice(key, self._rules.words(row.line, "label")))
        named = next(iter(grid.line.get("matrix").split()), "")
        if named in self.lists and [(c.key, c.label) for c in self.lists[named]] == [
            (r.key, r.label) for r in rows
        ]:
            return named
        return self._make_list(f"{grid.line.get('name')}_rows", tuple(rows))

    def _acknowledged(self) -> str:
        known = next((each.key for each in self.made if each.choices == ACKNOWLEDGED), "")
        return known or self._make_list("acknowledge", ACKNOWLEDGED)

    def _make_list(self, key: str, choices: tuple[Choice, ...]) -> str:
        while key in self.lists or any(key == each.key for each in self.made):
            key += "_"
        self.made.append(ChoiceList(key, choices))
        return key

    # Cells

    def _yes(self, line: Line, column: str) -> bool:
        said = line.get(column).strip().casefold()
        if said not in YES | NO:
            self.found.fault(line, column, YES_OR_NO)
        return said in YES

    def _default(self, line: Line) -> str:
        said = line.get("default")
        if "${" in said or _calls(said):
            self.found.fault(line, "default", DYNAMIC)
        return said

    def _bound(self, line: Line) -> Bound | None:
        written, values = line.get("bound"), line.get("bound_values")
        if not written:
            if values:
                self.found.fault(line, "bound_values", NOT_BOUND)
            return None
        bound = read_bound(written, values)
        if bound is None:
            self.found.fault(line, "bound", BAD_BOUND, written=f"{written} {values}".strip())
        return bound

    def _no_parameters(self, line: Line, parameters: dict[str, str]) -> None:
        for name in parameters:
            self.found.fault(line, "parameters", PARAMETER, name=name)

    def _note_looks(self, line: Line) -> None:
        for look in line.get("appearance").split():
            if look not in LOOKS:
                self.found.note(line, "appearance", LOOK, name=look)


def content_of(
    whole: Group, names: Names, lists: dict[str, tuple[Choice, ...]], extra: dict[str, Words], found: Found
) -> Content:
    """The questionnaire; its faults are in `found`."""
    builder = Builder(lists, extra, found, names)
    sections = tuple(builder.sections(whole))
    known = tuple(ChoiceList(key, choices) for key, choices in lists.items())
    return Content(
        extra.get("title", Words()),
        sections,
        (*known, *builder.made),
        extra.get("intro", Words()),
        extra.get("thanks", Words()),
    )


def _part(number: int) -> Words:
    return Words(f"Del {number}", f"Del {number}", f"Part {number}")


def _quoted(text: str) -> str:
    """The text as an expression."""
    for quote in "\"'":
        if quote not in text:
            return f"{quote}{text}{quote}"
    parts = ', "\'", '.join(f"'{part}'" for part in text.split("'"))
    return f"concat({parts})"


def _parameters(written: str) -> dict[str, str]:
    parts = re.sub(r"\s*=\s*", "=", written).replace(",", " ").replace(";", " ").split()
    return {name: value for name, _, value in (part.partition("=") for part in parts)}


def _calls(written: str) -> bool:
    """Whether it is an expression that calls a function or asks a question, not only a text that looks like one."""
    try:
        expression = parse(written)
    except ExpressionError as problem:
        return problem.message == UNKNOWN  # a function, though not one of ours
    return any(isinstance(node, Asked | Call) for node in expression.nodes())
