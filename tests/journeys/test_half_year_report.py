"""The half-year report: numbers from the registers, words from a person, sent and frozen, seen by the directorate."""

from __future__ import annotations

import pytest

from tests.journeys.conftest import Opener, Product

pytestmark = pytest.mark.journey


@pytest.mark.parametrize("opens", ["desktop-nb", "phone-nn"], indirect=True)
def test_the_half_year_report_is_written_sent_and_seen_by_the_directorate(
    product: Product, opens: Opener
) -> None:
    person = opens(product)
    page = person.page
    person.signs_in(*product.account("coordinator"))
    person.goes("/rapporter/")
    page.locator("main tbody tr a.ds-button").first.click()
    person.looks()
    report = page.url.removeprefix(product.address)

    questions = page.locator("section.question")
    keys = [str(questions.nth(at).get_attribute("id")).removeprefix("q-") for at in range(questions.count())]
    for key in keys:
        person.goes(f"{report}svar/{key}/")
        page.fill("textarea[name=text]", f"Oppdikta svar om {key}.")
        if page.locator("select[name=risk]").count():
            page.select_option("select[name=risk]", "2")
        elif page.locator("input[name=risk]").count():
            page.check("input[name=risk][value='2']")
        page.locator("section.question form.words button[type=submit]").first.click()
        person.looks()

    person.goes(f"{report}dokument/")
    assert f"Oppdikta svar om {keys[-1]}." in page.inner_text("main")
    person.goes(f"{report}sammenlign/")
    person.goes(f"{report}send/")
    page.locator("main form button[type=submit]").click()
    person.looks()
    person.goes(f"{report}kvittering/")
    assert "SHA-256" in page.inner_text("main")

    directorate = opens(product)
    directorate.signs_in(*product.account("directorate"))
    directorate.goes("/rapporter/")
    directorate.goes(f"{report}dokument/")
    assert f"Oppdikta svar om {keys[0]}." in directorate.page.inner_text("main")
