"""Questions about indicators. Rows are had through the grants by whoever asks."""
