"""What is done with invitations and registrations."""
