"""Answers become what is registered: accepted, turned down, undone."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from samordner.findings.models import Review
from samordner.findings.proposals import Proposal, proposals, repeated
from samordner.findings.statements import ContactSaid
from samordner.journal.deeds import Refusal
from samordner.journal.operations import record
from samordner.mapping.models import MappingRound
from samordner.participation.contacts.operations import add_contact, change_contact, end_contact
from samordner.participation.models import Contact, Observation
from samordner.participation.operations import keep_many, withdraw
from samordner.participation.sheets import keep_up
from samordner.participation.statements import Statement
from samordner.support.operations import Asked, raise_need, remove

Verdict = Review.Verdict


def why_not_review(of: MappingRound) -> str | None:
    """Why nothing can be accepted out of this round; None: it can."""
    if of.anonymous:
        return _("Answers of an anonymous round say nothing of a municipality.")
    if of.state == MappingRound.State.CANCELLED:
        return _("The round is cancelled.")
    return None


@transaction.atomic
def accept(of: MappingRound, chosen: Collection[str], *, day: date, by: str, now: datetime) -> list[Review]:
    """Let these proposals (their keys) become what they say: all, or none. `day`: the one they were held up against.

    What only says again what is registered is kept as said again, on the evidence it has. Raises Refusal, naming each that
    was answered anew, decided on or registered otherwise since it was shown, or that cannot be registered.
    """
    if sentence := why_not_review(of):
        raise Refusal(sentence)
    found = _chosen(of, chosen, day)
    faults = [f"{each.participation}, {each.about}: {each.fault}" for each in found if each.fault]
    if faults:
        raise Refusal(" ".join(faults))
    made = _registered(found, by, now) | {
        each.key: row
        for each in found
        if not isinstance(each.made.says, Statement)
        for row in [_kept(each, day, by, now)]
    }
    rows = [_review(each, made.get(each.key), by, now) for each in found]
    Review.objects.bulk_create(rows)
    _journal("accept", of, rows, by, now)
    observed = [row.observation for row in rows if row.observation]
    keep_up(observed)
    return rows


@transaction.atomic
def turn_down(of: MappingRound, chosen: Collection[str], *, why: str, day: date, by: str, now: datetime) -> int:  # fmt: skip
    """Note that these proposals are not accepted, and why. How many. Raises Refusal."""
    if sentence := why_not_review(of):
        raise Refusal(sentence)
    if not why.strip():
        raise Refusal(_("Say in a few words why it is not accepted."), field="why")
    said: dict[str, Any] = {"verdict": Verdict.REJECTED, "why": why.strip()[:500], "at": now, "by": by}
    rows = [
        Review(submission=each.submission, statement=each.made.key, **said)
        for each in _chosen(of, chosen, day)
    ]
    Review.objects.bulk_create(rows)
    _journal("turn_down", of, rows, by, now)
    return len(rows)


def why_it_stays(row: Review) -> str | None:
    """Why a verdict can never be undone, known without asking the database; None: it may be possible."""
    return (
        _("The contact was written into the register: change it there.") if row.contact is not None else None
    )


def why_not_undo(row: Review) -> str | None:
    """Why a verdict cannot be undone; None: it can."""
    newest = Review.objects.filter(
        submission__response=row.submission.response_id, statement=row.statement
    ).last()
    if newest is None or newest.pk != row.pk or row.verdict == Verdict.UNDONE:
        return _("Something else was decided on this meanwhile. Look again.")
    if sentence := why_it_stays(row):
        return sentence
    if row.observation_id and Observation.objects.filter(corrects=row.observation_id).exists():
        return _("Somebody has corrected or withdrawn it in the register already.")
    return None


@transaction.atomic
def undo(row: Review, *, by: str, now: datetime) -> Review:
    """Take a verdict back: what it made is withdrawn, and the statement waits again. Raises Refusal."""
    of = MappingRound.objects.select_for_update().get(pk=row.submission.round_id)
    if sentence := why_not_undo(row):
        raise Refusal(sentence)
    if row.observation:
        withdraw(row.observation, note=_("The acceptance of the answer was undone."), by=by, now=now)
    if row.need and row.need.removed_at is None:
        remove(row.need, version=row.need.version, by=by, now=now)
    made = Review.objects.create(
        submission=row.submission, statement=row.statement, verdict=Verdict.UNDONE, at=now, by=by
    )
    _journal("undo_review", of, [made], by, now)
    return made


def _chosen(of: MappingRound, chosen: Collection[str], day: date) -> list[Proposal]:
    """The proposals as they stand, with the round held so that nobody else decides meanwhile. Raises Refusal."""
    if not chosen:
        raise Refusal(_("Choose at least one answer."))
    held = MappingRound.objects.select_for_update().get(pk=of.pk)
    standing = {each.key: each for each in proposals(held, day)}
    wanted = set(chosen)
    found = [each for key, each in standing.items() if key in wanted and not each.verdict]
    if len(found) < len(wanted):
        text = _(
            "Nothing was done: %(number)d of those chosen were answered, registered or decided on anew meanwhile. "
            "Look again."
        )
        raise Refusal(text % {"number": len(wanted) - len(found)})
    return found


def _registered(found: Sequence[Proposal], by: str, now: datetime) -> dict[str, Observation]:
    """The observations of those that are of status, by key."""
    status = [each for each in found if isinstance(each.made.says, Statement)]
    before = Observation.objects.in_bulk([int(each.seen) for each in status if each.mark == "same"])
    pairs = []
    for each in status:
        assert isinstance(each.made.says, Statement)
        said = each.made.says
        if each.mark == "same":
            said = repeated(before[int(each.seen)], said)
        pairs.append((each.participation, said))
    made = keep_many(pairs, by=by, now=now)
    return {each.key: row for each, row in zip(status, made, strict=True)}


def _kept(each: Proposal, day: date, by: str, now: datetime) -> Contact | object:
    """The need or the contact that a proposal becomes."""
    said = each.made.says
    if isinstance(said, Asked):
        return raise_need(each.participation, said, by=by, now=now)
    assert isinstance(said, ContactSaid)
    return _contact(each, said, localtime(each.submission.at).date(), by, now)


def _contact(each: Proposal, said: ContactSaid, since: date, by: str, now: datetime) -> Contact:
    """The one in the role, mended; or another in the place of the one before, from the day of the answer."""
    more = {name: getattr(said, name) for name in ("position", "email", "phone") if getattr(said, name)}
    before = Contact.objects.filter(pk=int(each.seen.split(".")[0])).first() if each.seen else None
    if before is not None and before.name.casefold() == said.name.casefold():
        kept = {name: getattr(before, name) for name in ("position", "email", "phone", "note", "until")}
        return change_contact(
            before, version=before.version, role=before.role, name=said.name, since=before.since, by=by, now=now, **kept | more
        )  # fmt: skip
    if before is not None:
        since = max(since, (before.since or since) + timedelta(days=1))
        end_contact(before, version=before.version, on=since, by=by, now=now)
    return add_contact(each.participation, role=said.role, name=said.name, since=since, by=by, now=now, **more)  # fmt: skip


def _review(each: Proposal, made: object, by: str, now: datetime) -> Review:
    row = Review(submission=each.submission, statement=each.made.key, at=now, by=by)
    row.verdict = Verdict.CONFIRMED if each.mark == "same" else Verdict.ACCEPTED
    if isinstance(made, Observation):
        row.observation = made
    elif isinstance(made, Contact):
        row.contact = made.pk
    elif made is not None:
        row.need_id = made.pk  # type: ignore[attr-defined]
    return row


def _journal(verb: str, of: MappingRound, rows: Sequence[Review], by: str, now: datetime) -> None:
    detail: dict[str, str | int | bool | None] = {
        "number": len(rows), "observations": sum(row.observation_id is not None for row in rows),
    }  # fmt: skip
    record(by, verb, "mapping_round", str(of.pk), now, detail, office=of.office.key)
