"""Yulin in Shaanxi: its areas, and what only this city declares."""
