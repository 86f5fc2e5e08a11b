"""The demonstration's mapping rounds: invented, each deed at its own moment; no letter has left anywhere.

Two yearly mappings that are over, in which municipalities say again what is registered of them; one round that is open; and
an anonymous evaluation. Questionnaires are those that come with the programme, or stand in the file.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from django.db.models import F
from django.utils.timezone import make_aware

from samordner.asks.audiences import audience
from samordner.findings.operations.reviewing import accept, turn_down
from samordner.findings.proposals import Proposal, proposals
from samordner.letters.models import Letter, State
from samordner.links.models import PersonalLink
from samordner.mapping import letters
from samordner.mapping.answering.operations.handing import finish, hand_on
from samordner.mapping.answering.operations.saving import Told, Wanted, save_read
from samordner.mapping.answering.operations.sending import submit
from samordner.mapping.answering.queries import cells_now, content_of, every_respondent, response_of
from samordner.mapping.models import How, MappingRound, Respondent
from samordner.mapping.rounds.operations.opening import open_round
from samordner.mapping.rounds.operations.planning import Facts, Outside, choose, make_round
from samordner.mapping.rounds.operations.running import close
from samordner.mapping.rounds.operations.sending import KIND, PURPOSE
from samordner.participation.models import Contact, Observation, Participation
from samordner.participation.queries import State as Known
from samordner.participation.queries import state, taking_part
from samordner.places.models import Office
from samordner.programmes.definition import Definition
from samordner.programmes.definition.strict import read
from samordner.programmes.models import Programme
from samordner.programmes.queries import definition
from samordner.questionnaires.answering import cell_named, understand
from samordner.questionnaires.content import Content
from samordner.questionnaires.models import Questionnaire
from samordner.questionnaires.operations import make_questionnaire
from samordner.questionnaires.ready import ready_ones
from samordner.timeline.lasting import holding

Cells = dict[str, str]
INVENTED = "oppdikta"
OF_PLAN = ("plan_status/still", "expected", "decision_body", "decision_day", "case_number")
"""What a municipality says of its plan beside the status."""


@dataclass(frozen=True, slots=True)
class Said:
    """What some of those who were asked have answered, in their own words: `cells`, several choices with a space between.

    `at`: when; `paper`: where the paper lies.

    `handed`: who answered this for them, by a link of their own to the section `part`. Nobody named: so many (`times`) answer
    anonymously.
    """

    at: datetime
    cells: Cells
    of: tuple[str, ...] = ()
    times: int = 0
    paper: str = ""
    handed: str = ""
    part: str = ""


@dataclass(frozen=True, slots=True)
class Opinion:
    """Why a statement of an answer was not accepted."""

    of: str
    why: str


@dataclass(frozen=True, slots=True)
class Round:
    """One round. `ready`: the questionnaire of the programme; else `own`: of those in the file.

    `again`: when each has said again what is registered of it (and sent in); `left_open`: those who left the phase open;
    `begun`: those who have only begun; `opened`:
    have only looked; `bounced`: whose letter came back. `people`: so many at the organisations in `of` are asked as persons.
    """

    at: datetime
    by: str
    name: str
    title: str
    asked_by: str
    why: str
    minutes: int
    deadline: date
    remind_days: tuple[int, ...] = ()
    ready: str = ""
    own: str = ""
    again: tuple[datetime, ...] = ()
    left_open: tuple[str, ...] = ()
    silent: tuple[str, ...] = ()
    said: tuple[Said, ...] = ()
    begun: tuple[str, ...] = ()
    opened: tuple[str, ...] = ()
    bounced: tuple[str, ...] = ()
    of: tuple[str, ...] = ()
    people: int = 0
    closed: datetime | None = None
    reviewed: datetime | None = None
    turned_down: tuple[Opinion, ...] = ()


@dataclass(frozen=True, slots=True)
class Rounds:
    rounds: tuple[Round, ...]
    questionnaires: dict[str, Content]


def load(folder: Path, programme: str, office: str, actors: Mapping[str, str]) -> None:
    """Hold the rounds of `mapping.toml`. Raises DefinitionError on a fault in the file."""
    found = read(Rounds, tomllib.loads((folder / "mapping.toml").read_text("utf-8")))
    reform, home = Programme.objects.get(key=programme), Office.objects.get(key=office)
    for each in found.rounds:
        asked = _questionnaire(each, found, reform, home, actors[each.by])
        _Holding(each, reform, home, asked, actors[each.by]).hold()


def _questionnaire(each: Round, found: Rounds, reform: Programme, home: Office, by: str) -> Questionnaire:
    """The office's questionnaire of that name, made when it is asked for the first time."""
    if there := Questionnaire.objects.filter(programme=reform, office=home, name=each.name).first():
        return there
    if each.own:
        content = found.questionnaires[each.own]
    else:
        content = next(one.content for one in ready_ones(reform.key) if one.key == each.ready)
    now = make_aware(each.at) - timedelta(days=3)
    return make_questionnaire(reform, home, each.name, content, ready=each.ready, by=by, now=now)


@dataclass
class _Holding:
    """One round being held, from its first letter to its review."""

    says: Round
    programme: Programme
    office: Office
    asked: Questionnaire
    by: str

    def hold(self) -> None:
        of = self._opened()
        those = {_name(one): one for one in every_respondent().filter(round=of, handed_by=None)}
        if self.says.people:
            self._persons(list(those.values()))
        elif self.says.again:
            self._again(those)
        else:
            for said in self.says.said:
                for name in said.of:
                    self._answer(those[name], said, said.cells)
        for name in self.says.begun:
            self._write(
                those[name], {"clear": "3", "fits": "4"}, make_aware(self.says.at) + timedelta(days=2)
            )
        self._letters(of, those)
        if self.says.closed:
            now = make_aware(self.says.closed)
            of = close(of, version=of.version, day=now.date(), by=self.by, now=now)
        if self.says.reviewed:
            self._review(of, make_aware(self.says.reviewed))

    # Asked

    def _opened(self) -> MappingRound:
        says, now = self.says, make_aware(self.says.at)
        day = says.at.date()
        person = bool(says.people)
        facts = Facts(
            title=says.title, asked_by=says.asked_by, why=says.why, minutes=says.minutes, opens=day, deadline=says.deadline,
            remind_days=says.remind_days, anonymous=person,
            answered_for=MappingRound.For.PERSON if person else MappingRound.For.MUNICIPALITY,
        )  # fmt: skip
        row = make_round(self.programme, self.office, self.asked, facts, by=self.by, now=now)
        everyone = None if person else audience("all", self.programme, self.office, day)
        row = choose(
            row, audience=everyone, roles=["main"], given={} if person else self._addresses(day),
            outside=self._people(), version=row.version, by=self.by, now=now,
        )  # fmt: skip
        return open_round(row, version=row.version, day=day, by=self.by, now=now)

    def _places(self, day: date) -> list[Participation]:
        return list(taking_part(self.programme.key, day, office=self.office.key))

    def _addresses(self, day: date) -> dict[int, Outside]:
        """An invented address for each municipality whose main contact is not known."""
        known = set(
            Contact.objects.filter(holding(day), role="main")
            .exclude(email="")
            .values_list("participation", flat=True)
        )
        return {
            row.pk: Outside(
                email=f"postmottak@k{row.municipality.code}.example", name=f"Kontakt i {row.municipality.name} ({INVENTED})"
            )
            for row in self._places(day) if row.pk not in known
        }  # fmt: skip

    def _people(self) -> list[Outside]:
        return [
            Outside(
                email=f"deltakar-{number}@samling.example", name=f"Deltakar {number} ({INVENTED})",
                organisation=self.says.of[number % len(self.says.of)], language="nn",
            )
            for number in range(1, self.says.people + 1)
        ]  # fmt: skip

    # Answered

    def _again(self, those: Mapping[str, Respondent]) -> None:
        """Each says what is registered of it when the round is reviewed, a part of them on each day; and what is its own."""
        assert self.says.reviewed
        day = self.says.reviewed.date()
        says, places = definition(self.programme.key), self._places(day)
        known = state(places, says, day)
        rows = Observation.objects.in_bulk(
            [
                one.observation
                for pk in known.participations
                for subject in ("plan_status", "phase", "stand_on_solutions")
                if (one := known.get(pk, subject))
            ]
        )
        answering = [name for name in those if name not in self.says.silent]
        for number, name in enumerate(answering):
            respondent = those[name]
            at = self.says.again[number % len(self.says.again)]
            cells = _registered(known, rows, respondent.participation_id or 0, at.date(), says)
            if name in self.says.left_open:
                cells = {cell: one for cell, one in cells.items() if not cell.startswith("phase")}
            own = [said for said in self.says.said if name in said.of]
            for said in own:
                if said.handed:
                    self._handed(respondent, said)
                    cells = {name: one for name, one in cells.items() if name not in said.cells}
                elif "plan_status" in said.cells:  # something else than what is registered
                    cells = {name: one for name, one in cells.items() if name not in OF_PLAN} | said.cells
                else:
                    cells |= said.cells
            last = Said(at, {}, paper=next((said.paper for said in own if said.paper), ""))
            self._answer(respondent, last, cells)

    def _handed(self, respondent: Respondent, said: Said) -> None:
        at = make_aware(said.at)
        name = f"{said.handed} ({INVENTED})"
        handed = hand_on(
            respondent, [said.part], name=name, email=f"{said.handed.split()[0].lower()}@samling.example", by="", now=at
        )  # fmt: skip
        self._write(handed, said.cells, at + timedelta(hours=2))
        finish(handed, done=True, by="", now=at + timedelta(hours=2))

    def _persons(self, those: Sequence[Respondent]) -> None:
        waiting = iter(those)
        for said in self.says.said:
            for _number in range(said.times):
                self._answer(next(waiting), said, said.cells)

    def _write(self, respondent: Respondent, cells: Cells, now: datetime, *, paper: bool = False) -> None:
        there = cells_now(response_of(respondent))
        content = content_of(respondent.round)
        wanted = {}
        for name, text in cells.items():
            cell = cell_named(content, name)
            assert cell, name
            typed = (
                text.split() if cell.question.kind == "many" and cell.name == cell.question.key else [text]
            )
            wanted[name] = Wanted.of(understand(content, cell, typed), typed)
        told = Told({name: one["n"] for name, one in there.items()}, how=How.PAPER if paper else How.LINK)
        save_read(respondent, wanted, told, by=self.by if paper else "", now=now)

    def _answer(self, respondent: Respondent, said: Said, cells: Cells) -> None:
        now, paper = make_aware(said.at), bool(said.paper)
        self._write(respondent, cells, now, paper=paper)
        submit(
            respondent, today=said.at.date(), by=self.by if paper else "", now=now + timedelta(minutes=6),
            how=How.PAPER if paper else How.LINK, source=said.paper,
        )  # fmt: skip

    # Afterwards

    def _letters(self, of: MappingRound, those: Mapping[str, Respondent]) -> None:
        """Let the letters have come as far as they have, without any mail server; and who has looked, have looked."""
        rows = Letter.objects.filter(about=letters.about(of), state=State.WAITING)
        rows.update(state=State.SENT, sent_at=F("written_at") + timedelta(minutes=1))
        for name in self.says.bounced:
            back = Letter.objects.filter(key__startswith=letters.key_of(those[name], ""))
            back.update(state=State.BOUNCED, problem=f"550 Ukjend mottakar ({INVENTED})")
        looked = [one for name, one in those.items() if name in self.says.opened or name in self.says.begun]
        done = every_respondent().filter(round=of, participation__responses__round=of).exclude(email="")
        keys = {str(one.pk) for one in (*looked, *done)}
        opened = make_aware(self.says.at) + timedelta(days=1)
        PersonalLink.objects.filter(purpose=PURPOSE, kind=KIND, key__in=keys, issued_at__lt=opened).update(
            opened_at=opened
        )

    def _review(self, of: MappingRound, now: datetime) -> None:
        """What only says again what is registered is kept as said again; the rest waits, but what is turned down."""
        why = {one.of: one.why for one in self.says.turned_down}
        found = proposals(of, now.date())
        accept(
            of,
            [one.key for one in found if one.is_plain and one.mark == "same"],
            day=now.date(),
            by=self.by,
            now=now,
        )
        for one in found:
            if one.mark == "doubt" and _place(one) in why:
                turn_down(of, [one.key], why=why[_place(one)], day=now.date(), by=self.by, now=now)


def _place(one: Proposal) -> str:
    place = one.participation.municipality
    return f"{place.code} {place.name}"


def _name(one: Respondent) -> str:
    """How the file names the one who is asked: "1516 Ulstein", or by the address."""
    place = one.participation.municipality if one.participation else None
    return f"{place.code} {place.name}" if place else one.email


def _registered(known: Known, rows: Mapping[int, Observation], pk: int, day: date, says: Definition) -> Cells:
    """What a municipality answers that only says again what is registered of it; what is not known it cannot say."""
    cells: Cells = {"wants_help": "no", "plan_status": "unsure", "stand_on_solutions": "unsure"}
    for subject in ("plan_status", "phase", "stand_on_solutions"):
        one = known.get(pk, subject)
        if one is None:
            continue
        cells[subject] = one.value
        if one.since < day:
            cells[f"{subject}/still"] = "yes"
        if subject == "plan_status":
            cells |= _details(rows[one.observation])
    for item in says.items_of("solution_stage") or ():
        if one := known.get(pk, "solution_stage", item.key):
            cells[f"solution_stage/{item.key}"] = one.value
            if one.since < day:
                cells[f"solution_stage/{item.key}/still"] = "yes"
    return cells


def _details(row: Observation) -> Cells:
    said: dict[str, Any] = {}
    if row.value in ("in_process", "to_be_decided"):
        said["expected"] = row.expected_label
    if row.value == "decided":
        said = {"decision_body": row.decision_body or "kommunestyret", "case_number": row.case_number}
        said["decision_day"] = row.decision_day.isoformat() if row.decision_day else ""
    return {name: words for name, words in said.items() if words}
