"""A half-typed answer survives: the closed tab, the lost network, the server that is away, the sign-in that ran out, the
deadline that passes while somebody writes, and two who write in the same place.
"""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import HeldBack, Opener, Product, Reader
from tests.journeys.rounds import PLACE, TITLE, links, pass_deadline, with_small_round

pytestmark = pytest.mark.journey
TOLD = pytest.mark.parametrize("opens", ["desktop-nb", "phone-nn"], indirect=True)
NO_CONTACT = r"ERR_INTERNET_DISCONNECTED|status of 503"
SIGNED_OUT = r"status of (401|403)"


@pytest.fixture
def asked(served: Product) -> Product:
    """The demonstration with a round that asks one of its contacts: how many there are, and who is responsible."""
    return with_small_round(served)


def says(page: Page, name: str) -> None:
    """The line below the questions says so, with the words that the page has for it in its own language."""
    words = page.locator("form.answer-form").get_attribute(f"data-words-{name}")
    assert words
    expect(page.locator("#kept")).to_contain_text(re.compile(re.escape(words) + r"(?!\w)"))


def saves(page: Page, name: str, text: str) -> None:
    """Type something, and see that the server has it and the page says so."""
    with page.expect_response("**/lagre/"):
        page.fill(f"[name={name}]", text)
    says(page, "saved")


def meant(person: Reader, pattern: str) -> None:
    """What the browser complained of is what the story did to it, and nothing else."""
    assert [each for each in person.complaints if not re.search(pattern, each)] == []
    person.complaints.clear()


def opens_again(person: Reader) -> None:
    """A new tab of the same browser, after the old one was closed."""
    person.page = person.page.context.new_page()
    person.page.on("pageerror", lambda error: person.complaints.append(str(error)))


def types(page: Page, name: str, text: str) -> None:
    """More text after what stands there, a key at a time."""
    page.locator(f"[name={name}]").press("End")
    page.locator(f"[name={name}]").press_sequentially(text)


def presses(person: Reader, go: str) -> None:
    person.page.click(f"button[name=go][value={go}]")


@TOLD
def test_what_is_typed_survives_a_closed_tab_a_lost_network_and_a_server_that_is_away(
    asked: Product, opens: Opener
) -> None:
    person = opens(asked)
    context, section = person.page.context, f"{links(asked)[-1]}del/people/"

    # The tab is closed before the last letters have left
    person.goes(section)
    types(person.page, "who", "Kari Øde")
    person.page.close(run_before_unload=True)
    opens_again(person)
    person.goes(section)
    expect(person.page.locator("[name=who]")).to_have_value("Kari Øde")

    # The network is cut: what is typed then is kept on the device, also when the tab is closed, and saved when it is back
    page = person.page
    context.set_offline(True)
    types(page, "who", "gård")
    says(page, "lost")
    person.looks(but=NO_CONTACT)
    person.complaints.clear()
    page.close()
    context.set_offline(False)
    opens_again(person)
    person.goes(section)
    expect(person.page.locator("[name=who]")).to_have_value("Kari Ødegård")
    person.page.reload()
    expect(person.page.locator("[name=who]")).to_have_value("Kari Ødegård")

    # Nobody needs to close anything: with the network back it is saved by itself
    page = person.page
    context.set_offline(True)
    page.fill("[name=staff]", "12")
    says(page, "lost")
    context.set_offline(False)
    says(page, "saved")

    # The server is away, also when a button is pressed: the page stays with what was typed, and goes on when it is back
    page.route("**/lagre/", lambda route: route.fulfill(status=503, body="away"))
    page.fill("[name=staff]", "13")
    presses(person, "next")
    says(page, "lost")
    expect(page).to_have_url(re.compile(rf"{section}$"))
    expect(page.locator("[name=staff]")).to_have_value("13")
    page.unroute("**/lagre/")
    meant(person, NO_CONTACT)
    presses(person, "next")
    page.wait_for_url("**/del/food/")
    person.looks()
    presses(person, "back")
    page.wait_for_url(f"**{section}")
    assert [page.input_value(f"[name={name}]") for name in ("staff", "who")] == ["13", "Kari Ødegård"]


@TOLD
def test_words_that_the_server_has_though_the_page_never_heard_are_no_clash_with_oneself(
    asked: Product, opens: Opener
) -> None:
    person = opens(asked)
    page, section = person.page, f"{links(asked)[-1]}del/people/"

    # The answer of the server is lost on its way, and one types on
    person.goes(section)
    lost = HeldBack(page, "**/lagre/")
    types(page, "who", "Kari")
    lost.wait()
    types(page, "who", " Øde")
    lost.lose()
    says(page, "lost")
    types(page, "who", "gård")
    says(page, "saved")
    meant(person, "ERR_FAILED")

    # It is lost, and the tab is closed: a new one goes on from what was kept on the device
    lost = HeldBack(page, "**/lagre/")
    types(page, "who", ", kjøkken")
    lost.wait()
    types(page, "who", "sjef")
    page.close(run_before_unload=True)
    opens_again(person)
    person.goes(section)
    expect(person.page.locator("[name=who]")).to_have_value("Kari Ødegård, kjøkkensjef")
    says(person.page, "saved")
    person.page.reload()
    expect(person.page.locator("[name=who]")).to_have_value("Kari Ødegård, kjøkkensjef")


@TOLD
def test_who_answers_signed_in_loses_nothing_when_the_sign_in_runs_out(asked: Product, opens: Opener) -> None:
    person = opens(asked)
    page, account = person.page, asked.account("contact")
    person.signs_in(*account)
    person.goes("/kartlegging/")
    page.locator("main th a", has_text=TITLE).click()
    person.looks()
    page.locator("main a[href*='/kartlegging/mitt-svar/']").first.click()
    person.looks()
    page.locator("section.panel a.ds-button").first.click()
    person.looks()
    page.fill("[name=who]", "Eva")
    says(page, "saved")

    # The sign-in runs out: it is told, and no button leads away from what was typed
    page.context.clear_cookies(name="samordner_session")
    types(page, "who", " Eksempel")
    says(page, "out")
    presses(person, "next")
    expect(page.locator("[name=who]")).to_have_value("Eva Eksempel")
    person.looks(but=SIGNED_OUT)

    # Signed in again, in another tab as the page says
    tab = page.context.new_page()
    tab.goto(f"{asked.address}/konto/inn/")
    tab.fill("input[name=login]", account[0])
    tab.fill("input[name=password]", account[1])
    tab.click("main form button[type=submit]")
    tab.wait_for_url(f"{asked.address}/")
    tab.close()
    presses(person, "next")
    page.wait_for_url("**/del/food/")
    presses(person, "back")
    page.wait_for_url("**/del/people/")
    expect(page.locator("[name=who]")).to_have_value("Eva Eksempel")


@TOLD
def test_the_deadline_passes_while_somebody_writes_and_more_time_lets_it_be_sent_in(
    asked: Product, opens: Opener
) -> None:
    person = opens(asked)
    page, link = person.page, links(asked)[-1]
    person.goes(f"{link}del/people/")
    page.fill("[name=who]", "Kari")
    says(page, "saved")

    # It passes: the next word is kept, and that it is late is told where it was written
    pass_deadline(asked)
    types(page, "who", " Ødegård")
    expect(page.locator("#kept")).to_contain_text("26. april")
    presses(person, "next")
    page.wait_for_url("**/del/food/")
    person.looks()
    expect(page.locator(".answering-head [role=status]")).to_contain_text("26. april")
    person.goes(f"{link}oversikt/")
    assert "Kari Ødegård" in page.inner_text("main")
    assert page.locator("main form[method=post] button[type=submit]").count() == 0

    # The office sees that somebody had begun, and gives more time
    coordinator = opens(asked)
    coordinator.signs_in(*asked.account("coordinator"))
    coordinator.goes("/kartlegging/")
    coordinator.page.locator("main th a", has_text=TITLE).click()
    coordinator.page.locator("main ul.counts a[href='?state=begun']").click()
    coordinator.looks()
    assert PLACE in coordinator.page.inner_text("main table")
    coordinator.page.locator("a[href$='/frist/']").click()
    coordinator.looks()
    coordinator.page.fill("[name=deadline]", "2021-05-10")
    coordinator.page.locator("main form button[type=submit]").last.click()
    coordinator.page.wait_for_url(re.compile(r"/kartlegging/\d+/$"))
    coordinator.looks()

    person.goes(f"{link}oversikt/")
    page.locator("main form[method=post] button[type=submit]").last.click()
    page.wait_for_url("**/kvittering/**")
    person.looks()
    assert "Kari Ødegård" in page.inner_text("main")


@TOLD
def test_two_in_one_section_disturb_nobody_and_overwrite_nothing(asked: Product, opens: Opener) -> None:
    first, second = opens(asked), opens(asked)
    section = f"{links(asked)[-1]}del/people/"
    first.goes(section)
    second.goes(section)

    # Each in a question of their own
    saves(first.page, "who", "Kari Ødegård")
    saves(second.page, "staff", "12")
    saves(first.page, "who", "Kari Ødegård, kommunalsjef")

    # Both in the same: both texts are shown, and the first stands until it is chosen otherwise
    second.page.fill("[name=who]", "Ola Nordmann")
    says(second.page, "chosen")
    clash = second.page.locator("#clashes")
    expect(clash).to_contain_text("Kari Ødegård, kommunalsjef")
    expect(clash).to_contain_text("Ola Nordmann")
    expect(second.page.locator("[name=who]")).to_have_value("Ola Nordmann")
    second.looks()
    first.page.reload()
    held = [first.page.input_value(f"[name={name}]") for name in ("staff", "who")]
    assert held == ["12", "Kari Ødegård, kommunalsjef"]

    clash.locator("input[value^='mine:']").check()
    expect(clash).to_have_count(0)
    presses(second, "stay")
    second.page.wait_for_load_state()
    second.looks()
    first.page.reload()
    held = [first.page.input_value(f"[name={name}]") for name in ("staff", "who")]
    assert held == ["12", "Ola Nordmann"]
