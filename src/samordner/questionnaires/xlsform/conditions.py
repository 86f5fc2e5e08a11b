"""The expressions of a form: read, their names made those of cells, and everything they speak of looked for."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from samordner.questionnaires.content import Words
from samordner.questionnaires.expressions import (
    ExpressionError,
    columns_in,
    names_in,
    names_in_text,
    parse,
    renamed,
    renamed_in_text,
)
from samordner.questionnaires.expressions.faults import gettext_noop
from samordner.questionnaires.xlsform.places import Found, Line
from samordner.questionnaires.xlsform.walking import NO, YES

QUOTES = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "\xa0": " "})
NO_QUESTION = gettext_noop("“%(name)s” is no question of this form that is answered.")
BARE = gettext_noop("“%(name)s” is understood only in choice_filter: write ${%(name)s} for a question.")
NO_COLUMN = gettext_noop("The choices have no column “%(name)s”.")


@dataclass(frozen=True, slots=True)
class Conditions:
    """`cells`: what each name of the form is called in the questionnaire."""

    cells: Mapping[str, str]
    found: Found

    def read(self, line: Line, column: str, filters: Collection[str] = ()) -> str:
        """An expression; empty where there is none. `filters`: the columns of the choices, for a choice_filter."""
        written = line.get(column).translate(QUOTES).strip()
        if not written:
            return ""
        try:
            expression = parse(written)
        except ExpressionError as problem:
            self.found.fault(line, column, problem.message, **problem.values)
            return ""
        for name in sorted(names_in(expression)):
            if name not in self.cells:
                self.found.fault(line, column, NO_QUESTION, name=name)
        for name in sorted(columns_in(expression)):
            if column != "choice_filter":
                self.found.fault(line, column, BARE, name=name)
            elif name not in filters:
                self.found.fault(line, column, NO_COLUMN, name=name)
        return renamed(written, self._called)

    def words(self, line: Line, column: str) -> Words:
        """Words, which may repeat what was answered."""
        said = line.words.get(column, {})
        for name in sorted({name for each in said.values() for name in names_in_text(each)}):
            if name not in self.cells:
                self.found.fault(line, column, NO_QUESTION, name=name)
        return Words(**{language: renamed_in_text(each, self._called) for language, each in said.items()})

    def _called(self, name: str) -> str:
        return self.cells.get(name, name)

    def yes_or(self, line: Line, column: str) -> str:
        """ "true()" for yes, "" for no, else an expression."""
        said = line.get(column).strip().casefold()
        if said in YES:
            return "true()"
        return "" if said in NO else self.read(line, column)


def both(*conditions: str) -> str:
    """All of them."""
    said = [each for each in conditions if each]
    return said[0] if len(said) == 1 else " and ".join(f"({each})" for each in said)
