"""Values of indicators, kept with the edition and method they were computed from."""
