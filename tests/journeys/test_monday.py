"""The coordinator's Monday: what needs me, a need that I take, a status by keyboard, and the page that I hand over."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.journeys.conftest import Opener, Product

pytestmark = pytest.mark.journey


@pytest.mark.parametrize("opens", ["desktop-nn", "phone-nb"], indirect=True)
def test_the_coordinators_monday(product: Product, opens: Opener, tmp_path: Path) -> None:
    person = opens(product)
    page = person.page
    person.signs_in(*product.account("coordinator"))

    # What needs me: something is past its day, and opens to where it is done
    first = page.locator(".points a").first
    late = page.locator(".points a[href*='/behov/']").first
    assert first.is_visible()
    late.click()
    person.looks()

    # A need that nobody has taken: I take it
    person.goes("/behov/?status=open")
    links = page.locator("main a[href^='/behov/']").evaluate_all("every => every.map(one => one.pathname)")
    need = next(each for each in links if re.fullmatch(r"/behov/\d+/", each))
    person.goes(need)
    form = page.locator(f"form[action='{need}ta/']")
    form.locator("xpath=ancestor::details").first.evaluate("one => one.open = true")
    form.locator("[name=organisation]").fill("Statsforvaltaren")
    form.locator("button[type=submit]").click()
    person.looks()
    assert "Statsforvaltaren" in page.inner_text("main")

    # The board, narrowed: the state is in the address, and a cell opens its history
    person.goes("/tavle/?q=ulstein")
    cells = page.locator("a[data-cell]")
    assert cells.count() > 0
    cell = page.locator("a[data-cell][href*='plan_status']").first
    person.goes(str(cell.evaluate("one => one.pathname")))
    page.locator("input[name=value][value=decided]").check()
    page.fill("input[name=since]", "2021-04-26")
    page.locator("input[name=since]").press("Enter")
    person.looks()

    # The page of the municipality tells it, and can be handed over
    person.goes("/tavle/kommune/1516/")
    assert "26.04.2021" in page.inner_text("main")
    document = page.locator("a[href*='docx']").first
    document.locator("xpath=ancestor::details").first.evaluate("one => one.open = true")
    with page.expect_download() as download:
        document.click()
    saved = tmp_path / "kommune.docx"
    download.value.save_as(saved)
    assert saved.read_bytes()[:2] == b"PK"
