"""A row is being changed when the network, and then the database, gives no answer: it is told, and nothing typed is lost."""

from __future__ import annotations

import pytest

from tests.journeys.conftest import Opener, Product

pytestmark = pytest.mark.journey
TOLD = {
    "nb": ("Det kom ikke noe svar", "Databasen kunne ikke nås"),
    "nn": ("Det kom ikkje noko svar", "Databasen kunne ikkje nåast"),
}
WORDS = "Lys og mat i lag, kvar torsdag"


@pytest.mark.parametrize("opens", ["desktop-nb", "phone-nn"], indirect=True)
def test_what_could_not_be_saved_is_told_where_it_was_typed_and_saved_by_the_next_press(
    product: Product, opens: Opener
) -> None:
    person = opens(product)
    page = person.page
    person.signs_in(*product.account("coordinator"))
    person.goes("/planer/1/periodeplan/")
    page.locator("#rows a[href*='/endre/']").first.click()
    form = page.locator("#rows form.writing")
    form.wait_for()
    address = f"**{form.get_attribute('hx-post')}"
    form.locator("textarea").first.fill(WORDS)
    notice = form.locator(".not-done")
    no_answer, no_database = TOLD[person.language]

    page.route(address, lambda route: route.abort())
    form.locator("button[type=submit]").first.click()
    assert no_answer in notice.inner_text()
    page.unroute(address)

    text = {"Content-Type": "text/plain"}
    page.route(address, lambda route: route.fulfill(status=503, headers=text, body=f"{no_database}."))
    form.locator("button[type=submit]").first.click()
    form.get_by_text(no_database).wait_for()
    assert notice.count() == 1
    assert form.locator("textarea").first.input_value() == WORDS
    person.looks(but="ERR_FAILED|503|htmx:")
    page.unroute(address)

    form.locator("button[type=submit]").first.click()
    form.wait_for(state="detached")
    assert page.get_by_text(WORDS).count() > 0
    assert page.locator(".not-done").count() == 0
