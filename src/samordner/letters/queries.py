"""Questions about the outbox, and about how an office words its letters."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q, QuerySet

from samordner.letters.kinds import Kind, Text, kinds
from samordner.letters.models import Language, Letter, Letterhead, Outage, State, Wording
from samordner.places.models import Office

# The outbox

UNSETTLED = (State.FAILED, State.BOUNCED, State.UNCERTAIN)
"""What waits for a person."""

NEEDS_SOMEBODY = "unsettled"
"""In place of a state: all of them."""


def every_letter() -> QuerySet[Letter]:
    """Letters with their office and municipality."""
    return Letter.objects.select_related("office", "participation__municipality")


@dataclass(frozen=True)
class Narrowing:
    """What a list of letters is narrowed to; empty: not. `on`: the day they were written."""

    words: str = ""
    state: str = ""
    kind: str = ""
    on: date | None = None
    about: str = ""

    @property
    def narrows(self) -> bool:
        return self != Narrowing()


def narrowed(rows: QuerySet[Letter], by: Narrowing) -> QuerySet[Letter]:
    """The letters that a list is about. Words are looked for in names, addresses, subjects and municipalities."""
    for word in by.words.split():
        rows = rows.filter(
            Q(to_name__icontains=word)
            | Q(to_address__icontains=word)
            | Q(subject__icontains=word)
            | Q(participation__municipality__label__icontains=word)
        )
    if by.state == NEEDS_SOMEBODY:
        rows = rows.filter(state__in=UNSETTLED, erased_at=None)
    elif by.state in State.values:
        rows = rows.filter(state=by.state)
    if by.kind:
        rows = rows.filter(kind=by.kind)
    if by.about:
        rows = rows.filter(about=by.about)
    if by.on:
        rows = rows.filter(written_at__date=by.on)
    return rows


SORTS = {
    "written": ("written_at", "pk"),
    "sent": ("sent_at", "pk"),
    "municipality": ("participation__municipality__sort_key", "pk"),
    "name": ("to_name", "pk"),
}


def ordered(rows: QuerySet[Letter], sort: str) -> QuerySet[Letter]:
    """In the order asked for, the last written first unless told."""
    fields = SORTS.get(sort.removeprefix("-"))
    if fields is None:
        return rows.order_by("-written_at", "-pk")
    return rows.order_by(*(f"-{field}" if sort.startswith("-") else field for field in fields))


def about(*what: str) -> QuerySet[Letter]:
    """The letters that were written about these ("meeting/12"), for whoever wrote them: grants are not asked."""
    return every_letter().filter(about__in=what)


def to_address(address: str) -> QuerySet[Letter]:
    """The letters to an e-mail address, however it is typed."""
    return every_letter().filter(to_address__iexact=address.strip())


@dataclass(frozen=True)
class Standing:
    """How far the letter of a key has come, without whom it went to. `problem`: as it was said (`documents.why_words`)."""

    pk: int
    key: str
    state: str
    language: str
    written_at: datetime
    sent_at: datetime | None
    problem: str

    @property
    def left(self) -> bool:
        """The mail server took it, and it has not come back."""
        return self.state == State.SENT

    @property
    def needs_somebody(self) -> bool:
        """Nobody gets this letter until somebody does something about it."""
        return self.state in UNSETTLED


def standing(keys: Iterable[str]) -> dict[str, Standing]:
    """By key how far each of these letters has come; a key that nothing was written under is not there."""
    wanted, found = list(keys), {}
    for start in range(0, len(wanted), 500):
        rows = Letter.objects.filter(key__in=wanted[start : start + 500]).order_by()
        names = ("pk", "key", "state", "language", "written_at", "sent_at", "problem")
        found.update({row[1]: Standing(*row) for row in rows.values_list(*names)})
    return found


def tally(rows: QuerySet[Letter]) -> dict[str, int]:
    """How many there are in each state that any are in, in the states' order; one query."""
    found = dict(rows.order_by().values_list("state").annotate(Count("pk")))
    return {state: found[state] for state in State.values if state in found}


def outage() -> Outage | None:
    """Since when the mail server does not answer; None: it does, or nobody has asked it."""
    return Outage.objects.filter(pk=1).first()


def hidden(text: str, secrets: Iterable[str], instead: str) -> str:
    """The text as others than its reader may see it: `instead` stands for what is secret."""
    for secret in filter(None, secrets):
        text = text.replace(secret, instead)
    return text


def shown_body(letter: Letter, instead: str) -> str:
    """The text of a letter as others than its reader may see it."""
    return hidden(letter.body, letter.secret.split("\n"), instead)


def unsettled(rows: QuerySet[Letter]) -> dict[str, int]:
    """How many wait for a person, by state: uncertain ones, those given up, and those that came back."""
    return tally(rows.filter(state__in=UNSETTLED, erased_at=None))


# How an office words its letters


@dataclass(frozen=True)
class Worded:
    """How a kind of letter is worded in a language. `version`: of the office's own wording, 0 when there never was one."""

    kind: Kind
    language: str
    text: Text
    own: bool
    version: int


def letterhead_of(office: Office) -> Letterhead:
    """What the office has chosen; an unsaved row of standards (version 0) when it has chosen nothing."""
    return Letterhead.objects.filter(office=office).first() or Letterhead(office=office, version=0)


def wordings(office: Office, of: Sequence[Kind] | None = None) -> dict[tuple[str, str], Worded]:
    """How an office words its letters, by kind and language; one query."""
    rows = {(row.kind, row.language): row for row in Wording.objects.filter(office=office)}
    return {
        (kind.key, language): _worded(kind, language, rows.get((kind.key, language)))
        for kind in (kinds() if of is None else of)
        for language in Language.values
    }


def _worded(kind: Kind, language: str, row: Wording | None) -> Worded:
    if row is None or not row.subject:
        return Worded(kind, language, kind.standard(language), False, row.version if row else 0)
    return Worded(kind, language, Text(row.subject, row.body), True, row.version)


# Why a letter is still there


@dataclass(frozen=True)
class Waiting:
    """Why a letter waits. `why`: closed (no mail server), outage, later (refused for now, until `until`), or turn."""

    why: str
    until: datetime | None = None


def waiting(letter: Letter, now: datetime, out: Outage | None, *, closed: bool) -> Waiting | None:
    """Why the letter has not left; None when it waits for nothing."""
    if letter.state != State.WAITING:
        return None
    if closed:
        return Waiting("closed")
    if out is not None:
        return Waiting("outage")
    if letter.next_try > now:
        return Waiting("later", letter.next_try)
    return Waiting("turn")
