"""Columns and element names of office files, and the lake's tables, as values."""
