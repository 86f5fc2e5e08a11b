"""The letters of a round: in whose language, what they say, reminders once each, and what a killed process leaves."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from samordner.journal.models import Entry
from samordner.letters.kinds import kind
from samordner.letters.operations import word
from samordner.letters.texts import why_not_say
from samordner.mapping import letters as ours
from samordner.mapping.jobs import reminder_day, write_reminders
from samordner.mapping.models import Respondent
from samordner.mapping.rounds.operations.answered import handed_on_letter, receipt_letter
from samordner.mapping.rounds.operations.asking import remind
from samordner.mapping.rounds.operations.running import cancel, close
from samordner.places.models import LanguageForm
from tests.factories.participation import BY, DAY, NOW, region
from tests.mapping.making import (
    AFTER,
    DEADLINE,
    answered,
    letters,
    opened,
    respondents,
    secret_in,
    secret_of,
)

pytestmark = pytest.mark.django_db


def at(day: date, hour: int = 8) -> dict[str, Any]:
    return {"day": day, "by": "system", "now": datetime(day.year, day.month, day.day, hour, tzinfo=UTC)}


def test_each_municipality_is_written_to_in_its_own_form_of_norwegian() -> None:
    place = region(2)
    LanguageForm.objects.create(
        municipality=place[1].municipality,
        form=LanguageForm.Form.NYNORSK,
        since=date(2018, 1, 1),
        source="Forskrift",
    )
    opened(place)
    first, second = letters("mapping-invitation")
    assert (first.language, second.language) == ("nb", "nn")
    assert "Det vi vet fra før, er fylt ut" in first.body
    assert "Det vi veit frå før, er fylt ut" in second.body
    assert second.subject == "Kartlegging 2021: svar innan fredag 14. mai 2021"


def test_the_letter_says_who_asks_why_how_long_it_takes_and_until_when() -> None:
    opened(region(1))
    [letter] = letters()
    for said in (
        "Statsforvalteren i Havbukta",
        "Svarene styrer støtten.",
        "10 minutter",
        "fredag 14. mai 2021",
    ):
        assert said in letter.body
    assert secret_in(letter) in letter.secret


@pytest.mark.parametrize("one", ours.KINDS, ids=lambda one: one.key)
def test_every_kind_is_known_and_can_be_said_as_it_is_worded_from_the_start(one: Any) -> None:
    assert kind(one.key) == one
    for language in ("nb", "nn"):
        text = one.standard(language)
        assert why_not_say(one, text.subject, text.body) is None


def test_the_office_words_the_letter_its_own_way() -> None:
    place = region(1)
    body = "Kjære {name}\n\nSvar her: {link}"
    word(
        place.office, ours.INVITATION, "nb", subject="Hør her: {round}", body=body, version=0, by=BY, now=NOW
    )
    opened(place)
    [letter] = letters()
    assert letter.subject == "Hør her: Kartlegging 2021"
    assert letter.body.startswith("Kjære Kari Eksempel\n")


# Reminders


def test_reminders_go_on_their_days_to_those_who_have_not_answered_and_once_each() -> None:
    made = opened(region(3))
    first = respondents(made)[0]
    answered(first)
    before, seven, two = (
        DEADLINE - timedelta(days=8),
        DEADLINE - timedelta(days=7),
        DEADLINE - timedelta(days=2),
    )
    assert write_reminders(**at(before)) == 0
    assert [write_reminders(**at(seven, hour)) for hour in (6, 7, 12)] == [2, 0, 0]
    assert write_reminders(**at(seven + timedelta(days=1))) == 0
    assert write_reminders(**at(two)) == 2
    assert write_reminders(**at(DEADLINE)) == 0
    assert write_reminders(**at(DEADLINE + timedelta(days=1))) == 0
    assert [row.reminders for row in respondents(made)] == [0, 2, 2]
    assert first.email not in {letter.to_address for letter in letters("mapping-reminder")}


def test_a_day_that_the_process_was_not_running_on_is_made_up_for_once() -> None:
    opened(region(1))
    late = DEADLINE - timedelta(days=5)
    assert [write_reminders(**at(late)), write_reminders(**at(late + timedelta(days=1)))] == [1, 0]


def test_who_was_asked_after_a_day_of_reminders_is_not_reminded_for_that_day() -> None:
    made = opened(region(1), remind_days=(16, 2))
    Respondent.objects.update(sent_at=NOW + timedelta(days=3))
    assert write_reminders(**at(DAY + timedelta(days=4))) == 0
    assert reminder_day(made, DAY + timedelta(days=4)) == DEADLINE - timedelta(days=16)


def test_a_process_that_is_killed_before_it_is_done_leaves_nothing_half(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made = opened(region(2))
    seven = DEADLINE - timedelta(days=7)

    class Killed(BaseException):
        pass

    def dies(*_args: Any, **_more: Any) -> None:
        raise Killed

    with monkeypatch.context() as broken:
        broken.setattr("samordner.mapping.rounds.operations.asking.record", dies)
        with pytest.raises(Killed):
            write_reminders(**at(seven))
    assert letters("mapping-reminder") == []
    assert write_reminders(**at(seven)) == 2
    assert [row.reminders for row in respondents(made)] == [1, 1]


def test_by_hand_they_are_reminded_once_a_day_and_the_journal_says_so_once() -> None:
    made = opened(region(2))
    assert [remind(made, **at(DAY + timedelta(days=1), hour)) for hour in (8, 9)] == [2, 0]
    assert Entry.objects.filter(kind="mapping_round", verb="remind").count() == 1


def test_nobody_is_reminded_of_a_round_that_is_closed_cancelled_or_being_prepared() -> None:
    made = opened(region(1))
    close(made, version=made.version, day=date(2021, 5, 15), by=BY, now=AFTER)
    other = opened(region(1, key="sorviken", county="92"))
    cancel(other, why="Feil", version=other.version, day=DAY, by=BY, now=NOW)
    assert write_reminders(**at(DEADLINE - timedelta(days=2))) == 0


def test_reminders_ask_as_many_questions_for_one_as_for_three(django_assert_max_num_queries: Any) -> None:
    opened(region(1))
    opened(region(3, key="sorviken", county="92"))
    with django_assert_max_num_queries(70):
        assert write_reminders(**at(DEADLINE - timedelta(days=7))) == 4


# What answering asks for


def test_the_receipt_is_written_once_for_each_answer_sent_in_with_a_link_to_correct_it() -> None:
    made = opened(region(1))
    [row] = respondents(made)
    submission = answered(row)
    assert [receipt_letter(row, submission, NOW), receipt_letter(row, submission, NOW)] == [1, 0]
    [letter] = letters("mapping-receipt")
    assert "0000 0000 0000" in letter.body
    assert secret_in(letter) == secret_of(row)


def test_a_receipt_that_waits_for_the_mail_server_is_sent_though_the_round_is_closed_meanwhile() -> None:
    made = opened(region(2))
    row = respondents(made)[0]
    receipt_letter(row, answered(row), NOW)
    remind(made, **at(DAY + timedelta(days=1)))
    close(made, version=made.version, day=date(2021, 5, 15), by=BY, now=AFTER)
    assert {(letter.kind, letter.state) for letter in letters()} == {
        ("mapping-invitation", "withdrawn"), ("mapping-reminder", "withdrawn"), ("mapping-receipt", "waiting"),
    }  # fmt: skip


def test_an_anonymous_answer_gets_no_letter_that_would_tell_when_it_came() -> None:
    made = opened(region(1), answered_for="person", anonymous=True)
    [row] = respondents(made)
    assert receipt_letter(row, answered(row), NOW) == 0


def test_a_part_is_handed_on_by_a_letter_that_names_the_part_and_who_hands_it_on() -> None:
    made = opened(region(1))
    [row] = respondents(made)
    other = Respondent.objects.create(
        round=made, participation=row.participation, name="Per", email="per@example.org", language="nn",
        sections=["food"], handed_by=row, made_at=NOW, made_by=f"respondent:{row.pk}",
    )  # fmt: skip
    assert handed_on_letter(other, "Du kan dette best.", NOW) == 1
    [letter] = letters("mapping-handed-on")
    assert letter.language == "nn"
    assert "Kari Eksempel ber deg svare på desse delane av «Kartlegging 2021» for" in letter.body
    assert ": Mat." in letter.body
    assert "Du kan dette best." in letter.body
    assert write_reminders(**at(DEADLINE - timedelta(days=2))) == 1, "only the one who was asked is reminded"
