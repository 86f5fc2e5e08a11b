"""The long proofs of durability and load: `make prove`.

Each proof prints its figures and has a negative control: the same count on a way of working that is known to lose.
A control that loses nothing fails the proof, since then the count proves nothing.
"""
