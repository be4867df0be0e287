"""What was received, read and published: files, loads, editions, quarantine."""
