"""What a proof says while it runs, and whether it held."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class Proof:
    """Collects what failed; prints everything at once, so that a proof that is cut off has still told something."""

    failures: list[str] = field(default_factory=list)

    def says(self, text: str) -> None:
        print(f"    {text}", flush=True)

    def holds(self, sentence: str, condition: bool) -> None:
        """A claim of the product."""
        if not condition:
            self.failures.append(sentence)
        print(f"    {'ok     ' if condition else 'FAILED '} {sentence}", flush=True)

    def control(self, sentence: str, lost: int) -> None:
        """The negative control: what is known to lose must lose, or the count above is worth nothing."""
        self.holds(f"control: {sentence}: {lost}", lost > 0)
