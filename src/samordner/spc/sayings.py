"""The sentences of the verdicts and the warnings, in bokmål, nynorsk and English."""

from __future__ import annotations

from samordner.spc.options import Every, RuleSet
from samordner.spc.words import Words

SILENCE = Words("", "", "")

# --- verdicts ----------------------------------------------------------------------------------------------------

NOTHING_MEASURED = Words(
    "Ingen målinger å vurdere ennå.", "Ingen målingar å vurdere enno.", "No measurements to judge yet."
)
FEW = Words(
    "For få punkter til å si noe: {n} brukbare, det trengs minst 10.",
    "For få punkt til å seie noko: {n} brukbare, det trengst minst 10.",
    "Too few points to say anything: {n} useful ones, at least 10 are needed.",
)
ONE = Words(
    "For få punkter til å si noe: 1 brukbart, det trengs minst 10.",
    "For få punkt til å seie noko: 1 brukbart, det trengst minst 10.",
    "Too few points to say anything: 1 useful one, at least 10 are needed.",
)
ONE_ON_CENTRE = Words(
    "1 ligger på {name} og teller ikke.",
    "1 ligg på {name} og tel ikkje.",
    "1 lies on {name} and does not count.",
)
SOME_ON_CENTRE = Words(
    "{n} ligger på {name} og teller ikke.",
    "{n} ligg på {name} og tel ikkje.",
    "{n} lie on {name} and do not count.",
)
FEW_IN_BASELINE = Words(
    "For få punkter i grunnlinjen til å si noe: {n} brukbare, det trengs minst 10.",
    "For få punkt i grunnlinja til å seie noko: {n} brukbare, det trengst minst 10.",
    "Too few points in the baseline to say anything: {n} useful, at least 10 are needed.",
)
ALIKE = Words(
    "Ingen variasjon å vurdere: alle målte verdier er {y} ({n} i alt).",
    "Ingen variasjon å vurdere: alle målte verdiar er {y} ({n} i alt).",
    "No variation to judge: every value measured is {y} ({n} in all).",
)
EQUAL = Words(
    "Mer enn halvparten av verdiene er like, så rekker og kryssinger sier ingenting her. Tell hvor mange av hvor mange, "
    "eller følg hvor langt det er mellom hendelsene.",
    "Meir enn halvparten av verdiane er like, så rekkjer og kryssingar seier ingenting her. Tel kor mange av kor mange, "
    "eller følg kor langt det er mellom hendingane.",
    "More than half of the values are equal, so runs and crossings say nothing here. Count how many out of how many, or "
    "follow how far it is between the events.",
)
SINGLES = Words(
    "Ingen dom: hvert punkt har bare ett tilfelle. Tell over en lengre periode, eller følg hvor langt det er mellom "
    "hendelsene.",
    "Ingen dom: kvart punkt har berre eitt tilfelle. Tel over ein lengre periode, eller følg kor langt det er mellom "
    "hendingane.",
    "No verdict: each point holds one case only. Count over a longer period, or follow how far it is between the events.",
)
SPECIAL = Words(
    "Spesiell variasjon: {said}.", "Spesiell variasjon: {said}.", "Special cause variation: {said}."
)
COMMON = Words(
    "Bare tilfeldig variasjon: ingen signaler etter {rules}.",
    "Berre tilfeldig variasjon: ingen signal etter {rules}.",
    "Common cause variation only: no signals by {rules}.",
)
COMMON_RANGES = Words(
    "Bare tilfeldig variasjon: ingen endring fra punkt til punkt er over grensen.",
    "Berre tilfeldig variasjon: inga endring frå punkt til punkt er over grensa.",
    "Common cause variation only: no change from point to point is above the limit.",
)
COMMON_RUNS = Words(
    "Bare tilfeldig variasjon: lengste rekke er {longest} (grense {most}), og linjen krysser {name} {times} "
    "(minst {fewest} ventet).",
    "Berre tilfeldig variasjon: lengste rekkje er {longest} (grense {most}), og linja kryssar {name} {times} "
    "(minst {fewest} venta).",
    "Common cause variation only: the longest run is {longest} (the limit is {most}), and the line crosses {name} "
    "{times} (at least {fewest} expected).",
)
COMMON_WITHIN = Words(
    "Bare tilfeldig variasjon: ingen punkter utenfor grensene, lengste rekke er {longest} (grense {most}), og linjen "
    "krysser {name} {times} (minst {fewest} ventet).",
    "Berre tilfeldig variasjon: ingen punkt utanfor grensene, lengste rekkje er {longest} (grense {most}), og linja "
    "kryssar {name} {times} (minst {fewest} venta).",
    "Common cause variation only: no point beyond the limits, the longest run is {longest} (the limit is {most}), and "
    "the line crosses {name} {times} (at least {fewest} expected).",
)
LAST_PHASE = Words("Siste fase: {said}", "Siste fase: {said}", "Last phase: {said}")
EARLIER_PHASE = Words(
    "Også fase {phases} har signaler.", "Også fase {phases} har signal.", "Phase {phases} has signals too."
)
EARLIER_PHASES = Words(
    "Også fase {phases} og {last} har signaler.",
    "Også fase {phases} og {last} har signal.",
    "Phases {phases} and {last} have signals too.",
)
WANTED = Words("Det går i ønsket retning.", "Det går i ønskt retning.", "It goes the wanted way.")
UNWANTED = Words("Det går i uønsket retning.", "Det går i uønskt retning.", "It goes the unwanted way.")
LEFT_OUT = Words(
    "Ikke brukt: {where} ({why}).", "Ikkje brukt: {where} ({why}).", "Not used: {where} ({why})."
)

# --- findings ----------------------------------------------------------------------------------------------------

SHIFT_ABOVE = Words(
    "{points} på rad over {centre} (grense {limit})",
    "{points} på rad over {centre} (grense {limit})",
    "{points} in a row above {centre}; the limit is {limit}",
)
SHIFT_BELOW = Words(
    "{points} på rad under {centre} (grense {limit})",
    "{points} på rad under {centre} (grense {limit})",
    "{points} in a row below {centre}; the limit is {limit}",
)
CROSSINGS = Words(
    "linjen krysser {name} bare {times} (minst {limit} ventet)",
    "linja kryssar {name} berre {times} (minst {limit} venta)",
    "the line crosses {name} only {times}; at least {limit} expected",
)
FEW_RUNS = Words(
    "punktene skifter side av {name} for sjelden: bare {n} rekker (minst {limit} ventet)",
    "punkta skifter side av {name} for sjeldan: berre {n} rekkjer (minst {limit} venta)",
    "the points change sides of {name} too seldom: only {n} runs; at least {limit} expected",
)
MANY_RUNS = Words(
    "punktene skifter side av {name} for ofte: hele {n} rekker (høyst {limit} ventet)",
    "punkta skifter side av {name} for ofte: heile {n} rekkjer (høgst {limit} venta)",
    "the points change sides of {name} too often: as many as {n} runs; at most {limit} expected",
)
RISING = Words(
    "{points} på rad som bare stiger (grense {limit})",
    "{points} på rad som berre stig (grense {limit})",
    "{points} in a row that only rise; the limit is {limit}",
)
FALLING = Words(
    "{points} på rad som bare synker (grense {limit})",
    "{points} på rad som berre søkk (grense {limit})",
    "{points} in a row that only fall; the limit is {limit}",
)
BEYOND = Words(
    "{points} utenfor grensene ({where})",
    "{points} utanfor grensene ({where})",
    "{points} beyond the limits ({where})",
)
LARGE_CHANGE = Words(
    "1 endring fra et punkt til det neste er over grensen ({where})",
    "1 endring frå eit punkt til det neste er over grensa ({where})",
    "1 change from one point to the next is above the limit ({where})",
)
LARGE_CHANGES = Words(
    "{n} endringer fra et punkt til det neste er over grensen ({where})",
    "{n} endringar frå eit punkt til det neste er over grensa ({where})",
    "{n} changes from one point to the next are above the limit ({where})",
)
OUTER_THIRD = Words(
    "2 av 3 punkter nær en grense ({where})",
    "2 av 3 punkt nær ei grense ({where})",
    "2 of 3 points near a limit ({where})",
)


def _shift(least: int) -> Words:
    return Words(
        f"{{points}} i rekker på minst {least} på samme side av {{centre}} ({{where}})",
        f"{{points}} i rekkjer på minst {least} på same side av {{centre}} ({{where}})",
        f"{{points}} in runs of at least {least} on one side of {{centre}} ({{where}})",
    )


def _trend(least: int) -> Words:
    return Words(
        f"{{points}} i trender på minst {least} som stiger eller synker hele veien ({{where}})",
        f"{{points}} i trendar på minst {least} som stig eller søkk heile vegen ({{where}})",
        f"{{points}} in trends of at least {least} that rise or fall all the way ({{where}})",
    )


NHS_SHIFT = Words(
    "{points} i rekker på samme side av {centre} ({where})",
    "{points} i rekkjer på same side av {centre} ({where})",
    "{points} in runs on one side of {centre} ({where})",
)
NHS_TREND = Words(
    "{points} i trender som stiger eller synker hele veien ({where})",
    "{points} i trendar som stig eller søkk heile vegen ({where})",
    "{points} in trends that rise or fall all the way ({where})",
)
INNER_THIRD = Words(
    "{points} på rad tett på {centre}, innenfor 1 sigma ({where})",
    "{points} på rad tett på {centre}, innanfor 1 sigma ({where})",
    "{points} in a row close to {centre}, within 1 sigma ({where})",
)


def _zone(few: int, many: int, sigmas: int) -> Words:
    return Words(
        f"{few} av {many} punkter mer enn {sigmas} sigma fra {{centre}} på samme side ({{where}})",
        f"{few} av {many} punkt meir enn {sigmas} sigma frå {{centre}} på same side ({{where}})",
        f"{few} of {many} points more than {sigmas} sigma from {{centre}} on one side ({{where}})",
    )


def _side(size: int) -> Words:
    return Words(
        f"{size} punkter på rad på samme side av {{centre}} ({{where}})",
        f"{size} punkt på rad på same side av {{centre}} ({{where}})",
        f"{size} points in a row on one side of {{centre}} ({{where}})",
    )


RULES: dict[RuleSet, dict[str, Words]] = {
    RuleSet.ANHOEJ: {"beyond": BEYOND},
    RuleSet.IHI_RUN: {"shift": _shift(6), "trend": _trend(5)},
    RuleSet.IHI_SHEWHART: {
        "beyond": BEYOND,
        "shift": _shift(8),
        "trend": _trend(6),
        "two-of-three": OUTER_THIRD,
        "inner-third": INNER_THIRD,
    },
    RuleSet.NHS: {"beyond": BEYOND, "trend": NHS_TREND, "two-of-three": OUTER_THIRD, "shift": NHS_SHIFT},
    RuleSet.WESTERN_ELECTRIC: {"W1": BEYOND, "W2": _zone(2, 3, 2), "W3": _zone(4, 5, 1), "W4": _side(8)},
    RuleSet.NELSON: {
        "N1": BEYOND,
        "N2": _side(9),
        "N3": Words(
            "6 punkter på rad som stiger eller synker ({where})",
            "6 punkt på rad som stig eller søkk ({where})",
            "6 points in a row rising or falling ({where})",
        ),
        "N4": Words(
            "14 punkter på rad vekselvis opp og ned ({where})",
            "14 punkt på rad vekselvis opp og ned ({where})",
            "14 points in a row up and down by turns ({where})",
        ),
        "N5": _zone(2, 3, 2),
        "N6": _zone(4, 5, 1),
        "N7": Words(
            "15 punkter på rad innenfor 1 sigma fra {centre} ({where})",
            "15 punkt på rad innanfor 1 sigma frå {centre} ({where})",
            "15 points in a row within 1 sigma of {centre} ({where})",
        ),
        "N8": Words(
            "8 punkter på rad mer enn 1 sigma fra {centre}, på begge sider ({where})",
            "8 punkt på rad meir enn 1 sigma frå {centre}, på begge sider ({where})",
            "8 points in a row more than 1 sigma from {centre}, on both sides ({where})",
        ),
    },
}
RULE_SETS: dict[RuleSet, Words] = {
    RuleSet.ANHOEJ: Words("Anhøjs regler", "Anhøjs reglar", "Anhøj's rules"),
    RuleSet.IHI_RUN: Words(
        "IHIs regler for run-diagram", "IHI sine reglar for run-diagram", "the IHI rules for run charts"
    ),
    RuleSet.IHI_SHEWHART: Words(
        "IHIs regler for kontrolldiagram",
        "IHI sine reglar for kontrolldiagram",
        "the IHI rules for control charts",
    ),
    RuleSet.NHS: Words(
        "reglene i NHS Making Data Count",
        "reglane i NHS Making Data Count",
        "the rules of NHS Making Data Count",
    ),
    RuleSet.WESTERN_ELECTRIC: Words(
        "Western Electrics regler", "Western Electric-reglane", "the Western Electric rules"
    ),
    RuleSet.NELSON: Words("Nelsons regler", "Nelson-reglane", "Nelson's rules"),
}

# --- parts -------------------------------------------------------------------------------------------------------

# By its bare name; with its value; and with its value where later points are judged against the baseline's.
MEDIAN = (
    Words("medianen", "medianen", "the median"),
    Words("medianen {y}", "medianen {y}", "the median of {y}"),
    Words("medianen {y} i grunnlinjen", "medianen {y} i grunnlinja", "the baseline's median of {y}"),
)
MEAN = (
    Words("gjennomsnittet", "gjennomsnittet", "the mean"),
    Words("gjennomsnittet {y}", "gjennomsnittet {y}", "the mean of {y}"),
    Words(
        "gjennomsnittet {y} i grunnlinjen", "gjennomsnittet {y} i grunnlinja", "the baseline's mean of {y}"
    ),
)
CENTRE = (
    Words("midtlinjen", "midtlinja", "the centre line"),
    Words("midtlinjen {y}", "midtlinja {y}", "the centre line of {y}"),
    Words("midtlinjen {y} i grunnlinjen", "midtlinja {y} i grunnlinja", "the baseline's centre line of {y}"),
)
ONCE = Words("1 gang", "1 gong", "once")
TIMES = Words("{n} ganger", "{n} gonger", "{n} times")
EVERY: dict[Every, tuple[Words, Words]] = {
    "": (Words("1 punkt", "1 punkt", "1 point"), Words("{n} punkter", "{n} punkt", "{n} points")),
    "day": (Words("1 dag", "1 dag", "1 day"), Words("{n} dager", "{n} dagar", "{n} days")),
    "week": (Words("1 uke", "1 veke", "1 week"), Words("{n} uker", "{n} veker", "{n} weeks")),
    "month": (Words("1 måned", "1 månad", "1 month"), Words("{n} måneder", "{n} månader", "{n} months")),
    "quarter": (
        Words("1 kvartal", "1 kvartal", "1 quarter"),
        Words("{n} kvartaler", "{n} kvartal", "{n} quarters"),
    ),
    "year": (Words("1 år", "1 år", "1 year"), Words("{n} år", "{n} år", "{n} years")),
}

# --- warnings ----------------------------------------------------------------------------------------------------

IN_PHASE = Words("Fase {phase}: {said}", "Fase {phase}: {said}", "Phase {phase}: {said}")
TOO_FEW_FOR_LIMITS = Words(
    "Under 10 brukbare punkter i grunnlinjen: midtlinje og grenser kan ikke brukes ennå.",
    "Under 10 brukbare punkt i grunnlinja: midtlinje og grenser kan ikkje brukast enno.",
    "Fewer than 10 useful points in the baseline: centre and limits cannot be used yet.",
)
TRIAL = Words(
    "Under 20 brukbare punkter i grunnlinjen: midtlinje og grenser er foreløpige.",
    "Under 20 brukbare punkt i grunnlinja: midtlinje og grenser er førebelse.",
    "Fewer than 20 useful points in the baseline: centre and limits are provisional.",
)
TOO_FEW_FOR_MEDIAN = Words(
    "Under 10 brukbare punkter i grunnlinjen: medianen kan ikke brukes ennå.",
    "Under 10 brukbare punkt i grunnlinja: medianen kan ikkje brukast enno.",
    "Fewer than 10 useful points in the baseline: the median cannot be used yet.",
)
TRIAL_MEDIAN = Words(
    "Under 20 brukbare punkter i grunnlinjen: medianen er foreløpig.",
    "Under 20 brukbare punkt i grunnlinja: medianen er førebels.",
    "Fewer than 20 useful points in the baseline: the median is provisional.",
)
NO_NEIGHBOURS = Words(
    "Ingen grenser: de regnes ut fra endringer mellom målinger rett etter hverandre, og av dem er det for få, eller de er "
    "alle 0.",
    "Ingen grenser: dei blir rekna ut frå endringar mellom målingar rett etter kvarandre, og av dei er det for få, eller "
    "dei er alle 0.",
    "No limits: they are worked out from changes between measurements just after each other, and those are too few, or "
    "all 0.",
)
NO_SPREAD_WITHIN = Words(
    "Ingen grenser: de regnes ut fra variasjonen innenfor undergruppene, og ingen av dem har to ulike målinger.",
    "Ingen grenser: dei blir rekna ut frå variasjonen innanfor undergruppene, og ingen av dei har to ulike målingar.",
    "No limits: they are worked out from the variation within the subgroups, and none has two measurements that differ.",
)
NO_LIMITS = Words(
    "Ingen grenser: grunnlinjen har ingen variasjon som de kan regnes ut fra.",
    "Ingen grenser: grunnlinja har ingen variasjon som dei kan reknast ut frå.",
    "No limits: the baseline has no variation to work them out from.",
)
UNSTABLE = Words(
    "Grunnlinjen er ikke stabil: rekkene gir signal allerede der, så gjennomsnitt og grenser betyr lite.",
    "Grunnlinja er ikkje stabil: rekkjene gir signal allereie der, så gjennomsnitt og grenser tyder lite.",
    "The baseline is not stable: its own runs are a signal, so that mean and limits mean little.",
)
WIDENED = Words(
    "Grensene er {times} ganger så vide som tilfeldig variasjon i telling alene gir (σ_z).",
    "Grensene er {times} gonger så vide som tilfeldig variasjon i teljing åleine gir (σ_z).",
    "The limits are {times} times as wide as chance in counting alone would make them (σ_z).",
)
NARROWED = Words(
    "Grensene er bare {times} ganger så vide som tilfeldig variasjon i telling alene gir (σ_z under 1), altså smalere. Se "
    "på hvordan det telles.",
    "Grensene er berre {times} gonger så vide som tilfeldig variasjon i teljing åleine gir (σ_z under 1), altså smalare. "
    "Sjå på korleis det blir talt.",
    "The limits are only {times} times as wide as chance in counting alone would make them (σ_z below 1), and so narrower. "
    "Look at how it is counted.",
)
MOSTLY_ONE = Words(
    "Mer enn halvparten av verdiene er like, så lange rekker på én side kommer av seg selv. Tell over en lengre "
    "periode, eller følg hvor langt det er mellom hendelsene.",
    "Meir enn halvparten av verdiane er like, så lange rekkjer på éi side kjem av seg sjølve. Tel over ein lengre "
    "periode, eller følg kor langt det er mellom hendingane.",
    "More than half of the values are equal, so long runs on one side come by themselves. Count over a longer period, "
    "or follow how far it is between the events.",
)
FEW_EXPECTED = Words(
    "Det ventes færre enn 5 hendelser i et punkt, så grensene er ikke symmetriske i virkeligheten. Tell over en lengre "
    "periode, eller følg hvor langt det er mellom hendelsene.",
    "Det er venta færre enn 5 hendingar i eit punkt, så grensene er ikkje symmetriske i røynda. Tel over ein lengre "
    "periode, eller følg kor langt det er mellom hendingane.",
    "Fewer than 5 events are expected in a point, so that true limits are not symmetrical. Count over a longer period, "
    "or follow how far it is between the events.",
)
EVENT_OUT = Words(
    "Verdien er antallet mellom hendelsene; hendelsen selv er ikke telt med.",
    "Verdien er talet mellom hendingane; hendinga sjølv er ikkje talt med.",
    "The value is the number between events; the event itself is not counted.",
)
EVENT_IN = Words(
    "Verdien er antallet til og med hendelsen.",
    "Verdien er talet til og med hendinga.",
    "The value is the number up to and including the event.",
)
