"""Cells and choices of a questionnaire that may still be half written: what is missing is nothing, never an error."""

from __future__ import annotations

from functools import cache

from django.utils.translation import gettext, override

from samordner.questionnaires.content import (
    OTHER,
    SEPARATOR,
    STILL,
    Cell,
    Choice,
    Content,
    Question,
    Words,
    cells_of,
)

YES, NO = "yes", "no"
"""What a cell "still" holds: what is registered is still right, or it is not."""


def _list(content: Content, key: str) -> tuple[Choice, ...]:
    try:
        return content.choices_of(key)
    except KeyError:
        return ()


def choices_in(content: Content, question: Question) -> tuple[Choice, ...]:
    """The choices of a question (of a matrix its columns); with "other" last where that may be written."""
    choices = _list(content, question.choices)
    if question.other and all(each.key != OTHER for each in choices):
        return (*choices, Choice(OTHER, _other()))
    return choices


def rows_in(content: Content, question: Question) -> tuple[Choice, ...]:
    """The rows of a matrix."""
    return _list(content, question.rows)


def cells_in(content: Content, question: Question) -> tuple[Cell, ...]:
    """`content.cells_of`; none where the list of its rows is not there yet."""
    return () if question.kind == "matrix" and not rows_in(content, question) else cells_of(content, question)


def every_cell(content: Content) -> tuple[Cell, ...]:
    """`content.cells`, as far as they are there yet."""
    return tuple(cell for question in content.questions for cell in cells_in(content, question))


def cell_named(content: Content, name: str) -> Cell | None:
    """The cell of that name, also "key/still" and "key/row/still"; None when the questionnaire asks nothing of it."""
    whole = name.removesuffix(SEPARATOR + STILL)
    try:
        question = content.question(whole.partition(SEPARATOR)[0])
    except KeyError:
        return None
    found = {each.name: each for each in cells_in(content, question)}
    if name in found:
        return found[name]
    if whole != name and whole in found and not whole.endswith(SEPARATOR + OTHER):
        return Cell(name, question, found[whole].row)
    return None


def is_other(cell: Cell) -> bool:
    return not cell.row and cell.name == f"{cell.question.key}{SEPARATOR}{OTHER}"


def is_still(cell: Cell) -> bool:
    named = f"{cell.question.key}{SEPARATOR}{cell.row}" if cell.row else cell.question.key
    return cell.name == f"{named}{SEPARATOR}{STILL}"


def computed(question: Question) -> bool:
    """Whether it follows from other answers, so that nobody writes it."""
    return bool(question.calculation) or question.kind == "calculated"


def label_of(content: Content, cell_name: str, language: str) -> str:
    """What the cell asks, as a person reads it: the question, and in a matrix its row. The name, of no cell."""
    cell = cell_named(content, cell_name)
    if cell is None:
        return cell_name
    words = [cell.question.label.get(language)]
    words += [each.label.get(language) for each in rows_in(content, cell.question) if each.key == cell.row]
    with override(language):
        if is_other(cell):
            words.append(gettext("Other"))
        elif is_still(cell):
            words.append(gettext("Still right?"))
    return ": ".join(filter(None, words))


@cache
def _other() -> Words:
    """The choice of something that is not in the list, in every language."""
    said = {}
    for language in ("nb", "nn", "en"):
        with override(language):
            said[language] = gettext("Other")
    return Words(**said)
