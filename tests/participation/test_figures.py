"""The programme's figures say what the observations say, and what is unknown is drawn as unknown."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from samordner.participation.figures import figures
from samordner.participation.queries import state
from tests.factories.participation import DAY, region, say
from tests.programmes.invented import invented

pytestmark = pytest.mark.django_db


def test_every_figure_has_the_numbers_of_the_day_in_words_and_in_a_table() -> None:
    place = region(4)
    for number, (status, phase) in enumerate([("decided", "3"), ("in_process", "2"), ("in_process", "2")]):
        say(place[number], "plan_status", status)
        say(place[number], "phase", phase)
    with override("nn"):
        drawn = figures(
            place.participations, place.definition, state(place.participations, place.definition, DAY)
        )
    told = {figure.key: figure.table.rows for figure in drawn}
    assert drawn[0].title == "Status for planarbeidet, 27.04.2021"
    assert [row[:2] for row in told["plan-status"]][:5] == [
        ("Ikkje starta", 0), ("I prosess", 2), ("Dokumentert at han skal vedtakast", 0),
        ("Vedteken", 1), ("Ukjent", 1),
    ]  # fmt: skip
    assert [(row[0], row[1], row[2]) for row in told["tracks"]] == [
        ("Planlegg", 2, f"{place[1]}, {place[2]}"), ("Gjennomfører", 1, str(place[0])),
        ("Ukjent", 1, str(place[3])),
    ]  # fmt: skip
    assert list(told) == [
        "plan-status", "tracks", "phases", "phases-circle", "plan-status-map", "plan-status-course",
        "phase-course", "areas-course",
    ]  # fmt: skip
    assert all("Ukjent" in figure.alt or "Ukjend" in figure.alt for figure in drawn[:-1])


def test_a_programme_with_other_words_has_its_own_figures_and_none_is_empty_of_meaning() -> None:
    place = region(2, definition=invented(), since=DAY)
    found = figures(
        place.participations, place.definition, state(place.participations, place.definition, DAY)
    )
    assert [figure.key for figure in found] == ["agreements"]
    assert [row[1] for row in found[0].table.rows][:3] == [0, 0, 2]
