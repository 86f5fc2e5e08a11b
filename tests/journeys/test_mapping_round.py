"""A mapping round from the questionnaire to the board: asked, answered from a letter's link with the keyboard alone, accepted,
and the number on the board opened to the answer that it came from. And answered by somebody whose browser runs no scripts.
"""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import WIDTHS, Opener, Product, Reader
from tests.journeys.rounds import links, with_small_round

pytestmark = pytest.mark.journey
TITLE = "Hvor står kommunene i vår"
DEADLINE = "2021-05-18"
DECIDED = "/tavle/tall/?subject=plan_status&value=decided"
MOST_TABS = 60


def tabs_to(page: Page, selector: str) -> None:
    """Moves with Tab alone until that stands in focus."""
    for _press in range(MOST_TABS):
        if page.evaluate("wanted => document.activeElement.matches(wanted)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{selector} is not reached from {page.url}")


def arrows_to(page: Page, selector: str) -> None:
    """Chooses among radio buttons with the arrow keys."""
    for _press in range(MOST_TABS):
        if page.evaluate("wanted => document.activeElement.matches(wanted)", f"{selector}:checked"):
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(f"{selector} is not reached with arrows from {page.url}")


def presses(page: Page, selector: str, key: str = "Enter") -> None:
    """Reaches a link or a button with Tab, and goes where it leads."""
    tabs_to(page, selector)
    with page.expect_navigation():
        page.keyboard.press(key)


def decided(page: Page) -> int:
    """How many municipalities the number on the board counts, which stand in the table below it."""
    found = re.search(r"(\d+) av \d+", page.inner_text("main"))
    assert found
    return int(found[1])


def makes_a_questionnaire(person: Reader) -> None:
    """Out of the ready yearly mapping, and tried as it will be asked."""
    page = person.page
    person.goes("/kartlegging/skjema/nytt/")
    page.fill("[name=name]", TITLE)
    page.check("[name=start][value='ready:yearly_mapping']")
    page.locator("main form[method=post] button[type=submit]").first.click()
    page.wait_for_url(re.compile(r"/kartlegging/skjema/\d+/$"))
    person.looks()
    page.locator("main a[href$='/forhandsvis/']").first.click()
    person.looks()
    page.check("[name=plan_status][value=decided]")
    page.click(".preview-go button[value=next]")
    person.looks()
    expect(page.locator("[name=decision_body]")).to_be_visible()


def opens_a_round(person: Reader) -> str:
    """Of the main contacts of two municipalities; its address."""
    page = person.page
    person.goes("/kartlegging/ny/")
    page.select_option("[name=questionnaire]", label=TITLE)
    page.fill("[name=title]", TITLE)
    page.fill("[name=asked_by]", "Statsforvalteren i Møre og Romsdal")
    page.fill("[name=deadline]", DEADLINE)
    page.locator("main form[data-keep] button[type=submit]").last.click()
    page.wait_for_url(re.compile(r"/hvem/"))
    person.looks()
    page.locator("details.pick summary").first.click()
    for place in ("Ulstein", "Molde"):
        page.get_by_label(place, exact=True).check()
    page.check("[name=roles][value=main]")
    page.click("button[name=look]")
    page.wait_for_load_state()
    person.looks()
    page.click("button[name=on]")
    page.wait_for_url(re.compile(r"/apne/"))
    person.looks()
    page.locator("main form[data-keep] button[type=submit]").last.click()
    page.wait_for_url(re.compile(r"/kartlegging/\d+/$"))
    person.looks()
    return page.url


def hands_on_a_part(person: Reader, link: str) -> None:
    """From the letter's link, without a pointer."""
    page = person.page
    person.goes(link)
    presses(page, "a[href$='/gi-videre/']")
    person.looks()
    tabs_to(page, "[name=sections][value=onwards]")
    page.keyboard.press("Space")
    tabs_to(page, "[name=name]")
    page.keyboard.type("Ola Eksempel")
    tabs_to(page, "[name=email]")
    page.keyboard.type("ola@molde.example")
    presses(page, "form:has([name=email]) button[type=submit]")
    person.looks()
    expect(page.locator("li.handed")).to_contain_text("Ola Eksempel")


def answers_a_part(person: Reader, link: str) -> None:
    """The one it was handed on to sees that part alone, answers it and says so."""
    page = person.page
    person.goes(link)
    expect(page.locator("ol.steps li")).to_have_count(1)
    page.locator("section.panel a.ds-button").first.click()
    person.looks()
    page.check("[name=hinders][value=time]")
    page.check("[name=wants_help][value=no]")
    page.click("button[value=next]")
    page.wait_for_url("**/oversikt/**")
    person.looks()
    page.click("button[name=deed][value=done]")
    expect(page.locator("button[name=deed][value=go_on]")).to_be_visible()


def answers_with_the_keyboard(person: Reader) -> None:
    """From where a part was handed on to the receipt, without a pointer."""
    page = person.page
    presses(page, ".answering-head a")
    presses(page, "section.panel a.ds-button")
    person.looks()

    # What is registered is no longer right: what is chosen instead leads to more questions, which come in where one stands
    tabs_to(page, "[name='still:plan_status']")
    page.keyboard.press("Space")
    arrows_to(page, "[name='still:plan_status'][value=no]")
    tabs_to(page, "[name=plan_status]")
    arrows_to(page, "[value=decided]")
    page.locator("[name=decision_body]").wait_for()
    tabs_to(page, "[name=decision_body]")
    page.keyboard.type("Kommunestyret")
    presses(page, "button[value=next]")
    person.looks()

    # The rest is still right, and nothing is known of the solutions; the part that was handed on is answered already
    for name in ("anchoring", "phase", "stand_on_solutions"):
        tabs_to(page, f"[name='still:{name}'][value=yes]")
        page.keyboard.press("Space")
    presses(page, "button[value=next]")
    page.wait_for_url("**/del/solutions/**")
    person.looks()
    presses(page, "button[value=next]")
    page.wait_for_url("**/del/onwards/**")
    expect(page.locator("[name=wants_help][value=no]")).to_be_checked()
    presses(page, "button[value=next]")
    presses(page, "button[value=next]")
    page.wait_for_url("**/oversikt/")
    person.looks()
    presses(page, "main form[method=post] button[type=submit]")
    page.wait_for_url("**/kvittering/**")
    person.looks()
    expect(page.locator("main [role=status]")).to_be_visible()
    assert "Kommunestyret" in page.inner_text("main")


@pytest.mark.parametrize("opens", ["desktop-nb", "phone-nn"], indirect=True)
def test_a_round_from_the_questionnaire_to_the_single_answer_behind_the_number(
    product: Product, opens: Opener
) -> None:
    coordinator = opens(product)
    coordinator.signs_in(*product.account("coordinator"))
    coordinator.goes(DECIDED)
    before = decided(coordinator.page)
    makes_a_questionnaire(coordinator)
    round_address = opens_a_round(coordinator).removeprefix(product.address)
    contact = opens(product)
    hands_on_a_part(contact, links(product)[-2])  # the municipalities in Norwegian order: Molde, Ulstein
    answers_a_part(opens(product), links(product)[-1])
    answers_with_the_keyboard(contact)

    # One of two has answered; beside what is registered it says something new, and that is accepted
    page = coordinator.page
    coordinator.goes(round_address)
    assert page.locator(".progress progress").get_attribute("value") == "1"
    page.locator("main a[href$='/gjennomgang/']").first.click()
    coordinator.looks()
    page.locator(".review-table tr", has_text="Kommunestyret").locator("[name=chosen]").check()
    page.click("button[name=step][value=chosen]")
    page.wait_for_load_state()
    coordinator.looks()

    # The board counts it, and the number opens to what that municipality answered
    coordinator.goes(DECIDED)
    assert decided(page) == before + 1
    page.locator("main tr", has_text="Molde").locator("a").click()
    coordinator.looks()
    page.locator("main a[href*='/kartlegging/innsendt/']").first.click()
    coordinator.looks()
    said = page.inner_text("main")
    assert "Molde" in said
    assert "Kommunestyret" in said


@pytest.mark.parametrize(("width", "language"), [("desktop", "nb"), ("phone", "nn")])
def test_an_answer_is_written_and_sent_in_by_a_browser_that_runs_no_scripts(
    served: Product, browser: Browser, width: str, language: str
) -> None:
    asked = with_small_round(served)
    x, y = WIDTHS[width]
    context = browser.new_context(viewport={"width": x, "height": y}, java_script_enabled=False)
    context.add_cookies([{"name": "samordner_language", "value": language, "url": asked.address}])
    page = context.new_page()
    page.goto(f"{asked.address}{links(asked)[-1]}")
    page.locator("section.panel a.ds-button").first.click()

    # What cannot be understood is told and kept as it was typed, and with it nothing else is lost
    page.fill("[name=staff]", "mange")
    page.fill("[name=who]", "Máret Ødegård")
    page.click("button[value=next]")
    expect(page.locator("[name=staff]")).to_have_value("mange")
    expect(page.locator("[name=who]")).to_have_value("Máret Ødegård")
    expect(page.locator("[role=alert]")).to_be_visible()
    page.fill("[name=staff]", "12")
    page.click("button[value=next]")
    page.wait_for_url("**/del/food/")

    # What is chosen leads to one more question, which the page asks before it goes on
    page.check("[name=kitchen][value=yes]")
    page.click("button[value=next]")
    page.wait_for_url("**/del/food/**")
    page.fill("[name=which]", "Eget")
    page.click("button[value=next]")
    page.wait_for_url("**/oversikt/**")
    page.locator("main form[method=post] button[type=submit]").last.click()
    page.wait_for_url("**/kvittering/**")
    said = page.inner_text("main")
    assert [each for each in ("12", "Máret Ødegård", "Eget") if each not in said] == []
    context.close()
