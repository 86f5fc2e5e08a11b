"""Last year's plan is there; a later document is compared with it row by row, chosen from, accepted and undone."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.journeys.conftest import Opener, Product, Reader

pytestmark = pytest.mark.journey
LAST = (Path(__file__).resolve().parents[1] / "fixtures" / "plans" / "fjordlandet.txt").read_text("utf-8")
CHANGED = {
    "Kurs om mat\tMat og måltid": "Kurs om mat og trivsel\tMat og måltid",
    "KS\t20 %\tHjelper kommunane\tRådmannsutval\tFrivillig arbeid\n": "",
    "USHT\t2 stillingar": "NAV\t10 %\tHjelper med arbeid\tKontormøte\tArbeid\nUSHT\t3 stillingar",
    "Dei fleste kommunane er små.": "Dei fleste kommunane er små og ligg langt frå kvarandre.",
}


def later() -> str:
    """The document of the year after: a row changed, one gone, one new, a sentence longer."""
    text = LAST
    for was, becomes in CHANGED.items():
        assert was in text
        text = text.replace(was, becomes)
    return text


def reads(person: Reader, name: str, text: str, folder: Path) -> str:
    """Give the document; the address of its reading."""
    (folder / name).write_text(text, "utf-8")
    person.goes("/les-inn/")
    person.page.set_input_files("input[name=file]", folder / name)
    person.page.select_option("select[name=programme]", "leve-hele-livet")
    person.page.click("main form[enctype] button[type=submit]")
    person.looks()
    return person.page.url.removeprefix(person.address).split("#")[0]


def register(person: Reader, plan: str, name: str) -> str:
    """What stands in a register of the plan."""
    person.goes(f"{plan}{name}/")
    return person.page.inner_text("main")


@pytest.mark.parametrize("opens", ["desktop-nb", "phone-nn"], indirect=True)
def test_a_later_document_is_compared_chosen_from_accepted_and_undone(
    product: Product, opens: Opener, tmp_path: Path
) -> None:
    person = opens(product)
    page = person.page
    person.signs_in(*product.account("coordinator"))
    first = reads(person, "i-fjor.txt", LAST, tmp_path)
    page.select_option("select#into", "new")
    page.click(".target button")
    person.looks()
    page.click(".decide form[action$='/godta/'] button")
    person.looks()
    plan = page.url.removeprefix(person.address)

    reading = reads(person, "i-aar.txt", later(), tmp_path)
    person.goes(f"{reading}sammenlign/")
    differences = page.locator("li.difference")
    assert sorted(str(differences.nth(at).get_attribute("class")).split()[-1] for at in range(4)) == [
        "changed", "changed", "gone", "new",
    ]  # fmt: skip
    gone = page.locator("li.difference.gone").first
    gone.locator("input[value=take]").check()
    page.locator("#saved", has_text="✓").wait_for()
    kept = page.locator("li.difference.changed", has_text="Kurs om mat").first
    kept.locator("input[value=keep]").check()
    page.locator("#saved input[value='3']").wait_for(state="attached")

    person.goes("/planer/")
    person.goes(f"{reading}sammenlign/")
    assert gone.locator("input[value=take]").is_checked()
    assert kept.locator("input[value=keep]").is_checked()
    page.click("button[name=do][value=accept]")
    person.looks()
    assert page.url.removeprefix(person.address) == plan
    actors = register(person, plan, "aktorer")
    assert ("Hjelper med arbeid" in actors, "Rådmannsutval" in actors) == (True, False)
    assert "trivsel" not in register(person, plan, "periodeplan")

    person.goes(first)
    page.click("main a[href$='/angre/']")
    person.looks()
    assert page.locator("main form button[data-color=danger]").count() == 0  # the later document comes first
    person.goes(f"{reading}angre/")
    page.click("main form button[data-color=danger]")
    person.looks()
    actors = register(person, plan, "aktorer")
    assert ("Hjelper med arbeid" in actors, "Rådmannsutval" in actors) == (False, True)
    person.goes(f"{reading}sammenlign/")
    assert gone.locator("input[value=take]").is_checked()
    person.goes(f"{plan}evaluering/")
    person.goes(f"{plan}evaluering/?aar=2022")
    person.goes(f"{plan}neste/")
