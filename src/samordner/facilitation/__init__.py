"""What whoever leads a learning network needs: who to call, what to prepare, what to report."""
