"""Reasons, and why something cannot be shown, in words; and where each opens to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from samordner.charts.signals import Tone
from samordner.documents.cells import day_text, number_text
from samordner.facilitation.queries.calling import Reason, Why
from samordner.facilitation.queries.material import Facts
from samordner.facilitation.queries.series import Watched
from samordner.facilitation.queries.together import LEAST_TEAMS, Apart, Because, Whole
from samordner.measurement.kinds import NAMES
from samordner.measurement.periods import period_text

SIGNS: dict[Why, str] = {
    Why.LEFT: "→", Why.ABSENT: "○", Why.UNGUIDED: "?", Why.UNMEASURED: "…", Why.WORSE: "■", Why.CYCLE: "↻", Why.STILL: "=",
    Why.APART: "≠", Why.HOMEWORK: "✎",
}  # fmt: skip
TONES: dict[Why, str] = {Why.WORSE: "warning", Why.LEFT: "neutral", Why.HOMEWORK: "info"}
"""The others are warnings too, but of our own doing: they are told in the usual colour."""


@dataclass(frozen=True)
class Row:
    """One of the rows behind a reason, and where it is read."""

    text: str
    address: str


@dataclass(frozen=True)
class Told:
    """A reason in words, with the rows that it stands on."""

    key: str
    sentence: str
    sign: str
    tone: str
    rows: tuple[Row, ...]


def told(reason: Reason, team: Facts) -> Told:
    return Told(
        reason.why.value, sentence(reason), SIGNS[reason.why], TONES.get(reason.why, "info"),
        tuple(_rows(reason, team)),
    )  # fmt: skip


def short(why: Why) -> str:
    """A reason in a word or two, for a filter."""
    match why:
        case Why.LEFT:
            return pgettext("why call", "has left")
        case Why.ABSENT:
            return pgettext("why call", "was not there")
        case Why.UNGUIDED:
            return pgettext("why call", "no guidance")
        case Why.UNMEASURED:
            return pgettext("why call", "no measurement")
        case Why.WORSE:
            return pgettext("why call", "signal for the worse")
        case Why.CYCLE:
            return pgettext("why call", "cycle past its end")
        case Why.STILL:
            return pgettext("why call", "stands still")
        case Why.APART:
            return pgettext("why call", "assessed differently")
        case Why.HOMEWORK:
            return pgettext("why call", "homework due")


def sentence(reason: Reason) -> str:
    """Why to call, as one sentence."""
    day = day_text(reason.since)
    match reason.why:
        case Why.LEFT:
            return _("It left on %(day)s. Ask what would have helped, and whether it wants to come back.") % {
                "day": day
            }
        case Why.ABSENT:
            said = {"number": _number(reason), "day": day}
            return _("Nobody of the team was at gathering %(number)s on %(day)s.") % said
        case Why.UNGUIDED:
            return _unguided(reason)
        case Why.UNMEASURED:
            return _unmeasured(reason)
        case Why.WORSE:
            names = ", ".join(one.indicator.name for one in reason.series)
            return _("A signal for the worse: %(indicator)s.") % {"indicator": names}
        case Why.CYCLE:
            text = ngettext(
                "A PDSA cycle ended on %(day)s, and nobody has written what it came to.",
                "%(n)d PDSA cycles have ended, the first on %(day)s, and nobody has written what they came to.",
                len(reason.cycles),
            )
            return text % {"n": len(reason.cycles), "day": day}
        case Why.STILL:
            said = {"score": number_text(reason.scores[-1].score), "day": day}
            return _("Its own assessment has been %(score)s since %(day)s.") % said
        case Why.APART:
            own, theirs = reason.scores
            said = {"own": number_text(own.score), "theirs": number_text(theirs.score)}
            return _("It gives itself %(own)s, its adviser gives it %(theirs)s.") % said
        case Why.HOMEWORK:
            said = {"number": _number(reason), "day": day}
            return _("The homework of gathering %(number)s is due on %(day)s.") % said


def _number(reason: Reason) -> str:
    return f"{reason.gathering.ordinal}" if reason.gathering else ""


def _unguided(reason: Reason) -> str:
    on = day_text(reason.gathering.on) if reason.gathering else ""
    if reason.since:
        said = {"number": _number(reason), "day": on, "last": day_text(reason.since)}
        return _("No guidance since gathering %(number)s on %(day)s; the last was on %(last)s.") % said
    return _("No guidance has been held with it, and gathering %(number)s was on %(day)s.") % {
        "number": _number(reason), "day": on,
    }  # fmt: skip


def _unmeasured(reason: Reason) -> str:
    if reason.since is None:
        return _("Nothing has been measured yet.")
    last = next(one for one in reason.series if one.last_day == reason.since)
    period = period_text(reason.since, last.indicator.rhythm)
    return _("Nothing has been measured since %(period)s.") % {"period": period}


def _rows(reason: Reason, team: Facts) -> Iterable[Row]:
    match reason.why:
        case Why.UNMEASURED | Why.WORSE:
            for one in reason.series:
                yield Row(one.indicator.name, reverse("measurement:indicator", args=[one.indicator.pk]))
        case Why.CYCLE:
            for cycle in reason.cycles:
                text = f"PDSA {cycle.number}: {cycle.question}"
                yield Row(text, reverse("improvement:cycle", args=[cycle.pk]))
        case Why.STILL | Why.APART:
            for score in reason.scores:
                who = _("the team itself") if score.by_team else _("the adviser")
                text = f"{day_text(score.day)}: {number_text(score.score)} ({who})"
                yield Row(text, reverse("networks:team", args=[team.team.pk]))
        case Why.ABSENT | Why.HOMEWORK if reason.gathering:
            topic = reason.gathering.topic or _("Gathering %(number)s") % {"number": reason.gathering.ordinal}
            yield Row(topic, reverse("networks:gathering", args=[reason.gathering.pk]))
        case Why.UNGUIDED | Why.LEFT | _:
            yield Row(team.team.name, reverse("networks:team", args=[team.team.pk]))


def tone_words(one: Watched) -> str:
    """Which way the newest number points, in a few words."""
    if not one.is_told:
        return _("too few points to say")
    match one.tone:
        case Tone.BETTER:
            return _("a signal for the better")
        case Tone.WORSE:
            return _("a signal for the worse")
        case Tone.NEUTRAL:
            return _("a signal")
        case Tone.COMMON:
            return _("as usual")


def total_words(total: Whole, language: str) -> list[str]:
    """What one should know of the network's own series: how its limits are made, and who is in it."""
    said = [one.text(language) for one in total.aggregate.warnings] if total.aggregate else []
    if total.wider and total.result:
        named = {"why": total.wider.text(language), "chart": NAMES[total.result.kind]}
        said.append(_("%(why)s So they are made here: %(chart)s.") % named)
    return said


def because(why: Because) -> str:
    """Why the teams cannot be seen together, or held up against each other."""
    match why:
        case "events":
            return _("What is measured each time that it happens, cannot be added up from team to team.")
        case "kind":
            return _(
                "Only “so many of so many” and rates can be held up against chance: a single number does not tell how much"
                " it rests on."
            )
        case "few":
            return ngettext(
                "Fewer than %(n)d team measures this: too few to hold up against each other.",
                "Fewer than %(n)d teams measure this: too few to hold up against each other.",
                LEAST_TEAMS,
            ) % {"n": LEAST_TEAMS}
        case "few_stable":
            return ngettext(
                "Fewer than %(n)d team is stable: only those whose own chart holds no signal can be held up against chance.",
                "Fewer than %(n)d teams are stable: only those whose own charts hold no signal can be held up against"
                " chance.",
                LEAST_TEAMS,
            ) % {"n": LEAST_TEAMS}


def apart_words(one: Apart, name: str) -> str:
    """Why a team is not held up against the others."""
    match one.why:
        case "signal":
            return _("%(team)s: its own chart holds a signal, so it has no one level to compare.") % {
                "team": name
            }
        case "few":
            return _("%(team)s: too few points to know whether it is stable.") % {"team": name}
        case "nothing":
            return _("%(team)s: nothing was measured in these months.") % {"team": name}
