"""Who reaches a plan's revisions, comments and what was sent. Outside the reach there is nothing (404)."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from samordner.plandocument.states import fingerprint
from samordner.revisions.models import Comment, Revision
from samordner.revisions.operations import comment, send, withdraw_comment
from samordner.revisions.places import whole
from tests.boards.conftest import SignIn
from tests.factories.participation import BY, DAY, NOW, lively, region
from tests.revisions.conftest import approved, begun, in_review, plan_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]

# role, at the plan's own office? → what reading, reviewing, approving are answered with
TABLE = {
    ("coordinator", True): (200, 200, 200),
    ("coordinator", False): (404, 404, 404),
    ("partner", True): (200, 200, 403),
    ("partner", False): (404, 404, 403),
    ("contact", True): (200, 403, 403),
    ("contact", False): (404, 403, 403),
    ("directorate", True): (200, 403, 403),
    ("administrator", True): (200, 403, 403),
    ("visitor", True): (302, 302, 302),
}
PERSONS = pytest.mark.parametrize(
    ("role", "own"), TABLE, ids=[f"{r}-{'own' if o else 'other'}" for r, o in TABLE]
)


@PERSONS
def test_every_page_answers_by_one_table(role: str, own: bool, signed_in: SignIn) -> None:
    place, other = region(2), region(1, key="innlandet", county="34")
    plan = plan_of(place)
    first = approved(begun(plan))
    sending = send(first.revision, None, receiver="Hdir", today=DAY, by=BY, now=NOW)
    revision = in_review(plan)
    said = comment(revision, whole(plan), text="Bra", by="u7", now=NOW)
    at = place if own else other
    home = at[0].municipality if role == "contact" else None
    client = Client() if role == "visitor" else signed_in(role, office=at.office, municipality=home)
    old, now = f"/planer/revisjoner/{first.revision_id}/", f"/planer/revisjoner/{revision.pk}/"
    reading = [
        f"/planer/{plan.pk}/revisjoner/", f"/planer/{plan.pk}/revisjoner/sammenlign/", f"/planer/{plan.pk}/fullstendighet/",
        f"/planer/{plan.pk}/revisjoner/utkast.html", old, f"{old}plan.docx", f"{old}plan.html", f"{old}plan.json",
        f"/planer/innsendt/{sending.pk}/",
    ]  # fmt: skip
    reviewing = [f"{now}horing/", f"{now}horing/ny/", f"{now}horing/actors/", f"/planer/merknader/{said.pk}/"]
    approving = [f"{now}til-horing/", f"{now}godkjenn/", f"{old}send/"]
    read, review, approve = TABLE[role, own]
    for pages, status in ((reading, read), (reviewing, review), (approving, approve)):
        assert {page: client.get(page).status_code for page in pages} == dict.fromkeys(pages, status)
    assert client.get("/planer/innsendt/").status_code == (302 if role == "visitor" else 200)


POSTS = {
    "approve": ("begynn/", "ta-tilbake/", "legg-bort/", "godkjenn/", "til-horing/"),
    "review": ("horing/ny/", "horing/ferdig/"),
}


@pytest.mark.parametrize(
    ("role", "right"), [("partner", "review"), ("contact", ""), ("directorate", ""), ("administrator", "")]
)
def test_nobody_does_what_is_not_theirs(role: str, right: str, signed_in: SignIn) -> None:
    place = region(2)
    plan = plan_of(place)
    revision = in_review(plan)
    said = comment(revision, whole(plan), text="Bra", by="u7", now=NOW)
    client = signed_in(
        role, office=place.office, municipality=place[0].municipality if role == "contact" else None
    )
    base = f"/planer/revisjoner/{revision.pk}/"
    data = {"version": revision.version, "body": "Jeg", "on": "2021-04-01", "until": "2021-05-01", "seen": fingerprint(plan),
            "answer": "Nei", "settled": "on"}  # fmt: skip
    for deed in POSTS["approve"]:
        address = f"/planer/{plan.pk}/revisjoner/{deed}" if deed == "begynn/" else f"{base}{deed}"
        assert (deed, client.post(address, data).status_code) == (deed, 403)
    assert client.post(f"/planer/merknader/{said.pk}/", data).status_code == 403
    for deed in POSTS["review"]:
        status = client.post(f"{base}{deed}", {"kind": "plan", "key": "0", "text": "Fint"}).status_code
        assert (deed, status) == (deed, 302 if right == "review" else 403)
    revision.refresh_from_db()
    assert (revision.status, Comment.objects.get(pk=said.pk).answer) == ("review", "")


def test_another_office_s_words_stand_on_no_page_and_in_no_file(signed_in: SignIn) -> None:
    mine, theirs = region(1), region(1, key="innlandet", county="34")
    plan, other = plan_of(mine), plan_of(theirs, title="Annen plan", words="Fjellets hemmelighet")
    approved(begun(plan))
    approval = approved(begun(other))
    send(approval.revision, None, receiver="Hdir", today=DAY, by=BY, now=NOW)
    comment(in_review(other), whole(other), text="Fjellets merknad", by="u7", now=NOW)
    in_review(plan)
    client = signed_in(office=mine.office)
    base = f"/planer/{plan.pk}/"
    pages = ["/", f"{base}revisjoner/", f"{base}revisjoner/sammenlign/", f"{base}fullstendighet/", "/planer/innsendt/",
             f"/planer/revisjoner/{Revision.objects.get(plan=plan, number=2).pk}/horing/"]  # fmt: skip
    for page in pages:
        said = client.get(page).content.decode()
        assert ("Fjellets" in said, "Annen plan" in said, "Innlandet" in said) == (False, False, False)
    assert "Innlandet" not in client.get("/planer/innsendt/?format=csv").content.decode()


def test_a_withdrawn_comment_is_read_by_its_author_alone(signed_in: SignIn) -> None:
    place = region(1)
    plan = plan_of(place)
    revision = in_review(plan)
    partner = signed_in("partner", office=place.office)
    base = f"/planer/revisjoner/{revision.pk}/horing/"
    partner.post(f"{base}ny/", {"kind": "plan", "key": "0", "text": "Ikke dette likevel"})
    said = Comment.objects.get()
    withdraw_comment(said, version=1, by=said.written_by, now=NOW)
    coordinator = signed_in(office=place.office)
    assert "Ikke dette" in partner.get(base).content.decode()
    assert "Ikke dette" not in coordinator.get(base).content.decode()
    assert "Ikke dette" not in coordinator.get(f"{base}?format=csv").content.decode()
    assert coordinator.get(f"/planer/merknader/{said.pk}/").status_code == 404


def test_a_comment_is_not_placed_in_another_plan(signed_in: SignIn) -> None:
    place = region(1)
    plan, other = plan_of(place), plan_of(place)
    revision, chapter = in_review(plan), other.chapters.first()
    assert chapter is not None
    client = signed_in(office=place.office)
    address = f"/planer/revisjoner/{revision.pk}/horing/ny/"
    for said in (
        {"kind": "chapter", "key": chapter.pk},
        {"kind": "nothing", "key": 1},
        {"kind": "plan", "key": "9" * 30},
    ):
        assert client.post(address, {**said, "text": "Bra"}).status_code == 404
    assert not Comment.objects.exists()


def test_what_was_typed_stays_when_a_comment_is_refused(signed_in: SignIn) -> None:
    place = region(1)
    plan = plan_of(place)
    revision = begun(plan)
    client = signed_in(office=place.office)
    answer = client.post(
        f"/planer/revisjoner/{revision.pk}/horing/ny/", {"kind": "plan", "key": "0", "text": "Langt og lenge"}
    )
    assert (answer.status_code, "Langt og lenge" in answer.content.decode()) == (422, True)


def test_an_answer_that_another_overtook_is_kept_and_shown_beside_theirs(signed_in: SignIn) -> None:
    place = region(1)
    plan = plan_of(place)
    said = comment(in_review(plan), whole(plan), text="Bra", by="u7", now=NOW)
    client = signed_in(office=place.office)
    address = f"/planer/merknader/{said.pk}/"
    client.post(address, {"answer": "Deres svar", "settled": "on", "version": "1"})
    late = client.post(address, {"answer": "Mitt svar", "version": "1"})
    page = late.content.decode()
    assert (late.status_code, "Mitt svar" in page, "Deres svar" in page) == (409, True, True)


def test_whoever_may_not_see_where_municipalities_stand_gets_the_plan_without_those_figures(
    signed_in: SignIn,
) -> None:
    place = region(2)
    lively(place.participations)
    plan = plan_of(place)
    revision = approved(begun(plan)).revision
    contact = signed_in("contact", office=place.office, municipality=place[0].municipality)
    coordinator = signed_in(office=place.office)
    address = f"/planer/revisjoner/{revision.pk}/"
    neighbour = str(place[1].municipality)
    assert neighbour in coordinator.get(f"{address}plan.html").content.decode()
    assert neighbour not in contact.get(f"{address}plan.html").content.decode()
    assert neighbour not in contact.get(address).content.decode()


# Each page asks the database as often for three revisions and comments as for one


def asked(client: object, page: str) -> int:
    client.get(page)  # type: ignore[attr-defined]
    with CaptureQueriesContext(
        connection,
    ) as found:
        assert client.get(page).status_code == 200  # type: ignore[attr-defined]
    return len(found)


def test_pages_ask_as_often_whatever_they_hold(signed_in: SignIn) -> None:
    place = region(1)
    plan = plan_of(place)
    client = signed_in(office=place.office)
    approval = approved(begun(plan))
    send(approval.revision, None, receiver="Hdir", today=DAY, by=BY, now=NOW)
    revision = in_review(plan)
    comment(revision, whole(plan), text="Bra", by="u7", organisation="KS", now=NOW)
    pages = [f"/planer/{plan.pk}/revisjoner/", f"/planer/revisjoner/{revision.pk}/horing/", "/planer/innsendt/",
             f"/planer/{plan.pk}/revisjoner/sammenlign/", f"/planer/{plan.pk}/fullstendighet/"]  # fmt: skip
    before = [asked(client, page) for page in pages]
    for text in ("To", "Tre"):
        said = comment(revision, whole(plan), text=text, by="u8", organisation="SOF", now=NOW)
        said.settled_at = NOW
        said.save()
    Comment.objects.update(settled_at=NOW)
    more = approved(revision)
    send(more.revision, None, receiver="Hdir", today=DAY, by=BY, now=NOW)
    third = in_review(plan, date(2021, 6, 1))
    for text in ("En", "To", "Tre"):
        comment(third, whole(plan), text=text, by="u8", organisation="SOF", now=NOW)
    pages[1] = f"/planer/revisjoner/{third.pk}/horing/"
    assert [asked(client, page) for page in pages] == before


def test_whatever_an_address_says_the_answer_is_a_page_or_a_sentence(signed_in: SignIn) -> None:
    place = region(1)
    plan = plan_of(place)
    approved(begun(plan))
    revision = in_review(plan)
    client = signed_in(office=place.office)
    client.raise_request_exception = False
    base = f"/planer/{plan.pk}/"
    review = f"/planer/revisjoner/{revision.pk}/horing/"
    lists = [
        f"{base}revisjoner/", f"{base}revisjoner/sammenlign/", f"{base}fullstendighet/", "/planer/innsendt/", review,
        f"{review}ny/",
    ]  # fmt: skip
    names = ("fra", "til", "del", "endring", "status", "sort", "state", "office", "organisation", "standing", "programme",
             "format", "kind", "key", "day")  # fmt: skip
    failed = [
        (page, name, said)
        for page in lists
        for said in ("a\x00b", "x" * 2000, "9" * 30, "٣")
        for name in names
        if client.get(page, {name: said}).status_code >= 500
    ]
    assert failed == []
    huge = "9" * 30
    for page in (
        "/planer/{}/revisjoner/",
        "/planer/revisjoner/{}/",
        "/planer/merknader/{}/",
        "/planer/innsendt/{}/",
    ):
        assert client.get(page.format(huge)).status_code == 404
    for text in ("å" * 100_000, "a\x00b", " \n"):
        assert client.post(f"{review}ny/", {"kind": "plan", "key": "0", "text": text}).status_code == 422
    assert not Comment.objects.exists()
