"""What is known across border changes: what goes on by itself, and what a person must decide."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from samordner.participation.borders import Borders, Known, known
from samordner.participation.models import Participation
from samordner.participation.operations import withdraw
from samordner.participation.queries import taking_part, tally
from samordner.participation.statements import Series
from tests.factories.borders import become, decided
from tests.factories.participation import NOW, Region, region, say

pytestmark = pytest.mark.django_db

SAID, CHANGED, AFTER, TODAY = date(2020, 3, 1), date(2021, 1, 1), date(2021, 3, 1), date(2026, 11, 22)
LATER = NOW + timedelta(days=400)


@pytest.fixture
def place() -> Region:
    return region(3)


def ask(place: Region, day: date, borders: Borders = "that-day", **more: object) -> Known:
    rows = taking_part(place.definition.key, day)
    return known(rows, place.definition, day, borders=borders, today=TODAY, **more)  # type: ignore[arg-type]


def values(found: Known, subject: str = "plan_status", item: str = "") -> dict[str, str]:
    return {row.municipality.name: found.state.value(row.pk, subject, item) for row in found.rows}


def questions(found: Known) -> list[tuple[str, str, str, str, str]]:
    return [
        (one.old.name, one.heir.name, one.series.subject, one.standing.value, one.why)
        for one in found.questions
    ]


def test_a_new_number_is_the_same_municipality_and_what_was_known_goes_on(place: Region) -> None:
    say(place[0], "plan_status", "decided", SAID)
    (heir,) = become([place[0]], ["Nyvik"], CHANGED)
    found = ask(place, AFTER, subjects=["plan_status"])
    assert values(found)["Nyvik"] == "decided"
    assert questions(found) == []
    told = found.inherited[heir.pk, Series("plan_status")]
    assert (told.origin, [change.new for change in told.through]) == (
        place[0].municipality,
        [heir.municipality],
    )
    assert found.state.standings[heir.pk, Series("plan_status")].participation == heir.pk


def test_the_part_that_bears_the_old_name_goes_on_and_the_other_is_a_question(place: Region) -> None:
    say(place[0], "plan_status", "decided", SAID)
    become([place[0]], [place[0].municipality.name, "Utvik"], CHANGED)
    found = ask(place, AFTER, subjects=["plan_status"])
    name = place[0].municipality.name
    assert (values(found)[name], values(found)["Utvik"]) == ("decided", "")
    assert questions(found) == [(name, "Utvik", "plan_status", "decided", "divided")]


def test_the_merged_begins_with_nothing_until_a_person_decides(place: Region) -> None:
    say(place[0], "plan_status", "decided", SAID)
    say(place[1], "plan_status", "not_begun", SAID)
    (heir,) = become(place.participations[:2], ["Nyvik"], CHANGED)
    found = ask(place, AFTER, subjects=["plan_status"])
    assert values(found)["Nyvik"] == ""
    assert {why for *_, why in questions(found)} == {"merged"}
    assert len(questions(found)) == 2
    decided(place[1], heir)
    found = ask(place, AFTER, subjects=["plan_status"])
    assert (values(found)["Nyvik"], questions(found)) == ("not_begun", [])
    assert [one.holds for one in found.inherited[heir.pk, Series("plan_status")].decisions] == [True]


def test_its_own_word_always_wins_and_when_it_is_withdrawn_the_old_one_counts_again(place: Region) -> None:
    say(place[0], "plan_status", "decided", SAID)
    (heir,) = become([place[0]], ["Nyvik"], CHANGED)
    own = say(heir, "plan_status", "not_begun", AFTER)
    assert values(ask(place, AFTER - timedelta(days=1)))["Nyvik"] == "decided"
    found = ask(place, AFTER)
    assert (values(found)["Nyvik"], found.inherited) == ("not_begun", {})
    withdraw(own, note="Feil", by="u1", now=NOW)
    assert values(ask(place, AFTER))["Nyvik"] == "decided"


def test_a_decision_is_of_one_item_one_subject_or_all(place: Region) -> None:
    say(place[0], "plan_status", "decided", SAID)
    say(place[0], "solution_stage", "in_use", SAID, item="A1")
    say(place[0], "solution_stage", "chosen", SAID, item="B1")
    _same, heir = become([place[0]], [place[0].municipality.name, "Utvik"], CHANGED)
    decided(place[0], heir, subject="solution_stage", item="B1")
    found = ask(place, AFTER)
    assert values(found, "solution_stage", "B1")["Utvik"] == "chosen"
    assert [one.series for one in found.questions] == [Series("plan_status"), Series("solution_stage", "A1")]
    decided(place[0], heir, subject="solution_stage")
    assert values(ask(place, AFTER), "solution_stage", "A1")["Utvik"] == "in_use"
    decided(place[0], heir)
    assert (values(ask(place, AFTER))["Utvik"], ask(place, AFTER).questions) == ("decided", ())


def test_the_newest_decision_wins_and_a_past_answer_stays_as_it_was(place: Region) -> None:
    say(place[0], "plan_status", "decided", SAID)
    _same, heir = become([place[0]], [place[0].municipality.name, "Utvik"], CHANGED)
    decided(place[0], heir, at=NOW)
    decided(place[0], heir, holds=False, subject="plan_status", at=LATER)
    said = {
        known_at: (values(found)["Utvik"], len(found.questions))
        for known_at in (NOW - timedelta(seconds=1), NOW, LATER, None)
        for found in [ask(place, AFTER, known_at=known_at)]
    }
    # The statement itself was recorded at NOW: before that there is nothing to ask about
    assert said == {NOW - timedelta(seconds=1): ("", 0), NOW: ("decided", 0), LATER: ("", 0), None: ("", 0)}


def test_a_person_may_decide_that_not_even_the_part_with_the_name_takes_over(place: Region) -> None:
    say(place[0], "plan_status", "decided", SAID)
    same, _other = become([place[0]], [place[0].municipality.name, "Utvik"], CHANGED)
    decided(place[0], same, holds=False)
    assert values(ask(place, AFTER))[place[0].municipality.name] == ""


def test_several_changes_in_a_row_are_followed(place: Region) -> None:
    say(place[0], "plan_status", "decided", SAID)
    (middle,) = become([place[0]], ["Nyvik"], CHANGED)
    say(middle, "phase", "2", CHANGED)
    same, other = become([middle], ["Nyvik", "Utvik"], date(2022, 1, 1))
    found = ask(place, date(2022, 2, 1), subjects=["plan_status", "phase"])
    assert (values(found)["Nyvik"], values(found, "phase")["Nyvik"]) == ("decided", "2")
    assert found.inherited[same.pk, Series("plan_status")].origin == place[0].municipality
    assert len(found.inherited[same.pk, Series("plan_status")].through) == 2
    assert {(old, new) for old, new, *_ in questions(found)} == {("Nyvik", "Utvik")}
    decided(middle, other)
    assert values(ask(place, date(2022, 2, 1)))["Utvik"] == "decided"


def test_one_that_kept_its_code_keeps_what_was_known_of_it(place: Region) -> None:
    say(place[0], "plan_status", "decided", SAID)
    say(place[1], "plan_status", "not_begun", SAID)
    say(place[1], "phase", "2", SAID)
    name = place[0].municipality.name
    become(place.participations[:2], [], CHANGED, keeps_code=True)
    found = ask(place, AFTER, subjects=["plan_status", "phase"])
    assert (values(found)[name], values(found, "phase")[name]) == ("decided", "")
    assert questions(found) == [(place[1].municipality.name, name, "phase", "2", "merged")]


def test_what_was_said_after_it_gave_a_part_away_was_not_said_of_that_part(place: Region) -> None:
    say(place[0], "plan_status", "not_begun", SAID)
    heir, giver = become([place[0]], ["Utvik"], CHANGED, keeps_code=True)
    say(giver, "plan_status", "decided", AFTER)
    decided(place[0], heir)
    found = ask(place, AFTER)
    assert (values(found)["Utvik"], values(found)[giver.municipality.name]) == ("not_begun", "decided")


# On today's borders


def test_on_todays_borders_a_new_number_and_the_part_with_the_name_have_the_old_value(place: Region) -> None:
    say(place[0], "plan_status", "decided", SAID)
    say(place[1], "plan_status", "in_process", SAID)
    become([place[0]], ["Nyvik"], CHANGED)
    become([place[1]], [place[1].municipality.name, "Utvik"], CHANGED)
    found = ask(place, SAID, "today", subjects=["plan_status"])
    assert values(found) == {
        "Nyvik": "decided", place[1].municipality.name: "in_process", "Utvik": "", place[2].municipality.name: "",
    }  # fmt: skip
    assert questions(found) == [(place[1].municipality.name, "Utvik", "plan_status", "in_process", "divided")]
    untouched = next(row for row in found.rows if row.municipality == place[2].municipality)
    assert untouched.pk == place[2].pk
    assert [row.pk == -row.municipality_id for row in found.rows if row.pk != untouched.pk] == [True] * 3
    assert tally(found.state, place.definition, "plan_status").denominator == 4


def test_the_merged_have_what_all_agree_on_since_the_last_of_them_on_the_weakest_evidence(
    place: Region,
) -> None:
    say(place[0], "plan_status", "decided", SAID, evidence="documented", source_key="1/20")
    say(place[1], "plan_status", "decided", date(2020, 2, 1))
    become(place.participations[:2], ["Nyvik"], CHANGED)
    found = ask(place, SAID, "today", subjects=["plan_status"])
    row = next(row for row in found.rows if row.municipality.name == "Nyvik")
    standing = found.state.get(row.pk, "plan_status")
    assert standing is not None
    assert (standing.value, standing.since, standing.evidence) == ("decided", SAID, "self_reported")
    assert {one.name for one in found.inherited[row.pk, Series("plan_status")].origins} == {
        one.municipality.name for one in place.participations[:2]
    }
    assert found.questions == ()


@pytest.mark.parametrize(("other", "why"), [("in_process", "differs"), ("", "unknown")])
def test_where_the_merged_differ_or_one_is_unknown_it_is_open_until_decided(
    place: Region, other: str, why: str
) -> None:
    say(place[0], "plan_status", "decided", SAID)
    if other:
        say(place[1], "plan_status", other, SAID)
    (heir,) = become(place.participations[:2], ["Nyvik"], CHANGED)
    found = ask(place, SAID, "today", subjects=["plan_status"])
    assert values(found)["Nyvik"] == ""
    assert {one for *_, one in questions(found)} == {why}
    assert len(found.questions) == (2 if other else 1)
    decided(place[0], heir)
    found = ask(place, SAID, "today", subjects=["plan_status"])
    assert (values(found)["Nyvik"], found.questions) == ("decided", ())


def test_what_was_decided_not_to_hold_no_longer_stands_in_the_way_of_the_others(place: Region) -> None:
    say(place[0], "plan_status", "decided", SAID)
    say(place[1], "plan_status", "in_process", SAID)
    (heir,) = become(place.participations[:2], ["Nyvik"], CHANGED)
    decided(place[1], heir, holds=False)
    assert values(ask(place, SAID, "today"))["Nyvik"] == "decided"
    decided(place[0], heir, holds=False)
    found = ask(place, SAID, "today")
    assert (values(found)["Nyvik"], found.questions) == ("", ())


def test_todays_borders_follow_a_merge_and_then_a_split(place: Region) -> None:
    for row in place.participations[:2]:
        say(row, "plan_status", "decided", SAID)
    (middle,) = become(place.participations[:2], ["Nyvik"], CHANGED)
    _same, other = become([middle], ["Nyvik", "Utvik"], date(2022, 1, 1))
    found = ask(place, SAID, "today", subjects=["plan_status"])
    assert (values(found)["Nyvik"], values(found)["Utvik"]) == ("decided", "")
    assert questions(found) == [("Nyvik", "Utvik", "plan_status", "decided", "divided")]
    decided(middle, other)
    assert values(ask(place, SAID, "today"))["Utvik"] == "decided"


def test_an_ancestor_that_may_not_be_seen_counts_as_unknown(place: Region) -> None:
    for row in place.participations[:2]:
        say(row, "plan_status", "decided", SAID)
    become(place.participations[:2], ["Nyvik"], CHANGED)
    rows = Participation.objects.filter(pk=place[0].pk).select_related("municipality", "office")
    found = known(rows, place.definition, SAID, borders="today", today=TODAY)
    assert (values(found), {one.why for one in found.questions}) == ({"Nyvik": ""}, {"unknown"})


def test_the_days_borders_and_todays_are_the_same_on_a_day_that_has_not_passed(place: Region) -> None:
    say(place[0], "plan_status", "decided", SAID)
    become([place[0]], ["Nyvik"], CHANGED)
    rows = list(taking_part(place.definition.key, AFTER))
    one, other = (
        known(rows, place.definition, AFTER, borders=each, today=AFTER) for each in ("that-day", "today")
    )
    assert (one.rows, dict(one.state.standings)) == (other.rows, dict(other.state.standings))


@pytest.mark.parametrize("borders", ["that-day", "today"])
def test_it_asks_the_same_number_of_queries_however_many_there_are(borders: Borders) -> None:
    asked = []
    for key, county, count in (("liten", "91", 4), ("stor", "92", 24)):
        place = region(count, key=key, county=county)
        for row in place.participations:
            say(row, "plan_status", "decided", SAID)
        for number in range(0, count, 2):
            become(place.participations[number : number + 2], [f"Ny {number}"], CHANGED)
        day = AFTER if borders == "that-day" else SAID
        rows = list(taking_part(place.definition.key, day, office=key))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            known(rows, place.definition, day, borders=borders, today=TODAY)
        asked.append(len(queries))
    assert asked[0] == asked[1] <= 8
