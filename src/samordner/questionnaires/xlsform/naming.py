"""What everything in a form is called, so that expressions can speak of what comes later."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from samordner.questionnaires.content import OTHER, SEPARATOR
from samordner.questionnaires.expressions.faults import gettext_noop
from samordner.questionnaires.xlsform.places import Found, Line
from samordner.questionnaires.xlsform.walking import Grid, Group, Item

NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")
LONGEST = 128

BAD_NAME = gettext_noop(
    "The name “%(name)s” must begin with a letter and have only the letters a–z, digits, hyphens, "
    "underscores and full stops, at most 128 of them."
)
TAKEN = gettext_noop("The name “%(name)s” is that of row %(row)s too.")


@dataclass(slots=True)
class Names:
    """`cells`: what each name of the form is called in the questionnaire; `groups` and `questions`: where each stands."""

    cells: dict[str, str] = field(default_factory=dict)
    groups: dict[str, Line] = field(default_factory=dict)
    questions: dict[str, Line] = field(default_factory=dict)

    def free(self, key: str) -> str:
        """The key, made longer until nothing is called so."""
        while key in self.questions or key in self.groups:
            key += "_"
        return key


def names_of(whole: Group, found: Found) -> Names:
    names = Names()
    others: list[str] = []
    _gather(whole, names, others, found)
    for name in others:
        names.cells.setdefault(f"{name}_{OTHER}", f"{name}{SEPARATOR}{OTHER}")
    return names


def _gather(group: Group, names: Names, others: list[str], found: Found) -> None:
    for node in group.items:
        name = node.line.get("name")
        match node:
            case Group():
                _take(node.line, names.groups, found)
                _gather(node, names, others, found)
            case Grid():
                _take(node.line, names.questions, found)
                for row, key in zip(node.rows, row_keys(node), strict=True):
                    _take(row.line, names.questions, found)
                    names.cells[row.line.get("name")] = f"{name}{SEPARATOR}{key}"
            case Item(line, kind):
                _take(line, names.questions, found)
                if kind.kind != "note":
                    names.cells[name] = name
                if kind.other or line.get("other"):
                    others.append(name)


def _take(line: Line, taken: dict[str, Line], found: Found) -> None:
    name = line.get("name")
    if not name:
        return
    if not NAME.fullmatch(name) or len(name) > LONGEST:
        found.fault(line, "name", BAD_NAME, name=name)
    elif name in taken:
        found.fault(line, "name", TAKEN, name=name, row=taken[name].row)
    taken.setdefault(name, line)


def row_keys(grid: Grid) -> list[str]:
    """What the rows are called within the grid: without the grid's own name before it."""
    names = [row.line.get("name") for row in grid.rows]
    before = f"{grid.line.get('name')}."
    if all(name.startswith(before) and name != before for name in names):
        return [name.removeprefix(before) for name in names]
    return names
