"""What is asked of learning networks."""
