"""Commands that must respect the log."""
