"""A coordinator takes last year's document to this year's approved revision: read in, corrected, given a new period,
reviewed by a partner, approved, printed and sent.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.journeys.conftest import Opener, Product, Reader

pytestmark = pytest.mark.journey
LAST_YEAR = "/planer/revisjoner/1/plan.pdf"


def downloads(person: Reader, link: str, to: Path) -> Path:
    """Click a link that gives a file, and keep it."""
    with person.page.expect_download() as file:
        person.page.locator(f"main a[href$='{link}']").first.click()
    file.value.save_as(to)
    return to


def reads_in(person: Reader, file: Path) -> str:
    """Give the document, correct one row, accept it as a plan of its own; the plan's address."""
    page = person.page
    person.goes("/les-inn/")
    page.set_input_files("input[name=file]", file)
    page.select_option("select[name=programme]", "leve-hele-livet")
    page.click("main form[enctype] button[type=submit]")
    person.looks()
    doubtful = page.locator(".read-row.proposed")
    before = doubtful.count()
    if before:
        doubtful.first.locator("button[value=mark-certain]").click()
        person.looks()
        assert doubtful.count() == before - 1
    page.select_option("select#into", "new")
    page.click(".target button")
    person.looks()
    page.click(".decide form[action$='/godta/'] button")
    person.looks()
    return page.url.removeprefix(person.address)


@pytest.mark.parametrize("opens", ["desktop-nn", "phone-nb"], indirect=True)
def test_last_years_document_becomes_this_years_approved_revision(
    product: Product, opens: Opener, tmp_path: Path
) -> None:
    person, partner = opens(product), opens(product)
    page = person.page
    person.signs_in(*product.account("coordinator"))
    person.goes("/planer/revisjoner/1/")
    last_year = downloads(person, LAST_YEAR, tmp_path / LAST_YEAR.rsplit("/", 1)[1])
    plan = reads_in(person, last_year)

    person.goes(f"{plan}neste/")
    page.fill("[name=title]", "Gjennomføringsplan 2022–2024")
    page.fill("[name=period]", "2022–2024")
    page.locator("main form button[type=submit]").click()
    person.looks()
    plan = page.url.removeprefix(person.address)
    person.goes(f"{plan}revisjoner/")
    page.locator("main form[action$='/begynn/'] button").click()
    person.looks()
    page.locator("main a[href$='/til-horing/']").click()
    person.looks()
    page.fill("input[name=until]", "2021-05-20")
    page.fill("textarea[name=asks]", "Er nettverka rette?")
    page.locator("main form button[type=submit]").click()
    person.looks()
    review = page.url.removeprefix(person.address)

    partner.signs_in(*product.account("partner"))
    partner.page.locator(f"main a[href='{review}']").click()
    partner.looks()
    assert "Er nettverka rette?" in partner.page.inner_text("main")
    partner.page.locator("main a[href*='kind=chapter']").first.click()
    partner.looks()
    partner.page.fill("textarea[name=text]", "Oppdikta merknad: skriv kven som gjer kva.")
    partner.page.locator("main form button[type=submit]").click()
    partner.looks()
    assert "Oppdikta merknad" in partner.page.inner_text("main")
    partner.page.locator("main form[action$='/ferdig/'] button").click()
    partner.looks()

    base = review.removesuffix("horing/")
    person.goes(f"{base}godkjenn/")
    assert page.locator("main .ds-alert[data-color=warning]").count() == 1
    person.goes(review)
    page.locator("article.comment a[href^='/planer/merknader/']").click()
    person.looks()
    page.fill("textarea[name=answer]", "Teke inn.")
    page.check("input[name=settled]")
    page.locator("main form:has(textarea) button[type=submit]").click()
    person.looks()
    person.goes(f"{plan}fullstendighet/")

    person.goes(f"{base}godkjenn/")
    page.fill("input[name=body]", "Styringsgruppa")
    page.fill("input[name=on]", "2021-04-27")
    page.locator("main form:has(input[name=body]) button[type=submit]").click()
    person.looks()
    assert page.url.removeprefix(person.address) == base
    assert "Styringsgruppa" in page.inner_text("main")
    assert "Gjennomføringsplan 2022–2024" in page.inner_text("h1")
    printed = downloads(person, "plan.pdf", tmp_path / "i-aar.pdf")
    assert printed.read_bytes().startswith(b"%PDF")

    person.goes(f"{base}send/")
    page.locator("main form button[type=submit]").click()
    person.looks()
    assert "SHA-256" in page.inner_text("main")
    directorate = opens(product)
    directorate.signs_in(*product.account("directorate"))
    directorate.goes("/planer/innsendt/")
    assert "Gjennomføringsplan 2022–2024" in directorate.page.inner_text("main")
