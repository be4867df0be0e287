"""The table of leaves: every official act of the city leaves one, in an order that can be checked."""
