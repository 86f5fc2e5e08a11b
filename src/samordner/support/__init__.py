"""What help a municipality asks for and gets, and its grants."""
