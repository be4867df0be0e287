"""A transparency log as static files that a stranger can check: tiles, signed checkpoints, proofs, witnesses, time-stamps."""
