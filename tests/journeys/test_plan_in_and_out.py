"""A published plan goes in, is looked at and corrected, lives as registers, and comes out again."""

from __future__ import annotations

from pathlib import Path

import pytest

from samordner.plandocument.reading.assembly import read
from samordner.plandocument.reading.vocabularies import of_programme
from tests.journeys.conftest import Opener, Product

pytestmark = pytest.mark.journey
PLAN = Path(__file__).resolve().parents[1] / "fixtures" / "plans" / "fjordlandet.txt"


@pytest.mark.parametrize("opens", ["desktop-nb", "phone-nn"], indirect=True)
def test_a_plan_goes_in_lives_as_registers_and_comes_out(
    product: Product, opens: Opener, tmp_path: Path
) -> None:
    person = opens(product)
    person.signs_in(*product.account("coordinator"))
    person.goes("/les-inn/")
    person.page.set_input_files("input[name=file]", PLAN)
    person.page.select_option("select[name=programme]", "leve-hele-livet")
    person.page.click("main form button[type=submit]")
    person.looks()

    doubtful = person.page.locator(".read-row.proposed")
    before = doubtful.count()
    assert before > 0
    doubtful.first.locator("button[value=mark-certain]").click()
    person.looks()
    assert person.page.locator(".read-row.proposed").count() == before - 1

    new = person.page.locator("input[name=into][value=new]")
    if new.count():
        new.check()
    person.page.locator(".decide form[action$='/godta/'] button").click()
    person.looks()
    plan = person.page.url.removeprefix(person.address)
    person.goes(f"{plan}samarbeid/")
    person.goes(f"{plan}tall/")
    person.goes(f"{plan}dokument/")
    with person.page.expect_download() as download:
        person.page.click("a[href*='dokument.docx']")
    saved = tmp_path / "plan.docx"
    download.value.save_as(saved)

    words = of_programme("leve-hele-livet")
    was, came = read(PLAN, words).as_json(), read(saved, words).as_json()
    assert came["registers"] == was["registers"]

    person.goes("/les-inn/")
    person.page.set_input_files("input[name=file]", PLAN)
    person.page.select_option("select[name=programme]", "leve-hele-livet")
    person.page.click("main form button[type=submit]")
    person.looks()
    assert person.page.locator(".differences li").count() == 0
