"""Letters: what is written to people outside, how it is worded, and how it leaves: once, and seen by all."""
