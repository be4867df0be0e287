"""Tables that rooms share, in one order."""
