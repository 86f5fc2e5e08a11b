"""`samordner letters` and what it does beside delivering; `samordner read-mail` from the command line."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import LazySettings

from prove.mailserver import MailServer, serving
from samordner.letters import due, jobs
from samordner.letters.envelope import message_id
from samordner.letters.jobs import PAUSES, Chores, Stop, drain, main
from samordner.letters.models import Letter, Outage, State
from samordner.letters.operations import write
from samordner.pages import clock
from samordner.pages.models import Demonstration
from samordner.project.command import COMMANDS, USAGE
from tests.factories.participation import DAY, NOW
from tests.letters.letters import Hands, new, smtp, states, written

pytestmark = pytest.mark.django_db


@dataclass
class Reminds:
    """A package above that has a reminder every day."""

    days: list[date] = field(default_factory=list)
    problem: Exception | None = None

    def __call__(self, *, day: date, by: str, now: datetime) -> int:
        self.days.append(day)
        number = write([new(1, key=f"reminder/{day}")], by=by, now=now)
        if self.problem:
            raise self.problem
        return number


@pytest.fixture
def above() -> Iterator[list[Reminds]]:
    before, both = due._installed, [Reminds(), Reminds()]
    due.install(tuple(both))
    yield both
    due.install(before)


@pytest.fixture
def hands(monkeypatch: pytest.MonkeyPatch) -> Hands:
    hands = Hands()
    monkeypatch.setattr(clock, "now", hands)
    monkeypatch.setattr(clock, "today", lambda: hands().date())
    return hands


@pytest.fixture
def mail(settings: LazySettings) -> Iterator[MailServer]:
    """A mail server, which the settings name."""
    with serving(MailServer()) as server:
        settings.EMAIL_BACKEND = "samordner.letters.backends.Smtp"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        settings.MAIL_IS_SET_UP = True
        yield server


def test_the_command_sends_what_waits_and_tells_how_it_went(
    mail: MailServer, hands: Hands, capsys: pytest.CaptureFixture[str]
) -> None:
    written(1, 2, 3)
    mail.refuse = lambda address: "550 no" if address.startswith("kari2") else "250 OK"
    assert main([]) == 0
    assert capsys.readouterr().out == "2 sent, 1 given up, 0 later, 0 uncertain\n"
    assert sorted(mail.ids) == sorted(map(message_id, Letter.objects.filter(state=State.SENT)))


def test_the_command_tells_when_the_mail_server_is_away_and_when_there_is_none(
    mail: MailServer, hands: Hands, capsys: pytest.CaptureFixture[str], settings: LazySettings
) -> None:
    written(1)
    mail.welcome = lambda: "421 Later"
    assert main([]) == 1
    assert "the mail server: 421 Later" in capsys.readouterr().out
    settings.MAIL_IS_SET_UP = False
    assert [main([]), main(["--forever"])] == [0, 1]
    assert "letters stay in the outbox" in capsys.readouterr().out
    assert states() == {"test/1": "waiting"}


def test_in_a_demonstration_letters_stay_where_they_are(mail: MailServer, hands: Hands) -> None:
    Demonstration.objects.create(day=DAY, loaded_at=NOW)
    written(1, 2)
    Letter.objects.filter(key="test/2").update(state=State.SENT, sent_at=NOW - timedelta(days=1000))
    assert [main([]), main(["--forever"])] == [0, 0]
    assert (states(), mail.lines) == ({"test/1": "waiting", "test/2": "sent"}, 0)
    assert not Letter.objects.exclude(erased_at=None).exists()


def test_reminders_are_written_when_they_are_due_and_once_whoever_looks(
    above: list[Reminds], hands: Hands, capsys: pytest.CaptureFixture[str]
) -> None:
    mine, theirs = Chores(jobs._say), Chores(jobs._say)
    for _quarter in range(8):
        mine.do()
        theirs.do()
        hands.turn(timedelta(minutes=10))
    assert (len(above[0].days), Letter.objects.count()) == (
        8,
        1,
    )  # every other time, in each of two processes
    hands.turn(timedelta(days=1))
    mine.do()
    assert Letter.objects.count() == 2
    assert capsys.readouterr().out.splitlines().count("1 letters written that were due") == 2


def test_one_who_fails_to_write_reminders_leaves_nothing_and_stops_no_other(
    above: list[Reminds], hands: Hands
) -> None:
    above[0].problem = RuntimeError("a fault of ours")
    failed: list[Exception] = []
    assert due.write_due(day=DAY, by="system", now=NOW, failed=failed.append) == 1
    assert ([str(each) for each in failed], Letter.objects.count()) == (["a fault of ours"], 1)


def test_what_is_old_is_erased_once_a_day(hands: Hands, settings: LazySettings) -> None:
    written(1)
    Letter.objects.update(state=State.SENT, sent_at=NOW)
    chores = Chores(jobs._say)
    chores.do()
    assert Letter.objects.get().erased_at is None
    hands.turn(timedelta(days=settings.MAIL_KEPT_DAYS, minutes=1))
    chores.do()
    assert Letter.objects.get().erased_at == hands.now


def test_the_folder_that_mail_comes_into_is_looked_at_every_minute_and_each_mail_once(
    hands: Hands, settings: LazySettings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.MAIL_FOLDER = str(tmp_path)
    (tmp_path / "1.eml").write_bytes(b"Subject: x\r\n\r\nHei")
    chores = Chores(jobs._say)
    for _second in range(4):
        chores.do()
        hands.turn(timedelta(seconds=40))
    (tmp_path / "2.eml").write_bytes(b"Subject: y\r\n\r\nHei")
    chores.do()
    assert capsys.readouterr().out.splitlines() == ["1 mails read: 1 for people"] * 2
    settings.MAIL_FOLDER = str(tmp_path / "none")
    chores.do()  # a folder that is not there stops nothing


def test_a_mail_on_standard_input_is_read(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"Subject: x\r\n\r\nHei")))
    assert (jobs.read_mail(["-"]), capsys.readouterr().out) == (0, "1 mails read: 1 for people\n")
    assert jobs.read_mail([]) == 2


def test_it_rests_longer_the_longer_the_mail_server_is_away_and_never_over_a_minute() -> None:
    written(1)
    server, clock, rests = MailServer(), Hands(), list[timedelta]()
    with serving(server):
        pass
    drain(smtp(server), clock=clock, rest=rests.append, stop=lambda: len(rests) == 7)
    assert rests == [*PAUSES, PAUSES[-1], PAUSES[-1]]
    assert Outage.objects.count() == 1


def test_it_ends_with_the_process_that_began_it_and_rests_no_longer_than_told() -> None:
    stop = Stop(with_parent=True)
    assert not stop()
    stop.parent = 1
    assert stop()
    stop.rest(timedelta(days=1))


def test_both_commands_are_told_of() -> None:
    assert {"letters", "read-mail"} <= set(COMMANDS)
    assert "  letters [--forever]" in USAGE
    assert "  read-mail PATH…" in USAGE
