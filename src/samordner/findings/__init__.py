"""What came out of a mapping round: answers reviewed into observations, coded, counted, compared, reported."""
