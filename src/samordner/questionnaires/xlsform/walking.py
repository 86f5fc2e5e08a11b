"""The sheet survey as a tree of groups, grids and questions, each with the row that it stands on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from samordner.questionnaires.expressions.faults import gettext_noop
from samordner.questionnaires.xlsform.places import Found, Line
from samordner.questionnaires.xlsform.types import Type, type_of

YES = {"yes", "true", "true()"}
NO = {"", "no", "false", "false()"}
GRID, HEADING, BARE = "table-list", "label", "list-nolabel"
MULTILINE = "multiline"
OTHER_TEXT = "text"
"""In our own column "other": the row is where something of one's own is written to the question above."""

PLAIN_ROW = {"type", "name", "required", "constraint", "appearance"}
"""What a row of a grid may say by itself, besides its label, and be drawn as a row."""

NO_TYPE = gettext_noop("The row has no type.")
NO_NAME = gettext_noop("The row has no name.")
NOT_BEGUN = gettext_noop("A group ends that did not begin.")
NOT_ENDED = gettext_noop("The group does not end: end_group is missing.")
SKIPPED = gettext_noop("The row is marked as disabled, and is not kept.")
DROPPED = gettext_noop("“%(type)s” is not kept: nothing is recorded of whoever answers but what is asked.")
TAKEN_APART = gettext_noop(
    "The group cannot be a grid, since its rows are not all select_one of the same list with a label only: they are "
    "asked one by one."
)


@dataclass(slots=True)
class Item:
    """One question."""

    line: Line
    type: Type


@dataclass(slots=True)
class Group:
    """`line`: the row that begins it; the whole questionnaire has none."""

    line: Line
    items: list[Node] = field(default_factory=list)


@dataclass(slots=True)
class Grid:
    """Rows of one choice each. `line` holds its name and label; what holds for every row stands on `rows`."""

    line: Line
    rows: list[Item]
    choices: str


Node = Item | Group | Grid


def walked(lines: list[Line], found: Found) -> Group:
    whole = Group(Line("", 0))
    stack = [whole]
    for line in lines:
        written = line.get("type")
        if not written:
            if line.get("name") or line.words.get("label"):
                found.fault(line, "type", NO_TYPE)
            continue
        if line.get("disabled").casefold() in YES:
            found.note(line, "disabled", SKIPPED)
            continue
        if line.get("other") == OTHER_TEXT:
            continue
        kind = type_of(written)
        match kind.what:
            case "refused":
                found.fault(line, "type", kind.refusal, type=written)
            case "dropped":
                found.note(line, "type", DROPPED, type=written)
            case "end":
                if len(stack) == 1:
                    found.fault(line, "type", NOT_BEGUN)
                else:
                    stack.pop()
            case "begin":
                group = Group(_named(line, found))
                stack[-1].items.append(group)
                stack.append(group)
            case _:
                if kind.kind != "note":
                    _named(line, found)
                stack[-1].items.append(Item(line, kind))
    for group in stack[1:]:
        found.fault(group.line, "type", NOT_ENDED)
    return whole


def _named(line: Line, found: Found) -> Line:
    if not line.get("name"):
        found.fault(line, "name", NO_NAME)
    return line


def with_grids(group: Group, found: Found) -> Group:
    """The tree with its grids found."""
    return Group(group.line, list(_grids(group, found)))


def _grids(group: Group, found: Found) -> Iterator[Node]:
    waiting = list(group.items)
    while waiting:
        node = waiting.pop(0)
        if isinstance(node, Group):
            yield _of_group(node, found)
        elif isinstance(node, Item) and HEADING in _looks(node) and node.type.choices:
            rows = []
            while waiting and _bare_row(waiting[0], node.type.choices):
                rows.append(waiting.pop(0))
            yield Grid(node.line, rows, node.type.choices) if rows else node  # type: ignore[arg-type]
        else:
            yield node


def _of_group(group: Group, found: Found) -> Node:
    ours = group.line.get("matrix").split()
    if not ours and GRID not in group.line.get("appearance").split():
        return with_grids(group, found)
    lists = {item.type.choices for item in group.items if isinstance(item, Item)} | set(ours[1:])
    if len(lists) == 1 and "" not in lists and all(_row(each) for each in group.items):
        return Grid(group.line, group.items, lists.pop())  # type: ignore[arg-type]
    found.note(group.line, "appearance", TAKEN_APART)
    return with_grids(group, found)


def _looks(item: Item) -> list[str]:
    return item.line.get("appearance").split()


def _bare_row(node: Node, choices: str) -> bool:
    return isinstance(node, Item) and node.type.choices == choices and BARE in _looks(node) and _row(node)


def _row(node: Node) -> bool:
    """Whether it can be a row of a grid."""
    return (
        isinstance(node, Item)
        and node.type.what == "question"
        and node.type.kind == "one"
        and not node.type.other
        and set(node.line.cells) <= PLAIN_ROW
        and set(node.line.words) <= {"label", "required_message", "constraint_message"}
    )
