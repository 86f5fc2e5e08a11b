"""The pages of rounds: all of them, one, what it says, whom it asks, and what is done with it."""
