"""Kill -9 under four writers: nothing that was acknowledged is lost, and no deed stands by half."""

from __future__ import annotations

import random

from django.db import connections

from bench.ground import POSTGRESQL, Ground
from prove.counting import Count
from prove.postgres import Killable
from prove.proof import Proof
from prove.standing import Standing, stand
from prove.writers import Writers

KILLS = {"sqlite": 200, "postgresql": 150}
DATABASE_KILLS = 50
CONTROL, ENOUGH = 20, 10
"""Kills of the control, and the fewest of them: most come at another moment than between the word and the commit."""
WHOLE_EVERY = 20


def prove(proof: Proof, ground: Ground, *, share: float = 1.0) -> None:
    """`share`: of the kills, to try the proof itself quickly."""
    standing = stand()
    kills = max(3, round(KILLS[ground.kind] * share))
    count = writers_killed(standing, kills, "w")
    proof.holds(f"writers killed: {count}", count.clean and count.acknowledged > kills)
    if ground.kind == POSTGRESQL:
        server = Killable(ground)
        try:
            count = database_killed(standing, server, max(3, round(DATABASE_KILLS * share)))
            proof.holds(f"database killed: {count}", count.clean and count.acknowledged > count.kills)
            _control(proof, standing, share)
        finally:
            connections.close_all()
            server.stop()
    else:
        _control(proof, standing, share)


def _control(proof: Proof, standing: Standing, share: float) -> None:
    count = writers_killed(standing, max(ENOUGH, round(CONTROL * share)), "early", early=True)
    proof.control(f"acknowledged before the commit, lost of {count.acknowledged}", len(count.lost))


def writers_killed(standing: Standing, kills: int, name: str, *, early: bool = False) -> Count:
    """Kill the writers so many times, each time at another moment."""
    count, chance = Count(), random.Random(name)
    for kill in range(1, kills + 1):
        writers = Writers.begin(standing, f"{name}{kill}", early=early)
        writers.listen(chance.uniform(0.02, 0.25), at_least=2)
        count.round(writers.kill(), whole=kill % WHOLE_EVERY == 0 or kill == kills)
    return count


def database_killed(standing: Standing, server: Killable, kills: int) -> Count:
    """Kill the database under the writers, start it again and let it recover."""
    count, chance = Count(), random.Random("database")
    for kill in range(1, kills + 1):
        writers = Writers.begin(standing, f"d{kill}")
        writers.listen(chance.uniform(0.05, 0.4), at_least=2)
        server.kill()
        acknowledged = writers.kill()
        server.start()
        count.round(acknowledged, whole=kill % WHOLE_EVERY == 0 or kill == kills)
        connections.close_all()
    return count
