"""A letter leaves once, whatever happens on the way: tried against a real mail server on loopback."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from prove.mailserver import MailServer, serving
from samordner.letters import delivery
from samordner.letters.delivery import FEW, LEASE, MOST_TRIES, Round, claim, set_free
from samordner.letters.envelope import message_id
from samordner.letters.models import Letter, Outage, State
from samordner.pages.models import Demonstration
from tests.factories.participation import DAY, NOW
from tests.letters.letters import Hands, sent, smtp, states, written

pytestmark = pytest.mark.django_db


def test_every_letter_that_waits_is_sent_once_over_one_line() -> None:
    written(*range(50))
    with serving(MailServer()) as server:
        assert sent(server) == Round(sent=50)
        assert sent(server) == Round()
    assert sorted(server.ids) == sorted(map(message_id, Letter.objects.all()))
    assert (server.lines, set(states().values())) == (1, {"sent"})


def test_the_mail_is_what_the_page_shows_with_its_language_and_a_name_that_never_changes() -> None:
    (letter,) = written(
        7, to_name="Åse Eksempel, rådgivar", reply_to="post@example.org", calendar="BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n",
        calendar_method="REQUEST", subject="Møte på Øyvik",
    )  # fmt: skip
    with serving(MailServer()) as server:
        sent(server)
    (mail,) = server.mails
    told = {
        name: str(mail[name])
        for name in ("Subject", "To", "Reply-To", "Content-Language", "Message-ID", "From")
    }
    assert told == {
        "Subject": "Møte på Øyvik", "To": '"Åse Eksempel, rådgivar" <kari7@example.org>', "Reply-To": "post@example.org",
        "Content-Language": "nn", "Message-ID": message_id(letter), "From": "i Havbukta <samordner@localhost>",
    }  # fmt: skip
    text, calendar = mail.iter_parts()
    assert text.get_content().replace("\r\n", "\n") == letter.body
    assert (calendar.get_content_type(), calendar.get_param("method")) == ("text/calendar", "REQUEST")
    assert calendar.get_content().startswith("BEGIN:VCALENDAR")


def test_while_nobody_answers_no_letter_is_touched_and_the_outage_is_seen_until_it_is_over() -> None:
    written(*range(3))
    server, clock = MailServer(), Hands()
    with serving(server):
        pass
    with CaptureQueriesContext(connection) as taken:
        came = sent(server, clock)
    assert (came.sent, bool(came.outage)) == (0, True)
    assert [one["sql"] for one in taken if '"letters_letter" SET "state" = \'sending\'' in one["sql"]] == []
    clock.turn(timedelta(hours=3))
    sent(server, clock)
    assert Outage.objects.values_list("since", "tried_at").get() == (NOW, NOW + timedelta(hours=3))
    assert set(Letter.objects.values_list("state", "tries", "claimed_by")) == {("waiting", 0, "")}
    with serving(server):
        assert sent(server, clock).sent == 3
    assert not Outage.objects.exists()


def test_a_server_that_turns_us_away_at_the_door_is_an_outage_too() -> None:
    written(1)
    with serving(MailServer(welcome=lambda: "421 Later")) as server:
        assert "421 Later" in sent(server).outage
    assert states() == {"test/1": "waiting"}


def test_an_address_that_is_refused_fails_at_once_and_the_others_leave() -> None:
    written(1, 2, 3)
    answers = {"kari2@example.org": "550 5.1.1 <kari2@example.org>: no such user"}
    with serving(MailServer(refuse=lambda address: answers.get(address, "250 OK"))) as server:
        assert sent(server) == Round(sent=2, failed=1)
    assert states() == {"test/1": "sent", "test/2": "failed", "test/3": "sent"}
    # what the server says is kept without the address, which is to be erased one day
    assert Letter.objects.get(key="test/2").problem == "550 5.1.1 …: no such user"


@pytest.mark.parametrize("where", ["refuse", "after_text"])
def test_what_is_refused_for_now_is_tried_again_at_most_five_minutes_apart_for_days(where: str) -> None:
    written(1)
    clock, waits = Hands(), []
    answer = (lambda _address: "450 Busy") if where == "refuse" else (lambda: "451 Busy")
    with serving(MailServer(**{where: answer})) as server:  # type: ignore[arg-type]
        for _try in range(6):
            assert sent(server, clock).postponed == 1
            letter = Letter.objects.get()
            waits.append(letter.next_try - clock.now)
            clock.now = letter.next_try
        assert [wait.total_seconds() / 60 for wait in waits] == [1, 2, 4, 5, 5, 5]
        assert (letter.tries, letter.state) == (6, "waiting")
        Letter.objects.update(tries=MOST_TRIES - 1)
        assert sent(server, clock).failed == 1
    assert states() == {"test/1": "failed"}


def test_a_line_that_breaks_before_the_text_costs_the_letter_nothing_and_after_it_a_person_decides() -> None:
    written(1, 2)
    answers = iter(["drop"])
    with serving(MailServer(after_text=lambda: next(answers, "250 OK"))) as server:
        came = sent(server)
        assert (came.sent, came.uncertain, bool(came.outage)) == (0, 1, True)
        assert states() == {"test/1": "uncertain", "test/2": "waiting"}
        assert sent(server).sent == 1
    broken = iter([""])
    (third,) = written(3)
    with serving(MailServer(refuse=lambda _address: next(broken, "250 OK"))) as server:
        # nothing is said at RCPT, and the line is closed
        came = sent(server, None)
    assert (came.uncertain, Letter.objects.get(pk=third.pk).tries) == (0, 0)


def test_two_processes_never_claim_one_letter() -> None:
    written(*range(30))
    first = claim("a" * 32, now=NOW)
    second = claim("b" * 32, now=NOW)
    assert (len(first), len(second)) == (FEW, 10)
    assert {one.pk for one in first} & {one.pk for one in second} == set()


def test_what_a_dead_process_had_claimed_goes_back_and_what_it_was_handing_over_is_uncertain() -> None:
    written(*range(3))
    rows = claim("dead", now=NOW)
    Letter.objects.filter(pk=rows[0].pk).update(handed_at=NOW)
    set_free(now=NOW + LEASE)
    assert set(states().values()) == {"sending"}
    set_free(now=NOW + LEASE + timedelta(seconds=1))
    assert states() == {"test/0": "uncertain", "test/1": "waiting", "test/2": "waiting"}


def test_one_that_was_thought_dead_hands_over_nothing_that_others_may_have() -> None:
    (letter,) = written(1)
    held = claim("slow", now=NOW)
    set_free(now=NOW + 2 * LEASE)
    came = Round()
    with serving(MailServer()) as server:
        post = smtp(server)
        post.open()
        delivery._hand_over_all(held, post, "slow", came, Hands(NOW + 2 * LEASE), delivery.never)
        post.close()
    assert (server.taken, came, Letter.objects.get(pk=letter.pk).state) == ([], Round(), State.WAITING)


def test_a_process_that_is_told_to_stop_ends_after_the_letter_in_its_hands_and_gives_the_others_back() -> (
    None
):
    written(*range(5))
    with serving(MailServer()) as server:
        assert sent(server, stop=lambda: len(server.taken) >= 2) == Round(sent=2)
    assert sorted(states().values()) == ["sent", "sent", "waiting", "waiting", "waiting"]
    assert set(Letter.objects.filter(state="waiting").values_list("claimed_by", flat=True)) == {""}


def test_no_demonstration_ever_reaches_a_mail_server() -> None:
    Demonstration.objects.create(day=DAY, loaded_at=NOW)
    written(1)
    with serving(MailServer()) as server:
        assert "a demonstration sends no mail" in sent(server).outage
    assert (server.lines, states()) == (0, {"test/1": "waiting"})


def test_the_outage_is_over_when_the_first_letter_has_left_not_the_last() -> None:
    written(1, 2)
    server = MailServer()
    with serving(server):
        pass
    sent(server)
    assert Outage.objects.count() == 1
    told: list[int] = []

    def after_text() -> str:
        told.append(Outage.objects.count())
        return "250 OK"

    def second() -> bool:
        told.append(Outage.objects.count())
        return False

    with serving(server):
        assert sent(server, stop=second).sent == 2
    assert told == [1, 1, 0, 0]
