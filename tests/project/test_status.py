"""`samordner status`: the same answer for machines and people, of any day, on that day's borders or today's."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from samordner.participation.models import Inheritance
from samordner.places.models import Municipality, Office
from samordner.programmes.models import Programme
from samordner.project.demonstration import Account
from samordner.project.status import main

pytestmark = pytest.mark.django_db

DAY = ("--day", "2021-12-31")
Out = pytest.CaptureFixture[str]


def ask(capsys: Out, *arguments: str) -> dict[str, Any]:
    assert main([*arguments, "--json"]) == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def by_code(answer: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {each["code"]: each["subjects"] for each in answer["municipalities"]}


def test_an_office_on_a_past_day(accounts: list[Account], capsys: Out) -> None:
    answer = ask(capsys, "--office", "more-og-romsdal", *DAY)
    assert list(answer) == ["office", "day", "known_at", "borders", "municipalities", "totals"]
    assert (answer["office"], answer["day"], answer["borders"]) == (
        "more-og-romsdal",
        "2021-12-31",
        "that-day",
    )
    assert datetime.fromisoformat(answer["known_at"]).tzinfo is not None
    assert answer["totals"]["plan-status"] == {
        "of": 26, "known": 26, "values": {"in-process": 19, "decided": 7},
    }  # fmt: skip
    names = [each["name"] for each in answer["municipalities"]]
    assert (len(names), names[0], names[-2:]) == (26, "Aukra", ["Ørsta", "Ålesund"])
    kristiansund = by_code(answer)["1505"]
    assert list(kristiansund) == [
        "plan-status", "anchoring", "stand-on-solutions", "phase", "grant-priority", "solution-stage", "last-contact",
    ]  # fmt: skip
    assert set(kristiansund["plan-status"]) == {"value", "since", "evidence", "stale"}
    assert kristiansund["plan-status"]["value"] == "decided"
    assert kristiansund["anchoring"]["values"]["own-case"]["value"] == "yes"
    assert kristiansund["anchoring"]["values"]["sub-plan"] == {"value": None, "stale": False}
    assert len(kristiansund["solution-stage"]["items"]) == 25
    assert kristiansund["last-contact"]["value"] == "2021-04-14"


def test_what_adds_up_is_what_stands_at_each(accounts: list[Account], capsys: Out) -> None:
    answer = ask(capsys, "--nation", *DAY)
    cells, totals = by_code(answer).values(), answer["totals"]
    assert answer["office"] is None
    for subject in ("plan-status", "phase", "stand-on-solutions"):
        held = [each[subject]["value"] for each in cells if each[subject]["value"]]
        counted = totals[subject]
        assert (counted["of"], counted["known"]) == (len(cells), len(held))
        assert counted["values"] == {value: held.count(value) for value in held}
    for item, counted in totals["solution-stage"]["items"].items():
        held = [each["solution-stage"]["items"][item]["value"] for each in cells]
        assert counted["known"] == len([value for value in held if value])
    anchored = totals["anchoring"]
    assert anchored["known"] == len(
        [each for each in cells if any(one["value"] for one in each["anchoring"]["values"].values())]
    )


def test_on_todays_borders_haram_is_open_until_a_person_decides(accounts: list[Account], capsys: Out) -> None:
    asked = ("--office", "more-og-romsdal", *DAY, "--borders", "today")
    answer = ask(capsys, *asked)
    assert answer["totals"]["plan-status"]["of"] == 27
    alesund, haram = by_code(answer)["1508"], by_code(answer)["1580"]
    assert (alesund["plan-status"]["value"], alesund["plan-status"]["from"]) == ("in-process", "1507")
    assert haram["plan-status"] == {"value": None, "stale": False}
    assert "from" not in by_code(answer)["1505"]["plan-status"]
    Inheritance.objects.create(
        programme=Programme.objects.get(key="leve-hele-livet"), office=Office.objects.get(key="more-og-romsdal"),
        old=Municipality.objects.get(code="1507"), heir=Municipality.objects.get(code="1580"), holds=True,
        reason="Avtalt", recorded_at=datetime(2026, 1, 1, tzinfo=UTC), recorded_by="u1",
    )  # fmt: skip
    assert by_code(ask(capsys, *asked))["1580"]["plan-status"] == alesund["plan-status"]
    before = ask(capsys, *asked, "--known-at", "2025-12-31")
    assert by_code(before)["1580"]["plan-status"]["value"] is None


def test_as_known_at_a_moment_only_what_was_recorded_by_then_counts(
    accounts: list[Account], capsys: Out
) -> None:
    answer = ask(capsys, "--office", "more-og-romsdal", *DAY, "--known-at", "2019-01-01T00:00:00+01:00")
    assert answer["known_at"] == "2019-01-01T00:00:00+01:00"
    assert answer["totals"]["plan-status"] == {"of": 26, "known": 0, "values": {}}


def test_a_programme_that_is_over_answers_of_its_last_day(accounts: list[Account], capsys: Out) -> None:
    over = ask(capsys, "--nation", "--programme", "leve-hele-livet")
    assert (over["day"], len(over["municipalities"])) == ("2023-12-31", 64)
    running = ask(capsys, "--office", "more-og-romsdal", "--day", "2024-06-01")
    assert len(running["municipalities"]) == 27


def test_without_json_it_is_a_table_to_read(accounts: list[Account], capsys: Out) -> None:
    assert main(["--office", "more-og-romsdal", *DAY]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert "Planstatus: known of 26 of 26, I prosess 19, Vedtatt 7" in lines
    assert next(line for line in lines if line.startswith("1505 Kristiansund")).split()[2] == "Vedtatt"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ([], "one of the arguments --office --nation is required"),
        (["--office", "nowhere"], "there is no office “nowhere”; there are: agder"),
        (["--nation", "--programme", "none"], "there is no programme “none”; there are: bo-trygt-hjemme"),
        (["--nation", "--day", "31.12.2021"], "“31.12.2021” is no day"),
        (["--nation", "--known-at", "soon"], "“soon” is no moment"),
        (["--nation", "--borders", "old"], "argument --borders: invalid choice"),
        (["--office", "agder"], "no municipality takes part there"),
    ],
)
def test_a_question_that_cannot_be_asked_is_refused_in_a_sentence(
    accounts: list[Account], capsys: Out, arguments: list[str], sentence: str
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    told = capsys.readouterr()
    assert told.err.startswith(f"samordner status: {sentence}")
    assert (told.out, told.err.count("\n")) == ("", 1)
