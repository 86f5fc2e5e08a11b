"""Letters to those who are asked, each with a personal link of its own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from samordner.files.models import File
from samordner.letters.composing import worded_letters
from samordner.letters.kinds import Kind, Text
from samordner.letters.operations import write
from samordner.links.operations import issue_all, revoke
from samordner.mapping import letters
from samordner.mapping.dates import links_end
from samordner.mapping.models import MappingRound, Respondent
from samordner.timeline.moments import NORWAY

PURPOSE, KIND = "answer", "respondent"
"""What a personal link to an answer is good for, and with what: its key is `Respondent.pk`."""


def locked(row: MappingRound) -> MappingRound:
    """The round as it stands now, held until the deed is done: one deed with it at a time."""
    rows = MappingRound.objects.select_for_update(of=("self",)).select_related("office", "programme", "ask")
    return rows.get(pk=row.pk)


def issue_links(of: MappingRound, rows: Sequence[Respondent], now: datetime) -> list[str]:
    """A personal link to each of these, in their order."""
    ends = links_end(of.deadline, now)
    return issue_all(PURPOSE, KIND, [str(row.pk) for row in rows], expires_at=ends, now=now)


def end_links(rows: Iterable[Respondent], now: datetime) -> None:
    """No link to these opens anything any more."""
    keys = [str(row.pk) for row in rows]
    for start in range(0, len(keys), 500):
        revoke(PURPOSE, KIND, keys[start : start + 500], now=now)


def tell(
    kind: Kind, of: MappingRound, rows: Sequence[Respondent], what: str, *, linked: bool = True,
    more: Mapping[str, Mapping[str, str]] | None = None, texts: Mapping[str, Text] | None = None,
    enclosures: tuple[File, ...] = (), day: date, by: str, now: datetime,
) -> int:  # fmt: skip
    """A letter of the kind to those of `rows` who can be written to; `what` tells it from the others. How many were new.

    The rows have their municipality with them (`select_related`).
    """
    reached = [row for row in rows if row.email and not row.erased_at]
    if not reached:
        return 0
    secrets = issue_links(of, reached, now) if linked else [""] * len(reached)
    to = [
        letters.to_respondent(row, of, what, secret=secret, more=more, enclosures=enclosures, now=now)
        for row, secret in zip(reached, secrets, strict=True)
    ]
    return write(worded_letters(kind, of.office, to, day=day, texts=texts), by=by, now=now)


def here(now: datetime) -> date:
    """The day of a moment, in Norway."""
    return now.astimezone(NORWAY).date()
