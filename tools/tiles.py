"""How the tile map was laid out: every municipality one hexagon of the same size, the country recognisable.

    python tools/tiles.py BORDERS.geojson

writes `src/samordner/places/tiles/tiles.csv`. BORDERS is the municipal borders of 2024 as GeoJSON, from
Kartverket's open data (© Kartverket, CC BY 4.0), which every operator can fetch from Geonorge; the borders stay
outside the product, and only the positions on the grid, which are our own lay-out, are kept in it.

1. From the borders (`tile_land.py`): where the middle of each municipality is, and which share a border. An
   island is given the nearest ones for neighbours.
2. Every two neighbours want to be one tile apart in the direction in which they lie. The positions that come
   nearest to all these wishes (least squares, solved by relaxation) give a country in which every municipality
   takes as much room as any other. What overlaps is pushed apart.
3. Each is put in the nearest free hexagon (`tile_grid.py`), and then two hexagons at a time are exchanged, as
   metal cools (simulated annealing, the seed fixed): what counts is the wishes of step 2, the place from step 2,
   no holes in the land, and that the tiles of a county touch one another.
4. The lay-out for 2020-2023 follows from the changes of 2024: a renumbered municipality keeps its tile, and the
   one that was divided has the tile of the part that kept its name.

The three letters on a tile of the national map are chosen here as well: of the name, none used twice.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

from tile_grid import Cooling, around, snapped
from tile_land import land, spread

ROOT = Path(__file__).resolve().parents[1]
PLACES = ROOT / "src/samordner/places"
TARGET = PLACES / "tiles/tiles.csv"
LATER, EARLIER = "2024-01-01", "2020-01-01"

SAMI_FIRST = {
    "Dielddanuorri", "Loabák", "Gáivuotna", "Guovdageaidnu", "Kárášjohka", "Deatnu", "Unjárga",
}  # fmt: skip
"""Of the municipalities with parallel names, those whose Norwegian name is the second one."""

ENDINGS = (
    "sund", "vika", "vik", "stad", "heim", "dal", "dalen", "dalselva", "fjord", "fjorden", "fjella",
    "fjell", "nes", "øy", "land", "torg", "borg", "berg", "vatn", "våg", "vågen", "høland", "vidda",
    "keino", "strand", "gran", "mark", "grunn", "karlsøy", "fest", "skog", "strøm", "karasjok", "angen",
    "angar", "sokn", "sand", "vang", "skogan", "kylven", "hei", "kjer", "skål", "voll", "haug", "sanger",
    "reisa", "rike", "herad", "seid", "lands", "gård", "landet", "slette", "foss",
)  # fmt: skip
"""What Norwegian names of places often end in: a place to break a long one."""

# The two periods


def changes() -> dict[str, str]:
    """What each municipality of 2023 is in 2024: itself, its new number, or the part that kept its name."""
    names = {row["code"]: row["name"] for row in _rows("data/municipalities.csv")}
    became: dict[str, list[str]] = {}
    for row in _rows("data/changes.csv"):
        if row["day"] == LATER:
            became.setdefault(row["from_code"], []).append(row["to_code"])
    alive = {row["code"] for row in _rows("data/municipalities.csv") if _holds(row, EARLIER)}
    return {
        old: next((one for one in new if names[one] == names[old]), new[0])
        for old in sorted(alive)
        for new in [became.get(old, [old])]
    }


def _holds(row: dict[str, str], day: str) -> bool:
    return row["since"] <= day and (not row["until"] or day < row["until"])


def _rows(name: str) -> list[dict[str, str]]:
    lines = (PLACES / name).read_text("utf-8").splitlines()
    return list(csv.DictReader(line for line in lines if not line.startswith("#")))


# What stands on a tile


def letters(names: dict[str, str]) -> dict[str, str]:
    """Three letters of each name, the first always among them, none used twice."""
    taken: set[str] = set()
    found = {}
    for code in sorted(names, key=lambda one: (len(names[one]), one)):
        word = [letter for letter in names[code] if letter.isalpha()]
        ways = (
            word[0].upper() + (word[i] + word[j]).lower()
            for i, j in sorted(
                ((i, j) for i in range(1, len(word)) for j in range(i + 1, len(word))),
                key=lambda pair: (pair[0] - 1) * 2 + pair[1] - pair[0],
            )
        )
        found[code] = next((way for way in ways if way not in taken), names[code])
        taken.add(found[code])
    return found


def _spoken(name: str) -> str:
    """The Norwegian one of a name's parallel forms, to be found by those who read the map in Norwegian."""
    forms = name.split(" - ")
    return forms[1] if forms[0] in SAMI_FIRST else forms[0]


def broken(name: str) -> str:
    """The name with a bar where a long word may be broken: before its last part."""
    return " ".join("-".join(map(_broken, word.split("-"))) for word in name.split(" "))


def _broken(word: str) -> str:
    if len(word) < 9:
        return word
    ends = (end for end in ENDINGS if word.endswith(end) and len(word) - len(end) >= 3)
    end = max(ends, key=len, default=word[len(word) // 2 :])
    return f"{word.removesuffix(end)}|{end}"


# All of it


def main(borders: Path) -> None:
    middles, near = land(borders)
    at, wishes = spread(middles, near)
    later_of = changes()
    earlier_county = {new: old[:2] for old, new in later_of.items()}
    county = {code: code[:2] for code in middles}
    cooling = Cooling(snapped(at), at, wishes, [county, {c: earlier_county.get(c, c[:2]) for c in middles}])
    cooling.run(400_000, 3.0, 0.3, 0)
    cooling.run(150_000, 0.8, 0.05, 12)
    cooling.fill()
    cooling.run(80_000, 0.6, 0.05, 12, coast=False)
    report(cooling, near)
    left, top = (min(cell[side] for cell in cooling.grid) for side in (0, 1))
    top -= top % 2
    spoken = {row["code"]: _spoken(row["name"]) for row in _rows("data/municipalities.csv")}
    marks = letters({code: spoken[code] for code in middles})
    with TARGET.open("w", encoding="utf-8", newline="") as file:
        file.write("# Our own lay-out: one hexagon a municipality, made by tools/tiles.py.\n")
        out = csv.writer(file, lineterminator="\n")
        out.writerow(("since", "code", "column", "row", "letters", "name"))
        for since, pairs in (
            (EARLIER, later_of.items()),
            (LATER, [(code, code) for code in sorted(middles)]),
        ):
            for code, later in pairs:
                column, row = cooling.by_code[later]
                out.writerow((since, code, column - left, row - top, marks[later], broken(spoken[code])))


def report(cooling: Cooling, near: dict[str, set[str]]) -> None:
    pairs = [(one, other) for one, others in near.items() for other in others if one < other]
    met = sum(cooling.by_code[b] in around(cooling.by_code[a]) for a, b in pairs)
    print(f"{met} of {len(pairs)} pairs of neighbours touch; parts too many:", cooling.parts(cooling.by_code))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
