"""The pages of revisions: what they say, and what they do."""

from __future__ import annotations

import pytest
from django.test import Client

from samordner.plans.operations import change_chapter
from samordner.revisions.models import Comment, Revision, Sending
from samordner.revisions.operations import comment
from samordner.revisions.places import whole
from tests.boards.conftest import SignIn
from tests.factories.participation import BY, NOW, Region, region
from tests.revisions.conftest import approved, begun, in_review, plan_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


@pytest.fixture
def place() -> Region:
    return region(2)


def english(client: Client) -> Client:
    client.cookies["samordner_language"] = "en"
    return client


def test_a_plan_goes_all_the_way_from_draft_to_the_directorate(place: Region, signed_in: SignIn) -> None:
    plan = plan_of(place)
    client, partner = (
        english(signed_in(office=place.office)),
        english(signed_in("partner", office=place.office)),
    )
    client.post(f"/planer/{plan.pk}/revisjoner/begynn/")
    revision = Revision.objects.get()
    base = f"/planer/revisjoner/{revision.pk}/"
    client.post(f"{base}til-horing/", {"until": "2021-05-20", "asks": "Se på kapittel 3", "version": "1"})
    partner.post(f"{base}horing/ny/", {"kind": "plan", "key": "0", "text": "Vi savner NAV."})
    said = Comment.objects.get()
    assert "Se på kapittel 3" in partner.get(f"{base}horing/").content.decode()
    answer = {"answer": "Tatt inn.", "settled": "on", "version": str(said.version)}
    assert client.post(f"/planer/merknader/{said.pk}/", answer).status_code == 302

    page = client.get(f"{base}godkjenn/")
    seen = page.context["seen"]
    answered = client.post(
        f"{base}godkjenn/", {"body": "Styringsgruppen", "on": "2021-04-26", "seen": seen, "version": "2"}
    )
    assert (answered.status_code, answered["Location"]) == (302, base)
    shown = client.get(base).content.decode()
    assert "Approved" in shown or "approved" in shown
    assert "Havets hemmelighet" in shown

    client.post(f"{base}send/", {"due": "regional_plan/2019-05-01"})
    sending = Sending.objects.get()
    directorate = english(signed_in("directorate"))
    assert f"Receipt {sending.number}" in directorate.get(f"/planer/innsendt/{sending.pk}/").content.decode()
    assert "sent late" in directorate.get("/planer/innsendt/").content.decode()
    assert "Havets hemmelighet" in directorate.get(base).content.decode()


def test_every_page_stands_with_a_draft_a_review_and_an_approved_revision(
    place: Region, signed_in: SignIn
) -> None:
    plan = plan_of(place)
    client = english(signed_in(office=place.office))
    first = begun(plan)
    approved(first)
    second = in_review(plan)
    chapter = plan.chapters.first()
    assert chapter is not None
    change_chapter(
        chapter, version=chapter.version, title=chapter.title, text="Nytt og bedre.", by=BY, now=NOW
    )
    comment(second, whole(plan), text="Bra", by=BY, now=NOW)
    row = Comment.objects.get()
    pages = [
        f"/planer/{plan.pk}/revisjoner/", f"/planer/{plan.pk}/revisjoner/?status=review",
        f"/planer/{plan.pk}/revisjoner/sammenlign/", f"/planer/{plan.pk}/revisjoner/sammenlign/?fra=1&til=1",
        f"/planer/{plan.pk}/revisjoner/sammenlign/?del=chapters&endring=changed",
        f"/planer/{plan.pk}/fullstendighet/", "/planer/innsendt/", f"/planer/revisjoner/{first.pk}/",
        f"/planer/revisjoner/{first.pk}/send/", f"/planer/revisjoner/{second.pk}/til-horing/",
        f"/planer/revisjoner/{second.pk}/godkjenn/", f"/planer/revisjoner/{second.pk}/horing/",
        f"/planer/revisjoner/{second.pk}/horing/ny/?kind=chapter&key={chapter.pk}",
        f"/planer/revisjoner/{second.pk}/horing/actors/", f"/planer/merknader/{row.pk}/",
        f"/planer/revisjoner/{first.pk}/plan.docx", f"/planer/revisjoner/{first.pk}/plan.html",
        f"/planer/revisjoner/{first.pk}/plan.json", f"/planer/{plan.pk}/revisjoner/utkast.docx?sjekkliste=1",
    ]  # fmt: skip
    assert {page: client.get(page).status_code for page in pages} == dict.fromkeys(pages, 200)
    lists = [pages[0], pages[2], pages[5], pages[6], pages[11]]
    exports = [f"{page}?format={format}" for page in lists for format in ("xlsx", "csv")]
    assert {page: client.get(page).status_code for page in exports} == dict.fromkeys(exports, 200)


def test_the_comparison_marks_words_by_elements_and_not_by_colour_alone(
    place: Region, signed_in: SignIn
) -> None:
    plan = plan_of(place)
    approved(begun(plan))
    chapter = plan.chapters.get(answers="background")
    text = "Havets hemmelighet: og mer."
    change_chapter(chapter, version=chapter.version, title=chapter.title, text=text, by=BY, now=NOW)
    page = english(signed_in(office=place.office)).get(f"/planer/{plan.pk}/revisjoner/sammenlign/")
    assert "Havets hemmelighet: <del>background</del><ins>og mer</ins>." in page.content.decode()
    assert f'href="/planer/{plan.pk}/#chapter-{chapter.pk}"' in page.content.decode()
