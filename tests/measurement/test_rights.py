"""Who reaches which address of measurement, of whose indicator; and what an address or a form may say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, reverse

from samordner.journal.models import Entry
from samordner.links.operations import issue
from samordner.measurement.models import Goal, Indicator, Measurement
from samordner.measurement.operations.deciding import Answers, Said, answer_split, exclude
from samordner.measurement.operations.noting import Note, annotate
from samordner.measurement.operations.snapshots import keep
from samordner.measurement.urls import urlpatterns
from samordner.participation.models import Participation
from tests.boards.conftest import SignIn
from tests.factories.participation import BY, DAY, NOW, Region, region
from tests.factories.rights import client_of, rights_table
from tests.measurement import making as make

pytestmark = pytest.mark.django_db

WHO = ("visitor", "coordinator", "partner", "contact", "directorate", "administrator")
WHOSE = ("own", "near", "far", "none")
"""Whose: of the contact's own municipality, of another in the same office, of another office's; there is none."""

TABLE = """
address                         method visitor coordinator partner   contact directorate administrator
measurement:index               GET    in      200         200       200     no          200
measurement:new                 GET    in      office200   office200 own200  no          no
measurement:enter_project       GET    in      office200   office200 own200  no          no
measurement:enter_project       POST   in      office200   office200 own200  no          no
measurement:report              GET    in      office200   office200 own200  no          all200
measurement:links               GET    in      office200   office200 own200  no          no
measurement:links               POST   in      office302   office302 own302  no          no
measurement:indicator           GET    in      office200   office200 own200  no          all200
measurement:change              GET    in      office200   office200 own200  no          no
measurement:change              POST   in      office422   office422 own422  no          no
measurement:define              GET    in      office200   office200 own200  no          no
measurement:define              POST   in      office422   office422 own422  no          no
measurement:goal                POST   in      office422   office422 own422  no          no
measurement:drop_goal           POST   in      office302   office302 own302  no          no
measurement:enter               GET    in      office200   office200 own200  no          no
measurement:enter               POST   in      office422   office422 own422  no          no
measurement:bring               GET    in      office200   office200 own200  no          no
measurement:bring               POST   in      office422   office422 own422  no          no
measurement:remove              POST   in      office302   office302 own302  no          no
measurement:restore             POST   in      office302   office302 own302  no          no
measurement:keep                POST   in      office422   office422 own422  no          no
measurement:snapshot            GET    in      office200   office200 own200  no          all200
measurement:point               GET    in      office200   office200 own200  no          all200
measurement:split               POST   in      office422   office422 own422  no          no
measurement:freeze              POST   in      office302   office302 own302  no          no
measurement:exclude             POST   in      office422   office422 own422  no          no
measurement:annotate            POST   in      office422   office422 own422  no          no
measurement:phase               GET    in      office200   office200 own200  no          no
measurement:phase               POST   in      office409   office409 own409  no          no
measurement:thaw                POST   in      office302   office302 own302  no          no
measurement:remove_phase        POST   in      office302   office302 own302  no          no
measurement:restore_phase       POST   in      office302   office302 own302  no          no
measurement:include             POST   in      office302   office302 own302  no          no
measurement:restore_exclusion   POST   in      office302   office302 own302  no          no
measurement:annotation          GET    in      office200   office200 own200  no          no
measurement:annotation          POST   in      office422   office422 own422  no          no
measurement:remove_annotation   POST   in      office302   office302 own302  no          no
measurement:restore_annotation  POST   in      office302   office302 own302  no          no
measurement:team                GET    link    link        link      link    link        link
measurement:team_enter          GET    link    link        link      link    link        link
measurement:team_chart          GET    link    link        link      link    link        link
measurement:team_cycle          GET    link    link        link      link    link        link
measurement:team_assess         GET    link    link        link      link    link        link
"""
WORDS = {
    "in": "302 302 302 302",  # first sign in
    "no": "403 403 403 403",
    "own200": "200 404 404 404", "own302": "302 404 404 404", "own422": "422 404 404 404",
    "office200": "200 200 404 404", "office302": "302 302 404 404", "office422": "422 422 404 404",
    "own409": "409 404 404 404", "office409": "409 409 404 404",  # the version that was seen was not said
    "all200": "200 200 200 404",
    "link": "200 200 200 404",  # whoever has the address, whoever it is
}  # fmt: skip
KEYS = {
    **dict.fromkeys(("new", "enter_project", "report"), ("project",)), "links": ("team",), "drop_goal": ("goal",),
    "snapshot": ("snapshot",), **dict.fromkeys(("point", "split", "freeze", "exclude", "annotate"), ("indicator", "day")),
    **dict.fromkeys(("phase", "thaw", "remove_phase", "restore_phase"), ("phase",)),
    **dict.fromkeys(("include", "restore_exclusion"), ("exclusion",)),
    **dict.fromkeys(("annotation", "remove_annotation", "restore_annotation"), ("annotation",)),
    **dict.fromkeys(("team", "team_assess"), ("secret",)), "team_cycle": ("secret", "cycle"),
    **dict.fromkeys(("team_enter", "team_chart"), ("secret", "indicator")), "index": (),
}  # fmt: skip
RIGHTS = rights_table(TABLE, WHO, WORDS, lambda name: name != "measurement:index")


def keys_of(name: str) -> tuple[str, ...]:
    return KEYS.get(name.split(":")[1], ("indicator",))


@dataclass(frozen=True)
class World:
    place: Region
    of: Mapping[str, Mapping[str, str]]

    def address(self, name: str, whose: str) -> str:
        return reverse(name, args=[self.of[whose][key] for key in keys_of(name)])


def records(row: Participation, name: str) -> dict[str, str]:
    """A team with a project that measures something, and one of everything that people decide about it."""
    team = make.team(row, f"Teamet {name}")
    project = make.project(row, f"Arbeidet {name}", team=team)
    cycle = make.cycle(project, question=f"Prøven {name}")
    made = make.indicator(project, name=f"Indikatoren {name}")
    make.filled(made, make.BETTER)
    day = make.month(12)
    answers = Answers(differs="yes", known="yes", wanted="yes", lasts="yes")
    phase = answer_split(made, day, answers, Said(reason="Ny"), begins=True, by=BY, now=NOW)
    said = {
        "project": project, "team": team, "indicator": made, "phase": phase, "cycle": cycle,
        "goal": Goal.objects.create(indicator=made, since=DAY, value=60, made_at=NOW, made_by=BY),
        "exclusion": exclude(made, make.month(3), "Stengt", by=BY, now=NOW),
        "annotation": annotate(made, Note(day=day, text=f"Notatet {name}"), by=BY, now=NOW),
        "snapshot": keep(made, f"Kopien {name}", picture="phases", day=DAY, by=BY, now=NOW),
    }  # fmt: skip
    member = make.member(team, f"Kari {name}")
    ends = NOW.replace(year=2022)
    secret = issue("team", "teammember", str(member.pk), expires_at=ends, now=NOW)
    return {key: str(one.pk) for key, one in said.items()} | {"day": day.isoformat(), "secret": secret}


@pytest.fixture
def world(today: date) -> World:
    home, away = region(2), region(1, key="sorviken", county="92")
    of = {"own": records(home[0], "egen"), "near": records(home[1], "nabo"), "far": records(away[0], "fjern")}
    nowhere = dict.fromkeys(of["own"], "987654") | {"day": "2020-04-01", "secret": "x" * 32}
    return World(home, of | {"none": nowhere})


def names() -> set[str]:
    return {f"measurement:{one.name}" for one in urlpatterns if isinstance(one, URLPattern)}


def test_every_address_stands_in_the_table() -> None:
    assert {name for name, _method in RIGHTS} == names()


@pytest.mark.parametrize("who", WHO)
def test_each_reaches_what_the_table_says_and_nothing_else(world: World, signed_in: SignIn, who: str) -> None:
    client = client_of(signed_in, who, world.place)
    found: dict[tuple[str, str], str] = {}
    for name, method in RIGHTS:
        answers = []
        for whose in WHOSE if keys_of(name) else WHOSE[:1]:
            before = transaction.savepoint()
            answers.append(str(getattr(client, method.lower())(world.address(name, whose)).status_code))
            transaction.savepoint_rollback(before)
        found[name, method] = " ".join(answers)
    assert found == {key: said[who] for key, said in RIGHTS.items()}


@pytest.mark.parametrize("who", WHO[1:])
def test_nobody_reads_of_another_s_measurements_than_the_table_says(
    world: World, signed_in: SignIn, who: str
) -> None:
    client = client_of(signed_in, who, world.place)
    read = ""
    pages = [
        name for name, method in RIGHTS if method == "GET" and "team" not in name and "report" not in name
    ]
    for name in sorted(pages):
        for whose in WHOSE[:3] if keys_of(name) else WHOSE[:1]:
            for more in ("", "?format=csv", "?q=indikatoren", "?state=waiting"):
                answer = client.get(world.address(name, whose) + more)
                read += answer.content.decode() if answer.status_code == 200 else ""
    seen = tuple(f"Indikatoren {whose}" in read for whose in ("egen", "nabo", "fjern"))
    expected = {
        "coordinator": (True, True, False), "partner": (True, True, False), "contact": (True, False, False),
        "directorate": (False, False, False), "administrator": (True, True, True),
    }  # fmt: skip
    assert seen == expected[who]


def test_a_link_reaches_its_own_team_s_things_and_no_other_s(world: World) -> None:
    client, own, near = Client(), world.of["own"], world.of["near"]
    for name, key in (("team_enter", "indicator"), ("team_chart", "indicator"), ("team_cycle", "cycle")):
        assert client.get(reverse(f"measurement:{name}", args=[own["secret"], near[key]])).status_code == 404
        assert client.post(reverse(f"measurement:{name}", args=[own["secret"], near[key]])).status_code in {
            404,
            405,
        }
    said = {
        "indicator": near["indicator"],
        "period": "2021-03-01",
        "value": "1",
        "denominator": "2",
        "state": "value",
    }
    before = Measurement.objects.count()
    client.post(reverse("measurement:team", args=[own["secret"]]), said)
    assert Measurement.objects.count() == before


HOSTILE = (
    "\0", "' OR 1=1 --", "<script>alert(1)</script>", "9" * 400, "-1", "é" * 3000, "١٢", "NaN", "Infinity", "1e400", "😀",
    "{{7*7}}",
)  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_in_forms_and_addresses_break_nothing(
    world: World, signed_in: SignIn, text: str
) -> None:
    client, own = client_of(signed_in, "coordinator", world.place), world.of["own"]
    before = list(Measurement.objects.order_by("pk").values_list("value", "denominator", "values"))
    inputs = (
        "value", "denominator", "values", "state", "note", "why", "period", "indicator", "pasted", "text", "seen", "how",
        "name", "kind", "direction", "unit", "multiplier", "rhythm", "begins", "fewest", "chart", "rule_set", "since", "cycle",
        "day", "until", "reason", "label", "differs", "known", "wanted", "lasts", "members", "deed", "picture", "score",
    )  # fmt: skip
    said = dict.fromkeys(inputs, text) | {"indicator": own["indicator"]}
    said |= {"version": text if text in {"-1", "NaN", "9" * 400} else "1"}
    for name, method in RIGHTS:
        saved = transaction.savepoint()
        answer = getattr(client, method.lower())(world.address(name, "own"), said)
        assert answer.status_code in {200, 302, 400, 404, 409, 422}, (name, method, answer.status_code)
        assert b"<script>alert(1)" not in answer.content
        transaction.savepoint_rollback(saved)
    assert list(Measurement.objects.order_by("pk").values_list("value", "denominator", "values")) == before


def test_a_megabyte_is_refused_and_nothing_is_written(world: World, signed_in: SignIn) -> None:
    client, own = client_of(signed_in, "coordinator", world.place), world.of["own"]
    entries = Entry.objects.count()
    big = "9" * 1_000_000
    for name, said in (
        ("enter", {"indicator": own["indicator"], "period": "2021-04-01", "value": big, "denominator": big, "state": "value"}),
        ("bring", {"pasted": f"{big}\t{big}"}), ("annotate", {"text": big, "day": "2020-04-01"}),
        ("change", {"name": big, "kind": "outcome"}),
    ):  # fmt: skip
        answer = client.post(world.address(f"measurement:{name}", "own"), said)
        assert answer.status_code in {400, 413, 422}
    assert Entry.objects.count() == entries
    assert Indicator.objects.filter(name__startswith="9").count() == 0
