"""A round opens, is extended, closed, opened again and cancelled: what is asked, what is written, and what that undoes."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from samordner.asks.models import Ask, AskRecipient
from samordner.asks.operations import Wording, ask
from samordner.journal.deeds import Conflict, Refusal
from samordner.journal.models import Entry
from samordner.letters.models import Letter
from samordner.links.models import PersonalLink
from samordner.links.queries import look
from samordner.mapping.dates import ends, links_end
from samordner.mapping.models import MappingRound, Respondent, RoundStep
from samordner.mapping.rounds.operations.answered import note_answered
from samordner.mapping.rounds.operations.asking import ask_more, withdraw, write_again
from samordner.mapping.rounds.operations.opening import open_round
from samordner.mapping.rounds.operations.planning import choose
from samordner.mapping.rounds.operations.running import cancel, close, extend, reopen
from samordner.mapping.rounds.whom import Somebody, whom
from samordner.questionnaires.content import Words, written
from samordner.questionnaires.models import Edition
from tests.boards.conftest import SignIn
from tests.factories.participation import BY, DAY, NOW, Region, region
from tests.mapping.making import (
    AFTER,
    BEFORE,
    DEADLINE,
    OPENS,
    answered,
    begun,
    contact,
    drafted,
    letters,
    opened,
    respondents,
    secret_of,
    small_content,
)

pytestmark = pytest.mark.django_db
LATER = date(2021, 5, 21)
ACTS: dict[str, Any] = {"day": DAY, "by": BY, "now": NOW}
PAST: dict[str, Any] = {"day": date(2021, 5, 15), "by": BY, "now": AFTER}


def good(secret: str, now: datetime = NOW) -> bool:
    return look(secret, purpose="answer", kind="respondent", now=now) is not None


def states(ask: Ask | None, day: date = LATER) -> list[str]:
    assert ask is not None
    return [one.state_on(day) for one in AskRecipient.objects.filter(ask=ask)]


def deeds(kind: str = "mapping_round") -> list[str]:
    return list(Entry.objects.filter(kind=kind).order_by("number").values_list("verb", flat=True))


# Opening


def test_an_opened_round_has_asked_each_municipality_with_a_link_and_one_request() -> None:
    place = region(2)
    made = opened(place)
    rows = respondents(made)
    assert made.state == MappingRound.State.OPEN
    assert [(str(row.participation), row.email) for row in rows] == [
        (str(one), f"kari.{one.municipality.code}@example.org") for one in place.participations
    ]
    assert [letter.kind for letter in letters()] == ["mapping-invitation"] * 2
    assert all(good(secret_of(row)) for row in rows)
    assert len({secret_of(row) for row in rows}) == 2
    ask = Ask.objects.get()
    assert (made.ask, ask.kind, ask.minutes, ask.sent, ask.deadline) == (ask, "survey", 10, OPENS, DEADLINE)
    assert ask.recipients.count() == 2
    assert deeds() == ["make", "choose", "open"]
    assert [one.verb for one in RoundStep.objects.all()] == ["opened"]


def test_links_are_good_until_thirty_days_after_the_deadline() -> None:
    made = opened(region(1))
    link = PersonalLink.objects.get()
    assert link.expires_at == ends(DEADLINE) + timedelta(days=30) == links_end(made.deadline, NOW)


def test_what_is_asked_is_kept_as_it_was_when_it_opened() -> None:
    made = opened(region(1))
    questionnaire = made.questionnaire
    questionnaire.draft = written(small_content(intro=Words(nb="Ny", nn="Ny")))
    questionnaire.save()
    assert made.edition is not None
    assert Edition.objects.get(pk=made.edition.pk).content == small_content()


def test_a_round_with_a_text_that_is_missing_in_nynorsk_cannot_open() -> None:
    place = region(1)
    contact(place[0])
    bare = small_content(title=Words(nb="Bare bokmål"))
    made = drafted(place, content=bare)
    with pytest.raises(Refusal):
        open_round(made, version=made.version, **ACTS)
    assert (Respondent.objects.count(), Letter.objects.count(), Ask.objects.count()) == (0, 0, 0)


@pytest.mark.parametrize("why", ["nobody", "unreached", "past", "again", "empty"])
def test_a_round_that_cannot_open_is_refused_and_nothing_is_sent(why: str) -> None:
    place = region(1)
    if why != "unreached":
        contact(place[0])
    made = drafted(place, content=small_content(sections=()) if why == "empty" else None)
    acts = dict(ACTS)
    if why == "nobody":
        made = choose(made, audience=None, roles=["main"], version=made.version, by=BY, now=NOW)
    if why == "past":
        acts = PAST
    if why == "again":
        made = open_round(made, version=made.version, **ACTS)
    before = Letter.objects.count()
    with pytest.raises(Refusal):
        open_round(made, version=made.version, **acts)
    assert Letter.objects.count() == before


def test_a_municipality_without_an_address_is_asked_all_the_same_and_counted() -> None:
    place = region(2)
    contact(place[0])
    made = opened(place, contacts=False)
    assert [(row.email, row.sent_at is not None) for row in respondents(made)] == [
        (f"kari.{place[0].municipality.code}@example.org", True), ("", False),
    ]  # fmt: skip
    assert Ask.objects.get().recipients.count() == 2


def test_it_is_not_opened_when_it_is_no_longer_the_same_people() -> None:
    place = region(1)
    contact(place[0])
    made = drafted(place)
    sheet = whom(made, DAY).digest
    contact(place[0], name="Ola Ny")
    with pytest.raises(Refusal):
        open_round(made, sheet=sheet, version=made.version, **ACTS)
    made = open_round(made, sheet=whom(made, DAY).digest, version=made.version, **ACTS)
    assert made.state == "open"


def test_pressed_twice_it_opens_once() -> None:
    place = region(1)
    contact(place[0])
    made = drafted(place)
    version = made.version
    open_round(made, version=version, **ACTS)
    with pytest.raises(Refusal):
        open_round(made, version=version, **ACTS)
    assert (Letter.objects.count(), Ask.objects.count(), Respondent.objects.count()) == (1, 1, 1)


def test_somebody_s_change_meanwhile_stops_the_opening_wholly() -> None:
    place = region(1)
    contact(place[0])
    made = drafted(place)
    with pytest.raises(Conflict):
        open_round(made, version=made.version - 1, **ACTS)
    assert (Letter.objects.count(), Ask.objects.count(), Edition.objects.count()) == (0, 0, 0)


def test_the_same_round_twice_is_two_requests() -> None:
    place = region(1)
    opened(place)
    opened(place, contacts=False)
    assert Ask.objects.count() == 2


def test_the_page_of_opening_warns_of_four_requests_from_three_actors(today: date, signed_in: SignIn) -> None:
    place = region(1)
    contact(place[0])
    made = drafted(place)
    for number, who in enumerate(["USHT", "KS", "USHT"]):
        say = Wording(
            asked_by=who, title=f"Skjema {number}", kind="survey", minutes=30, sent=DAY, deadline=DEADLINE
        )
        ask(place.programme, place.office, say, [place[0]], by=BY, now=NOW)
    client = signed_in("coordinator", place.office)
    address = reverse("mapping:open", args=[made.pk])
    page = client.get(address).content.decode()
    assert "4 requests from 3 actors in these two weeks" in page
    answer = client.post(address, {"version": made.version, "sheet": whom(made, DAY).digest})
    assert answer.status_code == 302
    made.refresh_from_db()
    assert made.state == "open"


def test_opening_by_a_form_without_what_was_shown_sends_nothing(today: date, signed_in: SignIn) -> None:
    place = region(1)
    contact(place[0])
    made = drafted(place)
    client = signed_in("coordinator", place.office)
    answer = client.post(reverse("mapping:open", args=[made.pk]), {"version": made.version})
    assert answer.status_code == 422
    assert Letter.objects.count() == 0


# More time


def test_more_time_postpones_the_request_prolongs_the_links_and_tells_those_who_have_not_answered() -> None:
    made = opened(region(2))
    first, second = respondents(made)
    answered(first)
    secret = secret_of(second)
    made = extend(made, deadline=LATER, why="Flere trenger tid.", version=made.version, **ACTS)
    assert made.deadline == LATER
    assert made.ask is not None
    assert made.ask.deadline == LATER
    assert good(secret, ends(LATER) + timedelta(days=29))
    [letter] = letters("mapping-extended")
    assert letter.to_address == second.email
    assert "Flere trenger tid." in letter.body
    assert [(one.verb, one.before, one.after) for one in RoundStep.objects.all()][1:] == [
        ("extended", DEADLINE, LATER)
    ]
    assert deeds() == ["make", "choose", "open", "extend"]


def test_a_deadline_is_never_moved_nearer() -> None:
    made = opened(region(1))
    for deadline in (DEADLINE, DEADLINE - timedelta(days=1), date(2100, 1, 1)):
        with pytest.raises(Refusal):
            extend(made, deadline=deadline, version=made.version, **ACTS)


def test_a_round_past_its_deadline_can_be_given_more_time() -> None:
    made = opened(region(1))
    made = extend(made, deadline=LATER, told=False, version=made.version, **PAST)
    assert (made.state, made.deadline, letters("mapping-extended")) == ("open", LATER, [])


# The end


def test_a_round_is_closed_only_when_its_deadline_has_passed_in_norway() -> None:
    made = opened(region(1))
    with pytest.raises(Refusal):
        close(made, version=made.version, day=DEADLINE, by=BY, now=BEFORE)
    made = close(made, version=made.version, **PAST)
    assert made.state == "closed"


def test_closing_waits_for_nobody_more_and_silence_is_not_an_answer() -> None:
    made = opened(region(3))
    first, second, _third = respondents(made)
    note_answered(answered(first).response or begun(first), DAY, by=BY, now=NOW)
    begun(second)
    made = close(made, version=made.version, **PAST)
    assert states(made.ask) == ["answered", "unanswered", "unanswered"]
    assert deeds()[-1] == "close"


def test_closed_too_early_it_is_opened_again_until_a_later_day() -> None:
    made = opened(region(2))
    note_answered(answered(respondents(made)[0]).response or begun(respondents(made)[0]), DAY, by=BY, now=NOW)
    made = close(made, version=made.version, **PAST)
    with pytest.raises(Refusal):
        reopen(made, deadline=DEADLINE, version=made.version, **PAST)
    made = reopen(made, deadline=LATER, why="For tidlig", version=made.version, **PAST)
    assert (made.state, made.closed_at, made.deadline) == ("open", None, LATER)
    assert states(made.ask) == ["answered", "open"]


def test_cancelled_the_links_open_nothing_the_request_is_withdrawn_and_those_asked_are_told() -> None:
    made = opened(region(2))
    secrets = [secret_of(row) for row in respondents(made)]
    with pytest.raises(Refusal):
        cancel(made, version=made.version, **ACTS)
    made = cancel(made, why="Spurt av andre", version=made.version, **ACTS)
    assert made.state == "cancelled"
    assert not any(good(secret) for secret in secrets)
    assert states(made.ask) == ["withdrawn", "withdrawn"]
    assert len(letters("mapping-cancelled")) == 2
    with pytest.raises(Refusal):
        extend(made, deadline=LATER, version=made.version, **ACTS)


def test_a_letter_that_had_not_left_does_not_leave_when_the_round_is_cancelled() -> None:
    made = opened(region(1))
    cancel(made, why="Feil skjema", version=made.version, **ACTS)
    assert [letter.state for letter in letters("mapping-invitation")] == ["withdrawn"]


def test_a_round_that_nobody_was_asked_by_is_put_away_in_silence() -> None:
    place = region(1)
    contact(place[0])
    made = cancel(drafted(place), version=2, **ACTS)
    assert (made.state, Letter.objects.count(), Respondent.objects.count()) == ("cancelled", 0, 0)


def test_what_happened_to_a_round_cannot_be_rewritten() -> None:
    opened(region(1))
    with pytest.raises(IntegrityError), transaction.atomic():
        RoundStep.objects.update(why="noe annet")


# One by one


def test_one_more_is_asked_and_the_request_goes_to_the_municipality_too() -> None:
    place = region(2)
    contact(place[0])
    made = drafted(place)
    made = choose(
        made, audience=None, roles=["main"], by_hand=[place[0]], version=made.version, by=BY, now=NOW
    )
    made = open_round(made, version=made.version, **ACTS)
    ask_more(made, [Somebody(participation=place[1], email="ny@example.org", name="Ny")], **ACTS)
    assert [row.email for row in respondents(made)][1] == "ny@example.org"
    assert Ask.objects.get().recipients.count() == 2
    with pytest.raises(Refusal):
        ask_more(made, [Somebody(participation=place[1], email="NY@example.org")], **ACTS)


def test_another_office_s_municipality_cannot_be_asked() -> None:
    made, away = opened(region(1)), region(1, key="sorviken", county="92")
    with pytest.raises(Refusal):
        ask_more(made, [Somebody(participation=away[0], email="ny@example.org")], **ACTS)


def test_at_another_address_the_link_that_went_astray_opens_nothing() -> None:
    made = opened(region(1))
    [row] = respondents(made)
    astray = secret_of(row)
    row = write_again(row, email="rett@example.org", version=row.version, **ACTS)
    assert not good(astray)
    assert good(secret_of(row))
    row = write_again(row, email="rett@example.org", version=row.version, **ACTS)
    assert len(letters("mapping-invitation")) == 3
    assert deeds("respondent") == ["write_again", "write_again"]


def test_who_need_not_answer_is_told_and_the_municipality_is_spared_until_somebody_there_is_asked_again() -> (
    None
):
    made = opened(region(1))
    [row] = respondents(made)
    secret = secret_of(row)
    row = withdraw(row, why="Slått sammen", version=row.version, **ACTS)
    assert not good(secret)
    assert states(made.ask) == ["withdrawn"]
    assert len(letters("mapping-cancelled")) == 1
    row = write_again(row, email=row.email, version=row.version, **ACTS)
    assert row.withdrawn_at is None
    assert states(made.ask, DAY) == ["open"]


def test_a_municipality_where_another_is_asked_still_is_not_spared() -> None:
    place = region(1)
    made = opened(place)
    ask_more(made, [Somebody(participation=place[0], email="ny@example.org")], **ACTS)
    row = respondents(made)[0]
    withdraw(row, version=row.version, **ACTS)
    assert states(made.ask, DAY) == ["open"]


def test_who_has_answered_is_not_spared() -> None:
    made = opened(region(1))
    [row] = respondents(made)
    answered(row)
    with pytest.raises(Refusal):
        withdraw(row, version=row.version, **ACTS)


def test_an_answer_marks_the_request_once_however_often_it_is_told() -> None:
    made = opened(region(2))
    row = respondents(made)[0]
    response = answered(row).response
    assert response is not None
    note_answered(response, DAY, by=BY, now=NOW)
    note_answered(response, DAY, by=BY, now=NOW)
    assert states(made.ask, DAY) == ["answered", "open"]


def test_of_an_anonymous_round_the_request_tells_nothing_before_it_closes() -> None:
    place: Region = region(2)
    made = opened(place, answered_for="person", anonymous=True)
    first, _second = respondents(made)
    response = begun(first)
    note_answered(response, DAY, by=BY, now=NOW)
    assert states(made.ask, DAY) == ["open", "open"]
    Respondent.objects.filter(pk=first.pk).update(answered=True)
    made = close(made, version=made.version, **PAST)
    assert states(made.ask) == ["answered", "unanswered"]
