"""Whatever happens to a history and to borders: what is known is the fold of it, and a past answer stays.

The machine itself stands in `prove/crossing.py`; `make prove` runs it for much longer, with a control.
"""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from prove.crossing import Crossing
from tests.factories.participation import START, region


@pytest.mark.django_db
def test_what_is_known_is_the_fold_of_everything_said_decided_and_changed() -> None:
    place = region(4, since=START, until=None)
    Crossing.definition, Crossing.beginning = place.definition, [row.pk for row in place.participations]
    run_state_machine_as_test(
        Crossing,
        settings=settings(
            max_examples=12, stateful_step_count=20, deadline=None, database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip
