"""The city's own rights, so that cases can point at them."""
