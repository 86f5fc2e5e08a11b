"""What a meeting leaves behind: its minutes, with what was decided, who does what by when, and what was asked for."""
