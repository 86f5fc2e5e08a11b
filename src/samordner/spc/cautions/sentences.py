"""The sentences of the cautions: what is seen, why it matters, and what to do."""

from __future__ import annotations

from samordner.spc.words import Words

NUMERATOR = Words(
    "Telleren er større enn nevneren. Ett av tallene er feil; punktet er ikke med i beregningen.",
    "Teljaren er større enn nemnaren. Eitt av tala er feil; punktet er ikkje med i utrekninga.",
    "The numerator is above the denominator. One of them is wrong; the point is not in the computation.",
)
NO_DENOMINATOR = Words(
    "Nevneren er 0 eller mangler. Da finnes det ingen verdi: skriv «ikke målt» eller «ikke aktuelt».",
    "Nemnaren er 0 eller manglar. Då finst det ingen verdi: skriv «ikkje målt» eller «ikkje aktuelt».",
    "The denominator is 0 or missing. There is no value then: write “not measured” or “not relevant”.",
)
ABOVE_100 = Words(
    "En andel kan ikke være over 100 prosent. Er det et antall, eller en endring fra før?",
    "Ein del kan ikkje vere over 100 prosent. Er det eit tal på noko, eller ei endring frå før?",
    "A share cannot be above 100 per cent. Is it a number, or a change from before?",
)
FUTURE = Words(
    "Datoen er i framtiden. Bare det som er målt, skal inn; det dere håper på, er en målverdi.",
    "Datoen er i framtida. Berre det som er målt, skal inn; det de håpar på, er ein målverdi.",
    "The date is in the future. Only what is measured belongs here; what you hope for is a goal.",
)
DISORDER = Words(
    "Datoene står ikke i rekkefølge, eller samme dato står to ganger. Datoer som er skrevet som tekst, sorteres lett feil.",
    "Datoane står ikkje i rekkjefølgje, eller same dato står to gonger. Datoar skrivne som tekst blir lett sorterte feil.",
    "The dates are not in order, or one stands twice. Dates that are written as text are easily sorted wrongly.",
)
MISSING_AS_ZERO = Words(
    "Et 0 blant så høye tall kommer nesten aldri av seg selv. Ble det ikke målt, skal det stå «ikke målt».",
    "Eit 0 blant så høge tal kjem nesten aldri av seg sjølv. Blei det ikkje målt, skal det stå «ikkje målt».",
    "A 0 among numbers this high hardly ever comes by itself. If it was not measured, write “not measured”.",
)
MIXED = Words(
    "Definisjonen ble endret midt i en fase. Da er det to ulike ting som er målt: begynn en ny fase der.",
    "Definisjonen blei endra midt i ein fase. Då er det to ulike ting som er målte: byrj ein ny fase der.",
    "The definition changed in the middle of a phase. Two different things are then measured: begin a new phase there.",
)
JUMPED = Words(
    "Nevneren gikk fra omtrent {before} til omtrent {after}, og ble der. Er det andre som telles? Da er det en ny "
    "definisjon og en ny fase.",
    "Nemnaren gjekk frå om lag {before} til om lag {after}, og blei der. Er det andre som blir talde? Då er det ein ny "
    "definisjon og ein ny fase.",
    "The denominator went from about {before} to about {after} and stayed there. Are others counted? Then it is a new "
    "definition and a new phase.",
)
SAMPLING = Words(
    "Nevneren gikk fra {before} til {after}, og den ene er lik hver gang. Er det et utvalg den ene tiden og alle den andre? "
    "Da er det en ny definisjon og en ny fase.",
    "Nemnaren gjekk frå {before} til {after}, og den eine er lik kvar gong. Er det eit utval den eine tida og alle den andre? "
    "Då er det ein ny definisjon og ein ny fase.",
    "The denominator went from {before} to {after}, and one of them is the same every time. Is it a sample at one time and "
    "everybody at the other? Then it is a new definition and a new phase.",
)
CUMULATIVE = Words(
    "Tallene ser ut til å være lagt sammen så langt. En slik sum stiger alltid. Skriv det som skjedde i hver periode.",
    "Tala ser ut til å vere lagde saman så langt. Ein slik sum stig alltid. Skriv det som skjedde i kvar periode.",
    "The numbers seem to be added up so far. Such a sum always rises. Write what happened in each period.",
)
ROLLING = Words(
    "Et rullende gjennomsnitt gjør punktene like hverandre, så rekker og grenser ikke gjelder. Skriv tallet for hver periode.",
    "Eit rullande gjennomsnitt gjer punkta like kvarandre, så rekkjer og grenser ikkje gjeld. Skriv talet for kvar periode.",
    "A rolling mean makes the points alike, so that runs and limits do not hold. Write the number of each period.",
)
SPARSE = Words(
    "Det er målt bare hver {every}. gang. Sett rytmen til det dere faktisk måler, så blir ikke resten stående tomt.",
    "Det er målt berre kvar {every}. gong. Set rytmen til det de faktisk måler, så blir ikkje resten ståande tomt.",
    "Only one in {every} periods is measured. Set the rhythm to what you really measure, so that the rest is not empty.",
)
REPEATED = Words(
    "Hvert tall står {times} ganger på rad. Er det ett tall for en lengre periode? Da skal det stå én gang.",
    "Kvart tal står {times} gonger på rad. Er det eitt tal for ein lengre periode? Då skal det stå éin gong.",
    "Each number stands {times} times in a row. Is it one number for a longer period? Then it is to stand once.",
)
PERCENT = Words(
    "Prosenter uten antall kan ikke legges sammen, og grensene vet ikke om de bygger på 3 eller 300. Skriv hvor mange av "
    "hvor mange.",
    "Prosentar utan tal på kor mange kan ikkje leggjast saman, og grensene veit ikkje om dei byggjer på 3 eller 300. Skriv "
    "kor mange av kor mange.",
    "Percentages without numbers cannot be put together, and the limits do not know whether they rest on 3 or 300. Write "
    "how many out of how many.",
)
YEARLY = Words(
    "Med ett tall i året tar det ti år før noe kan sies. Mål oftere, om så på færre.",
    "Med eitt tal i året tek det ti år før noko kan seiast. Mål oftare, om så på færre.",
    "With one figure a year it takes ten years before anything can be said. Measure more often, if only on fewer.",
)
RANKED = Words(
    "Rekkefølgen mellom team skifter mest av tilfeldigheter. Sorter etter navn, og se på hvert team over tid.",
    "Rekkjefølgja mellom team skifter mest av tilfelle. Sorter etter namn, og sjå på kvart team over tid.",
    "The order of teams changes mostly by chance. Sort by name, and look at each team over time.",
)
TWO_POINTS = Words(
    "To målinger er alltid ulike. Om noe er blitt annerledes, vises først når det er flere på begge sider.",
    "To målingar er alltid ulike. Om noko er blitt annleis, viser seg først når det er fleire på begge sider.",
    "Two measurements always differ. Whether something has changed shows only with more of them on both sides.",
)
SEASONS = Words(
    "De samme tidene av året ser ut til å ligge høyt eller lavt hvert år. Sammenlign med samme tid i fjor før noe "
    "kalles en endring.",
    "Dei same tidene av året ser ut til å liggje høgt eller lågt kvart år. Samanlikn med same tid i fjor før noko "
    "blir kalla ei endring.",
    "The same times of the year seem to lie high or low every year. Compare with the same time last year before "
    "calling anything a change.",
)
GOAL = Words(
    "Målverdien ligger mellom grensene. Slik det er nå, nås den noen ganger og andre ganger ikke, uten at noe er endret. "
    "Et punkt på feil side av målverdien er ikke et signal.",
    "Målverdien ligg mellom grensene. Slik det er no, blir han nådd nokre gonger og andre gonger ikkje, utan at noko er "
    "endra. Eit punkt på feil side av målverdien er ikkje eit signal.",
    "The goal lies between the limits. As it is now, it is reached at times and at times not, without anything having "
    "changed. A point on the wrong side of the goal is no signal.",
)
