"""Those who came to a meeting are asked what they think of it, each for themselves and without a name."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from samordner.asks.models import Ask
from samordner.invitations.models import Registration
from samordner.mapping.models import MappingRound
from samordner.mapping.rounds.operations.opening import open_round
from samordner.mapping.rounds.operations.planning import make_round
from samordner.mapping.rounds.whom import whom
from samordner.meetings.models import Meeting
from tests.boards.conftest import SignIn
from tests.factories.participation import BY, DAY, NOW, Region, region
from tests.invitations.making import planned
from tests.mapping.making import facts, questionnaire, respondents

pytestmark = pytest.mark.django_db


def came(meeting: Meeting, place: Region) -> None:
    """Two who came, one who did not, one whom nobody can write to, and one from another office's municipality."""
    away = region(1, key="sorviken", county="92")
    people = (
        ("Ada", "ada@example.org", place[0], True), ("Bo", "bo@example.org", None, True),
        ("Cato", "cato@example.org", place[0], False), ("Dina", "", place[0], True), ("Eli", "eli@example.org", away[0], True),
    )  # fmt: skip
    for number, (name, email, row, there) in enumerate(people, 1):
        Registration.objects.create(
            meeting=meeting, number=number, form=name, who=name, name=name, email=email, participation=row, language="nn",
            state="place", registered_at=NOW, attended=there, attended_how="door",
        )  # fmt: skip


def evaluation(place: Region, meeting: Meeting) -> MappingRound:
    said = facts(title="Hva synes du?", answered_for="person", anonymous=True)
    return make_round(
        place.programme, place.office, questionnaire(place), said, meeting=meeting.pk, by=BY, now=NOW
    )


def test_an_evaluation_asks_those_who_came_and_can_be_written_to() -> None:
    place = region(1)
    meeting = planned(place)
    came(meeting, place)
    made = evaluation(place, meeting)
    made = open_round(made, version=made.version, day=DAY, by=BY, now=NOW)
    assert [(row.name, row.language, row.participation) for row in sorted(respondents(made), key=lambda one: one.name)] == [
        ("Ada", "nn", place[0]), ("Bo", "nn", None), ("Eli", "nn", None),
    ]  # fmt: skip
    assert [one.participation for one in Ask.objects.get().recipients.all()] == [place[0]]


def test_while_nobody_has_noted_who_came_those_with_a_place_are_asked() -> None:
    place = region(1)
    meeting = planned(place)
    came(meeting, place)
    Registration.objects.update(attended=None, attended_how="")
    assert [one.name for one in whom(evaluation(place, meeting), DAY).people] == ["Ada", "Bo", "Cato", "Eli"]


def test_from_the_meeting_one_prepares_an_anonymous_round_of_its_participants(
    today: date, signed_in: SignIn
) -> None:
    place = region(1)
    meeting = planned(place)
    came(meeting, place)
    client = signed_in("coordinator", place.office)
    page = client.get(reverse("meetings:meeting", args=[meeting.pk])).content.decode()
    assert f"meeting={meeting.pk}" in page
    assert "Ask those who came" in page
    form = client.get(reverse("mapping:new"), {"meeting": f"{meeting.pk}"}).content.decode()
    assert "Dialogmøte om mat" in form
    evaluation(place, meeting)
    page = client.get(reverse("meetings:meeting", args=[meeting.pk])).content.decode()
    assert "Hva synes du?" in page


def test_another_office_s_meeting_is_not_there(today: date, signed_in: SignIn) -> None:
    home, away = region(1), region(1, key="sorviken", county="92")
    meeting = planned(away)
    client = signed_in("coordinator", home.office)
    assert client.get(reverse("mapping:new"), {"meeting": f"{meeting.pk}"}).status_code == 404
