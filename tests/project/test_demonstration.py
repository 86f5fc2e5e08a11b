from __future__ import annotations

import html
import re
from collections import Counter
from datetime import date

import pytest
from django.test import Client, RequestFactory

from samordner.access.grants import visible
from samordner.journal.models import Entry
from samordner.journal.queries import first_break
from samordner.localplans.models import LocalPlan
from samordner.pages.models import Demonstration
from samordner.participation.models import Observation
from samordner.participation.operations import register
from samordner.participation.queries import State, state, taking_part, tally
from samordner.participation.statements import Statement
from samordner.people.models import User
from samordner.people.queries import actor_of
from samordner.plandocument.queries import compared
from samordner.plans.models import Plan
from samordner.plans.operations import change_chapter, remove_row
from samordner.plans.registers import register as register_of
from samordner.plans.registers import registers
from samordner.programmes.queries import definition
from samordner.project.demonstration import Account, load
from samordner.project.demonstration.loading import PARTS
from tests.project.conftest import LOADED, rows_in_the_database

DAY = date(2021, 4, 27)
REFORM, NEXT_REFORM, OFFICE = "leve-hele-livet", "bo-trygt-hjemme", "more-og-romsdal"


def standing(day: date = DAY) -> State:
    return state(taking_part(REFORM, day, office=OFFICE), definition(REFORM), day)


def counts(subject: str, day: date = DAY) -> dict[str, int]:
    """Value → how many municipalities have it, unknown too; those that none has are left out."""
    found = tally(standing(day), definition(REFORM), subject)
    rows = {**found.groups, "unknown": found.unknown}
    return {value: len(those) for value, those in rows.items() if those}


def names(day: date = DAY) -> dict[int, str]:
    return {row.pk: row.municipality.name for row in taking_part(REFORM, day, office=OFFICE)}


LINK = re.compile(r'href="(/(?!static/)[^"#]*)')


def kind_of(address: str) -> str:
    """Addresses that differ only by a number or by what is asked for are pages of one kind."""
    return re.sub(r"\d+", "0", address.partition("?")[0])


def says_so(page: str) -> bool:
    return 'class="demonstration"' in page and ("April 27, 2021" in page or "27. april 2021" in page)


# What is in it


def test_the_plan_holds_as_much_as_the_published_one(accounts: list[Account]) -> None:
    plan = Plan.objects.get()
    rows = {each.key: each.model.objects.filter(plan=plan, removed_at=None).count() for each in registers()}
    assert rows == {
        "internal_organisation": 4, "meetings": 6, "actors": 5, "period_plan": 6, "cooperation": 13,
        "communication": 10, "networks": 5, "guidelines": 8, "follow_up": 4,
        "audiences": 7, "actor_measures": 12,
    }  # fmt: skip
    cooperation = register_of("cooperation").model.objects.filter(plan=plan)
    assert cooperation.filter(parent="Fylkeskommunen").count() == 6
    assert [chapter.number for chapter in plan.chapters.all()] == [*range(1, 10)]
    assert all(chapter.text for chapter in plan.chapters.all())


def test_the_plans_meetings_lie_on_the_days_of_the_published_one(accounts: list[Account]) -> None:
    meetings = register_of("meetings").model.objects.exclude(plan=None).order_by("position")
    assert [(row.period_start.month, row.period_start.day) for row in meetings] == [
        (1, 11), (1, 26), (4, 27), (5, 27), (9, 1), (12, 1),
    ]  # fmt: skip
    assert {row.period_start.year for row in meetings} == {2021}


def test_what_the_plan_states_agrees_with_the_observations_of_its_day(accounts: list[Account]) -> None:
    plan = Plan.objects.get()
    found = compared(plan, definition(REFORM), list(plan.claims.all()))
    assert [(each.claim.numerator, each.found, each.of, each.day) for each in found] == [
        (7, 7, 26, DAY),
        (19, 19, 26, DAY),
        (26, 26, 26, DAY),
    ]
    assert counts("plan_status") == {"decided": 7, "in_process": 19}
    assert counts("grant_priority") == {"approved": 26}


def test_most_municipalities_are_between_phase_two_and_three_and_the_unknown_is_shown(
    accounts: list[Account],
) -> None:
    assert counts("phase") == {"1": 1, "2": 15, "3": 9, "unknown": 1}
    assert counts("stand_on_solutions") == {"taken": 12, "not_taken": 9, "unknown": 5}


def test_every_day_has_the_municipalities_of_that_day(accounts: list[Account]) -> None:
    assert len(names(date(2019, 6, 1))) == 35
    assert len(names(DAY)) == 26
    assert taking_part(NEXT_REFORM, date(2023, 12, 31), office=OFFICE).count() == 0
    assert taking_part(NEXT_REFORM, date(2024, 1, 1), office=OFFICE).count() == 27
    assert counts("phase", date(2019, 6, 1)) == {"1": 33, "unknown": 2}


def test_the_first_page_has_something_to_tell(accounts: list[Account]) -> None:
    """Three are past their expected day, one decides in two days, two are silent, one decision is unseen."""
    known, name = standing(), names()
    statuses = {pk: known.get(pk, "plan_status") for pk in known.participations}
    ends = {name[pk]: one.expected.end or date.max for pk, one in statuses.items() if one and one.expected}
    assert {place for place, end in ends.items() if end < DAY} == {"Averøy", "Sande", "Stranda"}
    assert {place for place, end in ends.items() if DAY <= end <= date(2021, 5, 4)} == {"Ålesund"}
    contacts = {name[pk]: date.fromisoformat(known.value(pk, "last_contact")) for pk in known.participations}
    assert {place for place, day in contacts.items() if day < date(2020, 10, 27)} == {"Fjord", "Smøla"}
    unseen = {
        name[pk] for pk, one in statuses.items() if one and one.value == "decided" and not one.is_documented
    }
    assert unseen == {"Sunndal"}


def test_what_is_known_was_written_down_after_it_began_to_hold(accounts: list[Account]) -> None:
    wrong = [row for row in Observation.objects.all() if row.recorded_at.date() < row.since]
    assert wrong == []


def test_mistakes_were_corrected_and_stay_in_the_history(accounts: list[Account]) -> None:
    corrections = Observation.objects.filter(corrects__isnull=False)
    assert sorted(corrections.values_list("subject", "withdrawn")) == [
        ("last_contact", False),
        ("plan_status", False),
        ("plan_status", False),
        ("solution_stage", True),
    ]


# Loading it


def test_loading_again_writes_nothing(accounts: list[Account]) -> None:
    before = rows_in_the_database()
    assert load(now=LOADED, new_passwords=False) == []
    assert rows_in_the_database() == before
    assert first_break() is None


def test_what_people_have_done_with_it_stays_when_it_is_loaded_again(accounts: list[Account]) -> None:
    plan = Plan.objects.get()
    change_chapter(plan.chapters.all()[0], version=1, title="Ny tittel", text="Ny tekst", by="u1", now=LOADED)
    meeting = (
        register_of("meetings").model.objects.filter(plan=plan).last()
    )  # the first has minutes, and stays
    remove_row(register_of("meetings"), meeting, version=meeting.version, by="u1", now=LOADED)
    silent = next(row for row in taking_part(REFORM, DAY, office=OFFICE) if row.municipality.name == "Smøla")
    register(silent, Statement(subject="last_contact", value="2021-04-27", since=DAY), by="u1", now=LOADED)
    before = rows_in_the_database()

    load(now=LOADED, new_passwords=False)

    assert rows_in_the_database() == before
    assert plan.chapters.all()[0].title == "Ny tittel"
    assert standing().value(silent.pk, "last_contact") == "2021-04-27"


def test_a_part_that_is_new_is_added_to_a_demonstration_that_lacks_it(accounts: list[Account]) -> None:
    plans = LocalPlan.objects.count()
    LocalPlan.objects.all().delete()
    row = Demonstration.objects.get()
    row.parts.remove("local plans")
    row.save()
    observations = Observation.objects.count()

    load(now=LOADED, new_passwords=False)

    assert LocalPlan.objects.count() == plans
    assert Plan.objects.count() == 1
    assert Observation.objects.count() >= observations
    assert set(Demonstration.objects.get().parts) == set(PARTS)


def test_passwords_are_told_once_and_made_anew_when_asked(accounts: list[Account]) -> None:
    assert Counter(account.role for account in accounts) == {
        "coordinator": 2, "partner": 2, "contact": 1, "directorate": 1, "administrator": 1,
    }  # fmt: skip
    assert all(User.objects.get(email=one.email).check_password(one.password) for one in accounts)
    renewed = load(now=LOADED, new_passwords=True)
    assert [one.email for one in renewed] == [one.email for one in accounts]
    assert not any(User.objects.get(email=one.email).check_password(one.password) for one in accounts)
    assert all(User.objects.get(email=one.email).check_password(one.password) for one in renewed)


# Using it


def test_each_office_sees_its_own_municipalities_only(accounts: list[Account]) -> None:
    def seen_by(email: str) -> set[str]:
        request = RequestFactory().get("/")
        request.user = User.objects.get(email=email)
        rows = visible(Observation.objects.all(), actor_of(request), "observation.read")
        return set(rows.values_list("participation__office__key", flat=True))

    assert seen_by("samordnar@more-og-romsdal.example") == {OFFICE}
    assert seen_by("samordner@trondelag.example") == {"trondelag"}
    assert seen_by("leser@direktorat.example") == {OFFICE, "trondelag"}


def test_a_page_that_is_not_there_says_so_too(accounts: list[Account], client: Client) -> None:
    response = client.get("/finnes-ikke/", headers={"accept-language": "en"})
    assert response.status_code == 404
    assert says_so(response.content.decode())


@pytest.mark.once
@pytest.mark.parametrize("key", ["coordinator", "contact", "directorate", "administrator", ""])
def test_every_page_and_file_that_can_be_reached_says_that_it_is_a_demonstration(
    accounts: list[Account], client: Client, key: str
) -> None:
    """From the first page along every link, one of each kind; the visitor's way has no key."""
    if key:
        email = next(account.email for account in accounts if account.role == key)
        client.force_login(User.objects.get(email=email), backend="django.contrib.auth.backends.ModelBackend")
    seen: set[str] = set()
    silent, waiting = [], ["/"]
    while waiting:
        address = waiting.pop()
        if kind_of(address) in seen:
            continue
        seen.add(kind_of(address))
        response = client.get(address, follow=True, headers={"accept-language": "en"})
        page = response.content.decode(errors="replace")
        disposition = response.headers.get("Content-Disposition", "")
        named = any(start + "demonstration-" in disposition for start in ('filename="', "filename*=utf-8''"))
        if response.status_code != 200 or not (named or says_so(page)):
            silent.append((address, response.status_code))
        elif not named:
            waiting += [html.unescape(link) for link in LINK.findall(page)]
    assert silent == []
    assert len(seen) > (2 if not key else 5)


def test_the_pages_take_the_demonstrations_day_for_today(accounts: list[Account], client: Client) -> None:
    assert vars(client.get("/hvem-kan-hva/").wsgi_request)["day"] == DAY
    assert vars(client.get("/hvem-kan-hva/?day=2019-06-01").wsgi_request)["day"] == date(2019, 6, 1)


def test_the_loading_is_in_the_journal(accounts: list[Account]) -> None:
    assert Entry.objects.filter(verb="load", kind="demonstration").count() == 1


def test_a_contact_who_may_read_the_plan_is_not_told_where_other_municipalities_stand(
    accounts: list[Account], client: Client
) -> None:
    plan = Plan.objects.get()
    told = {}
    for role in ("coordinator", "contact"):
        account = next(each for each in accounts if each.role == role)
        client.force_login(
            User.objects.get(email=account.email), backend="django.contrib.auth.backends.ModelBackend"
        )
        page = client.get(f"/planer/{plan.pk}/dokument/?sprak=nn").content.decode()
        told[role] = ("Kommunane i fasane" in page, "Kommunane i to løp" in page, "Smøla" in page)
    assert told == {"coordinator": (True, True, True), "contact": (True, False, False)}
