"""Pages of whoever leads a learning network."""
