"""What people do with letters and with their wording: refused in a sentence, journalled without a name, never unseen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from samordner.journal.deeds import Conflict, Refusal
from samordner.journal.models import Entry
from samordner.journal.queries import first_break
from samordner.letters.composing import texts_of
from samordner.letters.kinds import LETTER, STILL_CONTACT, Field, Kind, Text, install, kinds
from samordner.letters.models import Letter, State, Wording
from samordner.letters.operations import (
    change_letterhead,
    erase_old,
    settle,
    try_again,
    try_all_again,
    unword,
    withdraw,
    word,
    write,
)
from samordner.letters.queries import letterhead_of, shown_body, wordings
from samordner.letters.texts import filled, plain, why_not_say
from tests.factories.participation import BY, NOW, office
from tests.letters.letters import new, states, written

pytestmark = pytest.mark.django_db
YEAR = timedelta(days=365)


def test_the_same_letter_is_never_written_twice() -> None:
    assert write([new(1), new(2), new(2)], by=BY, now=NOW) == 2
    assert write([new(2, body="Noko anna"), new(3)], by=BY, now=NOW) == 1
    assert list(Letter.objects.order_by("pk").values_list("key", flat=True)) == ["test/1", "test/2", "test/3"]
    assert Letter.objects.get(key="test/2").body == "Hei\n\nVelkomen, nr. 2.\n"


def test_letters_are_written_all_or_none() -> None:
    for wrong in ({"to_address": "ikkje ei adresse"}, {"subject": " \n "}, {"body": " "}):
        with pytest.raises(Refusal):
            write([new(1), new(2, **wrong)], by=BY, now=NOW)
    with pytest.raises(ValueError, match="several offices"):
        write([new(1), new(2, of=office("innlandet"))], by=BY, now=NOW)
    assert (Letter.objects.count(), Entry.objects.count()) == (0, 0)


def test_a_subject_that_would_smuggle_in_a_header_is_one_line() -> None:
    (letter,) = written(1, subject="Møte\r\nBcc: alle@example.org", to_name="Kari\nEksempel")
    assert (letter.subject, letter.to_name) == ("Møte Bcc: alle@example.org", "Kari Eksempel")


def test_what_is_done_with_a_letter_is_refused_where_it_stands_otherwise() -> None:
    refused: dict[str, set[str]] = {}
    deeds: dict[str, Callable[[Letter], object]] = {
        "withdraw": lambda row: withdraw(row, by=BY, now=NOW),
        "again": lambda row: try_again(row, address=row.to_address, by=BY, now=NOW),
        "settle": lambda row: settle(row, arrived=True, by=BY, now=NOW),
    }
    for number, state in enumerate(State.values):
        (row,) = written(number)
        for name, deed in deeds.items():
            Letter.objects.filter(pk=row.pk).update(state=state, sent_at=NOW)
            try:
                deed(Letter.objects.get(pk=row.pk))
            except Refusal:
                refused.setdefault(name, set()).add(state)
    assert {name: set(State.values) - found for name, found in refused.items()} == {
        "withdraw": {"waiting", "failed", "bounced"}, "again": {"waiting", "failed", "bounced"}, "settle": {"uncertain"},
    }  # fmt: skip


def test_a_letter_that_has_left_meanwhile_is_not_withdrawn() -> None:
    (row,) = written(1)
    Letter.objects.update(state=State.SENDING)
    assert row.state == State.WAITING  # as the page that was looked at said
    with pytest.raises(Refusal):
        withdraw(row, by=BY, now=NOW)
    assert states() == {"test/1": "sending"}


def test_one_given_up_is_sent_to_a_better_address_and_all_of_them_at_once() -> None:
    first, *_others = written(1, 2, 3)
    Letter.objects.filter(key__in=["test/1", "test/2"]).update(state=State.FAILED, tries=3, problem="550 no")
    with pytest.raises(Refusal) as refused:
        try_again(Letter.objects.get(pk=first.pk), address="kari", by=BY, now=NOW)
    assert refused.value.field == "address"
    try_again(Letter.objects.get(pk=first.pk), address="ny@example.org", by=BY, now=NOW)
    first.refresh_from_db()
    assert (first.to_address, first.tries, first.problem, first.state) == ("ny@example.org", 0, "", "waiting")
    assert try_all_again(Letter.objects.all(), by=BY, now=NOW) == 1
    assert set(states().values()) == {"waiting"}


def test_after_a_year_who_it_was_and_what_it_said_are_erased_and_that_it_was_sent_stays() -> None:
    written(*range(5), secret=("https://example.org/svar/x",))
    for number, state in enumerate(["sent", "failed", "withdrawn", "waiting", "uncertain"]):
        Letter.objects.filter(key=f"test/{number}").update(
            state=state, sent_at=NOW if state == "sent" else None
        )
    assert erase_old(kept=YEAR, by="system", now=NOW + YEAR) == 0
    assert erase_old(kept=YEAR, by="system", now=NOW + YEAR + timedelta(seconds=1)) == 3
    names = ("to_name", "to_address", "reply_to", "subject", "body", "secret", "calendar")
    kept = {row.key: [bool(getattr(row, name)) for name in names] for row in Letter.objects.all()}
    assert [kept[f"test/{number}"] for number in range(3)] == [[False] * len(names)] * 3
    assert all(kept[f"test/{number}"][0] for number in (3, 4))
    assert states()["test/0"] == "sent"
    with pytest.raises(Refusal):
        try_again(Letter.objects.get(key="test/1"), address="ny@example.org", by=BY, now=NOW)


def test_the_database_keeps_no_letter_half_erased_and_none_without_a_text() -> None:
    (row,) = written(1)
    for fields in ({"body": ""}, {"to_address": ""}, {"erased_at": NOW}, {"state": "sent"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Letter.objects.filter(pk=row.pk).update(**fields)


def test_the_journal_holds_numbers_and_no_name_address_or_text() -> None:
    written(1, 2, to_name="Kari Eksempel", subject="Hemmeleg møte")
    withdraw(Letter.objects.get(key="test/1"), by=BY, now=NOW)
    word(office(), LETTER, "nn", subject="Hemmeleg", body="Hei {name}", version=0, by=BY, now=NOW)
    entries = list(Entry.objects.order_by("number"))
    assert [(one.verb, one.kind, one.office, one.detail) for one in entries] == [
        ("write", "letters", "havbukta", {"number": 2, "kind": "letter"}),
        ("withdraw", "letter", "havbukta", {}),
        ("word", "wording", "havbukta", {"kind": "letter", "language": "nn"}),
    ]
    assert not any(word in str(vars(one)) for one in entries for word in ("Kari", "example.org", "Hemmeleg"))
    assert first_break() is None


def test_what_only_the_reader_may_see_is_not_shown_to_others() -> None:
    (row,) = written(
        1, body="Svar her: https://example.org/svar/x1\nTakk", secret=("https://example.org/svar/x1",)
    )
    assert shown_body(row, "[lenke]") == "Svar her: [lenke]\nTakk\n"


# Wordings


def test_an_office_words_its_letters_itself_in_each_language_and_can_go_back() -> None:
    here, there = office(), office("innlandet")
    row = word(
        here, STILL_CONTACT, "nn", subject="Hei, {name}", body="Er du der?\r\n", version=0, by=BY, now=NOW
    )
    assert texts_of(STILL_CONTACT, here)["nn"] == Text("Hei, {name}", "Er du der?")
    assert texts_of(STILL_CONTACT, here)["nb"] == STILL_CONTACT.nb
    assert texts_of(STILL_CONTACT, there)["nn"] == STILL_CONTACT.nn
    unword(here, STILL_CONTACT, "nn", version=row.version, by=BY, now=NOW)
    found = wordings(here)[STILL_CONTACT.key, "nn"]
    assert (found.text, found.own, found.version) == (STILL_CONTACT.nn, False, 2)


def test_two_who_word_the_same_letter_never_overwrite_each_other() -> None:
    here = office()
    word(here, LETTER, "nb", subject="Min", body="{name}", version=0, by=BY, now=NOW)
    for version in (0, 7):
        with pytest.raises(Conflict):
            word(here, LETTER, "nb", subject="Din", body="{name}", version=version, by=BY, now=NOW)
    unword(here, LETTER, "nb", version=1, by=BY, now=NOW)
    with pytest.raises(Conflict):  # it was taken back meanwhile
        word(here, LETTER, "nb", subject="Din", body="{name}", version=1, by=BY, now=NOW)
    assert Wording.objects.values_list("subject", "version").get() == ("", 2)
    change_letterhead(here, language="nn", reply_to="", version=0, by=BY, now=NOW)
    with pytest.raises(Conflict):
        change_letterhead(here, language="nb", reply_to="", version=0, by=BY, now=NOW)
    assert (letterhead_of(here).language, letterhead_of(office("innlandet")).language) == ("nn", "nb")


INVITED = Kind(
    key="invited", name="Invitasjon", nb=Text("{day}", "{link}"), nn=Text("{day}", "{link}"),
    fields=(Field("day", "dagen", ("1. mai", "1. mai")), Field("link", "lenka", ("x", "x"), needed=True)),
)  # fmt: skip


@pytest.mark.parametrize(
    ("subject", "body", "fault"),
    [
        ("Møte {day}", "Svar: {link}", None),
        ("", "{link}", "subject"),
        ("Møte", " \n", "body"),
        ("Møte", "Kom!", "body"),  # the link is needed
        ("Møte {municipality}", "{link}", "subject"),  # this kind knows no municipality
        ("Møte", "{link} {Day}", "body"),
        ("Møte", "{link} {day", "body"),
        ("Møte", "{link} {{day}}", "body"),
        ("M" * 201, "{link}", "subject"),
    ],
)
def test_a_field_that_is_unknown_missing_or_misspelt_is_refused(
    subject: str, body: str, fault: str | None
) -> None:
    found = why_not_say(INVITED, subject, body)
    assert (found and found[0]) == fault
    if fault:
        with pytest.raises(Refusal):
            word(office(), INVITED, "nb", subject=subject, body=body, version=0, by=BY, now=NOW)


def test_nothing_is_looked_up_in_what_is_filled_in() -> None:
    assert filled("Til {name}", {"name": "{link} %s {0}"}) == "Til {link} %s {0}"
    assert plain("\r\n Hei \r\n\r\nHilsen\r\n") == "Hei\n\nHilsen"


def test_a_paragraph_that_is_only_an_empty_field_leaves_no_gap() -> None:
    text = "Hei\n\n{about}\n\n\n\nHilsen\n{sender}"
    assert filled(text, {"about": " ", "sender": ""}) == "Hei\n\n\n\nHilsen\n"
    assert filled(text, {"about": "Om møtet", "sender": "A"}) == "Hei\n\nOm møtet\n\n\n\nHilsen\nA"


def test_every_kind_s_own_text_can_be_sent_but_for_what_is_to_be_written() -> None:
    assert [
        (each.key, why_not_say(each, text.subject, text.body))
        for each in kinds()
        for text in (each.nb, each.nn)
    ] == [(each.key, None) for each in kinds() for _language in range(2)]
    with pytest.raises(ValueError, match="one key"):
        install((LETTER, LETTER))
