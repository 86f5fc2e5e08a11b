"""A register as a spreadsheet: out with a key for every row, in again with every change shown before it is taken."""
