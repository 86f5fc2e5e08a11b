"""Lists of participants as video meetings give them: odd letters, any sign between, three languages, bad rows named."""

from __future__ import annotations

from contextlib import suppress

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from samordner.invitations.models import Registration
from samordner.invitations.participantlists import Present, Unread, minutes_of, read
from samordner.meetings.models import Meeting
from tests.boards.conftest import SignIn
from tests.factories.participation import DAY, region
from tests.invitations.test_pages import held

TEAMS = (
    "1. Sammendrag\nMøtetittel\tFagdag\nDeltakere\t3\n\n2. Deltakere\n"
    "Navn\tFørste deltakelse\tSiste fratredelse\tVarighet i møtet\tE-post\tDeltaker-ID (UPN)\tRolle\n"
    "Kari Eksempel\t27.04.2021, 09:00\t27.04.2021, 10:02\t1t 2m 3s\tkari@example.org\tkari@example.org\tArrangør\n"
    "Åse Ærlig (Ekstern)\t27.04.2021, 09:00\t27.04.2021, 09:30\t30m 1s\t\t\tPresentatør\n\n"
    "3. Aktiviteter i møtet\nNavn\tBli med-tidspunkt\nKari Eksempel\t27.04.2021\n"
)
ZOOM = (
    "Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes),Guest\r\n"
    '"Nordmann, Ola",OLA@example.org,04/27/2021,04/27/2021,40,Yes\r\n'
    '"Nordmann, Ola",ola@example.org,04/27/2021,04/27/2021,22,Yes\r\n'
)


@pytest.mark.parametrize("letters", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_a_teams_list_in_any_letters(letters: str) -> None:
    assert read(TEAMS.encode(letters)).people == (
        Present("Kari Eksempel", "kari@example.org", 62), Present("Åse Ærlig", "", 30),
    )  # fmt: skip


def test_one_who_came_and_went_is_one_with_the_minutes_together_and_the_name_the_right_way_round() -> None:
    assert read(ZOOM.encode()).people == (Present("Ola Nordmann", "ola@example.org", 62),)


@pytest.mark.parametrize(
    "heading", ["Fullt navn;E-post;Varighet", "Fullt namn;E-post;Varigheit", "Full Name;Email;Duration"]
)
def test_headings_in_three_languages_and_bad_rows_named(heading: str) -> None:
    taken = read(
        f"{heading}\nKari;kari@example.org;en stund\n;tom@example.org;3\nOla\nPer;;1:05:00\n".encode()
    )
    assert [(one.name, one.minutes) for one in taken.people] == [("Kari", None), ("Per", 65)]
    assert [line for line, _why in taken.wrong] == [2, 3, 4]


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("62", 62),
        ("1h 2m 3s", 62),
        ("1 t 2 min", 62),
        ("01:02:03", 62),
        ("45:10", 45),
        ("90s", 1),
        ("", None),
        ("lenge", None),
    ],
)
def test_how_long(text: str, minutes: int | None) -> None:
    assert minutes_of(text) == minutes


@given(st.binary(max_size=400))
def test_whatever_is_in_the_file_it_is_read_or_refused_with_a_reason(content: bytes) -> None:
    with suppress(Unread):
        assert read(content).people


def sent(client: Client, meeting: Meeting, text: str) -> str:
    file = SimpleUploadedFile("liste.csv", text.encode("utf-16"))
    return client.post(f"/moter/{meeting.pk}/oppmote/liste/", {"file": file}).content.decode()


@pytest.mark.django_db
@pytest.mark.usefixtures("today")
def test_a_list_is_looked_at_corrected_by_hand_and_taken_in_whole_or_not_at_all(signed_in: SignIn) -> None:
    import re

    place = region(1)
    meeting, (kari, ola) = held(place)
    client = signed_in("coordinator", place.office)
    page = sent(client, meeting, TEAMS)
    assert "1 recognised" in page
    found = re.search(r'name="read" value="([^"]+)"', page)
    assert found is not None
    assert Registration.objects.filter(attended=True).count() == 0
    address = f"/moter/{meeting.pk}/oppmote/liste/"
    both = {"read": found[1], "as-0": f"r{kari.pk}", "as-1": f"r{kari.pk}"}
    refused = client.post(address, both)
    assert (refused.status_code, Registration.objects.filter(attended=True).count()) == (422, 0)
    assert client.post(address, both | {"as-1": "r999999"}).status_code == 422
    assert client.post(address, {"read": found[1] + "x", "as-0": "new"}).status_code == 422
    assert client.post(address, both | {"as-1": "new", "others": "absent"}).status_code == 302
    kari.refresh_from_db()
    ola.refresh_from_db()
    new = Registration.objects.get(name="Åse Ærlig")
    assert (kari.attended, kari.minutes, ola.attended, new.attended, new.walked_in) == (
        True,
        62,
        False,
        True,
        True,
    )
    assert (new.attended_how, DAY is not None) == ("list", True)
    client.post(address, both | {"as-1": "new"})
    assert Registration.objects.count() == 3


@pytest.mark.django_db
@pytest.mark.usefixtures("today")
def test_a_name_with_the_place_in_brackets_behind_it_is_recognised(signed_in: SignIn) -> None:
    place = region(1)
    meeting, (kari, _ola) = held(place)
    client = signed_in("coordinator", place.office)
    page = sent(client, meeting, f"Navn\n{kari.name} (Et Sted)\nEn Annen (Et Sted)\n")
    assert "1 recognised" in page
