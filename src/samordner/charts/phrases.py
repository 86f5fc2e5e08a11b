"""What charts say of themselves, in the three languages of the house; needs no catalogue, as in `spc`."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

from samordner.spc.words import Words

Language = Literal["nb", "nn", "en"]

_MONTHS_NB = ("januar februar mars april mai juni juli august september oktober november desember").split()  # noqa: SIM905
_MONTHS_EN = ("January February March April May June July August September October November December").split()  # noqa: SIM905
_SHORT_NB = ["jan", "feb", "mars", "apr", "mai", "juni", "juli", "aug", "sep", "okt", "nov", "des"]

MONTHS: dict[str, list[str]] = {"nb": _MONTHS_NB, "nn": _MONTHS_NB, "en": _MONTHS_EN}
SHORT_MONTHS: dict[str, list[str]] = {
    "nb": _SHORT_NB, "nn": _SHORT_NB, "en": [name[:3] for name in _MONTHS_EN],
}  # fmt: skip


@lru_cache(maxsize=64)
def language(code: str) -> Language:
    """The language to write in; bokmål for one that the house does not speak."""
    short = code.split("-", 1)[0]
    return "nn" if short == "nn" else "en" if short == "en" else "nb"


def in_language(words: object, lang: str) -> str:
    """The text of a `Words` (or a `Verdict`) in this language."""
    return str(getattr(words, language(lang)))


def say(key: str, lang: str, **values: object) -> str:
    """One of the sentences below, with its numbers and names in place."""
    text = in_language(_PHRASES[key], lang)
    return text.format(**values) if values else text


_PHRASES: dict[str, Words] = {
    # What the axis counts
    "week": Words("uke {week} {year}", "veke {week} {year}", "week {week} {year}"),
    "short week": Words("uke {week}", "veke {week}", "wk {week}"),
    "quarter": Words("{quarter}. kvartal {year}", "{quarter}. kvartal {year}", "quarter {quarter} of {year}"),
    "short quarter": Words("{quarter}. kv.", "{quarter}. kv.", "Q{quarter}"),
    "day": Words("{day}. {month} {year}", "{day}. {month} {year}", "{day} {month} {year}"),
    "point": Words("punkt {number}", "punkt {number}", "point {number}"),
    # Heads of the table
    "head month": Words("Måned", "Månad", "Month"),
    "head week": Words("Uke", "Veke", "Week"),
    "head quarter": Words("Kvartal", "Kvartal", "Quarter"),
    "head year": Words("År", "År", "Year"),
    "head day": Words("Dag", "Dag", "Day"),
    "head other": Words("Punkt", "Punkt", "Point"),
    "value": Words("Verdi", "Verdi", "Value"),
    "numerator": Words("Antall", "Tal", "Number"),
    "denominator": Words("Av", "Av", "Of"),
    "signal": Words("Signal", "Signal", "Signal"),
    "remark": Words("Merknad", "Merknad", "Remark"),
    "phase": Words("Fase", "Fase", "Phase"),
    "phase number": Words("Fase {number}", "Fase {number}", "Phase {number}"),
    "phase begins": Words("{label} begynner", "{label} byrjar", "{label} begins"),
    # Lines
    "median": Words("Median", "Median", "Median"),
    "mean": Words("Gjennomsnitt", "Gjennomsnitt", "Mean"),
    "centre": Words("Midtlinje", "Midtlinje", "Centre line"),
    "upper": Words("Øvre grense", "Øvre grense", "Upper limit"),
    "lower": Words("Nedre grense", "Nedre grense", "Lower limit"),
    "no lower": Words("Ingen nedre grense", "Inga nedre grense", "No lower limit"),
    "no upper": Words("Ingen øvre grense", "Inga øvre grense", "No upper limit"),
    "goal": Words("Mål", "Mål", "Goal"),
    "goals": Words("Mål (ikke en grense)", "Mål (ikkje ei grense)", "Goal (not a limit)"),
    "limits": Words("Vanlig variasjon: mellom grensene", "Vanleg variasjon: mellom grensene",
                    "Common variation: between the limits"),
    "unsure limits": Words(
        "Usikre grenser: målingene de bygger på, varierer ikke bare tilfeldig",
        "Usikre grenser: målingane dei byggjer på, varierer ikkje berre tilfeldig",
        "Uncertain limits: the measurements they rest on do not vary by chance alone",
    ),
    "trial limits": Words("Foreløpige grenser: færre enn 20 målinger",
                          "Førebelse grenser: færre enn 20 målingar",
                          "Provisional limits: fewer than 20 measurements"),
    "trial centre": Words("Foreløpig: færre enn 20 målinger", "Førebels: færre enn 20 målingar",
                          "Provisional: fewer than 20 measurements"),
    "runs centre": Words("Stiplet midtlinje: rekkefølgen av punkter er ikke tilfeldig",
                         "Stipla midtlinje: rekkjefølgja av punkt er ikkje tilfeldig",
                         "Dashed centre line: the order of the points is not random"),
    "baseline": Words("Grunnlinje: {count} målinger", "Grunnlinje: {count} målingar",
                      "Baseline: {count} measurements"),
    "baseline short": Words("Grunnlinje", "Grunnlinje", "Baseline"),
    "few": Words(
        "Ingen grenser: {count} brukbare målinger, det trengs minst 10",
        "Ingen grenser: {count} brukbare målingar, det trengst minst 10",
        "No limits: {count} useful measurements, at least 10 are needed",
    ),
    "no limits": Words("Ingen grenser", "Ingen grenser", "No limits"),
    "few in phase": Words(
        "{label}: ingen grenser, {count} brukbare målinger av minst 10",
        "{label}: ingen grenser, {count} brukbare målingar av minst 10",
        "{label}: no limits, {count} useful measurements of at least 10",
    ),
    "few run": Words(
        "For få målinger til å lete etter signaler: {count} brukbare, det trengs minst 10",
        "For få målingar til å leite etter signal: {count} brukbare, det trengst minst 10",
        "Too few measurements to look for signals: {count} useful ones, at least 10 are needed",
    ),
    "too alike": Words("Medianen deler ikke: for mange verdier er like",
                       "Medianen deler ikkje: for mange verdiar er like",
                       "The median does not divide: too many values are equal"),
    "run": Words("{count} på rad", "{count} på rad", "{count} in a row"),
    "run over": Words("{count} på rad over midtlinjen", "{count} på rad over midtlinja",
                      "{count} in a row above the centre line"),
    "run under": Words("{count} på rad under midtlinjen", "{count} på rad under midtlinja",
                       "{count} in a row below the centre line"),
    # Marks
    "better": Words("Signal: bedre", "Signal: betre", "Signal: better"),
    "worse": Words("Signal: verre", "Signal: verre", "Signal: worse"),
    "neutral": Words("Signal: annerledes", "Signal: annleis", "Signal: different"),
    "common": Words("Vanlig variasjon", "Vanleg variasjon", "Common variation"),
    "measured": Words("Måling", "Måling", "Measurement"),
    "excluded": Words("Holdt utenfor beregningen", "Halden utanfor utrekninga", "Left out of the calculation"),
    "missing": Words("Ikke målt", "Ikkje målt", "Not measured"),
    "not relevant": Words("Ikke aktuelt", "Ikkje aktuelt", "Not relevant"),
    "annotated": Words("Merknad i tabellen", "Merknad i tabellen", "Remark in the table"),
    "tried": Words("PDSA-sirkel", "PDSA-sirkel", "PDSA cycle"),
    # Icons
    "varies common": Words("Nå: vanlig variasjon", "No: vanleg variasjon", "Now: common variation"),
    "varies better": Words("Nå: forbedring", "No: forbetring", "Now: improvement"),
    "varies worse": Words("Nå: forverring", "No: forverring", "Now: deterioration"),
    "varies up": Words("Nå: høyere enn vanlig", "No: høgare enn vanleg", "Now: higher than usual"),
    "varies down": Words("Nå: lavere enn vanlig", "No: lågare enn vanleg", "Now: lower than usual"),
    "varies changed": Words("Noe er endret", "Noko er endra", "Something has changed"),
    "reaches": Words("Målet nås hver gang, slik det går nå", "Målet blir nådd kvar gong, slik det går no",
                     "The goal is reached every time, as things are"),
    "fails": Words("Målet nås ikke uten en endring", "Målet blir ikkje nådd utan ei endring",
                   "The goal is not reached without a change"),
    "hits and misses": Words("Målet nås bare av og til, slik det går nå",
                             "Målet blir nådd berre av og til, slik det går no",
                             "The goal is reached only now and then, as things are"),
    # Sentences of the alternative text
    "span": Words("{count} målinger fra {first} til {last}", "{count} målingar frå {first} til {last}",
                  "{count} measurements from {first} to {last}"),
    "one": Words("Én måling: {first}", "Éi måling: {first}", "One measurement: {first}"),
    "nothing": Words("Ingen målinger ennå", "Ingen målingar enno", "No measurements yet"),
    "number missing": Words("ikke målt: {count}", "ikkje målt: {count}", "not measured: {count}"),
    "number not relevant": Words("ikke aktuelt: {count}", "ikkje aktuelt: {count}", "not relevant: {count}"),
    "number excluded": Words("holdt utenfor: {count}", "haldne utanfor: {count}", "left out: {count}"),
    "extremes": Words("Lavest {low} ({low_x}), høyest {high} ({high_x}), sist {last} ({last_x})",
                      "Lågast {low} ({low_x}), høgast {high} ({high_x}), sist {last} ({last_x})",
                      "Lowest {low} ({low_x}), highest {high} ({high_x}), latest {last} ({last_x})"),
    "limits said": Words("grenser {lower} til {upper}", "grenser {lower} til {upper}",
                         "limits {lower} to {upper}"),
    "goal since": Words("Mål {value} fra {since}", "Mål {value} frå {since}", "Goal {value} from {since}"),
    "goal value": Words("Mål {value}", "Mål {value}", "Goal {value}"),
    "signals at": Words("Signaler: {points}", "Signal: {points}", "Signals: {points}"),
    "phases at": Words("Faser: {phases}", "Fasar: {phases}", "Phases: {phases}"),
    "flags at": Words("PDSA-sirkler: {flags}", "PDSA-sirklar: {flags}", "PDSA cycles: {flags}"),
    "from to": Words("{label}, {since}–{until}", "{label}, {since}–{until}", "{label}, {since}–{until}"),
    "from": Words("{label}, fra {since}", "{label}, frå {since}", "{label}, from {since}"),
    "of": Words("{count} av {total}", "{count} av {total}", "{count} of {total}"),
    "open form": Words("{point}. Åpne", "{point}. Opne", "{point}. Open"),
    "per": Words("per {number}", "per {number}", "per {number}"),
    "per cent": Words("prosent", "prosent", "per cent"),
    # Small multiples
    "team": Words("Team", "Team", "Team"),
    "measurements": Words("Målinger", "Målingar", "Measurements"),
    "latest": Words("Siste", "Siste", "Latest"),
    "verdict": Words("Hva diagrammet sier", "Kva diagrammet seier", "What the chart says"),
    "same scale": Words("Alle diagrammene har samme skala.", "Alle diagramma har same skala.",
                        "All charts have the same scale."),
    "own scale": Words("Hvert diagram har sin egen skala: høyder kan ikke sammenlignes.",
                       "Kvart diagram har sin eigen skala: høgder kan ikkje samanliknast.",
                       "Each chart has its own scale: heights cannot be compared."),
}  # fmt: skip
