"""`samordner letters`: what is due is written and leaves the outbox, once or for as long as the process lives;
`samordner read-mail`: mail that came in is read.
"""

from __future__ import annotations

import logging
import os
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import FrameType

from django.conf import settings
from django.db import Error, connections

from samordner.letters.backends import post
from samordner.letters.delivery import Post, Round, deliver
from samordner.letters.due import write_due
from samordner.letters.envelope import SYSTEM
from samordner.letters.incoming import Came, take
from samordner.letters.mailboxes import LARGEST, mails
from samordner.letters.operations import erase_old
from samordner.pages import clock
from samordner.pages.models import is_demonstration

log = logging.getLogger(__name__)

IDLE = timedelta(seconds=5)
"""How long the outbox rests when nothing is due."""

PAUSES = tuple(timedelta(seconds=seconds) for seconds in (5, 10, 20, 40, 60))
"""How long it rests at an outage: the first time, the second …, and ever after."""


def drain(
    by: Post,
    *,
    clock: Callable[[], datetime],
    rest: Callable[[timedelta], None],
    stop: Callable[[], bool],
    told: Callable[[Round], None] = lambda _came: None,
) -> None:
    """Deliver again and again until told to stop, resting between."""
    outages = 0
    while not stop():
        try:
            came = deliver(by, clock=clock, stop=stop)
        except Error as problem:  # the database is away: it comes back, or somebody stops us
            came = Round(outage=type(problem).__name__)
            connections.close_all()
        told(came)
        outages = outages + 1 if came.outage else 0
        if not stop():
            rest(PAUSES[min(outages, len(PAUSES)) - 1] if outages else IDLE)


class Stop:
    """Told by a signal, or by the death of the process that began this one (`with_parent`)."""

    def __init__(self, *, with_parent: bool) -> None:
        self.told = False
        self.parent = os.getppid() if with_parent else 0

    def __call__(self) -> bool:
        return self.told or (self.parent != 0 and os.getppid() != self.parent)

    def listen(self) -> None:
        def stop(_number: int, _frame: FrameType | None) -> None:
            self.told = True

        signal.signal(signal.SIGTERM, stop)
        signal.signal(signal.SIGINT, stop)

    def rest(self, time_of: timedelta) -> None:
        """Rest for so long, but not when told to stop meanwhile."""
        end = time.monotonic() + time_of.total_seconds()
        while not self() and (left := end - time.monotonic()) > 0:
            time.sleep(min(left, 0.5))


def main(arguments: list[str]) -> int:
    """Once; with `--forever` until SIGTERM or SIGINT; with `--beside` until the process that began it ends."""
    say = (lambda _text: None) if "--quiet" in arguments else _say
    if is_demonstration():
        say("This is a demonstration: no letter leaves, and none is written or erased by itself.")
        return 0
    chores = Chores(say)
    chores.do()
    by = post()
    stop = Stop(with_parent="--beside" in arguments)
    if by is None:
        say("No mail server is set up (SAMORDNER_MAIL_HOST): letters stay in the outbox.")
        if "--beside" in arguments:  # what is old is erased all the same
            stop.listen()
            _do_chores(chores, stop)
            return 0
        return int("--forever" in arguments)
    stop.listen()
    if "--forever" not in arguments:
        came = deliver(by, clock=clock.now, stop=stop)
        say(_told(came))
        return bool(came.outage)

    def told(came: Round) -> None:
        if came.handled or came.outage:
            say(_told(came))
        chores.do()

    drain(by, clock=clock.now, rest=stop.rest, stop=stop, told=told)
    return 0


def _do_chores(chores: Chores, stop: Stop) -> None:
    while not stop():
        stop.rest(Chores.READ)
        try:
            chores.do()
        except Error:  # the database is away: it comes back, or somebody stops us
            connections.close_all()


NOTHING_LEAVES = (
    "No mail server is set up (SAMORDNER_MAIL_HOST), or this is a demonstration: letters stay in the outbox."
)


class Chores:
    """What is done beside delivering, now and then: what is due is written, mail is read, what is old is erased."""

    WRITE, READ = timedelta(minutes=15), timedelta(minutes=1)

    def __init__(self, say: Callable[[str], None]) -> None:
        self.say, self.seen = say, set[str]()
        self.written = self.read = datetime.min.replace(tzinfo=UTC)
        self.erased = date.min

    def do(self) -> None:
        now = clock.now()
        try:
            if now - self.written >= self.WRITE:
                self.written = now
                if number := write_due(day=clock.today(), by=SYSTEM, now=now, failed=self._failed):
                    self.say(f"{number} letters written that were due")
            if settings.MAIL_FOLDER and now - self.read >= self.READ:
                self.read = now
                if came := read(Path(settings.MAIL_FOLDER), self.seen, self._failed):
                    self.say(_told_of(came))
            if self.erased != clock.today():
                self.erased = clock.today()
                self._erase(now)
        except Error as problem:  # the database is away, which delivering finds out too
            self._failed(problem)
            connections.close_all()

    def _erase(self, now: datetime) -> None:
        if number := erase_old(kept=timedelta(days=settings.MAIL_KEPT_DAYS), by=SYSTEM, now=now):
            self.say(f"{number} letters that are done with: names, addresses and texts erased")

    def _failed(self, problem: Exception) -> None:
        log.error("%s", problem, exc_info=problem)


# Mail that comes in


def read(path: Path, seen: set[str], failed: Callable[[Exception], None]) -> Counter[Came]:
    """Read the mails at `path` that are not in `seen`, which they are put into. How many came to what."""
    came: Counter[Came] = Counter()
    try:
        for name, raw in mails(path):
            if name not in seen:
                try:
                    came[take(raw, by=SYSTEM, now=clock.now())] += 1
                    seen.add(name)
                except Error:
                    raise
                except Exception as problem:  # of a reader: the mail stays unread, and is tried again
                    failed(problem)
    except OSError as problem:
        failed(problem)
    return came


def read_mail(arguments: list[str]) -> int:
    """Read mail once: a Maildir, a folder of .eml files, an mbox or an .eml file, or one mail on standard input (`-`)."""
    wrong: list[Exception] = []
    where = arguments or [settings.MAIL_FOLDER]
    if where == [""]:
        _say(
            "Name a Maildir, a folder of .eml files, an mbox or an .eml file, or - for a mail on standard input."
        )
        return 2
    came: Counter[Came] = Counter()
    for each in where:
        if each == "-":
            came[take(sys.stdin.buffer.read(LARGEST), by=SYSTEM, now=clock.now())] += 1
        else:
            came += read(Path(each), set(), wrong.append)
    _say(_told_of(came))
    for problem in wrong:
        print(f"not read: {type(problem).__name__}: {problem}", file=sys.stderr, flush=True)
    return bool(wrong)


def _say(text: str) -> None:
    print(text, flush=True)


def _told(came: Round) -> str:
    line = f"{came.sent} sent, {came.failed} given up, {came.postponed} later, {came.uncertain} uncertain"
    return f"{line}; the mail server: {came.outage}" if came.outage else line


def _told_of(came: Counter[Came]) -> str:
    said = ", ".join(f"{came[each]} {each}" for each in Came if came[each])
    return f"{came.total()} mails read{f': {said}' if said else ''}"
