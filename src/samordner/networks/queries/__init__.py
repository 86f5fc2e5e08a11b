"""What pages and deeds ask about networks."""
