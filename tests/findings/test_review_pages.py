"""The page where answers stand beside what is registered: who may, what is pressed, and what is never done unseen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from samordner.findings.models import Review
from samordner.findings.operations.reviewing import accept
from samordner.findings.proposals import proposals
from samordner.mapping.models import MappingRound
from samordner.participation.models import Observation
from tests.boards.conftest import SignIn, signed_in, today
from tests.factories.participation import BY, DAY, NOW, Region, region, say
from tests.factories.rights import client_of
from tests.findings.answers import answer, asked

__all__ = ["signed_in", "today"]

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class World:
    home: Region
    of: dict[str, MappingRound]
    verdict: dict[str, int]


@pytest.fixture
def world(today: date) -> World:
    home, away = region(2), region(1, key="sorviken", county="92")
    of = {"own": asked(home), "far": asked(away)}
    verdicts = {}
    for whose, place in (("own", home), ("far", away)):
        answer(of[whose], place[0], status="in_process", wish=f"Hemmelig {place.office.key}")
        [need] = [each.key for each in proposals(of[whose], DAY) if each.made.key.startswith("need")]
        [row] = accept(of[whose], [need], day=DAY, by=BY, now=NOW)
        verdicts[whose] = row.pk
    return World(home, of, verdicts)


def address(world: World, name: str, whose: str) -> str:
    if whose == "none":
        return reverse(f"findings:{name}", args=[987654, 987654][: 2 if name == "review_undo" else 1])
    parts = [world.of[whose].pk, *([world.verdict[whose]] if name == "review_undo" else [])]
    return reverse(f"findings:{name}", args=parts)


TABLE = """
address      method visitor coordinator partner contact directorate administrator
review       GET    in      200         no      no      no          no
review       POST   in      422         no      no      no          no
review_undo  GET    in      200         no      no      no          no
review_undo  POST   in      302         no      no      no          no
"""
"""Of the own office's; of another's and of what does not exist the coordinator is told 404, the others as here."""


@pytest.mark.parametrize(
    "who", ["visitor", "coordinator", "partner", "contact", "directorate", "administrator"]
)
def test_each_address_answers_everyone_as_the_table_says(world: World, signed_in: SignIn, who: str) -> None:
    client = client_of(signed_in, who, world.home)
    header, *lines = (line.split() for line in TABLE.strip().splitlines())
    wanted, found = {}, {}
    for line in lines:
        name, method, cell = line[0], line[1], line[header.index(who)]
        for whose in ("own", "far", "none"):
            own = {"in": 302, "no": 403}.get(cell) or int(cell)
            wanted[name, method, whose] = 404 if who == "coordinator" and whose != "own" else own
            before = transaction.savepoint()
            path = address(world, name, whose)
            found[name, method, whose] = (
                client.get(path) if method == "GET" else client.post(path)
            ).status_code
            transaction.savepoint_rollback(before)
    assert found == wanted


@pytest.fixture
def coordinator(world: World, signed_in: SignIn) -> Client:
    return signed_in("coordinator", world.home.office)


def test_the_page_shows_what_waits_beside_what_is_registered(world: World, coordinator: Client) -> None:
    say(world.home[0], "plan_status", "not_begun", date(2021, 1, 5))
    shown = coordinator.get(address(world, "review", "own"))
    [[_first, lines]] = shown.context["groups"]
    assert [(str(one.proposal.about), one.proposal.mark) for one in lines] == [("Plan status", "changed")]
    page = shown.content.decode()
    assert lines[0].proposal.registered in page
    assert ("Hemmelig havbukta" in page, "sorviken" in page) == (False, False)
    everything = coordinator.get(address(world, "review", "own"), {"state": "all"}).content.decode()
    assert "Hemmelig havbukta" in everything


def test_those_chosen_are_accepted_and_the_others_wait(world: World, coordinator: Client) -> None:
    answer(world.of["own"], world.home[1], status="decided")
    keys = [each.key for each in proposals(world.of["own"], DAY) if not each.verdict]
    said = coordinator.post(address(world, "review", "own"), {"step": "chosen", "chosen": keys[:1]})
    assert (said.status_code, Observation.objects.count()) == (302, 1)
    left = [each for each in proposals(world.of["own"], DAY) if not each.verdict]
    assert [each.key for each in left] == keys[1:]


def test_all_in_no_doubt_are_accepted_as_they_were_shown_and_only_those(
    world: World, coordinator: Client
) -> None:
    say(world.home[1], "plan_status", "decided", date(2021, 1, 5), evidence="documented", case_number="1/21")
    answer(world.of["own"], world.home[1], status="in_process")
    path = address(world, "review", "own")
    shown = coordinator.get(path)
    assert (shown.context["shown"], shown.context["plain"]) == (2, 1)
    said = coordinator.post(path, {"step": "all", "digest": shown.context["digest"]})
    assert said.status_code == 302
    waiting = [each for each in proposals(world.of["own"], DAY) if not each.verdict]
    assert [(each.participation, each.mark) for each in waiting] == [(world.home[1], "doubt")]


def test_all_is_refused_when_an_answer_came_meanwhile(world: World, coordinator: Client) -> None:
    path = address(world, "review", "own")
    seen = coordinator.get(path).context["digest"]
    answer(world.of["own"], world.home[1], status="decided")
    said = coordinator.post(path, {"step": "all", "digest": seen})
    assert (said.status_code, Observation.objects.count()) == (422, 0)


def test_turned_down_without_a_reason_keeps_what_was_chosen(world: World, coordinator: Client) -> None:
    [key] = [each.key for each in proposals(world.of["own"], DAY) if not each.verdict]
    path = address(world, "review", "own")
    said = coordinator.post(path, {"step": "turn_down", "chosen": [key], "why": ""})
    assert (said.status_code, said.context["chosen"]) == (422, {key})
    assert coordinator.post(path, {"step": "turn_down", "chosen": [key], "why": "Feil"}).status_code == 302
    assert list(Review.objects.filter(verdict="rejected").values_list("why", flat=True)) == ["Feil"]


@pytest.mark.parametrize("chosen", ["", "x", "|||", "a|subject:plan_status|" + "9" * 400])
def test_a_forged_choice_does_nothing(world: World, coordinator: Client, chosen: str) -> None:
    said = coordinator.post(address(world, "review", "own"), {"step": "chosen", "chosen": [chosen]})
    assert (said.status_code, Observation.objects.count()) == (422, 0)


def test_a_verdict_of_another_round_is_not_found(world: World, coordinator: Client) -> None:
    path = reverse("findings:review_undo", args=[world.of["own"].pk, world.verdict["far"]])
    assert coordinator.post(path).status_code == 404


@pytest.mark.parametrize("format", ["xlsx", "csv", "json"])
def test_the_statements_are_a_file(world: World, coordinator: Client, format: str) -> None:
    said: Any = coordinator.get(address(world, "review", "own"), {"format": format, "state": "all"})
    assert said.status_code == 200
    assert "sorviken" not in said.content.decode(errors="ignore")
    assert coordinator.get(address(world, "review", "own"), {"format": "exe"}).status_code == 404


def test_the_first_page_asks_for_what_nobody_has_decided_on_in_a_closed_round(
    today: date, signed_in: SignIn
) -> None:
    home = region(3)
    of = asked(home, state="closed", closed_at=NOW, deadline=date(2021, 4, 20))
    answer(of, home[0], status="in_process", anchoring=["own_case"])
    answer(of, home[1], status="in_process")
    anonymous = asked(
        home, name="Uten navn", state="closed", closed_at=NOW, anonymous=True, deadline=date(2021, 4, 20)
    )
    answer(anonymous, home[0], status="in_process")
    asked(home, name="Åpen", title="Åpen runde")
    said, words = len(proposals(of, DAY)), "Review what was answered: "
    client = signed_in("coordinator", home.office)
    page = client.get(reverse("first")).content.decode()
    assert f"{words}{said} statements of Kartlegging 2021" in page
    assert (page.count(words), reverse("findings:review", args=[of.pk]) in page) == (1, True)
    assert words not in signed_in("partner", home.office).get(reverse("first")).content.decode()
    accept(of, [each.key for each in proposals(of, DAY)], day=DAY, by=BY, now=NOW)
    assert words not in client.get(reverse("first")).content.decode()


def test_the_file_says_the_norwegian_day_on_which_an_answer_was_sent_in(
    today: date, signed_in: SignIn
) -> None:
    home = region(1)
    of = asked(home)
    answer(of, home[0], at=datetime(2021, 4, 20, 22, 30, tzinfo=UTC), status="in_process")
    file = signed_in("coordinator", home.office).get(
        reverse("findings:review", args=[of.pk]), {"format": "json"}
    )
    assert {row["day"] for row in file.json()["rows"]} == {"2021-04-21"}
