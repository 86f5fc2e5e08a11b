"""Phases, baselines and points left out are people's decisions; what was asked and answered is kept."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from samordner.journal.deeds import Conflict, Refusal
from samordner.journal.models import Entry
from samordner.measurement.models import Indicator, Phase
from samordner.measurement.operations.deciding import (
    Answers,
    Said,
    answer_split,
    exclude,
    freeze,
    thaw,
    why_not_begin,
)
from samordner.measurement.operations.indicators import aim, change_indicator, define_anew
from samordner.measurement.operations.keeping import remove, restore
from samordner.measurement.operations.noting import Note, annotate
from samordner.measurement.operations.snapshots import is_whole, keep
from samordner.measurement.queries.series import fresh, suggestion_of
from samordner.measurement.results import as_data, from_data
from samordner.measurement.telling import told_of
from tests.factories.participation import BY, DAY, NOW, region
from tests.measurement import making as make

pytestmark = pytest.mark.django_db
YES = Answers(differs="yes", known="yes", wanted="yes", lasts="yes")
SAID = Said(label="TV av", reason="TV er slått av under måltidene")


@pytest.fixture
def row() -> Indicator:
    made = make.indicator(make.project(region(1)[0]))
    make.filled(made, make.BETTER)
    return made


def split(row: Indicator, day: date, *, begins: bool = True) -> Phase:
    return answer_split(row, day, YES, SAID, begins=begins, by=BY, now=NOW)


def test_no_phase_begins_by_itself_but_a_long_run_is_told_with_the_point_where_it_begins(
    row: Indicator,
) -> None:
    series = fresh(row)
    result = series.result()
    assert len(result.phases) == 1
    suggestion = suggestion_of(series, result)
    assert suggestion is not None
    assert (suggestion.what, suggestion.day) == ("split", make.month(12))


def test_where_somebody_has_answered_nobody_is_asked_again_and_the_answers_are_kept(row: Indicator) -> None:
    made = split(row, make.month(12), begins=False)
    series = fresh(row)
    assert (suggestion_of(series, series.result()), series.result().phases[0].last) == (None, 24)
    assert (made.differs, made.known, made.wanted, made.lasts, made.stands) == (
        "yes",
        "yes",
        "yes",
        "yes",
        False,
    )


def test_a_decided_phase_is_drawn_and_the_picture_against_the_baseline_is_kept_beside_it(
    row: Indicator,
) -> None:
    split(row, make.month(12))
    series = fresh(row)
    assert series.pictures == ("phases", "baseline")
    phases, baseline = series.result("phases"), series.result("baseline")
    assert [(one.first, one.last) for one in phases.phases] == [(1, 12), (13, 24)]
    assert [(one.first, one.last) for one in baseline.phases] == [(1, 24)]
    assert [point.baseline for point in baseline.points] == [True] * 12 + [False] * 12
    assert baseline.points[20].centre == phases.points[0].centre
    assert (phases.phases[-1].runs_signal, baseline.phases[-1].runs_signal) == (False, True)


def test_a_split_needs_its_four_answers_a_reason_and_a_point_of_the_chart(row: Indicator) -> None:
    for answers, said, day, word in (
        (Answers(differs="", known="yes", wanted="yes", lasts="yes"), SAID, make.month(12), "all four"),
        (YES, Said(), make.month(12), "what was changed"),
        (YES, SAID, make.month(0), "begins there already"),
        (YES, SAID, date(2018, 1, 1), "at a point"),
    ):
        with pytest.raises(Refusal, match=word):
            answer_split(row, day, answers, said, begins=True, by=BY, now=NOW)
    split(row, make.month(12))
    assert why_not_begin(row, make.month(12)) == "A phase begins there already."


def test_a_baseline_and_a_phase_are_held_together(row: Indicator) -> None:
    split(row, make.month(12))
    frozen = freeze(row, make.month(5), version=1, by=BY, now=NOW)
    series = fresh(row)
    result = series.result()
    assert [one.baseline for one in result.points] == [True] * 6 + [False] * 6 + [True] * 12
    with pytest.raises(Conflict):
        freeze(row, make.month(6), version=1, by=BY, now=NOW)
    thaw(frozen, version=1, by=BY, now=NOW)
    assert all(one.baseline for one in fresh(row).result().points)


def test_earlier_numbers_brought_in_later_do_not_make_a_frozen_first_phase_a_second_one(
    row: Indicator,
) -> None:
    freeze(row, make.month(11), version=1, by=BY, now=NOW)
    make.filled(row, [50, 52], since=make.month(-2))
    result = fresh(row).result()
    assert (len(result.phases), [one.baseline for one in result.points].count(True)) == (1, 14)


def test_a_point_left_out_stays_on_the_chart_and_makes_neither_centre_nor_limits(row: Indicator) -> None:
    before = fresh(row).result().points[0].centre
    made = exclude(row, make.month(23), "Avdelingen var stengt", by=BY, now=NOW)
    point = fresh(row).result().points[23]
    assert (point.included, point.y, point.centre == before) == (False, 0.70, False)
    with pytest.raises(Refusal, match="already"):
        exclude(row, make.month(23), "En gang til", by=BY, now=NOW)
    with pytest.raises(Refusal, match="Say why"):
        exclude(row, make.month(22), " ", by=BY, now=NOW)
    remove(made, version=1, by=BY, now=NOW)
    assert fresh(row).result().points[0].centre == before


def test_another_definition_begins_another_phase_that_nobody_can_take_away(row: Indicator) -> None:
    new = make.defined(text="Nå telles også helgene.")
    define_anew(row, new, since=make.month(18).replace(day=9), version=1, by=BY, now=NOW)
    series = fresh(row)
    assert [(one.first, one.last) for one in series.result("baseline").phases] == [(1, 18), (19, 24)]
    phase = row.phases.get()
    with pytest.raises(Refusal, match="never drawn as the same"):
        remove(phase, version=1, by=BY, now=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        Phase.objects.filter(pk=phase.pk).update(removed_at=NOW)
    row.refresh_from_db()
    with pytest.raises(Refusal, match="later one"):
        define_anew(
            row, make.defined(text="Tredje"), since=make.month(3), version=row.version, by=BY, now=NOW
        )
    with pytest.raises(Refusal, match="holds already"):
        define_anew(row, new, since=make.month(20), version=row.version, by=BY, now=NOW)
    with pytest.raises(Exception, match="append-only"), transaction.atomic():
        row.definitions.update(text="Skrevet om")


def test_what_is_measured_cannot_come_to_mean_something_else(row: Indicator) -> None:
    with pytest.raises(Refusal, match="Make another"):
        change_indicator(row, make.described(value_kind="count", chart="c"), version=1, by=BY, now=NOW)
    with pytest.raises(Refusal, match="not for such data"):
        change_indicator(row, make.described(chart="xbar"), version=1, by=BY, now=NOW)
    change_indicator(row, make.described(chart="p", rule_set="nhs"), version=1, by=BY, now=NOW)
    assert (row.chart, row.rule_set, row.method_version) == ("p", "nhs", fresh(row).result().method_version)


def test_a_goal_may_be_set_for_a_day_to_come_and_holds_until_the_next(row: Indicator) -> None:
    aim(row, since=make.month(0), value=Decimal(70), version=1, by=BY, now=NOW)
    aim(row, since=date(2022, 1, 1), value=Decimal("80.5"), version=2, by=BY, now=NOW)
    goals = [
        fresh(row).goal_on(day)
        for day in (make.month(-1), make.month(0), date(2021, 12, 31), date(2022, 1, 1))
    ]
    assert [goal.value if goal else None for goal in goals] == [None, 70, 70, Decimal("80.5")]
    row.refresh_from_db()
    with pytest.raises(Refusal, match="0 to 100"):
        aim(row, since=DAY, value=Decimal(101), version=row.version, by=BY, now=NOW)


def test_a_kept_chart_is_the_same_whatever_happens_afterwards(row: Indicator) -> None:
    annotate(row, Note(day=make.month(12), text="TV av"), by=BY, now=NOW)
    kept = keep(row, "Rapport", picture="phases", day=DAY, by=BY, now=NOW)
    series = fresh(row)
    assert from_data(kept.result) == series.result()
    assert as_data(from_data(kept.result)) == kept.result
    split(row, make.month(12))
    make.written(row, make.month(23), 10, version=1)
    kept.refresh_from_db()
    assert is_whole(kept)
    assert from_data(kept.result) != fresh(row).result()
    assert kept.data["points"][23]["value"] == "70"
    assert kept.data != told_of(fresh(row))
    with pytest.raises(Exception, match="append-only"), transaction.atomic():
        type(kept).objects.filter(pk=kept.pk).update(name="x")


def test_a_note_may_be_one_of_the_project_s_own_cycles_and_of_no_other(row: Indicator) -> None:
    own, other = make.cycle(row.project), make.cycle(make.project(row.project.participation, "Annet"))
    made = annotate(row, Note(day=make.month(12), cycle=own), by=BY, now=NOW)
    assert told_of(fresh(row))["annotations"] == [{"day": "2020-04-01", "until": "", "text": "", "cycle": 1}]
    with pytest.raises(Refusal, match="own cycles"):
        annotate(row, Note(day=make.month(12), cycle=other), by=BY, now=NOW)
    with pytest.raises(Refusal, match="few words"):
        annotate(row, Note(day=make.month(12)), by=BY, now=NOW)
    remove(made, version=1, by=BY, now=NOW)
    restore(made, version=2, by=BY, now=NOW)
    assert list(Entry.objects.filter(kind="annotation").order_by("number").values_list("verb", flat=True)) == [
        "annotate", "remove", "restore"
    ]  # fmt: skip


def test_of_two_who_take_the_same_thing_away_the_second_is_told(row: Indicator) -> None:
    made = exclude(row, make.month(3), "Stengt", by=BY, now=NOW)
    remove(made, version=1, by=BY, now=NOW)
    for deed in (remove, restore):
        with pytest.raises(Conflict):
            deed(made, version=1, by=BY, now=NOW)
    exclude(row, make.month(3), "Likevel stengt", by=BY, now=NOW)
    with pytest.raises(Refusal, match="taken its place"):
        restore(made, version=2, by=BY, now=NOW)
