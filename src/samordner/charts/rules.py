"""What each rule says of a single point that it marks: the words of a tooltip and of the table."""

from __future__ import annotations

from samordner.charts.phrases import in_language
from samordner.spc.options import Options, RuleSet
from samordner.spc.words import Words

_BEYOND = Words("utenfor en grense (3 sigma)", "utanfor ei grense (3 sigma)", "beyond a limit (3 sigma)")


def _shift(least: int) -> Words:
    return Words(
        f"en av minst {least} på rad på samme side av midtlinjen",
        f"ein av minst {least} på rad på same side av midtlinja",
        f"one of at least {least} in a row on one side of the centre line",
    )


def _completed(count: int) -> Words:
    return Words(
        f"minst {count} på rad på samme side av midtlinjen, til og med dette punktet",
        f"minst {count} på rad på same side av midtlinja, til og med dette punktet",
        f"at least {count} in a row on one side of the centre line, up to this point",
    )


def _trend(least: int) -> Words:
    return Words(
        f"en av minst {least} på rad som bare stiger eller bare synker",
        f"ein av minst {least} på rad som berre stig eller berre søkk",
        f"one of at least {least} in a row that only rise or only fall",
    )


def _zone(few: int, many: int, sigmas: int) -> Words:
    return Words(
        f"{few} av {many} lenger enn {sigmas} sigma fra midtlinjen, på samme side",
        f"{few} av {many} lenger enn {sigmas} sigma frå midtlinja, på same side",
        f"{few} of {many} further than {sigmas} sigma from the centre line, on one side",
    )


_OUTER = Words(
    "2 av 3 nær en grense (mellom 2 og 3 sigma), på samme side",
    "2 av 3 nær ei grense (mellom 2 og 3 sigma), på same side",
    "2 of 3 near a limit (between 2 and 3 sigma), on one side",
)
_INNER = Words(
    "15 på rad nær midtlinjen (innenfor 1 sigma)",
    "15 på rad nær midtlinja (innanfor 1 sigma)",
    "15 in a row near the centre line (within 1 sigma)",
)
_RULES: dict[RuleSet, dict[str, Words]] = {
    RuleSet.ANHOEJ: {"beyond": _BEYOND},
    RuleSet.IHI_RUN: {"shift": _shift(6), "trend": _trend(5)},
    RuleSet.IHI_SHEWHART: {
        "beyond": _BEYOND, "shift": _shift(8), "trend": _trend(6), "two-of-three": _OUTER, "inner-third": _INNER,
    },
    RuleSet.WESTERN_ELECTRIC: {"W1": _BEYOND, "W2": _zone(2, 3, 2), "W3": _zone(4, 5, 1), "W4": _completed(8)},
    RuleSet.NELSON: {
        "N1": _BEYOND,
        "N2": _completed(9),
        "N3": Words("6 på rad som bare stiger eller bare synker", "6 på rad som berre stig eller berre søkk",
                    "6 in a row that only rise or only fall"),
        "N4": Words("14 på rad vekselvis opp og ned", "14 på rad vekselvis opp og ned", "14 in a row up and down by turns"),
        "N5": _zone(2, 3, 2),
        "N6": _zone(4, 5, 1),
        "N7": _INNER,
        "N8": Words("8 på rad lenger enn 1 sigma fra midtlinjen, på begge sider",
                    "8 på rad lenger enn 1 sigma frå midtlinja, på begge sider",
                    "8 in a row further than 1 sigma from the centre line, on both sides"),
    },
}  # fmt: skip


def rule_words(options: Options, key: str, lang: str) -> str:
    """What the rule with this key says, in the set that is used; the key itself where it is not known."""
    rules = _RULES.get(options.rules)
    if rules is None:
        length = options.nhs_length
        rules = {"beyond": _BEYOND, "trend": _trend(length), "two-of-three": _OUTER, "shift": _shift(length)}
    return in_language(rules[key], lang) if key in rules else key
