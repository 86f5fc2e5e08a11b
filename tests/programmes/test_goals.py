"""The sustainability goals are data of no reform, read strictly."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from samordner.programmes.definition import sustainability_goals
from samordner.programmes.definition.goals import FILE, read_goals
from samordner.programmes.definition.strict import DefinitionError


def test_there_are_seventeen_with_their_names_in_both_languages() -> None:
    goals = {goal.number: goal.name for goal in sustainability_goals()}
    assert list(goals) == list(range(1, 18))
    with override("nn"):
        assert [str(goals[number]) for number in (2, 10)] == ["Utrydde svolt", "Mindre ulikskap"]
    with override("nb"):
        assert str(goals[11]) == "Bærekraftige byer og lokalsamfunn"


def test_an_unknown_key_is_refused_by_its_name() -> None:
    with pytest.raises(DefinitionError, match=r"goals\[0\]\.tittel: unknown key"):
        read_goals(FILE.read_text("utf-8").replace("number = 1\n", 'number = 1\ntittel = "Noe"\n', 1))


def test_a_goal_that_is_left_out_is_noticed() -> None:
    with pytest.raises(DefinitionError, match=r"numbers must be 1, 2, 3"):
        read_goals(FILE.read_text("utf-8").replace("number = 5\n", "number = 6\n", 1))
