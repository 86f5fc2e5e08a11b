"""What a form of one section sent, with what was told to be still right and what was let be used again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from samordner.questionnaires.answering.cells import NO, YES, cells_in, computed
from samordner.questionnaires.answering.understanding import Understood, understand
from samordner.questionnaires.content import SEPARATOR, STILL, Content, Section

VERSION, STILL_RIGHT, USE, REMOVE = "version:", "still:", "use:", "remove:"
"""What the names of inputs begin with that stand beside a cell's own, which is the cell's name."""


class Form(Protocol):
    """What was sent, as Django's QueryDict holds it."""

    def __contains__(self, name: object, /) -> bool: ...

    def getlist(self, name: str, /) -> list[str]: ...


@dataclass(frozen=True, slots=True)
class Known:
    """What is registered, asked as "still right?": its value, and as a person reads it, since when and where from."""

    words: str
    since_words: str = ""
    source_words: str = ""
    value: Any = None


@dataclass(frozen=True, slots=True)
class Given:
    """An answer that was given to another (`to`), which may be used here: "You answered KS this on 3 March: …"."""

    words: str
    to: str
    on_words: str
    value: Any = None


@dataclass(frozen=True)
class Reading:
    """What was understood, by cell; the texts of what was not; and the cells that the answer given elsewhere was let
    be used for.
    """

    understood: Mapping[str, Understood] = field(default_factory=dict)
    typed: Mapping[str, list[str]] = field(default_factory=dict)
    used: frozenset[str] = frozenset()

    @property
    def values(self) -> dict[str, Any]:
        """What can be kept as values: what was understood."""
        return {name: each.value for name, each in self.understood.items() if not each.fault}

    @property
    def faults(self) -> dict[str, str]:
        return {name: each.fault for name, each in self.understood.items() if each.fault}


def read_section(
    content: Content,
    section: Section,
    form: Form,
    *,
    known: Mapping[str, Known] | None = None,
    given: Mapping[str, Given] | None = None,
) -> Reading:
    """What a form sent of a section. A cell that the form did not hold (no "version:" of it) is left out.

    Files and what is computed are never read here. "Still right" gives the cell the registered value and its cell
    "still" the value "yes"; "changed" gives "no" there, and what was typed. Where neither was said, the registered
    value that the form was filled in with is no answer. In a matrix choosing what is registered says that it is still
    right; that the whole of it is, holds for the rows where nothing is chosen.
    """
    known, given = known or {}, given or {}
    understood: dict[str, Understood] = {}
    typed: dict[str, list[str]] = {}
    used: set[str] = set()
    for question in section.questions:
        if question.kind == "file" or question.read_only or computed(question):
            continue
        all_still = question.kind == "matrix" and form.getlist(f"{STILL_RIGHT}{question.key}") == [YES]
        for cell in cells_in(content, question):
            name = cell.name
            if f"{VERSION}{name}" not in form:
                continue
            texts = form.getlist(name)
            read = understand(content, cell, texts)
            if name in given and form.getlist(f"{USE}{name}") == [YES]:
                used.add(name)
                read = Understood(given[name].value)
            elif name in known:
                read, says = _still(
                    read,
                    form.getlist(f"{STILL_RIGHT}{name}"),
                    known[name],
                    question.kind == "matrix",
                    all_still,
                )
                understood[f"{name}{SEPARATOR}{STILL}"] = Understood(says)
            understood[name] = read
            if read.fault:
                typed[name] = texts
    return Reading(understood, typed, frozenset(used))


def _still(
    read: Understood, said: list[str], known: Known, in_matrix: bool, all_still: bool
) -> tuple[Understood, str | None]:
    """What is answered of something registered, and whether that is still right: "yes", "no" or not told."""
    registered, nothing = Understood(known.value), Understood()
    if in_matrix:
        if read == registered or (read == nothing and (said == [YES] or all_still)):
            return registered, YES
        return read, None if read == nothing else NO
    if said == [YES]:
        return registered, YES
    if said == [NO]:
        return read, NO
    return (nothing, None) if read in (registered, nothing) else (read, NO)
