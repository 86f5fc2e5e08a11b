"""Words that the parts of a programme's file share."""

from typing import Literal

Origin = Literal["programme", "product", "proposal"]
"""Who says so: the programme itself, this product, or this product as a proposal to be judged."""

Tone = Literal["neutral", "info", "warning", "success", "danger", "accent"]
"""The colour a value is shown in, by its name in the design system; never without the sign."""
