"""When what is known is shown as stale."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from samordner.participation.freshness import is_stale, last_said
from samordner.participation.lines import Standing
from samordner.participation.statements import Series
from samordner.programmes.definition import Subject, Text

SUBJECT = Subject(key="plan_status", name=Text("Plan", "Plan"), scale="plan", stale_after_days=30)
STANDING = Standing(
    observation=1, participation=1, series=Series("plan_status"), value="decided", since=date(2021, 3, 1),
    precision="day", recorded_at=datetime(2021, 3, 1, 9, tzinfo=UTC), evidence="documented",
    source_kind="minutes", expected=None, decision_day=None,
)  # fmt: skip


@pytest.mark.parametrize(("days", "stale"), [(0, False), (30, False), (31, True)])
def test_it_is_stale_when_nothing_was_said_for_longer_than_the_subject_allows(days: int, stale: bool) -> None:
    assert is_stale(STANDING, SUBJECT, STANDING.since + timedelta(days=days)) is stale


def test_what_was_confirmed_later_is_fresh_from_then() -> None:
    confirmed = replace(STANDING, recorded_at=datetime(2021, 4, 20, 22, 30, tzinfo=UTC))
    assert last_said(confirmed) == date(2021, 4, 21)  # half past midnight in Norway
    assert not is_stale(confirmed, SUBJECT, date(2021, 5, 21))
    assert is_stale(confirmed, SUBJECT, date(2021, 5, 22))


def test_a_subject_without_a_limit_is_never_stale() -> None:
    assert not is_stale(STANDING, replace(SUBJECT, stale_after_days=0), date(2031, 1, 1))
