"""The response board: how far each who is asked has come, and how many have come how far."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet

from samordner.letters.queries import UNSETTLED
from samordner.letters.queries import about as letters_about
from samordner.links.queries import opened
from samordner.mapping import letters
from samordner.mapping.dates import is_past
from samordner.mapping.models import MappingRound, Respondent, Response, Submission
from samordner.mapping.rounds.operations.sending import KIND
from samordner.people.queries import names_of
from samordner.places.alphabet import norwegian_key

STATES = ("answered", "corrected", "begun", "late", "opened", "sent", "bounced", "not_sent", "withdrawn")
"""How far somebody has come. late: begun, and not sent in when the deadline passed. sent: the letter, and no more."""
DONE, WAITING = ("answered", "corrected"), ("begun", "late", "opened", "sent", "bounced", "not_sent")
NOT_ANSWERED = "waiting"
"""In place of a state: everybody who has not answered."""


@dataclass(frozen=True)
class Line:
    """One answer that is asked for: a municipality's, or a person's.

    `people`: those who are asked for it; `parts`: those whom parts were handed on to. `at`: when it came so far, unless that
    is nobody's business (anonymous). `by`: who sent it in, in words; `how`: as in `How`. `number`: how many times it was sent
    in. `unsent`: something was written after that, and not sent in. `problem`: why a letter did not arrive, as it was said.
    """

    name: str
    people: tuple[Respondent, ...]
    parts: tuple[Respondent, ...]
    state: str
    at: datetime | None = None
    by: str = ""
    how: str = ""
    number: int = 0
    unsent: bool = False
    problem: str = ""

    @property
    def first(self) -> Respondent:
        return self.people[0]

    @property
    def answered(self) -> bool:
        return self.state in DONE

    @property
    def reminders(self) -> int:
        return max(one.reminders for one in self.people)


@dataclass(frozen=True)
class Counts:
    """How many of those asked (`asked`: without those who need not answer) have come how far."""

    asked: int = 0
    answered: int = 0
    begun: int = 0
    opened: int = 0
    sent: int = 0
    bounced: int = 0
    not_sent: int = 0
    withdrawn: int = 0

    @property
    def waiting(self) -> int:
        return self.asked - self.answered

    @property
    def share(self) -> int:
        """Answered, in percent of asked, whole; 0 when nobody is asked."""
        return round(100 * self.answered / self.asked) if self.asked else 0


def counted(lines: Iterable[Line]) -> Counts:
    numbers = dict.fromkeys(STATES, 0)
    for line in lines:
        numbers[line.state] += 1
    withdrawn = numbers.pop("withdrawn")
    return Counts(
        asked=sum(numbers.values()), answered=numbers["answered"] + numbers["corrected"],
        begun=numbers["begun"] + numbers["late"], opened=numbers["opened"], sent=numbers["sent"],
        bounced=numbers["bounced"], not_sent=numbers["not_sent"], withdrawn=withdrawn,
    )  # fmt: skip


@dataclass(frozen=True)
class _Known:
    """All that the lines of a round are made from, by respondent unless it says otherwise. `responses` by where an answer is
    kept: ("participation", pk) or ("respondent", pk).
    """

    opened: Mapping[str, datetime]
    letters: Mapping[int, tuple[str, datetime | None, str]]
    responses: Mapping[tuple[str, int], Response]
    submissions: Mapping[int, Submission]
    names: Mapping[str, str]
    late: bool


def lines(of: MappingRound, rows: QuerySet[Respondent], now: datetime, *, named: bool = True) -> list[Line]:
    """A line for each answer that is asked for, of the visible `rows`, in Norwegian order. Six queries, however many.

    Not `named`: without the names and addresses of people, for those who may not know of contacts.
    """
    held = list(rows.filter(round=of).select_related("participation__municipality").order_by("pk"))
    if not named:
        for row in held:
            row.name = row.email = ""
    people: dict[tuple[str, int], list[Respondent]] = {}
    roots = {row.pk: row for row in held if row.handed_by_id is None}
    parts: dict[tuple[str, int], list[Respondent]] = {}
    for row in held:
        root = row if row.handed_by_id is None else roots.get(row.handed_by_id, row)
        (people if root is row else parts).setdefault(_place(of, root), []).append(row)
    known = _known(of, held, now, named)
    made = [_line(of, key, people[key], parts.get(key, []), known) for key in people]
    return sorted(made, key=lambda line: (line.first.participation is None, _order(line), line.first.pk))


def _order(line: Line) -> str:
    place = line.first.participation
    return place.municipality.sort_key if place else norwegian_key(line.name)


def _place(of: MappingRound, row: Respondent) -> tuple[str, int]:
    """Where the answer of somebody is kept."""
    if row.participation_id and of.answered_for == MappingRound.For.MUNICIPALITY:
        return "participation", row.participation_id
    return "respondent", row.pk


def _known(of: MappingRound, held: list[Respondent], now: datetime, named: bool) -> _Known:
    written: dict[int, tuple[str, datetime | None, str]] = {}
    found = letters_about(letters.about(of)).order_by("pk").select_related(None)
    for key, state, sent, problem in found.values_list("key", "state", "sent_at", "problem"):
        written[letters.respondent_in(key)] = state, sent, problem
    responses = {
        ("respondent", row.respondent_id)
        if row.respondent_id
        else ("participation", row.participation_id or 0): row
        for row in Response.objects.filter(round=of).defer("text")
    }
    last = Submission.objects.filter(round=of, response__isnull=False).defer("text").order_by("number")
    submissions = {row.response_id or 0: row for row in last}
    names = {f"respondent:{row.pk}": row.name for row in held}
    accounts = {row.by for row in submissions.values() if named and row.by not in names}
    return _Known(
        opened(KIND, [str(row.pk) for row in held]), written, responses, submissions, names | names_of(accounts),
        is_past(of, now),
    )  # fmt: skip


def _line(
    of: MappingRound, key: tuple[str, int], people: list[Respondent], parts: list[Respondent], known: _Known
) -> Line:
    standing = [row for row in people if not row.withdrawn_at]
    ordered = tuple(standing + [row for row in people if row.withdrawn_at])
    place = people[0].participation
    said: dict[str, Any] = {
        "name": str(place.municipality) if place and key[0] == "participation" else _name(people[0]),
        "people": ordered, "parts": tuple(parts),
    }  # fmt: skip
    response = known.responses.get(key)
    if any(row.answered for row in people):
        return Line(state="answered", number=1, **said)
    if response is not None and response.submitted:
        sent_in = known.submissions.get(response.pk)
        more: dict[str, Any] = {}
        if sent_in is not None:
            more = {"by": known.names.get(sent_in.by, ""), "how": sent_in.how, "at": sent_in.at}
        state = "corrected" if response.submitted > 1 else "answered"
        return Line(state=state, number=response.submitted, unsent=response.changed_since, **more, **said)
    if not standing:
        return Line(state="withdrawn", at=people[0].withdrawn_at, **said)
    if response is not None:
        return Line(state="late" if known.late else "begun", at=response.saved_at, **said)
    return _unanswered(standing, parts, known, said)


def _unanswered(
    standing: list[Respondent], parts: list[Respondent], known: _Known, said: dict[str, Any]
) -> Line:
    seen = [moment for row in (*standing, *parts) if (moment := known.opened.get(str(row.pk)))]
    if seen:
        return Line(state="opened", at=min(seen), **said)
    stands = {row.pk: known.letters[row.pk] for row in standing if row.pk in known.letters}
    if not any(row.sent_at for row in standing):
        return Line(state="not_sent", **said)
    failed = [one for one in stands.values() if one[0] in UNSETTLED]
    if failed and len(failed) == len(stands):
        return Line(state="bounced", problem=failed[-1][2], **said)
    return Line(state="sent", at=max((row.sent_at for row in standing if row.sent_at), default=None), **said)


def _name(row: Respondent) -> str:
    """A person as the board tells of them; "": erased."""
    place = str(row.participation.municipality) if row.participation else row.organisation
    return ", ".join(part for part in (row.name or row.email, place) if part)


# Narrowed and sorted


def narrowed(found: list[Line], *, words: str = "", state: str = "") -> list[Line]:
    """Those with these words in their names and addresses, that have come so far; an unknown state asks for nothing."""
    if state == NOT_ANSWERED:
        found = [line for line in found if line.state in WAITING]
    elif state == "begun":
        found = [line for line in found if line.state in ("begun", "late")]
    elif state == "answered":
        found = [line for line in found if line.answered]
    elif state in STATES:
        found = [line for line in found if line.state == state]
    for word in words.casefold().split():
        found = [line for line in found if word in _said(line)]
    return found


def _said(line: Line) -> str:
    people = [f"{one.name} {one.email} {one.organisation}" for one in (*line.people, *line.parts)]
    return " ".join((line.name, *people)).casefold()


SORTS: dict[str, Callable[[Line], Any]] = {
    "state": lambda line: STATES.index(line.state),
    "at": lambda line: (line.at is None, line.at.timestamp() if line.at else 0),
    "name": lambda line: norwegian_key(line.name),
}


def ordered(found: list[Line], sort: str) -> list[Line]:
    """In the order asked for; an unknown one leaves them as they are."""
    read = SORTS.get(sort.removeprefix("-"))
    return sorted(found, key=read, reverse=sort.startswith("-")) if read else found


# Many rounds at once


def progress(
    rounds: Iterable[MappingRound], rows: QuerySet[Respondent], responses: QuerySet[Response]
) -> dict[int, Counts]:
    """How many are asked and have answered in each round, of the visible `rows` and `responses`. Two queries."""
    held = {of.pk: of for of in rounds}
    stands = Q(withdrawn_at=None, handed_by=None)
    found = rows.filter(round__in=held).order_by().values("round").annotate(
        places=Count("participation", distinct=True, filter=stands), outside=Count("pk", filter=stands & Q(participation=None)),
        everybody=Count("pk", filter=stands), secretly=Count("pk", filter=stands & Q(answered=True)),
    )  # fmt: skip
    numbers = responses.filter(round__in=held).order_by().values("round")
    sent_in = dict(numbers.annotate(n=Count("pk", filter=Q(submitted__gt=0))).values_list("round", "n"))
    begun = dict(numbers.annotate(n=Count("pk", filter=Q(submitted=0))).values_list("round", "n"))
    counts = {}
    for one in found:
        of = held[one["round"]]
        together = of.answered_for == MappingRound.For.MUNICIPALITY
        asked = one["places"] + one["outside"] if together else one["everybody"]
        counts[of.pk] = Counts(
            asked=asked, answered=sent_in.get(of.pk, 0) + one["secretly"], begun=begun.get(of.pk, 0)
        )
    return counts
