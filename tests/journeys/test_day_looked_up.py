"""A day in 2021 looked up years later: that day's municipalities, on today's borders, and who decides for an heir."""

from __future__ import annotations

import pytest

from tests.journeys.conftest import Opener, Product

pytestmark = pytest.mark.journey


@pytest.mark.parametrize("opens", ["desktop-nn", "phone-nb"], indirect=True)
def test_a_day_in_2021_is_looked_up_in_2026(product: Product, opens: Opener) -> None:
    person = opens(product)
    page = person.page
    person.signs_in(*product.account("coordinator"))

    # That day's municipalities: Ålesund is one, Haram is not there
    person.goes("/tavle/?programme=leve-hele-livet&day=2021-12-31")
    text = page.inner_text("main")
    assert ("Ålesund" in text, "Haram" in text) == (True, False)
    person.goes("/tavle/tall/?programme=leve-hele-livet&subject=plan_status&value=decided&day=2021-12-31")
    assert page.locator(".figure-number").first.inner_text().startswith("7")

    # As it was known a year before: fewer had told us
    person.goes("/tavle/?programme=leve-hele-livet&day=2021-12-31&known=2020-12-31")

    # On today's borders Haram is there, and nobody has decided what it took over
    person.goes("/tavle/?programme=leve-hele-livet&day=2021-12-31&borders=today")
    assert "Haram" in page.inner_text("main")
    person.goes("/status/arv/leve-hele-livet/1507/1580/?day=2021-12-31")
    page.locator("input[name=holds]").first.check()
    page.fill("textarea[name=reason]", "Vedtaket gjaldt heile den gamle kommunen")
    page.locator("form[action$='/avgjer/'] button[type=submit]").click()
    person.looks()
    person.goes("/status/arv/")
    assert "Vedtaket gjaldt heile den gamle kommunen" in page.inner_text("main")
