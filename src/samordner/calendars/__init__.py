"""Everything that has a day, in one place: month, list, the partners' year wheel, and feeds for one's own calendar."""
