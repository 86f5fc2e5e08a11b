"""A letter to municipalities goes to their contacts, in the form of Norwegian that each has asked for."""

from __future__ import annotations

from datetime import date

import pytest

from samordner.asks.models import Ask
from samordner.journal.deeds import Refusal
from samordner.letters.addressing import Addressing, address
from samordner.letters.kinds import LETTER, STILL_CONTACT, Text
from samordner.letters.models import Letter
from samordner.letters.sending import Asking, Draft, send
from samordner.participation.contacts.operations import add_contact, end_contact
from samordner.participation.contacts.queries import every_contact
from samordner.participation.models import Contact, Participation
from samordner.places.models import LanguageForm
from tests.factories.participation import BY, DAY, NOW, Region, region

pytestmark = pytest.mark.django_db


def contact(row: Participation, name: str, email: str = "", role: str = "main") -> Contact:
    return add_contact(row, role=role, name=name, since=date(2020, 1, 1), email=email, by=BY, now=NOW)


def form(row: Participation, says: str) -> None:
    LanguageForm.objects.create(
        municipality=row.municipality, form=says, since=date(2019, 1, 1), source="Forskrift"
    )


def addressed(place: Region, *roles: str, otherwise: str = "nb") -> Addressing:
    return address(place.participations, every_contact(), roles or ("main",), DAY, otherwise)


def told(to: Addressing) -> list[tuple[str, str, bool]]:
    return [(one.contact.name, one.language, one.known) for one in to.recipients]


def test_each_is_written_to_in_the_form_it_has_asked_for_else_as_the_office_chooses() -> None:
    place = region(4)
    for number, says in enumerate(["nynorsk", "bokmal", "neutral"]):
        form(place[number], says)
    for number in range(4):
        contact(place[number], f"K{number}", f"k{number}@example.org")
    assert told(addressed(place, otherwise="nn")) == [
        ("K0", "nn", True), ("K1", "nb", True), ("K2", "nn", False), ("K3", "nn", False),
    ]  # fmt: skip
    assert [language for _name, language, _known in told(addressed(place))] == ["nn", "nb", "nb", "nb"]


def test_nobody_is_left_out_silently_and_nobody_gets_it_twice() -> None:
    place = region(5)
    contact(place[0], "Har", "har@example.org")
    contact(place[0], "Har", "HAR@example.org", "planner")  # the same person in two roles
    contact(place[0], "Uten", "", "planner")
    contact(place[1], "Manglar")
    contact(place[2], "Leiar", "leiar@example.org", "leader")  # not in these roles
    contact(place[4], "Har", "har@example.org")  # the same person in two municipalities
    ended = contact(place[3], "Slutta", "slutta@example.org")
    end_contact(ended, on=date(2021, 1, 1), version=ended.version, by=BY, now=NOW)
    to = addressed(place, "main", "planner")
    assert [(one.contact.name, one.participation) for one in to.recipients] == [
        ("Har", place[0]),
        ("Har", place[4]),
    ]
    assert [one.name for one in to.without] == ["Uten"]
    assert [(one.participation, [each.name for each in one.contacts]) for one in to.missed] == [
        (place[1], ["Manglar"]), (place[2], []), (place[3], []),
    ]  # fmt: skip
    assert to.participations == [place[0], place[4]]


def test_a_changed_address_language_or_contact_is_another_list() -> None:
    place = region(2)
    one = contact(place[0], "K0", "k0@example.org")
    seen = {addressed(place).digest}
    Contact.objects.filter(pk=one.pk).update(email="ny@example.org")
    seen.add(addressed(place).digest)
    form(place[0], "nynorsk")
    seen.add(addressed(place).digest)
    contact(place[1], "K1", "k1@example.org")
    seen.add(addressed(place).digest)
    assert (len(seen), addressed(place).digest in seen) == (4, True)


def draft(**more: object) -> Draft:
    usual = {
        "kind": STILL_CONTACT, "texts": {"nb": STILL_CONTACT.nb, "nn": STILL_CONTACT.nn}, "sheet": "ark1",
        "sender": "Per Eksempel", "reply_to": "post@example.org",
    }  # fmt: skip
    return Draft(**{**usual, **more})  # type: ignore[arg-type]


def deliver(place: Region, letter: Draft, to: Addressing) -> int:
    return send(
        letter, to, place.programme, place.office, audience="Alle", day=DAY, today=DAY, by=BY, now=NOW
    )


def test_the_letter_is_filled_in_for_each_and_sent_again_it_is_written_to_nobody_twice() -> None:
    place = region(2)
    form(place[1], "nynorsk")
    for number in range(2):
        contact(place[number], f"Kontakt {number}", f"k{number}@example.org")
    to = addressed(place)
    assert (
        deliver(place, draft(), to),
        deliver(place, draft(), to),
        deliver(place, draft(sheet="ark2"), to),
    ) == (2, 0, 2)
    rows = list(Letter.objects.filter(key__contains="ark1").order_by("pk"))
    assert [(row.language, row.to_address, row.participation, row.subject, row.reply_to) for row in rows] == [
        ("nb", "k0@example.org", place[0], "Leve hele livet: er du fortsatt kontakten vår i Øyvik?", "post@example.org"),
        ("nn", "k1@example.org", place[1], "Leve heile livet: er du framleis kontakten vår i Åsund?", "post@example.org"),
    ]  # fmt: skip
    assert rows[1].body.startswith("Hei, Kontakt 1\n\nDu står som kontakt for Åsund i Leve heile livet.")
    assert rows[1].body.endswith("Helsing\nPer Eksempel\n i Havbukta\n")
    assert Ask.objects.count() == 0


def test_only_a_letter_that_asks_for_something_is_load_and_only_for_those_who_get_it() -> None:
    place = region(2)
    contact(place[0], "K0", "k0@example.org")
    asking = Asking(30, date(2021, 5, 20))
    assert deliver(place, draft(asking=asking), addressed(place)) == 1
    assert deliver(place, draft(asking=asking), addressed(place)) == 0
    row = Ask.objects.get()
    assert (row.minutes, row.deadline, row.kind, row.audience) == (30, date(2021, 5, 20), "letter", "Alle")
    assert row.title == "Leve hele livet: er du fortsatt kontakten vår i kommunen?"
    assert [each.participation for each in row.recipients.all()] == [place[0]]


@pytest.mark.parametrize(
    ("texts", "field"),
    [
        ({"nb": Text("Møte", "Hei {navn}")}, "body_nb"),
        ({"nb": Text("{programme}:", "Hei {name}, kom!")}, "subject_nb"),
        ({"nb": Text("Møte", "")}, "body_nb"),
        ({"nb": Text("Møte", LETTER.nb.body)}, "body_nb"),
        ({"nb": Text("Møte", "Kom!"), "nn": Text("", "Kom!")}, "subject_nn"),
    ],
)
def test_a_letter_that_says_nothing_yet_is_refused(texts: dict[str, Text], field: str) -> None:
    place = region(1)
    contact(place[0], "K0", "k0@example.org")
    with pytest.raises(Refusal) as refused:
        deliver(place, draft(kind=LETTER, texts=texts), addressed(place))
    assert (refused.value.field, Letter.objects.count()) == (field, 0)


def test_a_letter_to_nobody_is_refused_and_if_the_request_is_refused_no_letter_is_written() -> None:
    place = region(1)
    with pytest.raises(Refusal):
        deliver(place, draft(), addressed(place))
    contact(place[0], "K0", "k0@example.org")
    with pytest.raises(Refusal):
        deliver(place, draft(asking=Asking(30, date(2021, 1, 1))), addressed(place))
    assert (Letter.objects.count(), Ask.objects.count()) == (0, 0)
