"""Numbers that a plan states: which observations each is about, and whether the two agree."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from samordner.journal.deeds import Refusal
from samordner.journal.models import Entry
from samordner.plandocument.models import Claim
from samordner.plandocument.operations import match_claim
from samordner.plandocument.queries import Compared, choices, compared, day_of, told
from samordner.plandocument.taking import new_claims
from samordner.plans.models import Plan
from samordner.programmes.definition import Definition, read_programme
from samordner.timeline.periods import Period, read
from tests.conftest import NOW
from tests.factories import participation as region_of
from tests.factories.participation import Region, say
from tests.plandocument.stating import accepted, text
from tests.programmes.invented import invented

english = pytest.mark.usefixtures("english")
SHIPPED = read_programme("leve-hele-livet")
DAY = date(2021, 4, 27)


def stated(sentence: str, *numbers: tuple[int, int | None], day: str | None = "2021") -> dict[str, Any]:
    """A reading's claims: these numbers of one sentence."""
    return {
        "claims": [
            {
                "text": sentence, "numerator": part, "denominator": whole, "day": day, "chapter": 1,
                "lines": [1, 1], "inferred": [],
            }
            for part, whole in numbers
        ]
    }  # fmt: skip


def about(definition: Definition, sentence: str, *numbers: tuple[int, int | None]) -> list[tuple[str, ...]]:
    """What the programme's rules take each number to be about: subject, then values."""
    return [(each.subject, *each.values) for each in new_claims(stated(sentence, *numbers), definition)]


# What a number is about


@pytest.mark.parametrize(
    ("sentence", "numbers", "expected"),
    [
        ("7 av 26 kommuner har vedtatt en plan", [(7, 26)], [("plan_status", "decided")]),
        ("Sju av tjueseks kommunar har vedteke ein plan", [(7, 26)], [("plan_status", "decided")]),
        ("Hos 19 av 26 kommunar er arbeidet i prosess", [(19, 26)], [("plan_status", "in_process")]),
        (
            "Samtlige 26 kommuner er godkjent for prioritert søknad",
            [(26, 26)],
            [("grant_priority", "approved")],
        ),
        (
            "7 av 26 kommuner har vedtatt sin plan, mens 19 er i prosess, og alle 26 er godkjent for prioritet",
            [(7, 26), (19, 26), (26, 26)],
            [("plan_status", "decided"), ("plan_status", "in_process"), ("grant_priority", "approved")],
        ),
        (
            "Elleve av tjueto kommunar hadde vedteke ein plan, medan seks kommunar skal vedta ein",
            [(11, 22), (6, 22)],
            [("plan_status", "decided"), ("plan_status", "in_process")],
        ),
        (
            "9 kommuner har vedtatt en plan og 9 kommuner er underveis",
            [(9, 20), (9, 20)],
            [("plan_status", "decided"), ("plan_status", "in_process")],
        ),
        ("12 kommunar har omtalt reforma i økonomiplanen", [(12, 26)], [("anchoring", "action_and_budget")]),
        ("4 av 26 kommuner har ikke startet", [(4, 26)], [("plan_status", "not_begun")]),
        ("6 kommuner har ikke vedtatt noen plan", [(6, 26)], [("",)]),
        ("5 kommunar har svart på brevet", [(5, 26)], [("",)]),
    ],
)
def test_each_number_is_about_what_its_own_part_of_the_sentence_says(
    sentence: str, numbers: list[tuple[int, int]], expected: list[tuple[str, ...]]
) -> None:
    assert about(SHIPPED, sentence, *numbers) == expected


def test_the_rules_are_the_programmes_own() -> None:
    sentence = "3 av 5 kommuner er enige om vannet, og 2 av 5 har vedtatt en plan"
    assert about(invented(), sentence, (3, 5), (2, 5)) == [("agreement", "agreed"), ("",)]


def test_a_programme_without_rules_leaves_numbers_unmatched() -> None:
    sentence = "7 av 26 kommuner har vedtatt en plan"
    assert about(replace(SHIPPED, claims=()), sentence, (7, 26)) == [("",)]


@pytest.mark.parametrize(
    ("day", "period"),
    [
        (None, Period("", None, None, None, False)),
        ("2021", Period("2021", date(2021, 1, 1), date(2021, 12, 31), None, False)),
        ("2022-03-01", Period("1.3.2022", date(2022, 3, 1), date(2022, 3, 1), None, False)),
    ],
)
def test_a_number_is_stated_for_a_year_a_day_or_none(day: str | None, period: Period) -> None:
    (claim,) = new_claims(stated("7 av 26 kommuner", (7, 26), day=day), SHIPPED)
    assert claim.period == period


# On which day the two are held together


@pytest.mark.parametrize(
    ("stated_for", "dated", "day"),
    [
        ("2021", "27. april 2021", DAY),  # the plan's date lies in the year: the mapping was done before it
        ("2020", "27. april 2021", date(2020, 12, 31)),
        ("", "27. april 2021", DAY),
        ("1. mars 2021", "27. april 2021", date(2021, 3, 1)),
        ("2020", "", date(2020, 12, 31)),
        ("", "", date(2021, 1, 1)),
    ],
)
def test_the_day_is_the_plans_own_unless_the_number_is_stated_for_another(
    stated_for: str, dated: str, day: date
) -> None:
    period, date_ = read(stated_for), read(dated)
    claim = Claim(period_label=stated_for, period_start=period.start, period_end=period.end)
    plan = Plan(
        period_start=date(2021, 1, 1),
        period_end=date(2023, 12, 31),
        dated_start=date_.start,
        created_at=NOW,
    )
    assert day_of(claim, plan) == day


# Beside the observations


@pytest.fixture
def region(db: None) -> Region:
    return region_of.region(3)


@pytest.fixture
def plan(region: Region) -> Plan:
    """1 of 3 decided, 2 of 3 in process, 3 of 3 approved."""
    return accepted(text(), region.office, region.programme)[1]


def shown(plan: Plan) -> list[tuple[str, int, int | None, int, int]]:
    """Each number's verdict, stated, found, of how many, of how many nothing is known."""
    found = compared(plan, SHIPPED, list(plan.claims.all()))
    return [
        (told(each, SHIPPED).verdict, each.claim.numerator, each.found, each.of, each.unknown)
        for each in found
    ]


def test_nothing_known_is_unknown_and_not_no(plan: Plan) -> None:
    assert shown(plan) == [("differs", 1, 0, 3, 3), ("differs", 2, 0, 3, 3), ("differs", 3, 0, 3, 3)]


def test_numbers_agree_when_the_observations_say_so_on_the_plans_day(region: Region, plan: Plan) -> None:
    say(region[0], "plan_status", "decided", date(2021, 2, 1))
    for row in (region[1], region[2]):
        say(row, "plan_status", "in_process", date(2021, 2, 1))
        say(row, "grant_priority", "approved", date(2021, 2, 1))
    assert shown(plan) == [("agrees", 1, 1, 3, 0), ("agrees", 2, 2, 3, 0), ("differs", 3, 2, 3, 1)]
    late, now = date(2021, 5, 1), NOW.replace(month=6)
    say(region[0], "grant_priority", "approved", late, now=now)
    assert shown(plan)[2] == ("differs", 3, 2, 3, 1)


def test_the_difference_is_named_with_its_sign(region: Region, plan: Plan) -> None:
    for row in region.participations:
        say(row, "plan_status", "decided")
    first, second, _third = compared(plan, SHIPPED, list(plan.claims.all()))
    assert (first.difference, second.difference) == (2, -2)


def test_another_whole_is_no_agreement(region: Region, plan: Plan) -> None:
    say(region[0], "plan_status", "decided")
    claim = plan.claims.all()[0]
    claim.denominator = 26
    (found,) = compared(plan, SHIPPED, [claim])
    assert (found.difference, found.agrees, found.of) == (0, False, 3)


def matched(plan: Plan, subject: str, *values: str) -> Compared:
    claim = plan.claims.all()[0]
    match_claim(claim, subject=subject, values=values, by="u1", now=NOW)
    return compared(plan, SHIPPED, [Claim.objects.get(pk=claim.pk)])[0]


def test_a_municipality_counts_once_where_several_values_hold(region: Region, plan: Plan) -> None:
    say(region[0], "anchoring", "yes", item="planning_strategy")
    say(region[0], "anchoring", "yes", item="community_part")
    say(region[1], "anchoring", "no", item="planning_strategy")
    say(region[1], "anchoring", "no", item="community_part")
    found = matched(plan, "anchoring", "planning_strategy", "community_part")
    assert (found.found, found.unknown, found.of, found.agrees) == (1, 1, 3, True)


def test_values_of_one_subject_are_added_together(region: Region, plan: Plan) -> None:
    say(region[0], "plan_status", "decided")
    say(region[1], "plan_status", "in_process")
    found = matched(plan, "plan_status", "decided", "in_process")
    assert (found.found, found.unknown, found.difference) == (2, 1, 1)


def test_a_number_that_is_about_nothing_is_held_against_nothing(plan: Plan) -> None:
    found = matched(plan, "")
    assert (found.found, found.difference, told(found, SHIPPED).verdict) == (None, None, "unmatched")


def test_a_match_is_journalled(plan: Plan) -> None:
    matched(plan, "plan_status", "decided")
    entry = Entry.objects.first()
    assert entry is not None
    assert (entry.verb, entry.kind, entry.detail) == ("match", "claim", {"subject": "plan_status"})


@english
def test_a_number_that_is_gone_meanwhile_is_matched_with_nothing(plan: Plan) -> None:
    claim = plan.claims.first()
    assert claim is not None
    before = Entry.objects.count()
    plan.claims.all().delete()
    with pytest.raises(Refusal) as refusal:
        match_claim(claim, subject="plan_status", values=["decided"], by="u1", now=NOW)
    assert str(refusal.value.sentence).startswith("The plan was read anew meanwhile.")
    assert Entry.objects.count() == before


@english
@pytest.mark.parametrize(
    ("subject", "values", "sentence", "field"),
    [
        ("weather", ["rain"], "The programme has no such subject.", "subject"),
        ("last_contact", ["2021-01-01"], "The programme has no such subject.", "subject"),
        ("solution_stage", ["chosen"], "The programme has no such subject.", "subject"),
        ("plan_status", [], "Choose at least one value that the claim counts.", "values"),
        ("plan_status", ["decided", "rain"], "The programme has no such value.", "values"),
    ],
)
def test_only_what_the_programme_can_count_can_be_chosen(
    plan: Plan, subject: str, values: list[str], sentence: str, field: str
) -> None:
    before = list(Claim.objects.values())
    with pytest.raises(Refusal) as refusal:
        match_claim(plan.claims.all()[0], subject=subject, values=values, by="u1", now=NOW)
    assert (str(refusal.value.sentence), refusal.value.field) == (sentence, field)
    assert list(Claim.objects.values()) == before


def test_a_value_that_the_programme_no_longer_has_makes_the_number_unmatched(plan: Plan) -> None:
    claim = plan.claims.all()[0]
    claim.values = ["gone"]
    (found,) = compared(plan, SHIPPED, [claim])
    assert told(found, SHIPPED).verdict == "unmatched"


def test_the_choices_are_the_subjects_that_have_values_of_their_own() -> None:
    assert [subject for subject, _values in choices(invented())] == ["Avtale"]


def test_many_numbers_of_one_day_take_two_queries(plan: Plan, django_assert_num_queries: Any) -> None:
    claims = list(plan.claims.all())
    with django_assert_num_queries(2):
        compared(plan, SHIPPED, claims[:1])
    with django_assert_num_queries(2):
        compared(plan, SHIPPED, claims)
