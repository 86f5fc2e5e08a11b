"""A coordinator comes back from the phone with ten statuses, registers them, and sees the board."""

from __future__ import annotations

import pytest

from tests.journeys.conftest import Opener, Product

pytestmark = pytest.mark.journey


@pytest.mark.parametrize("opens", ["desktop-nn", "phone-nb"], indirect=True)
def test_a_coordinator_registers_ten_statuses_and_sees_the_board(product: Product, opens: Opener) -> None:
    person = opens(product)
    person.signs_in(*product.account("coordinator"))
    person.goes("/tavle/")

    # Eight at once: those who say that their plan is in process
    person.goes("/tavle/registrer/?subject=plan_status")
    names = []
    rows = person.page.locator(".who-row")
    for at in range(8):
        rows.nth(at).locator("input").check()
        names.append(rows.nth(at).get_attribute("data-name"))
    person.page.check("input[name=value][value=decided]")
    person.page.fill("input[name=since]", "2021-04-26")
    person.page.check("input[name=evidence][value=self_reported]")
    person.page.click("button[name=step][value=preview]")
    person.looks()
    person.page.click("button[name=step][value=save]")
    person.looks()

    # Two more, each from its own cell, by keyboard
    for at in (8, 9):
        person.goes("/tavle/registrer/?subject=plan_status")
        key = person.page.locator(".who-row input").nth(at).get_attribute("value")
        names.append(person.page.locator(".who-row").nth(at).get_attribute("data-name"))
        person.goes(f"/tavle/{key}/plan_status/")
        person.page.check("input[name=value][value=decided]")
        person.page.fill("input[name=since]", "2021-04-26")
        person.page.check("input[name=evidence][value=self_reported]")
        person.page.locator("input[name=since]").press("Enter")
        person.looks()

    address = "/tavle/tall/?subject=plan_status&value=decided&day=2021-04-27"
    person.goes(address)
    text = person.page.inner_text("main")
    assert [name for name in names if name and name not in text] == []
    person.goes("/tavle/?day=2021-04-25")
    person.goes("/tavle/")


@pytest.mark.parametrize("opens", ["desktop-nn"], indirect=True)
def test_enter_pressed_twice_on_the_board_says_it_once_and_the_way_back_is_clean(
    product: Product, opens: Opener
) -> None:
    person = opens(product)
    person.signs_in(*product.account("coordinator"))
    person.goes("/tavle/?q=smøla")
    page = person.page
    cell = page.locator("a[data-cell][href*='/phase/'], a[data-cell][href*='/grant_priority/']").first
    address = str(cell.evaluate("one => one.pathname"))
    person.goes(address)
    before = page.locator(".history > li").count()

    person.goes("/tavle/?q=smøla")
    cell = page.locator(f"a[data-cell][href*='{address.removeprefix('/tavle/')}']").first
    cell.focus()
    page.keyboard.press("1")
    page.locator("#panel[open] .values input:checked").first.wait_for()
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.locator("#saved:not(:empty)").wait_for()
    page.wait_for_load_state("networkidle")
    page.go_back()
    person.looks()

    person.goes(address)
    assert page.locator(".history > li").count() == before + 1


@pytest.mark.parametrize("opens", ["phone-nb"], indirect=True)
def test_the_board_fits_the_narrowest_phone(product: Product, opens: Opener) -> None:
    person = opens(product)
    person.signs_in(*product.account("coordinator"))
    person.page.set_viewport_size({"width": 320, "height": 700})
    person.goes("/tavle/")


@pytest.mark.parametrize("opens", ["phone-nb"], indirect=True)
def test_a_word_without_end_stays_within_the_page(product: Product, opens: Opener) -> None:
    person = opens(product)
    person.signs_in(*product.account("coordinator"))
    person.goes("/henvendelser/ny/")
    page = person.page
    typed = {"title": "x" * 190, "asked_by": "KS", "minutes": "45", "deadline": "2021-05-20"}
    for name, words in typed.items():
        page.locator(f"main [name={name}]").fill(words)
    first = page.locator("main [name=who]").first
    first.evaluate("one => { one.checked = true; }")
    page.locator("main form[method=post] button[type=submit]").first.click()
    person.looks()
    person.goes("/tavle/kommune/1547/")  # Aukra, the first in the list
    assert typed["title"] in page.inner_text("main")
