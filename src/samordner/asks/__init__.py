"""What anyone asks of a municipality, and the load of it."""
