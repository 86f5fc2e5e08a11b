"""A table of statuses, understood: what each row says, what is there already, and what is wrong with it."""
