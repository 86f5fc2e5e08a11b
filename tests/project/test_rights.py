"""Every address that tells of municipalities, every kind of person: what is answered of the own, of a neighbour's, of
another office's and of what does not exist, against a table that was read by a person.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from django.db import transaction
from django.db.models import Model
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from samordner.asks.operations import Wording, ask
from samordner.boards.importing.said_once import Common
from samordner.boards.operations import begin_import
from samordner.calendars.operations import make_feed
from samordner.divisions.operations import keep_by_rule
from samordner.meetings.operations import Facts
from samordner.offers.operations import NewMeeting, make_round
from samordner.offers.queries import window_of
from samordner.participation.contacts.operations import add_contact
from samordner.participation.models import Participation
from samordner.participation.queries import taking_part
from samordner.people.models import User
from samordner.places.models import Grouping
from samordner.places.operations import join, make_grouping
from samordner.support.operations import Asked, Given, Money, log_help, raise_need, register_grant
from tests.boards.conftest import SignIn, signed_in, today
from tests.factories.borders import become
from tests.factories.localplans import plan, statement
from tests.factories.participation import BY, DAY, NOW, Region, region, say
from tests.factories.rights import arrived, rights_table
from tests.letters.letters import written

__all__ = ["signed_in", "today"]

pytestmark = pytest.mark.django_db

WHO = ("visitor", "coordinator", "partner", "contact", "directorate", "administrator")
WHOSE = ("own", "near", "far", "none")
"""Whose record: the contact's own municipality, another of the same office, another office's; there is none."""

# What is answered of each of WHOSE: of an address without a record there is only one answer
TABLE = """
address                              method visitor coordinator partner   contact directorate administrator
boards:board                         GET    in      200         200       200     200         200
boards:board                         POST   in      200         200       200     200         200
boards:number                        GET    in      404         404       404     404         404
boards:number                        POST   in      404         404       404     404         404
boards:figures                       GET    in      200         200       200     200         200
boards:figures                       POST   in      200         200       200     200         200
boards:many                          GET    in      200         200       no      no          no
boards:many                          POST   in      422         422       no      no          no
boards:one                           GET    in      200         200       200     no          no
boards:one                           POST   in      200         200       200     no          no
boards:import                        GET    in      200         200       no      no          no
boards:import                        POST   in      422         422       no      no          no
boards:import_template               GET    in      200         200       no      no          no
boards:import_template               POST   in      200         200       no      no          no
boards:import_preview                GET    in      office200   office200 no      no          no
boards:import_preview                POST   in      office422   office422 no      no          no
boards:municipality                  GET    in      office200   office200 own200  all200      all200
boards:municipality                  POST   in      office200   office200 own200  all200      all200
boards:cell                          GET    in      office200   office200 own200  all200      all200
boards:cell                          POST   in      office422   office422 own422  all403      all403
letters:index                        GET    in      200         200       no      no          200
letters:index                        POST   in      200         200       no      no          200
letters:all_again                    GET    in      302         no        no      no          no
letters:all_again                    POST   in      302         no        no      no          no
letters:pretend                      GET    in      302         no        no      no          no
letters:pretend                      POST   in      302         no        no      no          no
letters:letter                       GET    in      office200   office200 no      no          all200
letters:letter                       POST   in      office200   office200 no      no          all200
letters:try_again                    GET    in      office302   no        no      no          no
letters:try_again                    POST   in      office422   no        no      no          no
letters:withdraw                     GET    in      office302   no        no      no          no
letters:withdraw                     POST   in      office302   no        no      no          no
letters:settle                       GET    in      office302   no        no      no          no
letters:settle                       POST   in      office422   no        no      no          no
letters:municipalities               GET    in      200         no        no      no          no
letters:municipalities               POST   in      422         no        no      no          no
letters:wordings                     GET    in      200         200       no      no          200
letters:wordings                     POST   in      200         200       no      no          200
letters:wording                      GET    in      all200      no        no      no          no
letters:wording                      POST   in      all422      no        no      no          no
letters:reset_wording                GET    in      all302      no        no      no          no
letters:reset_wording                POST   in      all302      no        no      no          no
letters:letterhead                   GET    in      200         no        no      no          no
letters:letterhead                   POST   in      422         no        no      no          no
localplans:plans                     GET    in      200         200       200     200         200
localplans:plans                     POST   in      200         200       200     200         200
localplans:hearings                  GET    in      200         200       200     200         200
localplans:hearings                  POST   in      200         200       200     200         200
localplans:begin                     GET    in      200         200       200     no          no
localplans:begin                     POST   in      422         422       422     no          no
localplans:plan                      GET    in      office200   office200 own200  all200      all200
localplans:plan                      POST   in      office200   office200 own200  all200      all200
localplans:change                    GET    in      office200   office200 own200  no          no
localplans:change                    POST   in      office422   office422 own422  no          no
localplans:remove                    GET    in      office302   office302 own302  no          no
localplans:remove                    POST   in      office302   office302 own302  no          no
localplans:bring_back                GET    in      office302   office302 own302  no          no
localplans:bring_back                POST   in      office302   office302 own302  no          no
localplans:anchoring                 GET    in      office200   office200 own200  no          no
localplans:anchoring                 POST   in      office422   office422 own422  no          no
localplans:add_statement             GET    in      office200   no        no      no          no
localplans:add_statement             POST   in      office422   no        no      no          no
localplans:change_statement          GET    in      office200   no        no      no          no
localplans:change_statement          POST   in      office422   no        no      no          no
support:needs                        GET    in      200         200       200     200         200
support:needs                        POST   in      200         200       200     200         200
support:raise                        GET    in      200         200       200     no          no
support:raise                        POST   in      422         422       422     no          no
support:summary                      GET    in      200         200       200     200         200
support:summary                      POST   in      200         200       200     200         200
support:silence                      GET    in      200         200       200     200         200
support:silence                      POST   in      422         422       200     200         200
support:given                        GET    in      200         200       200     200         200
support:given                        POST   in      200         200       200     200         200
support:log                          GET    in      200         200       no      no          no
support:log                          POST   in      422         422       no      no          no
support:help                         GET    in      office200   office200 own200  all200      all200
support:help                         POST   in      office422   office422 own200  all200      all200
support:remove-help                  GET    in      office302   office302 no      no          no
support:remove-help                  POST   in      office302   office302 no      no          no
support:restore-help                 GET    in      office302   office302 no      no          no
support:restore-help                 POST   in      office302   office302 no      no          no
support:grants                       GET    in      200         200       200     200         200
support:grants                       POST   in      200         200       200     200         200
support:new-grant                    GET    in      200         200       no      no          no
support:new-grant                    POST   in      422         422       no      no          no
support:grant                        GET    in      office200   office200 own200  all200      all200
support:grant                        POST   in      office422   office422 own200  all200      all200
support:remove-grant                 GET    in      office302   office302 no      no          no
support:remove-grant                 POST   in      office302   office302 no      no          no
support:restore-grant                GET    in      office302   office302 no      no          no
support:restore-grant                POST   in      office302   office302 no      no          no
support:need                         GET    in      office200   office200 own200  all200      all200
support:need                         POST   in      office200   office200 own200  all200      all200
support:change                       GET    in      office200   office200 no      no          no
support:change                       POST   in      office422   office422 no      no          no
support:deed                         GET    in      office302   office302 no      no          no
support:deed                         POST   in      office422   office422 no      no          no
asks:index                           GET    in      200         200       200     200         200
asks:index                           POST   in      200         200       200     200         200
asks:load                            GET    in      200         200       200     200         200
asks:load                            POST   in      200         200       200     200         200
asks:new                             GET    in      200         200       no      no          no
asks:new                             POST   in      422         422       no      no          no
asks:ask                             GET    in      office200   office200 own200  all200      all200
asks:ask                             POST   in      office200   office200 own200  all200      all200
asks:change                          GET    in      office200   office200 no      no          no
asks:change                          POST   in      office422   office422 no      no          no
asks:postpone                        GET    in      office302   office302 no      no          no
asks:postpone                        POST   in      office422   office422 no      no          no
asks:mark                            GET    in      office302   office302 no      no          no
asks:mark                            POST   in      office422   office422 no      no          no
asks:more                            GET    in      office302   office302 no      no          no
asks:more                            POST   in      office422   office422 no      no          no
asks:warning                         GET    in      200         200       200     200         200
asks:warning                         POST   in      200         200       200     200         200
asks:merge                           GET    in      office302   office302 no      no          no
asks:merge                           POST   in      office302   office302 no      no          no
asks:part                            GET    in      office302   office302 no      no          no
asks:part                            POST   in      office302   office302 no      no          no
offers:index                         GET    in      200         200       200     200         200
offers:index                         POST   in      200         200       200     200         200
offers:meetings                      GET    in      200         200       200     200         200
offers:meetings                      POST   in      200         200       200     200         200
offers:board                         GET    in      all200      all200    all200  all200      all200
offers:board                         POST   in      all200      all200    all200  all200      all200
offers:report                        GET    in      all200      all200    all200  all200      all200
offers:report                        POST   in      all200      all200    all200  all200      all200
offers:proof                         GET    in      office200   office200 own200  all200      all200
offers:proof                         POST   in      office200   office200 own200  all200      all200
offers:propose                       GET    in      all200      all200    no      no          no
offers:propose                       POST   in      all422      all422    no      no          no
offers:round                         GET    in      office200   office200 no      all200      all200
offers:round                         POST   in      office200   office200 no      all200      all200
offers:undo                          GET    in      office302   office302 no      no          no
offers:undo                          POST   in      office302   office302 no      no          no
calendars:month                      GET    in      200         200       200     200         200
calendars:month                      POST   in      200         200       200     200         200
calendars:list                       GET    in      200         200       200     200         200
calendars:list                       POST   in      200         200       200     200         200
calendars:year                       GET    in      200         200       200     200         200
calendars:year                       POST   in      200         200       200     200         200
calendars:next                       GET    in      200         200       200     200         200
calendars:next                       POST   in      200         200       200     200         200
calendars:open                       GET    200     200         200       200     200         200
calendars:open                       POST   post    post        post      post    post        post
calendars:open_of                    GET    all200 all200      all200    all200  all200      all200
calendars:open_of                    POST   post    post        post      post    post        post
calendars:feeds                      GET    in      200         200       200     200         200
calendars:feeds                      POST   in      422         422       422     422         422
calendars:renew                      GET    in      hidden      hidden    hidden  hidden      hidden
calendars:renew                      POST   in      hidden      hidden    hidden  hidden      hidden
calendars:revoke                     GET    in      hidden      hidden    hidden  hidden      hidden
calendars:revoke                     POST   in      hidden      hidden    hidden  hidden      hidden
calendars:feed                       GET    secret  secret      secret    secret  secret      secret
calendars:feed                       POST   post    post        post      post    post        post
divisions:index                      GET    in      200         200       no      200         200
divisions:index                      POST   in      200         200       no      200         200
divisions:new                        GET    in      200         no        no      no          no
divisions:new                        POST   in      200         no        no      no          no
divisions:division                   GET    in      office200   office200 no      all200      all200
divisions:division                   POST   in      office200   office200 no      all200      all200
divisions:document                   GET    in      office200   office200 no      all200      all200
divisions:document                   POST   in      office200   office200 no      all200      all200
participation:contacts               GET    in      200         200       200     no          200
participation:contacts               POST   in      200         200       200     no          200
participation:municipality_contacts  GET    in      office200   office200 own200  no          all200
participation:municipality_contacts  POST   in      office200   office200 own200  no          all200
participation:add_contact            GET    in      office200   office200 own200  no          no
participation:add_contact            POST   in      office422   office422 own422  no          no
participation:change_contact         GET    in      office200   office200 own200  no          no
participation:change_contact         POST   in      office422   office422 own422  no          no
participation:end_contact            GET    in      office302   office302 own302  no          no
participation:end_contact            POST   in      office422   office422 own422  no          no
participation:erase_contact          GET    in      office200   office200 own200  no          no
participation:erase_contact          POST   in      office302   office302 own302  no          no
participation:inheritances           GET    in      200         200       200     200         200
participation:inheritances           POST   in      200         200       200     200         200
participation:inheritance            GET    in      office200   office200 own200  all200      all200
participation:inheritance            POST   in      office200   office200 own200  all200      all200
participation:decision               GET    in      office302   no        no      no          no
participation:decision               POST   in      office422   no        no      no          no
places:groupings                     GET    in      200         200       200     200         200
places:groupings                     POST   in      422         422       422     422         422
places:grouping                      GET    in      office200   office200 hidden  all200      all200
places:grouping                      POST   in      office200   office200 hidden  all200      all200
places:join                          GET    in      office302   no        no      no          no
places:join                          POST   in      office422   no        no      no          no
places:leave                         GET    in      office302   no        no      no          no
places:leave                         POST   in      office422   no        no      no          no
"""
WORDS = {
    "in": "302 302 302 302",  # first sign in
    "no": "403 403 403 403",
    "hidden": "404 404 404 404",  # also one's neighbour's: a feed is nobody's but its holder's
    "post": "405 405 405 405",  # only posted to, or only read
    "secret": "200 200 200 404",  # whoever has the address
    "own200": "200 404 404 404", "own302": "302 404 404 404", "own422": "422 404 404 404",
    "office200": "200 200 404 404", "office302": "302 302 404 404", "office422": "422 422 404 404",
    "all200": "200 200 200 404", "all302": "302 302 302 404", "all422": "422 422 422 404", "all403": "403 403 403 404",
}  # fmt: skip

FOLLOWED = (
    "boards", "support", "asks", "calendars", "divisions", "letters", "localplans", "offers", "participation", "places",
)  # fmt: skip
"""The packages whose addresses stand in the table; the reports have tables of their own (tests/reports)."""

PARTS = {
    "offers:board": ["offer"], "offers:report": ["offer"], "offers:propose": ["offer"], "offers:proof": ["offer", "code"],
    "offers:round": ["round"], "offers:undo": ["round"],
    "boards:municipality": ["code"], "boards:cell": ["participation", "subject"], "boards:import_preview": ["import"],
    "localplans:anchoring": ["plan", "programme"], "localplans:change_statement": ["statement"],
    "support:help": ["help"], "support:remove-help": ["help"], "support:restore-help": ["help"],
    "support:grant": ["grant"], "support:remove-grant": ["grant"], "support:restore-grant": ["grant"],
    "support:need": ["need"], "support:change": ["need"], "support:deed": ["need", "deed"],
    "calendars:renew": ["feed"], "calendars:revoke": ["feed"], "calendars:feed": ["token"], "calendars:open_of": ["office"],
    "divisions:division": ["division"], "divisions:document": ["division"],
    "letters:letter": ["letter"], "letters:try_again": ["letter"], "letters:withdraw": ["letter"],
    "letters:settle": ["letter"], "letters:wording": ["kind", "language"], "letters:reset_wording": ["kind", "language"],
    "participation:municipality_contacts": ["participation"], "participation:add_contact": ["participation"],
    "participation:change_contact": ["contact"], "participation:end_contact": ["contact"],
    "participation:erase_contact": ["contact"],
    "participation:inheritance": ["programme", "old", "code"], "participation:decision": ["programme", "old", "code"],
    "places:grouping": ["grouping"], "places:join": ["grouping"], "places:leave": ["membership"],
    **{f"localplans:{name}": ["plan"] for name in ("plan", "change", "remove", "bring_back", "add_statement")},
    **{f"asks:{name}": ["ask"] for name in ("ask", "change", "postpone", "mark", "more", "merge", "part")},
}  # fmt: skip
"""The parts of an address that name a record, by the keys of `records`."""


RIGHTS = rights_table(TABLE, WHO, WORDS, PARTS.__contains__)


def addresses(patterns: Sequence[URLPattern | URLResolver] | None = None, space: str = "") -> Iterator[str]:
    """The name of every address of the URL conf with its package."""
    for each in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(each, URLResolver):
            yield from addresses(each.url_patterns, each.namespace or space)
        else:
            yield f"{space}:{each.name}"


def test_every_address_of_these_packages_stands_in_the_table() -> None:
    there = {name for name in addresses() if name.split(":")[0] in FOLLOWED}
    assert {name for name, _method in RIGHTS} == there


@dataclass(frozen=True)
class World:
    """Two offices with one of everything; `of` whom → part of an address → what stands there."""

    place: Region
    own: Participation
    of: Mapping[str, Mapping[str, str]]

    def address(self, name: str, whose: str) -> str:
        return reverse(name, args=[self.of[whose][part] for part in PARTS.get(name, [])])


@pytest.fixture
def world(today: date) -> World:
    home, away = region(2), region(1, key="sorviken", county="92")
    heirs = {
        whose: (place, old, become([old], [old.municipality.name, f"Utvik {number}"], date(2021, 1, 1))[0])
        for number, (whose, place, old) in enumerate(
            [("own", home, home[0]), ("near", home, home[1]), ("far", away, away[0])]
        )
    }
    of = {whose: records(*heir) for whose, heir in heirs.items()}
    nowhere = dict.fromkeys(of["own"], "987654") | {"programme": of["own"]["programme"]}
    kept = {part: of["own"][part] for part in ("subject", "deed")}
    return World(home, heirs["own"][2], of | {"none": nowhere | kept})


def records(place: Region, old: Participation, row: Participation) -> dict[str, str]:
    """One of everything of a municipality that was a part of another, by the part of the address that names it."""
    acts: dict[str, Any] = {"by": BY, "now": NOW}
    say(row, "plan_status", "decided", date(2021, 3, 1))
    local = plan(row.municipality)
    rule = place.definition.divisions[0]
    wording = Wording(asked_by="USHT", title=f"Skjema {row.pk}", kind="survey", minutes=30, sent=DAY)
    rows = list(taking_part(place.programme.key, DAY, office=place.office.key))
    said = f"nummer;emne;verdi;dato\n{row.municipality.code};plan_status;decided;2021-04-01\n"
    holder = User.objects.create(email=f"{row.pk}@example.org", name="Ada", created_at=NOW, is_demo=True)
    feed, token = make_feed(holder, name=f"Kalender {row.pk}", holds="mine", now=NOW)
    grouping = make_grouping(place.office, name=f"Rådet {row.pk}", kind=Grouping.Kind.OTHER, **acts)
    window = window_of(place.definition.offer("network"), DAY)
    assert window is not None
    meant = NewMeeting("Nord", Facts(topic="Samling", kind="gathering"), (row,))
    made: dict[str, Model] = {
        "participation": row,
        "need": raise_need(row, Asked("Skyss", DAY, "contact"), **acts),
        "help": log_help([row], Given(DAY, "call", "KS"), **acts)[0],
        "grant": register_grant(row, Money(2021, scheme_name="Fondet", applied=1000), **acts),
        "ask": ask(place.programme, place.office, wording, [row], **acts),
        "division": keep_by_rule(
            place.programme, place.office, place.definition, rule, rows, day=DAY, known_at=NOW, **acts
        ),
        "plan": local,
        "statement": statement(local, asked_on=DAY),
        "contact": add_contact(row, role="main", name="Fagsjefen", since=DAY, **acts),
        "import": begin_import(
            "status.csv", said.encode(), office=place.office, programme=place.programme, common=Common(), **acts
        ),
        "feed": feed,
        "round": make_round(place.programme, place.office, window, [meant], grouped="", form=f"{row.pk}", **acts),
        "letter": written(row.pk, of=place.office, participation=row)[0],
        "grouping": grouping,
        "membership": join(grouping, row.municipality, since=date(2021, 2, 1), **acts),
    }  # fmt: skip
    names = {
        "code": row.municipality.code, "old": old.municipality.code, "programme": place.programme.key,
        "subject": "plan_status", "deed": "avslutt", "token": token, "kind": "letter", "language": "nn",
        "office": place.office.key, "offer": "network",
    }  # fmt: skip
    return {part: str(one.pk) for part, one in made.items()} | names


def answered(world: World, client: Client, name: str, method: str) -> str:
    """The answers; what was done is undone, so that each address meets the same records."""
    found = []
    for whose in WHOSE if name in PARTS else WHOSE[:1]:
        before = transaction.savepoint()
        path = world.address(name, whose)
        answer = client.get(path) if method == "GET" else client.post(path, {"version": "1"})
        transaction.savepoint_rollback(before)
        found.append(str(answer.status_code))
    return " ".join(found)


@pytest.mark.once
@pytest.mark.parametrize("who", WHO)
def test_each_address_answers_everyone_as_the_table_says(world: World, signed_in: SignIn, who: str) -> None:
    match who:
        case "visitor":
            client = Client(headers={"accept-language": "en"})
        case "directorate" | "administrator":
            client = arrived(signed_in(who))
        case _:
            own = world.own.municipality if who == "contact" else None
            client = arrived(signed_in(who, world.place.office, own))
    expected = {key: cells[who] for key, cells in RIGHTS.items()}
    assert {key: answered(world, client, *key) for key in expected} == expected
