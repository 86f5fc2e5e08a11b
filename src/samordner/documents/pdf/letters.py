"""The letters that the fonts here have: Source Sans Pro, and DejaVu Sans Mono (inside typst) for signs that it lacks.

PDF/UA allows no letter without a shape, so a letter that no font has is printed as the plain letters that it stands
for ("①" as "1"), else as U+FFFD. Letters of scripts that run from right to left are not among those that the fonts
have: they would be read in the wrong order. A test prints every one.
"""

from __future__ import annotations

import re
import unicodedata

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


def _class() -> str:
    ends = ([chr(int(end, 16)) for end in part.split("-")] for part in RANGES.split())
    return "".join("-".join(map(re.escape, pair)) for pair in ends)


_UNKNOWN = re.compile(f"[^{_class()}]")
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


def breadth(text: str, size: float) -> float:
    """How wide the text is in Source Sans Pro Bold; the lighter weights are 6 per cent narrower."""
    return size * sum(_BREADTHS.get(letter, 0.62) for letter in text)


def printable(text: str) -> str:
    """One line as the fonts can show it: without control characters, and with tabs as spaces."""
    if _LATIN.fullmatch(text):
        return text  # nearly all lines
    known = unicodedata.normalize("NFC", text.translate(_SPACES))
    return _UNKNOWN.sub(lambda found: _instead(found[0]), known)


def _instead(letter: str) -> str:
    if unicodedata.category(letter) in {"Cc", "Cf", "Cs"} or "\ufe00" <= letter <= "\ufe0f":
        return ""  # soft hyphens, joiners, variation selectors: what leaves no mark of its own
    plain = unicodedata.normalize("NFKC", letter)
    return "\ufffd" if _UNKNOWN.search(plain) else plain
