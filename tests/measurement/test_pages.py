"""Pages of measurement as people use them: made, written in, brought in, looked at; as many questions at one as at three."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from samordner.journal.models import Entry
from samordner.measurement.models import Indicator, Measurement, Phase, Snapshot, State
from tests.boards.conftest import SignIn
from tests.factories.participation import Region, region
from tests.measurement import making as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def place(today: date) -> Region:
    return region(2)


def page(client: Client, name: str, *parts: Any, **query: str) -> str:
    answer = client.get(reverse(f"measurement:{name}", args=parts), query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_an_indicator_is_made_through_questions_about_the_data(place: Region, signed_in: SignIn) -> None:
    client, project = signed_in("contact", place.office, place[0].municipality), make.project(place[0])
    assert "Chart" not in page(client, "new", project.pk)
    assert "How often does it happen" in page(client, "new", project.pk, noted="cases")
    described = page(client, "new", project.pk, noted="cases", often="often")
    assert "Begin with a plain run chart" in described
    said = {
        "name": "Rolige måltider", "kind": "outcome", "direction": "up", "text": "Måltider uten uro", "numerator_text": "rolige",
        "denominator_text": "måltider", "rhythm": "month", "begins": "2020-05-17", "fewest": "5", "chart": "run",
        "rule_set": "anhoej",
    }  # fmt: skip
    there = reverse("measurement:new", args=[project.pk]) + "?noted=cases&often=often"
    wrong = client.post(there, said | {"denominator_text": ""})
    assert wrong.status_code == 422
    assert "Måltider uten uro" in wrong.content.decode(), "nothing typed is lost"
    assert client.post(there, said).status_code == 302
    row = Indicator.objects.get()
    assert (row.value_kind, row.chart, row.begins, row.multiplier, row.chosen_by, row.method_version != "") == (
        "proportion", "run", date(2020, 5, 1), 100, {"noted": "cases", "often": "often"}, True
    )  # fmt: skip


def test_a_table_is_looked_over_and_then_written_whole(place: Region, signed_in: SignIn) -> None:
    client, row = signed_in("coordinator", place.office), make.indicator(make.project(place[0]))
    there = reverse("measurement:bring", args=[row.pk])
    bad = client.post(
        there,
        {"pasted": "Måned\tRolige\tMåltider\njan.21\t7\t10\nfeb.21\t11\t10\nmars\t1\t2\nmai 2021\t1\t2"},
    )
    text = bad.content.decode()
    assert bad.status_code == 422
    for said in (
        "3 rows cannot be understood",
        "11 of 10 cannot be",
        "Write the month as",
        "has not come yet",
    ):
        assert said in text
    assert not Measurement.objects.exists()
    good = "01.2021\t7\t10\n02.2021\tikke målt\n03.2021\t0\t12\tTV av"
    shown = client.post(there, {"pasted": good})
    assert "3 new, 0 corrected" in shown.content.decode()
    assert not Measurement.objects.exists()
    seen = shown.context["seen"]
    assert (
        client.post(there, {"text": shown.context["text"], "seen": seen, "how": "paste"}).status_code == 302
    )
    rows = Measurement.objects.order_by("day").values_list("state", "value", "note", "how")
    assert [(state, value, note) for state, value, note, _how in rows] == [
        (State.VALUE, 7, ""), (State.MISSING, None, ""), (State.VALUE, 0, "TV av")
    ]  # fmt: skip
    again = client.post(there, {"text": shown.context["text"], "seen": seen, "how": "paste"})
    assert again.status_code == 422
    assert "written meanwhile" in again.content.decode()


def test_what_is_exported_can_be_brought_back_in(place: Region, signed_in: SignIn) -> None:
    client, row = signed_in("coordinator", place.office), make.indicator(make.project(place[0]))
    make.filled(row, [50, None, 0, 47])
    with override("nb"):
        answer = client.get(reverse("measurement:indicator", args=[row.pk]), {"format": "xlsx"})
    assert answer.headers["Content-Type"].endswith("sheet")
    assert (
        client.get(reverse("measurement:indicator", args=[row.pk]), {"format": "rubbish"}).status_code == 404
    )


def test_the_verdict_comes_first_and_every_point_leads_to_its_page(place: Region, signed_in: SignIn) -> None:
    client, row = signed_in("coordinator", place.office), make.indicator(make.project(place[0]))
    make.filled(row, make.BETTER)
    text = page(client, "indicator", row.pk)
    assert text.index("Special cause variation") < text.index("<svg")
    assert reverse("measurement:point", args=[row.pk, "2020-04-01"]) in text
    assert "Should a new phase begin there?" in text
    assert "no proof of its effect" in text
    point = page(client, "point", row.pk, "2020-04-01")
    assert "Do you expect it to last?" in point


def test_a_phase_is_begun_by_answering_and_taken_back_with_one_press(
    place: Region, signed_in: SignIn
) -> None:
    client, row = signed_in("coordinator", place.office), make.indicator(make.project(place[0]))
    make.filled(row, make.BETTER)
    there = reverse("measurement:split", args=[row.pk, "2020-04-01"])
    said = {
        "differs": "yes",
        "known": "yes",
        "wanted": "yes",
        "lasts": "unsure",
        "reason": "TV av",
        "begins": "yes",
    }
    unanswered = client.post(there, said | {"lasts": ""})
    assert unanswered.status_code == 422
    assert "TV av" in unanswered.content.decode()
    assert client.post(there, said).status_code == 302
    phase = Phase.objects.get()
    assert (phase.lasts, "Against the baseline" in page(client, "indicator", row.pk)) == ("unsure", True)
    answer = client.post(reverse("measurement:remove_phase", args=[phase.pk]), {"version": 1}, follow=True)
    assert reverse("measurement:restore_phase", args=[phase.pk]) in answer.content.decode()
    client.post(reverse("measurement:restore_phase", args=[phase.pk]), {"version": 2})
    phase.refresh_from_db()
    assert phase.removed_at is None


def test_two_who_correct_the_same_month_are_told_of_each_other(place: Region, signed_in: SignIn) -> None:
    client, row = signed_in("coordinator", place.office), make.indicator(make.project(place[0]))
    made = make.written(row, date(2021, 3, 1), 40)
    said = {"indicator": row.pk, "period": "2021-03-01", "state": "value", "denominator": "100"}
    there = reverse("measurement:enter", args=[row.pk])
    assert (
        client.post(there, said | {"value": "41", "version": "1", "why": "Feil kolonne"}).status_code == 302
    )
    answer = client.post(there, said | {"value": "42", "version": "1"})
    assert answer.status_code == 409
    assert "Someone else has saved meanwhile" in answer.content.decode()
    made.refresh_from_db()
    assert made.value == 41
    assert made.corrections.get().why == "Feil kolonne"


def test_a_kept_chart_is_shown_as_it_was_beside_what_the_chart_says_now(
    place: Region, signed_in: SignIn
) -> None:
    client, row = signed_in("coordinator", place.office), make.indicator(make.project(place[0]))
    make.filled(row, make.CALM)
    client.post(reverse("measurement:keep", args=[row.pk]), {"name": "Juni", "picture": "phases"})
    kept = Snapshot.objects.get()
    was = page(client, "snapshot", kept.pk)
    make.filled(row, [75] * 12, since=make.month(12))
    now = page(client, "snapshot", kept.pk)
    assert was.split("</svg>")[0].split("<svg")[1] == now.split("</svg>")[0].split("<svg")[1]
    assert "The chart says now" in now
    assert "The chart says now" not in was


def test_the_report_holds_the_aim_the_charts_and_what_was_tried_and_hides_small_numbers_when_shared(
    place: Region, signed_in: SignIn
) -> None:
    client, project = signed_in("coordinator", place.office), make.project(place[0])
    make.filled(make.indicator(project), make.CALM)
    make.cycle(project)
    for wanted, start in (("pdf", b"%PDF"), ("docx", b"PK"), ("html", b"<!doctype html")):
        answer = client.get(
            reverse("measurement:report", args=[project.pk]), {"format": wanted, "shared": "1"}
        )
        assert answer.status_code == 200
        assert answer.content.lower().startswith(start.lower())
    assert client.get(reverse("measurement:report", args=[project.pk]), {"format": "exe"}).status_code == 404


def asked(do: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as context:
        do()
    return len(context)


def test_a_page_asks_as_many_questions_at_three_indicators_as_at_one(
    place: Region, signed_in: SignIn
) -> None:
    client, project = signed_in("coordinator", place.office), make.project(place[0])
    about: dict[str, tuple[list[int], dict[str, str]]] = {
        "index": ([], {}), "enter_project": ([project.pk], {}), "report": ([project.pk], {"format": "html"}),
    }  # fmt: skip
    counts: dict[str, list[int]] = {name: [] for name in about}
    for number in (1, 3):
        while project.indicators.count() < number:
            row = make.indicator(project, name=f"Nummer {project.indicators.count()}")
            make.filled(row, make.BETTER[:20])
            make.cycle(project, project.cycles.count() + 1)
        for name, (parts, query) in about.items():
            page(client, name, *parts, **query)
            with CaptureQueriesContext(connection) as context:
                page(client, name, *parts, **query)
            counts[name].append(len(context))
    assert counts == {"index": [13, 13], "enter_project": [9, 9], "report": [18, 18]}


def test_a_chart_s_page_asks_as_many_questions_at_twenty_four_points_as_at_eight(
    place: Region, signed_in: SignIn
) -> None:
    client, project = signed_in("coordinator", place.office), make.project(place[0])
    few, many = make.indicator(project, name="Få"), make.indicator(project, name="Mange")
    make.filled(few, make.BETTER[:8])
    make.filled(many, make.BETTER)
    page(client, "indicator", few.pk)
    assert (
        asked(lambda: page(client, "indicator", few.pk))
        == asked(lambda: page(client, "indicator", many.pk))
        == 16
    )


def test_a_list_narrows_by_words_purpose_place_and_what_the_chart_tells(
    place: Region, signed_in: SignIn
) -> None:
    client, project = signed_in("coordinator", place.office), make.project(place[0])
    make.filled(make.indicator(project, name="Tydelig"), make.BETTER)
    make.filled(make.indicator(project, name="Stille", kind="process"), make.CALM)
    make.indicator(make.project(place[1], "Nabo"), name="Tom", kind="balancing")
    names = ("Tydelig", "Stille", "Tom")
    for query, expected in (
        ({}, names), ({"q": "stil"}, ("Stille",)), ({"kind": "balancing"}, ("Tom",)), ({"state": "signal"}, ("Tydelig",)),
        ({"state": "calm"}, ("Stille",)), ({"state": "few"}, ("Tom",)), ({"municipality": place[1].municipality.code}, ("Tom",)),
        ({"q": "finnes ikke"}, ()), ({"state": "rubbish"}, names),
    ):  # fmt: skip
        text = page(client, "index", **query)
        assert (query, tuple(name for name in names if f">{name}<" in text)) == (query, expected)
    assert "No indicator fits this" in page(client, "index", q="finnes ikke")


def test_a_project_s_page_says_what_its_set_of_indicators_lacks(place: Region, signed_in: SignIn) -> None:
    client, project = signed_in("coordinator", place.office), make.project(place[0])
    make.indicator(project)
    text = client.get(reverse("improvement:project", args=[project.pk])).content.decode()
    assert "The set still lacks: a process: whether what is tried is done; a balancing one" in text
    assert Entry.objects.filter(kind="indicator").count() == 1
