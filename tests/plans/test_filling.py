"""Who fills in which row: given row by row or by what the rows name, and what an organisation has not filled in."""

from __future__ import annotations

from typing import Any

import pytest

from samordner.journal.deeds import Conflict
from samordner.journal.models import Entry
from samordner.plans.filling import own_rows
from samordner.plans.operations import add_row, assign_rows, change_row
from samordner.plans.registers import register
from tests.factories import plans as make
from tests.factories.plans import BY, NOW, NewRow
from tests.plans.conftest import SignIn, person

pytestmark = pytest.mark.django_db


def given(of: Any) -> list[tuple[str, str]]:
    return list(of.model._default_manager.order_by("position").values_list("filled_by", "filled_by_key"))


def test_rows_are_given_by_one_deed_that_tells_how_many() -> None:
    plan, of = make.plan(), register("actors")
    a, b = make.row(of, plan, "A"), make.row(of, plan, "B", filled_by="KS")
    entries = Entry.objects.count()
    names = {a.pk: "  USHT  Møre ", b.pk: ""}
    assert assign_rows(of, plan, names, versions={a.pk: 1, b.pk: 1}, by=BY, now=NOW) == 2
    assert given(of) == [("USHT Møre", "usht møre"), ("", "")]
    assert Entry.objects.count() == entries + 1
    assert assign_rows(of, plan, {a.pk: "USHT Møre"}, versions={}, by=BY, now=NOW) == 0
    assert Entry.objects.count() == entries + 1


def test_rows_that_another_changed_are_not_given_over_their_head() -> None:
    plan, of = make.plan(), register("actors")
    a, b = make.row(of, plan, "A"), make.row(of, plan, "B")
    change_row(of, b, version=1, cells={"mandate": "Deres"}, by="u7", now=NOW)
    with pytest.raises(Conflict):
        assign_rows(of, plan, {a.pk: "KS", b.pk: "KS"}, versions={a.pk: 1, b.pk: 1}, by=BY, now=NOW)
    assert given(of) == [("", ""), ("", "")]


def test_a_row_of_another_plan_is_not_given() -> None:
    plan, other, of = make.plan(), make.plan(), register("actors")
    row = make.row(of, other)
    assert assign_rows(of, plan, {row.pk: "KS"}, versions={row.pk: 1}, by=BY, now=NOW) == 0
    assert given(of) == [("", "")]


def test_actor_rows_are_given_to_the_actors_that_they_name(sign_in: SignIn) -> None:
    plan, of = make.plan(), register("actors")
    person("partner", "fjordane", "Eldrerådet")
    for name in ("ELDRERÅDET", "Noen andre", "Eldrerådet"):
        add_row(of, plan, NewRow({"organisation": name}), by=BY, now=NOW)
    client = sign_in("coordinator")
    address = f"/planer/{plan.pk}/aktorer/fyller-ut/"
    assert "Eldrerådet" in client.get(address).content.decode()
    rows = list(of.model._default_manager.all())
    data = {f"version-{row.pk}": 1 for row in rows} | {f"row-{row.pk}": "" for row in rows}
    assert client.post(address, data | {"take": "names"}).status_code == 302
    assert [name for name, _key in given(of)] == ["Eldrerådet", "", "Eldrerådet"]


def test_whom_somebody_has_chosen_goes_before_the_name_in_the_row(sign_in: SignIn) -> None:
    plan, of = make.plan(), register("actors")
    person("partner", "fjordane", "Eldrerådet")
    row = add_row(of, plan, NewRow({"organisation": "Eldrerådet"}), by=BY, now=NOW)
    data = {f"version-{row.pk}": "1", f"row-{row.pk}": "KS", "take": "names"}
    sign_in("coordinator").post(f"/planer/{plan.pk}/aktorer/fyller-ut/", data)
    assert [name for name, _key in given(of)] == ["KS"]


def test_what_is_missing_is_told_to_those_who_fill_it_in() -> None:
    plan, of = make.plan(), register("period_plan")
    cells = {"year": "2021", "area": "Mat", "owner": "KS"}
    theirs = add_row(of, plan, NewRow(cells, filled_by="KS"), by=BY, now=NOW)
    add_row(of, plan, NewRow(cells, filled_by="USHT"), by=BY, now=NOW)
    add_row(of, plan, NewRow(cells), by=BY, now=NOW)
    found = own_rows([plan], make.actor("partner", organisation="ks"))
    assert [(one.row.pk, [str(title) for title in one.missing]) for one in found] == [
        (theirs.pk, ["Tiltak", "Frist", "Status", "Indikator"])
    ]
    assert len(own_rows([plan], make.actor("coordinator"))) == 2
    assert own_rows([plan], make.actor("coordinator", "innlandet")) == []


def test_a_partner_s_page_shows_its_own_rows_only(sign_in: SignIn) -> None:
    plan, of = make.plan(), register("follow_up")
    for text, name in (("Vår rad", "KS"), ("Deres rad", "USHT")):
        add_row(of, plan, NewRow({"text": text}, filled_by=name), by=BY, now=NOW)
    client = sign_in("partner", "fjordane", "KS")
    shown = client.get(f"/planer/{plan.pk}/mine/").content.decode()
    assert ("Vår rad" in shown, "Deres rad" in shown) == (True, False)
    register_page = client.get(f"/planer/{plan.pk}/oppfolging/").content.decode()
    assert (register_page.count("/endre/"), "Deres rad" in register_page) == (2, True)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_of_own_rows_asks_the_database_the_same_number_of_times(
    rows: int, sign_in: SignIn, django_assert_num_queries: Any
) -> None:
    plan = make.plan()
    for of in (register("follow_up"), register("actors"), register("period_plan")):
        for _ in range(rows):
            make.row(of, plan, filled_by="KS")
    client = sign_in("partner", "fjordane", "KS")
    client.get("/planer/")
    with django_assert_num_queries(16):
        client.get(f"/planer/{plan.pk}/mine/")
