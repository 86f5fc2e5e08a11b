"""Pages of revisions."""
