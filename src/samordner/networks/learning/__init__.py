"""Learning networks: cohorts that meet in gatherings, and the improvement teams in them."""
