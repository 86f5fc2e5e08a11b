"""iCalendar (RFC 5545) and its invitations (RFC 5546): events out as text, answers in. Knows nothing of what it tells."""
