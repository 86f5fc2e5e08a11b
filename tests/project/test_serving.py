"""Starting to serve: what would leave a door open, or shut everyone out, is refused in a sentence."""

from __future__ import annotations

import pytest
from pytest_django import Settings

from samordner.people.models import User
from samordner.project.jobs import refuse_unreachable_first_start
from tests.project.conftest import LOADED

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "differing",
    [
        {"HTTPS": True},
        {"ALLOWED_HOSTS": ["samordner.example.no"]},
        {"HOST": "10.0.0.7"},
    ],
)
def test_a_first_start_at_which_nobody_could_make_the_administrator_says_how_to_do_it(
    settings: Settings, differing: dict[str, object]
) -> None:
    settings.HTTPS, settings.HOST, settings.ALLOWED_HOSTS = False, "127.0.0.1", ["localhost"]
    refuse_unreachable_first_start()
    for name, value in differing.items():
        setattr(settings, name, value)
    with pytest.raises(SystemExit, match=r"SAMORDNER_HOST=127\.0\.0\.1"):
        refuse_unreachable_first_start()
    User.objects.create(email="ada@example.org", name="Ada", created_at=LOADED)
    refuse_unreachable_first_start()
