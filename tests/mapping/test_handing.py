"""A part of an answer is handed on: who gets in, what they see, and how it is taken back."""

from __future__ import annotations

from datetime import date

import pytest

from samordner.journal.deeds import Refusal
from samordner.journal.models import Entry
from samordner.mapping.answering.operations.handing import MOST, finish, hand_on, take_back
from samordner.mapping.models import MappingRound, Respondent
from tests.factories.participation import NOW, region
from tests.mapping.answers import at, form, fresh, send, values, visitor, write
from tests.mapping.making import letters, opened, respondents, secret_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def row(today: date) -> Respondent:
    return respondents(opened(region(2)))[0]


def handed(row: Respondent, *sections: str, email: str = "ola@example.org") -> Respondent:
    return hand_on(
        fresh(row), sections or ("food",), name="Ola Nøst", email=email, words="Du kan dette.", by="", now=NOW
    )


def test_one_who_gets_a_part_has_a_letter_with_an_own_link_and_sees_that_part_only(row: Respondent) -> None:
    write(row, who="Hemmelig navn")
    ola = handed(row)
    [letter] = letters("mapping-handed-on")
    assert (letter.to_address, "Du kan dette." in letter.body, "Mat" in letter.body) == (
        "ola@example.org",
        True,
        True,
    )
    client, address = visitor(), f"/kartlegging/svar/{secret_in(letter)}/"
    front = client.get(address).content.decode()
    assert ("Kari Eksempel" in front, "del/food/" in front, "del/people/" in front) == (True, True, False)
    minutes = ["10 minutt" in page for page in (visitor().get(at(row)).content.decode(), front)]
    assert minutes == [True, False]  # that is how long the whole of it takes
    assert client.get(f"{address}del/food/").status_code == 200
    assert client.get(f"{address}del/people/").status_code == 404
    assert client.post(f"{address}del/people/", form(row, who="Ny")).status_code == 404
    assert client.get(f"{address}gi-videre/").status_code == 404
    assert client.get(f"{address}kvittering/").status_code == 404
    assert "Hemmelig navn" not in client.get(f"{address}oversikt/").content.decode()
    assert client.post(f"{address}del/food/", form(row, kitchen="yes")).status_code == 302
    assert values(row) == {"who": "Hemmelig navn", "kitchen": "yes"}
    assert ola.sections == ["food"]


def test_what_is_forged_into_the_form_of_a_part_reaches_no_other_part(row: Respondent) -> None:
    ola = handed(row)
    visitor().post(at(ola, "del/food/"), form(row, {}, kitchen="yes", who="Forfalsket", staff="1"))
    visitor().post(at(ola, "del/food/lagre/"), form(row, {}, who="Forfalsket"))
    assert values(row) == {"kitchen": "yes"}


def test_one_who_has_a_part_cannot_send_in_nor_hand_on(row: Respondent) -> None:
    write(row, who="Kari")
    ola = handed(row)
    assert visitor().post(at(ola, "oversikt/")).status_code == 422
    with pytest.raises(Refusal):
        send(ola)
    with pytest.raises(Refusal):
        hand_on(fresh(ola), ["food"], name="Per", email="per@example.org", by="", now=NOW)


def test_the_one_who_handed_on_sees_how_far_it_has_come(row: Respondent) -> None:
    ola, client = handed(row), visitor()
    states = []
    steps = (
        lambda: None, lambda: visitor().get(at(ola)), lambda: write(ola, kitchen="no"),
        lambda: visitor().post(at(ola, "oversikt/"), {"deed": "done"}),
    )  # fmt: skip
    client.cookies["samordner_language"] = "en"
    for step in steps:
        step()
        page = client.get(at(row, "gi-videre/")).content.decode()
        states.append(
            next(
                text
                for text in ("not opened yet", "has opened the link", "has begun", ">done<")
                if text in page
            )
        )
    assert states == ["not opened yet", "has opened the link", "has begun", ">done<"]


def test_taken_back_its_link_opens_nothing_and_what_was_written_stays(row: Respondent) -> None:
    ola = handed(row)
    write(ola, kitchen="yes")
    address = at(ola)
    answer = visitor().post(at(row, "gi-videre/"), {"deed": "take_back", "respondent": str(ola.pk)})
    assert (answer.status_code, visitor().get(address).status_code) == (302, 404)
    assert values(row) == {"kitchen": "yes"}
    take_back(fresh(row), fresh(ola), by="", now=NOW)  # once more is nothing
    assert Entry.objects.filter(verb="take_back").count() == 1


def test_handing_on_the_same_twice_is_one_and_another_part_is_added(row: Respondent) -> None:
    first, same, more = handed(row), handed(row), handed(row, "people")
    assert (first.pk, same.pk, more.sections) == (more.pk, more.pk, ["people", "food"])
    assert len(letters("mapping-handed-on")) == 2
    assert Entry.objects.filter(verb="hand_on").count() == 2


def test_nobody_takes_back_what_another_municipality_handed_on(row: Respondent) -> None:
    other = respondents(row.round)[1]
    ola = handed(other)
    assert (
        visitor().post(at(row, "gi-videre/"), {"deed": "take_back", "respondent": str(ola.pk)}).status_code
        == 404
    )
    with pytest.raises(Refusal):
        take_back(fresh(row), fresh(ola), by="", now=NOW)
    assert visitor().get(at(ola)).status_code == 200


@pytest.mark.parametrize(
    ("field", "text"), [("sections", "nowhere"), ("name", ""), ("email", "ola"), ("words", "x" * 1001)]
)
def test_what_is_wrong_in_the_form_is_told_and_the_rest_is_kept(
    row: Respondent, field: str, text: str
) -> None:
    said = {
        "sections": "food",
        "name": "Ola Nøst",
        "email": "ola@example.org",
        "language": "nn",
        "words": "Takk.",
    }
    answer = visitor().post(at(row, "gi-videre/"), said | {field: text})
    page = answer.content.decode()
    kept = [one for one in ("Ola Nøst", "ola@example.org", "Takk.") if one not in (said[field], "")]
    assert (answer.status_code, Respondent.objects.filter(handed_by__isnull=False).count()) == (422, 0)
    assert all(one in page for one in kept)


def test_nobody_is_written_to_without_end(row: Respondent) -> None:
    for number in range(MOST):
        handed(row, email=f"nr{number}@example.org")
    with pytest.raises(Refusal):
        handed(row, email="en.til@example.org")


def test_where_each_answers_alone_nothing_is_handed_on(row: Respondent) -> None:
    MappingRound.objects.update(anonymous=True)
    with pytest.raises(Refusal):
        handed(row)
    with pytest.raises(Refusal):
        finish(fresh(row), done=True, by="", now=NOW)
