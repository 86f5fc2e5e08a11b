"""Pages of what a round found."""
