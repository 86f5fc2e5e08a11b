"""The preview: what the office tries before it asks, as those who answer will see it."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import parse_qsl

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from lxml import html
from playwright.sync_api import Page

from samordner.files.models import File
from samordner.journal.models import Entry
from samordner.questionnaires.content import Content, Section
from samordner.questionnaires.models import Edition, Questionnaire
from samordner.questionnaires.operations import make_questionnaire
from tests.boards.conftest import SignIn, signed_in, today
from tests.factories.participation import BY, NOW, Region, region
from tests.factories.wording import words
from tests.questionnaires.asking import CONTENT
from tests.questionnaires.browsing import HOST, looks, tell
from tests.questionnaires.made import ask, asking, choices

__all__ = ["signed_in", "today"]

pytestmark = pytest.mark.django_db


@pytest.fixture
def place(today: date) -> Region:
    return region(1)


def made(place: Region, content: Content = CONTENT) -> Questionnaire:
    return make_questionnaire(place.programme, place.office, "Kartlegging", content, by=BY, now=NOW)


def address(row: Questionnaire) -> str:
    return reverse("questionnaires:preview", args=[row.pk])


class Tries:
    """Somebody at the preview without any script: what the page held goes along with what they type and press."""

    def __init__(self, client: Client, row: Questionnaire) -> None:
        self.client, self.address = client, address(row)
        self.page: Any = html.fromstring(client.get(self.address).content.decode())

    def press(self, go: str, typed: str = "") -> int:
        fields: dict[str, list[str]] = {}
        for name, value in self.page.xpath("//main//form")[0].form_values():
            fields.setdefault(name, []).append(value)
        for name in dict(parse_qsl(typed, keep_blank_values=True)):
            fields[name] = [v for n, v in parse_qsl(typed, keep_blank_values=True) if n == name]
        answer = self.client.post(self.address, fields | {"go": go})
        self.page = html.fromstring(answer.content.decode())
        return answer.status_code

    def text(self, path: str) -> list[str]:
        return [" ".join(each.text_content().split()) for each in self.page.xpath(path)]

    @property
    def title(self) -> str:
        return self.text("//*[contains(@class, 'drawn-title')]")[0]

    @property
    def names(self) -> set[str]:
        """What is asked for on the page."""
        return set(self.page.xpath("//section//@name[not(contains(., ':'))]"))

    @property
    def wrong(self) -> list[str]:
        return self.text("//*[contains(@class, 'ds-validation-message')]")


@pytest.fixture
def tries(place: Region, signed_in: SignIn) -> Tries:
    return Tries(signed_in("coordinator", place.office), made(place))


def test_next_shows_what_is_asked_then(tries: Tries) -> None:
    assert (tries.title, tries.names) == ("Om kommunen", {"name", "plan", "hours"})
    tries.press("next", "name=Kari&plan=yes")
    assert (tries.title, tries.names) == ("Om kommunen", {"name", "plan", "hours", "day"})
    assert tries.wrong == []  # it was not there to be answered
    tries.press("next")
    assert tries.wrong == ["Write the day."]
    tries.press("next", "day=2021-03-01")
    assert tries.title == "Løsningene"
    assert "4. Om vedtaket" in tries.text("//ol[contains(@class, 'preview-sections')]//button")


def test_what_was_typed_comes_along_also_when_it_could_not_be_read(tries: Tries) -> None:
    tries.press("to:help", 'name=Áá "Čč" <b>&plan=no&hours=mange')
    tries.press("to:about", "why=En linje%0Aog en til&wants=course&wants=money&useful=7")
    assert tries.page.xpath("//input[@name='name']/@value") == ['Áá "Čč" <b>']
    assert tries.page.xpath("//input[@name='hours']/@value") == ["mange"]
    assert tries.page.xpath("//input[@name='plan'][@checked]/@value") == ["no"]
    tries.press("next")
    assert tries.wrong == ["Write a number, such as 12.5."]
    tries.press("to:help", "hours=2,5")
    assert tries.page.xpath("//textarea[@name='why']")[0].value.strip() == "En linje\nog en til"
    assert tries.page.xpath("//input[@name='wants'][@checked]/@value") == ["course", "money"]
    assert tries.page.xpath("//input[@name='useful'][@checked]/@value") == ["7"]


def test_an_answer_is_taken_back_and_what_hung_on_it_goes(tries: Tries) -> None:
    tries.press("to:decided", "name=Kari&plan=yes&day=")
    tries.press("to:decided")
    assert tries.title == "Om vedtaket"
    tries.press("to:about", "body=Utvalget")
    tries.press("next", "plan=no")
    assert tries.title == "Løsningene"
    tries.press("next")
    tries.press("next")
    assert "Utvalget" not in tries.page.text_content()


def test_after_the_last_part_stands_what_would_be_sent_in(tries: Tries) -> None:
    tries.press("to:help", "name=Kari&plan=no")
    tries.press("next", "useful=3&sector=f2")
    assert tries.text("//dd")[:2] == ["Kari", "Nei"]
    assert "4 answers would be sent in." in tries.text("//p")
    assert "Takk for svaret!" in tries.page.text_content()
    assert tries.page.xpath("//section//input") == []
    tries.press("back")
    assert tries.title == "Hjelp"
    assert tries.page.xpath("//select[@name='sector']/option[@selected]/@value") == ["f2"]


def test_a_question_that_is_only_to_be_read_stops_nobody(place: Region, signed_in: SignIn) -> None:
    content = asking(ask("a"), ask("b", read_only=True, default="fast"), ask("c", calculation="1 + 1"))
    row = make_questionnaire(place.programme, place.office, "Fast", content, by=BY, now=NOW)
    tries = Tries(signed_in("coordinator", place.office), row)
    tries.press("next", "a=x&b=forged&c=forged")
    assert tries.text("//dd") == ["x", "fast", "2"]


def test_what_is_not_asked_any_more_is_there_again_when_it_is_asked_again(tries: Tries) -> None:
    tries.press("next", "name=Kari&plan=yes")
    tries.press("to:about", "day=2021-03-01&hours=mange&plan=no")
    assert "day" not in tries.names
    tries.press("to:about", "plan=yes")
    assert tries.page.xpath("//input[@name='day']/@value") == ["2021-03-01"]


def test_a_file_is_named_and_removed_and_kept_nowhere(place: Region, signed_in: SignIn) -> None:
    content = asking(ask("f", "file", required="true()"), ask("g", relevant="${f} != ''"))
    row = make_questionnaire(place.programme, place.office, "Vedlegg", content, by=BY, now=NOW)
    client = signed_in("coordinator", place.office)
    tries = Tries(client, row)
    tries.press("next")
    assert tries.wrong == ["Attach a file."]
    sent = {"at": "first", "go": "next", "version:f": "0", "f": SimpleUploadedFile("Vedtak <b>.pdf", b"%PDF")}
    tries.page = html.fromstring(client.post(tries.address, sent).content.decode())
    assert (tries.text("//ul[@class='files']/li/span"), tries.names) == (["Vedtak <b>.pdf"], {"f", "g"})
    tries.press("next")
    assert tries.text("//dd")[0] == "Vedtak <b>.pdf"
    tries.press("back")
    tries.press("next", "remove:f=f")
    assert tries.wrong == ["Attach a file."]
    assert File.objects.count() == 0


def test_what_lacks_is_told_at_the_end_too(tries: Tries) -> None:
    tries.press("to:help")
    tries.press("next")
    assert "It could not be sent in yet: 2 answers must be looked at." in tries.text("//p")


def test_language_and_width_are_changed_with_everything_kept(tries: Tries) -> None:
    tries.press("lang:nn", "name=Kari")
    assert tries.text("//label[@for='a-name']") == ["Kven svarar? (må svarast på)"]
    assert tries.page.xpath("//div[contains(@class, 'preview-frame')]/@lang") == ["nn"]
    tries.press("width:phone")
    assert tries.page.xpath("//div[contains(@class, 'preview-phone')]/@lang") == ["nn"]
    assert tries.page.xpath("//input[@name='name']/@value") == ["Kari"]
    tries.press("again")
    assert tries.page.xpath("//input[@name='name']/@value") == [""]
    assert tries.page.xpath("//div[contains(@class, 'preview-phone')]/@lang") == ["nn"]


def test_nothing_is_kept_and_no_more_is_asked_of_the_database_for_more_questions(
    place: Region, signed_in: SignIn, tries: Tries
) -> None:
    before = (Entry.objects.count(), Edition.objects.count(), list(Questionnaire.objects.values()))
    tries.press("next", "name=Kari&plan=yes")
    assert (Entry.objects.count(), Edition.objects.count(), list(Questionnaire.objects.values())) == before
    client, counted = signed_in("coordinator", place.office), []
    for number, content in enumerate((asking(ask("a")), CONTENT)):
        row = make_questionnaire(place.programme, place.office, f"K{number}", content, by=BY, now=NOW)
        client.post(address(row), {"go": "next"})
        with CaptureQueriesContext(
            connection,
        ) as seen:
            client.post(address(row), {"go": "next", "at": row.content.sections[0].key})
        counted.append(len(seen))
    assert counted[0] == counted[1]


def test_what_is_forged_is_answered_as_nothing(place: Region, signed_in: SignIn) -> None:
    client, row = signed_in("coordinator", place.office), made(place)
    forged: list[dict[str, object]] = [
        {"go": "to:forged"}, {"go": "next", "at": "forged"}, {"go": "lang:xx"}, {"go": "width:9"}, {"go": "forged:x:y"},
        {"at": "/end", "go": "next"}, {"at": "about", "go": "back"}, {"kept:forged": "x", "kept:plan": "forged"},
        {"at": "about", "version:name": "x", "name": "a" * 1_000_000},
        {"at": "help", "wants": ["a", "\x00"], "version:wants": ""},
        {"kept:double": "5", "kept:paper": "x", "kept:stage/s1": ["planned", "done"]},
    ]  # fmt: skip
    for each in forged:
        assert (each, client.post(address(row), each).status_code) == (each, 200)
    for query in ("?lang=xx", "?go=next", "?at=forged&go=back", "?go=to:help", "?lang=nn&width=phone"):
        assert (query, client.get(address(row) + query).status_code) == (query, 200)


def test_a_questionnaire_that_is_half_written_is_shown_as_far_as_it_goes(
    place: Region, signed_in: SignIn
) -> None:
    client = signed_in("coordinator", place.office)
    empty = make_questionnaire(place.programme, place.office, "Tomt", Content(words("")), by=BY, now=NOW)
    assert "the questionnaire has no questions" in client.get(address(empty)).content.decode()
    half = Content(
        words("Halvt"),
        (Section("s", words(""), (
            ask("m", "matrix", rows="missing", choices="missing"), ask("o", "one", choices="missing"), ask("s", "scale"),
            ask("b", relevant="${forgotten} = ", required="((", constraint=")"),
            ask("c", "one", choices="l", choice_filter="x = = y", calculation=""),
        )),),
        (choices("l", "a"),),
    )  # fmt: skip
    row = make_questionnaire(place.programme, place.office, "Halvt", half, by=BY, now=NOW)
    tries = Tries(client, row)
    assert tries.names >= {"b", "c"}
    assert tries.press("next", "b=x&c=a") == 200


@pytest.mark.parametrize(
    ("who", "own", "other", "none"),
    [
        ("coordinator", 200, 404, 404), ("partner", 200, 404, 404), ("contact", 403, 403, 403),
        ("directorate", 200, 200, 404), ("administrator", 200, 200, 404), ("", 302, 302, 302),
    ],
)  # fmt: skip
def test_whoever_may_read_a_questionnaire_may_try_it(
    place: Region, signed_in: SignIn, who: str, own: int, other: int, none: int
) -> None:
    far = region(1, key="sorviken", county="92")
    municipality = place[0].municipality if who == "contact" else None
    client = signed_in(who, place.office, municipality) if who else Client()
    paths = [address(made(place)), address(made(far)), reverse("questionnaires:preview", args=[987654])]
    for method in (client.get, client.post):
        assert [method(path).status_code for path in paths] == [own, other, none]


@pytest.mark.parametrize(("width", "language"), [(1280, "nn"), (390, "nb")])
def test_it_is_tried_with_the_keyboard_alone_at_a_desk_and_on_a_phone(
    place: Region, signed_in: SignIn, width: int, language: str
) -> None:
    row = made(place)
    client = signed_in("coordinator", place.office)

    def press(page: Page, selector: str, key: str = "Enter") -> None:
        page.focus(selector)
        page.keyboard.press(key)
        page.wait_for_load_state()

    def story(page: Page) -> None:
        page.goto(HOST + address(row))
        press(page, f"button[value='lang:{language}']")
        page.focus("#a-name")
        page.keyboard.type("Ánne")
        page.keyboard.press("Enter")  # as "next", not as the first button on the page
        page.wait_for_selector(".ds-validation-message")
        looks(page)
        press(page, ".drawn-faults a")
        assert page.evaluate("document.activeElement.id") == "a-plan-0"
        page.keyboard.press("Space")
        press(page, ".preview-go button[value=next]")
        page.wait_for_selector("#a-day")
        looks(page)
        page.fill("#a-day", "2021-03-01")
        press(page, ".preview-go button[value=next]")
        page.wait_for_selector("#q-stage")
        page.focus("#a-stage--s1-0")
        for _row in range(25):  # a row: its first choice, one to the right, and on
            page.keyboard.press("Space")
            page.keyboard.press("ArrowRight")
            page.keyboard.press("Tab")
        assert page.locator("#q-stage :checked").count() == 25
        assert set(page.locator("#q-stage :checked").evaluate_all("all => all.map(one => one.value)")) == {
            "considered"
        }
        looks(page)
        press(page, ".preview-go button[value=next]")
        page.wait_for_selector("#a-useful-0")
        assert not page.is_visible("#a-wants--other")
        page.focus("#a-wants-3")
        page.keyboard.press("Space")
        assert page.is_visible("#a-wants--other")
        looks(page)
        press(page, "button[value='width:phone']")
        page.wait_for_selector(".preview-phone")
        looks(page)
        press(page, ".preview-go button[value=next]")
        press(page, ".preview-go button[value=next]")
        page.wait_for_selector(".drawn-answers")
        looks(page)

    tell(story, client, width=width)
