"""A round is prepared: what it may say, whom it will ask, and what its pages do with what is typed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from samordner.asks.audiences import audience
from samordner.journal.deeds import Conflict, Refusal
from samordner.journal.models import Entry
from samordner.mapping.models import MappingRound, Respondent
from samordner.mapping.rounds.minutes import estimated
from samordner.mapping.rounds.operations.planning import (
    Outside,
    change_round,
    choose,
    facts_of,
    make_round,
    why_not_say,
)
from samordner.mapping.rounds.whom import whom
from samordner.participation.models import Contact
from samordner.questionnaires.content import Choice, ChoiceList, Question, Section
from tests.boards.conftest import SignIn
from tests.factories.participation import BY, DAY, NOW, Region, region
from tests.factories.wording import words
from tests.mapping.making import contact, drafted, facts, opened, questionnaire, small_content

pytestmark = pytest.mark.django_db


def test_a_round_that_is_made_is_a_draft_that_nobody_was_asked_by(today: date) -> None:
    place = region(1)
    made = make_round(place.programme, place.office, questionnaire(place), facts(), by=BY, now=NOW)
    assert (made.state, made.edition, made.ask, made.roles) == ("draft", None, None, ["main"])
    assert made.remind_days == [7, 2]
    assert [(one.verb, one.kind) for one in Entry.objects.filter(kind="mapping_round")] == [
        ("make", "mapping_round")
    ]


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"title": "  "}, "title"),
        ({"asked_by": ""}, "asked_by"),
        ({"minutes": 0}, "minutes"),
        ({"deadline": date(2021, 4, 26)}, "deadline"),
        ({"deadline": date(2120, 1, 1)}, "deadline"),
        ({"remind_days": (17,)}, "remind_days"),
        ({"remind_days": (-1,)}, "remind_days"),
        ({"remind_days": (1, 2, 3, 4, 5, 6)}, "remind_days"),
        ({"anonymous": True}, "anonymous"),
        ({"anonymous": True, "answered_for": "person", "fewest": 2}, "fewest"),
        ({"answered_for": "office"}, "answered_for"),
        ({"retention_days": 0}, "retention_days"),
    ],
)
def test_what_a_round_cannot_say_is_told_of_the_input_it_concerns(more: dict[str, Any], field: str) -> None:
    found = why_not_say(facts(**more))
    assert found is not None
    assert found[0] == field


def test_an_anonymous_round_of_persons_may_tell_of_three() -> None:
    assert why_not_say(facts(anonymous=True, answered_for="person", fewest=3)) is None


def test_another_office_s_questionnaire_cannot_be_asked_with() -> None:
    home, away = region(1), region(1, key="sorviken", county="92")
    with pytest.raises(Refusal):
        make_round(home.programme, home.office, questionnaire(away), facts(), by=BY, now=NOW)
    assert MappingRound.objects.count() == 0


def test_minutes_are_estimated_from_the_questions() -> None:
    rows = ChoiceList("rows", tuple(Choice(f"r{n}", words(f"Rad {n}")) for n in range(20)))
    stages = ChoiceList("stages", (Choice("no", words("Nei")), Choice("yes", words("Ja"))))
    matrix = Section(
        "all", words("Alt"), (Question("m", "matrix", words("Hvor langt?"), rows="rows", choices="stages"),)
    )
    assert estimated(small_content()) == 4
    assert estimated(small_content(sections=(matrix,), lists=(rows, stages))) == 5


# Whom


def told(row: MappingRound) -> list[tuple[str, str]]:
    return [
        (str(one.participation) if one.participation else one.organisation, one.email)
        for one in whom(row, DAY).people
    ]


def test_an_audience_and_its_roles_say_whom_a_round_asks_and_who_is_not_reached() -> None:
    place = region(3)
    contact(place[0])
    contact(place[0], "leader", "Ola Leder")
    contact(place[1], email="")
    made = drafted(place)
    assert told(made) == [
        (str(place[0]), f"kari.{place[0].municipality.code}@example.org"),
        (str(place[1]), ""),
        (str(place[2]), ""),
    ]
    found = whom(made, DAY)
    assert [str(line.participation) for line in found.unreached] == [str(place[1]), str(place[2])]
    assert [one.name for line in found.lines for one in line.without] == ["Kari Eksempel"]


def test_one_with_two_roles_is_asked_once() -> None:
    place = region(1)
    contact(place[0])
    contact(place[0], "leader", email=f"KARI.{place[0].municipality.code}@example.org")
    made = drafted(place)
    everyone = audience("all", place.programme, place.office, DAY)
    made = choose(made, audience=everyone, roles=["main", "leader"], version=made.version, by=BY, now=NOW)
    assert len(told(made)) == 1


def test_municipalities_are_left_out_added_and_given_an_address_and_others_are_asked_besides() -> None:
    place = region(3)
    contact(place[0])
    made = drafted(place)
    everyone = audience("all", place.programme, place.office, DAY)
    made = choose(
        made, audience=everyone, roles=["main"], left_out=[place[0]],
        given={place[1].pk: Outside(email="post@bekken.example", name="Per")},
        outside=[Outside(email="ks@ks.example", organisation="KS"), Outside(email="KS@ks.example", organisation="KS igjen")],
        version=made.version, by=BY, now=NOW,
    )  # fmt: skip
    assert told(made) == [
        (str(place[1]), "post@bekken.example"),
        (str(place[2]), ""),
        ("KS igjen", "KS@ks.example"),
    ]
    made = choose(
        made, audience=None, roles=["main"], by_hand=[place[0]], version=made.version, by=BY, now=NOW
    )
    assert told(made) == [(str(place[0]), f"kari.{place[0].municipality.code}@example.org")]


def test_what_cannot_be_chosen_is_refused_and_nothing_is_changed() -> None:
    home, away = region(1), region(1, key="sorviken", county="92")
    made = drafted(home)
    ways: list[dict[str, Any]] = [
        {"by_hand": [away[0]]}, {"outside": [Outside(email="nei")]}, {"given": {home[0].pk: Outside(email="nei")}},
    ]  # fmt: skip
    for more in ways:
        with pytest.raises(Refusal):
            choose(made, audience=None, roles=["main"], version=made.version, by=BY, now=NOW, **more)
    with pytest.raises(Refusal):
        choose(made, audience=None, roles=["king"], version=made.version, by=BY, now=NOW)
    made.refresh_from_db()
    assert made.audience == "all"


def test_of_two_who_change_a_round_the_second_is_told() -> None:
    made = drafted(region(1))
    change_round(made, replace(facts_of(made), title="En"), version=made.version, by=BY, now=NOW)
    with pytest.raises(Conflict):
        change_round(made, replace(facts_of(made), title="To"), version=made.version - 1, by=BY, now=NOW)
    assert MappingRound.objects.get().title == "En"


def test_in_an_open_round_only_what_nobody_was_told_is_changed_and_the_promise_is_never_made_less() -> None:
    made = opened(region(1), answered_for="person", anonymous=True, fewest=5)
    wanted = replace(facts_of(made), title="Noe annet", minutes=90, remind_days=(3,), fewest=8)
    made = change_round(made, wanted, version=made.version, by=BY, now=NOW)
    assert (made.title, made.minutes, made.remind_days, made.fewest) == ("Kartlegging 2021", 10, [3], 8)
    with pytest.raises(Refusal):
        change_round(made, replace(wanted, fewest=5), version=made.version, by=BY, now=NOW)


# On the pages


def typed(place: Region, **more: Any) -> dict[str, Any]:
    usual = {
        "questionnaire": f"{questionnaire(place).pk}", "title": "Kartlegging", "asked_by": "USHT", "why": "Derfor",
        "minutes": "", "opens": "2021-04-27", "deadline": "2021-05-14", "remind_days": "7, 2",
        "answered_for": "municipality", "fewest": "5", "retention_days": "365",
    }  # fmt: skip
    return {**usual, **more}


def test_a_partner_prepares_a_round_and_the_minutes_are_estimated(today: date, signed_in: SignIn) -> None:
    place = region(2)
    client = signed_in("partner", place.office)
    answer = client.post(reverse("mapping:new"), typed(place))
    row = MappingRound.objects.get()
    assert answer.headers["location"] == reverse("mapping:whom", args=[row.pk])
    assert (row.asked_by, row.minutes, row.remind_days) == ("USHT", 4, [7, 2])


def test_nothing_that_was_typed_is_lost_when_the_round_is_refused(today: date, signed_in: SignIn) -> None:
    place = region(1)
    answer = signed_in("coordinator", place.office).post(
        reverse("mapping:new"), typed(place, deadline="2021-04-01", why="Ærlig talt", remind_days="sju")
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Ærlig talt" in page
    assert 'value="sju"' in page
    assert MappingRound.objects.count() == 0


def test_the_page_of_whom_saves_what_is_chosen_and_names_who_has_no_address(
    today: date, signed_in: SignIn
) -> None:
    place = region(3)
    contact(place[0])
    made = drafted(place)
    client = signed_in("coordinator", place.office)
    address = reverse("mapping:whom", args=[made.pk])
    first = client.get(address).content.decode()
    assert "2 municipalities have nobody with an address in these roles" in first
    answer = client.post(address, {
        "version": made.version, "audience": "all", "roles": ["main"], "others": "ks@ks.example; Kari; KS",
        f"email-{place[1].pk}": "post@to.example", f"name-{place[1].pk}": "Per To", "leave": [f"{place[2].pk}"], "on": "1",
    })  # fmt: skip
    assert answer.headers["location"] == reverse("mapping:open", args=[made.pk])
    made.refresh_from_db()
    assert [email for _place, email in told(made)] == [
        f"kari.{place[0].municipality.code}@example.org", "post@to.example", "ks@ks.example",
    ]  # fmt: skip
    shown = client.get(address).content.decode()
    assert "post@to.example" in shown
    assert "ks@ks.example; Kari; KS" in shown


def test_a_wrong_line_of_others_is_named_and_all_that_was_typed_stays(today: date, signed_in: SignIn) -> None:
    place = region(1)
    made = drafted(place)
    answer = signed_in("coordinator", place.office).post(
        reverse("mapping:whom", args=[made.pk]),
        {"version": made.version, "audience": "all", "roles": ["main"], "others": "ikke en adresse; Kari"},
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "This line begins with no e-mail address: ikke en adresse; Kari" in page
    assert Respondent.objects.count() == 0


def test_what_has_the_shape_of_another_office_s_municipality_is_not_taken(
    today: date, signed_in: SignIn
) -> None:
    home, away = region(1), region(1, key="sorviken", county="92")
    made = drafted(home)
    client = signed_in("coordinator", home.office)
    answer = client.post(reverse("mapping:whom", args=[made.pk]), {
        "version": made.version, "audience": "", "roles": ["main"], "who": [f"{away[0].pk}"],
        f"email-{away[0].pk}": "spion@example.org", "leave": [f"{away[0].pk}", "tull"],
    })  # fmt: skip
    assert answer.status_code == 422
    assert Respondent.objects.filter(participation=away[0]).count() == 0


def test_rounds_are_listed_with_how_many_have_answered_at_the_same_number_of_questions(
    today: date, signed_in: SignIn, django_assert_num_queries: Any
) -> None:
    place = region(3)
    client = signed_in("coordinator", place.office)
    opened(place)
    client.get(reverse("mapping:index"))
    with django_assert_num_queries(12):
        client.get(reverse("mapping:index"))
    for number in range(2):
        opened(place, contacts=False, title=f"Runde {number}")
    with django_assert_num_queries(12):
        page = client.get(reverse("mapping:index")).content.decode()
    assert page.count("0 of 3") == 3


def test_a_list_is_narrowed_sorted_and_handed_out(today: date, signed_in: SignIn) -> None:
    place = region(1)
    opened(place, title="Alfa")
    drafted(place, title="Beta", asked_by="USHT")
    client = signed_in("coordinator", place.office)
    drafts = client.get(reverse("mapping:index"), {"state": "draft"}).content.decode()
    assert "Beta" in drafts
    assert "Alfa" not in drafts
    answer = client.get(reverse("mapping:index"), {"format": "csv", "sort": "title", "asked_by": "USHT"})
    assert "Beta" in answer.content.decode("utf-8-sig")
    assert client.get(reverse("mapping:index"), {"format": "exe"}).status_code == 404


def test_contacts_are_those_of_today_when_it_opens(today: date) -> None:
    place = region(1)
    made = drafted(place)
    assert told(made) == [(str(place[0]), "")]
    Contact.objects.create(participation=place[0], role="main", name="Ny", email="ny@example.org", since=DAY)
    assert told(made) == [(str(place[0]), "ny@example.org")]
