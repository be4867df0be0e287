"""Libraries of the house: no Django, no knowledge of one another."""
