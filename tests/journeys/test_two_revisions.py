"""A reader compares two revisions: in numbers, word by word, part by part, and as a file and a document."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.journeys.conftest import Opener, Product

pytestmark = pytest.mark.journey


@pytest.mark.parametrize("opens", ["desktop-nb", "phone-nn"], indirect=True)
def test_a_reader_compares_two_revisions(product: Product, opens: Opener, tmp_path: Path) -> None:
    person = opens(product)
    page = person.page
    person.signs_in(*product.account("directorate"))
    person.goes("/planer/innsendt/")
    page.locator("main table.matrix a").first.click()
    person.looks()
    frozen = page.url.removeprefix(person.address)
    assert page.locator("article.frozen h2").count() > 5

    page.locator("main a[href*='sammenlign/?fra=1']").click()
    person.looks()
    compared = page.url.removeprefix(person.address).split("?")[0]
    assert page.locator("article.change").count() == 5
    assert "nyhetsbrev" in " ".join(page.locator("ins").all_inner_texts())
    assert page.locator("del").count() > 0

    person.goes(f"{compared}?fra=1&del=networks")
    assert page.locator("article.change").count() == 1
    person.goes(f"{compared}?fra=1&endring=gone")
    assert page.locator("article.change").count() == 0
    person.goes(f"{compared}?fra=1&til=1")
    assert page.locator("article.change").count() == 0

    person.goes(f"{compared}?fra=1")
    with page.expect_download() as table:
        page.click("main a[href*='format=csv']")
    said = Path(table.value.path()).read_text("utf-8-sig")
    assert "Leiarnettverk" in said
    with page.expect_download() as document:
        page.click("main a[href$='utkast.html']")
    printed = Path(document.value.path()).read_text("utf-8")
    assert "Endringar sidan revisjon 1 av 22.04.2021" in printed

    person.goes(frozen)
    with page.expect_download() as kept:
        page.click(f"main a[href='{frozen}plan.html']")
    first = Path(kept.value.path()).read_bytes()
    with page.expect_download() as again:
        page.click(f"main a[href='{frozen}plan.html']")
    assert first == Path(again.value.path()).read_bytes()
    assert b"Seks samlingar" not in first
