"""What municipalities answered becomes what is registered, when a person accepts it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from samordner.findings.models import Review
from samordner.findings.operations.reviewing import accept, turn_down, undo
from samordner.findings.proposals import Proposal, proposals
from samordner.journal.deeds import Refusal
from samordner.journal.models import Entry
from samordner.mapping.models import MappingRound
from samordner.participation.contacts.operations import add_contact
from samordner.participation.models import Contact, Evidence, Observation, SourceKind
from samordner.participation.queries import state
from samordner.support.models import Need
from tests.factories.participation import BY, DAY, NOW, Region, region, say
from tests.findings.answers import SENT, answer, asked

pytestmark = pytest.mark.django_db

SENT_DAY = date(2021, 4, 20)


@pytest.fixture
def home() -> Region:
    return region(3)


@pytest.fixture
def of(home: Region) -> MappingRound:
    return asked(home)


def shown(of: MappingRound) -> list[tuple[str, str, str, str, str]]:
    return [
        (str(each.participation), each.made.key, each.registered, each.mark, each.state)
        for each in proposals(of, DAY)
    ]


def keys(of: MappingRound, *wanted: str) -> list[str]:
    found = [each for each in proposals(of, DAY) if not wanted or each.made.key in wanted]
    return [each.key for each in found]


def decide(of: MappingRound, *wanted: str) -> list[Review]:
    return accept(of, keys(of, *wanted), day=DAY, by=BY, now=NOW)


def known(home: Region, subject: str, item: str = "") -> list[tuple[str, str, str] | None]:
    found = state(home.participations, home.definition, DAY)
    standings = [found.get(row.pk, subject, item) for row in home.participations]
    return [(one.value, one.since.isoformat(), one.evidence) if one else None for one in standings]


def test_nothing_is_said_by_what_was_not_answered(home: Region, of: MappingRound) -> None:
    answer(of, home[0], free="Alt vel")
    assert proposals(of, DAY) == []


def test_an_answer_becomes_an_observation_with_the_answer_as_its_source(
    home: Region, of: MappingRound
) -> None:
    sent = answer(of, home[0], status="decided", body="kommunestyret", decided="2021-03-11", case="14/21")
    assert shown(of) == [(str(home[0]), "subject:plan_status", "", "new", "waiting")]
    [row] = decide(of)
    made = Observation.objects.get()
    assert (
        made.subject, made.value, made.since, made.source_kind, made.source_key, made.evidence,
        made.decision_body, made.decision_day, made.case_number, made.recorded_at,
    ) == (
        "plan_status", "decided", date(2021, 3, 11), SourceKind.SURVEY, f"answer:{sent.response_id}",
        Evidence.SELF_REPORTED, "kommunestyret", date(2021, 3, 11), "14/21", NOW,
    )  # fmt: skip
    assert (row.verdict, row.observation) == ("accepted", made)
    assert known(home, "plan_status") == [("decided", "2021-03-11", "self_reported"), None, None]
    entry = Entry.objects.order_by("pk").last()
    assert entry
    assert (entry.verb, entry.key) == ("accept", str(of.pk))


def test_what_is_expected_is_kept_as_it_was_written(home: Region, of: MappingRound) -> None:
    answer(of, home[0], status="in_process", expected="haust 2021")
    decide(of)
    made = Observation.objects.get()
    assert (made.since, made.expected_label, made.expected_start, made.expected_end) == (
        SENT_DAY, "haust 2021", date(2021, 8, 1), date(2021, 12, 31),
    )  # fmt: skip


def test_a_choice_that_says_nothing_registers_nothing(home: Region, of: MappingRound) -> None:
    answer(of, home[0], status="other", stage__A1="unsure", stage__A2="in_use")
    assert [each[1] for each in shown(of)] == ["subject:solution_stage/A2"]


def test_of_many_choices_those_not_taken_are_a_no_where_the_question_was_answered(
    home: Region, of: MappingRound
) -> None:
    answer(of, home[0], where=["planning_strategy"])
    decide(of)
    made = Observation.objects.order_by("pk").values_list("subject", "item", "value")
    assert list(made) == [
        ("anchoring", "planning_strategy", "yes"),
        ("anchoring", "community_part", "no"),
    ]


def test_what_is_registered_being_still_right_says_no_to_nothing_else(home: Region, of: MappingRound) -> None:
    answer(of, home[0], where=["planning_strategy"], where__still="yes")
    decide(of)
    made = Observation.objects.values_list("subject", "item", "value")
    assert list(made) == [("anchoring", "planning_strategy", "yes")]


def test_still_right_says_nothing_of_what_nothing_is_registered_of(home: Region, of: MappingRound) -> None:
    say(home[0], "anchoring", "yes", date(2021, 2, 1), item="planning_strategy")
    answer(of, home[0], where=["planning_strategy"], where__still="yes")
    assert [(each[1], each[3]) for each in shown(of)] == [("subject:anchoring/planning_strategy", "same")]


@pytest.mark.parametrize(
    ("evidence", "mark"), [(Evidence.SELF_REPORTED, "changed"), (Evidence.DOCUMENTED, "doubt")]
)
def test_what_differs_from_something_documented_is_in_doubt(
    home: Region, of: MappingRound, evidence: Evidence, mark: str
) -> None:
    say(home[0], "plan_status", "decided", date(2021, 2, 1), evidence=evidence, case_number="1/21")
    answer(of, home[0], status="in_process")
    [each] = proposals(of, DAY)
    assert (each.mark, each.is_plain, each.registered) == (
        mark, mark == "changed", f"Vedtatt, 01.02.2021, {evidence.label}",
    )  # fmt: skip


def test_the_same_again_keeps_its_day_and_its_evidence_and_is_fresh(home: Region, of: MappingRound) -> None:
    say(home[0], "plan_status", "decided", date(2021, 2, 1), evidence=Evidence.DOCUMENTED, case_number="1/21",
        now=datetime(2021, 2, 2, tzinfo=UTC))  # fmt: skip
    say(home[1], "plan_status", "in_process", date(2021, 2, 1), now=datetime(2021, 2, 2, tzinfo=UTC))
    answer(of, home[0], status="decided", status__still="yes")
    answer(of, home[1], status="in_process")
    assert [each.verdict for each in decide(of)] == ["confirmed", "confirmed"]
    assert known(home, "plan_status") == [
        ("decided", "2021-02-01", "documented"), ("in_process", "2021-02-01", "self_reported"), None,
    ]  # fmt: skip
    newest = Observation.objects.order_by("pk").reverse()[:2]
    assert [(one.recorded_at, one.case_number) for one in newest] == [(NOW, ""), (NOW, "1/21")]


def test_all_or_nothing_when_one_cannot_be_registered(home: Region, of: MappingRound) -> None:
    answer(of, home[0], status="in_process")
    answer(of, home[1], status="decided", decided="2031-01-01")
    with pytest.raises(Refusal) as refused:
        decide(of)
    assert str(home[1]) in str(refused.value.sentence)
    assert (Observation.objects.count(), Review.objects.count()) == (0, 0)


def test_what_was_registered_meanwhile_is_not_overwritten_unseen(home: Region, of: MappingRound) -> None:
    answer(of, home[0], status="in_process")
    seen = keys(of)
    say(home[0], "plan_status", "decided", date(2021, 4, 22))
    with pytest.raises(Refusal):
        accept(of, seen, day=DAY, by=BY, now=NOW)
    assert [one.value for one in Observation.objects.all()] == ["decided"]


def test_accepted_twice_is_accepted_once(home: Region, of: MappingRound) -> None:
    answer(of, home[0], status="in_process")
    seen = keys(of)
    accept(of, seen, day=DAY, by=BY, now=NOW)
    with pytest.raises(Refusal):
        accept(of, seen, day=DAY, by=BY, now=NOW)
    assert Observation.objects.count() == 1


def test_an_answer_that_is_corrected_waits_anew_only_where_it_says_something_else(
    home: Region, of: MappingRound
) -> None:
    answer(of, home[0], status="in_process", stage__A1="in_use")
    decide(of)
    answer(of, home[0], status="not_begun", stage__A1="in_use")
    assert [(each[1], each[4]) for each in shown(of)] == [
        ("subject:plan_status", "waiting"), ("subject:solution_stage/A1", "accepted"),
    ]  # fmt: skip


def test_turned_down_needs_a_reason_and_is_not_registered(home: Region, of: MappingRound) -> None:
    answer(of, home[0], status="in_process")
    with pytest.raises(Refusal):
        turn_down(of, keys(of), why=" ", day=DAY, by=BY, now=NOW)
    assert turn_down(of, keys(of), why="Feil kommune", day=DAY, by=BY, now=NOW) == 1
    assert (Observation.objects.count(), shown(of)[0][4]) == (0, "rejected")


def test_an_acceptance_undone_is_withdrawn_and_waits(home: Region, of: MappingRound) -> None:
    answer(of, home[0], status="in_process", wish="Hjelp med planen")
    for row in decide(of):
        undo(row, by=BY, now=NOW)
    assert known(home, "plan_status") == [None, None, None]
    assert [each[4] for each in shown(of)] == ["waiting", "waiting"]
    assert Need.objects.filter(removed_at=None).count() == 0
    with pytest.raises(Refusal):
        undo(Review.objects.filter(verdict="accepted")[0], by=BY, now=NOW)


def test_a_need_is_raised_with_the_round_as_where_it_was_said(home: Region, of: MappingRound) -> None:
    answer(of, home[0], wish="Hjelp med planen")
    [row] = decide(of)
    need = Need.objects.get()
    assert (need.text, need.raised_on, need.raised_where, row.need) == (
        "Hjelp med planen", SENT_DAY, "Kartlegging 2021", need,
    )  # fmt: skip


def _contacts(home: Region) -> list[tuple[str, str, date | None, date | None]]:
    rows = Contact.objects.filter(participation=home[0]).order_by("since", "pk")
    return [(one.name, one.email, one.since, one.until) for one in rows]


def test_another_contact_takes_over_from_the_day_of_the_answer(home: Region, of: MappingRound) -> None:
    add_contact(
        home[0],
        role="main",
        name="Ola Eksempel",
        since=date(2020, 1, 1),
        email="ola@a.example",
        by=BY,
        now=NOW,
    )
    answer(of, home[0], name="Kari Eksempel", mail="kari@a.example")
    decide(of)
    assert _contacts(home) == [
        ("Ola Eksempel", "ola@a.example", date(2020, 1, 1), SENT_DAY),
        ("Kari Eksempel", "kari@a.example", SENT_DAY, None),
    ]


def test_the_same_contact_with_another_address_is_mended(home: Region, of: MappingRound) -> None:
    add_contact(
        home[0],
        role="main",
        name="Ola Eksempel",
        since=date(2020, 1, 1),
        email="ola@a.example",
        by=BY,
        now=NOW,
    )
    answer(of, home[0], name="Ola Eksempel", mail="ola@b.example")
    decide(of)
    assert _contacts(home) == [("Ola Eksempel", "ola@b.example", date(2020, 1, 1), None)]


def test_an_anonymous_round_says_nothing_of_a_municipality(home: Region) -> None:
    of = asked(home, anonymous=True)
    answer(of, home[0], status="in_process")
    assert proposals(of, DAY) == []
    with pytest.raises(Refusal):
        accept(of, ["x"], day=DAY, by=BY, now=NOW)


@pytest.mark.parametrize("number", [1, 3])
def test_a_review_asks_the_database_as_often_for_one_as_for_three(
    home: Region, of: MappingRound, number: int, django_assert_num_queries: Any
) -> None:
    for row in home.participations[:number]:
        answer(of, row, status="in_process", wish="Hjelp", name="Kari", stage__A1="in_use")
    decide(of, "subject:plan_status")
    of = MappingRound.objects.select_related("programme", "office", "edition").get(pk=of.pk)
    with django_assert_num_queries(5):
        found: list[Proposal] = proposals(of, DAY)
    assert len(found) == 4 * number
    assert SENT.date() == SENT_DAY


def test_a_decision_said_again_with_the_same_day_is_as_registered_and_with_another_day_it_is_not(
    home: Region, of: MappingRound
) -> None:
    answer(of, home[0], status="decided", body="kommunestyret", decided="2021-03-11")
    decide(of)
    again = asked(home, name="Igjen", title="Kartlegging 2022")
    answer(again, home[0], status="decided", body="kommunestyret", decided="2021-03-11")
    assert [mark for _place, _key, _registered, mark, _state in shown(again)] == ["same"]
    answer(again, home[0], status="decided", body="kommunestyret", decided="2021-03-18")
    assert [mark for _place, _key, _registered, mark, _state in shown(again)] == ["changed"]
