"""The pages of letters: who reaches them, what they show, and what they take."""

from __future__ import annotations

import html
import re
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from samordner.asks.models import Ask
from samordner.files.operations import keep
from samordner.letters.kinds import STILL_CONTACT
from samordner.letters.models import Incoming, Letter, Letterhead, Outage, State, Wording
from samordner.letters.operations import change_letterhead, word
from samordner.pages.models import Demonstration
from samordner.participation.contacts.operations import add_contact
from samordner.places.models import LanguageForm
from tests.boards.conftest import SignIn
from tests.factories.participation import BY, NOW, Region, region
from tests.factories.rights import client_of
from tests.letters.letters import written

pytestmark = pytest.mark.django_db

ROLES = ("administrator", "coordinator", "partner", "contact", "directorate")
READ = dict(zip(ROLES, (200, 200, 200, 403, 403), strict=True))
WRITE = dict(zip(ROLES, (403, 200, 403, 403, 403), strict=True))
DEED = {role: 302 if status == 200 else status for role, status in WRITE.items()}


@pytest.mark.parametrize("role", ROLES)
def test_each_role_reads_and_writes_what_the_policy_says(signed_in: SignIn, today: date, role: str) -> None:
    place, other = region(2), region(1, key="innlandet", county="92")
    (mine,) = written(1, of=place.office, participation=place[0], subject="Vårt brev")
    (theirs,) = written(2, of=other.office, participation=other[0], subject="Hemmelig brev")
    client = client_of(signed_in, role, place)
    where = "?office=havbukta"
    for address in ("/brev/", f"/brev/{mine.pk}/", f"/brev/tekster/{where}"):
        assert (address, client.get(address).status_code) == (address, READ[role])
    for address in (f"/brev/kommuner/{where}", f"/brev/tekster/letter/nn/{where}", f"/brev/brevhode/{where}"):
        assert (address, client.get(address).status_code) == (address, WRITE[role])
    for deed in ("igjen", "trekk", "avgjor"):
        assert (deed, client.get(f"/brev/{mine.pk}/{deed}/").status_code) == (deed, DEED[role])
    assert client.get("/brev/igjen/").status_code == DEED[role]
    assert client.get(f"/brev/tekster/letter/nn/tilbake/{where}").status_code == DEED[role]
    national = role == "administrator"
    seen = 200 if national else 404 if READ[role] == 200 else 403
    assert client.get(f"/brev/{theirs.pk}/").status_code == seen
    for address in ("/brev/", "/brev/?format=csv", "/brev/?q=hemmelig", "/brev/?office=innlandet"):
        assert ("Hemmelig brev" in client.get(address).content.decode()) is national


def test_a_visitor_signs_in_and_another_office_s_letters_and_words_are_not_touched(
    signed_in: SignIn, today: date
) -> None:
    place, other = region(1), region(1, key="innlandet", county="92")
    (theirs,) = written(1, of=other.office)
    row = word(other.office, STILL_CONTACT, "nb", subject="Deres", body="{name}", version=0, by=BY, now=NOW)
    assert Client().get("/brev/").status_code == 302
    client = signed_in("coordinator", place.office)
    for path in (f"{theirs.pk}/igjen/", f"{theirs.pk}/trekk/", f"{theirs.pk}/avgjor/"):
        assert client.post(f"/brev/{path}", {"address": "x@example.org", "arrived": "no"}).status_code == 404
    said = {"subject": "Vår", "body": "Hei", "version": 1, "language": "nn"}
    for path in ("tekster/still-contact/nb/", "tekster/still-contact/nb/tilbake/", "brevhode/", "kommuner/"):
        assert client.post(f"/brev/{path}?office=innlandet", said).status_code == 404
    Letter.objects.update(state=State.FAILED)
    client.post("/brev/igjen/?office=innlandet")
    client.post("/brev/igjen/")
    row.refresh_from_db()
    assert (row.subject, Letter.objects.get().state, Letterhead.objects.count()) == ("Deres", "failed", 0)
    for path in ("tekster/no-such/nb/", "tekster/letter/en/"):
        assert client.get(f"/brev/{path}").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("address", "queries"), [("/brev/", 11), ("/brev/{}/", 13), ("/brev/tekster/", 9)])
def test_pages_take_the_same_few_queries_for_one_and_for_many(
    signed_in: SignIn, today: date, count: int, address: str, queries: int
) -> None:
    place = region(4)
    for number in range(count):
        (row,) = written(number, of=place.office, participation=place[number])
    client = signed_in("coordinator", place.office)
    address = address.format(row.pk)
    client.get(address)
    with CaptureQueriesContext(connection) as taken:
        assert client.get(address).status_code == 200
    assert len(taken) == queries


def test_the_outbox_narrows_sorts_counts_and_tells_why_each_waits(signed_in: SignIn, today: date) -> None:
    place = region(2)
    written(1, of=place.office, participation=place[0], subject="Om mat")
    written(2, of=place.office, participation=place[1], subject="Om trening", kind="still-contact")
    Letter.objects.filter(key="test/2").update(state=State.FAILED, problem="550 5.1.1 …: no such user")
    client = signed_in("coordinator", place.office)
    for query, expected in {
        "": {"mat", "trening"}, "q=mat": {"mat"}, "q=kari2": {"trening"}, f"q={place[0].municipality}": {"mat"},
        "state=failed": {"trening"}, "state=sent": set(), "state=rubbish": {"mat", "trening"}, "kind=letter": {"mat"},
        "on=2021-04-27": {"mat", "trening"}, "on=2021-04-28": set(), "on=rubbish": {"mat", "trening"},
        "sort=municipality": {"mat", "trening"}, "sort=-name": {"mat", "trening"},
    }.items():  # fmt: skip
        text = client.get(f"/brev/?{query}").content.decode()
        assert (query, {word for word in ("mat", "trening") if f"Om {word}<" in text}) == (query, expected)
    page = client.get("/brev/").content.decode()
    assert "The mail server said: 550 5.1.1 …: no such user" in page
    assert re.findall(r"<strong>(\d)</strong>", page)[:2] == ["1", "1"]
    rows = client.get("/brev/?format=json&sort=written").json()["rows"]
    assert [(row["subject"], row["state"]["key"]) for row in rows] == [
        ("Om mat", "waiting"),
        ("Om trening", "failed"),
    ]
    Outage.objects.create(pk=1, since=NOW, tried_at=NOW, problem="Connection refused")
    page = client.get("/brev/").content.decode()
    assert "The mail server has not answered since" in page
    assert "Connection refused" in page


def test_a_demonstration_says_that_nothing_leaves(signed_in: SignIn, today: date) -> None:
    client = signed_in("coordinator", region(1).office)
    assert "no letter leaves this machine" in client.get("/brev/").content.decode()


def test_a_letter_is_shown_as_it_looks_with_its_language_and_without_its_secret(
    signed_in: SignIn, today: date
) -> None:
    place = region(1)
    link = "https://example.org/svar/abc"
    (row,) = written(1, of=place.office, body=f"Hei <b>\nSvar: {link}", secret=(link,), language="nn")
    page = signed_in("coordinator", place.office).get(f"/brev/{row.pk}/").content.decode()
    assert '<pre class="letter-text" lang="nn">Hei &lt;b&gt;\nSvar: [a personal link' in page
    assert link not in page


def test_letters_are_withdrawn_tried_again_and_settled(signed_in: SignIn, today: date) -> None:
    place = region(1)
    one, two, three = written(1, 2, 3, of=place.office)
    Letter.objects.filter(pk=two.pk).update(state=State.FAILED)
    Letter.objects.filter(pk=three.pk).update(state=State.UNCERTAIN, handed_at=NOW, problem="cut")
    client = signed_in("coordinator", place.office)
    client.post(f"/brev/{one.pk}/trekk/")
    refused = client.post(f"/brev/{two.pk}/igjen/", {"address": "ikke en adresse"})
    assert (refused.status_code, 'value="ikke en adresse"' in refused.content.decode()) == (422, True)
    client.post(f"/brev/{two.pk}/igjen/", {"address": "ny@example.org"})
    assert client.post(f"/brev/{three.pk}/avgjor/", {"arrived": "kanskje"}).status_code == 422
    client.post(f"/brev/{three.pk}/avgjor/", {"arrived": "yes"})
    assert list(Letter.objects.order_by("pk").values_list("state", "to_address")) == [
        ("withdrawn", "kari1@example.org"), ("waiting", "ny@example.org"), ("sent", "kari3@example.org"),
    ]  # fmt: skip
    again = client.post(f"/brev/{one.pk}/trekk/", follow=True)
    assert "Only a letter that waits, was given up or came back can be withdrawn." in again.content.decode()
    Letter.objects.update(state=State.FAILED, sent_at=None)
    client.post("/brev/igjen/?state=failed&q=ny@")
    assert list(Letter.objects.filter(state="waiting").values_list("pk", flat=True)) == [two.pk]


# Wordings


def test_a_wording_is_looked_at_on_an_invented_municipality_before_it_is_saved(
    signed_in: SignIn, today: date
) -> None:
    place = region(1)
    client = signed_in("coordinator", place.office)
    address = "/brev/tekster/still-contact/nn/"
    said = {"subject": "Hei {municipality}", "body": "Kjære {name}\r\n", "version": "0"}
    looked = client.post(address, {**said, "look": "1"})
    page = looked.content.decode()
    assert (looked.status_code, Wording.objects.count()) == (200, 0)
    assert 'lang="nn">Kjære Kari Eksempel</pre>' in page
    assert "Hei Øyvik" in page
    part = client.post(address, {**said, "body": "{nam}", "look": "1"}, headers={"HX-Request": "true"})
    assert "There is no field {nam}" in part.content.decode()
    assert "<html" not in part.content.decode()
    refused = client.post(address, {**said, "body": "{nam}"})
    assert (refused.status_code, "{nam}</textarea>" in refused.content.decode()) == (422, True)
    assert client.post(address, said).status_code == 302
    assert Wording.objects.values_list("language", "subject", "body").get() == (
        "nn",
        "Hei {municipality}",
        "Kjære {name}",
    )


def test_another_s_change_meanwhile_is_shown_and_the_text_from_the_start_is_a_press_away(
    signed_in: SignIn, today: date
) -> None:
    place = region(1)
    client = signed_in("coordinator", place.office)
    address = "/brev/tekster/still-contact/nb/"
    word(place.office, STILL_CONTACT, "nb", subject="Deres", body="Hei", version=0, by=BY, now=NOW)
    answer = client.post(address, {"subject": "Min", "body": "Hei", "version": "0"})
    assert answer.status_code == 409
    for text in ("<td>Min</td>", "<td>Deres</td>", 'name="version" value="1"'):
        assert text in answer.content.decode()
    late = client.post(f"{address}tilbake/", {"version": "0"}, follow=True)
    assert "Someone else has changed it meanwhile." in late.content.decode()
    client.post(f"{address}tilbake/", {"version": "1"})
    assert Wording.objects.values_list("subject", "version").get() == ("", 2)
    assert "er du fortsatt kontakten vår" in client.get(address).content.decode()


def test_the_letterhead_is_chosen_and_a_conflict_is_shown(signed_in: SignIn, today: date) -> None:
    place = region(1)
    client = signed_in("coordinator", place.office)
    client.post("/brev/brevhode/", {"language": "nn", "reply_to": "post@example.org", "version": "0"})
    row = Letterhead.objects.get()
    assert (row.language, row.reply_to) == ("nn", "post@example.org")
    for said in ({"language": "en"}, {"language": "nn", "reply_to": "post"}):
        assert client.post("/brev/brevhode/", {**said, "version": "1"}).status_code == 422
    assert client.post("/brev/brevhode/", {"language": "nb", "version": "0"}).status_code == 409


# To municipalities


def filled(client: Client, **more: object) -> dict[str, object]:
    page = client.get("/brev/kommuner/").content.decode()
    found = re.search(r'name="sheet" value="([^"]+)"', page)
    assert found
    usual = {
        "kind": "letter", "audience": "all", "roles": ["main"], "subject_nb": "Møte i {municipality}", "body_nb": "Hei {name}",
        "subject_nn": "Møte i {municipality}", "body_nn": "Hei, {name}!", "sheet": found[1],
    }  # fmt: skip
    return {**usual, **more}


def with_contacts(count: int = 3) -> Region:
    place = region(count)
    for number, row in enumerate(place.participations[:-1]):
        add_contact(
            row,
            role="main",
            name=f"Kontakt {number}",
            email=f"k{number}@example.org",
            since=date(2020, 1, 1),
            by=BY,
            now=NOW,
        )
    LanguageForm.objects.create(
        municipality=place[1].municipality, form="nynorsk", since=date(2019, 1, 1), source="F"
    )
    return place


def seen_in(page: str) -> str:
    found = re.search(r'name="seen" value="([^"]+)"', page)
    return found[1] if found else ""


def test_who_gets_it_in_which_language_and_who_gets_nothing_is_seen_before_it_is_sent(
    signed_in: SignIn, today: date
) -> None:
    place = with_contacts()
    client = signed_in("coordinator", place.office)
    said = filled(client)
    page = client.post("/brev/kommuner/", {**said, "look": "1"}).content.decode()
    for text in (
        "2 letters, to 2 persons", "1 municipality gets nothing", f"{place[2]}</a>: nobody in these roles",
        'lang="nb">Hei Kontakt 0</pre>', 'lang="nn">Hei, Kontakt 1!</pre>', "(the office's choice)", "Send 2 letters",
    ):  # fmt: skip
        assert text in page
    assert Letter.objects.count() == 0
    sent = client.post("/brev/kommuner/", {**said, "seen": seen_in(page), "send": "1"})
    again = client.post("/brev/kommuner/", {**said, "seen": seen_in(page), "send": "1"}, follow=True)
    assert (sent.status_code, sent.headers["Location"]) == (302, "/brev/")
    assert "nobody gets it twice" in again.content.decode()
    assert list(Letter.objects.order_by("pk").values_list("to_address", "language", "subject", "state")) == [
        ("k0@example.org", "nb", f"Møte i {place[0]}", "waiting"), ("k1@example.org", "nn", f"Møte i {place[1]}", "waiting"),
    ]  # fmt: skip
    assert Ask.objects.count() == 0


def test_nothing_is_sent_unseen_or_to_others_than_were_seen(signed_in: SignIn, today: date) -> None:
    place = with_contacts()
    client = signed_in("coordinator", place.office)
    said = filled(client)
    seen = seen_in(client.post("/brev/kommuner/", {**said, "look": "1"}).content.decode())
    assert client.post("/brev/kommuner/", {**said, "send": "1"}).status_code == 422
    change_letterhead(place.office, language="nn", reply_to="", version=0, by=BY, now=NOW)
    answer = client.post("/brev/kommuner/", {**said, "seen": seen, "send": "1"})
    assert answer.status_code == 422
    assert "Who gets the letter has changed since you looked." in answer.content.decode()
    assert Letter.objects.count() == 0


def test_only_the_languages_that_somebody_gets_it_in_need_a_text_and_nothing_typed_is_lost(
    signed_in: SignIn, today: date
) -> None:
    place = with_contacts()
    client = signed_in("coordinator", place.office)
    ticked = {"audience": "", "who": [place[1].pk]}
    assert (
        client.post(
            "/brev/kommuner/", {**filled(client, **ticked, subject_nb="", body_nb=""), "look": "1"}
        ).status_code
        == 200
    )
    wrongs: tuple[dict[str, object], ...] = (
        {**ticked, "subject_nn": ""}, {"body_nb": "{navn} og mer"}, {"roles": []}, {"audience": "", "who": []},
        {"asks": "on"}, {"minutes": "mange"},
    )  # fmt: skip
    for wrong in wrongs:
        said = filled(client, **{"subject_nb": "Et langt emne", **wrong})
        answer = client.post("/brev/kommuner/", {**said, "look": "1"})
        assert (wrong, answer.status_code) == (wrong, 422)
        assert 'value="Et langt emne"' in answer.content.decode()


def test_a_letter_that_asks_for_something_is_also_a_request(signed_in: SignIn, today: date) -> None:
    place = with_contacts()
    client = signed_in("coordinator", place.office)
    said = filled(client, asks="on", minutes="45", deadline="2021-05-20")
    page = client.post("/brev/kommuner/", {**said, "look": "1"}).content.decode()
    assert "None of them is asked for much at once" in page
    client.post("/brev/kommuner/", {**said, "seen": seen_in(page), "send": "1"})
    row = Ask.objects.get()
    assert (row.minutes, row.deadline, row.recipients.count()) == (45, date(2021, 5, 20), 2)


def test_a_letter_begins_with_the_text_that_is_chosen(signed_in: SignIn, today: date) -> None:
    place = with_contacts()
    client = signed_in("coordinator", place.office)
    answer = client.post("/brev/kommuner/", {"kind": "still-contact", "begin": "1"}, follow=True)
    assert "er du framleis kontakten vår i {municipality}?" in answer.content.decode()


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("550 5.1.1 …: no such user", "There is no such address. The mail server said: 550 5.1.1 …: no such user"),
        ("552 5.2.2 full", "The mailbox is full. The mail server said: 552 5.2.2 full"),
        ("550 5.7.26 SPF", "The reader's mail server does not let our letters in. The mail server said: 550 5.7.26 SPF"),
        ("554 no thanks", "The mail server said: 554 no thanks"),
    ],
)  # fmt: skip
def test_why_a_letter_was_refused_is_told_in_words_and_as_it_was_said(
    signed_in: SignIn, today: date, said: str, meant: str
) -> None:
    place = region(1)
    (row,) = written(1, of=place.office)
    Letter.objects.update(state=State.FAILED, problem=said)
    page = html.unescape(signed_in("coordinator", place.office).get(f"/brev/{row.pk}/").content.decode())
    assert meant in page
    Letter.objects.update(state=State.BOUNCED, sent_at=NOW)
    page = html.unescape(
        signed_in("coordinator", place.office).get("/brev/?state=unsettled").content.decode()
    )
    assert meant.replace("The mail server said", "The reader's mail server said") in page


def test_only_a_demonstration_pretends(signed_in: SignIn, today: date) -> None:
    place, other = region(1), region(1, key="innlandet", county="92")
    written(1, of=place.office)
    written(2, of=other.office)
    client = signed_in("coordinator", place.office)
    assert "Pretend that they leave" in client.get("/brev/").content.decode()
    client.post("/brev/lat-som/")
    assert dict(Letter.objects.values_list("key", "state")) == {"test/1": "sent", "test/2": "waiting"}
    assert "Pretend that they leave" not in client.get("/brev/").content.decode()
    Demonstration.objects.all().delete()
    Letter.objects.update(state=State.WAITING)
    assert client.post("/brev/lat-som/").status_code == 404
    assert set(Letter.objects.values_list("state", flat=True)) == {"waiting"}


def test_what_is_about_one_matter_is_listed_alone_and_shows_what_goes_with_it(
    signed_in: SignIn, today: date
) -> None:
    place = region(1)
    file, _new = keep("Referat.pdf", b"x", "application/pdf", by=BY, now=NOW)
    link = "https://example.org/svar/hemmeleg"
    (row,) = written(
        1, of=place.office, about="meeting/1", enclosures=(file,), secret=(link,), body=f"Svar: {link}",
        calendar=f"BEGIN:VCALENDAR\r\nURL:{link}\r\nEND:VCALENDAR\r\n", calendar_method="REQUEST",
    )  # fmt: skip
    written(2, of=place.office, about="meeting/10", subject="Noko anna")
    Incoming.objects.create(digest="x", what="reply", outcome="taken", letter=row, read_at=NOW)
    client = signed_in("coordinator", place.office)
    listed = client.get("/brev/?about=meeting/1").content.decode()
    assert ("Møte 1" in listed, "Noko anna" in listed, "Only letters about one matter." in listed) == (
        True,
        False,
        True,
    )
    page = client.get(f"/brev/{row.pk}/").content.decode()
    assert all(text in page for text in ("Referat.pdf", "An answer by calendar was read", "BEGIN:VCALENDAR"))
    assert "hemmeleg" not in page
