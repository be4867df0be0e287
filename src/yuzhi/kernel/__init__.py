"""Values that everyone speaks: parsed once at the door, standard library only."""
