"""A municipality's own plans, and the office's statements on them."""
