"""A register goes out as a spreadsheet and comes back: every change is seen, chosen, taken in whole, and undone."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook

from samordner.documents.printing import TableFormat, print_table
from samordner.journal.deeds import Refusal
from samordner.journal.models import Entry
from samordner.plans.models import Plan, SheetIn
from samordner.plans.operations import add_row, bring_sheet, change_row, remove_row, take_sheet, undo_sheet
from samordner.plans.operations.sheets import compared
from samordner.plans.queries import rows_of
from samordner.plans.registers import Register, register
from samordner.plans.registers import registers as all_registers
from samordner.plans.sheets.columns import sheet_table
from tests.factories import plans as make
from tests.factories.plans import BY, NOW, NewRow
from tests.plans.conftest import SignIn

pytestmark = pytest.mark.django_db
EVERY = pytest.mark.parametrize("key", [each.key for each in all_registers()])


def fetched(of: Register[Any], plan: Plan, format: str = "xlsx") -> bytes:
    rows = list(rows_of(of, plan))
    return print_table(sheet_table(of, plan, rows), rows, TableFormat(format), language="nb").content


def edited(
    content: bytes, *edits: tuple[int, str, Any], drop: int = 0, add: dict[str, Any] | None = None
) -> bytes:
    """The sheet with cells changed (row, heading, value), one row deleted, one added."""
    book = load_workbook(io.BytesIO(content))
    sheet = book.worksheets[0]
    heads = {str(cell.value): place for place, cell in enumerate(sheet[1], 1)}
    for row, heading, value in edits:
        sheet.cell(row, heads[heading]).value = value
    if drop:
        sheet.delete_rows(drop)
    if add:
        last = sheet.max_row + 1
        for heading, value in add.items():
            sheet.cell(last, heads[heading]).value = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def brought(of: Register[Any], plan: Plan, content: bytes) -> SheetIn:
    return bring_sheet(of, plan, "ark.xlsx", content, by=BY, now=NOW)


def standing(of: Register[Any], plan: Plan) -> list[tuple[Any, ...]]:
    return [(row.pk, *(getattr(row, name) for name in of.fields), row.filled_by) for row in rows_of(of, plan)]


@EVERY
@pytest.mark.parametrize("format", ["xlsx", "csv"])
def test_a_sheet_that_comes_back_as_it_went_changes_nothing(key: str, format: str) -> None:
    of, plan = register(key), make.plan()
    make.row(of, plan, "Linje en\n- to")
    make.row(of, plan, "=1+1", filled_by="KS")
    found = compared(brought(of, plan, fetched(of, plan, format)), of)
    assert (found.changes, found.faults, found.same, found.fresh) == ((), (), 2, True)


def measures(plan: Plan) -> list[Any]:
    of = register("period_plan")
    cells = [
        {"year": "2021", "area": "Mat", "measure": "Kurs", "deadline": "1. juni 2021", "money": "500 000 kr"},
        {"year": "2021", "area": "Helse", "measure": "Webinar", "status": "pågår"},
        {"year": "2022", "area": "Evaluering"},
    ]
    return [add_row(of, plan, NewRow(each), by=BY, now=NOW) for each in cells]


def test_changed_new_and_removed_rows_are_shown_cell_by_cell_and_taken_by_one_deed() -> None:
    of, plan = register("period_plan"), make.plan()
    _first, _second, _third = measures(plan)
    content = edited(
        fetched(of, plan),
        (2, "Penger", "kr 1,2 mill."), (3, "Status", "Gjennomført"),
        drop=4, add={"År": "2023", "Område": "Nytt", "Frist": "innen 1. mai 2023"},
    )  # fmt: skip
    sheet = brought(of, plan, content)
    found = compared(sheet, of)
    assert [(each.how, each.name, [(c.before, c.after) for c in each.cells]) for each in found.changes] == [
        ("changed", "Mat", [("500 000 kr", "kr 1,2 mill. (1 200 000 kr)")]),
        ("changed", "Helse", [("Pågår", "Gjennomført")]),
        ("new", "Nytt", [
            ("", "2023 (01.01.2023–31.12.2023)"), ("", "Nytt"), ("", "innen 1. mai 2023 (01.05.2023)"),
        ]),
        ("removed", "Evaluering", [("2022", ""), ("Evaluering", "")]),
    ]  # fmt: skip
    entries = Entry.objects.count()
    take_sheet(of, sheet, chosen=found.usual, seen=found.seen, version=1, by="u7", now=NOW)
    assert Entry.objects.count() == entries + 1
    rows = list(rows_of(of, plan))
    assert [(row.area, row.money_amount, row.status_key, row.deadline_day) for row in rows] == [
        ("Mat", 1_200_000, "", date(2021, 6, 1)), ("Helse", None, "done", None), ("Nytt", None, "", date(2023, 5, 1)),
    ]  # fmt: skip
    assert [row.position for row in rows] == [1, 2, 3]


def test_undoing_a_sheet_makes_the_register_as_it_was() -> None:
    of, plan = register("period_plan"), make.plan()
    measures(plan)
    before = standing(of, plan)
    content = edited(
        fetched(of, plan), (2, "Eier", "KS"), (3, "Fylles ut av", "USHT"), drop=4, add={"Område": "Nytt"}
    )
    sheet = brought(of, plan, content)
    found = compared(sheet, of)
    take_sheet(of, sheet, chosen=found.usual, seen=found.seen, version=1, by="u7", now=NOW)
    assert standing(of, plan) != before
    sheet.refresh_from_db()
    undo_sheet(of, sheet, version=sheet.version, by="u7", now=NOW)
    assert standing(of, plan) == before
    with pytest.raises(Refusal):
        undo_sheet(of, sheet, version=sheet.version, by="u7", now=NOW)


def test_a_sheet_whose_row_is_no_longer_in_the_plan_is_not_undone() -> None:
    of, plan = register("period_plan"), make.plan()
    first, *_ = measures(plan)
    sheet = brought(of, plan, edited(fetched(of, plan), (2, "Eier", "KS")))
    found = compared(sheet, of)
    take_sheet(of, sheet, chosen=found.usual, seen=found.seen, version=1, by="u7", now=NOW)
    of.model._default_manager.filter(pk=first.pk).delete()
    with pytest.raises(Refusal, match=r"no longer in the plan|ikke lenger i planen"):
        undo_sheet(of, sheet, version=2, by="u7", now=NOW)


def test_a_sheet_is_not_undone_over_what_another_wrote_since() -> None:
    of, plan = register("period_plan"), make.plan()
    first, *_ = measures(plan)
    sheet = brought(of, plan, edited(fetched(of, plan), (2, "Eier", "KS")))
    found = compared(sheet, of)
    take_sheet(of, sheet, chosen=found.usual, seen=found.seen, version=1, by="u7", now=NOW)
    change_row(of, first, version=2, cells={"goal": "Deres"}, by="u8", now=NOW)
    with pytest.raises(Refusal, match="Mat"):
        undo_sheet(of, sheet, version=2, by="u7", now=NOW)
    first.refresh_from_db()
    assert (first.owner, first.goal) == ("KS", "Deres")


def test_only_what_is_chosen_is_taken_in() -> None:
    of, plan = register("period_plan"), make.plan()
    _first, second, _third = measures(plan)
    sheet = brought(of, plan, edited(fetched(of, plan), (2, "Eier", "KS"), (3, "Eier", "USHT"), drop=4))
    found = compared(sheet, of)
    take_sheet(of, sheet, chosen={str(second.pk)}, seen=found.seen, version=1, by="u7", now=NOW)
    assert [row.owner for row in rows_of(of, plan)] == ["", "USHT", ""]


def test_a_row_that_was_changed_here_too_is_not_taken_unless_somebody_says_so() -> None:
    of, plan = register("period_plan"), make.plan()
    first, second, _third = measures(plan)
    content = edited(fetched(of, plan), (2, "Eier", "KS"), (3, "Eier", "USHT"), drop=4)
    change_row(of, first, version=1, cells={"owner": "Deres"}, by="u8", now=NOW)
    found = compared(brought(of, plan, content), of)
    assert found.fresh is False
    assert {each.name: bool(each.why_not) for each in found.changes} == {
        "Mat": True, "Helse": False, "Evaluering": True,
    }  # fmt: skip
    assert found.usual == {str(second.pk)}


def test_what_another_changes_between_looking_and_taking_is_noticed() -> None:
    of, plan = register("period_plan"), make.plan()
    first, *_ = measures(plan)
    sheet = brought(of, plan, edited(fetched(of, plan), (2, "Eier", "KS")))
    found = compared(sheet, of)
    change_row(of, first, version=1, cells={"owner": "Deres"}, by="u8", now=NOW)
    with pytest.raises(Refusal):
        take_sheet(of, sheet, chosen=found.usual, seen=found.seen, version=1, by="u7", now=NOW)
    first.refresh_from_db()
    assert first.owner == "Deres"


def test_a_row_that_was_removed_here_meanwhile_stays_removed() -> None:
    of, plan = register("period_plan"), make.plan()
    first, *_ = measures(plan)
    content = edited(fetched(of, plan), (2, "Eier", "KS"))
    remove_row(of, first, version=1, by="u8", now=NOW)
    assert compared(brought(of, plan, content), of).changes == ()


def test_one_bad_cell_stops_all_of_it_and_is_told_by_row_and_column() -> None:
    of, plan = register("period_plan"), make.plan()
    measures(plan)
    content = edited(
        fetched(of, plan),
        (2, "Frist, dag", "i morgen"), (3, "Penger, i kroner", "mange"), (3, "Eier", "KS"), (4, "År, fra", date(2030, 1, 1)),
        (4, "År, til", date(2029, 1, 1)),
    )  # fmt: skip
    sheet = brought(of, plan, content)
    found = compared(sheet, of)
    assert [(fault.row, fault.column, fault.written) for fault in found.faults] == [
        (2, "Frist, dag", "i morgen"), (3, "Penger, i kroner", "mange"), (4, "", f"{list(rows_of(of, plan))[2].pk}.1"),
    ]  # fmt: skip
    with pytest.raises(Refusal):
        take_sheet(of, sheet, chosen=found.usual, seen=found.seen, version=1, by="u7", now=NOW)
    assert [row.owner for row in rows_of(of, plan)] == ["", "", ""]


def test_a_key_that_is_no_row_s_is_a_fault_and_so_is_a_column_that_is_not_there() -> None:
    of, plan, other = register("follow_up"), make.plan(), make.plan()
    make.row(of, plan)
    foreign = make.row(of, other)
    content = fetched(of, plan)
    book = load_workbook(io.BytesIO(content))
    sheet = book.worksheets[0]
    sheet["A2"] = f"{foreign.pk}.1"
    sheet.cell(1, sheet.max_column + 1).value = "Ukjent"
    out = io.BytesIO()
    book.save(out)
    found = compared(brought(of, plan, out.getvalue()), of)
    assert [(fault.row, fault.column) for fault in found.faults] == [(1, "Ukjent"), (2, "")]
    foreign.refresh_from_db()
    assert foreign.version == 1


def test_a_sheet_of_another_register_or_without_keys_is_refused() -> None:
    plan, other = make.plan(), make.plan()
    of = register("follow_up")
    make.row(of, plan)
    for content in (
        fetched(register("actors"), plan),
        fetched(of, other),
        b"Tekst;Status\nNoe;\n",
        b"%PDF-1.7",
    ):
        with pytest.raises(Refusal):
            brought(of, plan, content)
    assert SheetIn.objects.count() == 0


def test_the_pages_tell_the_whole_story(sign_in: SignIn) -> None:
    of, plan = register("period_plan"), make.plan()
    measures(plan)
    client = sign_in("coordinator")
    base = f"/planer/{plan.pk}/periodeplan/ark/"
    content = client.get(f"{base}hent/").content
    answer = post(client, base, edited(content, (2, "Eier", "Ny eier"), drop=4))
    page = client.get(answer["Location"]).content.decode()
    assert ("Ny eier" in page, "Evaluering" in page) == (True, True)
    sheet = SheetIn.objects.get()
    found = compared(sheet, of)
    data = {"take": list(found.usual), "seen": found.seen, "version": 1}
    assert client.post(answer["Location"], data).status_code == 302
    assert [row.owner for row in rows_of(of, plan)] == ["Ny eier", ""]
    assert client.post(answer["Location"], data).status_code == 409
    assert client.post(f"{answer['Location']}angre/", {"version": 2}).status_code == 302
    assert [row.owner for row in rows_of(of, plan)] == ["", "", ""]


def test_a_sheet_is_for_those_who_may_change_the_plan(sign_in: SignIn) -> None:
    of, plan = register("follow_up"), make.plan()
    make.row(of, plan)
    sheet = brought(of, plan, fetched(of, plan))
    base = f"/planer/{plan.pk}/oppfolging/ark/"
    addresses = [base, f"{base}hent/", f"{base}{sheet.pk}/"]
    for role, at, status in (
        ("coordinator", "fjordane", 200), ("coordinator", "innlandet", 404), ("partner", "fjordane", 403),
        ("contact", "fjordane", 403), ("directorate", "", 403), ("administrator", "", 403),
    ):  # fmt: skip
        client = sign_in(role, at)
        assert {client.get(address).status_code for address in addresses} == {status}
        refused = {
            client.post(f"{base}{sheet.pk}/{rest}", {"version": 1}).status_code for rest in ("", "angre/")
        }
        assert refused <= ({409, 302} if status == 200 else {status})


def post(client: Client, address: str, content: bytes) -> Any:
    return client.post(address, {"file": SimpleUploadedFile("ark.xlsx", content)})
