"""Captures: web archives that are read strictly, and pages captured by a browser whose cleanliness is sealed before content."""
