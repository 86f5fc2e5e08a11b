"""Pages of learning networks."""
