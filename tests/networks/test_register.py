"""The regional networks."""

from __future__ import annotations

import pytest

from samordner.networks.documents import NETWORKS
from samordner.networks.models import Network
from samordner.plans.operations import add_row
from samordner.timeline.periods import Period, read
from tests.factories import plans as make
from tests.factories.plans import BY, NOW, NewRow

pytestmark = pytest.mark.django_db


def test_a_network_has_the_seven_columns_of_the_plan() -> None:
    assert [column.key for column in NETWORKS.table.columns] == [
        "name", "operated_by", "status", "audience", "theme", "working_form", "benefit",
    ]  # fmt: skip


def test_a_rhythm_that_the_reading_understood_is_kept_as_it_was_written() -> None:
    cells: dict[str, str | Period] = {
        "name": "Ledernettverket",
        "working_form": read("Samlinger 4 ganger per år"),
    }
    add_row(NETWORKS, make.plan(), NewRow(cells), by=BY, now=NOW)
    assert Network.objects.get().working_form == "Samlinger 4 ganger per år"


def test_a_network_of_which_only_the_name_is_known_is_kept() -> None:
    add_row(NETWORKS, make.plan(), NewRow({"name": "Nytt nettverk"}), by=BY, now=NOW)
    assert (Network.objects.get().name, Network.objects.get().status) == ("Nytt nettverk", "")
