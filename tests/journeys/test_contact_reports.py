"""A municipality's contact reports a decision; it rests on their word until the coordinator has seen the paper."""

from __future__ import annotations

import re

import pytest

from tests.journeys.conftest import Opener, Product

pytestmark = pytest.mark.journey


@pytest.mark.parametrize("opens", ["desktop-nb", "phone-nn"], indirect=True)
def test_a_contact_reports_a_decision_and_the_coordinator_documents_it(
    product: Product, opens: Opener
) -> None:
    contact = opens(product)
    page = contact.page
    contact.signs_in(*product.account("contact"))
    page.locator("a[href*='/stand_on_solutions/']").first.click()
    contact.looks()
    cell = re.sub(r"\?.*", "", page.url.removeprefix(product.address))
    assert page.locator("input[name=evidence][value=documented]").count() == 0
    page.locator("input[name=value][value=not_taken]").check()
    page.fill("input[name=since]", "2021-04-20")
    page.locator("form:has(input[name=value]) button[type=submit]").first.click()
    contact.looks()
    contact.goes(cell)
    assert "20.04.2021" in page.inner_text("main")

    coordinator = opens(product)
    coordinator.signs_in(*product.account("coordinator"))
    coordinator.goes(cell)
    form = coordinator.page.locator("form:has(input[name=document])").first
    form.locator("xpath=ancestor::details").first.evaluate("one => one.open = true")
    form.locator("input[name=source_key]").fill("Møtebok 20. april 2021")
    form.locator("button[type=submit]").click()
    coordinator.looks()
    coordinator.goes(cell)
    assert "Møtebok 20. april 2021" in coordinator.page.inner_text("main")
