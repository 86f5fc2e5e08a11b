"""A package above writes its letters in its own deed: in each reader's form of Norwegian, by the office's own words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from prove.mailserver import MailServer, serving
from samordner.files.operations import keep
from samordner.journal.deeds import Refusal
from samordner.journal.models import Entry
from samordner.letters.composing import To, can_be_reached, texts_of, worded_letters
from samordner.letters.kinds import MUNICIPALITY, NAME, OFFICE, Field, Kind, Text
from samordner.letters.models import Enclosure, Letter, State
from samordner.letters.operations import (
    New,
    change_letterhead,
    erase_old,
    forget,
    mark_bounced,
    pretend_sent,
    try_again,
    withdraw_all,
    word,
    write,
)
from samordner.letters.queries import about, hidden, standing, tally, to_address
from samordner.participation.models import Participation
from samordner.places.models import LanguageForm, Office
from tests.factories.participation import BY, DAY, NOW, Region, region
from tests.letters.letters import sent, states, written

pytestmark = pytest.mark.django_db

INVITATION = Kind(
    key="invitation",
    name="Invitation",
    fields=(
        NAME, MUNICIPALITY, OFFICE, Field("what", "what", ("møtet", "møtet")),
        Field("link", "link", ("https://example.org/x", "https://example.org/x"), needed=True, secret=True),
    ),
    nb=Text("Invitasjon: {what}", "Hei {name} i {municipality}\nSvar her: {link}\nHilsen {office}"),
    nn=Text("Invitasjon: {what}", "Hei {name} i {municipality}\nSvar her: {link}\nHelsing {office}"),
)  # fmt: skip


def values(language: str) -> Mapping[str, str]:
    return {"what": "mote" if language == "nb" else "møte", "link": "https://example.org/svar/hemmeleg"}


def to(number: int, place: Participation | None = None, **more: object) -> To:
    usual: dict[str, object] = {
        "key": f"meeting/1/{number}", "about": "meeting/1", "name": f"N{number}", "address": f"n{number}@example.org",
        "values": values, "participation": place,
    }  # fmt: skip
    return To(**{**usual, **more})  # type: ignore[arg-type]


def drafted(office: Office, *who: To, texts: Mapping[str, Text] | None = None) -> list[New]:
    return worded_letters(INVITATION, office, who, day=DAY, texts=texts)


def asks_for(place: Region, number: int, form: str) -> None:
    LanguageForm.objects.create(
        municipality=place[number].municipality, form=form, since=date(2019, 1, 1), source="F"
    )


def test_each_reads_it_in_the_form_that_the_municipality_has_asked_for_else_the_office_s() -> None:
    place = region(3)
    asks_for(place, 0, "nynorsk")
    asks_for(place, 1, "bokmal")
    change_letterhead(place.office, language="nn", reply_to="post@example.org", version=0, by=BY, now=NOW)
    who = [to(0, place[0]), to(1, place[1]), to(2, place[2]), to(3), to(4, language="nb")]
    assert [(one.language, one.subject, one.reply_to) for one in drafted(place.office, *who)] == [
        ("nn", "Invitasjon: møte", "post@example.org"), ("nb", "Invitasjon: mote", "post@example.org"),
        ("nn", "Invitasjon: møte", "post@example.org"), ("nn", "Invitasjon: møte", "post@example.org"),
        ("nb", "Invitasjon: mote", "post@example.org"),
    ]  # fmt: skip
    first, *_others = drafted(place.office, to(0, place[0]))
    link = "https://example.org/svar/hemmeleg"
    assert first.body == f"Hei N0 i {place[0].municipality}\nSvar her: {link}\nHelsing  i Havbukta"
    assert (first.secret, hidden(first.body, first.secret, "[lenke]").count(link)) == ((link,), 0)


def test_words_of_the_office_and_words_for_this_once_replace_those_from_the_start() -> None:
    place = region(1)
    word(place.office, INVITATION, "nb", subject="Kom!", body="{link}", version=0, by=BY, now=NOW)
    assert drafted(place.office, to(1))[0].subject == "Kom!"
    once = {"nb": Text("Bare nå", "{link} til {name}")}
    assert drafted(place.office, to(1), texts=once)[0].body == "https://example.org/svar/hemmeleg til N1"
    # a field that the kind no longer has stands in no letter
    old = Kind(
        "invitation", "x", (*INVITATION.fields, Field("gone", "x", ("", ""))), INVITATION.nb, INVITATION.nn
    )
    word(place.office, old, "nb", subject="{gone}", body="{link}", version=1, by=BY, now=NOW)
    assert texts_of(INVITATION, place.office)["nb"] == INVITATION.nb


def test_what_a_reader_s_name_holds_is_never_taken_for_a_field() -> None:
    place = region(1)
    assert drafted(place.office, to(1, name="{link} {x}"))[0].body.startswith("Hei {link} {x} i \n")


def test_a_constant_number_of_questions_however_many_get_it() -> None:
    place, taken = region(4), []
    drafted(place.office, to(0, place[0]))
    for count in (1, 4):
        with CaptureQueriesContext(connection) as asked:
            drafted(place.office, *(to(number, place[number]) for number in range(count)))
        taken.append(len(asked))
    assert taken[0] == taken[1]


def test_letters_stand_or_fall_with_the_deed_they_belong_to_and_are_written_once() -> None:
    place = region(1)
    drafts = drafted(place.office, to(1), to(2))

    @transaction.atomic
    def deed() -> None:
        write(drafts, by=BY, now=NOW)
        raise RuntimeError("the deed failed")

    with pytest.raises(RuntimeError):
        deed()
    assert Letter.objects.count() == 0
    assert [write(drafts, by=BY, now=NOW), write(drafts, by=BY, now=NOW)] == [2, 0]
    assert [can_be_reached(each) for each in ("n@example.org", "n@", "")] == [True, False, False]
    with pytest.raises(Refusal):
        write(drafted(place.office, to(3), to(4, address="n@")), by=BY, now=NOW)
    assert set(standing(["meeting/1/1", "meeting/1/3"])) == {"meeting/1/1"}


def test_files_and_a_calendar_entry_go_with_it() -> None:
    place = region(1)
    file, _new = keep("Referat frå møtet.pdf", b"%PDF-1.7 x", "application/pdf", by=BY, now=NOW)
    ics = "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nEND:VCALENDAR\r\n"
    who = [
        to(number, calendar=lambda _language: ics, method="REQUEST", enclosures=(file,)) for number in (1, 2)
    ]
    write(drafted(place.office, *who), by="system", now=NOW)
    with serving(MailServer()) as server:
        assert sent(server).sent == 2
    for mail in server.mails:
        assert [part.get_content_type() for part in mail.walk()] == [
            "multipart/mixed", "multipart/alternative", "text/plain", "text/calendar", "application/pdf",
        ]  # fmt: skip
        (enclosed,) = mail.iter_attachments()
        assert (enclosed.get_filename(), enclosed.get_content()) == ("Referat frå møtet.pdf", b"%PDF-1.7 x")
        # nobody's out-of-office machine answers what a machine has written
        assert mail["Auto-Submitted"] == "auto-generated"


def test_how_far_they_have_come_is_asked_by_key_and_by_what_they_are_about() -> None:
    place = region(1)
    write(drafted(place.office, to(1), to(2), to(3, about="meeting/10")), by=BY, now=NOW)
    Letter.objects.filter(key="meeting/1/1").update(state=State.SENT, sent_at=NOW)
    Letter.objects.filter(key="meeting/1/2").update(state=State.FAILED, problem="550 no")
    found = standing(f"meeting/1/{number}" for number in range(5))
    assert {key: (one.state, one.left, one.needs_somebody, one.problem) for key, one in found.items()} == {
        "meeting/1/1": ("sent", True, False, ""), "meeting/1/2": ("failed", False, True, "550 no"),
        "meeting/1/3": ("waiting", False, False, ""),
    }  # fmt: skip
    assert tally(about("meeting/1")) == {"sent": 1, "failed": 1}
    assert [row.key for row in to_address(" N3@Example.ORG ")] == ["meeting/1/3"]


def test_what_still_waits_is_withdrawn_when_it_is_called_off() -> None:
    place = region(1)
    write(drafted(place.office, to(1), to(2), to(3)), by=BY, now=NOW)
    Letter.objects.filter(key="meeting/1/1").update(state=State.SENT, sent_at=NOW)
    assert withdraw_all(about("meeting/1"), by=BY, now=NOW) == 2
    assert states() == {"meeting/1/1": "sent", "meeting/1/2": "withdrawn", "meeting/1/3": "withdrawn"}
    last = Entry.objects.order_by("number").last()
    assert last is not None
    assert (last.verb, last.office, last.detail) == ("withdraw", place.office.key, {"number": 2})


def test_a_person_is_forgotten_in_every_letter_and_the_rows_stay() -> None:
    place = region(1)
    file, _new = keep("x.pdf", b"x", "application/pdf", by=BY, now=NOW)
    all_states = [*State.values]
    who = [to(number, address="per@example.org", enclosures=(file,)) for number in range(len(all_states))]
    write([*drafted(place.office, *who), *drafted(place.office, to(99))], by=BY, now=NOW)
    for number, state in enumerate(all_states):
        Letter.objects.filter(key=f"meeting/1/{number}").update(state=state, sent_at=NOW, claimed_by="x")
    assert forget(to_address("per@example.org"), by=BY, now=NOW) == len(all_states) - 1
    held = {row.key: row for row in Letter.objects.all()}
    for number, state in enumerate(all_states):
        row = held[f"meeting/1/{number}"]
        if state == State.SENDING:  # in somebody's hands this moment: erased when it is done with
            assert (row.to_address, row.erase_from) == ("per@example.org", NOW)
            continue
        assert (row.to_name, row.to_address, row.subject, row.body, row.secret) == ("", "", "", "", "")
        assert row.state == (State.WITHDRAWN if state == State.WAITING else state)
    assert (held["meeting/1/99"].to_name, Enclosure.objects.count()) == ("N99", 1)
    assert forget(to_address("per@example.org"), by=BY, now=NOW) == 0
    Letter.objects.filter(state=State.SENDING).update(state=State.SENT)
    assert erase_old(kept=timedelta(days=365), by="system", now=NOW) == 1
    assert to_address("per@example.org").count() == 0
    assert not any("per@" in str(vars(one)) for one in Entry.objects.all())


def test_a_letter_can_say_when_it_is_to_be_erased() -> None:
    place = region(1)
    soon = NOW + timedelta(days=30)
    write(drafted(place.office, to(1, erase_from=soon), to(2)), by=BY, now=NOW)
    Letter.objects.update(state=State.SENT, sent_at=NOW)
    year = timedelta(days=365)
    assert [erase_old(kept=year, by="system", now=soon - timedelta(1)), erase_old(kept=year, by="system", now=soon)] == [
        0, 1,
    ]  # fmt: skip


def test_one_that_came_back_is_sent_to_a_better_address_as_a_mail_of_its_own() -> None:
    (row,) = written(1)
    Letter.objects.update(state=State.SENT, sent_at=NOW)
    row.refresh_from_db()
    assert [mark_bounced(row, "550 no", by=BY, now=NOW), mark_bounced(row, "550 no", by=BY, now=NOW)] == [
        True,
        False,
    ]
    was = row.mail_name
    try_again(row, address="betre@example.org", by=BY, now=NOW)
    row.refresh_from_db()
    assert (row.state, row.to_address, row.sent_at, row.mail_name == was) == (
        "waiting", "betre@example.org", None, False,
    )  # fmt: skip


def test_a_demonstration_only_pretends() -> None:
    written(1, 2)
    Letter.objects.filter(key="test/1").update(state=State.FAILED)
    assert pretend_sent(Letter.objects.all(), by=BY, now=NOW) == 1
    assert states() == {"test/1": "failed", "test/2": "sent"}
