"""How many times a page asks the database: the same for one row as for three."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from samordner.plans.registers import register
from samordner.plans.registers import registers as all_registers
from tests.factories import plans as make
from tests.factories.plans import NewChapter
from tests.plans.conftest import SignIn

pytestmark = pytest.mark.django_db
Counting = Callable[[int], Any]

REGISTER_PAGE = 11
PLAN_PAGE = 14
INDEX_PAGE = 10
FORM = 10


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("key", [each.key for each in all_registers()])
def test_a_register_s_page(key: str, rows: int, sign_in: SignIn, django_assert_num_queries: Counting) -> None:
    of, plan = register(key), make.plan()
    for _ in range(rows):
        make.row(of, plan, doubts={of.columns[0].key: "few-cells"})
    client = sign_in("coordinator")
    with django_assert_num_queries(REGISTER_PAGE):
        client.get(f"/planer/{plan.pk}/{of.address}/")


@pytest.mark.parametrize("rows", [1, 3])
def test_a_plan_s_page(rows: int, sign_in: SignIn, django_assert_num_queries: Counting) -> None:
    plan = make.plan(chapters=tuple(NewChapter(f"Kapittel {n}", n) for n in range(1, rows + 1)))
    for of in all_registers():
        for _ in range(rows):
            make.row(of, plan)
    client = sign_in("coordinator")
    with django_assert_num_queries(PLAN_PAGE):
        client.get(f"/planer/{plan.pk}/")


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_of_plans(rows: int, sign_in: SignIn, django_assert_num_queries: Counting) -> None:
    for _ in range(rows):
        make.plan()
    client = sign_in("coordinator")
    with django_assert_num_queries(INDEX_PAGE):
        client.get("/planer/")


@pytest.mark.parametrize("rows", [1, 3])
def test_a_row_s_form(rows: int, sign_in: SignIn, django_assert_num_queries: Counting) -> None:
    of, plan = register("networks"), make.plan()
    row, *_ = [make.row(of, plan) for _ in range(rows)]
    client = sign_in("coordinator")
    with django_assert_num_queries(FORM):
        client.get(f"/planer/{plan.pk}/nettverk/{row.pk}/endre/", headers={"HX-Request": "true"})
