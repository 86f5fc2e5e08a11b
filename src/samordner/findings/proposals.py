"""Answers beside what is registered: what each would make, what stands there now, and what a person has decided."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from samordner.documents.cells import day_text
from samordner.findings.models import Review
from samordner.findings.statements import ContactSaid, Made, made_of
from samordner.mapping.models import MappingRound, Submission
from samordner.mapping.sent import sent_in
from samordner.participation.contacts.queries import ordered
from samordner.participation.lines import Standing
from samordner.participation.models import Contact, Evidence, Observation, Participation, statement_fields
from samordner.participation.operations import refused
from samordner.participation.queries import State, state
from samordner.participation.statements import Series, Statement
from samordner.participation.wording import series_words, value_words
from samordner.programmes.definition import Definition
from samordner.programmes.queries import definition
from samordner.support.operations import Asked, why_not_raise
from samordner.timeline.lasting import holding

Mark = Literal["new", "changed", "same", "doubt"]
"""new: nothing was registered; changed: something else was; same: it is what is registered; doubt: it differs from what is
documented, so that a person must look.
"""


@dataclass(frozen=True)
class Proposal:
    """What one statement of an answer would become. `registered`: what stands there now, in words, "" is unknown.

    `seen`: which row that is, so that an acceptance of what was shown is never one of something else. `fault`: why it cannot
    be accepted as it is. `verdict`: what was decided, None: it waits.
    """

    submission: Submission
    participation: Participation
    made: Made
    about: str
    said: str
    more: str
    registered: str
    seen: str
    mark: Mark
    fault: str
    verdict: Review | None

    @property
    def key(self) -> str:
        """What a form calls it."""
        return f"{self.submission.pk}|{self.made.key}|{self.seen}"

    @property
    def state(self) -> str:
        """waiting, accepted, confirmed or rejected."""
        return str(self.verdict.verdict) if self.verdict else "waiting"

    @property
    def is_plain(self) -> bool:
        """Whether it can be accepted together with others, unseen."""
        return not self.verdict and not self.fault and self.mark != "doubt"


def source_key(submission: Submission) -> str:
    """The stable reference of an observation that came out of this answer."""
    return f"answer:{submission.response_id}"


def where_words(of: MappingRound) -> str:
    """Where a need was said, in words."""
    return of.title


def proposals(of: MappingRound, day: date, *, submission: str = "") -> list[Proposal]:
    """Every statement of the answers that count, by municipality and in the order of the questionnaire, on `day`.

    Of one answer (its key), or of all. A constant number of queries. Empty for a round that is anonymous or is not
    asked of municipalities: nobody's status follows from it.
    """
    sent = _sent(of, submission)
    places = {one.participation.pk: one.participation for one in sent if one.participation}
    if of.edition is None or not places:
        return []
    says = definition(of.programme.key)
    bound = {q.bound.subject for q in of.edition.content.questions if q.bound and q.bound.to == "subject"}
    asked = [one.key for one in says.subjects if one.key in bound]
    known = state(places.values(), says, day, subjects=asked)
    contacts = _contacts(places, day)
    return [
        _Beside(one, one.participation, made, says, day).proposal(known, contacts, verdict)
        for one, made, verdict in _statements(of, sent, says)
        if one.participation
    ]


def waiting(of: MappingRound) -> list[Participation]:
    """Of whom each statement is that nobody has decided on, in the order of `proposals`. Two queries."""
    rows = _statements(of, _sent(of), definition(of.programme.key))
    return [one.participation for one, _made, verdict in rows if one.participation and not verdict]


def _sent(of: MappingRound, submission: str = "") -> list[Submission]:
    """The answers that count and may become something, by municipality; or that one."""
    if of.anonymous or of.edition is None:
        return []
    rows = sent_in(of).filter(participation__isnull=False, response__isnull=False)
    if submission:
        rows = rows.filter(pk=submission)
    rows = rows.select_related(
        "participation__municipality", "participation__office", "participation__programme"
    )
    places = "participation__municipality"
    return list(rows.order_by(f"{places}__sort_key", f"{places}__code", "at", "key"))


def _statements(
    of: MappingRound, sent: Sequence[Submission], says: Definition
) -> Iterator[tuple[Submission, Made, Review | None]]:
    """What each answer says, with what was decided on it where that still holds."""
    decided = _decided(sent)
    for one in sent:
        before = _Before(of, one, says)
        for made in _said(of, one, says):
            verdict = decided.get((one.response_id or 0, made.key))
            if verdict and verdict.submission_id != one.pk and not before.said(verdict, made):
                verdict = None
            yield one, made, verdict


def _said(
    of: MappingRound, one: Submission, says: Definition, values: Mapping[str, Any] | None = None
) -> tuple[Made, ...]:
    """What an answer makes, or would make if it had said these values."""
    assert of.edition is not None
    return made_of(
        of.edition.content, says, one.values if values is None else values,
        day=localtime(one.at).date(), where=where_words(of), source=source_key(one),
    )  # fmt: skip


class _Before:
    """What earlier versions of an answer said, each worked out once."""

    def __init__(self, of: MappingRound, now: Submission, says: Definition) -> None:
        self.of, self.now, self.says = of, now, says
        self.versions: dict[object, dict[str, Made]] = {}

    def said(self, verdict: Review, made: Made) -> bool:
        """Whether the version on which something was decided said the same as this one does."""
        earlier = verdict.submission
        if earlier.pk not in self.versions:
            rows = _said(self.of, self.now, self.says, earlier.values)
            self.versions[earlier.pk] = {each.key: each for each in rows}
        before = self.versions[earlier.pk].get(made.key)
        return before is not None and before.says == made.says


def _contacts(places: Iterable[int], day: date) -> dict[tuple[int, str], Contact]:
    """The newest contact in each role."""
    rows = Contact.objects.filter(holding(day), participation__in=list(places)).exclude(name="")
    found: dict[tuple[int, str], Contact] = {}
    for one in ordered(rows):
        found.setdefault((one.participation_id, one.role), one)
    return found


def _decided(sent: Sequence[Submission]) -> dict[tuple[int, str], Review]:
    """The newest verdict on each statement of each response, where it still holds."""
    ids = {one.response_id for one in sent if one.response_id}
    rows = Review.objects.filter(submission__response__in=ids).select_related("submission").order_by("pk")
    found: dict[tuple[int, str], Review] = {}
    for one in rows:
        found[one.submission.response_id or 0, one.statement] = one
    return {key: one for key, one in found.items() if one.verdict != Review.Verdict.UNDONE}


@dataclass(frozen=True)
class _Beside:
    """One statement, to be held beside what is registered."""

    submission: Submission
    participation: Participation
    made: Made
    says: Definition
    day: date

    def proposal(
        self, known: State, contacts: Mapping[tuple[int, str], Contact], verdict: Review | None
    ) -> Proposal:
        match self.made.says:
            case Statement() as said:
                return self._status(said, known.get(self.participation.pk, said.subject, said.item), verdict)
            case Asked() as said:
                return self._need(said, verdict)
            case ContactSaid() as said:
                return self._contact(said, contacts.get((self.participation.pk, said.role)), verdict)

    def _with(
        self, verdict: Review | None, *, about: str, said: str, more: str = "", registered: str = "", seen: str = "",
        mark: Mark = "new", fault: str = "", made: Made | None = None,
    ) -> Proposal:  # fmt: skip
        return Proposal(
            self.submission, self.participation, made or self.made, about, said, more, registered, seen, mark, fault, verdict
        )  # fmt: skip

    def _status(self, said: Statement, now: Standing | None, verdict: Review | None) -> Proposal:
        dated_anew = self.made.dated and not self.made.still and now is not None and now.since != said.since
        same = now is not None and now.value == said.value and not dated_anew
        if same and now:
            said = replace(said, since=now.since, precision=now.precision)
        mark: Mark = "new" if now is None else "same" if same else "doubt" if now.is_documented else "changed"
        reason = refused(self.participation, said, self.day, self.says)
        return self._with(
            verdict,
            about=series_words(self.says, Series(said.subject, said.item)),
            said=self._value(said.subject, said.item, said.value),
            more=_details(said),
            registered=self._standing(now) if now else "",
            seen=str(now.observation) if now else "",
            mark=mark,
            fault="" if same or not reason else str(reason.sentence),
            made=replace(self.made, says=said),
        )

    def _value(self, subject: str, item: str, value: str) -> str:
        words = {"yes": pgettext("option", "yes"), "no": pgettext("option", "no")}
        return value_words(self.says, Series(subject, item), value, **words)

    def _standing(self, now: Standing) -> str:
        value = self._value(now.series.subject, now.series.item, now.value)
        return f"{value}, {day_text(now.since)}, {Evidence(now.evidence).label}"

    def _need(self, said: Asked, verdict: Review | None) -> Proposal:
        theme = next((str(one.name) for one in self.says.themes if one.key == said.theme), "")
        sector = next((str(one.name) for one in self.says.sectors if one.key == said.sector), "")
        reason = why_not_raise(self.participation, said, today=self.day, says=self.says)
        return self._with(
            verdict,
            about=_("Need"),
            said=said.text,
            more=" · ".join(one for one in (theme, sector, said.wanted) if one and one != said.text),
            fault=reason or "",
        )

    def _contact(self, said: ContactSaid, now: Contact | None, verdict: Review | None) -> Proposal:
        same = now is not None and all(
            not told or told.casefold() == kept.casefold()
            for told, kept in (
                (said.name, now.name),
                (said.position, now.position),
                (said.email, now.email),
                (said.phone, now.phone),
            )
        )
        return self._with(
            verdict,
            about=str(Contact.Role(said.role).label) if said.role in Contact.Role.values else said.role,
            said=_person(said.name, said.position, said.email, said.phone),
            registered=_person(now.name, now.position, now.email, now.phone) if now else "",
            seen=f"{now.pk}.{now.version}" if now else "",
            mark="new" if now is None else "same" if same else "changed",
            fault="" if said.role in Contact.Role.values else _("There is no such role."),
        )


def _person(*parts: str) -> str:
    return ", ".join(part for part in parts if part)


def _details(said: Statement) -> str:
    """What else an answer says of a status, in a line."""
    expected = said.expected.label if said.expected else ""
    decided = " ".join(
        part
        for part in (said.decision_body, day_text(said.decision_day) if said.decision_day else "")
        if part
    )
    parts = (
        _("expected %(when)s") % {"when": expected} if expected else "", decided, said.case_number, said.link, said.note,
    )  # fmt: skip
    return " · ".join(part for part in parts if part)


def repeated(standing: Observation, said: Statement) -> Statement:
    """What is registered, said once more: on the municipality's word where it rests on that, else on what was seen."""
    if standing.evidence == Evidence.SELF_REPORTED:
        return said
    return Statement(**statement_fields(standing))
