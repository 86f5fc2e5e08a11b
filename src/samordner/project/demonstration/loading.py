"""Load the demonstration: each part once, all of it or nothing, any number of times."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.timezone import localtime, make_aware

from samordner.journal.deeds import Refusal
from samordner.journal.operations import record
from samordner.pages.models import Demonstration, demonstration
from samordner.participation.models import Observation, Participation
from samordner.participation.operations import correct, enrol, register_many, withdraw
from samordner.participation.sheets import behind, rebuild
from samordner.participation.statements import Statement
from samordner.people.models import User, tidy_email
from samordner.people.operations import make_demo_account, new_password
from samordner.places.models import Grouping, Office
from samordner.places.operations import join, make_grouping
from samordner.plandocument.models import Claim
from samordner.plans.models import Plan
from samordner.plans.new import NewChapter, NewRow
from samordner.plans.operations import create_plan
from samordner.plans.written import period_fields
from samordner.programmes.models import Programme
from samordner.project.demonstration import (
    asks,
    contacts,
    cooperation,
    dialogue,
    divisions,
    events,
    following,
    letters,
    localplans,
    mapping,
    meetings,
    minutes,
    networks,
    reports,
    revisions,
    support,
)
from samordner.project.demonstration.data import (
    Correction,
    Demonstrated,
    Recording,
    Stated,
    Withdrawal,
    Wrong,
    municipality,
    read_folder,
)
from samordner.timeline.periods import Period, read

SYSTEM = "system"


@dataclass(frozen=True)
class Account:
    """What someone who wants to look around signs in with."""

    email: str
    password: str
    role: str


def why_not_load() -> str | None:
    """Why the demonstration cannot be loaded into this database, as a sentence; None when it can."""
    if demonstration() is not None:
        return None
    real = User.objects.filter(is_demo=False), Participation.objects, Observation.objects, Plan.objects
    if any(rows.exists() for rows in real):
        return (
            "This database is in use: it holds accounts or data that are not the demonstration's. "
            "Load the demonstration into an empty database."
        )
    return None


@transaction.atomic
def load(*, now: datetime, new_passwords: bool) -> list[Account]:
    """Load the parts that are not there yet, and tell the accounts whose passwords are new.

    A part that was loaded before is left as people have made it since. With `new_passwords` the accounts that
    were there get new passwords. Raises Refusal when the database holds anything real.
    """
    if sentence := why_not_load():
        raise Refusal(sentence)
    data = read_folder(settings.ROOT / "demonstration")
    loading = _Loading(data, now)
    row = _row(data, now)
    missing = [name for name in PARTS if name not in row.parts]
    for name in missing:
        PARTS[name](loading)
    if missing:
        row.parts = [*row.parts, *missing]
        row.save(update_fields=["parts"])
        record(SYSTEM, "load", "demonstration", str(row.pk), now, {"parts": len(missing)})
    if new_passwords and "accounts" not in missing:
        loading.renew_passwords()
    rebuild(behind())
    return loading.accounts


def _row(data: Demonstrated, now: datetime) -> Demonstration:
    """The demonstration's row, locked, so that of two who load at once the second finds it done."""
    fields = {"day": data.frame.day, "loaded_at": now}
    made = demonstration() or Demonstration.objects.get_or_create(pk=1, defaults=fields)[0]
    return Demonstration.objects.select_for_update().get(pk=made.pk)


@dataclass
class _Loading:
    """One load under way: what the parts share."""

    data: Demonstrated
    now: datetime
    accounts: list[Account] = field(default_factory=list)

    def renew_passwords(self) -> None:
        for login in self.data.frame.accounts:
            if User.objects.filter(email=tidy_email(login.email), is_demo=True).exists():
                password = new_password(login.email, by=SYSTEM, now=self.now)
                self.accounts.append(Account(login.email, password, login.role))

    def make_accounts(self) -> None:
        for login in self.data.frame.accounts:
            password = make_demo_account(
                login.email,
                login.name,
                login.role,
                office=Office.objects.get(key=login.office) if login.office else None,
                municipality=municipality(login.municipality) if login.municipality else None,
                organisation=login.organisation,
                since=localtime(self.now).date(),
                language=login.language,
                by=SYSTEM,
                now=self.now,
            )
            if password:
                self.accounts.append(Account(login.email, password, login.role))

    def make_groupings(self) -> None:
        office = Office.objects.get(key=self.data.frame.office)
        for council in self.data.frame.groupings:
            kind = Grouping.Kind(council.kind)
            grouping = make_grouping(office, name=council.name, kind=kind, by=SYSTEM, now=self.now)
            for member in council.members:
                join(grouping, municipality(member), since=council.since, by=SYSTEM, now=self.now)

    def enrol(self) -> None:
        for one in self.data.frame.taking_part:
            programme, office = Programme.objects.get(key=one.programme), Office.objects.get(key=one.office)
            enrol(programme, office, since=one.since, until=one.until, by=SYSTEM, now=self.now)

    def write_history(self) -> None:
        writing = _Writing(self.data)
        for each in self.data.history.in_order:
            writing.write(each)

    def write_plan(self) -> None:
        text, frame = self.data.plan, self.data.frame
        by, at = actors(self.data)[text.plan.by], make_aware(text.plan.at)
        period = read(text.plan.period)
        plan = create_plan(
            programme=Programme.objects.get(key=frame.programme),
            office=Office.objects.get(key=frame.office),
            title=text.plan.title,
            period=period,
            dated=read(text.plan.dated, year=period.start.year if period.start else None),
            approved_by=text.plan.approved_by,
            prepared_by=text.plan.prepared_by,
            language=text.plan.language,
            chapters=[
                NewChapter(each.title, each.number, each.text.strip(), each.answers) for each in text.chapters
            ],
            rows={key: [NewRow(cells) for cells in rows] for key, rows in text.rows.items()},
            by=by,
            now=at,
        )
        Claim.objects.bulk_create(_claim(plan, place, one) for place, one in enumerate(text.claims, 1))

    def write_contacts(self) -> None:
        contacts.load(settings.ROOT / "demonstration", self.data.frame.programme, actors(self.data))

    def write_local_plans(self) -> None:
        localplans.load(settings.ROOT / "demonstration", self.data.frame.programme, actors(self.data))

    def write_support(self) -> None:
        support.load(settings.ROOT / "demonstration", self.data.frame.programme, actors(self.data))

    def write_asks(self) -> None:
        frame = self.data.frame
        asks.load(settings.ROOT / "demonstration", frame.programme, frame.office, actors(self.data))

    def write_letters(self) -> None:
        frame = self.data.frame
        letters.load(settings.ROOT / "demonstration", frame.programme, frame.office, actors(self.data))

    def write_divisions(self) -> None:
        frame = self.data.frame
        divisions.load(settings.ROOT / "demonstration", frame.programme, frame.office, actors(self.data))

    def write_reports(self) -> None:
        reports.load(settings.ROOT / "demonstration", self.data.frame.programme, actors(self.data))

    def write_following(self) -> None:
        frame = self.data.frame
        following.load(settings.ROOT / "demonstration", frame.programme, frame.office, actors(self.data))

    def write_meetings(self) -> None:
        frame = self.data.frame
        meetings.load(settings.ROOT / "demonstration", frame.programme, frame.office, actors(self.data))

    def write_minutes(self) -> None:
        minutes.load(settings.ROOT / "demonstration", self.data.frame.office, actors(self.data))

    def write_dialogue(self) -> None:
        frame = self.data.frame
        dialogue.load(settings.ROOT / "demonstration", frame.programme, frame.office, actors(self.data))

    def write_events(self) -> None:
        frame = self.data.frame
        events.load(settings.ROOT / "demonstration", frame.programme, frame.office, actors(self.data))

    def write_cooperation(self) -> None:
        frame = self.data.frame
        cooperation.load(settings.ROOT / "demonstration", frame.programme, frame.office, actors(self.data))

    def write_revisions(self) -> None:
        frame = self.data.frame
        revisions.load(settings.ROOT / "demonstration", frame.programme, frame.office, actors(self.data))

    def write_mapping(self) -> None:
        frame = self.data.frame
        mapping.load(settings.ROOT / "demonstration", frame.programme, frame.office, actors(self.data))

    def write_networks(self) -> None:
        frame = self.data.frame
        folder = settings.ROOT / "demonstration"
        networks.load(folder, frame.programme, frame.office, frame.day, actors(self.data))


PARTS: dict[str, Callable[[_Loading], None]] = {
    "accounts": _Loading.make_accounts,
    "groupings": _Loading.make_groupings,
    "participation": _Loading.enrol,
    "history": _Loading.write_history,
    "plan": _Loading.write_plan,
    "support": _Loading.write_support,
    "contacts": _Loading.write_contacts,
    "local plans": _Loading.write_local_plans,
    "asks": _Loading.write_asks,
    "divisions": _Loading.write_divisions,
    "reports": _Loading.write_reports,
    "following": _Loading.write_following,
    "meetings": _Loading.write_meetings,
    "dialogue": _Loading.write_dialogue,
    "events": _Loading.write_events,
    "minutes": _Loading.write_minutes,
    "revisions": _Loading.write_revisions,
    "letters": _Loading.write_letters,
    "cooperation": _Loading.write_cooperation,
    "mapping": _Loading.write_mapping,
    "networks": _Loading.write_networks,
}


def actors(data: Demonstrated) -> dict[str, str]:
    """Key of an account → the id by which everything below `people` knows it."""
    ids = {user.email: user.actor_id for user in User.objects.filter(is_demo=True)}
    return {login.key: ids[tidy_email(login.email)] for login in data.frame.accounts}


def _claim(plan: Plan, place: int, one: Stated) -> Claim:
    return Claim(
        plan=plan,
        position=place,
        text=one.text,
        numerator=one.numerator,
        denominator=one.denominator,
        chapter=one.chapter,
        subject=one.subject,
        values=list(one.values),
        **period_fields(read(one.day)),
    )


class _Writing:
    """Writes the history down, each sitting at its own moment."""

    def __init__(self, data: Demonstrated) -> None:
        self.programme = data.frame.programme
        self.actors = actors(data)
        rows = Participation.objects.select_related("programme", "municipality", "office")
        self.taking_part = {
            (row.programme.key, f"{row.municipality.code} {row.municipality.name}"): row for row in rows
        }

    def write(self, each: Recording | Correction | Withdrawal) -> None:
        by, at = self.actors[each.by], make_aware(each.at)
        match each:
            case Recording():
                register_many(self._said(each), by=by, now=at)
            case Correction():
                correct(self._wrong(each.of, each.wrong), _corrected(each), by=by, now=at)
            case Withdrawal():
                withdraw(self._wrong(each.of, each.wrong), note=each.note, by=by, now=at)

    def _said(self, sitting: Recording) -> list[tuple[Participation, Statement]]:
        return [
            (
                self.taking_part[sitting.programme or self.programme, name],
                Statement(
                    subject=row.subject,
                    item=row.item,
                    value=row.value,
                    since=row.since or sitting.since,
                    precision=sitting.precision,
                    expected=_expected(row.expected),
                    source_kind=sitting.source,
                    source_key=sitting.reference,
                    evidence=sitting.evidence,
                    decision_body=sitting.body,
                    decision_day=row.decided,
                    case_number=sitting.case,
                    note=row.note,
                ),
            )
            for row in sitting.rows
            for name in row.of
        ]

    def _wrong(self, name: str, wrong: Wrong) -> Observation:
        return Observation.objects.get(
            participation=self.taking_part[self.programme, name],
            subject=wrong.subject,
            item=wrong.item,
            recorded_at=make_aware(wrong.at),
        )


def _corrected(each: Correction) -> Statement:
    return Statement(
        subject=each.wrong.subject,
        item=each.wrong.item,
        value=each.value,
        since=each.since,
        expected=_expected(each.expected),
        source_kind=each.source,
        source_key=each.reference,
        evidence=each.evidence,
        decision_body=each.body,
        decision_day=each.decided,
        case_number=each.case,
        note=each.note,
    )


def _expected(label: str) -> Period | None:
    return read(label) if label else None
