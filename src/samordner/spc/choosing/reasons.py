"""Why a chart suits the data, and why another might suit them better."""

from __future__ import annotations

from samordner.spc.words import Words

BEGIN = Words(
    "Begynn med en enkel tidsserie; når det er ti punkter, kan grenser tegnes.",
    "Byrj med ein enkel tidsserie; når det er ti punkt, kan grenser teiknast.",
    "Begin with a plain run chart; when there are ten points, limits can be drawn.",
)
WHY_CASES = Words(
    "Dere teller hvor mange av hvor mange. Grensene følger hvor mange det var hver gang: få gir vide grenser.",
    "De tel kor mange av kor mange. Grensene følgjer kor mange det var kvar gong: få gir vide grenser.",
    "You count how many out of how many. The limits follow how many there were each time: few give wide limits.",
)
WHY_RATE = Words(
    "Dere teller hendelser, og det skifter hvor mange det kan skje med. Derfor deles det på antallet hver gang.",
    "De tel hendingar, og det skifter kor mange det kan skje med. Difor blir det delt på talet kvar gong.",
    "You count events, and how many they can happen to varies. So they are divided by that number each time.",
)
WHY_COUNT = Words(
    "Dere teller hendelser blant omtrent like mange hver gang. Da kan antallet tegnes som det er.",
    "De tel hendingar blant om lag like mange kvar gong. Då kan talet teiknast som det er.",
    "You count events among about as many each time. The number can then be drawn as it is.",
)
WHY_UNKNOWN = Words(
    "Antallet hendelser kan bety lite når ingen vet hvor mange det kunne skje med. Da tegnes det uten grenser.",
    "Talet på hendingar kan bety lite når ingen veit kor mange det kunne skje med. Då blir det teikna utan grenser.",
    "The number of events may mean little when nobody knows how many it could happen to. It is drawn without limits.",
)
WHY_WEIGHTED = Words(
    "Tallet bygger på flere eller færre målinger hver gang. Grensene blir videre når det er få.",
    "Talet byggjer på fleire eller færre målingar kvar gong. Grensene blir vidare når det er få.",
    "The number rests on more or fewer measurements each time. The limits widen when there are few.",
)
WHY_NUMBER = Words(
    "Dere har ett tall hver gang. Grensene regnes ut fra hvor mye det skifter fra gang til gang.",
    "De har eitt tal kvar gong. Grensene blir rekna ut frå kor mykje det skifter frå gong til gong.",
    "You have one number each time. The limits are computed from how much it changes from time to time.",
)
WHY_SEVERAL = Words(
    "Dere har flere målinger hver gang. Da tegnes gjennomsnittet, og spredningen for seg.",
    "De har fleire målingar kvar gong. Då blir gjennomsnittet teikna, og spreiinga for seg.",
    "You have several measurements each time. The mean is drawn, and the spread by itself.",
)
WHY_TIME = Words(
    "Det skjer sjelden. Da sier tiden mellom hver gang mer enn antallet.",
    "Det skjer sjeldan. Då seier tida mellom kvar gong meir enn talet.",
    "It happens rarely. The time between then tells more than the number.",
)
WHY_BETWEEN = Words(
    "Det skjer sjelden. Da sier det mer hvor mange det gikk bra med, eller hvor mange dager det gikk, mellom hver gang.",
    "Det skjer sjeldan. Då seier det meir kor mange det gjekk bra med, eller kor mange dagar det gjekk, mellom kvar gong.",
    "It happens rarely. How many it went well with, or how many days passed in between, then tells more.",
)
WHY_RARE = Words(
    "{zeros} av {points} punkter er 0. Følg heller hvor langt det er mellom hver gang, eller tell over lengre perioder.",
    "{zeros} av {points} punkt er 0. Følg heller kor langt det er mellom kvar gong, eller tel over lengre periodar.",
    "{zeros} of {points} points are 0. Rather follow how far it is between them, or count over longer periods.",
)
WHY_FEW = Words(
    "Det skjer bare {expected} ganger i en vanlig periode. Tell over lengre perioder, eller følg hvor langt det er "
    "mellom hver gang.",
    "Det skjer berre {expected} gonger i ein vanleg periode. Tel over lengre periodar, eller følg kor langt det er "
    "mellom kvar gong.",
    "It happens only {expected} times in an ordinary period. Count over longer periods, or follow how far it is "
    "between them.",
)
WHY_ALIKE = Words(
    "Mer enn halvparten av punktene er {value}. Da kan ikke rekker og kryssinger tolkes. Tell hvor mange av hvor mange, "
    "eller følg hvor langt det er mellom hver gang.",
    "Meir enn halvparten av punkta er {value}. Då kan ikkje rekkjer og kryssingar tolkast. Tel kor mange av kor mange, "
    "eller følg kor langt det er mellom kvar gong.",
    "More than half of the points are {value}. Runs and crossings cannot be read then. Count how many out of how many, "
    "or follow how far it is between them.",
)
WHY_NARROW = Words(
    "Punktene skifter mer fra gang til gang enn tilfeldigheter i så store tall kan forklare. Grenser som også regner "
    "med det, gir færre falske signaler.",
    "Punkta skifter meir frå gong til gong enn tilfelle i så store tal kan forklare. Grenser som òg reknar med det, "
    "gir færre falske signal.",
    "The points vary more from time to time than chance in such large numbers can explain. Limits that reckon with "
    "that as well give fewer false signals.",
)
