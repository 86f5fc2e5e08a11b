"""Deeds on a need: raise, take, hand over, close, reopen."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from samordner.journal.deeds import Reason, change, refuse, sentence_of
from samordner.participation.models import Participation
from samordner.programmes.definition import Definition
from samordner.programmes.queries import definition
from samordner.support.models import HELPED, Need, Outcome, Step, Support
from samordner.support.operations.keeping import not_in_time, noted, seen


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked for, when and where. `theme`, `sector` and `solutions` are keys of the programme."""

    text: str
    raised_on: date
    raised_where: str
    theme: str = ""
    sector: str = ""
    wanted: str = ""
    solutions: tuple[str, ...] = ()
    raised_reference: str = ""
    raised_by: str = ""


@dataclass(frozen=True, slots=True)
class Taking:
    """Who takes it: an organisation, and one account's id if it is one person's; by when it shall be done."""

    organisation: str
    on: date
    account: str = ""
    deadline: date | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class Ending:
    """How it ended. `referred_to` says to whom, when it was not ours."""

    outcome: str
    on: date
    referred_to: str = ""
    words: str = ""


def _step(need: Need, kind: Step.Kind, day: date, by: str, now: datetime, **said: str) -> None:
    Step.objects.create(need=need, kind=kind, day=day, recorded_by=by, recorded_at=now, **said)


def why_not_raise(
    participation: Participation, asked: Asked, *, today: date, says: Definition | None = None
) -> str | None:
    """Why this need cannot be raised, as a sentence; None when it can."""
    return sentence_of(_not_asked(participation, asked, today, says))


def _not_asked(
    participation: Participation, asked: Asked, today: date, says: Definition | None = None
) -> Reason:
    says = says or definition(participation.programme.key)
    if not asked.text.strip():
        return "text", _("Say what is needed.")
    if asked.theme and asked.theme not in {one.key for one in says.themes}:
        return "theme", _("The programme has no such theme.")
    if asked.sector and asked.sector not in {one.key for one in says.sectors}:
        return "sector", _("The programme has no such sector.")
    if not {one.key for one in says.solutions}.issuperset(asked.solutions):
        return "solutions", _("The programme has no such solution.")
    return not_in_time(participation, asked.raised_on, today, "raised_on")


def _already_raised(participation: Participation, asked: Asked) -> Reason:
    """Whether the very same is written down: a button pressed twice, or two colleagues from one meeting."""
    there = Need.objects.filter(
        participation=participation, text=asked.text.strip(), raised_on=asked.raised_on,
        raised_where=asked.raised_where, removed_at=None,
    )  # fmt: skip
    return ("text", _("This need is written down already.")) if there.exists() else None


@transaction.atomic
def raise_need(participation: Participation, asked: Asked, *, by: str, now: datetime) -> Need:
    """Keep what a municipality asked for. Raises Refusal."""
    refuse(_not_asked(participation, asked, localtime(now).date()))
    refuse(_already_raised(participation, asked))
    fields = asdict(asked) | {"text": asked.text.strip(), "solutions": list(asked.solutions)}
    need = Need.objects.create(participation=participation, recorded_at=now, recorded_by=by, **fields)
    _step(need, Step.Kind.RAISED, asked.raised_on, by, now)
    noted(need, "raise", by, now, theme=asked.theme)
    return need


@transaction.atomic
def change_need(need: Need, asked: Asked, *, version: int, by: str, now: datetime) -> Need:
    """Put right what was asked for. Raises Refusal, or Conflict when another changed it."""
    seen(need, version)
    if need.closed_on:
        refuse(("", _("The need is closed: reopen it first.")))
    refuse(_not_asked(need.participation, asked, localtime(now).date()))
    if need.taken_on and need.taken_on < asked.raised_on:
        refuse(("raised_on", _("It was taken before that day.")))
    fields = asdict(asked) | {"text": asked.text.strip(), "solutions": list(asked.solutions)}
    change(need, version=version, **fields)
    noted(need, "change", by, now)
    return need


def why_not_take(need: Need) -> str | None:
    """Why nobody can take the need now, as a sentence; None when someone can."""
    if need.closed_on:
        return _("The need is closed: reopen it first.")
    if need.taken_by:
        return _("%(organisation)s has taken it: hand it over instead.") % {"organisation": need.taken_by}
    return None


def why_not_hand_over(need: Need) -> str | None:
    """Why the need cannot be handed over now, as a sentence; None when it can."""
    if need.closed_on:
        return _("The need is closed: reopen it first.")
    return None if need.taken_by else _("Nobody has taken it yet: take it instead.")


def _not_taking(need: Need, taking: Taking, today: date, since: date) -> Reason:
    if not taking.organisation.strip():
        return "organisation", _("Say which organisation takes it.")
    if taking.on < since:
        return "on", _("That is before it was raised or taken.")
    if taking.deadline and taking.deadline < taking.on:
        return "deadline", _("The deadline is before the day it is taken.")
    return ("on", _("The day has not come.")) if taking.on > today else None


@transaction.atomic
def take(need: Need, taking: Taking, *, version: int, by: str, now: datetime) -> Need:
    """An organisation takes the need. Raises Refusal, or Conflict when another was first."""
    seen(need, version)
    refuse(("", sentence) if (sentence := why_not_take(need)) else None)
    return _taken(need, taking, need.raised_on, Step.Kind.TAKEN, version, by, now)


@transaction.atomic
def hand_over(need: Need, taking: Taking, *, version: int, by: str, now: datetime) -> Need:
    """Another organisation takes the need from the one that had it. Raises Refusal, or Conflict."""
    seen(need, version)
    refuse(("", sentence) if (sentence := why_not_hand_over(need)) else None)
    since = need.taken_on or need.raised_on
    return _taken(need, taking, since, Step.Kind.HANDED_OVER, version, by, now)


def _taken(
    need: Need, taking: Taking, since: date, kind: Step.Kind, version: int, by: str, now: datetime
) -> Need:
    refuse(_not_taking(need, taking, localtime(now).date(), since))
    organisation = taking.organisation.strip()
    # Handed over, it has been taken since the first day: who has it now is another matter.
    on = taking.on if kind == Step.Kind.TAKEN else need.taken_on
    change(
        need, version=version, taken_by=organisation, taken_account=taking.account, taken_on=on,
        deadline=taking.deadline,
    )  # fmt: skip
    _step(need, kind, taking.on, by, now, organisation=organisation, words=taking.words.strip())
    noted(need, "take" if kind == Step.Kind.TAKEN else "hand_over", by, now, account=taking.account)
    return need


def why_not_close(need: Need) -> str | None:
    """Why the need cannot be closed now, as a sentence; None when it can."""
    return _("The need is already closed.") if need.closed_on else None


def _not_ended(need: Need, ending: Ending, today: date) -> Reason:
    if ending.outcome not in Outcome.values:
        return "outcome", _("Say how it ended.")
    if ending.on > today:
        return "on", _("The day has not come.")
    if ending.on < max(filter(None, (need.raised_on, need.taken_on))):
        return "on", _("That is before it was raised or taken.")
    if ending.outcome == Outcome.REFERRED and not ending.referred_to.strip():
        return "referred_to", _("Say to whom it was referred.")
    helped_by = need.taken_by or Support.objects.filter(need=need, removed_at=None).exists()
    if ending.outcome in HELPED and not helped_by:
        return "outcome", _("Nobody has taken it and no help is logged on it: say first who helped.")
    return None


@transaction.atomic
def close(need: Need, ending: Ending, *, version: int, by: str, now: datetime) -> Need:
    """The need has ended. Raises Refusal, or Conflict when another changed it."""
    seen(need, version)
    refuse(("", sentence) if (sentence := why_not_close(need)) else None)
    refuse(_not_ended(need, ending, localtime(now).date()))
    referred = ending.referred_to.strip() if ending.outcome == Outcome.REFERRED else ""
    words = ending.words.strip()
    change(
        need, version=version, closed_on=ending.on, outcome=ending.outcome, referred_to=referred, closing=words
    )  # fmt: skip
    said = {"outcome": ending.outcome, "organisation": referred, "words": words}
    _step(need, Step.Kind.CLOSED, ending.on, by, now, **said)
    noted(need, "close", by, now, outcome=ending.outcome)
    return need


def why_not_reopen(need: Need) -> str | None:
    """Why the need cannot be reopened now, as a sentence; None when it can."""
    return None if need.closed_on else _("The need is not closed.")


@transaction.atomic
def reopen(need: Need, *, on: date, words: str, version: int, by: str, now: datetime) -> Need:
    """The need is not over after all: it stands as before it was closed. Raises Refusal, or Conflict."""
    seen(need, version)
    refuse(("", sentence) if (sentence := why_not_reopen(need)) else None)
    if not words.strip():
        refuse(("words", _("Say in a few words why it is reopened.")))
    if on > localtime(now).date():
        refuse(("on", _("The day has not come.")))
    if need.closed_on and on < need.closed_on:
        refuse(("on", _("That is before it was closed.")))
    change(need, version=version, closed_on=None, outcome="", referred_to="", closing="")
    _step(need, Step.Kind.REOPENED, on, by, now, words=words.strip())
    noted(need, "reopen", by, now)
    return need
