"""Declarations by jurisdiction: sources, law, indicators."""
