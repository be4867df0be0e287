"""Who holds and uses rights in the city."""
