"""Drawings of how many there are of each: as one bar, along the phases, around the circle of phases."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, pi, sin

from samordner.charts.drawing import (
    ACCENT,
    INK,
    LABEL,
    LINE_HEIGHT,
    NUMBER,
    PAPER,
    QUIET,
    SOFT,
    WIDTH,
    badge,
    fill_of,
    frame,
    pill,
    rectangle,
    shade,
    text_width,
    words,
    wrapped,
)
from samordner.charts.figures import Figure, FigureTable


@dataclass(frozen=True, slots=True)
class Share:
    """One part of the whole. `unknown` marks those that nothing is known about."""

    label: str
    count: int
    unknown: bool = False


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of a drawing in the reader's language.

    `of` says a part of the whole, such as "{count} of {total}"; `what` and `number` head the table's columns;
    `total` names the whole.
    """

    of: str
    what: str
    number: str
    total: str

    def part(self, share: Share, total: int) -> str:
        return self.of.format(count=share.count, total=total)


def stacked_bar(key: str, title: str, shares: Sequence[Share], wording: Wording) -> Figure:
    """The parts of a whole side by side in one bar, each by its own pattern, named and counted below it."""
    total = sum(share.count for share in shares)
    top, high = 6, 64
    content = [rectangle(0.75, top, WIDTH - 1.5, high, SOFT)] if not total else []
    left = 0.75
    for index, (share, wide) in enumerate(zip(shares, _widths(shares, WIDTH - 1.5), strict=True)):
        if not share.count:
            continue
        content.append(rectangle(left, top, wide - 3, high, fill_of(key, index), unknown=share.unknown))
        if wide > text_width(str(share.count), NUMBER) + 26:
            content.append(pill(str(share.count), left + (wide - 3) / 2, top + high / 2))
        left += wide
    swatches = [rectangle(0.75, 0, 34, 22, fill_of(key, n), unknown=s.unknown) for n, s in enumerate(shares)]
    legend, bottom = _legend(shares, swatches, wording, total, 0, WIDTH, top + high + 26)
    return _figure(key, title, shares, wording, bottom, [*content, *legend])


def phase_bar(key: str, title: str, shares: Sequence[Share], wording: Wording) -> Figure:
    """The phases as a row of arrows with the number in each; what is unknown stands apart, last."""
    total = sum(share.count for share in shares)
    known = [share for share in shares if not share.unknown]
    most = max((share.count for share in known), default=0) or 1
    unknown = [share for share in shares if share.unknown]
    apart = 26 if unknown else 0
    step = (WIDTH - 2 - apart) / max(len(shares), 1)
    size = min(NUMBER + 6, step * 0.38)
    top, high, point = 30, 78, min(22, step * 0.22)
    content = []
    for index, share in enumerate(known):
        left, right = 1 + index * step, 1 + (index + 1) * step - 4
        notch = point if index else 0
        shape = (
            f"M{left:.1f} {top}H{right - point:.1f}L{right + point * 0.6:.1f} {top + high / 2}"
            f"L{right - point:.1f} {top + high}H{left:.1f}L{left + notch * 0.75:.1f} {top + high / 2}Z"
        )
        fill = shade(share.count / most)
        content.append(f'<path d="{shape}" fill="{fill}" stroke="{ACCENT}" stroke-width="1.5"/>')
        middle = left + (right - left + notch * 0.5) / 2
        content.append(
            words(
                str(share.count), middle, top + high / 2 + size * 0.36, size=size, bold=True, anchor="middle"
            )
        )
        content.append(badge(str(index + 1), middle, 14, radius=min(12, step * 0.3)))
    for number, share in enumerate(unknown, len(known)):
        left = 1 + apart + number * step
        content.append(rectangle(left, top, step - 4, high, PAPER, unknown=True))
        content.append(badge("?", left + step / 2 - 2, 14, radius=min(12, step * 0.3)))
        content.append(
            words(
                str(share.count),
                left + step / 2 - 2,
                top + high / 2 + size * 0.36,
                size=size,
                bold=True,
                anchor="middle",
            )
        )
    legend, bottom = _legend(shares, _badges(shares), wording, total, 0, WIDTH, top + high + 26)
    return _figure(key, title, shares, wording, bottom, [*content, *legend])


def phase_circle(key: str, title: str, shares: Sequence[Share], wording: Wording) -> Figure:
    """The phases around a circle, since work goes round; what is unknown stands in the list only."""
    total = sum(share.count for share in shares)
    known = [share for share in shares if not share.unknown]
    most = max((share.count for share in known), default=0) or 1
    middle_x, middle_y, outer, inner = 158.0, 164.0, 128.0, 74.0
    content = []
    for index, share in enumerate(known):
        turn = 2 * pi / len(known)
        gap = 0.035
        start, end = index * turn + gap - pi / 2, (index + 1) * turn - gap - pi / 2
        fill = shade(share.count / most)
        content.append(
            f'<path d="{_ring(middle_x, middle_y, outer, inner, start, end)}" fill="{fill}" '
            f'stroke="{ACCENT}" stroke-width="1.5"/>'
        )
        at = (start + end) / 2
        size = NUMBER if len(known) <= 12 else 14
        content.append(
            words(
                str(share.count),
                middle_x + cos(at) * (outer + inner) / 2,
                middle_y + sin(at) * (outer + inner) / 2 + size * 0.36,
                size=size,
                bold=True,
                anchor="middle",
            )
        )
        content.append(
            badge(str(index + 1), middle_x + cos(at) * (outer + 16), middle_y + sin(at) * (outer + 16))
        )
    content.append(
        words(str(total), middle_x, middle_y + 6, size=38, bold=True, fill=ACCENT, anchor="middle")
    )
    for number, line in enumerate(wrapped(wording.total, 2 * inner - 34, 13)[:3]):
        content.append(
            words(line, middle_x, middle_y + 28 + number * 16, size=13, fill=QUIET, anchor="middle")
        )
    rows = _legend(shares, _badges(shares), wording, total, 340, WIDTH - 340, 0)[1]
    legend, bottom = _legend(
        shares, _badges(shares), wording, total, 340, WIDTH - 340, max(20, middle_y - rows / 2)
    )
    return _figure(key, title, shares, wording, max(bottom, 2 * middle_y), [*content, *legend])


def _ring(x: float, y: float, outer: float, inner: float, start: float, end: float) -> str:
    """A piece of a ring that points the way round: its ends are bent like an arrow's."""
    bend, large = 0.1, int(end - start > pi)

    def at(radius: float, angle: float) -> str:
        return f"{x + cos(angle) * radius:.1f} {y + sin(angle) * radius:.1f}"

    half = (outer + inner) / 2
    return (
        f"M{at(outer, start)}A{outer} {outer} 0 {large} 1 {at(outer, end - bend)}"
        f"L{at(half, end + bend * 0.4)}"
        f"L{at(inner, end - bend)}A{inner} {inner} 0 {large} 0 {at(inner, start)}L{at(half, start + bend)}Z"
    )


def _badges(shares: Sequence[Share]) -> list[str]:
    numbers = iter(range(1, len(shares) + 1))
    return [badge("?" if share.unknown else str(next(numbers)), 17, 11) for share in shares]


def _legend(
    shares: Sequence[Share],
    marks: Sequence[str],
    wording: Wording,
    total: int,
    left: float,
    width: float,
    top: float,
) -> tuple[list[str], float]:
    """One row a share: its mark, its part of the whole, its label; and where the rows end."""
    parts = [wording.part(share, total) for share in shares]
    label_left = 46 + max((text_width(part, LABEL) for part in parts), default=0) + 8
    out = []
    for share, mark, part in zip(shares, marks, parts, strict=True):
        lines = wrapped(share.label, width - label_left - 4, LABEL)
        out.append(f'<g transform="translate({left:.1f} {top:.1f})">{mark}</g>')
        out.append(words(part, left + 46, top + 16, bold=True, fill=ACCENT))
        for number, line in enumerate(lines):
            base = top + 16 + number * LABEL * LINE_HEIGHT
            out.append(words(line, left + label_left, base, fill=QUIET if share.unknown else INK))
        top += max(22, len(lines) * LABEL * LINE_HEIGHT) + 10
    return out, top


def _widths(shares: Sequence[Share], width: float) -> list[float]:
    """Widths by count, none that is not zero so narrow that it cannot be seen."""
    least = 12.0
    total = sum(share.count for share in shares) or 1
    narrow = [0 < share.count * width / total < least for share in shares]
    rest = width - least * sum(narrow)
    rest_total = sum(s.count for s, is_narrow in zip(shares, narrow, strict=True) if not is_narrow) or 1
    return [
        least if is_narrow else share.count * rest / rest_total
        for share, is_narrow in zip(shares, narrow, strict=True)
    ]


def _figure(
    key: str, title: str, shares: Sequence[Share], wording: Wording, height: float, content: Sequence[str]
) -> Figure:
    total = sum(share.count for share in shares)
    said = "; ".join(f"{share.label}: {wording.part(share, total)}" for share in shares)
    alt = f"{title}. {said}."
    rows = tuple((share.label, share.count) for share in shares)
    return Figure(
        key=key,
        title=title,
        svg=frame(key, title, alt, height, content),
        alt=alt,
        table=FigureTable((wording.what, wording.number), (*rows, (wording.total, total))),
        width=WIDTH,
        height=round(height),
    )
