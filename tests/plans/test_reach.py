"""Who reaches a plan, its chapters and its rows: to read, and to write. Outside the reach there is nothing (404)."""

from __future__ import annotations

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

ORGANISATION = "Kommunenes Forbund"

# (role, at its own office?) -> may read, may change anything, may fill in the rows of its organisation
TRUTH = {
    ("coordinator", True): (True, True, True),
    ("coordinator", False): (False, False, False),
    ("partner", True): (True, False, True),
    ("partner", False): (False, False, False),
    ("contact", True): (True, False, False),
    ("contact", False): (False, False, False),
    ("directorate", True): (True, False, False),
    ("administrator", True): (True, False, False),
}
PERSONS = pytest.mark.parametrize(
    ("role", "own"), TRUTH, ids=[f"{r}-{'own' if o else 'other'}" for r, o in TRUTH]
)


@PERSONS
def test_every_kind_of_record_is_read_and_written_by_those_who_may(role: str, own: bool) -> None:
    plan = make.plan("fjordane", chapters=(NewChapter("Bakgrunn", 1, "Slik"),))
    at = "fjordane" if own else "innlandet"
    actor = make.actor(role, at, "9901" if role == "contact" else "", ORGANISATION)
    reads, changes, fills = TRUTH[role, own]
    for record in (plan, plan.chapters.get()):
        may = (allowed(record, actor, "plan.read"), allowed(record, actor, "plan.change"))
        assert (type(record).__name__, may) == (type(record).__name__, (reads, changes))
    for of in all_registers():
        theirs = make.row(of, plan, filled_by=" kommunenes  FORBUND ")
        others = make.row(of, plan, filled_by="En annen")
        nobodys = make.row(of, plan)
        for row, may_fill in ((theirs, fills), (others, changes), (nobodys, changes)):
            reach = [allowed(row, actor, right) for right in ("plan.read", "plan.change", "plan.fill")]
            assert (of.key, reach) == (of.key, [reads, changes, may_fill])


@PERSONS
def test_every_page_answers_by_the_same_table(role: str, own: bool, sign_in: SignIn) -> None:
    plan = make.plan("fjordane", chapters=(NewChapter("Bakgrunn", 1, "Slik"),))
    chapter, of = plan.chapters.get(), register("actors")
    row = make.row(of, plan, filled_by=ORGANISATION)
    other = make.row(of, plan, filled_by="En annen")
    change_row(of, row, version=1, cells={"mandate": "Nytt"}, by="u7", now=NOW)
    change_row(of, other, version=1, cells={"mandate": "Nytt"}, by="u7", now=NOW)
    change_chapter(chapter, version=1, title="Bakgrunn", text="Nytt", by="u7", now=NOW)
    row_then, other_then = (Earlier.objects.get(kind="actors", key=each.pk) for each in (row, other))
    client = sign_in(role, "fjordane" if own else "innlandet", ORGANISATION)
    base = f"/planer/{plan.pk}/"
    reading = [
        base, f"{base}forside/tidligere/", f"{base}kapittel/{chapter.pk}/", f"{base}kapittel/{chapter.pk}/tidligere/",
        f"{base}aktorer/", f"{base}aktorer/eksport/csv/", f"{base}aktorer/{row.pk}/", f"{base}aktorer/{row.pk}/tidligere/",
    ]  # fmt: skip
    changing = [
        f"{base}forside/", f"{base}kapittel/{chapter.pk}/endre/", f"{base}aktorer/fyller-ut/",
    ]  # fmt: skip
    posting = [
        f"{base}kapittel/{chapter.pk}/tidligere/{Earlier.objects.get(kind='chapter').pk}/",
        f"{base}aktorer/{row.pk}/flytt/", f"{base}aktorer/{row.pk}/bekreft/", f"{base}aktorer/{row.pk}/fjern/",
        f"{base}aktorer/fyller-ut/",
    ]  # fmt: skip
    filling = [f"{base}aktorer/ny/", f"{base}aktorer/{row.pk}/endre/", f"{base}mine/"]
    reads, changes, fills = TRUTH[role, own]
    htmx = {"HX-Request": "true"}
    assert {client.get(address, headers=htmx).status_code for address in reading} == {200 if reads else 404}
    # Who holds the right nowhere is refused; who holds it elsewhere is not told that the plan is there
    refusal = 404 if role == "coordinator" else 403
    assert {client.get(address).status_code for address in changing} == {200 if changes else refusal}
    no_filling = 404 if role in {"coordinator", "partner"} else 403
    assert {client.get(address).status_code for address in filling} == {200 if fills else no_filling}
    beyond = client.get(f"{base}aktorer/{other.pk}/endre/").status_code
    assert beyond == (200 if changes else 403 if reads else no_filling)
    restoring = f"{base}aktorer/{other.pk}/tidligere/{other_then.pk}/"
    expected = 302 if changes else 403 if reads else no_filling
    assert client.post(restoring, {"version": 2}).status_code == expected
    own_then = f"{base}aktorer/{row.pk}/tidligere/{row_then.pk}/"
    expected = 302 if fills else 403 if reads else no_filling
    assert client.post(own_then, {"version": 2}).status_code == expected
    row.refresh_from_db()
    answers = {client.post(address, {"version": row.version}).status_code for address in posting}
    assert answers == ({302} if changes else {refusal})


def test_a_partner_without_an_organisation_fills_in_nothing(sign_in: SignIn) -> None:
    plan, of = make.plan(), register("actors")
    nobodys = make.row(of, plan)
    client = sign_in("partner")
    assert client.get(f"/planer/{plan.pk}/aktorer/{nobodys.pk}/endre/").status_code == 403
    assert client.get(f"/planer/{plan.pk}/aktorer/ny/").status_code == 403


def test_a_partner_s_organisation_reaches_no_row_of_the_same_name_at_another_office(sign_in: SignIn) -> None:
    other, of = make.plan("innlandet"), register("actors")
    row = make.row(of, other, filled_by=ORGANISATION)
    client = sign_in("partner", "fjordane", ORGANISATION)
    assert client.get(f"/planer/{other.pk}/aktorer/{row.pk}/endre/").status_code == 404
    assert client.post(f"/planer/{other.pk}/aktorer/{row.pk}/endre/", {"version": 1}).status_code == 404


def test_a_row_that_a_partner_adds_is_its_organisation_s_own(sign_in: SignIn) -> None:
    plan, of = make.plan(), register("follow_up")
    client = sign_in("partner", "fjordane", ORGANISATION)
    data = {
        "version": 1,
        "text": "Vår rad",
        "filled_by": "En annen",
        "with_whom": "",
        "when": "",
        "result": "",
    }
    assert client.post(f"/planer/{plan.pk}/oppfolging/ny/", data).status_code == 302
    assert list(of.model._default_manager.values_list("text", "filled_by", "filled_by_key")) == [
        ("Vår rad", ORGANISATION, "kommunenes forbund")
    ]


def test_filling_in_a_row_does_not_change_who_fills_it_in(sign_in: SignIn) -> None:
    plan, of = make.plan(), register("actors")
    row = make.row(of, plan, filled_by=ORGANISATION)
    client = sign_in("partner", "fjordane", ORGANISATION)
    data = {"version": 1, "organisation": "Nytt navn", "filled_by": "En annen", "filled_by_key": "en annen"}
    assert client.post(f"/planer/{plan.pk}/aktorer/{row.pk}/endre/", data).status_code == 302
    row.refresh_from_db()
    assert (row.organisation, row.filled_by, row.filled_by_key) == (
        "Nytt navn", ORGANISATION, "kommunenes forbund",
    )  # fmt: skip


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
