"""A round opens: what is asked is kept, everybody who is asked gets a letter with a personal link, the request is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from samordner.asks import operations as asks
from samordner.asks.models import Ask
from samordner.asks.models import Kind as AskKind
from samordner.journal.deeds import Refusal, change
from samordner.journal.operations import record
from samordner.letters.kinds import Text
from samordner.mapping import letters
from samordner.mapping.dates import is_past
from samordner.mapping.models import MappingRound, Respondent, RoundStep
from samordner.mapping.rounds.operations.sending import locked, tell
from samordner.mapping.rounds.whom import Somebody, Whom, whom
from samordner.participation.models import Participation
from samordner.programmes.queries import definition
from samordner.questionnaires.checking import why_not_ask
from samordner.questionnaires.operations import edition_of

State = MappingRound.State
AT_ONCE, MOST = 200, 5000


def why_not_open(row: MappingRound, asked: Whom, now: datetime) -> str | None:
    """Why the round cannot open now; None: it can. `asked` as `whom` says."""
    if row.state != State.DRAFT:
        return _("The round has opened already, or is cancelled.")
    if row.questionnaire.put_away_at:
        return _("The questionnaire is put away. Take it out first.")
    if sentence := why_not_ask(row.questionnaire.content, definition(row.programme.key)):
        return str(sentence)
    if is_past(row, now):
        return _("The deadline has passed. Set a later one.")
    if not asked.people:
        return _("Choose whom the round asks.")
    if len(asked.people) > MOST:
        return _("Ask at most %(number)d at once.") % {"number": MOST}
    if not any(one.email for one in asked.people):
        return _("Nobody can be written to: give at least one municipality an address.")
    return None


@transaction.atomic
def open_round(
    row: MappingRound, *, sheet: str = "", texts: Mapping[str, Text] | None = None, version: int, day: date, by: str,
    now: datetime,
) -> MappingRound:  # fmt: skip
    """Ask everybody: the edition, the respondents, a letter with a link to each who can be written to, and one request.

    `sheet` is `Whom.digest` as it was shown: refused when it is no longer the same people. It opens on `day`, whatever day
    was planned. Raises Refusal, Conflict.
    """
    row = locked(row)
    asked = whom(row, day)
    if sentence := why_not_open(row, asked, now):
        raise Refusal(sentence)
    if sheet and sheet != asked.digest:
        raise Refusal(_("It is no longer the same people as those who were shown. Look again."))
    edition = edition_of(row.questionnaire, by=by, now=now)
    change(row, version=version, state=State.OPEN, edition=edition, opens=day, opened_at=now)
    row.respondents.all().delete()
    made = add_rows(row, asked.people, by=by, now=now)
    reached = write_first(row, made, texts=texts, day=day, by=by, now=now)
    if places := asked.participations:
        row = change(row, version=row.version, ask=_ask(row, places, day, by, now))
    RoundStep.objects.create(round=row, verb=RoundStep.Verb.OPENED, after=row.deadline, at=now, by=by)
    detail = {"edition": edition.pk, "asked": len(made), "letters": reached, "municipalities": len(places)}
    record(by, "open", "mapping_round", str(row.pk), now, detail, office=row.office.key)
    return row


def add_rows(row: MappingRound, people: Sequence[Somebody], *, by: str, now: datetime) -> list[Respondent]:
    """These are asked; nothing is written to them yet."""
    rows = [
        Respondent(
            round=row, participation=one.participation, contact=one.contact, name=one.name.strip()[:200],
            email=one.email.strip(), organisation=one.organisation.strip()[:200], language=one.language, made_at=now,
            made_by=by,
        )
        for one in people
    ]  # fmt: skip
    return Respondent.objects.bulk_create(rows, batch_size=AT_ONCE)


def write_first(
    row: MappingRound, rows: Sequence[Respondent], *, texts: Mapping[str, Text] | None = None, what: str = "sent",
    day: date, by: str, now: datetime,
) -> int:  # fmt: skip
    """The letter that asks them, to those who can be written to. How many."""
    number = tell(letters.INVITATION, row, rows, what, texts=texts, day=day, by=by, now=now)
    ids = [one.pk for one in rows if one.email]
    for start in range(0, len(ids), AT_ONCE):
        Respondent.objects.filter(pk__in=ids[start : start + AT_ONCE]).update(sent_at=now)
    for one in rows:
        one.sent_at = now if one.email else None
    return number


def _ask(row: MappingRound, places: list[Participation], day: date, by: str, now: datetime) -> Ask:
    """One request to every municipality of the round; under a name of its own where the same stands there already."""
    said = {
        "asked_by": row.asked_by, "kind": AskKind.SURVEY, "sent": day, "deadline": row.deadline,
    }  # fmt: skip
    alike = Ask.objects.filter(programme=row.programme, office=row.office, title=row.title, **said)
    title = f"{row.title[:180]} – {row.pk}" if alike.exists() else row.title
    wording = asks.Wording(title=title, minutes=row.minutes, why=row.why, **said)  # type: ignore[arg-type]
    audience = row.audience_words
    return asks.ask(row.programme, row.office, wording, places, audience=audience, by=by, now=now)
