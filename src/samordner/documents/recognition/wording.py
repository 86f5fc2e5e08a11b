"""Words and lines of a source: what a word is, how HTML remains read, when two words mean the same."""

import html
import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

WORD = re.compile(r"\w+")
TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)(?:\s[^<>]*)?/?>")
INLINE = frozenset({"a", "b", "em", "i", "span", "strong", "sub", "sup", "u", "font", "small"})
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
MARKER = r"[-–—•·▪●○◦‣*\u25a0\u2043\u2219\uf0b7\uf0a7]"  # signs before an item of a list
BULLET = re.compile(rf"^\s*(?:{MARKER}\s*(?=[^\W_]|[*«\"(])|o\s+(?=\w))")
NUMBERED = re.compile(r"^\s*(?:\d{1,2}|[a-zæøå])[.)]\s+(?=\S)", re.IGNORECASE)
LONGEST_PARAGRAPH = 5000  # letters that are put together at most
MARGIN = 50  # letters in a line that may have been broken at the margin
ENDINGS = ("anes", "enes", "ane", "ene", "ar", "er", "en", "et", "es", "as", "a", "e", "s")
FILLERS = frozenset(
    "og i for av med på til som om ved den det dei de en ein et eit evt eventuelt eventuell m mm mv".split()  # noqa: SIM905
)


def words(text: str) -> Counter[str]:
    """Every word of a text with how often it stands there."""
    return Counter(WORD.findall(text))


def words_of(texts: Iterable[str]) -> Counter[str]:
    """Every word of several texts."""
    total: Counter[str] = Counter()
    for text in texts:
        total.update(WORD.findall(text))
    return total


def plain(text: str) -> str:
    """Text without tags and control characters; a paragraph or an item of a list begins a new line."""
    if "<" in text:
        text = _without_tags(text)
    if "&" in text:
        text = html.unescape(text)
    text = CONTROL.sub(" ", text)
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def plain_line(text: str) -> str:
    """A line without control characters, its words with one space between."""
    return " ".join(CONTROL.sub(" ", text).split())


def without_tags(text: str) -> str:
    """The text with its tags taken out: what the words of a source are counted in."""
    return html.unescape(TAG.sub(lambda tag: "" if tag[2].lower() in INLINE else "\n", text))


def _without_tags(text: str) -> str:
    out: list[str] = []
    listing = False
    at = 0
    for tag in TAG.finditer(text):
        out.append(_items(text[at : tag.start()]) if listing else text[at : tag.start()])
        name, closes = tag[2].lower(), bool(tag[1])
        if name in ("ul", "ol"):
            listing = not closes
        elif name == "p" and not closes:
            listing = False
        if name not in INLINE:
            out.append("\n")
            if name == "li" and not closes:
                out.append("- ")
        at = tag.end()
    out.append(_items(text[at:]) if listing else text[at:])
    return "".join(out)


def _items(text: str) -> str:
    """Items run together on one line ("• a • b") on lines of their own, by the sign that opens the list."""
    opening = re.match(rf"\s*({MARKER}|o)\s", text)
    if opening is None:
        return text
    return re.sub(rf"\s+(?={re.escape(opening[1])}\s)", "\n", text)


def ends_in_open_list(raw: str) -> bool:
    """Whether HTML remains open a list that they never close, so that it may run on below."""
    opened = [tag for tag in TAG.finditer(raw) if tag[2].lower() in ("ul", "ol", "p")]
    return bool(opened) and opened[-1][2].lower() in ("ul", "ol") and not opened[-1][1]


def is_bullet(text: str) -> bool:
    """Whether a line is an item of a list."""
    return BULLET.match(text) is not None


def without_bullet(text: str) -> str:
    """An item without its sign; an "o" that stands for a sign is a letter of the source and stays."""
    match = BULLET.match(text)
    return text[match.end() :] if match and "o" not in match[0] else text


def bare(text: str) -> str:
    """Text without bold signs, bullets and colons around it, on one line."""
    return " ".join(without_bullet(text).replace("*", " ").split()).strip(" :#")


@lru_cache(maxsize=4096)
def stem(word: str) -> str:
    """A word without Norwegian endings, so that "områda", "områdene" and "område" meet."""
    word = word.casefold()
    while len(word) > 3:
        ending = next((end for end in ENDINGS if word.endswith(end) and len(word) - len(end) >= 3), None)
        if ending is None:
            break
        word = word[: -len(ending)]
    return word


@lru_cache(maxsize=4096)
def stems(text: str) -> tuple[str, ...]:
    """The telling words of a heading, stemmed: no fillers, no years, no hyphens from a line's end."""
    text = text.replace("\u00ad", "").replace("\u200b", "")
    text = re.sub(r"(?<=\w)[-‐]\s*(?=[a-zæøå])(?!\s*og\b)", "", text)
    found = (word.casefold() for word in re.findall(r"[^\W_]+", text))
    return tuple(
        stem(word) for word in found if word not in FILLERS and not re.fullmatch(r"(?:19|20)\d\d", word)
    )


@lru_cache(maxsize=16384)
def alike(one: str, other: str) -> bool:
    """Whether two stems are the same word but for one letter in a long word."""
    if one == other:
        return True
    if min(len(one), len(other)) < 7 or abs(len(one) - len(other)) > 1:
        return False
    return _one_edit(one, other)


def _one_edit(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    at = next((k for k, letter in enumerate(short) if long[k] != letter), len(short))
    rest = short[at:] if len(short) < len(long) else short[at + 1 :]
    return rest == long[at + 1 :]


@lru_cache(maxsize=16384)
def likeness(heading: str, variant: str) -> float:
    """How well a heading means a variant: 1 the same words, 0 a word of the variant is missing."""
    wanted, given = stems(variant), stems(heading)
    if not wanted or not given:
        return 0.0
    if not all(any(alike(word, other) for other in given) for word in wanted):
        return 0.0
    if wanted == given:
        return 1.0
    first = 0.1 if alike(wanted[0], given[0]) else 0.0
    return min(0.95, 0.5 + first + 0.4 * len(wanted) / len(given))


def same(one: str, other: str) -> bool:
    """Whether two texts are the same words."""
    return WORD.findall(one.casefold()) == WORD.findall(other.casefold())


def begins(whole: str, part: str) -> bool:
    """Whether the words of `part` open `whole`."""
    long, short = WORD.findall(whole.casefold()), WORD.findall(part.casefold())
    return long[: len(short)] == short


def is_upper(text: str) -> bool:
    """Whether a line is set in capitals."""
    letters = [letter for letter in text if letter.isalpha()]
    return len(letters) >= 3 and sum(letter.isupper() for letter in letters) >= 0.9 * len(letters)


def runs_on(before: str, after: str) -> bool:
    """Whether `after` plainly goes on with the sentence that `before` left open."""
    before, after = before.rstrip(), after.lstrip()
    if not before or not after or is_bullet(after):
        return False
    if before[-1] == "," or before.split()[-1] in FILLERS:
        return True
    return after[0].islower() and before[-1] not in ".!?"


def unwrapped(text: str) -> str:
    """Text with the lines of a paragraph that was broken at the margin put together, hyphens mended."""
    out: list[str] = []
    above, length = "", 0
    for line in text.replace("\u00ad", "").split("\n"):
        if length > LONGEST_PARAGRAPH or not is_wrapped(above, line):
            out += ["\n", line]
            length = 0
        elif re.search(r"\w-$", above[-2:]) and not re.match(r"(?:og|eller)\b", line):
            out[-1] = out[-1][:-1]
            out.append(line)
        else:
            out += [" ", line.lstrip()]
        above, length = line, length + len(line)
    return "".join(out[1:])


def is_wrapped(before: str, line: str) -> bool:
    """Whether a line goes on with a sentence of the line before it, or that line is as long as a margin's."""
    if not before or not line.strip() or "\t" in before + line or is_bullet(line) or NUMBERED.match(line):
        return False
    if before[-1] in ".!?:;":
        return False
    return line.lstrip()[0].islower() or len(before) >= MARGIN


def joined(parts: Iterable[str]) -> str:
    """Parts of a cell in one text: a broken sentence is mended with a space, else a new line."""
    out: list[str] = []
    above = ""
    for part in parts:
        if not part:
            continue
        if out:
            out.append(" " if runs_on(above, part) else "\n")
        out.append(part)
        above = part
    return "".join(out)
