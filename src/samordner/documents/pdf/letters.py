"""The letters that the fonts here have: Source Sans Pro, DejaVu Sans Mono (inside typst) for signs that it lacks, and
Noto Emoji for small pictures.

PDF/UA allows no letter without a shape, so a letter that no font has is printed as the plain letters that it stands
for ("①" as "1"), else as what it is, in brackets (`unprinted`). Letters of scripts that run from right to left are not
among those that the fonts have: they would be read in the wrong order. A test prints every one.
"""

from __future__ import annotations

import re
import unicodedata

from samordner.documents.pdf.unprinted import said_of

RANGES = """
20-7e a0-ac ae-1c3 1cd-1e3 1e6-1f0 1f4-1f6 1f8-1f9 1fc-221 224-241 243-245 24c-24d 250-2b9 2bb-2c1
2c6-2d3 2d6-2de 2e0-2e9 2ee 2f3 300-33f 342-343 345 358 361 374-377 37a-37f 384-38a 38c 38e-3a1 3a3-3ce
3d0-3e1 3f0-45f 462-463 472-475 490-49b 4a0-4a5 4aa-4b3 4b6-4b7 4ba-4bb 4c0-4c4 4c7-4c8 4cb-4cc 4cf-4f9
510-511 51a-51d 531-556 559-55f 561-587 589-58a 606-607 609-60a 60c 615 64b-655 65a 66a 6f0-6f9 e3f
e81-e82 e84 e87-e88 e8a e8d e94-e97 e99-e9f ea1-ea3 ea5 ea7 eaa-eab ead-eb9 ebb-ebc ec8-ecd 10d0-10fc
1d02 1d08-1d09 1d14 1d16-1d17 1d1d-1d1f 1d2c-1d2e 1d30-1d3c 1d3e-1d5b 1d62-1d65 1d77-1d78 1d7b 1d85
1d9b-1db7 1db9-1dbf 1e00-1e13 1e16-1e2d 1e30-1e4d 1e52-1e63 1e68-1e79 1e7c-1e99 1e9b 1e9e-1ef9 1f00-1f15
1f18-1f1d 1f20-1f45 1f48-1f4d 1f50-1f57 1f59 1f5b 1f5d 1f5f-1f7d 1f80-1fb4 1fb6-1fc4 1fc6-1fd3 1fd6-1fdb
1fdd-1fef 1ff2-1ff4 1ff6-1ffe 2000-200a 2010-2023 2026 202f-2037 2039-203a 203c-203f 2044-2049 204b 205f
2070-2071 2074-208e 2090-209c 20a0-20b5 20b8-20ba 20bd 2102 2105 210d-210f 2113 2115-2117 2119-211a 211d
2120 2122 2124 2126 212a-212b 212e 2148 2150-215f 2189 2190-2213 2215 2217-2220 2223 2227-222d 2234-223d
2241-2269 226d-228b 228d-22a5 22b2-22b5 22b8 22c2-22c6 22cd-22d1 22da-22e9 22ef 2300-2306 2308-2315
2318-2319 231c-2321 2325-2328 232b 2335-237a 237d 2380-2383 2388-238b 2395 239b-23ae 23ce-23cf 2423
2500-262f 2638-268b 2690-269c 26a0-26a1 26b0-26b1 2701-2704 2706-2709 270c-2727 2729-274b 274d 274f-2752
2756 2758-275e 2761-2775 2794 2798-27af 27b1-27be 27c2 27c5-27c6 27dc 27e0 27e6-27eb 27f5-27f7 2987-2988
2997-2998 29eb 29fa-29fb 2a00 2a2f 2a6a-2a6b 2b05-2b0d 2b12-2b1a 2c64 2c6d-2c70 2c75-2c77 2c79-2c7a
2c7c-2c7f 2e18 2e1f 2e22-2e25 2e2e 2e3a-2e3b a708-a716 a71b-a71f a722-a727 a789-a78e a790-a791 a7aa
a7f8-a7f9 fb00-fb04 fffc-fffd 1f16a-1f16b
"""


PICTURES = """
2139 231a-231b 23e9-23f3 23f8-23fa 24c2 261d 26a7 26aa-26ab 26bd-26be 26c4-26c5 26c8 26ce-26cf 26d1
26d3-26d4 26e9-26ea 26f0-26f5 26f7-26fa 26fd 2705 270a-270d 2728 274c 274e 2753-2755 2757 2764 2795-2797
27b0 27bf 2934-2935 2b1b-2b1c 2b50 2b55 3030 303d 3297 3299 1f004 1f0cf 1f170-1f171 1f17e-1f17f 1f18e
1f191-1f19a 1f1e6-1f1ff 1f201-1f202 1f21a 1f22f 1f232-1f23a 1f250-1f251 1f300-1f321 1f324-1f393
1f396-1f397 1f399-1f39b 1f39e-1f3f0 1f3f3-1f3f5 1f3f7-1f3fa 1f400-1f4fd 1f4ff-1f53d 1f549-1f54e
1f550-1f567 1f56f-1f570 1f573-1f57a 1f587 1f58a-1f58d 1f590 1f595-1f596 1f5a4-1f5a5 1f5a8 1f5b1-1f5b2
1f5bc 1f5c2-1f5c4 1f5d1-1f5d3 1f5dc-1f5de 1f5e1 1f5e3 1f5e8 1f5ef 1f5f3 1f5fa-1f64f 1f680-1f6c5
1f6cb-1f6d2 1f6d5-1f6d9 1f6dc-1f6e5 1f6e9 1f6eb-1f6ec 1f6f0 1f6f3-1f6fc 1f7e0-1f7eb 1f7f0 1f90c-1f93a
1f93c-1f945 1f947-1f9ff 1fa70-1fa7c 1fa80-1fac6 1fac8 1facc-1fadd 1fadf-1faeb 1faef-1fafa
"""
"""What Noto Emoji draws here: what the other fonts lack, and four with which a sequence may begin (☝ ✌ ✍ ❤)."""
PEOPLE = """
261d 26f9 270a-270d 1f385 1f3c2-1f3c4 1f3c7 1f3ca-1f3cc 1f442-1f443 1f446-1f450 1f466-1f478 1f47c
1f481-1f483 1f485-1f487 1f48f 1f491 1f4aa 1f574-1f575 1f57a 1f590 1f595-1f596 1f645-1f647 1f64b-1f64f
1f6a3 1f6b4-1f6b6 1f6c0 1f6cc 1f90c 1f90f 1f918-1f91f 1f926 1f930-1f939 1f93c-1f93e 1f977 1f9b5-1f9b6
1f9b8-1f9b9 1f9bb 1f9cd-1f9cf 1f9d1-1f9dd 1fac3-1fac5 1faf0-1faf8
"""
"""Of these, what may have a colour of skin (Unicode's Emoji_Modifier_Base): after any other, a line may end."""
WITHIN = "2194-2195 2620 2640 2642 2695-2696 2708 2744 27a1"
"""What may stand inside a sequence that is one picture, and by itself is a sign of the other fonts."""


def _class(ranges: str) -> str:
    ends = ([chr(int(end, 16)) for end in part.split("-")] for part in ranges.split())
    return "".join("-".join(map(re.escape, pair)) for pair in ends)


_ONE = f"(?:[{_class(PEOPLE)}]\ufe0f?[\U0001f3fb-\U0001f3ff]?|[%s]\ufe0f?)"
_NATIONS = ("gbeng", "gbsct", "gbwls")
"""England, Scotland and Wales, whose flags are spelt in letters of their own, after a black one."""
_SPELT = "|".join("".join(chr(0xE0000 + ord(each)) for each in nation) for nation in _NATIONS)
_SEQUENCE = (
    f"\U0001f3f4(?:{_SPELT})\U000e007f|{_ONE % _class(PICTURES)}(?:\u200d{_ONE % _class(PICTURES + WITHIN)})*"
)
_PICTURE = re.compile(f"[{_class(PICTURES)}]")
_UNITS = re.compile(f"{_SEQUENCE}|.", re.DOTALL)
_UNKNOWN = re.compile(f"[^{_class(RANGES)}]")
_STRETCHES = re.compile(f"(?P<picture>{_SEQUENCE})|(?P<unknown>[^{_class(RANGES + PICTURES)}]+)")
_LATIN = re.compile(r"[ -~\xa0-\xac\xae-\xff–—‘’“”„•…]*")
_SPACES = dict.fromkeys(map(ord, "\t\n\r\x0b\x0c\x85\u2028\u2029"), " ")


_BREADTHS = {
    letter: thousandths / 1000
    for thousandths, letters in {
        200: " ", 280: "ijl", 300: "I.,:;", 340: "f-()/", 380: "t", 400: "r", 440: "s", 460: "cz", 500: "J–",
        520: "aevxyåFLY0123456789", 540: "gkEZ", 560: "ouøSTVX", 580: "bdhnpqACÅ", 600: "BP", 620: "KR", 640: "DG",
        660: "NU", 680: "HOQØ", 760: "M", 780: "wæ", 820: "W", 860: "m%Æ",
    }.items()
    for letter in letters
}  # fmt: skip


_BREADTHS |= dict.fromkeys("\u200d\ufe0f\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff", 0.0)
_WIDEST = 1.27


def breadth(text: str, size: float) -> float:
    """How wide the text is in Source Sans Pro Bold; the lighter weights are 6 per cent narrower."""
    return size * sum(_BREADTHS[each] if each in _BREADTHS else _unusual(each) for each in text)


def _unusual(letter: str) -> float:
    return _WIDEST if _PICTURE.match(letter) else 0.62


def units(text: str) -> list[str]:
    """The text in what must not be cut: its letters, and each sequence that is one picture."""
    return _UNITS.findall(text) if _PICTURE.search(text) else list(text)


def single(text: str) -> str:
    """The text with a single sign for each sequence: a drawing's words are shaped letter by letter. A flag is letters."""
    return _UNITS.sub(lambda found: _plain(found[0]), text) if _PICTURE.search(text) else text


def _plain(unit: str) -> str:
    nation = ord(unit[0]) - ord("\U0001f1e6")
    return chr(ord("A") + nation) if 0 <= nation < 26 else unit[0]


def drawn_in(text: str) -> str:
    """The expression for all that Noto Emoji draws, as typst reads it; empty where the text has no picture."""
    return f"[{_class(PICTURES)}]" if _PICTURE.search(text) else ""


def printable(text: str) -> str:
    """One line as the fonts can show it: without control characters, and with tabs as spaces."""
    if _LATIN.fullmatch(text):
        return text  # nearly all lines
    known = unicodedata.normalize("NFC", text.translate(_SPACES))
    return _STRETCHES.sub(lambda found: found["picture"] or _instead(found["unknown"]), known)


def _instead(letters: str) -> str:
    """What a stretch of letters that no font has is printed as."""
    printed, left = "", ""
    for letter in letters:
        if _leaves_no_mark(letter):
            continue
        plain = unicodedata.normalize("NFKC", letter)
        if _UNKNOWN.search(plain):
            left += letter
        else:
            printed, left = printed + said_of(left) + plain, ""
    return printed + said_of(left)


def _leaves_no_mark(letter: str) -> bool:
    """Soft hyphens, joiners, variation selectors, a colour of skin with nobody before it, the frame of a key."""
    return (
        unicodedata.category(letter) in {"Cc", "Cf", "Cs"}
        or "\ufe00" <= letter <= "\ufe0f"
        or "\U0001f3fb" <= letter <= "\U0001f3ff"
        or letter == "\u20e3"
    )
