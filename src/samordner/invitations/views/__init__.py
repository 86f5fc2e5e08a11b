"""Pages of invitations, registrations and participants."""
