"""What each team was given, as it is counted: unknown is never absent, and what is lacking is seen."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from samordner.access.actors import Actor
from samordner.invitations.models import Registration
from samordner.meetings.operations import Facts, plan_meeting
from samordner.networks.learning import facts
from samordner.networks.learning.facts import Facts as Known
from samordner.networks.learning.operations.cohorts import attach_meeting
from samordner.networks.learning.operations.teams import leave
from samordner.networks.learning.queries.dose import Line, Presence, dose, every_team
from samordner.networks.learning.words import CHECKLISTS, ITEMS, STEPS
from samordner.networks.models import Cohort, Phase, Team
from samordner.networks.models.learning import SCORES
from samordner.timeline.periods import read
from tests.factories import learning as make
from tests.factories.participation import BY, DAY, NOW, Region, region

pytestmark = pytest.mark.django_db
NOBODY = Actor("")


def line(team: Team, day: date = DAY) -> Line:
    return dose(every_team().filter(pk=team.pk), NOBODY, day)[0]


def presences(team: Team, day: date = DAY) -> list[str]:
    return [str(cell.presence) for cell in line(team, day).cells]


def test_each_gathering_is_told_as_what_is_known_of_it() -> None:
    place = region(1)
    cohort = make.cohort(place, gatherings_planned=6)
    team = make.team(cohort, place[0])
    first = make.gathering(cohort, 1)
    second = make.gathering(cohort, 2, date(2021, 3, 20))
    make.gathering(cohort, 3, date(2021, 4, 1))
    make.gathering(cohort, 4, date(2021, 4, 5), called_off=True)
    make.gathering(cohort, 5, date(2021, 6, 1))
    make.attendance(first, team, 4)
    make.attendance(second, team, 0)
    assert presences(team) == ["here", "absent", "unknown", "off", "ahead", "unplanned"]
    found = line(team)
    assert (found.attended, found.absent, found.unknown, found.gatherings) == (1, 1, 1, 6)


def test_a_gathering_before_the_team_joined_or_after_it_left_is_not_held_against_it() -> None:
    place = region(1)
    cohort = make.cohort(place, gatherings_planned=2)
    team = make.team(cohort, place[0], began_on=date(2021, 3, 15))
    make.gathering(cohort, 1)
    make.gathering(cohort, 2, date(2021, 4, 20))
    leave(team, on=date(2021, 4, 1), why="Flytting", today=DAY, version=1, by=BY, now=NOW)
    assert presences(team) == ["out", "out"]
    assert (line(team).behind, line(team).is_in) == (0, False)


def came(place: Region, cohort: Cohort, number: int, attended: bool | None) -> None:
    """Somebody of the first municipality is on the list of the only meeting."""
    meeting = cohort.gatherings.get().meeting
    assert meeting is not None
    Registration.objects.create(
        meeting=meeting, participation=place[0], number=number, name=f"N{number}", state="place", registered_at=NOW,
        attended=attended, attended_how="" if attended is None else "door",
    )  # fmt: skip


def with_meeting(place: Region) -> Cohort:
    cohort = make.cohort(place, gatherings_planned=1)
    facts_ = Facts(topic="Samling 1", period=read("12.03.2021"))
    meeting = plan_meeting(place.programme, place.office, facts_, by=BY, now=NOW)
    attach_meeting(make.gathering(cohort), meeting, version=1, by=BY, now=NOW)
    return cohort


def test_the_meeting_s_list_says_who_came_until_it_is_noted_on_the_spot() -> None:
    place = region(2)
    cohort = with_meeting(place)
    team, other = make.team(cohort, place[0]), make.team(cohort, place[1])
    came(place, cohort, 1, None)
    assert presences(team) == ["unknown"], "coming is not having come"
    came(place, cohort, 2, True)
    came(place, cohort, 3, False)
    cell = line(team).cells[0]
    assert (cell.presence, cell.count, cell.listed) == (Presence.HERE, 1, True)
    assert presences(other) == ["unknown"], "not on the list is not absent"
    make.attendance(cohort.gatherings.get(), team, 5)
    cell = line(team).cells[0]
    assert (cell.count, cell.listed) == (5, False)


def test_of_a_municipality_with_two_teams_the_list_does_not_say_which_of_them_came() -> None:
    place = region(1)
    cohort = with_meeting(place)
    team = make.team(cohort, place[0])
    make.team(cohort, place[0], "Team Fjell")
    came(place, cohort, 1, True)
    cell = line(team).cells[0]
    assert (cell.presence, cell.count, cell.from_there) == (Presence.UNKNOWN, None, 1)


@pytest.mark.parametrize(
    ("been", "until", "held", "behind"),
    [(1, None, 0, 0), (2, None, 0, 1), (3, None, 1, 1), (4, None, 3, 0), (4, DAY, 3, 1), (0, DAY, 0, 4)],
)
def test_guidance_is_lacking_when_a_part_between_two_gatherings_has_passed_without_it(
    been: int, until: date | None, held: int, behind: int
) -> None:
    place = region(1)
    cohort = make.cohort(place, until=until)
    team = make.team(cohort, place[0])
    for number in range(been):
        make.gathering(cohort, number + 1, date(2021, 3, 5 + number))
    for number in range(held):
        make.guidance(team, date(2021, 3, 6 + number))
    make.guidance(team, date(2021, 4, 1), "cancelled")
    found = line(team)
    assert (found.held, found.least, found.behind) == (held, 4, behind)


def test_the_next_guidance_meeting_and_those_nobody_wrote_up_are_found() -> None:
    place = region(1)
    team = make.team(make.cohort(place), place[0])
    past, ahead = (
        make.guidance(team, date(2021, 4, 1), "planned"),
        make.guidance(team, date(2021, 5, 2), "planned"),
    )
    found = line(team)
    assert (found.next, found.unwritten) == (ahead, (past,))


def test_the_latest_assessment_of_each_side_stands_on_a_day() -> None:
    place = region(1)
    team = make.team(make.cohort(place), place[0])
    make.assessment(team, "1.0", day=date(2021, 3, 10))
    make.assessment(team, "1.5", day=date(2021, 3, 10))
    make.assessment(team, "2.5")
    make.assessment(team, "2.0", by_team=False)
    before, now = line(team, date(2021, 3, 31)), line(team)
    assert (before.score, before.advisers_score) == (SCORES[2], None)
    assert (now.score, now.advisers_score) == (SCORES[4], SCORES[3])


def test_what_higher_floors_know_is_put_together_and_unknown_stays_unknown(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    place = region(1)
    team = make.team(make.cohort(place), place[0])
    sources: tuple[facts.Source, ...] = (
        lambda _actor, teams, _day: {pk: Known(cycles=3) for pk in teams},
        lambda _actor, teams, day: {pk: Known(cycles=9, measured=day) for pk in teams},
    )
    monkeypatch.setattr(facts, "_installed", sources)
    assert line(team).facts == Known(cycles=3, measured=DAY, sustained=None)


def test_the_words_are_whole_in_every_language_and_fit_the_models(client: Client) -> None:
    assert [one.key for one in CHECKLISTS] == list(Phase.values)
    assert tuple(one.value for one in STEPS) == SCORES
    assert len(ITEMS) == sum(len(one.items) for one in CHECKLISTS), "no key twice"
    texts = [item.text for item in ITEMS.values()] + [one.text for one in STEPS]
    assert all(text.nb and text.nn and text.en and text.nb != text.en for text in texts)
    assert {key for key, item in ITEMS.items() if item.advice} >= {"calm", "peace"}
