"""A happening has one name in all files that leave the house, and the house knows its own names again."""

from __future__ import annotations

import pytest
from django.test import override_settings

from samordner.happenings.uids import key_of, uid_of


@pytest.mark.parametrize("key", ["meeting:12", "programme:klart-vann:report:2021-06-15", "a.b"])
def test_the_key_is_found_again_in_the_name(key: str) -> None:
    assert key_of(uid_of(key)) == key


def test_what_was_not_named_here_is_not_known() -> None:
    ours = uid_of("meeting:12")
    for other in (
        "",
        "meeting:12",
        "meeting:12.@samordner",
        ours.replace("12", "13", 1),
        ours + "x",
        ours.upper(),
        "å@samordner",
    ):
        assert key_of(other) is None


def test_another_installation_gives_other_names() -> None:
    ours = uid_of("meeting:12")
    with override_settings(SECRET_KEY="another"):
        assert uid_of("meeting:12") != ours
        assert key_of(ours) is None
