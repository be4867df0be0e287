"""Legal days as facts that are stored once and never changed."""
