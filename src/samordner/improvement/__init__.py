"""What a team sets out to better, the changes that it tries, and what others take up."""
