"""From the very first start to the first administrator, and the door behind them shut."""

from __future__ import annotations

import re
import time

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

from tests.journeys.conftest import Opener, Product

pytestmark = pytest.mark.journey
PASSPHRASE = "fire grøne båtar i fjorden"


@pytest.mark.parametrize("opens", ["desktop-nb", "phone-nn"], indirect=True)
def test_the_first_start_leads_to_the_first_administrator(empty_product: Product, opens: Opener) -> None:
    path = re.search(r"/oppsett/\S+", empty_product.said)
    assert path, empty_product.said
    person = opens(empty_product)
    person.goes(path[0])
    person.page.fill("input[name=name]", "Første Administrator")
    person.page.fill("input[name=email]", "drift@embetet.example")
    person.page.fill("input[name=passphrase]", "for kort")
    person.page.select_option("main select[name=language]", person.language)
    person.page.click("main form button[type=submit]")
    person.looks()
    assert person.page.input_value("input[name=name]") == "Første Administrator"
    person.page.fill("input[name=passphrase]", PASSPHRASE)
    person.page.click("main form button[type=submit]")
    person.looks()
    person.goes("/konto/totrinn/app/")
    secret = person.page.inner_text(".secret").strip()
    if (left := 30 - time.time() % 30) < 10:
        time.sleep(left)  # a code that runs out on the way is refused, as it should be
    code = format_hotp_value(hotp_value(secret, int(time.time()) // 30))
    person.page.fill("input[name=code]", code)
    person.page.click("main form button[type=submit]")
    person.looks()
    person.goes("/")
    person.goes("/personer/")
    assert "drift@embetet.example" in person.page.inner_text("main")
    answer = person.page.goto(f"{person.address}{path[0]}")
    assert answer is not None
    assert answer.status == 404
