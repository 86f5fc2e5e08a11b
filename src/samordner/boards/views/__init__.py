"""Pages: load, one domain call, answer."""
