"""Periods as people write them: "vår 2020", "årleg", "i løpet av 2021", "27.april".

The label is kept as written. Beside it stand the days that it surely lies within (both inclusive) and how
often it comes back, as far as they can be read. Seasons are those of planning, not of the weather: spring is
January to June, autumn is August to December.
"""

import re
from calendar import monthrange
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

MONTHS = (
    ("januar", "jan"),
    ("februar", "feb", "febr"),
    ("mars", "mar"),
    ("april", "apr"),
    ("mai",),
    ("juni", "jun"),
    ("juli", "jul"),
    ("august", "aug"),
    ("september", "sep", "sept"),
    ("oktober", "okt"),
    ("november", "nov"),
    ("desember", "des"),
)
MONTH = {name: number for number, names in enumerate(MONTHS, 1) for name in names}

# season -> first and last month
SEASONS = {
    "vår": (1, 6),
    "våren": (1, 6),
    "sommer": (6, 8),
    "sommeren": (6, 8),
    "sommar": (6, 8),
    "sommaren": (6, 8),
    "høst": (8, 12),
    "høsten": (8, 12),
    "haust": (8, 12),
    "hausten": (8, 12),
    "vinter": (1, 3),
    "vinteren": (1, 3),
    "årsskiftet": (12, 12),
}
ORDINALS = {"første": 1, "fyrste": 1, "andre": 2, "tredje": 3, "fjerde": 4}
PARTS = {"kvartal": 3, "halvår": 6, "tertial": 4}  # months in each

COUNTS = {
    "en": 1, "ein": 1, "én": 1, "ett": 1, "eitt": 1, "to": 2, "tre": 3, "fire": 4, "fem": 5, "seks": 6,
    "sju": 7, "syv": 7, "åtte": 8, "ni": 9, "ti": 10, "elleve": 11, "tolv": 12,
}  # fmt: skip

_COUNT = r"(?P<count>\d{1,3}|" + "|".join(COUNTS) + r")"
_YEARLY = r"(?:\s*/\s*|\s+(?:per|pr\.?|i|kvart|hvert)\s+)år(?:et|leg|lig)?\b"
RATES = re.compile(
    rf"\b{_COUNT}\s*(?:g|x|gang|ganger|gong|gonger|møter?|møte|samling(?:er|ar)?)?\.?{_YEARLY}", re.IGNORECASE
)
RECURRENCES = (
    (r"\bannethvert\s+år|\bannakvart\s+år|\b(?:hvert|kvart)\s+(?:annet|anna|andre)\s+år", "every-2-years"),
    (r"\bhalvår(?:lig|leg|svis)|\b(?:hvert|kvart)\s+halvår", "2/year"),
    (r"\bkvartals?(?:vis|lig|leg)|\b(?:hvert|kvart)\s+kvartal", "4/year"),
    (r"\bmånedlige?|\bmånadleg|\b(?:hver|kvar)\s+(?:måned|månad)", "monthly"),
    (r"\bukentlig|\bukevis|\bvekentleg|\bvekevis|\b(?:hver|kvar)\s+(?:uke|veke)", "weekly"),
    (r"\bårlige?|\bårleg|\bårvisst?|\b(?:hvert|kvart)\s+år\b", "yearly"),
    (r"\b(?:fort)?løpende|\b(?:fort)?løpande|\bkontinuerleg|\bkontinuerlig", "ongoing"),
    (r"\bved\s+behov|\better\s+behov", "as-needed"),
)
BEFORE = re.compile(r"^\W*(?:innen|innan|før|seinast|senest|til)\b", re.IGNORECASE)
AFTER = re.compile(r"^\W*(?:fra|frå|etter)\b(?!.*(?:\btil\b|[-–]))", re.IGNORECASE)
CLOSING = re.compile(r"\b(?:utgangen|slutten)\s+av\b", re.IGNORECASE)

_YEAR = r"(?:19|20)\d\d"
_MONTH = "|".join(sorted(MONTH, key=len, reverse=True))
_SEASON = "|".join(sorted(SEASONS, key=len, reverse=True))
_ORDINAL = "|".join(ORDINALS)
PIECES = re.compile(
    rf"(?P<iso>\b{_YEAR}-\d\d-\d\d\b)"
    r"|(?P<dotted>\b\d{1,2}\.\s?\d{1,2}\.(?:\s?(?:(?:19|20)\d\d|\d\d)\b)?"
    r"|(?<![\d.,])\d{1,2}\.(?:0[1-9]|1[0-2])(?![\d.,])"
    r"|\b\d{1,2}/\d{1,2}[-/ ](?:19|20)?\d\d\b)"
    rf"|(?P<day>\b\d{{1,2}})\.?(?:\s*(?:-|–|og|til)\s*(?P<lastday>\d{{1,2}})\.?)?\s*(?P<daymonth>{_MONTH})\b\.?"
    rf"|(?P<partnumber>\b\d|\b{_ORDINAL})\.?\s*(?P<part>kvartal|halvår|tertial)(?:et)?\b"
    r"|\bq(?P<quarter>[1-4])\b"
    r"|\b(?:uke|veke)\s*(?P<week>\d{1,2})\b"
    rf"|\b(?P<month>{_MONTH})\b\.?"
    rf"|\b(?P<season>{_SEASON})\b"
    rf"|(?P<span>(?<!\d){_YEAR}\s*[-–/]\s*(?:{_YEAR}|\d\d)(?!\d))"
    rf"|(?P<year>(?<!\d){_YEAR}(?!\d))",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Period:
    """A time as written, and what can be read out of it.

    `start` and `end` are inclusive days; either may be unknown. `recurrence` is "yearly", "4/year",
    "monthly", "weekly", "every-2-years", "ongoing", "as-needed" or None. `inferred` says that
    the year is not printed.
    """

    label: str
    start: date | None = None
    end: date | None = None
    recurrence: str | None = None
    inferred: bool = False

    @property
    def known(self) -> bool:
        """Whether anything at all could be read."""
        return self.start is not None or self.end is not None or self.recurrence is not None


@dataclass(frozen=True)
class _Piece:
    """A stretch within a year that may not be known yet: (month, day) to (month, day), or an ISO week."""

    first: tuple[int, int]
    last: tuple[int, int]
    year: int | None = None
    last_year: int | None = None
    week: int | None = None


def read(label: str, *, year: int | None = None) -> Period:
    """What the label says; `year` is used, and marked inferred, where the label prints none."""
    pieces = list(_pieces(label))
    recurrence = _recurrence(label)
    settled = _with_years(pieces, year)
    days = [stretch for piece in settled if (stretch := _days(piece)) is not None]
    if not days:
        return Period(label, recurrence=recurrence)
    start: date | None = min(first for first, _ in days)
    end: date | None = max(last for _, last in days)
    if len(days) == 1 and (BEFORE.search(label) or CLOSING.search(label)):
        start = None
    elif len(days) == 1 and AFTER.search(label):
        end = None
    printed = any(piece.year is not None for piece in pieces)
    return Period(label, start, end, recurrence, inferred=not printed)


def _pieces(label: str) -> Iterator[_Piece]:
    free = RATES.sub(" ", label)
    for match in PIECES.finditer(free):
        piece = _piece(match)
        if piece is not None:
            yield piece


def _piece(match: re.Match[str]) -> _Piece | None:
    found = {key: value.lower() for key, value in match.groupdict().items() if value is not None}
    match found:
        case {"iso": text}:
            year, month, day = (int(part) for part in text.split("-"))
            return _Piece((month, day), (month, day), year)
        case {"dotted": text}:
            return _dotted([int(part) for part in re.findall(r"\d+", text)])
        case {"daymonth": name, "day": day_text}:
            last = found.get("lastday", day_text)
            return _Piece((MONTH[name], int(day_text)), (MONTH[name], int(last)))
        case {"part": part, "partnumber": number}:
            return _part(PARTS[part], _number(number, ORDINALS))
        case {"quarter": number}:
            return _part(3, int(number))
        case {"week": number}:
            return _Piece((1, 1), (12, 31), week=int(number))
        case {"month": name}:
            return _Piece((MONTH[name], 1), (MONTH[name], 31))
        case {"season": name}:
            first_month, last_month = SEASONS[name]
            return _Piece((first_month, 1), (last_month, 31))
        case {"span": text}:
            first_year, second = (int(part) for part in re.findall(r"\d+", text))
            last_year = second if second > 99 else first_year // 100 * 100 + second
            return _Piece((1, 1), (12, 31), first_year, last_year) if last_year >= first_year else None
        case {"year": text}:
            return _Piece((1, 1), (12, 31), int(text))
    return None


def _number(word: str, names: Mapping[str, int]) -> int:
    return names[word] if word in names else int(word)


def _dotted(numbers: list[int]) -> _Piece | None:
    day, month = numbers[0], numbers[1]
    if not (1 <= day <= 31 and 1 <= month <= 12):
        return None
    year = numbers[2] if len(numbers) > 2 else None
    if year is not None and year < 100:
        year += 2000
    return _Piece((month, day), (month, day), year)


def _part(months: int, number: int) -> _Piece | None:
    if not 1 <= number <= 12 // months:
        return None
    return _Piece(((number - 1) * months + 1, 1), (number * months, 31))


def _with_years(pieces: list[_Piece], year: int | None) -> list[_Piece]:
    """Give each piece its year: its own, else the next one printed, else the one before, else `year`.

    A bare year that only serves another piece ("Sept. 2021") is not a stretch of its own.
    """
    bare = [_is_bare(piece) for piece in pieces]
    settled: list[_Piece] = []
    used: set[int] = set()
    for index, piece in enumerate(pieces):
        if piece.year is not None:
            continue
        after = next((k for k in range(index + 1, len(pieces)) if pieces[k].year is not None), None)
        before = next((k for k in range(index - 1, -1, -1) if pieces[k].year is not None), None)
        giver = after if after is not None else before
        if giver is not None and bare[giver]:
            used.add(giver)
        given = pieces[giver].year if giver is not None else year
        if given is not None:
            settled.append(_Piece(piece.first, piece.last, given, None, piece.week))
    settled += [piece for k, piece in enumerate(pieces) if piece.year is not None and k not in used]
    return settled


def _is_bare(piece: _Piece) -> bool:
    return piece.year is not None and (piece.first, piece.last) == ((1, 1), (12, 31))


def _days(piece: _Piece) -> tuple[date, date] | None:
    if piece.year is None:
        return None
    try:
        if piece.week is not None:
            monday = date.fromisocalendar(piece.year, piece.week, 1)
            return monday, monday + timedelta(days=6)
        first = date(piece.year, *piece.first)
        last = _day_in(piece.last_year or piece.year, *piece.last)
    except ValueError:  # "31. februar", "uke 54"
        return None
    return (first, last) if first <= last else None


def _day_in(year: int, month: int, day: int) -> date:
    if day == 31:  # stands for "the last day of the month"
        day = monthrange(year, month)[1]
    return date(year, month, day)


def _recurrence(label: str) -> str | None:
    rate = RATES.search(label)
    if rate:
        number = _number(rate["count"].lower(), COUNTS)
        if number:
            return "yearly" if number == 1 else f"{number}/year"
    return next((name for rule, name in RECURRENCES if re.search(rule, label, re.IGNORECASE)), None)
