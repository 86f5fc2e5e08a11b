"""The common mistakes with a series, each found in its data or its settings and told in a sentence.

What they are: Provost & Murray, The Health Care Data Guide; NHS England, Making Data Count; Anhøj, spc4hc; Wheeler,
Understanding Variation. Some mistakes cannot be made here and so are not looked for: limits typed by hand, the standard
deviation of all points as sigma, and several sets of rules at once.
"""

from samordner.spc.cautions.finding import KEYS, cautions
from samordner.spc.cautions.seen import Caution, Seen

__all__ = ["KEYS", "Caution", "Seen", "cautions"]
