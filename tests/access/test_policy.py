"""The table is read as it is written, and only that decides."""

from __future__ import annotations

import pytest

from samordner.access.actors import Actor, Holding
from samordner.access.policy import POLICY, ROLES, parsed


def test_a_ragged_row_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match=r"plan\.read"):
        parsed("right a b\nplan.read all")


def test_an_unknown_reach_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match="everywhere"):
        parsed("right a\nplan.read everywhere")


def test_a_right_said_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="said twice"):
        parsed("right a\nplan.read all\nplan.read -")


def test_what_a_visitor_may_is_exactly_the_public_column() -> None:
    assert {right for right in POLICY if Actor().may(right)} == {
        "setup.begin",
        "session.use",
        "policy.read",
        "place.read",
        "programme.read",
        "calendar.feed",
        "event.read",
        "event.answer",
        "answer.link",
        "team.link",
    }


def test_a_right_reaches_by_each_role_held_and_no_other() -> None:
    both = Actor(
        "u1", "K", (Holding("contact", office="x", municipality="1506"), Holding("partner", office="y"))
    )
    assert [(reach, held.role, held.office) for reach, held in both.reaches("observation.read")] == [
        ("own", "contact", "x"),
        ("office", "partner", "y"),
    ]
    assert both.reaches("people.manage") == ()


def test_every_role_may_read_who_may_do_what() -> None:
    assert [POLICY["policy.read"][role] for role in ROLES] == ["public"] * len(ROLES)
