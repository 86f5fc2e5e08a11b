"""The demonstration: a region whose plan is real in its facts, and whose municipalities' history is invented.

It lies as data in the folder `demonstration` beside `src`, and is loaded through the deeds that people use.
"""

from samordner.project.demonstration.loading import Account, load, why_not_load

__all__ = ["Account", "load", "why_not_load"]
