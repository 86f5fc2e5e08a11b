"""Questions about a cohort, as of a day: what there is of each team, who needs a call, the network seen together."""
