"""One open room."""
