"""The world's standards: files in the formats of WIPO that no other pack reads."""
