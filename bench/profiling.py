"""Where the time of a page goes: `python -m bench --profile --only WORDS`."""

from __future__ import annotations

import cProfile
import io
import pstats

from bench.client import Server


def profile(server: Server, address: str, *, turns: int = 10, shown: int = 25) -> str:
    """The functions that a page spends most time in, itself and what it calls; and its statements."""
    profiler = cProfile.Profile()
    profiler.enable()
    for _ in range(turns):
        server.get(address)
    profiler.disable()
    out = io.StringIO()
    stats = pstats.Stats(profiler, stream=out)
    for order in ("cumulative", "tottime"):
        stats.sort_stats(order).print_stats(shown)
    asked = "\n".join(f"  {sql[:160]}" for sql in server.statements(address))
    return f"{out.getvalue()}\n{turns} turns; statements of one:\n{asked}\n"
