"""Who reaches a plan, its chapters and its rows: to read, and to write. Outside the reach there is nothing (404)."""

from __future__ import annotations

from typing import Any

import pytest

from samordner.access.grants import allowed
from samordner.plans.models import Earlier
from samordner.plans.operations import change_chapter, change_row
from samordner.plans.registers import register
from samordner.plans.registers import registers as all_registers
from tests.factories import plans as make
from tests.factories.plans import NOW, NewChapter
from tests.plans.conftest import SignIn

pytestmark = pytest.mark.django_db

# (role, at its own office?) -> may read, may write
TRUTH = {
    ("coordinator", True): (True, True),
    ("coordinator", False): (False, False),
    ("partner", True): (True, True),
    ("partner", False): (False, False),
    ("contact", True): (True, False),
    ("contact", False): (False, False),
    ("directorate", True): (True, False),
    ("administrator", True): (True, False),
}
PERSONS = pytest.mark.parametrize(
    ("role", "own"), TRUTH, ids=[f"{r}-{'own' if o else 'other'}" for r, o in TRUTH]
)


@PERSONS
def test_every_kind_of_record_is_read_and_written_by_those_who_may(role: str, own: bool) -> None:
    plan = make.plan("fjordane", chapters=(NewChapter("Bakgrunn", 1, "Slik"),))
    actor = make.actor(role, "fjordane" if own else "innlandet", "9901" if role == "contact" else "")
    records: list[Any] = [plan, plan.chapters.get(), *(make.row(of, plan) for of in all_registers())]
    for record in records:
        may = (allowed(record, actor, "plan.read"), allowed(record, actor, "plan.change"))
        assert (type(record).__name__, may) == (type(record).__name__, TRUTH[role, own])


@PERSONS
def test_every_page_answers_by_the_same_table(role: str, own: bool, sign_in: SignIn) -> None:
    plan = make.plan("fjordane", chapters=(NewChapter("Bakgrunn", 1, "Slik"),))
    chapter, of = plan.chapters.get(), register("actors")
    row = make.row(of, plan)
    change_row(of, row, version=1, cells={"mandate": "Nytt"}, by="u7", now=NOW)
    change_chapter(chapter, version=1, title="Bakgrunn", text="Nytt", by="u7", now=NOW)
    row_then, chapter_then = Earlier.objects.get(kind="actors"), Earlier.objects.get(kind="chapter")
    client = sign_in(role, "fjordane" if own else "innlandet")
    base = f"/planer/{plan.pk}/"
    reading = [
        base, f"{base}forside/tidligere/", f"{base}kapittel/{chapter.pk}/", f"{base}kapittel/{chapter.pk}/tidligere/",
        f"{base}aktorer/", f"{base}aktorer/eksport/csv/", f"{base}aktorer/{row.pk}/", f"{base}aktorer/{row.pk}/tidligere/",
    ]  # fmt: skip
    writing = [
        f"{base}forside/", f"{base}kapittel/{chapter.pk}/endre/", f"{base}aktorer/ny/", f"{base}aktorer/{row.pk}/endre/",
    ]  # fmt: skip
    posting = [
        f"{base}kapittel/{chapter.pk}/tidligere/{chapter_then.pk}/", f"{base}aktorer/{row.pk}/flytt/",
        f"{base}aktorer/{row.pk}/bekreft/", f"{base}aktorer/{row.pk}/fjern/",
        f"{base}aktorer/{row.pk}/tidligere/{row_then.pk}/",
    ]  # fmt: skip
    may_read, may_write = TRUTH[role, own]
    htmx = {"HX-Request": "true"}
    assert {client.get(address, headers=htmx).status_code for address in reading} == {
        200 if may_read else 404
    }
    refusal = 403 if role in {"contact", "directorate", "administrator"} else 404
    assert {client.get(address).status_code for address in writing} == {200 if may_write else refusal}
    answers = {client.post(address, {"version": row.version}).status_code for address in posting}
    assert answers == ({302} if may_write else {refusal})


def test_a_visitor_is_asked_to_sign_in(sign_in: SignIn) -> None:
    plan = make.plan()
    row = make.row(register("actors"), plan)
    for address in ("/planer/", f"/planer/{plan.pk}/", f"/planer/{plan.pk}/aktorer/{row.pk}/endre/"):
        answer = sign_in().get(address)
        assert (answer.status_code, answer["Location"].startswith("/konto/")) == (302, True)


def test_a_row_is_not_reached_through_another_plan_or_another_register(sign_in: SignIn) -> None:
    mine, other = make.plan("fjordane"), make.plan("fjordane")
    of = register("actors")
    row = make.row(of, other)
    client = sign_in("coordinator")
    assert client.get(f"/planer/{mine.pk}/aktorer/{row.pk}/endre/").status_code == 404
    assert client.post(f"/planer/{mine.pk}/aktorer/{row.pk}/fjern/", {"version": 1}).status_code == 404
    assert client.get(f"/planer/{mine.pk}/nettverk/{row.pk}/endre/").status_code == 404
    row.refresh_from_db()
    assert row.removed_at is None


def test_an_earlier_version_of_another_row_is_not_brought_back(sign_in: SignIn) -> None:
    plan, of = make.plan(), register("actors")
    a, b = make.row(of, plan, "A"), make.row(of, plan, "B")
    change_row(of, a, version=1, cells={"mandate": "Nytt"}, by="u7", now=NOW)
    stood = Earlier.objects.get()
    address = f"/planer/{plan.pk}/aktorer/{b.pk}/tidligere/{stood.pk}/"
    assert sign_in("coordinator").post(address, {"version": 1}).status_code == 404


def test_a_plan_is_begun_only_for_one_s_own_office(sign_in: SignIn) -> None:
    make.office("innlandet")
    make.programme()
    data = {"version": 1, "title": "Plan", "programme": "gode-dager", "office": "innlandet", "language": "nb"}
    assert sign_in("coordinator").post("/planer/ny/", data).status_code == 422
    assert sign_in("partner").get("/planer/ny/").status_code == 403


def test_deeds_are_done_by_post_only(sign_in: SignIn) -> None:
    plan, of = make.plan(), register("actors")
    row = make.row(of, plan)
    client = sign_in("coordinator")
    for deed in ("flytt", "fjern", "angre", "bekreft"):
        assert client.get(f"/planer/{plan.pk}/aktorer/{row.pk}/{deed}/").status_code == 404
    assert client.post(f"/planer/{plan.pk}/aktorer/{row.pk}/fjern/", {"version": "x"}).status_code == 400
