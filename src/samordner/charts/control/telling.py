"""What a chart says without being seen: the words of a point, the alternative text, and the table of all numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from samordner.charts.control.asked import Asked
from samordner.charts.figures import FigureTable
from samordner.charts.phrases import in_language, say
from samordner.charts.rules import rule_words
from samordner.charts.signals import Tone
from samordner.spc.options import DIVIDED, Chart

_DAY = re.compile(r"\b\d{4}-\d{2}(?:-\d{2})?\b")


def verdict_words(asked: Asked) -> str:
    """The verdict, with the days of points said as the axis says them."""
    places = {x: place for place, x in enumerate(asked.times.xs)} if asked.times.days else {}
    said = in_language(asked.result.verdict, asked.lang)
    return _DAY.sub(
        lambda found: asked.times.full(places[found[0]]) if found[0] in places else found[0], said
    )


def signal_words(asked: Asked, place: int) -> str:
    """The signal at a point and every rule that gives it; empty without one."""
    point = asked.points[place]
    if not asked.signals(point):
        return ""
    tone = asked.tones[place]
    rules = "; ".join(rule_words(asked.result.options, key, asked.lang) for key in point.signals)
    said = say(tone if tone != Tone.COMMON else "neutral", asked.lang)
    return f"{said}: {rules}" if rules else said


def numerator(asked: Asked, place: int) -> float | None:
    """What was counted, of a point that is a count over its denominator."""
    point = asked.points[place]
    if (
        point.y is None
        or point.n is None
        or asked.result.kind not in DIVIDED
        or asked.result.kind == Chart.IP
    ):
        return None
    counted = point.y * point.n
    return round(counted) if abs(counted - round(counted)) < 1e-6 * max(1.0, abs(counted)) else counted


def point_title(asked: Asked, place: int) -> str:
    """Moment, value, what it was out of, which rule it breaks, and what people noted."""
    point = asked.points[place]
    moment = asked.times.full(place)
    if point.y is None:
        lines = [f"{moment}: {silence_words(asked, place)}"]
    else:
        counted = numerator(asked, place)
        written = asked.numbers.said(point.y)
        if counted is not None and point.n is not None:
            plain = asked.counts
            written += (
                f" ({say('of', asked.lang, count=plain.written(counted), total=plain.written(point.n))})"
            )
        lines = [f"{moment}: {written}"]
        if not point.included:
            lines.append(left_out_words(asked, place))
        lines.append(signal_words(asked, place))
    lines += [f"{number}. {text}" for number, text in asked.notes_at.get(place, [])]
    return "\n".join(filter(None, lines))


def silence_words(asked: Asked, place: int) -> str:
    """Why there is no value at a place: what was given cannot be used, or it was not measured, or not relevant."""
    point = asked.points[place]
    if point.left_out is not None:
        return in_language(point.left_out, asked.lang)
    return say("not relevant" if point.x in asked.not_relevant else "missing", asked.lang).lower()


def left_out_words(asked: Asked, place: int) -> str:
    """That a point was left out, and why, where that is known."""
    point = asked.points[place]
    why = asked.left_out.get(point.x) or (in_language(point.left_out, asked.lang) if point.left_out else "")
    said = say("excluded", asked.lang)
    return f"{said}: {why}" if why else said


def alternative(asked: Asked, title: str) -> str:
    """The chart in sentences: the verdict, the course, the lines, and everything that is marked on it."""
    return " ".join(_ended(sentence) for sentence in _sentences(asked, title) if sentence)


def _ended(sentence: str) -> str:
    return sentence if sentence.endswith((".", "?", "!")) else f"{sentence}."


def _sentences(asked: Asked, title: str) -> Iterator[str]:
    lang, times, numbers = asked.lang, asked.times, asked.numbers
    yield title
    yield verdict_words(asked)
    measured = [place for place, point in enumerate(asked.points) if point.y is not None]
    if not measured:
        yield say("nothing", lang)
    elif len(measured) == 1:
        yield say(
            "one", lang, first=f"{times.full(measured[0])}, {numbers.said(asked.points[measured[0]].y)}"
        )
    else:
        ordered = sorted(measured, key=lambda place: asked.points[place].y or 0)
        first, last, low, high = measured[0], measured[-1], ordered[0], ordered[-1]
        yield say("span", lang, count=len(measured), first=times.full(first), last=times.full(last))
        yield say(
            "extremes", lang, low=numbers.said(asked.points[low].y), low_x=times.full(low),
            high=numbers.said(asked.points[high].y), high_x=times.full(high),
            last=numbers.said(asked.points[last].y), last_x=times.full(last),
        )  # fmt: skip
    silent = [point for place, point in enumerate(asked.points) if asked.unmeasured(place)]
    irrelevant = sum(point.x in asked.not_relevant for point in silent)
    counts = {
        "number missing": len(silent) - irrelevant,
        "number not relevant": irrelevant,
        "number excluded": sum(point.y is not None and not point.included for point in asked.points),
    }
    yield "; ".join(say(key, lang, count=count) for key, count in counts.items() if count).capitalize()
    yield from _lines(asked)
    signals = [
        f"{times.full(place)} ({signal_words(asked, place)})"
        for place, point in enumerate(asked.points)
        if asked.signals(point)
    ]
    yield say("signals at", lang, points=", ".join(signals)) if signals else ""
    flags = [_flag(asked, number) for number in range(len(asked.flags))]
    yield say("flags at", lang, flags="; ".join(flags)) if flags else ""


def _lines(asked: Asked) -> Iterator[str]:
    """Centre and limits of every phase, and the goals."""
    spans = list(asked.spans())
    for phase, first, last in spans:
        centre = next(
            (point.centre for point in asked.points[first : last + 1] if point.centre is not None), None
        )
        if centre is None:
            continue
        said = f"{asked.centre_word} {asked.wide_numbers.said(centre)}"
        pairs = {pair for place in range(first, last + 1) if None not in (pair := asked.limits(place))}
        if len(pairs) == 1:
            ((low, high),) = pairs
            said += ", " + say(
                "limits said",
                asked.lang,
                lower=asked.wide_numbers.written(low),
                upper=asked.wide_numbers.said(high),
            )
        if len(spans) > 1:
            label = asked.phase_label(phase.phase)
            said = f"{say('from', asked.lang, label=label, since=asked.times.full(first))}: {said}"
        yield said
    for goal in asked.goals:
        since = asked.times.written(goal.since)
        yield say("goal since", asked.lang, value=asked.numbers.said(goal.value), since=since)


def _flag(asked: Asked, number: int) -> str:
    flag = asked.flags[number]
    since = asked.times.written(flag.since)
    if not flag.until:
        return say("from", asked.lang, label=flag.label, since=since)
    return say("from to", asked.lang, label=flag.label, since=since, until=asked.times.written(flag.until))


def table(asked: Asked) -> FigureTable:
    """Every number of the chart, a row for each place; columns that would be empty are left out."""
    lang, numbers = asked.lang, asked.wide_numbers
    with_counts = any(numerator(asked, place) is not None for place in range(len(asked.points)))
    with_n = any(point.n is not None for point in asked.points)
    with_goal = bool(asked.goal_steps)
    with_phase = len(asked.result.phases) > 1
    unit = f" ({asked.unit})" if asked.unit else ""
    heads = [say(f"head {asked.times.rhythm}", lang), f"{say('value', lang)}{unit}"]
    heads += [say("numerator", lang)] * with_counts + [say("denominator", lang)] * with_n
    heads += [asked.centre_word]
    heads += [say("lower", lang), say("upper", lang)] * asked.has_limits
    heads += [say("goal", lang)] * with_goal + [say("phase", lang)] * with_phase
    remarks = [remark(asked, place) for place in range(len(asked.points))]
    with_remarks = any(remarks)
    heads += [say("signal", lang)] + [say("remark", lang)] * with_remarks
    rows = []
    for place, point in enumerate(asked.points):
        low, high = asked.limits(place)
        row: list[str] = [asked.times.full(place), asked.numbers.written(point.y, more=1)]
        row += [asked.counts.written(numerator(asked, place))] * with_counts
        row += [asked.counts.written(point.n)] * with_n
        row += [numbers.written(point.centre, more=1)]
        if asked.has_limits:
            row += [
                "–" if asked.no_limit(place, upper=upper) else numbers.written(limit, more=1)
                for limit, upper in ((low, False), (high, True))
            ]
        row += [numbers.written(asked.goal_at(place))] * with_goal
        row += [asked.phase_label(point.phase)] * with_phase
        rows.append((*row, signal_words(asked, place), *([remarks[place]] * with_remarks)))
    for place, x in enumerate(asked.ahead, start=len(asked.points)):
        if with_goal:
            empty = ["–"] * (len(heads) - 1)
            empty[heads.index(say("signal", lang)) - 1 :] = [""] * (1 + with_remarks)
            empty[heads.index(say("goal", lang)) - 1] = numbers.written(asked.goal_at(place))
            rows.append((asked.times.written(x), *empty))
    return FigureTable(tuple(heads), tuple(rows))


def remark(asked: Asked, place: int) -> str:
    """What stands beside a row: why there is no value, why it is not counted, and the notes by their numbers."""
    point = asked.points[place]
    parts = []
    if point.y is None:
        said = silence_words(asked, place)
        parts.append(f"{said[:1].upper()}{said[1:]}")
    elif not point.included:
        parts.append(left_out_words(asked, place))
    parts += [f"{number}. {text}" for number, text in asked.notes_at.get(place, [])]
    return ". ".join(part.rstrip(".") for part in parts)
