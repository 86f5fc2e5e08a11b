"""How an office's documents look: chosen by its coordinator, readable on white, conflict-safe, and printed."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from samordner.documents.look import STANDARD, Look, contrast
from samordner.journal.deeds import Conflict, Refusal
from samordner.journal.models import Entry
from samordner.places.models import Office, OfficeLook
from samordner.places.operations import choose_look, reset_look
from samordner.places.queries import issuer_name, look_of, office_title
from tests.documents.pdf.aloud import Pdf
from tests.factories.plans import NOW, office
from tests.plandocument.test_print_plan import plan_of
from tests.plans.conftest import SignIn, sign_in

__all__ = ["sign_in"]

pytestmark = pytest.mark.django_db

WINE = "#6b1f3a"
TYPED = {"accent": WINE, "nb": "Statsforvalteren, helse", "nn": "Statsforvaltaren, helse"}
DAY = date(2021, 4, 27)


def chosen(
    key: str = "fjordane", *, version: int = 0, accent: str = WINE, nb: str = "", nn: str = ""
) -> OfficeLook:
    return choose_look(office(key), version=version, accent=accent, nb=nb, nn=nn, by="u1", now=NOW)


def fresh(key: str = "fjordane") -> Office:
    return Office.objects.get(key=key)


def page(key: str = "fjordane") -> str:
    return reverse("offices:look", args=[key])


@pytest.mark.parametrize(
    ("colour", "ratio"), [("#000000", 21.0), ("#ffffff", 1.0), ("#767676", 4.54), ("#777777", 4.48)]
)
def test_contrast_is_that_of_the_guidelines(colour: str, ratio: float) -> None:
    assert round(contrast(colour), 2) == ratio


def test_a_chosen_colour_and_name_hold_for_the_office_alone() -> None:
    chosen(nb="Helse og omsorg", accent=" 6B1F3A ")
    other = office("innlandet")
    assert (look_of(fresh()), look_of(other)) == (Look(WINE), Look(STANDARD))
    assert issuer_name(fresh(), DAY, "nb") == "Helse og omsorg"
    assert issuer_name(fresh(), DAY, "nn") == office_title(fresh(), DAY, "nn")
    assert issuer_name(other, DAY, "nb") == office_title(other, DAY, "nb")


@pytest.mark.parametrize("accent", ["#777777", "#ffff00", "rød", "#12345", "#1234567", "url(x)", "#12345g"])
def test_a_colour_that_is_none_or_too_light_is_refused_with_a_sentence(accent: str) -> None:
    with pytest.raises(Refusal) as refused:
        chosen(accent=accent)
    assert refused.value.field == "accent"
    assert str(refused.value.sentence).endswith(".")
    assert not OfficeLook.objects.exists()
    assert not Entry.objects.exists()


def test_of_two_who_choose_at_once_the_second_is_told() -> None:
    seen = chosen()
    for version in (0, seen.version):
        if version:
            chosen(version=version, accent="#005030")
        with pytest.raises(Conflict) as met:
            chosen(version=version, accent="#303030")
        assert met.value.current == OfficeLook.objects.get()
    assert OfficeLook.objects.get().accent == "#005030"


def test_the_standard_is_gone_back_to_and_every_deed_is_journalled() -> None:
    seen = chosen(nb="Helse")
    reset_look(fresh(), version=seen.version, by="u1", now=NOW)
    assert (look_of(fresh()), issuer_name(fresh(), DAY, "nb")) == (Look(), office_title(fresh(), DAY, "nb"))
    told = Entry.objects.order_by("number").values_list("verb", "kind", "key", "office", "detail__accent")
    assert list(told) == [
        ("choose_look", "office", "fjordane", "fjordane", WINE),
        ("choose_look", "office", "fjordane", "fjordane", ""),
    ]


# Pages

TRUTH = {
    ("coordinator", "fjordane"): (200, 302),
    ("coordinator", "innlandet"): (404, 404),
    ("partner", "fjordane"): (403, 403),
    ("contact", "fjordane"): (403, 403),
    ("directorate", "fjordane"): (403, 403),
    ("administrator", "fjordane"): (403, 403),
    ("", ""): (302, 401),
}


@pytest.mark.parametrize(("role", "at"), TRUTH, ids=lambda part: part or "visitor")
def test_only_the_offices_own_coordinator_reaches_it(role: str, at: str, sign_in: SignIn) -> None:
    office("fjordane")
    client = sign_in(role, at)
    for address in (page(), reverse("offices:standard_look", args=["fjordane"])):
        found = (client.get(address).status_code, client.post(address, {"version": 0, **TYPED}).status_code)
        read, write = TRUTH[role, at]
        assert found == ((302 if read == 200 and "standard" in address else read), write)
    assert OfficeLook.objects.exists() is (role == "coordinator" and at == "fjordane")


def test_a_plan_is_downloaded_in_the_look_that_its_office_has_chosen(sign_in: SignIn) -> None:
    plan = plan_of("fjordane")
    chosen(nb="Statsforvalteren, helse")
    client = sign_in("coordinator")
    assert page() in client.get(reverse("plandocument:document", args=[plan.pk])).content.decode()
    found = client.get(reverse("plandocument:document_file", args=[plan.pk, "pdf"]) + "?sprak=nb")
    assert (found.status_code, found.headers["Content-Type"]) == (200, "application/pdf")
    assert "(nb).pdf" in found.headers["Content-Disposition"]
    made = Pdf(found.content)
    assert made.tree.all("P")[0].text == "Statsforvalteren, helse"
    assert (0x6B, 0x1F, 0x3A) in {
        tuple(round(255 * part) for part in each["non_stroking_color"]) for each in made.pages[0].rects
    }


def test_it_is_looked_at_before_it_is_saved(sign_in: SignIn) -> None:
    office("fjordane")
    client = sign_in("coordinator")
    shown = client.post(page(), {"version": 0, "preview": "1", **TYPED}).content.decode()
    assert (shown.count(f'fill="{WINE}"') > 2, "Statsforvalteren, helse" in shown) == (True, True)
    assert not OfficeLook.objects.exists()
    light = client.post(page(), {"version": 0, "preview": "1", **TYPED, "accent": "#ffff00"})
    assert (light.status_code, 'value="#ffff00"' in light.content.decode()) == (422, True)
    assert client.post(page(), {"version": 0, **TYPED}).headers["Location"] == page()
    assert OfficeLook.objects.values_list("accent", "nb", "nn").get() == tuple(TYPED.values())


def test_two_editors_meet_and_nothing_typed_is_lost(sign_in: SignIn) -> None:
    chosen(nb="Helse")
    client = sign_in("coordinator")
    chosen(version=1, accent="#005030")
    met = client.post(page(), {"version": 1, **TYPED})
    text = met.content.decode()
    assert (met.status_code, f'value="{WINE}"' in text, "#005030" in text) == (409, True, True)
    assert 'name="version" value="2"' in text
    assert client.post(page(), {"version": 2, **TYPED}).status_code == 302
