"""`samordner read-plan FILE`: what a plan is read as, in the terminal or as JSON, without a database."""

import argparse
import json
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from samordner.documents.recognition.opening import content_of
from samordner.documents.recognition.sources import Unreadable
from samordner.documents.recognition.vocabulary import UnknownWord
from samordner.plandocument.reading.apart import read_guarded
from samordner.plandocument.reading.corrections import CorrectionRefused, as_mapping, corrections_in
from samordner.plandocument.reading.vocabularies import PROGRAMMES


def parser() -> argparse.ArgumentParser:
    """The command's arguments."""
    made = argparse.ArgumentParser(prog="samordner read-plan", description="Read a published regional plan.")
    made.add_argument("file", type=Path, metavar="FILE", help="the plan, as DOCX, ODT, PDF, HTML or text")
    made.add_argument("--dry-run", action="store_true", help="show what would be read; touch no database")
    made.add_argument("--json", action="store_true", help="print the reading as JSON")
    made.add_argument("--corrections", type=Path, metavar="FILE", help="corrections as JSON or TOML")
    made.add_argument("--programme", metavar="KEY", help="use this programme's words for headings")
    return made


def reading_of(options: argparse.Namespace, width: int) -> dict[str, Any]:
    """What the guarded process answers. Raises `Unreadable`, `CorrectionRefused` or `UnknownWord`."""
    if options.programme and not (PROGRAMMES / options.programme).is_dir():
        raise UnknownWord(f"there is no programme {options.programme!r}")
    try:
        corrections = corrections_in(options.corrections) if options.corrections else ()
    except OSError as problem:
        raise CorrectionRefused("the file of corrections cannot be opened") from problem
    answer = read_guarded(
        content_of(options.file),
        programme=options.programme,
        folder=PROGRAMMES,
        corrections=[as_mapping(each) for each in corrections],
        width=width,
    )
    if "misfit" in answer:
        raise CorrectionRefused(answer["misfit"])
    return answer


def main(argv: Sequence[str] | None = None) -> int:
    """Print the reading; 0 when it could be read, 2 with a sentence on standard error when not."""
    options = parser().parse_args(argv)
    width = max(60, min(120, shutil.get_terminal_size((100, 24)).columns))
    try:
        answer = reading_of(options, width)
    except (Unreadable, CorrectionRefused, UnknownWord) as problem:
        print(problem, file=sys.stderr)
        return 2
    if options.json:
        print(json.dumps(answer["reading"], ensure_ascii=False, indent=2))
    else:
        print("\n".join(answer["preview"]))
    return 0


command = main
