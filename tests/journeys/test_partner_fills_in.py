"""A partner finds its own rows on the first page, fills in what is missing, adds one, and cannot touch another's."""

from __future__ import annotations

import io

import pytest
from openpyxl import load_workbook
from playwright.sync_api import FilePayload, expect

from tests.journeys.conftest import Opener, Product

pytestmark = pytest.mark.journey


@pytest.mark.parametrize("opens", ["desktop-nb", "phone-nn"], indirect=True)
def test_a_partner_fills_in_only_its_own_rows(product: Product, opens: Opener) -> None:
    partner = opens(product)
    page = partner.page
    partner.signs_in(*product.account("partner"))

    # The first page tells which rows lack something, and leads there
    page.locator("a[href*='/mine/']").first.click()
    partner.looks()
    assert "Helsehjelp" in page.inner_text("main")
    assert "Aldersvennlig samfunn" not in page.inner_text("main")
    page.locator("li", has_text="Helsehjelp").locator("a[href*='/endre/']").click()
    partner.looks()
    own = page.url.removeprefix(product.address)
    page.fill("textarea[name=indicator]", "Antall forbedringsteam")
    page.locator("form.writing button[type=submit]").first.click()
    page.wait_for_url("**/periodeplan/*")
    partner.looks()
    assert "Antall forbedringsteam" in page.inner_text("main")

    # In the register only its own row can be written in, in place
    expect(page.locator("#rows a[href*='/endre/']")).to_have_count(1)
    expect(page.locator("#rows form[action*='/flytt/']")).to_have_count(0)
    page.locator("#rows a[href*='/endre/']").click()
    page.locator("#rows form.writing select[name=status]").select_option("done")
    page.locator("#rows form.writing button[type=submit]").first.click()
    expect(page.locator("#rows tr", has_text="Helsehjelp")).to_contain_text("Gjennomført")
    partner.looks()

    # Another's row is not to be had, and the plan's front page is not either
    others = own.replace(own.rstrip("/").split("/")[-2], "1")
    statuses = [
        page.request.get(f"{product.address}{each}").status for each in (own, others, "/planer/1/forside/")
    ]
    assert statuses == [200, 403, 403]

    # A row that it adds is its own
    partner.goes("/planer/1/oppfolging/")
    page.locator("#add a").click()
    page.fill("#add textarea[name=text]", "Møte med nettverket i Trøndelag")
    page.locator("#add form button[type=submit]").click()
    page.wait_for_load_state()
    row = page.locator("#rows tr", has_text="Møte med nettverket i Trøndelag")
    expect(row).to_contain_text("USHT")

    coordinator = opens(product)
    coordinator.signs_in(*product.account("coordinator"))
    coordinator.goes("/planer/1/mine/?organisation=USHT")
    assert "Møte med nettverket i Trøndelag" in coordinator.page.inner_text("main")
    assert page.locator("form[action*='/fjern/']").count() == 0


@pytest.mark.parametrize("opens", ["desktop-nb", "phone-nn"], indirect=True)
def test_a_coordinator_follows_the_measures_and_changes_them_in_a_spreadsheet(
    product: Product, opens: Opener
) -> None:
    coordinator = opens(product)
    page = coordinator.page
    coordinator.signs_in(*product.account("coordinator"))
    page.locator("a[href*='/tiltak/?due=passed']").click()
    coordinator.looks()
    assert "Helsehjelp" in page.inner_text("main")
    for way in ("owner", "quarter", "strategy"):
        coordinator.goes(f"/planer/1/tiltak/?by={way}")
    coordinator.goes("/planer/1/periodeplan/fyller-ut/")
    coordinator.goes("/planer/1/periodeplan/ark/")
    with page.expect_download() as fetched:
        page.locator("a[href$='/ark/hent/']").click()
    book = load_workbook(io.BytesIO(fetched.value.path().read_bytes()))
    sheet = book.worksheets[0]
    owner = next(cell for cell in sheet[1] if cell.value in {"Eier", "Eigar"})
    owner.offset(6, 0).value = "SOF"
    out = io.BytesIO()
    book.save(out)
    file: FilePayload = {
        "name": "plan.xlsx",
        "mimeType": "application/octet-stream",
        "buffer": out.getvalue(),
    }
    page.set_input_files("input[name=file]", file)
    page.locator("form[enctype] button[type=submit]").click()
    coordinator.looks()
    expect(page.locator(".changes li")).to_have_count(1)
    assert "Evaluering" in page.inner_text("main")
    page.locator("main form button[type=submit]").click()
    coordinator.looks()
    page.locator("form[action$='/angre/'] button").click()
    coordinator.looks()
    coordinator.goes("/planer/1/tiltak/?by=owner&owner=none")
    assert "Evaluering" in page.inner_text("main")
