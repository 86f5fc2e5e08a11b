"""How long a PDF of a plan takes to read, with tags and without: `python -m bench.pdfs [FILE …]`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from bench.timing import HEADING, Line, loop, row, times

TARGET = 5000  # ms for 25 pages


def reading_pdfs(files: list[Path] | None = None) -> Iterator[Line]:
    """A line for an invented plan of some 25 pages in each dress, and one for each file that is given."""
    from samordner.plandocument.reading import general, read

    made = {f"read a PDF of 25 pages, {dress}": _plan(tags=tags) for dress, tags in _DRESSES}
    made |= {f"read {file.name}": file.read_bytes() for file in files or []}
    vocabulary = general()
    for name, content in made.items():
        yield Line(name, times(partial(read, content, vocabulary), tries=3), TARGET)


_DRESSES = (("with tags", True), ("without", False))


def _plan(*, tags: bool) -> bytes:
    """Chapters of text and ruled tables that break over pages."""
    import typst

    words = (
        "Kommunene lager planer for hvordan arbeidet skal gjennomføres lokalt, og følger dem opp hvert år. "
    )
    row = f"[Husbanken], [Årlig møte], [{words}],"
    head = "table.header([Samarbeidspartner], [Samarbeidsform], [Ansvar, rolle og oppgaver]),"
    chapter = (
        f"= Samarbeid {{}}\n{words * 8}\n\n{words * 6}\n#table(columns: (1fr, 1fr, 3fr), {head} {row * 40})\n"
    )
    source = '#set text(lang: "nb", size: 10pt)\n' + "".join(chapter.format(at) for at in range(1, 13))
    content = typst.compile(source.encode(), pdf_tags=tags)
    assert isinstance(content, bytes)
    return content


if __name__ == "__main__":
    plain = times(loop, tries=5).median
    print(HEADING)
    for line in reading_pdfs([Path(name) for name in sys.argv[1:]]):
        print(row(line, plain, None))
