"""What a number counts: in words, and of whom it is made up."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from samordner.boards.marks import mark_value
from samordner.boards.queries import Scope, Selection, selected
from samordner.participation.choosing import Named
from samordner.participation.queries import State
from samordner.programmes.definition import Definition


def title_of(selection: Selection, definition: Definition) -> str:
    """What the selection counts, as a heading."""
    subject = str(definition.subject(selection.subject).name) if selection.subject else ""
    if selection.item and (items := definition.items_of(selection.subject)):
        subject = f"{subject}, {next((str(one.name) for one in items if one.key == selection.item), '')}"
    match selection.kind:
        case "unknown":
            return _("%(subject)s: unknown") % {"subject": subject}
        case "known":
            return _("%(subject)s: known") % {"subject": subject}
        case "late":
            return _("%(subject)s: the expected day has passed") % {"subject": subject}
        case "unpapered":
            return _("%(subject)s: decided, without a document") % {"subject": subject}
        case _:
            values = [
                mark_value(definition, selection.subject, selection.item, value).text
                for value in selection.values
            ]
            return _("%(subject)s: %(values)s") % {"subject": subject, "values": ", ".join(values)}


@dataclass(frozen=True, slots=True)
class Part:
    """An office's part of a number: `number` of its `whole`, and of how many of them nothing is known."""

    office: Named
    number: int
    unknown: int
    whole: int


@dataclass(frozen=True, slots=True)
class Explained:
    """A number: `rows` of `whole`. `unknown` and `others` are the rest; `parts` are of the offices, and add up to it.

    All are participations by primary key. A number that counts those of whom nothing is known has no `unknown`
    besides.
    """

    rows: tuple[int, ...]
    unknown: tuple[int, ...]
    others: tuple[int, ...]
    whole: int
    parts: tuple[Part, ...]

    @property
    def known(self) -> int:
        return self.whole - len(self.unknown)

    @property
    def adds_up(self) -> bool:
        return sum(part.number for part in self.parts) == len(self.rows)


def explained(selection: Selection, scope: Scope, state: State) -> Explained:
    """Who of the scope a selection counts, of whom nothing is known, and every office's part."""
    here = [row.id for row in scope.participations]
    counted = set(selected(selection, state, scope.definition)) & set(here)
    silent: set[int] = set()
    if selection.kind == "value" and selection.subject:
        silent = set(
            selected(
                Selection("unknown", selection.subject, _item(selection, scope)), state, scope.definition
            )
        )
    rows = tuple(pk for pk in here if pk in counted)
    unknown = tuple(pk for pk in here if pk in silent and pk not in counted)
    others = tuple(pk for pk in here if pk not in counted and pk not in silent)
    return Explained(rows, unknown, others, len(here), tuple(_parts(scope, counted, set(unknown))))


def _item(selection: Selection, scope: Scope) -> str:
    """Of a subject that may have many, unknown means that none of its options is known."""
    return "" if scope.definition.subject(selection.subject).many else selection.item


def _parts(scope: Scope, counted: set[int], unknown: set[int]) -> list[Part]:
    """Every office's part, when there are several."""
    members: dict[int, list[int]] = {}
    keys: dict[int, str] = {}
    for row in scope.participations:
        if row.office_id not in members:
            members[row.office_id], keys[row.office_id] = [], row.office.key
        members[row.office_id].append(row.id)
    names = {one.key: one for one in scope.offices}
    parts = [
        Part(
            names.get(keys[office], Named(keys[office], keys[office])),
            len(counted.intersection(ids)), len(unknown.intersection(ids)), len(ids),
        )
        for office, ids in members.items()
    ]  # fmt: skip
    return sorted(parts, key=lambda part: part.office.name) if len(parts) > 1 else []
