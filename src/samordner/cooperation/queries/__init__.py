"""Questions about partners, agreements and arenas, as of a day. Rows are had through the grants by whoever asks."""
