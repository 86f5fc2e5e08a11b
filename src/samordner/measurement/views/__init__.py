"""Pages of measurement."""
