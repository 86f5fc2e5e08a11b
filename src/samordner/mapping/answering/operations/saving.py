"""Saving cells: each has a version, so that two people in one answer never overwrite each other unseen."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from samordner.documents.lines import clean
from samordner.journal.deeds import Refusal
from samordner.mapping.answering.queries import (
    ANSWERED,
    WRITTEN_IN,
    actor_of,
    content_of,
    place_of,
    why_not_answer,
    writable,
)
from samordner.mapping.models import How, Respondent, Response
from samordner.questionnaires.answering import Understood, understand
from samordner.questionnaires.content import SEPARATOR, STILL

LONGEST = 40_000
"""So many characters of one cell are kept as typed. More than that is shown back, and not kept."""
MINE, THEIRS = "mine", "theirs"
Cells = dict[str, dict[str, Any]]
NOTHING: Mapping[str, Any] = {"n": 0}


@dataclass(frozen=True)
class Clash:
    """Another wrote in the same cell. `mine`: as typed now; `theirs`: the cell as it stands."""

    cell: str
    mine: tuple[str, ...]
    theirs: Mapping[str, Any]

    @property
    def number(self) -> int:
        """The version that stands there."""
        return int(self.theirs["n"])


@dataclass(frozen=True)
class Saved:
    """How it went. `cells`: all of them as they stand now; `written`: those that were changed; `conflicts`: those that were
    not, since another had; `too_long`: those that hold more than is kept.
    """

    cells: Cells
    written: tuple[str, ...] = ()
    conflicts: Mapping[str, Clash] = field(default_factory=dict)
    too_long: tuple[str, ...] = ()


@dataclass(frozen=True)
class Wanted:
    """What shall stand in a cell: a value, or the text that could not be understood."""

    typed: tuple[str, ...] = ()
    value: Any = None
    raw: str = ""

    @classmethod
    def of(cls, read: Understood, typed: Sequence[str]) -> Wanted:
        """What was understood of what was typed."""
        said = tuple(clean(text) for text in typed)
        return cls(said, raw="\n".join(said)) if read.fault else cls(said, read.value)

    @property
    def says(self) -> dict[str, Any]:
        return {"raw": self.raw} if self.raw else {"v": self.value}


Marks = tuple[tuple[str, int], ...]
"""The open page that something was typed in, with a number that grows as one types, and before it the pages that it was
taken over from, each with the number it had come to."""


@dataclass(frozen=True)
class Told:
    """What the writer was told of each cell (its version, and by `mark_of` what was shown), and what was chosen of two:
    "mine:<version>" or "theirs". `marks`: by question, the page that it was typed in.
    """

    versions: Mapping[str, int]
    seen: Mapping[str, str] = field(default_factory=dict)
    chosen: Mapping[str, str] = field(default_factory=dict)
    how: str = How.LINK
    marks: Mapping[str, Marks] = field(default_factory=dict)

    def untouched(self, name: str, there: Mapping[str, Any], want: Wanted) -> bool:
        """Whether the form only sends back what it showed: then this writer wrote nothing."""
        return there["n"] > 0 and self.seen.get(name) == mark_of(want.says)

    def knows(self, name: str, there: Mapping[str, Any]) -> bool:
        """Whether the writer knows what stands there: nothing new, or it was told and the own words were chosen.

        Whoever writes for another is also told of what that other has written without help.
        """
        if is_still(name) or self.chosen.get(name) == f"{MINE}:{there['n']}":
            return True
        if self.how in WRITTEN_IN and there.get("how") not in WRITTEN_IN and mark_of(there):
            return False
        return self.versions.get(name, 0) == int(there["n"]) or self._own(name, there)

    def overtaken(self, name: str, there: Mapping[str, Any]) -> bool:
        """Whether this was typed before what the same open page has written there: it was only longer on its way."""
        own = self.marks_of(name)[:1]
        return bool(own) and there.get("page") == own[0][0] and there["step"] >= own[0][1]

    def _own(self, name: str, there: Mapping[str, Any]) -> bool:
        """Whether what stands there is this writer's own, from this page or one that it went on from, and nothing of
        another's lies between it and the version that was seen: a save whose answer never came back.
        """
        return self.versions.get(name, 0) >= there.get("after", there["n"]) and any(
            there.get("page") == page and there["step"] <= step for page, step in self.marks_of(name)
        )

    def marks_of(self, name: str) -> Marks:
        return self.marks.get(name.partition(SEPARATOR)[0], ())

    def gives_way(self, name: str) -> bool:
        """Whether the other's words were chosen."""
        return self.chosen.get(name) == THEIRS


def base_of(name: str) -> str:
    """The cell itself, of one that says that what is registered there is still right."""
    return name.removesuffix(f"{SEPARATOR}{STILL}")


def still_of(cell: str) -> str:
    """The cell that says that what is registered there is still right."""
    return f"{cell}{SEPARATOR}{STILL}"


def is_still(name: str) -> bool:
    return name.endswith(f"{SEPARATOR}{STILL}")


def mark_of(cell: Mapping[str, Any]) -> str:
    """What a cell holds, in short: by it a form tells whether its reader changed what was shown. "": nothing."""
    if cell.get("raw") is None and cell.get("v") is None:
        return ""
    said = json.dumps([cell.get("v"), cell.get("raw")], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()[:12]


def save(
    respondent: Respondent, typed: Mapping[str, Sequence[str]], *, versions: Mapping[str, int], by: str, now: datetime,
    how: str = How.LINK,
) -> Saved:  # fmt: skip
    """Keep what was typed, by the names of cells: `typed` as a form sends it. See `save_read`."""
    content = content_of(respondent.round)
    allowed = writable(content, respondent.sections)
    read = {
        name: Understood(None, "") if name not in allowed else understand(content, allowed[name], texts)
        for name, texts in typed.items()
    }
    wanted = {name: Wanted.of(one, typed[name]) for name, one in read.items()}
    return save_read(respondent, wanted, Told(versions, how=how), by=by, now=now)


def save_read(
    respondent: Respondent, wanted: Mapping[str, Wanted], told: Told, *, by: str, now: datetime
) -> Saved:
    """Keep what was read of a form, by the names of cells. Raises Refusal when nothing can be written at all.

    A cell that another has changed since its writer saw it is left alone, and told as a conflict, until its writer has
    chosen. Names that no question of this respondent's has are passed over. Nothing is told in the journal: it is no
    answer yet.
    """
    if sentence := why_not_answer(respondent):
        raise Refusal(sentence)
    content = content_of(respondent.round)
    allowed = writable(content, respondent.sections)
    mine = {
        name: want for name, want in wanted.items()
        if (cell := allowed.get(base_of(name))) and cell.question.kind != "file"
    }  # fmt: skip
    begins = frozenset(name for name, cell in allowed.items() if cell.question.default)
    who = by or actor_of(respondent)
    try:
        return _save(respondent, mine, told, begins, by=who, now=now)
    except IntegrityError:  # another wrote the first word of the same answer at the same moment
        return _save(respondent, mine, told, begins, by=who, now=now)


@transaction.atomic
def _save(
    respondent: Respondent, wanted: Mapping[str, Wanted], told: Told, begins: frozenset[str], *, by: str, now: datetime
) -> Saved:  # fmt: skip
    response = locked(respondent)
    cells = response.cells if response else {}
    fresh: Cells = {}
    conflicts: dict[str, Clash] = {}
    too_long = []
    for name in sorted(wanted, key=is_still):  # what is still right goes with its question, which comes first
        want, there = wanted[name], cells.get(name, NOTHING)
        emptied = name in begins and not there["n"] and mark_of(want.says) == ""
        if (mark_of(there) == mark_of(want.says) and not emptied) or told.untouched(name, there, want):
            continue
        if told.overtaken(name, there):
            continue
        if len(want.raw) > LONGEST:
            too_long.append(name)
        elif told.knows(name, there) and base_of(name) not in conflicts:
            fresh[name] = cell_of(there, want.says, told.how, by, now) | _page(there, told.marks_of(name))
        elif not is_still(name) and not told.gives_way(name):
            conflicts[name] = Clash(name, want.typed, there)
    if fresh:
        cells = cells | fresh
        keep_cells(respondent, response, cells, now)
    return Saved(cells, tuple(fresh), conflicts, tuple(too_long))


def cell_of(
    there: Mapping[str, Any], says: Mapping[str, Any], how: str, by: str, now: datetime
) -> dict[str, Any]:
    """The next version of a cell."""
    kept = {**says, "n": there["n"] + 1, "by": by, "at": now.isoformat()}
    return kept | {"how": str(how)} if how in WRITTEN_IN else kept


def _page(there: Mapping[str, Any], marks: Marks) -> dict[str, Any]:
    """The page that wrote a cell, its step, and after which version its own words begin. Nothing: a form without a script."""
    if not marks:
        return {}
    goes_on = any(there.get("page") == page for page, _step in marks)
    page, step = marks[0]
    return {"page": page, "step": step, "after": there["after"] if goes_on else there["n"]}


# The row


def locked(respondent: Respondent) -> Response | None:
    """The answer, held until the transaction ends; None: nothing is written yet.

    Raises Refusal, when this one has sent in an anonymous answer meanwhile: nothing of it is begun once more.
    """
    if respondent.round.anonymous:
        row = Respondent.objects.select_for_update().get(pk=respondent.pk)
        if row.answered:
            raise Refusal(ANSWERED)
    # In no order: an anonymous answer has no municipality, and rows that may be missing cannot be locked with it
    return Response.objects.select_for_update().filter(**place_of(respondent)).order_by("pk").first()


def keep_cells(
    respondent: Respondent, response: Response | None, cells: Mapping[str, Any], now: datetime
) -> Response:
    """Write all cells, of an answer that is held."""
    text = json.dumps(cells, ensure_ascii=False)
    if response is None:
        return Response.objects.create(**place_of(respondent), text=text, begun_at=now, saved_at=now)
    response.text, response.saved_at, response.version = text, now, response.version + 1
    response.changed_since = bool(response.submitted)
    response.save(update_fields=["text", "saved_at", "version", "changed_since"])
    return response
