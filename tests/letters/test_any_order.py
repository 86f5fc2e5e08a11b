"""Whatever comes in whatever order, no letter is lost and none is sent twice."""

from __future__ import annotations

import smtplib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from django.core.mail import EmailMessage
from hypothesis import given
from hypothesis import strategies as st

from samordner.letters.delivery import LEASE, _begin, claim, deliver, set_free
from samordner.letters.envelope import message_id
from samordner.letters.models import Letter, State
from samordner.letters.operations import settle, try_again, withdraw
from tests.factories.participation import BY
from tests.letters.letters import Hands, written

pytestmark = pytest.mark.django_db

TAKES, LATER, REFUSES, GONE, TAKES_AND_CUTS, CUTS = range(6)
"""What a server does with a letter: the last two break the line after the text, with the letter and without it."""


@dataclass
class Server:
    """A mail server as a process meets it: `answers` in turn, then it takes everything. `taken` outlives the process."""

    taken: Counter[str] = field(default_factory=Counter)
    answers: Iterator[int] = field(default_factory=lambda: iter(()))
    away: bool = False
    in_doubt: bool = False

    def open(self) -> None:
        if self.away:
            raise ConnectionRefusedError("nobody there")

    def close(self) -> None:
        self.in_doubt = False

    def send_messages(self, messages: Sequence[EmailMessage], /) -> int:
        name = str(messages[0].extra_headers["Message-ID"])
        answer = next(self.answers, TAKES)
        if answer == LATER:
            raise smtplib.SMTPRecipientsRefused({"x": (450, b"later")})
        if answer == REFUSES:
            raise smtplib.SMTPDataError(550, b"no")
        if answer == GONE:
            raise smtplib.SMTPServerDisconnected("gone")
        if answer in {TAKES, TAKES_AND_CUTS}:
            self.taken[name] += 1
        if answer in {TAKES_AND_CUTS, CUTS}:
            self.in_doubt = True
            raise smtplib.SMTPServerDisconnected("cut")
        return 1


EVENTS = st.one_of(
    st.tuples(st.just("round"), st.lists(st.integers(TAKES, CUTS), max_size=6)),
    st.tuples(st.just("away"), st.none()),
    st.tuples(st.just("die"), st.sampled_from(["claimed", "begun", "taken"])),
    st.tuples(st.just("pass"), st.integers(0, 30)),
    st.tuples(st.just("write"), st.integers(1, 3)),
    st.tuples(st.just("settle"), st.none()),
    st.tuples(st.just("withdraw"), st.none()),
    st.tuples(st.just("again"), st.none()),
)


def die(server: Server, clock: Hands, point: str) -> None:
    """A process that is killed: with letters claimed, one begun, or one that the server has taken already."""
    held = claim(f"dead {clock.now:%d%H%M%S}", now=clock.now, number=2)
    if held and point != "claimed":
        assert _begin(held[0], f"dead {clock.now:%d%H%M%S}", clock.now)
        if point == "taken":
            server.taken[message_id(held[0])] += 1


def settled(server: Server, clock: Hands) -> None:
    """A person finds out of every uncertain letter whether it arrived."""
    for letter in Letter.objects.filter(state=State.UNCERTAIN):
        settle(letter, arrived=server.taken[message_id(letter)] > 0, by=BY, now=clock.now)


def check(server: Server) -> None:
    assert [name for name, number in server.taken.items() if number > 1] == []
    for letter in Letter.objects.all():
        has = server.taken[message_id(letter)]
        if letter.state == State.SENT:
            assert has == 1
        if letter.state in {State.WAITING, State.FAILED, State.WITHDRAWN}:
            assert has == 0


@given(events=st.lists(EVENTS, max_size=14))
def test_no_letter_is_lost_and_none_is_sent_twice(events: list[tuple[str, Any]]) -> None:
    Letter.objects.all().delete()
    server, clock, number = Server(), Hands(), 0
    for what, how in events:
        clock.turn(timedelta(seconds=1))
        match what:
            case "round":
                server.answers = iter(how)
                deliver(server, clock=clock)
            case "away":
                server.away = True
                assert deliver(server, clock=clock).handled == 0
                server.away = False
            case "die":
                die(server, clock, how)
            case "pass":
                clock.turn(timedelta(minutes=how))
                set_free(now=clock.now)
            case "write":
                written(*range(number, number + how))
                written(*range(number, number + how))
                number += how
            case "settle":
                settled(server, clock)
            case "withdraw" if letter := Letter.objects.filter(state=State.WAITING).first():
                withdraw(letter, by=BY, now=clock.now)
            case "again" if letter := Letter.objects.filter(state=State.FAILED).first():
                try_again(letter, address="new@example.org", by=BY, now=clock.now)
        check(server)
    server.answers = iter(())
    clock.turn(2 * LEASE)
    deliver(server, clock=clock)
    settled(server, clock)
    deliver(server, clock=clock)
    check(server)
    assert Letter.objects.count() == number
    assert Letter.objects.exclude(state__in=[State.SENT, State.FAILED, State.WITHDRAWN]).count() == 0
