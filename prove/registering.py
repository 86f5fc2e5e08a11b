"""3,000 people register for one event of 2,500 places: none lost, none double, and the rest wait in order of arrival."""

from __future__ import annotations

import re
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from http.client import HTTPException
from threading import Barrier, Event, Lock

from django.db import connection

from bench.ground import Ground
from bench.timing import loop, times
from prove.load import Answers, Person, Served
from prove.proof import Proof
from prove.standing import BY, OFFICE, PROGRAMME
from samordner.invitations.models import EventTerms, Registration
from samordner.invitations.operations.inviting import set_terms
from samordner.journal.models import Entry
from samordner.journal.queries import first_break
from samordner.letters.models import Letter
from samordner.meetings.models import Meeting
from samordner.meetings.operations import Facts, plan_meeting
from samordner.pages import clock
from samordner.places.models import Office
from samordner.programmes.models import Programme
from samordner.project.jobs import prepare
from samordner.timeline.periods import Period

PEOPLE, PLACES, AT_ONCE, WITHIN = 3000, 2500, 24, 120.0
LOOP = 10.4
"""Milliseconds that a plain loop (`bench.timing.loop`) took where two minutes were settled; a slower machine has more."""
TRIES = 20
KEY = re.compile(r'name="form" value="([^"]+)"')
SAID = re.compile(r'data-state="(place|waiting)"')
CARELESS = 20
"""Places of the event in the control."""


@dataclass
class Seen:
    """What one person was told: the state, when the form was first sent, and when the answer came."""

    state: str
    sent: float
    told: float


@dataclass
class Crowd:
    """Everybody who registers, what they were told, and what went wrong on the way."""

    ports: list[int]
    address: str
    people: int
    seen: dict[int, Seen] = field(default_factory=dict)
    answers: Answers = field(default_factory=Answers)
    broken: Counter[str] = field(default_factory=Counter)
    lock: Lock = field(default_factory=Lock)
    many: Event = field(default_factory=Event)

    def comes(self, number: int) -> None:
        """One person looks at the page, fills the form in, and sends it until there is an answer; every tenth sends it twice."""
        port, form, sent = self.ports[number % len(self.ports)], "", 0.0
        person = Person(port, self.answers)
        for attempt in range(TRIES):
            try:
                if not form:
                    _status, page = person.ask("page", self.address)
                    form = found[1] if (found := KEY.search(page)) else ""
                sent = sent or time.monotonic()
                status, page = person.ask("register", self.address, _form(number, form))
                if status == 200 and (said := SAID.search(page)):
                    self._told(number, Seen(said[1], sent, time.monotonic()))
                    if number % 10 == 0:
                        person.ask("register again", self.address, _form(number, form))
                    return
                self._went_wrong(f"answered {status}")
            except (OSError, HTTPException) as problem:
                self._went_wrong(type(problem).__name__)
                port = next(each for each in self.ports if each != port)
                person = person.at(port)
            time.sleep(0.05 * (attempt + 1))

    def _told(self, number: int, seen: Seen) -> None:
        with self.lock:
            self.seen[number] = seen
            if len(self.seen) * 3 >= self.people:
                self.many.set()

    def _went_wrong(self, how: str) -> None:
        with self.lock:
            self.broken[how] += 1


def _form(number: int, key: str) -> dict[str, str]:
    return {
        "form": key, "name": f"Deltaker {number}", "email": f"deltaker{number}@example.org", "organisation": "",
    }  # fmt: skip


def prove(proof: Proof, ground: Ground, *, share: float = 1.0) -> None:
    people, places = max(60, round(PEOPLE * share)), max(50, round(PLACES * share))
    prepare()
    meeting = event(places)
    servers = [Served(ground), Served(ground)]
    try:
        crowd = Crowd([server.port for server in servers], f"/p/{meeting.secret}/", people)
        began = time.monotonic()
        with ThreadPoolExecutor(AT_ONCE) as pool:
            coming = [pool.submit(crowd.comes, number) for number in range(people)]
            crowd.many.wait(WITHIN)
            servers[1].kill()  # a third are in: the others find their way to the server that is left
            for each in coming:
                each.result()
        seconds = time.monotonic() - began
    finally:
        for server in servers:
            server.kill()
    _count(proof, crowd, meeting, places, seconds)
    proof.control(f"{CARELESS} places given by those who count without the lock, places too many", careless())


def event(places: int) -> Meeting:
    """An open event in a month."""
    now = clock.now()
    day = clock.today() + timedelta(days=30)
    facts = Facts(topic="Fagdag", period=Period(day.isoformat(), day, day))
    programme, office = Programme.objects.get(key=PROGRAMME), Office.objects.get(key=OFFICE)
    meeting = plan_meeting(programme, office, facts, by=BY, now=now)
    said = {
        "public": True, "opens": None, "deadline": None, "capacity": places, "waiting_list": True, "max_each": 3,
        "asks_access": False, "asks_diet": False, "remind_days": None, "retention_days": 365,
    }  # fmt: skip
    set_terms(meeting, version=0, day=clock.today(), by=BY, now=now, **said)
    return meeting


def _count(proof: Proof, crowd: Crowd, meeting: Meeting, places: int, seconds: float) -> None:
    """After both servers were killed: what people were told against what the database holds."""
    for kind in crowd.answers.times:
        proof.says(crowd.answers.line(kind))
    proof.says(
        f"one of two servers killed with -9 on the way; tried again after: {dict(crowd.broken) or 'nothing'}"
    )
    rows = list(Registration.objects.filter(meeting=meeting).order_by("number"))
    within = WITHIN * max(1.0, times(loop, tries=9).median / LOOP)
    names = Counter(row.name for row in rows)
    kept = {int(row.name.split()[1]): row for row in rows}
    lost = [number for number in crowd.seen if number not in kept]
    double = [name for name, times in names.items() if times > 1]
    wrong = [
        number for number, seen in crowd.seen.items() if number in kept and kept[number].state != seen.state
    ]
    proof.holds(
        f"{len(crowd.seen)} of {crowd.people} people told that they are registered, in {seconds:.1f} s "
        f"({crowd.people / seconds:.0f}/s; {within:.0f} s allowed): "
        f"{len(lost)} lost, {len(double)} double, {len(wrong)} told otherwise than it is",
        len(crowd.seen) == crowd.people == len(rows)
        and not lost
        and not double
        and not wrong
        and seconds < within,
    )
    states = [row.state for row in rows]
    waiting = crowd.people - places
    proof.holds(
        f"{states.count('place')} places of {places}, {states.count('waiting')} waiting of {waiting}, in the order of numbers",
        states == ["place"] * places + ["waiting"] * waiting
        and [row.number for row in rows] == list(range(1, crowd.people + 1)),
    )
    proof.holds(
        f"{_overtaken(crowd, kept)} overtaken by one who came when they had their answer",
        not _overtaken(crowd, kept),
    )
    written = Letter.objects.filter(about=f"meeting/{meeting.pk}").count()
    noted = Entry.objects.filter(kind="registration", verb="register").count()
    proof.holds(
        f"{written} letters and {noted} entries for {len(rows)} registrations, the journal whole",
        written == noted == len(rows) and first_break() is None,
    )


def _overtaken(crowd: Crowd, kept: dict[int, Registration]) -> int:
    """How many have a higher number than somebody who first sent the form after they had been told."""
    done = sorted((seen.told, kept[number].number) for number, seen in crowd.seen.items())
    came = sorted((seen.sent, kept[number].number) for number, seen in crowd.seen.items())
    highest, place, found = 0, 0, 0
    for sent, number in came:
        while place < len(done) and done[place][0] < sent:
            highest = max(highest, done[place][1])
            place += 1
        found += number < highest
    return found


def careless() -> int:
    """The control: places given without the lock on the terms. How many too many."""
    meeting = event(CARELESS)
    people, at_once = CARELESS * 3, 12
    together = Barrier(at_once)

    def take(turn: int) -> None:
        with suppress(Exception):
            for number in range(turn, people, at_once):
                together.wait(10)
                taken = Registration.objects.filter(meeting=meeting, state="place").count()
                state = "place" if taken < CARELESS else "waiting"
                Registration.objects.create(
                    meeting=meeting,
                    number=number + 1,
                    name=f"Rask {number}",
                    state=state,
                    registered_at=clock.now(),
                )
        connection.close()

    with ThreadPoolExecutor(at_once) as pool:
        list(pool.map(take, range(at_once)))
    assert EventTerms.objects.get(meeting=meeting).capacity == CARELESS
    return Registration.objects.filter(meeting=meeting, state="place").count() - CARELESS
