"""Pages of projects, driver diagrams, cycles and experiences."""
