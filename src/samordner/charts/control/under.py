"""What stands under a chart's plot: moments, tests of change as bands, and what the marks mean."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from samordner.charts.axes import Plot
from samordner.charts.control.asked import Asked, Flag
from samordner.charts.control.plot import BAND, GOAL, LIMIT, SIGNAL_CENTRE, SIZE, Look, cut, silence, target
from samordner.charts.drawing import ACCENT, INK, QUIET, text_width, words, wrapped
from samordner.charts.phrases import in_language, say
from samordner.charts.signals import Tone, glyph, hollow
from samordner.spc.result import PhaseResult
from samordner.spc.verdicts import no_limits

LANE = 24.0
FLAG, FLAG_EDGE = "#fff3d1", "#8a6100"
ROW = 22.0


def axis(asked: Asked, plot: Plot) -> tuple[list[str], float]:
    """The line under the plot, its marks, the months and the years; and how far down they reach."""
    times = asked.times
    widest = max((text_width(times.short(place), SIZE) for place in range(len(times.xs))), default=20.0)
    marked = times.marks(max(1, int((plot.right - plot.left) / (widest * 0.86 + 7))))
    ticks = "".join(
        f"M{plot.x(place):.1f} {plot.bottom:.1f}v{6 if place in marked else 3}"
        for place in range(len(times.xs))
    )
    out = [
        f'<path d="M{plot.left:.1f} {plot.bottom:.1f}H{plot.right:.1f}{ticks}" stroke="{QUIET}" fill="none"/>'
    ]
    out += [
        words(times.short(place), plot.x(place), plot.bottom + 20, size=SIZE, fill=QUIET, anchor="middle")
        for place in marked
    ]
    if times.rhythm == "week":
        named = say("head week", asked.lang).lower()
        out.append(words(named, plot.left - 6, plot.bottom + 20, size=SIZE, fill=QUIET, anchor="end"))
    low = plot.bottom + 26
    years = [(place, year) for place in range(len(times.xs)) if (year := times.year(place))]
    free = -1.0
    for place, year in years:
        wide = text_width(year, SIZE)
        if plot.edge(place) < free:
            continue
        after = next((at for at, _ in years if at > place), len(times.xs))
        if place == 0 and plot.edge(after) - plot.edge(place) < wide + 6:
            continue
        line = (
            f'<path d="M{plot.edge(place):.1f} {plot.bottom + 25:.1f}v14" stroke="#b9c1ca"/>' if place else ""
        )
        out.append(line + words(year, plot.edge(place) + 5, plot.bottom + 37, size=SIZE, fill=INK, bold=True))
        free = plot.edge(place) + wide + 8
    return out, low + 16 if years else low


@dataclass(frozen=True, slots=True)
class _Placed:
    flag: Flag
    start: float
    end: float
    lane: int


def flags(asked: Asked, plot: Plot, top: float, width: float) -> tuple[list[str], float]:
    """Tests of change as bands with their names, in as many lanes as it takes; and how far down they reach."""
    out: list[str] = []
    placed = list(_placed(asked, plot, width))
    for each in placed:
        y = top + 6 + each.lane * LANE
        label, room = each.flag.label, each.end - each.start - 14
        since = asked.times.written(each.flag.since)
        until = asked.times.written(each.flag.until) if each.flag.until else ""
        said = say("from to" if until else "from", asked.lang, label=label, since=since, until=until)
        wide = max(each.end - each.start, 4.0)
        tail = f"l5 {(LANE - 6) / 2:g}l-5 {(LANE - 6) / 2:g}" if not each.flag.until else f"v{LANE - 6:g}"
        shape = (
            f'<path d="M{each.start:.1f} {y:.1f}h{wide:.1f}{tail}H{each.start:.1f}z" fill="{FLAG}" stroke="{FLAG_EDGE}"/>'
            f'<path d="M{each.start:.1f} {y - 4:.1f}v{LANE - 2:g}" stroke="{FLAG_EDGE}" stroke-width="2.5"/>'
        )
        needed = text_width(label, SIZE)
        before, ahead = _room_before(each, placed, plot), _room_after(each, placed, width)
        if room >= needed or room >= max(before, ahead):
            text = words(cut(label, room, SIZE), each.start + 7, y + 13.5, size=SIZE)
        elif ahead >= needed or ahead >= before:
            text = words(cut(label, ahead, SIZE), each.end + 8, y + 13.5, size=SIZE)
        else:
            text = words(cut(label, before, SIZE), each.start - 6, y + 13.5, size=SIZE, anchor="end")
        content = f"<title>{escape(said)}</title>{shape}{text}"
        if each.flag.address:
            out.append(f'<a href="{escape(each.flag.address)}" aria-label="{escape(said)}">{content}</a>')
        else:
            out.append(f"<g>{content}</g>")
    lanes = max((each.lane for each in placed), default=-1) + 1
    return out, top + (lanes * LANE + 8 if lanes else 0)


def _placed(asked: Asked, plot: Plot, width: float) -> Iterator[_Placed]:
    whole = float(len(asked.times.xs))
    found = []
    for flag in asked.flags:
        start = asked.times.position(flag.since)
        end = asked.times.position(flag.until, end=True) if flag.until else whole
        if start is None or end is None or start >= whole or end <= 0:
            continue
        found.append((plot.edge(start), max(plot.edge(min(end, whole)), plot.edge(start) + 4), flag))
    free: list[float] = []
    for left, right, flag in sorted(found, key=lambda each: (each[0], each[1])):
        label = text_width(flag.label, SIZE)
        taken = right if label <= right - left - 14 else min(right + 8 + label, width)
        lane = next((n for n, until in enumerate(free) if until + 6 <= left), len(free))
        free[lane : lane + 1] = [taken]
        yield _Placed(flag, left, right, lane)


def _room_after(each: _Placed, placed: list[_Placed], width: float) -> float:
    following = [other.start for other in placed if other.lane == each.lane and other.start > each.start]
    return min([width, *following]) - each.end - 12


def _room_before(each: _Placed, placed: list[_Placed], plot: Plot) -> float:
    earlier = [other for other in placed if other.lane == each.lane and other.start < each.start]
    return each.start - 10 - (plot.left if not earlier else earlier[-1].end + 8)


# What the marks mean


def legend(asked: Asked, top: float, look: Look) -> tuple[list[str], float]:
    """The marks that are on this drawing, each with its words; and how far down they reach."""
    out: list[str] = []
    x, y = 2.0, top
    for mark, text in _entries(asked, look):
        lines = wrapped(text, look.width - 34, SIZE)
        wide = 28 + max(text_width(line, SIZE) for line in lines) + 14
        if x > 2 and x + wide - 14 > look.width:
            x, y = 2.0, y + ROW
        out.append(f'<g transform="translate({x:.1f} {y:.1f})">{mark}</g>')
        for number, line in enumerate(lines):
            out.append(words(line, x + 28, y + 15 + number * SIZE * 1.25, size=SIZE, fill=QUIET))
        x += wide
        if len(lines) > 1:
            x, y = 2.0, y + ROW + (len(lines) - 1) * SIZE * 1.25
    return out, (y + ROW if x > 2 else y) + 2 if out else top


def few(asked: Asked, phase: PhaseResult) -> str:
    """Why a phase has no limits (or, where the chart has none, no signals)."""
    if phase.unjudged:
        return say("no limits" if asked.with_limits else "too alike", asked.lang)
    if len(asked.result.phases) > 1:
        label = asked.phase_label(phase.phase)
        return say("few in phase", asked.lang, label=label, count=phase.n_baseline)
    key = "few" if asked.with_limits else "few run"
    return say(key, asked.lang, count=phase.n_baseline if asked.with_limits else phase.n_useful)


def _entries(asked: Asked, look: Look) -> Iterator[tuple[str, str]]:
    lang, numbers = asked.lang, asked.wide_numbers
    for phase, first, last in asked.spans():
        if phase.state == "none":
            yield _stroke("#3f4a57", 1.6, "2 4"), few(asked, phase)
        elif asked.with_limits and all(asked.limits(at) == (None, None) for at in range(first, last + 1)):
            yield _stroke("#3f4a57", 1.6), in_language(no_limits(asked.result, phase), lang)
    tones = {tone for place, tone in enumerate(asked.tones) if asked.points[place].included}
    signals = tones - {Tone.COMMON}
    spans = list(asked.spans())
    if look.narrow and spans:
        _, first, last = spans[-1]
        centre = next(
            (point.centre for point in asked.points[first : last + 1] if point.centre is not None), None
        )
        if centre is not None and spans[-1][0].state != "none" and not spans[-1][0].runs_signal:
            yield _stroke("#3f4a57", 2), f"{asked.centre_word} {numbers.said(centre)}"
    if asked.has_limits:
        for key in _kinds_of_limits(asked):
            dash = ' stroke-dasharray="6 4"' if key != "limits" else ""
            band = f'<rect x="0" y="4" width="22" height="14" fill="{BAND}"/>'
            edge = f'<path d="M0 4h22M0 18h22" stroke="{LIMIT}" stroke-width="1.4"{dash}/>'
            yield band + edge, say(key, lang)
    elif spans and spans[-1][0].state == "trial":
        yield _stroke("#3f4a57", 1.6), say("trial centre", lang)
    if any(phase.runs_signal and phase.state != "none" for phase, _, _ in spans):
        yield _stroke(SIGNAL_CENTRE, 2.2, "8 5"), say("runs centre", lang)
    if asked.goal_steps:
        line = f'<path d="M2 11h20" stroke="{GOAL}" stroke-width="2.4" stroke-linecap="round" stroke-dasharray="0 5.5"/>'
        yield line + target(5, 11), say("goals", lang)
    if signals and Tone.COMMON in tones:
        yield glyph(Tone.COMMON, 11, 11, 5), say("common", lang)
    for tone in (Tone.BETTER, Tone.WORSE, Tone.NEUTRAL):
        if tone in signals:
            yield glyph(tone, 11, 11, 5), say(tone, lang)
    if any(point.y is not None and not point.included for point in asked.points):
        yield hollow(11, 11, 5), say("excluded", lang)
    silent = [
        point.x in asked.not_relevant for place, point in enumerate(asked.points) if asked.unmeasured(place)
    ]
    for relevant in (True, False):
        if (not relevant) in silent:
            yield silence(11, 11, relevant=relevant), say("missing" if relevant else "not relevant", lang)
    if asked.notes_at:
        yield (
            (
                f'<rect x="2.5" y="2.5" width="17" height="17" rx="8.5" fill="{ACCENT}"/>'
                + words("1", 11, 15.3, size=12, bold=True, fill="#ffffff", anchor="middle")
            ),
            say("annotated", lang),
        )
    if asked.flags:
        band = f'<path d="M2 4h20v14h-20z" fill="{FLAG}" stroke="{FLAG_EDGE}"/>'
        pole = f'<path d="M2 2v18" stroke="{FLAG_EDGE}" stroke-width="2.5"/>'
        yield band + pole, say("tried", lang)


def _kinds_of_limits(asked: Asked) -> list[str]:
    """How sure the limits of each phase that has any are, each way once, as they come."""
    found = []
    for phase, first, last in asked.spans():
        if any(asked.limits(place) != (None, None) for place in range(first, last + 1)):
            found.append(
                "unsure limits" if phase.unstable else "trial limits" if phase.state == "trial" else "limits"
            )
    return list(dict.fromkeys(found))


def _stroke(ink: str, width: float, dash: str = "") -> str:
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    return f'<path d="M0 11h22" stroke="{ink}" stroke-width="{width:g}"{dashed}/>'
