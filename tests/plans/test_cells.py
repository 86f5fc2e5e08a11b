"""Typed cells: what was written stays, and what it means stands beside it when it is sure."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from samordner.documents.amounts import Amount
from samordner.documents.cells import cell_text
from samordner.plandocument.comparing import Chooser, register_part
from samordner.plans.cells import settled_amount, settled_due, settled_status
from samordner.plans.linking import goals, keys_in
from samordner.plans.models import Earlier, Followed
from samordner.plans.operations import add_row, bring_back, change_row
from samordner.plans.queries import rows_of
from samordner.plans.registers import register
from samordner.plans.statuses import Chosen, read
from samordner.plans.written import fields_of
from samordner.programmes.definition import read_programme
from samordner.programmes.operations import load
from samordner.timeline.due import Due
from tests.factories import plans as make
from tests.factories.plans import BY, NOW, NewRow
from tests.plans.test_pages import FIXTURES

SAYS = {
    "Pågår": Chosen("", "underway"), "gjennomført": Chosen("", "done"), "Planned": Chosen("", "planned"),
    "under arbeid": Chosen("under arbeid", "underway"), "ikkje starta": Chosen("ikkje starta", "planned"),
    "Gjennomført våren 2021": Chosen("Gjennomført våren 2021", "done"), "avlyst": Chosen("avlyst", "dropped"),
    "delvis gjennomført": Chosen("delvis gjennomført"), "ikke gjennomført": Chosen("ikke gjennomført"),
    "utsatt, men startet": Chosen("utsatt, men startet"), "vurderes": Chosen("vurderes"), "": Chosen(""),
}  # fmt: skip


@pytest.mark.parametrize(("words", "chosen"), SAYS.items(), ids=list(SAYS))
def test_a_status_is_understood_only_when_it_is_sure(words: str, chosen: Chosen) -> None:
    assert read(words) == chosen


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_a_status_reads_back_from_its_own_label_in_every_language(language: str) -> None:
    with override(language):
        assert [read(str(label)) for _key, label in Followed.Status.choices] == [
            Chosen("", key) for key in Followed.Status.values
        ]


@pytest.mark.parametrize(
    ("label", "key", "before", "means"),
    [
        ("", "done", None, Chosen("", "done")),
        ("ferdig i mai", "", None, Chosen("ferdig i mai", "done")),
        ("pågår i nord", "done", Chosen("pågår i nord", "underway"), Chosen("", "done")),
        ("etter behov", "done", Chosen("etter behov", ""), Chosen("etter behov", "done")),
        ("ferdig", "underway", Chosen("", "underway"), Chosen("ferdig", "done")),
        ("vurderes", "planned", Chosen("vurderes", "planned"), Chosen("vurderes", "planned")),
        ("", "", Chosen("", "done"), Chosen("", "")),
    ],
)
def test_a_status_is_what_was_changed_last(
    label: str, key: str, before: Chosen | None, means: Chosen
) -> None:
    assert settled_status(label, key, before=before) == means


def test_a_number_that_a_person_set_stays_until_it_is_emptied() -> None:
    was = Amount("etter søknad", Decimal(300), "kr")
    assert settled_amount("etter ny søknad", Decimal(300), before=was, unit="kr").value == 300
    assert settled_amount("500 kr", None, before=was, unit="kr").value == 500
    follows = Amount("500 kr", Decimal(500), "kr")
    assert settled_amount("600 kr", Decimal(500), before=follows, unit="kr").value == 600
    assert settled_amount("", Decimal(1500), before=None, unit="kr") == Amount(
        "1 500 kr", Decimal(1500), "kr"
    )


@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)), st.dates(date(2000, 1, 1), date(2090, 1, 1)))
def test_a_day_that_is_set_is_kept_whatever_is_written(written: date, typed: date) -> None:
    before = Due(f"{written:%d.%m.%Y}", written)
    assert settled_due(before.label, typed, before=before, year=2021).day == typed


def test_goals_are_known_by_number_and_by_name() -> None:
    words = "3 God helse og livskvalitet\n- Mål 11\nSDG 17: Samarbeid for å nå måla\n2, 4\nLokalt mål 5"
    assert keys_in(words, goals()) == ("3", "11", "17", "2", "4", "Lokalt mål 5")


@pytest.mark.django_db
def test_a_deadline_without_a_year_lies_in_the_year_of_its_row() -> None:
    of, plan = register("period_plan"), make.plan()
    assert fields_of(of, {"deadline": "1. juni", "year": "2023"}, plan)["deadline_day"] == date(2023, 6, 1)
    assert fields_of(of, {"deadline": "1. juni", "year": "2021-2023"}, plan)["deadline_day"] is None
    assert fields_of(of, {"deadline": "1. juni"}, plan)["deadline_day"] == date(2021, 6, 1)


@pytest.mark.django_db
def test_words_that_are_no_day_stay_among_what_the_register_has_no_column_for() -> None:
    of, plan = register("meetings"), make.plan()
    row = add_row(of, plan, NewRow({"topic": "Tema", "done_on": "en gang i mai"}), by=BY, now=NOW)
    assert (row.done_on, row.more) == (None, {str(of.table.column("done_on").title): "en gang i mai"})


@pytest.mark.django_db
def test_an_earlier_version_brings_back_words_and_meaning() -> None:
    of, plan = register("actors"), make.plan()
    row = add_row(of, plan, NewRow({"organisation": "KS", "posts": "50 %", "money": "10 kr"}), by=BY, now=NOW)
    change_row(of, row, version=1, cells={"posts": "", "money": "1 mill. kr"}, by=BY, now=NOW)
    row.refresh_from_db()
    assert (row.posts_amount, row.money_amount) == (None, 1_000_000)
    bring_back(row, Earlier.objects.get(), version=2, by=BY, now=NOW)
    row.refresh_from_db()
    assert (row.posts, row.posts_amount, row.money_amount) == ("50 %", Decimal("0.5"), 10)


MEASURE = {
    "year": "2022", "area": "Mat", "measure": "Kurs", "goal": "Alle spiser godt", "owner": "KS", "deadline": "innen 1. juni",
    "status": "Pågår", "indicator": "Antall", "money": "ca. 1,2 mill. kr", "sdgs": "2 Utrydde sult\n17", "result": "Bra",
    "strategies": "En strategi",
}  # fmt: skip


@pytest.mark.django_db
def test_what_is_printed_and_read_again_changes_nothing() -> None:
    of, plan = register("period_plan"), make.plan()
    add_row(of, plan, NewRow({**MEASURE, "done_on": "01.06.2022"}), by=BY, now=NOW)
    add_row(of, plan, NewRow({"year": "2021", "area": "Helse"}), by=BY, now=NOW)
    printed = of.table.fitted(list(rows_of(of, plan)))
    assert printed is not None
    words = [
        dict.fromkeys((column.key for column in of.columns), "")
        | {key: cell_text(of.table.column(key), row) for key in printed.columns}
        for row in rows_of(of, plan)
    ]
    part = register_part(of, plan, [NewRow(each) for each in words], ["1", "2"], Chooser({}))
    assert [line.how for line in part.lines] == ["same", "same"]


@pytest.mark.django_db
def test_optional_columns_are_printed_only_where_something_stands() -> None:
    of, plan = register("period_plan"), make.plan()
    add_row(of, plan, NewRow({"year": "2021", "area": "Mat"}), by=BY, now=NOW)
    few = of.table.fitted(list(rows_of(of, plan)))
    add_row(of, plan, NewRow(MEASURE), by=BY, now=NOW)
    every = of.table.fitted(list(rows_of(of, plan)))
    assert few is not None
    assert every is not None
    assert (few.columns, few.landscape) == (("year", "area", "measure"), False)
    assert (len(every.columns), len(every.widths), every.landscape) == (12, 12, True)


@pytest.mark.django_db
def test_a_strategy_is_known_by_its_name_in_any_language_and_named_in_the_reader_s() -> None:
    load(read_programme("leve-hele-livet"), by=BY, now=NOW)
    plan = make.plan()
    plan.programme = make.programme("leve-hele-livet")
    plan.save()
    of = register("period_plan")
    row = add_row(
        of, plan, NewRow({"area": "Mat", "strategies": "Kompetanseløft 2025\n- Demensplan 2025\nEn lokal strategi"}),
        by=BY, now=NOW,
    )  # fmt: skip
    assert row.strategies == ["kompetanseloftet", "demensplan", "En lokal strategi"]
    assert cell_text(of.table.column("strategies"), rows_of(of, plan)[0]) == (
        "Kompetanseløftet 2025\nDemensplan 2025\nEn lokal strategi"
    )


@pytest.mark.django_db
def test_a_programme_without_strategies_takes_words(sign_in: Any) -> None:
    load(read_programme(FIXTURES / "klart-vann"), by=BY, now=NOW)
    of, plan = register("period_plan"), make.plan()
    add_row(of, plan, NewRow({"area": "Mat", "strategies": "Vår egen"}), by=BY, now=NOW)
    shown = sign_in("coordinator").get(f"/planer/{plan.pk}/tiltak/?by=strategy").content.decode()
    assert "Vår egen" in shown
