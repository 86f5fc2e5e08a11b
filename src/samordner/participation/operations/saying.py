"""What is said of municipalities: register, report, document, correct and withdraw observations."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from samordner.documents.cells import day_text
from samordner.journal.deeds import Refusal
from samordner.journal.operations import record
from samordner.participation.models import (
    Evidence,
    Observation,
    Participation,
    SourceKind,
    statement_fields,
)
from samordner.participation.sheets import keep_up
from samordner.participation.statements import Statement, first_day, why_not_understood
from samordner.programmes.definition import Definition
from samordner.programmes.queries import definition


def why_not_register(
    participation: Participation, statement: Statement, *, today: date, says: Definition | None = None
) -> str | None:
    """Why this cannot be registered, as a sentence; None when it can."""
    found = refused(participation, statement, today, says or definition(participation.programme.key))
    return str(found.sentence) if found else None


def refused(
    participation: Participation, statement: Statement, today: date, says: Definition
) -> Refusal | None:
    """Why this cannot be registered, and which input it concerns; None when it can."""
    if reason := why_not_understood(says, statement):
        return Refusal(reason[1], field=reason[0])
    if statement.since > today:
        return Refusal(
            _("It cannot hold from a day that has not come: write what is expected instead."), field="since"
        )
    if statement.decision_day and statement.decision_day > today:
        return Refusal(_("The day of the decision has not come."), field="decision_day")
    since = begins(participation, statement)
    if not participation.holds(since):
        return Refusal(
            _("%(municipality)s does not take part on %(day)s.")
            % {"municipality": participation.municipality, "day": day_text(since)},
            field="since",
        )
    has_source = statement.source_key or statement.case_number or statement.link
    if statement.evidence != Evidence.SELF_REPORTED and not has_source:
        return Refusal(
            _("What is documented or verified must say where: give a reference, a case number or a link."),
            field="source_key",
        )
    return None


def begins(participation: Participation, statement: Statement) -> date:
    """The day it counts from: the first of its month, quarter or year, yet not before taking part."""
    begins = first_day(statement.since, statement.precision)
    if participation.since and begins < participation.since <= statement.since:
        return participation.since
    return begins


def _observation(participation: Participation, statement: Statement, by: str, now: datetime) -> Observation:
    expected = statement.expected
    return Observation(
        participation=participation,
        subject=statement.subject,
        item=statement.item,
        value=statement.value,
        since=begins(participation, statement),
        precision=statement.precision,
        recorded_at=now,
        recorded_by=by,
        expected_label=expected.label if expected else "",
        expected_start=expected.start if expected else None,
        expected_end=expected.end if expected else None,
        source_kind=statement.source_kind,
        source_key=statement.source_key,
        evidence=statement.evidence,
        decision_body=statement.decision_body,
        decision_day=statement.decision_day,
        case_number=statement.case_number,
        link=statement.link,
        outcome=statement.outcome,
        reach_count=statement.reach_count,
        reach_of=statement.reach_of,
        reach_unit=statement.reach_unit,
        fidelity=statement.fidelity,
        note=statement.note,
    )


@transaction.atomic
def register(participation: Participation, statement: Statement, *, by: str, now: datetime) -> Observation:
    """Keep one statement of one municipality. Raises Refusal."""
    return _kept("register", participation, statement, by, now)


def _kept(
    verb: str, participation: Participation, statement: Statement, by: str, now: datetime
) -> Observation:
    says = definition(participation.programme.key)
    if refusal := refused(participation, statement, localtime(now).date(), says):
        raise refusal
    made = _observation(participation, statement, by, now)
    made.save()
    _journal(verb, made, now)
    return made


@transaction.atomic
def report(participation: Participation, statement: Statement, *, by: str, now: datetime) -> Observation:
    """Keep what a municipality says of itself: self-reported by a contact person, whatever paper it names.

    It stays so until somebody at the office has seen the paper (`document`). Raises Refusal.
    """
    if statement.evidence != Evidence.SELF_REPORTED or statement.source_kind != SourceKind.CONTACT:
        raise Refusal(
            _("What a municipality says of itself is self-reported until the office has seen a document."),
            field="evidence",
        )
    return _kept("report", participation, statement, by, now)


@transaction.atomic
def document(
    observation: Observation, *, source_kind: str, source_key: str = "", case_number: str = "",
    link: str = "", by: str, now: datetime,
) -> Observation:  # fmt: skip
    """Say once more what was self-reported, now that a document of it has been seen. Both stay. Raises Refusal."""
    if sentence := why_not_document(observation):
        raise Refusal(sentence)
    if source_kind == SourceKind.CONTACT:
        raise Refusal(_("A contact person's word is no document: say what was seen."), field="source_kind")
    said = Statement(
        **statement_fields(observation)
        | {
            "evidence": Evidence.DOCUMENTED, "source_kind": source_kind, "source_key": source_key,
            "case_number": case_number, "link": link,
        }
    )  # fmt: skip
    return _kept("document", observation.participation, said, by, now)


def why_not_document(observation: Observation) -> str | None:
    """Why the observation cannot be documented, as a sentence; None when it can."""
    if observation.withdrawn or Observation.objects.filter(corrects=observation).exists():
        return _("This no longer stands: somebody has corrected or withdrawn it.")
    if observation.evidence != Evidence.SELF_REPORTED:
        return _("It is documented already.")
    return None


@transaction.atomic
def register_many(
    statements: Iterable[tuple[Participation, Statement]], *, by: str, now: datetime
) -> list[Observation]:
    """Keep statements of many municipalities: all, or none. Raises Refusal naming each municipality and why.

    The same for all: `register_many(((one, statement) for one in chosen), …)`.
    """
    pairs = list(statements)
    if not pairs:
        raise Refusal(_("Choose at least one municipality."), field="municipalities")
    refusals = why_not_register_many(pairs, today=localtime(now).date())
    if refusals:
        raise Refusal(" ".join(f"{name}: {sentence}" for name, sentence in refusals))
    made = keep_many(pairs, by=by, now=now)
    first = pairs[0][0]
    detail = {"count": len(made), "first": made[0].pk, "last": made[-1].pk}
    record(by, "register_many", "observation", str(made[0].pk), now, detail, office=first.office.key)
    keep_up(made)
    return made


def keep_many(
    pairs: Sequence[tuple[Participation, Statement]], *, by: str, now: datetime
) -> list[Observation]:
    """Write statements that `refused` has let through; the deed that calls has the journal entry and the transaction."""
    made = [_observation(participation, statement, by, now) for participation, statement in pairs]
    return Observation.objects.bulk_create(made, batch_size=1000)


def why_not_register_many(
    pairs: Sequence[tuple[Participation, Statement]], *, today: date
) -> list[tuple[str, str]]:
    """Each municipality whose statement is refused, and why."""
    says = {key: definition(key) for key in {participation.programme.key for participation, _one in pairs}}
    return [
        (str(participation.municipality), str(refusal.sentence))
        for participation, statement in pairs
        if (refusal := refused(participation, statement, today, says[participation.programme.key]))
    ]


@transaction.atomic
def correct(observation: Observation, statement: Statement, *, by: str, now: datetime) -> Observation:
    """Put another statement in the place of a wrong one, which stays in the history. Raises Refusal."""
    if sentence := why_not_correct(observation):
        raise Refusal(sentence)
    if (statement.subject, statement.item) != (observation.subject, observation.item):
        raise Refusal(_("A correction concerns the same thing as what it corrects."), field="subject")
    participation = observation.participation
    says = definition(participation.programme.key)
    if refusal := refused(participation, statement, localtime(now).date(), says):
        raise refusal
    made = _observation(participation, statement, by, now)
    made.corrects = observation
    return _put_in_place(made, "correct", now)


@transaction.atomic
def withdraw(observation: Observation, *, note: str, by: str, now: datetime) -> Observation:
    """Take a wrong statement back with nothing in its place; it stays in the history. Raises Refusal."""
    if sentence := why_not_correct(observation):
        raise Refusal(sentence)
    if not note.strip():
        raise Refusal(_("Say in a few words why it is withdrawn."), field="note")
    said = Statement(**statement_fields(observation))
    made = _observation(observation.participation, said, by, now)
    made.corrects, made.withdrawn, made.note = observation, True, note
    return _put_in_place(made, "withdraw", now)


def why_not_correct(observation: Observation) -> str | None:
    """Why the observation can be neither corrected nor withdrawn, as a sentence; None when it can."""
    if observation.withdrawn:
        return _("A withdrawal cannot be corrected: register anew.")
    if Observation.objects.filter(corrects=observation).exists():
        return _("Somebody has already corrected this. Reload to see what it says now.")
    return None


def _put_in_place(made: Observation, verb: str, now: datetime) -> Observation:
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError as error:  # two people at the same moment: the second sees what the first wrote
        raise Refusal(_("Somebody has already corrected this. Reload to see what it says now.")) from error
    _journal(verb, made, now)
    return made


def _journal(verb: str, made: Observation, now: datetime) -> None:
    participation = made.participation
    detail: dict[str, str | int | bool | None] = {
        "participation": participation.pk, "subject": made.subject, "item": made.item,
        "corrects": made.corrects_id,
    }  # fmt: skip
    record(made.recorded_by, verb, "observation", str(made.pk), now, detail, office=participation.office.key)
    keep_up([made])
