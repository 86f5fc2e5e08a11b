"""Statements are kept for ever, refused in a sentence, corrected by another, and told in the journal."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils.translation import override

from samordner.journal.deeds import Refusal
from samordner.journal.models import Entry
from samordner.participation.models import Evidence, Observation, SourceKind
from samordner.participation.operations import correct, register_many, why_not_register, withdraw
from samordner.participation.queries import history, state
from samordner.participation.statements import Statement, warnings
from samordner.timeline.periods import Period
from tests.factories.participation import BY, DAY, Region, region, say

pytestmark = pytest.mark.django_db


def statement(**fields: object) -> Statement:
    usual: dict[str, object] = {"subject": "plan_status", "value": "in_process", "since": DAY}
    return Statement(**{**usual, **fields})  # type: ignore[arg-type]


def value(place: Region, number: int, subject: str, item: str = "") -> str:
    return state(place.participations, place.definition, DAY).value(place[number].pk, subject, item)


@pytest.mark.parametrize(
    "sql", ["UPDATE participation_observation SET value='decided'", "DELETE FROM participation_observation"]
)
def test_the_database_refuses_to_change_or_remove_an_observation(sql: str) -> None:
    place = region(1)
    say(place[0], "plan_status", "in_process")
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    assert value(place, 0, "plan_status") == "in_process"


def test_a_registration_keeps_all_that_was_said_and_one_journal_entry() -> None:
    place = region(1)
    made = say(
        place[0], "plan_status", "decided", date(2021, 3, 4), source_kind=SourceKind.MINUTES,
        evidence=Evidence.DOCUMENTED, decision_body="kommunestyret", decision_day=date(2021, 3, 4),
        case_number="12/21", link="https://example.org/sak", note="Samrøystes", by="u7",
    )  # fmt: skip
    made.refresh_from_db()
    kept = (
        made.since, made.recorded_by, made.evidence, made.decision_body, made.decision_day, made.case_number,
        made.link, made.note,
    )  # fmt: skip
    assert kept == (
        date(2021, 3, 4), "u7", "documented", "kommunestyret", date(2021, 3, 4), "12/21",
        "https://example.org/sak", "Samrøystes",
    )  # fmt: skip
    entry = Entry.objects.get(kind="observation")
    assert (entry.actor, entry.verb, entry.key, entry.office) == ("u7", "register", str(made.pk), "havbukta")
    assert "Samrøystes" not in str(entry.detail)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        (
            {"since": DAY + timedelta(days=1)},
            "It cannot hold from a day that has not come: write what is expected instead.",
        ),
        ({"value": "perhaps"}, "“Plan status” cannot be “perhaps”."),
        ({"subject": "weather"}, "LHL does not ask about “weather”."),
        ({"subject": "anchoring", "value": "yes"}, "“Anchored in” is followed piece by piece: say which."),
        ({"subject": "anchoring", "value": "yes", "item": "moon"}, "“Anchored in” does not have “moon”."),
        ({"subject": "last_contact", "value": "i går"}, "“Last contact” needs a day."),
        ({"since": date(2018, 12, 31)}, "Øyvik does not take part on 31 December 2018."),
        (
            {"evidence": Evidence.DOCUMENTED},
            "What is documented or verified must say where: give a reference, a case number or a link.",
        ),
        ({"decision_day": DAY + timedelta(days=1)}, "The day of the decision has not come."),
    ],
)  # fmt: skip
def test_a_refusal_is_a_sentence(fields: dict[str, object], sentence: str) -> None:
    place = region(1)
    with override("en"):
        assert why_not_register(place[0], statement(**fields), today=DAY) == sentence
        with pytest.raises(Refusal):
            register_many(
                [(place[0], statement(**fields))], by=BY, now=datetime.fromisoformat("2021-04-27T08:00Z")
            )
    assert Observation.objects.count() == 0


def test_a_vague_day_is_kept_as_the_first_day_it_may_be_yet_not_before_taking_part(now: datetime) -> None:
    place = region(1)
    found = [
        say(place[0], "plan_status", "in_process", day, precision=precision).since
        for day, precision in [
            (date(2020, 8, 20), "day"), (date(2020, 8, 20), "month"), (date(2020, 8, 20), "quarter"),
            (date(2020, 8, 20), "year"),
        ]
    ]  # fmt: skip
    assert found == [date(2020, 8, 20), date(2020, 8, 1), date(2020, 7, 1), date(2020, 1, 1)]
    late = region(1, key="sorviken", county="92", since=date(2020, 6, 1))
    assert say(late[0], "plan_status", "in_process", date(2020, 8, 20), precision="year").since == date(
        2020, 6, 1
    )


def test_many_are_registered_at_once_or_none_and_the_refusal_names_who_and_why(now: datetime) -> None:
    place = region(3)
    late = statement(since=DAY + timedelta(days=3))
    with override("en"), pytest.raises(Refusal) as refused:
        register_many([(place[0], statement()), (place[1], late), (place[2], late)], by=BY, now=now)
    late_ones = [str(one.municipality) for one in place.participations[1:]]
    reason = "It cannot hold from a day that has not come: write what is expected instead."
    assert str(refused.value.sentence) == " ".join(f"{name}: {reason}" for name in late_ones)
    assert Observation.objects.count() == 0
    made = register_many(((one, statement()) for one in place.participations), by=BY, now=now)
    assert len(made) == 3
    entry = Entry.objects.get(verb="register_many")
    assert entry.detail == {"count": 3, "first": made[0].pk, "last": made[-1].pk}


def test_a_correction_takes_the_place_of_what_it_corrects_and_both_stay_in_the_history(now: datetime) -> None:
    place = region(1)
    wrong = say(place[0], "plan_status", "decided", date(2021, 2, 1))
    right = correct(wrong, statement(since=date(2021, 2, 1)), by="u2", now=now + timedelta(hours=1))
    assert value(place, 0, "plan_status") == "in_process"
    told = {said.observation: said.replaced_by for said in history(place[0], "plan_status")}
    assert told == {wrong: right, right: None}


def test_what_is_corrected_cannot_be_corrected_once_more(now: datetime) -> None:
    place = region(1)
    wrong = say(place[0], "plan_status", "decided", date(2021, 2, 1))
    correct(wrong, statement(), by=BY, now=now)
    with override("en"), pytest.raises(Refusal, match="already corrected"):
        correct(wrong, statement(), by=BY, now=now)
    with pytest.raises(Refusal):
        withdraw(wrong, note="feil", by=BY, now=now)


def test_a_correction_concerns_the_same_thing(now: datetime) -> None:
    place = region(1)
    wrong = say(place[0], "plan_status", "decided", date(2021, 2, 1))
    with pytest.raises(Refusal):
        correct(wrong, statement(subject="phase", value="2"), by=BY, now=now)


def test_a_withdrawal_leaves_what_was_said_before_or_unknown(now: datetime) -> None:
    place = region(2)
    say(place[0], "plan_status", "in_process", date(2020, 5, 1))
    for number in (0, 1):
        wrong = say(place[number], "plan_status", "decided", date(2021, 2, 1))
        withdraw(wrong, note="Feil kommune", by=BY, now=now)
    assert [value(place, number, "plan_status") for number in (0, 1)] == ["in_process", ""]
    with pytest.raises(Refusal):
        withdraw(Observation.objects.filter(value="in_process").get(), note=" ", by=BY, now=now)


def test_missing_paper_warns_and_does_not_stop(now: datetime) -> None:
    place = region(1)
    says = place.definition
    expected = Period("haust 2021", date(2021, 8, 1), date(2021, 12, 31))
    with override("en"):
        assert [
            warnings(says, statement()),
            warnings(says, statement(expected=expected)),
            warnings(says, statement(value="decided")),
            warnings(says, statement(value="decided", evidence=Evidence.DOCUMENTED, case_number="1/21")),
            warnings(
                says,
                statement(
                    value="decided",
                    evidence=Evidence.DOCUMENTED,
                    decision_body="kommunestyret",
                    decision_day=DAY,
                ),
            ),
        ] == [
            ("It is not said when it is expected to be done.",),
            (),
            ("The decision rests on the municipality's own word until a document is seen.",),
            ("A documented decision should name who decided, and the day.",),
            (),
        ]
