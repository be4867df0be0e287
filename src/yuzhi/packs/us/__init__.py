"""The United States: the patent office's files."""
