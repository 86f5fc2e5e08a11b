"""Questions on projects, driver diagrams, cycles and experiences."""
