"""What an address may say: whatever stands in it, the answer is a page or a sentence, never a failure."""

from __future__ import annotations

from contextlib import suppress
from datetime import date

import pytest
from django.db import transaction
from django.urls import NoReverseMatch, reverse

from tests.boards.conftest import SignIn, signed_in, today
from tests.factories.participation import region
from tests.factories.rights import arrived
from tests.project.conftest import rows_in_the_database
from tests.project.test_rights import FOLLOWED, PARTS, World, addresses, world

__all__ = ["signed_in", "today", "world"]

pytestmark = pytest.mark.django_db

WORDS = {
    "nothing of letters": "a\x00b",
    "letters of many kinds": "Guovdageaidnu 🦌 ŋŧšžđ",
    "a long text": "x" * 4000,
    "a huge number": "9" * 30,
    "a number in other digits": "٣",
    "the first month": "0001-01",
    "the last month": "9999-12",
}
NAMES = (
    "q", "status", "theme", "sector", "organisation", "municipality", "older", "overdue", "sort", "page", "month",
    "view", "kind", "year", "scheme", "name", "table", "months", "group", "need", "on", "where", "reference",
    "removed", "first", "last", "asked_by", "state", "rule", "holds", "names", "role", "show", "borders", "area",
    "grouping", "phase", "subject", "item", "value", "about",
)  # fmt: skip
REFUSED = ("office", "day")
"""What is not found when it is wrong, before all else is read: tried alone."""


@pytest.mark.parametrize("what", WORDS)
def test_every_list_stands_whatever_its_address_says(world: World, signed_in: SignIn, what: str) -> None:
    client = arrived(signed_in(office=world.place.office))
    client.raise_request_exception = False
    failed = []
    for name in (each for each in addresses() if each.split(":")[0] in FOLLOWED):
        for said in (dict.fromkeys(NAMES, WORDS[what]), *({one: WORDS[what]} for one in REFUSED)):
            before = transaction.savepoint()
            status = client.get(world.address(name, "own"), said).status_code
            transaction.savepoint_rollback(before)
            if status >= 500:
                failed.append((name, list(said)))
    assert failed == []


@pytest.mark.parametrize("path", ["9" * 30, "0", "2147483648", "9223372036854775808"])
def test_a_number_that_no_record_has_is_not_found(world: World, signed_in: SignIn, path: str) -> None:
    client = signed_in(office=world.place.office)
    client.raise_request_exception = False
    for name, parts in PARTS.items():
        own, wild = world.address(name, "own"), world.of["own"][parts[0]]
        if wild.isdigit() and parts[0] != "code":
            address = own.replace(f"/{wild}/", f"/{path}/", 1)
            assert (name, client.get(address).status_code) == (name, 404)


def test_a_municipality_s_number_of_no_letters_is_not_found(world: World, signed_in: SignIn) -> None:
    client = signed_in(office=world.place.office)
    client.raise_request_exception = False
    for number in ("a%00b", "%F0%9F%A6%8C", "9" * 300):
        address = f"/status/arv/leve-hele-livet/{number}/{number}/"
        assert client.get(address).status_code == 404


LONG = "å" * 1_000_000


@pytest.mark.parametrize("text", [LONG, "a\x00b"])
def test_a_text_without_end_or_with_nothing_in_it_is_refused_and_never_kept(
    world: World, signed_in: SignIn, text: str
) -> None:
    client = signed_in(office=world.place.office)
    pk = str(world.own.pk)
    day = {"on": "2021-04-20", "day": "2021-04-20", "since": "2021-04-20", "sent": "2021-04-20"}
    typed = {
        "support:raise": {"municipality": pk, "text": text, "raised_on": "2021-04-20", "raised_where": "contact"},
        "support:log": {**day, "municipalities": pk, "kind": "call", "organisation": "KS", "text": text},
        "support:new-grant": {"municipality": pk, "scheme_name": "Fondet", "year": "2021", "applied": "5", "note": text},
        "support:deed": {**day, "outcome": "no_longer", "words": text, "version": "1"},
        "asks:new": {**day, "title": "T", "asked_by": "KS", "kind": "report", "minutes": "5", "audience": "all", "why": text},
        "participation:add_contact": {**day, "role": "main", "name": "Leder", "note": text},
        "localplans:begin": {
            "municipality": world.own.municipality.code, "kind": "theme_plan", "title": "Plan",
            "announced_on": "2021-04-20", "note": text,
        },
        "localplans:add_statement": {"asked_on": "2021-04-20", "given_on": "2021-04-20", "summary": text},
        "letters:wording": {"subject": "Emne", "body": text, "version": "0"},
        "letters:letterhead": {"language": "nn", "reply_to": text, "version": "0"},
        "letters:try_again": {"address": text},
        "letters:municipalities": {"kind": "letter", "roles": "main", "audience": "all", "subject_nb": text, "body_nb": text},
        "divisions:new": {},
    }  # fmt: skip
    before = rows_in_the_database()
    answers = {
        name: client.post(world.address(name, "own"), said).status_code for name, said in typed.items()
    }
    assert answers == dict.fromkeys(typed, 422) | {"divisions:new": 200}
    assert rows_in_the_database() == before


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "2021-02-30", "27.4.21x"])
def test_a_day_out_of_time_is_refused_in_a_sentence(world: World, signed_in: SignIn, day: str) -> None:
    client = signed_in(office=world.place.office)
    pk = str(world.own.pk)
    typed = {
        "support:raise": {"municipality": pk, "text": "Skyss", "raised_on": day, "raised_where": "contact"},
        "support:log": {"municipalities": pk, "kind": "call", "organisation": "KS", "day": day},
        "support:deed": {"on": day, "outcome": "no_longer", "version": "1"},
        "asks:new": {"title": "T", "asked_by": "KS", "kind": "report", "minutes": "5", "audience": "all", "sent": day},
        "asks:postpone": {"deadline": day, "version": "1"},
        "asks:mark": {"who": "1", "deed": "answered", "on": day},
        "participation:add_contact": {"role": "main", "name": "Leder", "since": day},
        "participation:end_contact": {"on": day if day != "9999-12-31" else "x", "version": "1"},
    }  # fmt: skip
    answers = {
        name: client.post(world.address(name, "own"), said).status_code for name, said in typed.items()
    }
    assert answers == dict.fromkeys(typed, 422)


def test_the_same_said_twice_is_kept_once(world: World, signed_in: SignIn) -> None:
    client = signed_in(office=world.place.office)
    pk = str(world.own.pk)
    typed = {
        "support:raise": {"municipality": pk, "text": "Kurs i ŋŧ 🦌", "raised_on": "2021-04-20", "raised_where": "contact"},
        "support:new-grant": {"municipality": pk, "scheme_name": "Fond", "year": "2021", "applied": "5"},
        "asks:new": {
            "title": "T", "asked_by": "KS", "kind": "report", "minutes": "5", "audience": "all", "sent": "2021-04-20",
        },
        "participation:add_contact": {"role": "deputy", "name": "Leder", "since": "2021-04-20"},
    }  # fmt: skip
    for name, said in typed.items():
        address = world.address(name, "own")
        assert (name, [client.post(address, said).status_code for _again in range(2)]) == (name, [302, 422])


def test_every_page_works_where_the_programme_has_no_themes_reports_divisions_or_schemes(
    today: date, signed_in: SignIn
) -> None:
    place = region(2, definition="bo-trygt-hjemme", since=date(2020, 1, 1), until=None)
    says = place.definition
    assert (says.themes, says.reports, says.divisions, says.grant_schemes) == ((), (), (), ())
    for who in ("coordinator", "partner", "contact", "directorate"):
        client = signed_in(who, place.office, place[0].municipality if who == "contact" else None)
        for name in (*addresses(), "reports:index"):
            if name.split(":")[0] in (*FOLLOWED, "reports") and name not in (
                *PARTS,
                "boards:number",
                "letters:all_again",
                "letters:pretend",
                "reports:begin",
            ):
                with suppress(NoReverseMatch):
                    answer = client.get(reverse(name))
                    expected = 403 if answer.status_code == 403 else 200
                    assert (who, name, answer.status_code) == (who, name, expected)
