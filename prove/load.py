"""A deadline: many people sign in and register at once, at the served product; nothing is lost, nothing doubled."""

from __future__ import annotations

import http.client
import os
import re
import signal
import socket
import subprocess
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from threading import Lock
from time import perf_counter
from urllib.parse import urlencode

from bench.ground import BIN, ROOT, Ground
from bench.timing import percentile
from prove.proof import Proof
from prove.standing import BY, OFFICE, PROGRAMME
from samordner.journal.models import Entry
from samordner.journal.queries import first_break
from samordner.pages import clock
from samordner.participation.models import Observation
from samordner.participation.queries import taking_part
from samordner.people.operations import make_demo_account
from samordner.places.models import Office
from samordner.project.demonstration import load
from samordner.project.jobs import prepare

PEOPLE, EACH, AT_ONCE = 60, 4, 16
LONGEST = 60.0
DAY = date(2021, 4, 27)
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


@dataclass
class Answers:
    """What the server answered: how long each kind of request took, and with which status."""

    times: dict[str, list[float]] = field(default_factory=dict)
    statuses: Counter[int] = field(default_factory=Counter)
    acknowledged: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    lock: Lock = field(default_factory=Lock)

    def note(self, kind: str, seconds: float, status: int) -> None:
        with self.lock:
            self.times.setdefault(kind, []).append(seconds * 1000)
            self.statuses[status] += 1

    def line(self, kind: str) -> str:
        times = self.times[kind]
        return (
            f"{kind}: {len(times)}, median {percentile(times, 50):.0f} ms, p95 {percentile(times, 95):.0f} ms, "
            f"p99 {percentile(times, 99):.0f} ms"
        )


class Person:
    """Someone at a browser of their own."""

    def __init__(self, port: int, answers: Answers) -> None:
        self.connection = http.client.HTTPConnection("localhost", port, timeout=30)
        self.cookies: dict[str, str] = {}
        self.token = ""
        self.answers = answers

    def ask(self, kind: str, address: str, form: dict[str, str] | None = None) -> tuple[int, str]:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        body = None
        if form is not None:
            body = urlencode({**form, "csrfmiddlewaretoken": self.token})
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        began = perf_counter()
        self.connection.request("GET" if body is None else "POST", address, body, headers)
        answer = self.connection.getresponse()
        text = answer.read().decode()
        self.answers.note(kind, perf_counter() - began, answer.status)
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                cookie, _, content = value.split(";", 1)[0].partition("=")
                self.cookies[cookie] = content
        if found := TOKEN.search(text):
            self.token = found[1]
        return answer.status, text

    def at(self, port: int) -> Person:
        """The same one with a new connection, to whichever server answers there."""
        made = Person(port, self.answers)
        made.cookies, made.token = self.cookies, self.token
        return made

    def sign_in(self, email: str, password: str) -> bool:
        self.ask("sign-in page", "/konto/inn/")
        status, _text = self.ask("sign in", "/konto/inn/", {"login": email, "password": password})
        return status == 302

    def register(self, participation: int, subject: str, form: dict[str, str]) -> bool:
        """Register at a cell; whether the page said that it was done."""
        status, _text = self.ask("register", f"/tavle/{participation}/{subject}/", form)
        return status == 302


@dataclass(frozen=True)
class Account:
    email: str
    password: str


def prove(proof: Proof, ground: Ground, *, share: float = 1.0) -> None:
    prepare()
    load(now=clock.now(), new_passwords=False)
    people = [account(number) for number in range(max(4, round(PEOPLE * share)))]
    participations = list(taking_part(PROGRAMME, DAY, office=OFFICE).values_list("pk", flat=True))
    server = Served(ground)
    try:
        answers = Answers()
        began = time.monotonic()
        with ThreadPoolExecutor(AT_ONCE) as pool:
            list(
                pool.map(
                    lambda n: day(server.port, answers, people[n], n, participations), range(len(people))
                )
            )
        seconds = time.monotonic() - began
        twice = sent_twice(server.port, people[0], participations[0])
    finally:
        server.kill()
    _count(proof, answers, len(people), seconds)
    doubled = Observation.objects.filter(source_key__in=twice).count() - len(twice)
    proof.control(f"a client that sends everything twice, doubled of {len(twice)}", doubled)


def _count(proof: Proof, answers: Answers, people: int, seconds: float) -> None:
    """After the server was killed: what it acknowledged against what the database holds."""
    for kind in answers.times:
        proof.says(answers.line(kind))
    kept = Counter(
        Observation.objects.filter(source_key__startswith="load-").values_list("source_key", flat=True)
    )
    lost = [each for each in answers.acknowledged if not kept[each]]
    double = [each for each, count in kept.items() if count > 1]
    noted = Entry.objects.filter(kind="observation", verb="register").count()
    for problem in answers.problems[:5]:
        proof.says(problem)
    failed = sum(count for status, count in answers.statuses.items() if status >= 500)
    wanted = people * EACH
    rate = len(answers.acknowledged) / seconds
    proof.holds(
        f"{people} people, {sum(answers.statuses.values())} requests in {seconds:.1f} s: {failed} answered 5xx, "
        f"{len(answers.problems)} refused or broken",
        not failed and not answers.problems and seconds < LONGEST,
    )
    proof.holds(
        f"{len(answers.acknowledged)} of {wanted} registrations acknowledged ({rate:.1f}/s), then kill -9: "
        f"{len(lost)} lost, {len(double)} double",
        len(answers.acknowledged) == wanted and not lost and not double,
    )
    everything = Observation.objects.filter(source_key__startswith="load-").count()
    everything += Observation.objects.filter(source_key__startswith="twice-").count()
    proof.holds(f"{noted} entries for {everything} observations, the journal whole",
                noted == everything and first_break() is None)  # fmt: skip


def day(port: int, answers: Answers, account: Account, number: int, participations: list[int]) -> None:
    """What a person does at a deadline: signs in, looks at the board, registers, looks again."""
    person = Person(port, answers)
    try:
        if not person.sign_in(account.email, account.password):
            answers.problems.append(f"{account.email} was not let in")
            return
        for turn in range(EACH):
            person.ask("board", "/tavle/")
            participation = participations[(number * EACH + turn) % len(participations)]
            person.ask("cell", f"/tavle/{participation}/plan_status/")
            reference = f"load-{number}-{turn}"
            if person.register(participation, "plan_status", form(reference)):
                with answers.lock:
                    answers.acknowledged.append(reference)
            else:
                answers.problems.append(f"{reference} was not acknowledged")
    except OSError as problem:
        answers.problems.append(f"{type(problem).__name__}: {problem}")


def sent_twice(port: int, account: Account, participation: int) -> list[str]:
    """The control: a client that sends each registration twice."""
    person = Person(port, Answers())
    person.sign_in(account.email, account.password)
    sent = [f"twice-{number}" for number in range(5)]
    for reference in sent:
        person.ask("cell", f"/tavle/{participation}/plan_status/")
        person.register(participation, "plan_status", form(reference))
        person.register(participation, "plan_status", form(reference))
    return sent


def form(reference: str) -> dict[str, str]:
    return {
        "value": "in_process", "since": "2021-03-01", "evidence": "self_reported", "source_kind": "contact",
        "precision": "day", "source_key": reference,
    }  # fmt: skip


def account(number: int) -> Account:
    email = f"person{number}@load.example"
    password = make_demo_account(
        email, f"Person {number}", "partner", office=Office.objects.get(key=OFFICE), municipality=None,
        organisation="Lag", since=clock.today(), language="nb", by=BY, now=clock.now(),
    )  # fmt: skip
    assert password
    return Account(email, password)


class Served:
    """`samordner serve` on this ground, at a free port or at the one of a server that was killed. `serving`: the command
    to serve with, told the port at its end; a control serves otherwise.
    """

    def __init__(self, ground: Ground, *, port: int = 0, serving: tuple[str, ...] = ()) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port: int = port or free.getsockname()[1]
        more = {"SAMORDNER_PORT": str(self.port), "SAMORDNER_HOST": "127.0.0.1"}
        command = [*serving, str(self.port)] if serving else [str(BIN / "samordner"), "serve"]
        self.process = subprocess.Popen(
            command, cwd=ROOT, env=os.environ | ground.environment | more,
            stdout=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
        end = time.monotonic() + 60
        while True:
            try:
                person = Person(self.port, Answers())
                person.ask("start", "/konto/inn/")
                return
            except OSError:
                if time.monotonic() > end or self.process.poll() is not None:
                    self.kill()
                    raise
                time.sleep(0.1)

    def kill(self) -> None:
        """Kill -9: the server and its web processes."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
