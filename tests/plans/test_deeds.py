"""What happens to rows, chapters and front pages, and what is kept of what stood there."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from samordner.journal.deeds import Conflict, Refusal
from samordner.journal.models import Entry
from samordner.plans.models import Chapter, Earlier, Plan
from samordner.plans.operations import (
    add_row,
    bring_back,
    change_chapter,
    change_plan,
    change_row,
    confirm_row,
    move_row,
    remove_row,
    restore_row,
)
from samordner.plans.registers import Register, register
from samordner.plans.registers import registers as all_registers
from samordner.timeline.periods import Period, read
from tests.factories import plans as make
from tests.factories.plans import BY, NOW, NewChapter, NewRow

pytestmark = pytest.mark.django_db
KEYS = [each.key for each in all_registers()]
EVERY = pytest.mark.parametrize("key", KEYS)


def entries() -> list[tuple[str, str]]:
    return list(Entry.objects.order_by("number").values_list("verb", "kind"))


def first_text(of: Register[Any]) -> str:
    """The first column whose cell is text."""
    return next(column.key for column in of.columns if column.key in of.fields)


def test_the_plan_has_its_eleven_registers_in_the_printed_order() -> None:
    assert KEYS == [
        "internal_organisation", "meetings", "actors", "period_plan", "cooperation", "communication",
        "networks", "guidelines", "follow_up", "audiences", "actor_measures",
    ]  # fmt: skip


def test_a_plan_begins_with_what_its_document_says_in_one_deed() -> None:
    plan = make.plan(
        chapters=(NewChapter("Bakgrunn", 1, "Først.\n\na) Så dette"),),
        rows={
            "meetings": [
                NewRow({"date": "11.januar", "topic": ""}),
                NewRow({"date": "1.juni", "topic": "Reiser"}),
            ]
        },
    )
    meetings = register("meetings").model._default_manager.filter(plan=plan)
    assert [(row.position, row.period, row.topic) for row in meetings] == [
        (1, Period("11.januar", date(2021, 1, 11), date(2021, 1, 11), None, True), ""),
        (2, Period("1.juni", date(2021, 6, 1), date(2021, 6, 1), None, True), "Reiser"),
    ]
    assert [str(chapter) for chapter in plan.chapters.all()] == ["1. Bakgrunn"]
    assert (plan.authors, plan.year) == (("Embetet", "Kommunenes forbund"), 2021)
    assert plan.dated == Period("27.april", date(2021, 4, 27), date(2021, 4, 27), None, True)
    assert entries() == [("create", "plan")]


@EVERY
def test_every_cell_holds_what_was_written(key: str) -> None:
    of, plan = register(key), make.plan()
    row = make.row(of, plan, "Linje en\r\n- to  \r\n\r\n")
    row.refresh_from_db()
    expected = {
        name: cell if isinstance(cell, Period) else cell.replace("\r\n", "\n").replace("  \n", "\n")
        for name, cell in make.cells(of, "Linje en\r\n- to  \r\n\r\n").items()
    }
    assert of.cells_of(row) == expected


@EVERY
def test_the_second_of_two_editors_is_stopped_and_nothing_is_overwritten(key: str) -> None:
    of, plan = register(key), make.plan()
    row = make.row(of, plan)
    mine, theirs = (of.model._default_manager.get(pk=row.pk) for _ in range(2))
    cell = first_text(of)
    change_row(of, theirs, version=1, cells={cell: "Deres"}, by="u2", now=NOW)
    with pytest.raises(Conflict) as stopped:
        change_row(of, mine, version=1, cells={cell: "Mitt"}, by="u1", now=NOW)
    assert getattr(stopped.value.current, cell) == "Deres"
    row.refresh_from_db()
    assert (getattr(row, cell), row.version) == ("Deres", 2)
    change_row(of, mine, version=2, cells={cell: "Mitt"}, by="u1", now=NOW)
    assert (getattr(mine, cell), mine.version) == ("Mitt", 3)
    assert [each.fields[cell] for each in Earlier.objects.filter(kind=key, key=row.pk)] == [
        "Deres",
        make.cells(of)[cell],
    ]


def test_the_second_editor_of_a_chapter_is_stopped() -> None:
    plan = make.plan(chapters=(NewChapter("Bakgrunn", 1, "Slik"),))
    mine, theirs = (Chapter.objects.get(plan=plan) for _ in range(2))
    change_chapter(theirs, version=1, title="Bakgrunn", text="Deres", by="u2", now=NOW)
    with pytest.raises(Conflict):
        change_chapter(mine, version=1, title="Bakgrunn", text="Mitt", by="u1", now=NOW)
    mine.refresh_from_db()
    assert (mine.text, mine.version) == ("Deres", 2)


def test_the_second_editor_of_a_front_page_is_stopped() -> None:
    plan = make.plan()
    mine, theirs = (Plan.objects.get() for _ in range(2))

    def retitle(what: Plan, title: str) -> None:
        change_plan(
            what, version=1, title=title, period=what.period, dated=what.dated, approved_by=what.approved_by,
            prepared_by=what.authors, language="nn", by=BY, now=NOW,
        )  # fmt: skip

    retitle(theirs, "Deres")
    with pytest.raises(Conflict):
        retitle(mine, "Mitt")
    plan.refresh_from_db()
    assert (plan.title, plan.language, plan.period.label) == ("Deres", "nn", "2021-2023")


def test_saving_what_stands_there_already_writes_nothing() -> None:
    of, plan = register("actors"), make.plan()
    row = make.row(of, plan)
    before = entries()
    change_row(of, row, version=1, cells=make.cells(of), by=BY, now=NOW)
    assert (row.version, entries(), Earlier.objects.count()) == (1, before, 0)


def test_a_changed_cell_is_in_doubt_no_longer_and_the_others_still_are() -> None:
    of, plan = register("cooperation"), make.plan()
    row = make.row(of, plan, doubts={"form": "Delt mellom to sider", "parent": "Usikker"})
    change_row(of, row, version=1, cells={"form": "Årlig møte"}, by=BY, now=NOW)
    assert row.doubts == {"parent": "Usikker"}


def test_a_proposed_cell_is_confirmed_as_it_stands_and_its_version_stays() -> None:
    of, plan = register("cooperation"), make.plan()
    row = make.row(of, plan, doubts={"form": "Delt", "parent": "Usikker"})
    confirm_row(of, row, version=1, cells=["form"], by=BY, now=NOW)
    assert (row.doubts, row.version) == ({"parent": "Usikker"}, 1)
    confirm_row(of, row, version=1, by=BY, now=NOW)
    assert row.doubts == {}
    assert entries()[-2:] == [("confirm", "cooperation")] * 2


def test_a_cell_that_another_has_changed_is_not_confirmed_unseen() -> None:
    of, plan = register("cooperation"), make.plan()
    row = make.row(of, plan, doubts={"form": "Delt", "parent": "Usikker"})
    change_row(of, row, version=1, cells={"form": "Annet"}, by=BY, now=NOW)
    with pytest.raises(Conflict):
        confirm_row(of, row, version=1, by=BY, now=NOW)


def test_days_follow_the_label_until_a_person_sets_them() -> None:
    of, plan = register("meetings"), make.plan()
    row = add_row(of, plan, NewRow({"date": "11.januar"}), by=BY, now=NOW)
    change_row(of, row, version=1, cells={"date": "vår 2022"}, by=BY, now=NOW)
    assert row.period == Period("vår 2022", date(2022, 1, 1), date(2022, 6, 30), None, False)


def test_a_row_without_any_text_is_refused() -> None:
    of, plan = register("actors"), make.plan()
    with pytest.raises(Refusal):
        add_row(of, plan, NewRow({"mandate": " \n "}), by=BY, now=NOW)
    row = make.row(of, plan)
    with pytest.raises(Refusal):
        change_row(of, row, version=1, cells=dict.fromkeys(make.cells(of), ""), by=BY, now=NOW)
    assert of.model._default_manager.get().version == 1


def test_a_period_that_ends_before_it_begins_is_refused() -> None:
    of, plan = register("meetings"), make.plan()
    with pytest.raises(Refusal):
        add_row(of, plan, NewRow({"date": Period("x", date(2021, 2, 1), date(2021, 1, 1))}), by=BY, now=NOW)


@EVERY
def test_a_removed_row_comes_back_where_it_stood(key: str) -> None:
    of, plan = register(key), make.plan()
    rows = [make.row(of, plan, text) for text in ("A", "B", "C")]
    remove_row(of, rows[1], version=1, by=BY, now=NOW)
    assert make.order(of, plan) == [(1, rows[0].pk), (2, rows[2].pk)]
    restore_row(of, rows[1], by=BY, now=NOW)
    assert make.order(of, plan) == [(1, rows[0].pk), (2, rows[1].pk), (3, rows[2].pk)]
    assert entries()[-2:] == [("remove", key), ("restore", key)]


def test_a_row_comes_back_last_when_its_place_is_gone() -> None:
    of, plan = register("follow_up"), make.plan()
    a, b, c = (make.row(of, plan, text) for text in ("A", "B", "C"))
    remove_row(of, c, version=1, by=BY, now=NOW)
    remove_row(of, b, version=1, by=BY, now=NOW)
    restore_row(of, c, by=BY, now=NOW)
    assert make.order(of, plan) == [(1, a.pk), (2, c.pk)]


def test_a_row_that_another_has_changed_is_not_removed_unseen() -> None:
    of, plan = register("actors"), make.plan()
    row = make.row(of, plan)
    change_row(of, row, version=1, cells={"mandate": "Nytt"}, by="u2", now=NOW)
    with pytest.raises(Conflict):
        remove_row(of, row, version=1, by=BY, now=NOW)
    assert len(make.order(of, plan)) == 1


def test_a_row_is_neither_removed_nor_restored_twice() -> None:
    of, plan = register("actors"), make.plan()
    row = make.row(of, plan)
    with pytest.raises(Refusal):
        restore_row(of, row, by=BY, now=NOW)
    remove_row(of, row, version=1, by=BY, now=NOW)
    with pytest.raises(Refusal):
        remove_row(of, row, version=row.version, by=BY, now=NOW)


def test_writing_in_a_removed_row_brings_it_back_with_the_new_text() -> None:
    of, plan = register("actors"), make.plan()
    rows = [make.row(of, plan, text) for text in ("A", "B")]
    remove_row(of, rows[0], version=1, by="u2", now=NOW)
    with pytest.raises(Conflict):
        change_row(of, rows[0], version=1, cells={"mandate": "Mitt"}, by=BY, now=NOW)
    change_row(of, rows[0], version=2, cells={"mandate": "Mitt"}, by=BY, now=NOW)
    assert make.order(of, plan) == [(1, rows[0].pk), (2, rows[1].pk)]
    assert of.model._default_manager.get(pk=rows[0].pk).mandate == "Mitt"


def test_a_row_is_moved_to_any_place_and_the_others_make_room() -> None:
    of, plan = register("follow_up"), make.plan()
    a, b, c = (make.row(of, plan, text) for text in ("A", "B", "C"))
    move_row(of, c, to=1, by=BY, now=NOW)
    assert make.order(of, plan) == [(1, c.pk), (2, a.pk), (3, b.pk)]
    move_row(of, c, to=2, by=BY, now=NOW)
    assert make.order(of, plan) == [(1, a.pk), (2, c.pk), (3, b.pk)]
    move_row(of, a, to=99, by=BY, now=NOW)
    assert make.order(of, plan) == [(1, c.pk), (2, b.pk), (3, a.pk)]
    before = entries()
    move_row(of, a, to=3, by=BY, now=NOW)
    assert entries() == before


def test_moving_a_row_is_no_conflict_for_whoever_writes_in_it() -> None:
    of, plan = register("follow_up"), make.plan()
    a, _b = (make.row(of, plan, text) for text in ("A", "B"))
    move_row(of, a, to=2, by="u2", now=NOW)
    change_row(of, a, version=1, cells={"text": "Nytt"}, by=BY, now=NOW)
    assert make.order(of, plan)[1] == (2, a.pk)


def test_what_stood_in_a_row_can_be_brought_back() -> None:
    of, plan = register("communication"), make.plan()
    row = make.row(of, plan)
    change_row(of, row, version=1, cells={"goal": "Nytt", "when": "årlig"}, by="u2", now=NOW)
    bring_back(row, Earlier.objects.get(), version=2, by=BY, now=NOW)
    assert (dict(of.cells_of(row)), row.version) == (make.cells(of), 3)
    assert [each.version for each in Earlier.objects.all()] == [2, 1]


def test_what_stood_in_a_chapter_and_on_the_front_can_be_brought_back() -> None:
    plan = make.plan(chapters=(NewChapter("Bakgrunn", 1, "Slik"),))
    chapter = plan.chapters.get()
    change_chapter(chapter, version=1, title="Bakgrunnen", text="Annet", by=BY, now=NOW)
    bring_back(chapter, Earlier.objects.get(), version=2, by=BY, now=NOW)
    assert (chapter.title, chapter.text) == ("Bakgrunn", "Slik")
    change_plan(
        plan, version=1, title="Annen", period=read("2024"), dated=None, approved_by="", prepared_by=[],
        language="nn", by=BY, now=NOW,
    )  # fmt: skip
    bring_back(plan, Earlier.objects.get(kind="plan"), version=2, by=BY, now=NOW)
    assert (plan.title, plan.period, plan.language) == ("Plan for gode dager", read("2021-2023"), "nb")
