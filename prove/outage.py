"""The mail server is away for a day: no letter is lost, none is sent twice, all leave soon after, and pages are as quick.

A real SMTP server on loopback and nodes that share one outbox, each in a process of its own. The day is simulated: where
a node would rest, the clock that all of them read is put forward instead, but never while a letter is being handed over.

What no proof can show, because SMTP does not give it: that a letter whose line broke after the text and before the
answer has arrived or has not. Such a letter is uncertain until a person finds out; here the server's own list is what
the person looks in.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from django.db import connections
from django.db.models import Max
from django.test import Client

from bench.ground import Ground
from bench.timing import percentile
from prove.mailserver import Apart
from prove.proof import Proof
from prove.standing import BY, stand
from samordner.journal.queries import first_break
from samordner.letters import delivery
from samordner.letters.backends import Smtp
from samordner.letters.envelope import message_id
from samordner.letters.jobs import drain
from samordner.letters.models import Letter, Outage, State
from samordner.letters.operations import New, settle, write
from samordner.pages import clock as wall
from samordner.people.models import Assignment, User
from samordner.places.models import Office

LETTERS, KILLED, NODES, KILLS = 5000, 600, 2, 8
HOURS, DAY, SOON = 24, timedelta(days=1), timedelta(minutes=10)
BUSY = timedelta(minutes=2)
"""The last of the outage: the server answers, and takes nothing just then (451)."""

SLOWER = 1.10
PAGES = ("/tavle/", "/brev/")


@dataclass
class Simulated:
    """A clock that every node reads, and that goes forward where they rest, but not past `until` (seconds)."""

    began: datetime = field(default_factory=wall.now)
    at: float = field(default_factory=time.monotonic)
    ahead: Any = field(default_factory=lambda: multiprocessing.Value("d", 0.0))
    until: Any = field(default_factory=lambda: multiprocessing.Value("d", float("inf")))

    def __call__(self) -> datetime:
        return self.began + timedelta(seconds=self.gone())

    def gone(self) -> float:
        return float(self.ahead.value) + time.monotonic() - self.at

    def rest(self, long: timedelta) -> None:
        if at_work(self()) or not self.skip(long):
            time.sleep(0.02)
        else:
            time.sleep(0.001)

    def skip(self, long: timedelta) -> bool:
        """Put it forward; whether there was room for it."""
        with self.ahead.get_lock():
            room = self.until.value - self.gone()
            self.ahead.value += max(0.0, min(long.total_seconds(), room))
            return bool(room > 0)

    def run_to(self, moment: timedelta) -> bool:
        """Let the nodes put it forward to this moment, and wait there; whether it came there."""
        self.until.value = moment.total_seconds()
        return wait_until(lambda: self.gone() >= moment.total_seconds())


def at_work(now: datetime) -> bool:
    """Whether some node has letters to hand over, so that time goes its own way."""
    if Letter.objects.filter(state=State.SENDING).exists():
        return True
    due = Letter.objects.filter(state=State.WAITING, next_try__lte=now)
    return due.exists() and not Outage.objects.exists()


BEGIN = delivery._begin


def node(
    port: int,
    clock: Callable[[], datetime],
    rest: Callable[[timedelta], None],
    *,
    wrong: Callable[[], None] | None = None,
) -> int:
    """A process that delivers until it is killed or told to stop; its number. `wrong` makes it do so wrongly."""
    connections.close_all()
    sys.stdout.flush()
    pid = os.fork()
    if pid:
        return pid
    told: list[int] = []
    signal.signal(signal.SIGTERM, lambda number, _frame: told.append(number))
    try:
        if wrong:
            wrong()
        by = Smtp(host="127.0.0.1", port=port, use_tls=False, use_ssl=False, timeout=10)
        drain(by, clock=clock, rest=rest, stop=lambda: bool(told))
    except Exception as problem:
        print(f"      node: {type(problem).__name__}: {problem}", file=sys.stderr, flush=True)
    finally:
        os._exit(0)


def _unclaimed() -> None:
    """A control: takes letters without claiming them first."""

    def claim(token: str, *, now: datetime, number: int = delivery.FEW) -> list[Letter]:
        rows = Letter.objects.filter(state=State.WAITING, next_try__lte=now).select_related("office__look")
        held = list(rows.order_by("next_try", "pk")[:number])
        Letter.objects.filter(pk__in=[row.pk for row in held]).update(claimed_by=token)
        return held

    def begin(letter: Letter, token: str, now: datetime) -> bool:
        Letter.objects.filter(pk=letter.pk).update(state=State.SENDING, claimed_by=token, handed_at=now)
        return True

    delivery.claim, delivery._begin = claim, begin


def _hasty() -> None:
    """A control: marks a letter as sent before the server has taken it."""

    def begin(letter: Letter, token: str, now: datetime) -> bool:
        mine = BEGIN(letter, token, now)
        Letter.objects.filter(pk=letter.pk).update(state=State.SENT, sent_at=now)
        return mine

    delivery._begin = begin


def end(pids: Sequence[int], how: int = signal.SIGTERM) -> None:
    for pid in pids:
        os.kill(pid, how)
    for pid in pids:
        os.waitpid(pid, 0)


@contextmanager
def nodes(number: int, *about: Any, **more: Any) -> Iterator[list[int]]:
    pids = [node(*about, **more) for _each in range(number)]
    try:
        yield pids
    finally:
        end(pids)


def letters(name: str, numbers: range, office: Office, now: datetime) -> None:
    """Write letters of these numbers."""
    new = [
        New(
            key=f"{name}/{each}", about=name, office=office, kind="letter", language="nn", to_name=f"Mottakar {each}",
            to_address=f"{name}{each}@outage.example", subject=f"Møte {each}", body="Velkomen til møte.\n" * 20,
        )
        for each in numbers
    ]  # fmt: skip
    write(new, by=BY, now=now)


def names_of(name: str) -> set[str]:
    """What a mail server knows the letters by."""
    return {message_id(row) for row in Letter.objects.filter(about=name)}


def wait_until(done: Callable[[], bool], seconds: float = 200) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if done():
            return True
        time.sleep(0.05)
    return False


def left() -> int:
    return Letter.objects.filter(state__in=[State.WAITING, State.SENDING]).count()


def prove(proof: Proof, _ground: Ground, *, share: float = 1.0) -> None:
    office = stand().office
    client = reader(office)
    with Apart.made() as server:
        the_day(proof, server, office, client, max(48, round(LETTERS * share)))
        killed(proof, server, office, max(40, round(KILLED * share)))
        proof.holds("the journal is whole", first_break() is None)
        unclaimed(proof, server, office)
        hasty(proof, server, office)


def the_day(proof: Proof, server: Apart, office: Office, client: Client, number: int) -> None:
    """A day without a mail server, a while with one that takes nothing, and then all is well again."""
    clock = Simulated()
    with nodes(NODES, server.port, clock, clock.rest):
        for hour in range(HOURS):
            letters("day", range(number * hour // HOURS, number * (hour + 1) // HOURS), office, clock())
            clock.run_to((DAY - BUSY) * (hour + 1) / HOURS)
        out = Outage.objects.get()
        proof.holds(
            f"{DAY - BUSY} without a mail server, {number} letters written meanwhile: all wait untouched, and the outage is "
            "told",
            set(Letter.objects.values_list("state", "tries").distinct()) == {("waiting", 0)}
            and left() == number
            and out.tried_at - out.since > DAY * 0.9,
        )
    as_quick = pages(proof, client, server.port, clock)
    names = names_of("day")
    with nodes(NODES, server.port, clock, clock.rest):
        server.answer("busy")
        server.start()
        clock.run_to(DAY)
        tried = Letter.objects.filter(tries__gt=0).count()
        server.answer("takes")
        clock.until.value = float("inf")
        back, began = clock(), time.monotonic()
        meanwhile = looked_at(client, lambda: not left())
        real = time.monotonic() - began
    took = (
        Letter.objects.aggregate(last=Max("sent_at"))["last"] - back
    )  # once nothing is left, the clock runs on
    server.stop()
    counted = Counter(server.ids())
    states = dict(Counter(Letter.objects.values_list("state", flat=True)))
    proof.says(
        f"{tried} were refused for now in the last {BUSY}; then {number / real:.0f} letters a second left, and "
        + ", ".join(
            f"{page} took {ms:.0f} ms ({ms / as_quick[page]:.1f} times)" for page, ms in meanwhile.items()
        )
    )
    proof.holds(
        f"{len(names)} letters, {len(names - counted.keys())} lost, {sum(n > 1 for n in counted.values())} double",
        counted == dict.fromkeys(names, 1) and states == {"sent": number},
    )
    proof.holds(
        f"drained {took.total_seconds() / 60:.1f} minutes after it was well again",
        took <= SOON and not left(),
    )


def looked_at(client: Client, done: Callable[[], bool]) -> dict[str, float]:
    """The median milliseconds of each page while letters leave, until all have left."""
    times: dict[str, list[float]] = {page: [] for page in PAGES}
    end_at = time.monotonic() + 200
    while not done() and time.monotonic() < end_at:
        for page in PAGES:
            times[page].append(milliseconds(client, page))
        time.sleep(0.1)
    return {page: percentile(found, 50) for page, found in times.items() if found}


def killed(proof: Proof, server: Apart, office: Office, number: int) -> None:
    """Nodes are killed while they deliver, and lines break at the text; a person decides what is in doubt."""
    clock = Simulated()
    letters("killed", range(number), office, clock())
    names = names_of("killed")
    server.answer("breaks")
    server.start()
    pids = [node(server.port, clock, clock.rest) for _each in range(NODES)]
    for turn in range(KILLS):
        enough = number * (turn + 1) // (KILLS + 1)
        wait_until(lambda enough=enough: len(names & set(server.ids())) >= enough or not left(), 20)  # type: ignore[misc]
        end([pids.pop(0)], signal.SIGKILL)
        pids.append(node(server.port, clock, clock.rest))
        clock.skip(2 * delivery.LEASE)
    end(pids)
    clock.skip(2 * delivery.LEASE)
    server.answer("takes")
    delivery.set_free(now=clock())
    doubtful = decide(server, clock())
    with nodes(1, server.port, clock, clock.rest):
        wait_until(lambda: not left(), 60)
    server.stop()
    counted = Counter(each for each in server.ids() if each in names)
    proof.holds(
        f"{KILLS} kills of nodes and a line broken at every fiftieth of {number} letters: {doubtful} in doubt and decided, "
        f"{len(names - counted.keys())} lost, {sum(n > 1 for n in counted.values())} double",
        counted == dict.fromkeys(names, 1) and not Letter.objects.exclude(state=State.SENT).exists(),
    )


def decide(server: Apart, now: datetime) -> int:
    """What a person does with each uncertain letter: finds out whether it arrived."""
    arrived = set(server.ids())
    rows = list(Letter.objects.filter(state=State.UNCERTAIN).select_related("office"))
    for row in rows:
        settle(row, arrived=message_id(row) in arrived, by=BY, now=now)
    return len(rows)


def unclaimed(proof: Proof, server: Apart, office: Office) -> None:
    """Two nodes that do not claim what they take."""
    clock = Simulated()
    letters("unclaimed", range(200), office, clock())
    names = names_of("unclaimed")
    server.start()
    with nodes(NODES, server.port, clock, clock.rest, wrong=_unclaimed):
        wait_until(lambda: names <= set(server.ids()), 30)
    server.stop()
    doubles = sum(number > 1 for each, number in Counter(server.ids()).items() if each in names)
    proof.control("nodes that do not claim letters, sent twice of 200", doubles)


def hasty(proof: Proof, server: Apart, office: Office) -> None:
    """Nodes that note a letter as sent before they hand it over, and are killed."""
    clock = Simulated()
    letters("hasty", range(200), office, clock())
    names = names_of("hasty")
    server.answer("slow")
    server.start()
    for turn in range(10):
        pid = node(server.port, clock, clock.rest, wrong=_hasty)
        wait_until(lambda enough=5 * turn: len(names & set(server.ids())) > enough, 10)  # type: ignore[misc]
        end([pid], signal.SIGKILL)
    server.stop()
    said = {message_id(row) for row in Letter.objects.filter(about="hasty", state=State.SENT)}
    proof.control("nodes that note letters as sent first, lost at ten kills", len(said - set(server.ids())))


# Pages


def reader(office: Office) -> Client:
    """Somebody who looks at pages meanwhile."""
    user = User.objects.create(
        email="reader@outage.example", name="Lesar", language="nb", created_at=wall.now(), is_demo=True
    )
    Assignment.objects.create(user=user, role="coordinator", since=date(2019, 1, 1), office=office)
    client = Client(SERVER_NAME="localhost")
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    for page in PAGES:
        assert (found := client.get(page)).status_code == 200, (page, found.status_code, found.headers)
    return client


def milliseconds(client: Client, page: str) -> float:
    began = time.perf_counter()
    client.get(page)
    return (time.perf_counter() - began) * 1000


def pages(
    proof: Proof, client: Client, port: int, clock: Simulated, *, pairs: int = 40, each: int = 5
) -> dict[str, float]:
    """Pages while a node meets the outage, against pages while it is held still: in pairs of short turns, either one
    first as often as the other, so that what else the machine does meets both alike. What is held up is the median of
    how many times as long the one of a pair took as the other.

    The median milliseconds of each page without.
    """
    going, as_quick = multiprocessing.Value("b", 0), {}
    with nodes(1, port, clock, partial(_brief, going)):
        for page in PAGES:
            times: dict[int, list[float]] = {0: [], 1: []}
            ratios = []
            for turn in range(pairs):
                pair = {}
                for state in (0, 1) if turn % 2 else (1, 0):
                    going.value = state
                    time.sleep(0.05)
                    found = [milliseconds(client, page) for _try in range(each)]
                    times[state] += found
                    pair[state] = percentile(found, 50)
                ratios.append(pair[1] / pair[0])
            without, during = times[0], times[1]
            high = percentile(during, 95) / percentile(without, 95)
            proof.holds(
                f"{page} with the outage {percentile(during, 50):.1f} ms, without {percentile(without, 50):.1f} ms: "
                f"{percentile(ratios, 50):.2f} times (p95 {high:.2f} times)",
                percentile(ratios, 50) <= SLOWER,
            )
            as_quick[page] = percentile(without, 50)
        going.value = 1
    return as_quick


def _brief(going: Any, long: timedelta) -> None:
    """Rests a tenth of what it would (more of an outage than there would be), and for as long as it is held still."""
    time.sleep(long.total_seconds() / 10)
    while not going.value:
        time.sleep(0.02)
