"""Who is invited to a meeting, what they answer, who registers for an open event, and who came."""
