"""Strict readers: handle it, name it as ignored, or stop."""
