"""How the tables of leaves and facts came to be."""
