"""The room of evidence: where the transparency log stands, and whether an act's leaf is in it."""
